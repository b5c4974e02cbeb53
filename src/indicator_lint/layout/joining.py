"""Tables of a running text that were cut in two, by a page break or a conversion: joined again before they are understood."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from indicator_lint.chinese.labels import squeeze
from indicator_lint.layout.columns import Columns
from indicator_lint.layout.marks import is_level, marked
from indicator_lint.layout.outline import Section, read_outline
from indicator_lint.layout.rows import OPENING, RECORD, kind_of
from indicator_lint.layout.titles import REACH, read_lead
from indicator_lint.model.document import Document, Remark
from indicator_lint.model.grid import Grid, Rectangle
from indicator_lint.model.location import Location
from indicator_lint.vocabulary.operators import UNKNOWN, find_sign
from indicator_lint.vocabulary.units import find_unit

SILENT: Final = ("continued", "continued_title", "page")
"""What may stand between the halves of a table: 续表, a page number."""

SAMPLE: Final = 50
"""So many rows of a second half are looked at."""

MOST: Final = 0.6
"""The share of them that must look like indicators."""


def joined(document: Document) -> Document:
    """The document, each table that goes on in the next one made whole; a remark tells where one did so without a header.

    Joined are tables that follow each other with nothing but 续表 between: one without a header whose rows look like
    indicators under the columns of the one before; one that repeats that header under no title of its own; and a table of
    key and value (项目名称 | X) with the indicators that it speaks of.
    """
    chains: list[_Chain] = []
    for grid in document.grids:
        if not (chains and chains[-1].take(grid)):
            chains.append(_Chain(grid))
    if len(chains) == len(document.grids):
        return document
    remarks = [remark for chain in chains for remark in chain.remarks]
    return replace(document, grids=tuple(chain.grid for chain in chains), remarks=(*document.remarks, *remarks))


class _Chain:
    """A grid, and those that go on where it ends."""

    def __init__(self, grid: Grid) -> None:
        self.grids = [grid]
        self.remarks: list[Remark] = []
        self._sections: list[Section] | None = None

    def take(self, grid: Grid) -> bool:
        """Take the next grid, if it goes on with the last one."""
        last = self.grids[-1]
        if not (last.width and grid.width and _is_silent(grid)):
            return False
        sections = _outline(grid)
        own = _outline(last) if self._sections is None else self._sections
        if not _goes_on(last, own, grid, sections):
            return False
        self.grids.append(grid)
        self._sections = sections or own
        if not sections:
            self.remarks.append(Remark("continued_table", _corner(grid), {"table": grid.name, "before": last.name}))
        return True

    @cached_property
    def grid(self) -> Grid:
        """All as one grid, the rows numbered on."""
        return self.grids[0] if len(self.grids) == 1 else _joined(self.grids)


def _outline(grid: Grid) -> list[Section]:
    return read_outline(grid, sorted(grid.rows))


def _is_silent(grid: Grid) -> bool:
    """Whether nothing but 续表 or a page number stands before a table."""
    keys = (squeeze(texts[0][:OPENING]) for row, texts in grid.rows.items() if row < 1)
    return all(any(marked(mark, key) for mark in SILENT) for key in keys)


def _goes_on(before: Grid, own: Sequence[Section], grid: Grid, sections: Sequence[Section]) -> bool:
    """Whether a grid goes on with the one before, given the outlines of both."""
    if not sections:
        return _continues(before, own, grid)
    return _repeats(own, sections) if own else _introduces(before, sections)


def _repeats(own: Sequence[Section], sections: Sequence[Section]) -> bool:
    """Whether a table begins with the header that the one before has, under no title."""
    same = [one.roles for one in own[-1].columns] == [one.roles for one in sections[0].columns]
    return same and not any(lead.best for lead in sections[0].leads)


def _introduces(grid: Grid, sections: Sequence[Section]) -> bool:
    """Whether a table without indicators names what those of the next are about, which nothing else names."""
    first = sections[0]
    if any(lead.best for lead in first.leads):
        return False
    rows = sorted(row for row in grid.rows if row > 0)[-REACH:]
    return bool(read_lead(grid, rows[::-1], first.columns[0], None).keyed)


def _continues(before: Grid, own: Sequence[Section], grid: Grid) -> bool:
    """Whether the rows of a table without a header look like indicators of the one before, which ends with such."""
    if not own or len(own[-1].columns) > 1 or grid.width != before.width:
        return False
    columns = own[-1].columns[0]
    if kind_of(before, max(before.rows), columns) != RECORD:
        return False
    rows = sorted(row for row in grid.rows if row > 0)[:SAMPLE]
    records = [row for row in rows if kind_of(grid, row, columns) == RECORD]
    return len(records) >= MOST * len(rows) > 0 and _agree(grid, records, columns)


def _agree(grid: Grid, rows: Sequence[int], columns: Columns) -> bool:
    """Whether names are given and what stands in the columns of classes, signs and units is of their kind."""
    texts = {role: [text for row in rows if (text := grid.text(row, at).strip())] for role, at in columns.roles.items()}
    tests = {"level1": is_level, "level2": is_level, "operator": _is_sign, "unit": _is_unit}
    shares = [sum(map(test, texts[role])) / len(texts[role]) for role, test in tests.items() if texts.get(role)]
    return len(texts.get("name", ())) >= MOST * len(rows) and bool(shares) and min(shares) >= MOST


def _is_sign(text: str) -> bool:
    return find_sign(text) not in {"", UNKNOWN}


def _is_unit(text: str) -> bool:
    return find_unit(text) is not None


def _corner(grid: Grid) -> Location:
    row = min(row for row in grid.rows if row > 0)
    return grid.place(row, next(column for column, _ in grid.cells(row)))


def _joined(grids: Sequence[Grid]) -> Grid:
    pieces: list[_Piece] = []
    for grid in grids:
        pieces.append(_Piece(grid, pieces[-1].bottom if pieces else 0))
    rows = {piece.outer(row): piece.grid.rows[row] for piece in pieces for row in sorted(piece.grid.rows)}
    merges = [
        Rectangle(piece.outer(merge.top), merge.left, piece.outer(merge.bottom), merge.right)
        for piece in pieces
        for merge in piece.grid.merges
    ]
    anchors = {
        (piece.outer(row), column): (piece.outer(top), left)
        for piece in pieces
        for (row, column), (top, left) in piece.grid.anchors.items()
    }
    first, *others = grids
    more = tuple(grid.name for grid in others)
    return Grid(first.name, rows, _Places(tuple(pieces)), tuple(merges), anchors, width=first.width, more=more)


class _Piece:
    """A grid inside a larger one, below row `above`; 0 for the first, whose rows keep their numbers."""

    def __init__(self, grid: Grid, above: int) -> None:
        self.grid, self.above = grid, above
        self.lines = -min(0, *grid.rows) if above and grid.rows else 0
        self.bottom = self.outer(max((*grid.rows, *(merge.bottom for merge in grid.merges)), default=0))

    def outer(self, row: int) -> int:
        """A row of the grid as one of the larger grid: there is no row 0 between the lines before a table and its rows."""
        return self.above + self.lines + row + (row < 0) if self.above else row

    def inner(self, row: int) -> int:
        """A row of the larger grid as one of this."""
        at = row - self.above - self.lines
        return at - (at < 1) if self.above else row


@dataclass(frozen=True)
class _Places:
    """The places of a grid made of several: each cell stands where its own piece says."""

    pieces: tuple[_Piece, ...]

    def __call__(self, row: int, column: int) -> Location:
        """The place of a cell in its own table."""
        at = bisect_left(self.pieces, row, lo=1, key=lambda piece: piece.above) - 1
        return self.pieces[at].grid.place(self.pieces[at].inner(row), column)
