"""Verdicts on cells that several records share: one defect of one cell is told once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from indicator_lint.conformance import Verdict
from indicator_lint.model.location import Location
from indicator_lint.model.table import Table
from indicator_lint.told import Records, Spot, is_about_row


def is_own(table: Table, role: str) -> bool:
    """Whether the cell of a role is each record's alone: neither merged nor filled in from elsewhere."""
    return role in table.columns and role not in table.sources and not table.grid.anchors


@dataclass(slots=True)
class Merged:
    """Of the verdicts on a cell the first is told, with the other records beside it; `others` has these by its number."""

    records: Records
    others: dict[int, list[Spot]] = field(default_factory=lambda: defaultdict(list))
    _first: dict[tuple[str, str, str, int, int], tuple[int, bool]] = field(default_factory=dict)

    def tells(self, number: int, verdict: Verdict, at: Location | None = None) -> bool:
        """Whether a verdict is told by itself; verdicts are asked about in their order, and `at` is where its cell stands."""
        place = self.records.place(verdict.record, verdict.role)
        if is_own(place.table, place.role):
            return True
        at = at or place.location
        key = place.path, verdict.rule.code, at.container, at.row, at.column
        first, of_row = self._first.setdefault(key, (number, is_about_row(verdict.evidence, verdict.role)))
        if first != number and of_row:
            self.others[first].append((verdict.record, verdict.role))
        return first == number
