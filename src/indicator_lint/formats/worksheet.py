"""One sheet of a workbook, read in a single pass over its part."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from indicator_lint.formats.limits import Limits
from indicator_lint.formats.numberformat import NumberFormat, general
from indicator_lint.formats.ooxml import guarded_parser, local, parse
from indicator_lint.formats.references import clean, column_number, position, rectangle, refuse_reference
from indicator_lint.formats.refusal import refuse_damaged
from indicator_lint.model.grid import Position, Rectangle

SIMPLE_DIGITS: Final = 11
"""Whole numbers up to this length are shown as they are stored."""

LONGEST_NUMBER: Final = 7
"""Digits of the last row."""

TRUE: Final = frozenset({"1", "true", "on"})
"""How a flag is set in spreadsheet markup."""

ROOT: Final = re.compile(rb"<((?:[\w.-]+:)?)worksheet[\s>/]")
ROOT_WITHIN: Final = 4096


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets of a workbook share: strings, number formats by style, limits."""

    strings: list[str]
    formats: list[NumberFormat | None]
    limits: Limits


class SheetReader:
    """Collects the rows, merges and hidden parts of a sheet while expat walks its part.

    `rows` are as in Grid, texts of covered cells included; `offsets` gives the byte at which a row's element begins.
    """

    def __init__(self, part: str, book: Book) -> None:
        """Be ready to read a part of that name."""
        self.rows: dict[int, list[str]] = {}
        self.offsets: dict[int, int] = {}
        self.merges: list[Rectangle] = []
        self.exceptional: dict[Position, str] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self._part, self._book, self._limits = part, book, book.limits
        self._last_row, self._last_column, self._longest = (
            book.limits.rows,
            book.limits.columns,
            book.limits.cell_characters,
        )
        self._most_slots, self._most_cells = book.limits.slots, book.limits.cells
        self._parser = guarded_parser(part)
        self._pieces: list[str] = []
        self._cells: list[str] = []
        self._row = self._column = self._count = self._slots = self._depth = self._begins = 0
        self._digits = ""
        self._style: str | None = None
        self._kind: str | None = None
        self._value: str | None = None
        self._formula = self._phonetic = False

    def read(self, content: bytes) -> None:
        """Walk the part. Raises UnreadableError as the guards and limits demand."""
        self._parser.StartElementHandler = self._root
        self._parser.CharacterDataHandler = self._pieces.append
        parse(self._parser, self._part, *without_empty_tail(content))
        for number in [number for number, cells in self.rows.items() if not cells]:
            del self.rows[number]

    def _root(self, name: str, _: Mapping[str, str]) -> None:
        """Learn the namespace, transitional or strict, from the first element."""
        namespace = name[: len(name) - len(local(name))]
        self._c, self._v, self._f, self._t = (namespace + each for each in "cvft")
        self._row_name, self._is = namespace + "row", namespace + "is"
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == self._c:
            self._start_cell(attributes)
        elif name == self._v or name == self._t:  # noqa: PLR1714 - a tuple here costs a tenth of the whole reading
            self._pieces.clear()
        elif name == self._row_name:
            self._start_row(attributes)
        elif name == self._f:
            self._formula = True
        elif name != self._is:
            self._start_other(local(name), attributes)

    def _end(self, name: str) -> None:
        if name == self._v:
            self._value = "".join(self._pieces)
        elif name == self._c:
            self._end_cell()
        elif name == self._row_name:
            self._end_row()
        elif name == self._t:
            if not self._phonetic:
                self._value = (self._value or "") + "".join(self._pieces)
        elif name not in (self._f, self._is):
            self._depth -= 1
            self._phonetic = self._phonetic and local(name) != "rPh"

    def _end_row(self) -> None:
        self._slots += len(self._cells)
        if self._slots > self._most_slots:
            self._limits.refuse("slots")
        if self._count > self._most_cells:
            self._limits.refuse("cells")

    def _start_other(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        self._limits.check("depth", self._depth)
        if name == "mergeCell":
            self._limits.check("merges", len(self.merges) + 1)
            self.merges.append(rectangle(attributes.get("ref", ""), self._part))
        elif name == "rPh":
            self._phonetic = True
        elif name == "col" and (attributes.get("hidden") in TRUE or attributes.get("width") == "0"):
            self.hidden_columns.append(
                (self._number(attributes.get("min", "")), self._number(attributes.get("max", "")))
            )

    def _number(self, text: str) -> int:
        """The number of a row or column. Raises UnreadableError (FIL001) for what is none."""
        if not (text.isascii() and text.isdecimal() and text.strip("0")):
            refuse_reference(self._part, text)
        return int(text[: LONGEST_NUMBER + 1])

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        """Rows without a number follow the one before, unless their first cell says otherwise."""
        self._begins = self._parser.CurrentByteIndex
        number = attributes.get("r")
        self._enter(self._row + 1 if number is None else self._number(number))
        self._digits = number or ""
        if attributes.get("hidden") in TRUE:
            self.hidden_rows.add(self._row)

    def _enter(self, row: int) -> None:
        if row > self._last_row:
            self._limits.refuse("rows")
        self._row, self._column = row, 0
        self._cells = self.rows.setdefault(row, [])
        self.offsets[row] = self._begins

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        """Cells without an address follow the one before."""
        self._count += 1
        ref = attributes.get("r")
        self._column = self._column + 1 if ref is None else self._column_of(ref)
        self._kind, self._style = attributes.get("t"), attributes.get("s")
        self._value, self._formula = None, False

    def _column_of(self, ref: str) -> int:
        """The column of an address, which must lie in the row that the cell stands in."""
        digits = self._digits
        if digits and ref.endswith(digits):
            try:
                return column_number(ref[: -len(digits)])
            except ValueError:
                pass  # lower case or absolute: decided below
        row, column = position(ref, self._part)
        if not digits and not self._column:
            self._enter(row)
        if row != self._row:
            refuse_reference(self._part, ref)
        return column

    def _end_cell(self) -> None:
        if self._value is None and not self._formula:
            return
        text = self._shown(self._value or "")
        if self._formula and not self._value and self._kind != "str":
            self.exceptional[self._row, self._column] = "formula"
        elif self._kind == "e":
            self.exceptional[self._row, self._column] = "error"
        if text:
            self._put(text)

    def _put(self, text: str) -> None:
        """Set the current cell; cells mostly come in order."""
        cells, column = self._cells, self._column
        if len(text) > self._longest:
            self._limits.refuse("cell_characters")
        if column == len(cells) + 1 and column <= self._last_column:
            cells.append(text)
        elif column <= len(cells):
            cells[column - 1] = text
        else:
            self._limits.check("columns", column)
            cells.extend([""] * (column - len(cells) - 1))
            cells.append(text)

    def _shown(self, value: str) -> str:
        """The text that a reader of the sheet sees."""
        kind = self._kind
        if kind is None or kind == "n":
            return self._shown_number(value)
        if kind == "s":
            text = self._shared(value)
        elif kind == "b":
            return "TRUE" if value in TRUE else "FALSE"
        else:
            text = clean(value)
        shape = self._format()
        return text if shape is None else shape.text(text)

    def _shared(self, value: str) -> str:
        """A shared string by its index."""
        try:
            index = int(value)
            return self._book.strings[index] if index >= 0 else ""
        except (ValueError, IndexError):
            if not value:
                return ""
            refuse_damaged(self._part)

    def _format(self) -> NumberFormat | None:
        """The number format of the current cell; None is General."""
        style = self._style
        if style is None:
            return None
        try:
            return self._book.formats[int(style)]
        except (ValueError, IndexError):
            return None

    def _shown_number(self, value: str) -> str:
        shape = self._format()
        if shape is None and value.isdecimal() and len(value) < SIMPLE_DIGITS and value[0] != "0":
            return value
        try:
            number = float(value)
        except ValueError:
            return value.strip()
        if not math.isfinite(number):
            return value.strip()
        return general(number) if shape is None else shape.number(number)


def without_empty_tail(content: bytes) -> tuple[bytes | memoryview, ...]:
    """A sheet's part without the rows behind its last value, as pieces.

    Forms are often formatted down to the last row of the sheet: a million rows that say nothing and cost seconds.
    """
    root = ROOT.search(content, 0, ROOT_WITHIN)
    if root is None or b"<!--" in content or b"<![CDATA[" in content:
        return (content,)
    prefix = root[1]
    end = content.rfind(b"</" + prefix + b"sheetData>")
    last = max(content.rfind(b"<" + prefix + tag, 0, end) for tag in (b"v", b"f", b"is", b"t"))
    close = b"</" + prefix + b"row>"
    cut = content.find(close, last, end) + len(close)
    if end < 0 or last < 0 or cut < len(close):
        return (content,)
    return memoryview(content)[:cut], memoryview(content)[end:]
