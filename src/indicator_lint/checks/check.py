"""What a check is: a name for a function that a rule's page can ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from indicator_lint.model.columns import COLUMN_OF
from indicator_lint.model.rule import Safety, Severity

if TYPE_CHECKING:
    import polars as pl

Params: TypeAlias = Mapping[str, object]
Row: TypeAlias = Mapping[str, object]
"""One record of the frame: column name → value; see `checks.columns`."""


@dataclass(frozen=True, slots=True)
class Change:
    """What to write instead: new texts by role (all or none), a note for the reader, and the safety where it is not the page's."""

    texts: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    safety: Safety | None = None


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


def check(function: Holds) -> Check:
    """Make a check of a function that returns an expression."""
    return Check(holds=function)


def search(function: Search) -> Check:
    """Make a check of a function that returns evidence."""
    return Check(search=function)


def each_text(frame: pl.DataFrame, role: str, look: Callable[[str], Evidence | None]) -> dict[int, Evidence]:
    """Look at each distinct text of a role once and tell the evidence of every record that holds it."""
    found: dict[int, Evidence] = {}
    for text, ids in _holders(frame, role):
        evidence = look(text)
        if evidence is not None:
            found.update(dict.fromkeys(ids, evidence))
    return found


def holding(frame: pl.DataFrame, role: str, pattern: str) -> pl.DataFrame:
    """The records whose text of a role holds a pattern (of polars: no look-around); mostly none, so look before grouping."""
    column = COLUMN_OF.get(role, role)
    if column not in frame.columns:
        return frame.clear()
    suspected = frame[column].str.contains(pattern)
    return frame.filter(suspected) if suspected.any() else frame.clear()


def each_row(
    frame: pl.DataFrame, columns: Sequence[str], look: Callable[[Row], Evidence | None]
) -> dict[int, Evidence]:
    """Look at each distinct combination of some columns once and tell the evidence of every record that holds it."""
    found: dict[int, Evidence] = {}
    for row in frame.select("id", *columns).group_by(columns, maintain_order=True).agg("id").iter_rows(named=True):
        evidence = look(row)
        if evidence is not None:
            found.update(dict.fromkeys(row["id"], evidence))
    return found


def _holders(frame: pl.DataFrame, role: str) -> Iterable[tuple[str, list[int]]]:
    column = COLUMN_OF.get(role, role)
    if column not in frame.columns:
        return ()
    grouped = frame.select("id", column).drop_nulls().group_by(column, maintain_order=True).agg("id")
    return grouped.iter_rows()
