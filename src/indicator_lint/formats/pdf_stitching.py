"""One grid of the pieces of a table: rows cut by the page's end made whole, merged cells joined over it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from indicator_lint.formats.lattice import SNAP
from indicator_lint.formats.pdf_chains import Chain, Piece, is_header
from indicator_lint.formats.pdf_lines import Paragraph
from indicator_lint.formats.pdf_pages import Slot
from indicator_lint.formats.typeset import joined
from indicator_lint.model.grid import Rectangle
from indicator_lint.vocabulary.operators import UNKNOWN, find_sign
from indicator_lint.vocabulary.units import find_unit

FULL: Final = 0.85
"""A column is always filled where at least this share of its rows holds a text of its own."""

LONGEST_UNIT: Final = 6


@dataclass(slots=True)
class Placed:
    """A cell of a stitched table: its rectangle in the grid, its text, and where it stands on its own page."""

    area: Rectangle
    text: str
    piece: Piece
    slot: Slot
    room: float

    @property
    def height(self) -> int:
        """How many rows it covers."""
        return self.area.bottom - self.area.top + 1

    def grow(self, bottom: int) -> None:
        """Reach down to a row."""
        self.area = Rectangle(self.area.top, self.area.left, bottom, self.area.right)


@dataclass(slots=True)
class Stitched:
    """A table made whole. `lines` are paragraphs that stand between its pieces, by row; `seams` where rows were joined."""

    cells: list[Placed]
    lines: dict[int, Paragraph]
    seams: list[Piece]


def stitch(chain: Chain) -> Stitched:
    """The pieces of a chain one below the other, repeated headers left out, what the page's end cut joined."""
    xs = _columns(chain.pieces)
    whole = Stitched([], {}, [])
    bottom = 0
    for at, piece in enumerate(chain.pieces):
        for line in piece.above if at else ():
            bottom += 1
            whole.lines[bottom] = line
        cells = list(_placed(piece, xs, bottom))
        if at and not piece.above:
            if _is_cut(whole.cells, cells, bottom):
                whole.seams.append(piece)
                bottom -= 1
                cells = _moved_up(cells)
                _join_row(whole.cells, cells, bottom + 1)
            _join_merges(whole.cells, cells, bottom)
        whole.cells.extend(cells)
        bottom += piece.ruled.rows - piece.skipped
    return whole


def _columns(pieces: Sequence[Piece]) -> list[float]:
    """The lines between the columns of all pieces."""
    xs = sorted(x for piece in pieces for x in piece.ruled.xs)
    kept = xs[:1]
    for x in xs:
        if x - kept[-1] > SNAP:
            kept.append(x)
    return kept


def _placed(piece: Piece, xs: Sequence[float], bottom: int) -> Iterator[Placed]:
    """The cells of a piece below row `bottom`, those of a repeated header left out."""
    own = [min(bisect_left(xs, x - SNAP), len(xs) - 1) for x in piece.ruled.xs]
    for slot in piece.ruled.slots:
        end = slot.row + slot.height - 1 - piece.skipped
        if end < 1:
            continue
        top = max(slot.row - piece.skipped, 1)
        left, right = own[slot.column - 1] + 1, own[slot.column - 1 + slot.width]
        text = slot.text.removeprefix(piece.labels.get((slot.row, slot.column), "")).lstrip("\n")
        yield Placed(Rectangle(bottom + top, left, bottom + end, right), text, piece, slot, slot.room)


def _in_row(cells: Sequence[Placed], row: int) -> dict[int, Placed]:
    """The cells that cover a row, by their first column."""
    return {cell.area.left: cell for cell in cells if cell.area.top <= row <= cell.area.bottom}


def _is_cut(before: Sequence[Placed], after: Sequence[Placed], bottom: int) -> bool:
    """Whether the first row of a piece is the rest of the last row before it.

    In two whole rows, the columns that are always filled are filled twice; in a row that was cut some are filled only once,
    and a text on both pages is one that left no room on its last line.
    """
    last, first = _in_row(before, bottom), _in_row(after, bottom + 1)
    once: list[tuple[Placed, Placed]] = []
    twice: list[tuple[Placed, Placed]] = []
    for column in _always_filled([*before, *after], {bottom, bottom + 1}) & last.keys() & first.keys():
        pair = last[column], first[column]
        (twice if all(cell.text for cell in pair) else once).append(pair)
    if not once or any(_complete(above.text, below.text) for above, below in twice):
        return False
    return all(above.room <= below.slot.lead * 1.5 for above, below in twice)


def _always_filled(cells: Iterable[Placed], apart: Container[int]) -> set[int]:
    """The columns where nearly every row has a text of its own; headers, and the rows in `apart`, are not asked."""
    by_row: dict[int, list[Placed]] = defaultdict(list)
    for cell in cells:
        by_row[cell.area.top].append(cell)
    asked = [
        row for top, row in by_row.items() if top not in apart and not is_header([one.text for one in row if one.text])
    ]
    counts = Counter(cell.area.left for row in asked for cell in row if cell.text and cell.height == 1)
    return {column for column, count in counts.items() if count >= FULL * len(asked)}


def _complete(above: str, below: str) -> bool:
    """Whether two texts are each a whole of their own: two signs, two units."""
    if all(find_sign(text) not in {"", UNKNOWN} for text in (above, below)):
        return True
    return all(len(text) <= LONGEST_UNIT and find_unit(text) is not None for text in (above, below))


def _moved_up(cells: Sequence[Placed]) -> list[Placed]:
    """The cells of a piece a row further up: its first row belongs to the last row before it."""
    for cell in cells:
        area = cell.area
        cell.area = Rectangle(area.top - 1, area.left, area.bottom - 1, area.right)
    return list(cells)


def _join_row(before: Sequence[Placed], cells: list[Placed], row: int) -> None:
    """Join each cell of a cut row with its rest, which is taken out of `cells`."""
    above = {column: cell for column, cell in _in_row(before, row).items() if cell.area.bottom == row}
    for column, rest in _in_row(cells, row).items():
        cell = above.get(column)
        if cell is None or cell.area.right != rest.area.right:
            continue
        _take(cell, rest)
        cells.remove(rest)


def _take(cell: Placed, rest: Placed) -> None:
    if not cell.text or (cell.slot.beyond and rest.text):
        cell.text, cell.piece, cell.slot = rest.text, rest.piece, rest.slot
    elif rest.text and rest.text != cell.text and not rest.slot.beyond:
        cell.text = joined(cell.text, rest.text)
    cell.room = rest.room if rest.text else cell.room
    cell.grow(rest.area.bottom)


def _join_merges(before: Sequence[Placed], cells: list[Placed], bottom: int) -> None:
    """Join merged cells that the page's end cut: the text of both was printed on one of the pages."""
    above = {column: cell for column, cell in _in_row(before, bottom).items() if cell.area.bottom == bottom}
    for column, rest in _in_row(cells, bottom + 1).items():
        cell = above.get(column)
        if cell is None or cell.area.right != rest.area.right or max(cell.height, rest.height) == 1:
            continue
        if bool(cell.text) != bool(rest.text) or cell.text == rest.text != "" or cell.slot.beyond or rest.slot.beyond:
            _take(cell, rest)
            cells.remove(rest)
