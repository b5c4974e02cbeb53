"""A table that goes on in the next grid: a page of a document, a sheet named 续表."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from indicator_lint.chinese.labels import squeeze
from indicator_lint.layout.columns import Columns
from indicator_lint.layout.content import CONTENT, Sample, attests, mostly
from indicator_lint.layout.marks import marked
from indicator_lint.layout.outline import Section
from indicator_lint.layout.rows import ALONE, BLANK, OPENING, PROSE, RECORD, kind_of
from indicator_lint.layout.titles import REACH, read_lead
from indicator_lint.model.grid import Grid, Position, Rectangle
from indicator_lint.model.location import Location

LOOKED_AT: Final = 30
"""So many rows show whether a grid goes on with the table before."""

SHARE: Final = 0.8
"""Of these rows, notes and sums left out, at least this share must be indicators with a name."""

BETWEEN: Final = frozenset({BLANK, "continued", "page", "header"})
"""What may stand above the first indicator of a continuation."""


SILENT: Final = ("continued", "continued_title", "page")
"""What may stand between the halves of a document's table: 续表, a page number."""


def goes_on(before: Grid, following: Grid, columns: Columns) -> bool:
    """Whether a grid without a header holds the further indicators of a table with these columns.

    `before` is the grid that it follows. It must bear no name of its own, be no wider (a document's table: exactly as wide),
    begin with an indicator, and name one in nearly every row that is no note; what its columns hold must be what the roles
    ask: classes, signs, units, and at least one of these must be there.
    """
    if not any(marked(mark, squeeze(following.name)) for mark in ("sheet", "continued", "continued_title")):
        return False
    if before.width != following.width:
        return False
    kinds = {row: kind_of(following, row, columns) for row in sorted(following.rows)[:LOOKED_AT]}
    opening = next((kind for kind in kinds.values() if kind not in BETWEEN), BLANK)
    lines = [following.rows[row] for row, kind in kinds.items() if kind == RECORD]
    name, last = columns.roles.get("name", 0), max(columns.labels, default=0)
    if not name or opening != RECORD or max(map(len, lines)) > last:
        return False
    named = sum(len(line) >= name and bool(line[name - 1]) for line in lines)
    told = sum(kind in {RECORD, ALONE, PROSE, "preface"} for kind in kinds.values())
    return named >= SHARE * told and _alike(columns.roles, Sample(lines))


def repeats(own: Sequence[Section], following: Grid, sections: Sequence[Section]) -> bool:
    """Whether a document's table begins with the header of the one before, with nothing but 续表 and no title between."""
    same = [one.roles for one in own[-1].columns] == [one.roles for one in sections[0].columns]
    return same and _is_silent(following) and not any(lead.best for lead in sections[0].leads)


def introduces(grid: Grid, following: Grid, sections: Sequence[Section]) -> bool:
    """Whether a document's table of keys (项目名称 | X) names what the indicators of the next are about; nothing else does."""
    first = sections[0]
    if not (grid.width and _is_silent(following)) or any(lead.best for lead in first.leads):
        return False
    rows = sorted((row for row in grid.rows if row > 0), reverse=True)[:REACH]
    return bool(read_lead(grid, rows, first.columns[0], None).keyed)


def _is_silent(grid: Grid) -> bool:
    """Whether it is a document's table, and nothing but 续表 or a page number stands before it."""
    keys = (squeeze(texts[0][:OPENING]) for row, texts in grid.rows.items() if row < 1)
    return bool(grid.width) and all(any(marked(mark, key) for mark in SILENT) for key in keys)


def _alike(roles: Mapping[str, int], sample: Sample) -> bool:
    asked = [(role, sample.texts(roles[role])) for role in CONTENT if role in roles]
    return all(attests(role, texts) for role, texts in asked if role != "description") and any(
        mostly(texts, CONTENT[role]) for role, texts in asked if role != "description"
    )


def join(grids: Sequence[Grid]) -> Grid:
    """One grid of several, the rows of each below those of the one before; every cell keeps its place."""
    pieces: list[_Piece] = []
    for grid in grids:
        pieces.append(_Piece(grid, pieces[-1].bottom if pieces else 0))
    first = grids[0]
    return Grid(
        first.name,
        {piece.outer(row): piece.grid.rows[row] for piece in pieces for row in sorted(piece.grid.rows)},
        _Places(tuple(pieces)),
        tuple(piece.lowered(area) for piece in pieces for area in piece.grid.merges),
        {piece.down(at): piece.down(anchor) for piece in pieces for at, anchor in piece.grid.anchors.items()},
        {piece.down(at): note for piece in pieces for at, note in piece.grid.notes.items()},
        {piece.down(at): what for piece in pieces for at, what in piece.grid.exceptional.items()},
        first.hidden,
        frozenset(piece.outer(row) for piece in pieces for row in piece.grid.hidden_rows),
        first.hidden_columns,
        width=first.width,
        more=tuple(grid.name for grid in grids[1:]),
    )


class _Piece:
    """A grid inside a larger one, below row `above`; 0 for the first, whose rows keep their numbers."""

    def __init__(self, grid: Grid, above: int) -> None:
        self.grid, self.above = grid, above
        self.lines = -min(0, *grid.rows) if above and grid.rows else 0
        self.bottom = self.outer(max((*grid.rows, *(area.bottom for area in grid.merges if grid.width)), default=0))

    def outer(self, row: int) -> int:
        """A row of the grid as one of the larger grid: there is no row 0 between the lines before a table and its rows."""
        return self.above + self.lines + row + (row < 0) if self.above else row

    def inner(self, row: int) -> int:
        """A row of the larger grid as one of this."""
        at = row - self.above - self.lines
        return at - (at < 1) if self.above else row

    def down(self, cell: Position) -> Position:
        """A cell of the grid as one of the larger grid."""
        return self.outer(cell[0]), cell[1]

    def lowered(self, area: Rectangle) -> Rectangle:
        """An area of the grid as one of the larger grid."""
        return Rectangle(self.outer(area.top), area.left, self.outer(area.bottom), area.right)


@dataclass(frozen=True)
class _Places:
    """The places of a grid made of several: each cell stands where its own piece says."""

    pieces: tuple[_Piece, ...]

    def __call__(self, row: int, column: int) -> Location:
        """The place of a cell in its own grid."""
        piece = self.pieces[bisect_left(self.pieces, row, lo=1, key=lambda piece: piece.above) - 1]
        return piece.grid.place(piece.inner(row), column)
