"""From sections to tables: one for each category."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Final, NamedTuple, TypeAlias

from indicator_lint.chinese.labels import squeeze
from indicator_lint.layout.bodies import Band, Body
from indicator_lint.layout.leftovers import find_unread
from indicator_lint.layout.levels import Column, Habit, fill, read_column
from indicator_lint.layout.marks import marked
from indicator_lint.layout.outline import Section
from indicator_lint.layout.roles import UNLABELLED, confidence_of
from indicator_lint.layout.titles import Title, without_continued
from indicator_lint.model.grid import Grid, Position, Rectangle
from indicator_lint.model.table import ROLES, Doubt, Skipped, Table
from indicator_lint.vocabulary.levels import find_level, parent_of

LEVELS: Final = ("level1", "level2")

Named: TypeAlias = tuple[str | None, Position | None]
"""A category and where it stands."""


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


class _Head(NamedTuple):
    """What all tables of a body have from its header: each a copy of its own would weigh as much as the texts."""

    header: Rectangle | None
    columns: Mapping[str, int]
    labels: Mapping[int, str]
    label_rows: Mapping[int, int]
    label_columns: Mapping[int, int]


def name_section(grid: Grid, section: Section, at: int, memory: Memory) -> Title | None:
    """The category of table `at` of a section by what stands above it, the sheet's name, or the table before."""
    lead, columns = section.leads[at], section.columns[at]
    title = lead.best
    if title is None and at and columns.parent is None:
        title = section.leads[0].best
    if columns.parent is not None and len(section.columns) > 1 and (title is None or _shared(section, title)):
        title = Title(columns.parent.text, (columns.parent.row, columns.parent.column))
    if title is not None and not (title.document and _names(grid, memory)):
        bare = without_continued(title.text)
        return Title(bare, title.at) if bare in memory.counts else title
    if lead.continued and memory.category is not None:
        return Title(memory.category, (0, 0))
    return Title(grid.name.strip(), (0, 0)) if _names(grid, memory) else title


def _shared(section: Section, title: Title) -> bool:
    """Whether a title stands above all tables side by side: then what tells them apart is the label over each."""
    return all(lead.best == title for lead in section.leads) and all(one.parent is not None for one in section.columns)


def _names(grid: Grid, memory: Memory) -> bool:
    """Whether the sheet's name can name a category: given by somebody, and one of several."""
    return memory.several and bool(grid.name.strip()) and not marked("sheet", squeeze(grid.name))


class Builder(NamedTuple):
    """Makes the tables of a grid; `habits` say how its level columns are written."""

    grid: Grid
    memory: Memory
    habits: Mapping[str, Habit]

    def build(self, section: Section, body: Body, title: Title | None) -> Iterator[Table]:
        """The tables of one body, in the order of the grid."""
        parts = list(_parts(self.grid, body, title))
        starts = [body.records[part.start] for part in parts[1:]]
        skipped: list[list[Skipped]] = [[] for _ in parts]
        for skip in sorted(body.skipped, key=lambda skip: skip.row):
            skipped[bisect_right(starts, skip.row)].append(skip)
        head = _head(section, body)
        for part, mine in zip(parts, skipped, strict=True):
            yield self._table(section, body, head, (part, mine))

    def _table(self, section: Section, body: Body, head: _Head, of: tuple[_Part, Sequence[Skipped]]) -> Table:
        part, skipped = of
        rows = body.records[part.start : part.end]
        named = body.columns.labels
        bands = [band for band in body.bands if band.level and part.start <= band.before < part.end]
        columns = _with_bands(body.columns.roles, bands) if bands else head.columns
        unread = find_unread(self.grid, body.columns, columns, rows)
        doubts = [*body.columns.doubts, *(Doubt(UNLABELLED, column) for column in unread if column not in named)]
        self.memory.category = part.category
        return Table(
            grid=self.grid,
            category=part.category,
            category_at=part.at,
            header=head.header,
            columns=columns,
            labels=head.labels,
            label_rows=head.label_rows,
            rows=range(rows[0], rows[-1] + 1) if rows and rows[-1] - rows[0] == len(rows) - 1 else rows,
            numbers=self.memory.numbers(part.category, len(rows)),
            sources=self._sources(section, rows, columns, {band.before - part.start: band for band in bands}),
            skipped=tuple(skipped),
            confidence=confidence_of(doubts) * self.grid.trust,
            label_columns=head.label_columns,
            unread=unread or (),
            doubts=doubts,
        )

    def _sources(
        self, section: Section, rows: list[int], columns: Mapping[str, int], bands: Mapping[int, Band]
    ) -> dict[str, Sequence[int]]:
        """Where levels really stand, for the roles where that is not in each record's own row."""
        sources: dict[str, Sequence[int]] = {}
        starts: set[int] = set()
        for role in ("category", *LEVELS):
            if role not in columns or not rows:
                continue
            given = {at: band.row for at, band in bands.items()} if role == "level1" else {}
            read = read_column(self.grid, rows, columns[role], section.bottom + 1)
            if given and columns["level1"] == columns.get("level2"):
                read.stands = [0] * len(rows)
            habit = self.habits.get(role, Habit())
            if given or not read.full:
                stands = fill(read, starts, given, habit, self._kin(rows, columns) if role == "level1" else ())
                sources[role] = [stand or row for stand, row in zip(stands, rows, strict=True)]
            if role == "level1":
                starts = self._changes(columns[role], sources.get(role), read, repeats=habit.repeats)
        return {role: places for role, places in sources.items() if places != rows}

    def _kin(self, rows: Sequence[int], columns: Mapping[str, int]) -> list[str]:
        """The class of level 1 that each record's own level 2 belongs to, empty where it tells none."""
        at = columns.get("level2", 0)
        found = [find_level(2, self.grid.text(row, at)) if at else None for row in rows]
        return [parent_of(one.key) if one is not None else "" for one in found]

    def _changes(self, column: int, stands: Sequence[int] | None, read: Column, *, repeats: bool) -> set[int]:
        """Where another level 1 begins: another text where rows repeat it, else another cell."""
        keys: Sequence[str | int] = stands if stands is not None else read.texts
        if stands is not None and repeats:
            keys = [self.grid.text(row, column) for row in stands]
        return {at for at in range(1, len(keys)) if keys[at] != keys[at - 1]}


