"""Old Excel workbooks (.xls, and .et that are .xls inside): every visible and hidden sheet as a grid, texts as shown.

Of a formula the file holds the last result, never whether there was one: a result is doubted where the sheet says that it was
not calculated when it was saved, and where it is the empty text in a file by a program that does not calculate.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

from indicator_lint.formats.biff import workbook_stream
from indicator_lint.formats.limits import DEFAULT, Limits
from indicator_lint.formats.merging import SheetPlaces, merged
from indicator_lint.formats.numberformat import BUILTIN, NumberFormat, compile_format, general
from indicator_lint.formats.references import printable
from indicator_lint.formats.refusal import refuse_damaged, refuse_unreadable
from indicator_lint.formats.sieve import Sifted, sift
from indicator_lint.model.grid import Grid, Position, Rectangle

LOCALISED: Final = frozenset({*range(5, 9), *range(37, 45)})
"""Built-in formats that a file spells out as its own country shows them."""
FIRST_CUSTOM: Final = 164
STATE: Final = 3
"""The bits that say whether a sheet is hidden."""
HIDDEN: Final = 1
TEXT, BOOLEAN, ERROR = 1, 4, 5
ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
NOT_A_NUMBER: Final = "#NUM!"
PLAIN_WHOLE: Final = 10**11


def read_xls(content: bytes, limits: Limits = DEFAULT) -> tuple[Grid, ...]:
    """The worksheets in the workbook's order. Raises UnreadableError (FIL001, FIL004) as the guards demand."""
    limits.check_bytes("file_megabytes", len(content))
    stream = workbook_stream(content)
    sifted = sift(stream, limits, drawings=True)
    try:
        grids = tuple(_grids(sifted, limits))
    except _StumbledError:
        if not sifted.drawings:
            refuse_damaged()
        grids = _without_drawings(stream, limits)
    return grids or refuse_unreadable("no_sheets")


def _without_drawings(stream: bytes, limits: Limits) -> tuple[Grid, ...]:
    """A second attempt: a drawing that cannot be understood must not cost the table."""
    try:
        return tuple(_grids(sift(stream, limits, drawings=False), limits))
    except _StumbledError:
        refuse_damaged()


class _StumbledError(Exception):
    """The library could not make sense of the file: broken files make it raise whatever there is to raise."""


class _Silence:
    """Where the library's warnings go: standard output is for reports."""

    def write(self, _: str) -> None:
        """Say nothing."""


def _guarded(act: Callable[..., Any], *given: object, **named: object) -> Any:
    """Ask the library for something. Raises _StumbledError where it fails, in whichever way."""
    try:
        return act(*given, **named)
    except Exception as error:
        raise _StumbledError from error


def _grids(sifted: Sifted, limits: Limits) -> Iterator[Grid]:
    """The sheets one by one, so that only one is held twice. Raises _StumbledError."""
    import xlrd  # noqa: PLC0415 - most runs read no old workbook

    book = _guarded(
        xlrd.open_workbook,
        file_contents=sifted.stream,
        logfile=_Silence(),
        on_demand=True,
        ragged_rows=True,
        formatting_info=True,
        encoding_override=sifted.encoding,
    )
    formats = _formats(book)
    for number in range(book.nsheets):
        if number in sifted.unread:
            continue
        sheet = _guarded(book.sheet_by_index, number)
        yield _Sheet(sheet, formats, limits, sifted.uncalculated[number]).grid()
        book.unload_sheet(number)


def _formats(book: Any) -> list[NumberFormat | None]:
    """The number format of each style of cells. What a file says of built-in formats counts where countries differ."""
    spelt = {each.format_key: each.format_str for each in book.format_list}
    own = {key: code for key, code in spelt.items() if key >= FIRST_CUSTOM or key in LOCALISED or key not in BUILTIN}
    codes = BUILTIN | own
    epoch = 1904 if book.datemode else 1900
    return [compile_format(codes.get(xf.format_key, ""), epoch) for xf in book.xf_list]


class _Sheet:
    """One sheet as the library holds it, on its way to a grid."""

    def __init__(
        self, sheet: Any, formats: Sequence[NumberFormat | None], limits: Limits, lost: AbstractSet[Position]
    ) -> None:
        self._sheet, self._formats, self._limits, self._lost = sheet, formats, limits, lost
        self._shaped = any(each is not None and each.shapes_text for each in formats)
        self._plain = not (self._shaped or lost)
        self._exceptional: dict[Position, str] = {}

    def grid(self) -> Grid:
        """The sheet as a grid. Raises UnreadableError as the limits demand."""
        sheet = self._sheet
        rows = {number + 1: texts for number in range(sheet.nrows) if (texts := self._row(number))}
        merges = [_rectangle(*bounds) for bounds in sheet.merged_cells]
        areas, anchors = merged(merges, rows, self._limits)
        right = max(map(len, rows.values()), default=0)
        return Grid(
            name=sheet.name,
            rows=rows,
            place=SheetPlaces(sheet.name, areas, anchors),
            merges=tuple(merges),
            anchors=anchors,
            notes={(row + 1, column + 1): printable(note.text) for (row, column), note in sheet.cell_note_map.items()},
            exceptional=self._exceptional,
            hidden=sheet.visibility & STATE == HIDDEN,
            hidden_rows=frozenset(
                row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden and row + 1 in rows
            ),
            hidden_columns=frozenset(
                column + 1
                for column, info in sheet.colinfo_map.items()
                if column < right and (info.hidden or not info.width)
            ),
        )

    def _row(self, number: int) -> list[str]:
        """The texts of a row, up to its last cell that holds something."""
        sheet, plain = self._sheet, self._plain
        texts = [
            (value if plain and kind == TEXT and value.isprintable() else self._text(number, column, value, kind))
            if kind
            else ""
            for column, (value, kind) in enumerate(zip(sheet.row_values(number), sheet.row_types(number), strict=True))
        ]
        while texts and not texts[-1]:
            texts.pop()
        self._limits.check("cell_characters", max(map(len, texts), default=0))
        return texts

    def _text(self, row: int, column: int, value: Any, kind: int) -> str:
        """The text that a reader of the sheet sees in a cell."""
        if (row + 1, column + 1) in self._lost:
            self._exceptional[row + 1, column + 1] = "formula"
            return ""
        if kind == BOOLEAN:
            return "TRUE" if value else "FALSE"
        if kind == ERROR or (isinstance(value, float) and not math.isfinite(value)):
            self._exceptional[row + 1, column + 1] = "error"
            return ERRORS.get(value, NOT_A_NUMBER)
        if isinstance(value, float):
            return self._number(value, self._format(row, column))
        text = printable(value)
        shape = self._format(row, column) if self._shaped else None
        return text if shape is None or not text else shape.text(text)

    def _number(self, value: float, shape: NumberFormat | None) -> str:
        if shape is not None:
            return shape.number(value)
        return str(int(value)) if value.is_integer() and abs(value) < PLAIN_WHOLE else general(value)

    def _format(self, row: int, column: int) -> NumberFormat | None:
        """The number format of a cell; None is General."""
        style = self._sheet.cell_xf_index(row, column)
        return self._formats[style] if 0 <= style < len(self._formats) else None


def _rectangle(top: int, bottom: int, left: int, right: int) -> Rectangle:
    """A merge by its first and, behind its last, row and column. Raises UnreadableError (FIL001) for what is none."""
    if not (top < bottom and left < right):
        refuse_damaged()
    return Rectangle(top + 1, left + 1, bottom, right)
