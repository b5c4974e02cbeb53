"""One word of excuse as written, and what it is about."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple, TypeAlias

from indicator_lint.chinese.normal import normal_form
from indicator_lint.model.finding import Finding
from indicator_lint.model.location import FILE, Location
from indicator_lint.model.suppression import Channel
from indicator_lint.patterns import pattern

Spot: TypeAlias = tuple[object, ...]
"""What tells an indicator or a cell from others of a file."""

STEPS: Final = pattern(r"\s*[/／>＞|｜→]\s*")
"""Between the parts of a path: 设备购置类/产出指标/数量指标/购置数量."""


class Target(NamedTuple):
    """What an excuse is about; nothing given means the whole file.

    `cell` is one place; `record` the category and number of an indicator in the container of `cell`; `words` name a sheet, a
    category, a class or an indicator, or several of these in this order, or are the place as shown.
    """

    cell: Location | None = None
    record: tuple[str | None, int] | None = None
    category: str | None = None
    words: str = ""

    @property
    def spot(self) -> Spot:
        """The one indicator or cell that it is about; empty where it takes more than that to tell."""
        if self.words or self.cell is None or self.category is not None:
            return ()
        if self.record is not None:
            return (self.cell.container, *self.record)
        return (self.cell.container, self.cell.row, self.cell.column, "")

    def covers(self, finding: Finding) -> bool:
        """Whether a finding of the same file is meant."""
        if self.words:
            return _leads(self.words, finding)
        if self.cell is None:
            return True
        if self.category is not None and finding.category == self.category:
            return True
        at = finding.location
        if self.record is not None and at.container == self.cell.container:
            return (finding.category, finding.row) == self.record
        return (at.container, at.row, at.column) == (self.cell.container, self.cell.row, self.cell.column)


class Excuse(NamedTuple):
    """What somebody wrote: rules by name, why, until when, who approved; where it stands and what it is about.

    `fault` is a date that cannot be read. `path` is the file that it is written in.
    """

    names: tuple[str, ...]
    channel: Channel
    path: str
    reason: str = ""
    location: Location = FILE
    target: Target = Target()
    until: date | None = None
    approver: str = ""
    fault: str = ""


def spots_of(finding: Finding) -> tuple[Spot, ...]:
    """The spots of a finding: nowhere in particular, its indicator, its cell."""
    at = finding.location
    return (), (at.container, finding.category, finding.row), (at.container, at.row, at.column, "")


def _leads(words: str, finding: Finding) -> bool:
    """Whether the parts of a path come in this order on the way from the sheet to the indicator."""
    if words in {finding.location.display, finding.location.ref}:
        return True
    way = iter(
        normal_form(step)
        for step in (finding.location.container, finding.category or "", *(finding.indicator or ()))
        if step.strip()
    )
    return all(normal_form(part) in way for part in STEPS.split(words) if part)
