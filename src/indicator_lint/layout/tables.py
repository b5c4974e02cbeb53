"""From sections to tables: one for each category."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from indicator_lint.chinese.labels import squeeze
from indicator_lint.layout.levels import Column, Habit, fill, read_column
from indicator_lint.layout.marks import marked
from indicator_lint.layout.outline import Section
from indicator_lint.layout.rows import Band, Body
from indicator_lint.layout.titles import Title, without_continued
from indicator_lint.model.grid import Grid, Position, Rectangle
from indicator_lint.model.table import Skipped, Table

LEVELS: Final = ("level1", "level2")


@dataclass(slots=True)
class Memory:
    """What a document has shown so far: how many records each category has, and the latest category."""

    counts: Counter[str] = field(default_factory=Counter)
    category: str | None = None
    several: bool = False

    def numbers(self, category: str | None, size: int) -> range:
        """The numbers of the next `size` records of a category; a table without one counts on its own."""
        start = self.counts[category] if category is not None else 0
        if category is not None:
            self.counts[category] += size
        return range(start + 1, start + size + 1)


@dataclass(slots=True)
class _Part:
    """Records of one category, as indices [start, end) into the body's records."""

    start: int
    end: int
    category: str | None
    at: Position | None


def name_section(grid: Grid, section: Section, at: int, memory: Memory) -> Title | None:
    """The category of table `at` of a section by what stands above it, the sheet's name, or the table before."""
    lead, columns = section.leads[at], section.columns[at]
    title = lead.best
    if title is None and at and columns.parent is None:
        title = section.leads[0].best
    if title is None and columns.parent is not None and len(section.columns) > 1:
        title = Title(columns.parent.text, (columns.parent.row, columns.parent.column))
    if title is not None and not (title.document and _names(grid, memory)):
        bare = without_continued(title.text)
        return Title(bare, title.at) if bare in memory.counts else title
    if lead.continued and memory.category is not None:
        return Title(memory.category, (0, 0))
    return Title(grid.name.strip(), (0, 0)) if _names(grid, memory) else title


def _names(grid: Grid, memory: Memory) -> bool:
    """Whether the sheet's name can name a category: given by somebody, and one of several."""
    return memory.several and bool(grid.name.strip()) and not marked("sheet", squeeze(grid.name))


def build(grid: Grid, section: Section, body: Body, title: Title | None, memory: Memory, habits: Mapping[str, Habit]) -> Iterator[Table]:
    """The tables of one body, in the order of the grid."""
    parts = list(_parts(grid, body, title))
    skipped = iter(sorted(body.skipped, key=lambda skip: skip.row))
    waiting = next(skipped, None)
    for at, part in enumerate(parts):
        limit = body.records[parts[at + 1].start] if at + 1 < len(parts) else None
        mine: list[Skipped] = []
        while waiting is not None and (limit is None or waiting.row < limit):
            mine.append(waiting)
            waiting = next(skipped, None)
        yield _table(grid, section, body, part, mine, memory, habits)


def _parts(grid: Grid, body: Body, title: Title | None) -> Iterator[_Part]:
    """Split at category bands, then at changes of the category column."""
    bands = [band for band in body.bands if not band.level]
    cuts = [0, *(band.before for band in bands), len(body.records)]
    for at, (start, end) in enumerate(zip(cuts, cuts[1:], strict=False)):
        if start == end and at < len(cuts) - 2:
            continue
        if at:
            named: tuple[str | None, Position | None] = bands[at - 1].text, (bands[at - 1].row, bands[at - 1].column)
        else:
            named = (title.text, title.at if title.at[0] else None) if title else (None, None)
        yield from _by_column(grid, body, start, end, named)


def _by_column(grid: Grid, body: Body, start: int, end: int, named: tuple[str | None, Position | None]) -> Iterator[_Part]:
    column = body.columns.roles.get("category")
    if column is None or start == end:
        yield _Part(start, end, *named)
        return
    read = read_column(grid, body.records[start:end], column, body.records[0])
    stands = fill(read, (), {}, Habit())
    texts = read.texts if read.full else [grid.text(row, column) if row else "" for row in stands]
    at = start
    for text, run in groupby(texts):
        size = sum(1 for _ in run)
        category = text.strip()
        place = (stands[at - start], column) if category else named[1]
        yield _Part(at, at + size, category or named[0], place)
        at += size


def _table(
    grid: Grid, section: Section, body: Body, part: _Part, skipped: Sequence[Skipped], memory: Memory, habits: Mapping[str, Habit]
) -> Table:
    rows = body.records[part.start : part.end]
    columns = dict(body.columns.roles)
    sources = _sources(grid, section, body, part, rows, columns, habits)
    memory.category = part.category
    named = body.columns.labels
    return Table(
        grid=grid,
        category=part.category,
        category_at=part.at,
        header=Rectangle(section.top, min(named), section.bottom, max(named)),
        columns=columns,
        labels={column: label.text for column, label in named.items()},
        label_rows={column: label.row for column, label in named.items()},
        rows=range(rows[0], rows[-1] + 1) if rows and rows[-1] - rows[0] == len(rows) - 1 else rows,
        numbers=memory.numbers(part.category, len(rows)),
        sources=sources,
        skipped=tuple(skipped),
        confidence=body.columns.confidence,
        label_columns={column: label.column for column, label in named.items() if label.column != column},
    )


def _sources(
    grid: Grid, section: Section, body: Body, part: _Part, rows: Sequence[int], columns: dict[str, int], habits: Mapping[str, Habit]
) -> dict[str, Sequence[int]]:
    """Where levels really stand, for the roles where that is not each record's own row; bands may add the role level 1."""
    sources: dict[str, Sequence[int]] = {}
    bands = [band for band in body.bands if band.level and part.start <= band.before < part.end]
    if bands and "level1" not in columns:
        columns["level1"] = bands[0].column
    starts: set[int] = set()
    for role in ("category", *LEVELS):
        if role in columns and rows:
            given = _given(bands, part, columns[role]) if role == "level1" else {}
            read = read_column(grid, rows, columns[role], section.bottom + 1)
            if not read.full or given:
                stands = fill(read, starts, given, habits.get(role, Habit()))
                sources[role] = [stand or row for stand, row in zip(stands, rows, strict=True)]
            if role == "level1":
                starts = _changes(grid, columns[role], sources.get(role), read, habits[role])
    return {role: places for role, places in sources.items() if places != list(rows)}


def _given(bands: Sequence[Band], part: _Part, column: int) -> dict[int, int]:
    return {band.before - part.start: band.row for band in bands if band.column == column}


def _changes(grid: Grid, column: int, stands: Sequence[int] | None, read: Column, habit: Habit) -> set[int]:
    """The indices where another level 1 begins: by its text where rows repeat it, else by the cell where it stands."""
    if stands is None or habit.repeats:
        keys: Sequence[str | int] = read.texts if stands is None else [grid.text(row, column) for row in stands]
    else:
        keys = stands
    return {at for at in range(1, len(keys)) if keys[at] != keys[at - 1]}


def habits_of(grid: Grid, sections: Sequence[Section], bodies: Sequence[Sequence[Body]]) -> dict[str, Habit]:
    """How the level columns of a grid are written, over all its tables."""
    habits = {role: Habit() for role in LEVELS}
    for section, side_by_side in zip(sections, bodies, strict=True):
        for body in side_by_side:
            for role, habit in habits.items():
                if role in body.columns.roles and body.records:
                    habit.count(read_column(grid, body.records, body.columns.roles[role], section.bottom + 1))
    return habits


