"""One sheet of a workbook: rows, merges and hidden parts, taken from its elements while they grow."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from xml.etree.ElementTree import Element

from indicator_lint.formats.celltext import ERROR, TRUE, Book, CellTexts
from indicator_lint.formats.growing import Taker, finished, growing, leave, take_each
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.ooxml import check_depth, namespace
from indicator_lint.formats.plainrows import PlainRows, Token
from indicator_lint.formats.references import (
    column_letters,
    column_number,
    position,
    rectangle,
    refuse_reference,
    row_number,
)
from indicator_lint.model.grid import Position, Rectangle
from indicator_lint.patterns import pattern

NOUGHT: Final = pattern(r"0+(?:\.0*)?|\.0+")
"""A height or width that hides."""

HIDDEN: Final = re.compile(rb"""\s(?:hidden=["'](?:1|true|on)|ht=["'](?:0+(?:\.0*)?|\.0+))["']""")
"""The same among the attributes of a row."""

KNOWN: Final = 256
COLUMNS: Final = ("", *(column_letters(number) for number in range(1, KNOWN)))
"""The letters of the first columns: cells mostly stand one beside the other, so that their addresses can be foretold."""


@lru_cache(maxsize=1 << 15)
def column_of(letters: bytes) -> int:
    """The number of a column by its letters as bytes."""
    return column_number(letters.decode())


class SheetReader:
    """Collects what a sheet holds. `rows` are as in Grid, texts of covered cells included.

    `numbers` are those of the row elements, in the order of the part.
    """

    def __init__(self, part: str, book: Book) -> None:
        """Be ready to read a part of that name."""
        self.rows: dict[int, list[str]] = {}
        self.numbers = array("L")
        self.merges: list[Rectangle] = []
        self.exceptional: dict[Position, str] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self._part, self._book, self._limits = part, book, book.limits
        self._takers: dict[str, Taker] = {}
        self._entered: Element | None = None
        self._cells: list[str] = []
        self._row = self._column = self._slots = 0
        self._digits = ""

    def read(self, content: bytes) -> None:
        """Go through the part. Raises UnreadableError as the guards and limits demand."""
        self._plain = PlainRows(content)
        for root, whole in growing(self._part, self._plain.rest(), self._limits):
            if not self._takers:
                self._learn(namespace(root.tag))
            take_each(root, self._block, whole=whole)

    def _learn(self, space: str) -> None:
        """The names of elements in the namespace, transitional or strict, of the first one."""
        self._texts = CellTexts(self._part, self._book, space)
        self._c, self._row_name, self._merge = f"{space}c", f"{space}row", f"{space}mergeCell"
        self._takers = {
            f"{space}sheetData": self._take_row,
            f"{space}mergeCells": self._take_merge,
            f"{space}cols": self._take_column,
        }

    def _block(self, block: Element, /, *, whole: bool) -> None:
        """A child of the root: the rows, the merges, the columns, or something else."""
        taker = self._takers.get(block.tag)
        if taker is not None:
            take_each(block, taker, whole=whole)
        else:
            leave(block, self._limits, whole=whole)

    def _take_merge(self, element: Element, /, *, whole: bool) -> None:
        if whole and element.tag == self._merge:
            self.merges.append(rectangle(element.get("ref", ""), self._part))
            if len(self.merges) > self._limits.merges:
                self._limits.refuse("merges")

    def _take_column(self, element: Element, /, *, whole: bool) -> None:
        if whole and (element.get("hidden") in TRUE or is_nought(element.get("width"))):
            first, last = (row_number(element.get(end, ""), self._part) for end in ("min", "max"))
            self.hidden_columns.append((first, last))

    def _take_row(self, row: Element, /, *, whole: bool) -> None:
        if row.tag != self._row_name:
            leave(row, self._limits, whole=whole)
            return
        if not (whole or len(row)):
            return  # it may yet turn out to stand for many
        tokens = self._plain.tokens(row.text) if whole and row.text else ()
        if tokens:
            self._take_plain(tokens)
        elif row is not self._entered:
            self._entered = row
            self._start_row(row)
        self._take_cells(finished(row, whole=whole))
        if whole:
            self._end_row()

    def _start_row(self, row: Element) -> None:
        """Rows without a number follow the one before, unless their first cell says otherwise."""
        self._digits = row.get("r", "")
        number = row_number(self._digits, self._part) if self._digits else self._row + 1
        self._begin_row(number, hidden=row.get("hidden") in TRUE or is_nought(row.get("ht")))

    def _begin_row(self, number: int, *, hidden: bool) -> None:
        self.numbers.append(number)
        self._enter(number)
        if hidden:
            self.hidden_rows.add(number)

    def _enter(self, row: int) -> None:
        if row > self._limits.rows:
            self._limits.refuse("rows")
        self._row, self._column, self.numbers[-1] = row, 0, row
        self._cells = self.rows.get(row) or []

    def _end_row(self) -> None:
        if self._cells:
            self.rows[self._row] = self._cells
            self._slots += len(self._cells)
            if self._slots > self._limits.slots:
                self._limits.refuse("slots")
            self._cells = []

    def _take_cells(self, elements: Element | list[Element]) -> None:
        """Cells without an address follow the one before; those without content are there for their looks only."""
        name, texts, cells, digits, column = self._c, self._texts, self._cells, self._digits, self._column
        for cell in elements:
            if cell.tag != name:
                check_depth(cell, self._limits)
                continue
            column += 1
            ref = cell.get("r")
            if ref is not None and (column >= KNOWN or ref != COLUMNS[column] + digits):
                column = self._column_of(ref, column)
                cells = self._cells
            if len(cell):
                text, oddity = texts(cell)
                if text:
                    put(cells, column, text, self._limits)
                if oddity:
                    self.exceptional[self._row, column] = oddity
        self._column = column
        self._count_cells(len(elements))

    def _take_plain(self, tokens: Iterable[Token]) -> None:
        """Rows and cells that patterns have read."""
        shown, limits, count, cells = self._texts.plain, self._limits, 0, self._cells
        widest, longest = limits.columns, limits.cell_characters
        for number, attributes, letters, style, kind, value, inline in tokens:
            if number:
                self._end_row()
                self._begin_row(int(number), hidden=HIDDEN.search(attributes) is not None)
                cells = self._cells
                continue
            count += 1
            if value or inline:
                text, column = shown(style, kind, value, inline), column_of(letters)
                if text and column == len(cells) + 1 and column <= widest and len(text) <= longest:
                    cells.append(text)  # as nearly all are: what `put` does costs as much as all the rest
                elif text:
                    put(cells, column, text, limits)
                if kind == b"e":
                    self.exceptional[self._row, column] = ERROR
        self._count_cells(count)

    def _count_cells(self, count: int) -> None:
        self._book.cells += count
        if self._book.cells > self._limits.cells:
            self._limits.refuse("cells")

    def _column_of(self, ref: str, expected: int) -> int:
        """The column of an address, which must lie in the row that the cell stands in."""
        row, column = position(ref, self._part)
        if not self._digits and expected == 1:
            self._enter(row)
        if row != self._row:
            refuse_reference(self._part, ref)
        return column


def put(cells: list[str], column: int, text: str, limits: Limits) -> None:
    """Set a cell of a row; cells mostly come in order. Raises UnreadableError (FIL004) beyond the limits of a sheet."""
    if len(text) > limits.cell_characters:
        limits.refuse("cell_characters")
    missing = column - len(cells) - 1
    if missing < 0:
        cells[column - 1] = text
        return
    if column > limits.columns:
        limits.refuse("columns")
    if missing:
        cells.extend([""] * missing)
    cells.append(text)


def is_nought(size: str | None) -> bool:
    """Whether a height or width hides what has it."""
    return size is not None and NOUGHT.fullmatch(size) is not None
