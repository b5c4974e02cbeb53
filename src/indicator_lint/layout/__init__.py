"""From grids to indicator tables: headers, roles, categories, records, and what is none of these."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

from indicator_lint.layout.bodies import Body, BodyReader
from indicator_lint.layout.closest import Closest, find_closest
from indicator_lint.layout.columns import LEAST
from indicator_lint.layout.continuation import goes_on, join
from indicator_lint.layout.headers import OTHER, role_of
from indicator_lint.layout.outline import read_outline
from indicator_lint.layout.tables import Builder, Memory, habits_of, name_section
from indicator_lint.model.grid import Grid
from indicator_lint.model.table import Prose, Table

__all__ = ["OTHER", "Closest", "Layout", "find_tables", "role_of"]

WORDLESS = frozenset({"header", "subtotal", "band", "continued", "page"})
"""Reasons to skip a row that leave no words to be read as prose."""


JOINED: Final = 0.1
"""What confidence loses by records that stand in another grid than their header."""

ENDING: Final = frozenset({"note", "signature", "foreign", "preface"})
"""Reasons to skip a row that close the table above it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A document as understood: its tables and its prose in the order of the document.

    `closest` is the row that came nearest to a header where no table was found; None where one was, or none came near.
    """

    tables: tuple[Table, ...]
    prose: tuple[Prose, ...]
    closest: Closest | None = None


def find_tables(grids: Sequence[Grid]) -> Layout:
    """All indicator tables of a document, one for each category, and the lines outside them. No grid makes it raise."""
    tables: list[Table] = []
    prose: list[Prose] = []
    memory = Memory(several=len(grids) > 1)
    for reading in _readings(grids):
        found = list(reading.tables(memory))
        tables.extend(found)
        prose.extend(reading.prose({table.category_at[0] for table in found if table.category_at is not None}))
    return Layout(tuple(tables), tuple(prose), None if tables else find_closest(grids))


def _readings(grids: Sequence[Grid]) -> Iterator[_GridReading]:
    """A reading of each grid; one that only goes on with the table before it is read together with that."""
    current: _GridReading | None = None
    for grid in grids:
        reading = _GridReading(grid)
        if current is not None and current.goes_on_in(reading):
            current = _GridReading(join(current.grid, grid))
            current.doubt(JOINED)
            continue
        if current is not None:
            yield current
        current = reading
    if current is not None:
        yield current


class _GridReading:
    """One grid: its sections, and the bodies under each, side by side."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.numbers = sorted(grid.rows)
        self.sections = read_outline(grid, self.numbers)
        following = [section.used for section in self.sections[1:]]
        self.bodies = [
            [
                BodyReader(grid, one, section.headers, used).read(self.numbers, section.start, section.end)
                for one in section.columns
            ]
            for section, used in zip(self.sections, [*following, set()], strict=False)
        ]

    def doubt(self, cost: float) -> None:
        """Lower the confidence in the last table."""
        body = self.bodies[-1][0]
        body.columns = replace(body.columns, confidence=round(max(body.columns.confidence - cost, LEAST), 2))

    def goes_on_in(self, following: _GridReading) -> bool:
        """Whether the last table of this grid, not yet ended by a note, goes on in a grid that has no header itself."""
        if not self.sections or following.sections or len(self.bodies[-1]) != 1:
            return False
        body = self.bodies[-1][0]
        ended = body.outside or any(skip.reason in ENDING for skip in body.skipped)
        return bool(body.records) and not ended and goes_on(following.grid, body.columns)

    def tables(self, memory: Memory) -> Iterator[Table]:
        """The grid's tables; `memory` goes on counting from the grids before."""
        builder = Builder(self.grid, memory, habits_of(self.grid, self.sections, self.bodies))
        for section, side_by_side in zip(self.sections, self.bodies, strict=True):
            for at, body in enumerate(side_by_side):
                yield from builder.build(section, body, name_section(self.grid, section, at, memory))

    def prose(self, titles: AbstractSet[int]) -> Iterator[Prose]:
        """The rows that are neither record nor header nor a mere total; `titles` are the rows that name categories."""
        outside = set(
            self.numbers[: bisect_left(self.numbers, self.sections[0].top)] if self.sections else self.numbers
        )
        outside.update(*(self._words(side_by_side) for side_by_side in self.bodies))
        outside.update(row for section in self.sections for row, _ in section.used)
        for row in sorted(outside - titles):
            cells = [(column, text.strip()) for column, text in self.grid.cells(row) if not text.isspace()]
            if cells:
                yield Prose(" ".join(text for _, text in cells), self.grid, row, cells[0][0])

    def _words(self, side_by_side: Sequence[Body]) -> set[int]:
        """The rows under a header that no table uses and that say something."""
        rows = {row for body in side_by_side for row in body.outside}
        rows.update(skip.row for body in side_by_side for skip in body.skipped if skip.reason not in WORDLESS)
        if len(side_by_side) > 1:
            rows.difference_update(row for body in side_by_side for row in body.records)
        return rows
