"""From grids to indicator tables: headers, roles, categories, records, and what is none of these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from indicator_lint.layout.bodies import Body, BodyReader
from indicator_lint.layout.closest import Closest, find_closest
from indicator_lint.layout.continuation import goes_on, introduces, join, repeats
from indicator_lint.layout.headers import OTHER, role_of
from indicator_lint.layout.hints import Guided, turned, unfit
from indicator_lint.layout.outline import read_outline
from indicator_lint.layout.roles import JOINED, confidence_of
from indicator_lint.layout.strays import find_strays
from indicator_lint.layout.tables import Builder, Memory, habits_of, name_section
from indicator_lint.model.grid import Grid
from indicator_lint.model.hints import NONE, Hints, Misfit
from indicator_lint.model.table import Doubt, Prose, Table

__all__ = ["OTHER", "Closest", "Layout", "find_tables", "role_of"]

WORDLESS = frozenset({"header", "subtotal", "band", "continued", "page"})
"""Reasons to skip a row that leave no words to be read as prose."""

ENDING: Final = frozenset({"note", "signature", "foreign", "preface"})
"""Reasons to skip a row that close the table above it."""


class Layout(NamedTuple):
    """A document as understood: its tables and its prose in the order of the document.

    `closest` is the row that came nearest to a header where no table was found; None where one was, or none came near.
    `misfits` are the user's hints that fit nothing, `ignored` the names of the sheets that were not to be looked at,
    `strays` the lines of the prose that look like indicators.
    """

    tables: tuple[Table, ...]
    prose: tuple[Prose, ...]
    closest: Closest | None = None
    misfits: tuple[Misfit, ...] = ()
    ignored: tuple[str, ...] = ()
    strays: tuple[Prose, ...] = ()


def find_tables(grids: Sequence[Grid], hints: Sequence[Hints] = ()) -> Layout:
    """All indicator tables of a document, one for each category, and the lines outside them. No grid makes it raise.

    `hints` are what the user says of each grid, where anything is said: they go before what would be guessed.
    """
    tables: list[Table] = []
    prose: list[Prose] = []
    strays: list[Prose] = []
    guides: list[Guided] = []
    memory = Memory(several=len(grids) > 1)
    pairs = list(zip(grids, hints or [NONE] * len(grids), strict=True))
    asked = [(grid, hint) for grid, hint in pairs if not hint.ignored]
    for reading in _readings(asked):
        found = list(reading.tables(memory))
        tables.extend(found)
        lines = list(reading.prose({table.category_at[0] for table in found if table.category_at is not None}))
        prose.extend(lines)
        strays.extend(find_strays(lines))
        guides.append(reading.guide)
    closest = None if tables else find_closest([grid for grid, _ in asked])
    ignored = tuple(grid.name for grid, hint in pairs if hint.ignored)
    return Layout(tuple(tables), tuple(prose), closest, tuple(unfit(guides)), ignored, tuple(strays))


def _readings(grids: Sequence[tuple[Grid, Hints]]) -> Iterator[_GridReading]:
    """A reading of each grid; one that only goes on with the table before it is read together with that."""
    chain: _Chain | None = None
    for grid, hints in grids:
        reading = _GridReading(turned(grid) if hints.transposed else grid, hints)
        if chain is not None and chain.take(reading):
            continue
        if chain is not None:
            yield chain.reading()
        chain = _Chain(reading)
    if chain is not None:
        yield chain.reading()


class _Chain:
    """A grid, and those that go on with it. Each is looked at once, and all are read together at the end.

    A grid of which something was said, or that is hidden where the other is not, is read by itself.
    """

    def __init__(self, first: _GridReading) -> None:
        self.first, self.last = first, first
        self.grids = [first.grid]
        self.sections = first.sections
        self.open = first.is_open
        self.headless = False

    def take(self, following: _GridReading) -> bool:
        """Take the next grid, if it goes on with the last one."""
        if (self.last.guide.hints, following.guide.hints) != (NONE, NONE) or self._hidden != following.grid.hidden:
            return False
        return self._take_headed(following) if following.sections else self._take_headless(following)

    @property
    def _hidden(self) -> bool:
        return self.first.grid.hidden

    def _take_headed(self, following: _GridReading) -> bool:
        grid, sections = following.grid, following.sections
        if not (
            repeats(self.sections, grid, sections) if self.sections else introduces(self.grids[-1], grid, sections)
        ):
            return False
        self._add(following)
        self.sections, self.open = sections, following.is_open
        return True

    def _take_headless(self, following: _GridReading) -> bool:
        if not self.open:
            return False
        columns = self.sections[-1].columns[0]
        if not goes_on(self.grids[-1], following.grid, columns):
            return False
        self._add(following)
        numbers = following.numbers
        self.open = not _is_ended(BodyReader(following.grid, columns, (), ()).read(numbers, 0, len(numbers)))
        self.headless = True
        return True

    def _add(self, following: _GridReading) -> None:
        self.grids.append(following.grid)
        self.last = following

    def reading(self) -> _GridReading:
        """One reading of all; in doubt where part of a table has no header."""
        if len(self.grids) == 1:
            return self.first
        reading = _GridReading(join(self.grids), NONE)
        if self.headless:
            reading.doubt(JOINED)
        return reading


def _is_ended(body: Body) -> bool:
    """Whether something below the records closes their table."""
    return bool(body.outside) or any(skip.reason in ENDING for skip in body.skipped)


class _GridReading:
    """One grid: its sections, and the bodies under each, side by side."""

    def __init__(self, grid: Grid, hints: Hints) -> None:
        self.grid = grid
        self.numbers = sorted(grid.rows)
        self.guide = Guided(grid, self.numbers, hints)
        self.sections = read_outline(grid, self.numbers) if hints == NONE else self.guide.sections()
        following = [section.used for section in self.sections[1:]]
        self.bodies = [
            [
                self.guide.body(
                    BodyReader(grid, one, section.headers, used).read(self.numbers, section.start, section.end)
                )
                for one in section.columns
            ]
            for section, used in zip(self.sections, [*following, set()], strict=False)
        ]

    def doubt(self, kind: str) -> None:
        """Doubt the last table, as a whole."""
        body = self.bodies[-1][0]
        doubts = (*body.columns.doubts, Doubt(kind))
        body.columns = body.columns._replace(doubts=doubts, confidence=confidence_of(doubts))

    @property
    def is_open(self) -> bool:
        """Whether the last table, alone under its header and not yet ended by a note, may go on in the next grid."""
        last = self.bodies[-1] if self.bodies else []
        return len(last) == 1 and bool(last[0].records) and not _is_ended(last[0])

    def tables(self, memory: Memory) -> Iterator[Table]:
        """The grid's tables; `memory` goes on counting from the grids before."""
        builder = Builder(self.grid, memory, self.guide.habits(habits_of(self.grid, self.sections, self.bodies)))
        for section, side_by_side in zip(self.sections, self.bodies, strict=True):
            for at, body in enumerate(side_by_side):
                title = self.guide.title(section, at, name_section(self.grid, section, at, memory))
                yield from builder.build(section, body, title)

    def prose(self, titles: AbstractSet[int]) -> Iterator[Prose]:
        """The rows that are neither record nor header nor a mere total; `titles` are the rows that name categories."""
        outside = set(self.numbers)
        for section in self.sections:
            outside.difference_update(range(section.top, section.bottom + 1), self.numbers[section.start : section.end])
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
