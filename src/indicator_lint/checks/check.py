"""What a check is: a name for a function that a rule's page can ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from indicator_lint.model.evidence import NUMBERS, Change, Evidence, Params

if TYPE_CHECKING:
    import polars as pl

Row: TypeAlias = Mapping[str, object]
"""One record of the frame: column name → value; see `model.columns`."""


Findings: TypeAlias = Mapping[int, Evidence]
"""Record id → what was found there."""

Holds: TypeAlias = "Callable[..., pl.Expr]"
Search: TypeAlias = "Callable[..., Findings]"
Explain: TypeAlias = Callable[..., Evidence]


@dataclass(slots=True)
class Check:
    """A check in one of two forms; the page's options are the keyword parameters of its functions.

    `holds(role, **options)` gives a polars expression that is true (or null) where all is well. `search(frame, role,
    **options)` returns evidence by record id: for what needs more than an expression (similarity, spelling, whole tables).
    `explain(row, role, **options)` gives the evidence of one record that an expression rejected.
    """

    holds: Holds | None = None
    search: Search | None = None
    explain: Explain | None = None

    def explains(self, function: Explain) -> Explain:
        """Register the function that gives the evidence of a rejected record (a decorator)."""
        self.explain = function
        return function

    @property
    def against_catalog(self) -> bool:
        """Whether it holds submissions against a catalog, which the engine supplies as `catalog`."""
        return self.search is not None and "catalog" in (self.search.__annotations__)


def check(function: Holds) -> Check:
    """Make a check of a function that returns an expression."""
    return Check(holds=function)


def search(function: Search) -> Check:
    """Make a check of a function that returns evidence."""
    return Check(search=function)


__all__ = [
    "NUMBERS",
    "Change",
    "Check",
    "Evidence",
    "Explain",
    "Findings",
    "Holds",
    "Params",
    "Row",
    "Search",
    "check",
    "search",
]
