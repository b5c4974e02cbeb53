"""From grids to indicator tables: headers, roles, categories, records, and what is none of these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indicator_lint.layout.closest import Closest, find_closest
from indicator_lint.layout.headers import OTHER, role_of
from indicator_lint.layout.outline import Section, read_outline
from indicator_lint.layout.rows import Body, BodyReader
from indicator_lint.layout.tables import Memory, build, habits_of, name_section
from indicator_lint.model.grid import Grid, Position
from indicator_lint.model.table import Prose, Table

__all__ = ["OTHER", "Closest", "Layout", "find_tables", "role_of"]

WORDLESS = frozenset({"header", "subtotal", "band", "continued", "page"})
"""Reasons to skip a row that leave no words to be read as prose."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A document as understood: its tables and its prose in the order of the document.

    `closest` is the row that came nearest to a header where no table was found; None where one was, or where none came near.
    """

    tables: tuple[Table, ...]
    prose: tuple[Prose, ...]
    closest: Closest | None = None


def find_tables(grids: Sequence[Grid]) -> Layout:
    """All indicator tables of a document, one for each category, and the lines outside them. Raises nothing on any grid."""
    tables: list[Table] = []
    prose: list[Prose] = []
    memory = Memory(several=len(grids) > 1)
    for grid in grids:
        numbers = sorted(grid.rows)
        sections = read_outline(grid, numbers)
        bodies = [_read_bodies(grid, numbers, sections, at) for at in range(len(sections))]
        tables.extend(_tables(grid, sections, bodies, memory))
        prose.extend(_prose(grid, numbers, sections, bodies))
    return Layout(tuple(tables), tuple(prose), None if tables else find_closest(grids))


def _read_bodies(grid: Grid, numbers: Sequence[int], sections: Sequence[Section], at: int) -> list[Body]:
    section = sections[at]
    used = sections[at + 1].used if at + 1 < len(sections) else set()
    return [BodyReader(grid, one, section.headers, used).read(numbers, section.start, section.end) for one in section.columns]


def _tables(grid: Grid, sections: Sequence[Section], bodies: Sequence[Sequence[Body]], memory: Memory) -> Iterator[Table]:
    habits = habits_of(grid, sections, bodies)
    for section, side_by_side in zip(sections, bodies, strict=True):
        for at, body in enumerate(side_by_side):
            yield from build(grid, section, body, name_section(grid, section, at, memory), memory, habits)


def _prose(grid: Grid, numbers: Sequence[int], sections: Sequence[Section], bodies: Sequence[Sequence[Body]]) -> Iterator[Prose]:
    """The rows that are neither record nor header nor a category's title nor a mere total."""
    used: set[Position] = {place for section in sections for place in section.used}
    titles = {row for row, _ in used} | {band.row for group in bodies for body in group for band in body.bands}
    outside = list(numbers[: _index(numbers, sections[0].top)] if sections else numbers)
    for group in bodies:
        skipped = (skip.row for body in group for skip in body.skipped if skip.reason not in WORDLESS)
        outside.extend({*skipped, *(row for body in group for row in body.outside)} - {r for body in group for r in body.records})
    for row in sorted(set(outside) - titles):
        cells = [(column, text.strip()) for column, text in grid.cells(row) if not text.isspace()]
        if cells:
            yield Prose(" ".join(text for _, text in cells), grid, row, cells[0][0])


def _index(numbers: Sequence[int], row: int) -> int:
    return next((at for at, number in enumerate(numbers) if number >= row), len(numbers))
