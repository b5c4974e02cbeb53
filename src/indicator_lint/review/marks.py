"""What is marked on the sheets of a review copy: found cells, each with its worst severity and what was found there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from indicator_lint.model.cells import Cells
from indicator_lint.model.document import Document
from indicator_lint.model.finding import Finding
from indicator_lint.model.grid import Position
from indicator_lint.model.rule import Severity
from indicator_lint.reports.display import joined, visible
from indicator_lint.reports.suggestions import suggestion
from indicator_lint.reports.view import View
from indicator_lint.review.planning import Spot

LONGEST = 1_500
"""Characters of a note; what else there is stands on the sheet of the findings."""


@dataclass(slots=True)
class Mark:
    """A cell to mark: its ground, and its note as heads and what they stand above."""

    severity: Severity
    note: list[tuple[str, str]] = field(default_factory=list)

    def add(self, finding: Finding, view: View) -> None:
        """Another finding of this cell."""
        self.severity = min(self.severity, finding.severity, key=lambda severity: severity.rank)
        if sum(len(head) + len(text) for head, text in self.note) < LONGEST:
            self.note.append(told(finding, view))


def marks(
    document: Document, findings: Iterable[Finding], where: Mapping[int, tuple[str, int]], view: View
) -> dict[str, dict[Position, Mark]]:
    """The marks by sheet and cell; findings about no cell have none. `where` tells where each grid was laid."""
    cells, made = Cells(document), dict[str, dict[Position, Mark]]()
    for finding in findings:
        spot = spot_of(finding, document, cells, where)
        if spot is not None:
            own = made.setdefault(spot.sheet, {})
            own.setdefault((spot.row, spot.column), Mark(finding.severity)).add(finding, view)
    return made


def spot_of(finding: Finding, document: Document, cells: Cells, where: Mapping[int, tuple[str, int]]) -> Spot | None:
    """Where the place of a finding was laid: the cell that shows its text."""
    at = cells.find(finding.location) if finding.location.row else None
    if at is None or at.grid not in where:
        return None
    row, column = document.grids[at.grid].anchor(at.row, at.column)
    name, shift = where[at.grid]
    return Spot(name, row + shift, column)


def told(finding: Finding, view: View) -> tuple[str, str]:
    """A finding's head, and what is wrong, why, and what to do about it."""
    rule = view.rules.get(finding.code)
    cure = suggestion(finding, view)
    lines = [visible(finding.message)]
    if rule is not None and rule.why:
        lines.append(view.say("why") + visible(joined(rule.why)))
    if cure:
        lines.append(view.say("advice", note=cure))
    title = visible(rule.title) if rule is not None else finding.name
    return f"{finding.code} {title}（{view.say(str(finding.severity))}）", "\n".join(lines)
