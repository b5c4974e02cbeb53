"""A file as rows of text: what every format is read into, and all that layout sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple, TypeAlias

from indicator_lint.model.location import Location

Position: TypeAlias = tuple[int, int]
"""1-based row and column of a grid."""


class Rectangle(NamedTuple):
    """A block of cells, all four bounds 1-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Grid:
    """One sheet, one document table or one text file.

    Texts are held eagerly, as shown to a reader of the file; places are computed only when asked for, because of a million
    rows a handful end in findings. `rows` maps a 1-based row number to the texts of its cells from column 1 on (ragged: a
    row ends at its last cell that holds something); numbers below 1 are the paragraphs in front of a document's table, -1 the
    nearest. A cell covered by a merge has no text of its own: `anchors` maps it to the cell it belongs to. `exceptional` holds
    what is not plain text: for example `formula` (never calculated), `error`. `transposed` says that rows and columns were
    exchanged after reading: only places tell where cells really stand. `width` is how many columns a document's table has,
    empty ones included, 0 for what is no such table; `more` names the grids, or the pages' tables, that a table was
    found to go on in. `trust` is below 1 where the reader had to guess which texts belong together.
    """

    name: str
    rows: dict[int, list[str]]
    place: Callable[[int, int], Location]
    merges: tuple[Rectangle, ...] = ()
    anchors: Mapping[Position, Position] = field(default_factory=dict)
    notes: Mapping[Position, str] = field(default_factory=dict)
    exceptional: Mapping[Position, str] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    transposed: bool = False
    width: int = 0
    more: tuple[str, ...] = ()
    trust: float = 1.0

    def text(self, row: int, column: int) -> str:
        """The text shown at a cell; empty beyond the edge. A covered cell shows its anchor's text."""
        row, column = self.anchors.get((row, column), (row, column))
        texts = self.rows.get(row)
        return texts[column - 1] if texts is not None and 0 < column <= len(texts) else ""

    def texts(self, rows: Iterable[int], column: int) -> list[str]:
        """The texts shown in some rows of a column: the same as asked one by one, and much sooner where nothing is merged."""
        if self.anchors or column < 1:
            return [self.text(row, column) for row in rows]
        known, place = self.rows.get, column - 1
        return [texts[place] if len(texts := known(row, ())) > place else "" for row in rows]

    def anchor(self, row: int, column: int) -> Position:
        """The cell that holds the text shown at this one."""
        return self.anchors.get((row, column), (row, column))

    def row_place(self, row: int) -> Location:
        """The place of a row's first cell that belongs to no cell above or left of it."""
        column = next(column for column in count(1) if (row, column) not in self.anchors)
        return self.place(row, column)

    def cells(self, row: int) -> Iterator[tuple[int, str]]:
        """The column and text of each cell of a row that holds something itself."""
        for column, text in enumerate(self.rows.get(row, ()), start=1):
            if text:
                yield column, text
