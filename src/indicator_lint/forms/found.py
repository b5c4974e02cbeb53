"""What a check of forms finds: evidence about a record, and where it stands if not in the record's own cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from indicator_lint.checks.check import Evidence
from indicator_lint.conformance import Verdict
from indicator_lint.model.finding import Finding
from indicator_lint.model.grid import Position
from indicator_lint.model.location import Location
from indicator_lint.model.rule import Rule
from indicator_lint.model.table import Table


class Found(NamedTuple):
    """Evidence about a record at a role; `value` is what stands at `location`, where that is another cell."""

    record: int
    role: str
    evidence: Evidence
    location: Location | None = None
    value: str = ""

    def verdict(self, rule: Rule) -> Verdict:
        """The same for the teller of findings."""
        return Verdict(rule, self.record, self.role, self.evidence)


Asked: TypeAlias = Callable[..., Iterator[Found]]
"""A check of forms: a frame or the weights of its tables, and the page's options → what it finds."""


def placed(finding: Finding, found: Found) -> Finding:
    """A finding at its own place."""
    return finding if found.location is None else replace(finding, location=found.location, value=found.value)


def cell(table: Table, at: Position) -> Location:
    """The place of a cell, of its anchor if it is covered."""
    return table.grid.place(*table.grid.anchor(*at))
