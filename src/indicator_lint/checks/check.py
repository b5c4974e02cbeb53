"""What a check is: a name for a function that a rule's page can ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from indicator_lint.model.rule import Safety, Severity

if TYPE_CHECKING:
    import polars as pl

NUMBERS: Final = frozenset({"numbers"})
"""What a change declares that puts another number in the place of a wrong one."""

Params: TypeAlias = Mapping[str, object]
Row: TypeAlias = Mapping[str, object]
"""One record of the frame: column name → value; see `model.columns`."""


@dataclass(frozen=True, slots=True)
class Change:
    """What to write instead: new texts by role (all or none), and the safety where it is not the page's.

    `note` is what to write in a word or two that needs no translation (a unit, a class); `advice` names one of the page's
    sentences of advice, with the values of its fields; `declares` says that numbers or weights change, and are meant to.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    safety: Safety | None = None
    advice: tuple[str, Params] | None = None
    declares: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a record fails: everything of a finding that differs from case to case.

    `params` fill the fields of the page's message (besides `value`, `name`, `category`, `unit`, `operator`, `fixed`, which are
    always there); `because` names the page's reasons that apply, with the values of their fields; `severity` where it is not
    the page's; `related` are (record id, role) pairs; `whole` says that the finding is about the category or the document, not
    about one indicator (its `row` is then null).
    """

    params: Params = field(default_factory=dict)
    because: tuple[tuple[str, Params], ...] = ()
    severity: Severity | None = None
    change: Change | None = None
    related: tuple[tuple[int, str], ...] = ()
    whole: bool = False


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