def _head(section: Section, body: Body) -> _Head:
    named = body.columns.labels
    return _Head(
        header=Rectangle(section.top, min(named), section.bottom, max(named)) if named else None,
        columns=_with_bands(body.columns.roles, ()),
        labels={column: label.text for column, label in named.items()},
        label_rows={column: label.row for column, label in named.items()},
        label_columns={column: label.column for column, label in named.items() if label.column != column},
    )


def _with_bands(roles: Mapping[str, int], bands: Sequence[Band]) -> dict[str, int]:
    """The roles in their order, level 1 among them where only bands tell it."""
    columns = {"level1": bands[0].column, **roles} if bands else roles
    return {role: columns[role] for role in ROLES if role in columns}


def _parts(grid: Grid, body: Body, title: Title | None) -> Iterator[_Part]:
    """Split at category bands, then at changes of the category column."""
    bands = [band for band in body.bands if not band.level]
    cuts = [0, *(band.before for band in bands), len(body.records)]
    first: Named = (title.text, title.at if title.at[0] else None) if title else (None, None)
    names: list[Named] = [first, *((band.text, (band.row, band.column)) for band in bands)]
    for at, ((start, end), named) in enumerate(zip(pairwise(cuts), names, strict=True)):
        if start < end or at == len(bands):
            yield from _by_column(grid, body, (start, end), named)


def _by_column(grid: Grid, body: Body, span: tuple[int, int], named: Named) -> Iterator[_Part]:
    column, (start, end) = body.columns.roles.get("category"), span
    if column is None or start == end:
        yield _Part(start, end, *named)
        return
    read = read_column(grid, body.records[start:end], column, body.records[0])
    stands = fill(read, (), {}, Habit())
    texts = read.texts if read.full else [grid.text(row, column) if row else "" for row in stands]
    for text, run in groupby(texts):
        size = sum(1 for _ in run)
        category = text.strip()
        yield _Part(
            start, start + size, category or named[0], (stands[start - span[0]], column) if category else named[1]
        )
        start += size


def habits_of(grid: Grid, sections: Sequence[Section], bodies: Sequence[Sequence[Body]]) -> dict[str, Habit]:
    """How the level columns of a grid are written, over all its tables."""
    habits = {role: Habit() for role in LEVELS}
    for section, side_by_side in zip(sections, bodies, strict=True):
        for body in side_by_side:
            for role, habit in habits.items():
                if role in body.columns.roles and body.records:
                    habit.count(read_column(grid, body.records, body.columns.roles[role], section.bottom + 1))
    return habits
