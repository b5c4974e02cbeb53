"""“XML spreadsheets” of Excel 2003, which systems export and call .xls: every sheet as a grid, texts as shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from indicator_lint.formats.limits import Limits
from indicator_lint.formats.numberformat import NumberFormat, compile_format, general
from indicator_lint.formats.ooxml import guarded_parser, parse
from indicator_lint.formats.references import clean, refuse_reference
from indicator_lint.formats.refusal import refuse_unreadable
from indicator_lint.formats.sheetmaking import Entry, Sheet
from indicator_lint.model.grid import Grid

Attributes: TypeAlias = Mapping[str, str]

PART: Final = "Workbook"
SPREADSHEET: Final = "urn:schemas-microsoft-com:office:spreadsheet"
EXCEL: Final = "urn:schemas-microsoft-com:office:excel"
NAMED: Final = {
    "General Number": "General", "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%", "Scientific": "0.00E+00",
    "Currency": '"¥"#,##0.00;"¥"-#,##0.00', "General Date": "yyyy/m/d h:mm", "Long Date": 'yyyy"年"m"月"d"日"',
    "Medium Date": "d-mmm-yy", "Short Date": "yyyy/m/d", "Long Time": "h:mm:ss", "Medium Time": "h:mm AM/PM",
    "Short Time": "h:mm",
}  # fmt: skip
"""Formats that are written by name instead of by code."""

DAY: Final = compile_format("yyyy/m/d")
FIRST: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's dates are in no time zone
LONGEST_NUMBER: Final = 7
UNREAD: Final = "SheetVeryHidden"


def read_xml_workbook(content: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The sheets of a workbook. Raises UnreadableError (FIL001, FIL004) as the guards demand."""
    limits.check_bytes("file_megabytes", len(content))
    walk = _Walk(limits)
    walk.read(content)
    if not walk.grids:
        refuse_unreadable("no_sheets")
    return tuple(walk.grids)


class _Walk:
    """Walks over the XML and collects the `grids`."""

    def __init__(self, limits: Limits) -> None:
        self.grids: list[Grid] = []
        self._limits = limits
        self._depth = 0
        self._formats: dict[str, NumberFormat | None] = {}
        self._style = ""
        self._sheet = Sheet("")
        self._state = ""
        self._entries: list[Entry] = []
        self._row: Attributes = {}
        self._cell: Attributes = {}
        self._column = 0
        self._kind: str | None = None
        self._commented = False
        self._value = self._note = ""
        self._pieces: list[str] | None = None
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "Style": self._start_style,
            "NumberFormat": self._number_format,
            "Worksheet": self._start_sheet,
            "Column": self._start_column,
            "Row": self._start_row,
            "Cell": self._start_cell,
            "Comment": self._start_comment,
            "Data": self._start_data,
            "Visible": lambda _: self._collect(),
        }
        self._ends: dict[str, Callable[[], None]] = {
            "Worksheet": self._end_sheet,
            "Row": self._end_row,
            "Cell": self._end_cell,
            "Comment": self._end_comment,
            "Data": self._end_data,
            "Visible": self._end_visible,
        }

    def read(self, content: bytes) -> None:
        parser = guarded_parser(PART)
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._data
        parse(parser, PART, content)

    def _start(self, full: str, attributes: Attributes) -> None:
        self._depth += 1
        self._limits.check("depth", self._depth)
        namespace, _, name = full.rpartition(" ")
        if namespace in {SPREADSHEET, EXCEL} and (handler := self._starts.get(name)):
            handler({key.rpartition(" ")[2]: value for key, value in attributes.items()})

    def _end(self, full: str) -> None:
        self._depth -= 1
        namespace, _, name = full.rpartition(" ")
        if namespace in {SPREADSHEET, EXCEL} and (handler := self._ends.get(name)):
            handler()

    def _data(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces.append(text)

    def _collect(self) -> None:
        self._pieces = []

    def _collected(self) -> str:
        pieces, self._pieces = self._pieces or (), None
        return "".join(pieces)

    def _start_style(self, attributes: Attributes) -> None:
        self._style = attributes.get("ID", "")

    def _number_format(self, attributes: Attributes) -> None:
        code = attributes.get("Format", "")
        self._formats[self._style] = compile_format(NAMED.get(code, code))

    def _start_sheet(self, attributes: Attributes) -> None:
        self._sheet, self._state = Sheet(attributes.get("Name", "")), ""

    def _end_sheet(self) -> None:
        self._sheet.hidden = bool(self._state)
        if self._state != UNREAD:
            self.grids.append(self._sheet.grid(self._limits))

    def _end_visible(self) -> None:
        self._state = self._collected().strip().removeprefix("SheetVisible")

    def _start_column(self, attributes: Attributes) -> None:
        sheet = self._sheet
        sheet.hide_columns(self._number(attributes, "Index", sheet.right + 1) - sheet.right - 1, hidden=False)
        hidden = attributes.get("Hidden") == "1" or attributes.get("Width") == "0"
        sheet.hide_columns(self._number(attributes, "Span", 0) + 1, hidden=hidden)

    def _start_row(self, attributes: Attributes) -> None:
        """A row; rows in between are empty."""
        self._row, self._entries, self._column = attributes, [], 0
        self._sheet.add(
            (), self._number(attributes, "Index", self._sheet.bottom + 1) - self._sheet.bottom - 1, self._limits
        )

    def _end_row(self) -> None:
        """A row, and as many of its shape without cells as it says."""
        sheet, more = self._sheet, self._number(self._row, "Span", 0)
        if self._row.get("Hidden") == "1":
            sheet.hidden_rows.append(range(sheet.bottom + 1, sheet.bottom + more + 2))
        sheet.add(self._entries, 1, self._limits)
        sheet.add((), more, self._limits)

    def _start_cell(self, attributes: Attributes) -> None:
        self._cell = attributes
        self._column = self._number(attributes, "Index", self._column + 1)
        self._kind, self._value, self._note = None, "", ""

    def _end_cell(self) -> None:
        across, down = (self._number(self._cell, f"Merge{way}", 0) + 1 for way in ("Across", "Down"))
        text = self._shown()
        calculated = "Formula" in self._cell and (self._kind is None or not (text or self._kind == "String"))
        oddity = "formula" if calculated else "error" if self._kind == "Error" else ""
        entry = Entry(self._column, text, 1, oddity, self._note, down, across)
        if entry.holds:
            self._entries.append(entry)
        self._column += across - 1

    def _start_comment(self, _: Attributes) -> None:
        self._commented = True

    def _end_comment(self) -> None:
        self._commented = False

    def _start_data(self, attributes: Attributes) -> None:
        if not self._commented:
            self._kind = attributes.get("Type", "String")
        self._collect()

    def _end_data(self) -> None:
        text = clean(self._collected())
        if self._commented:
            self._note = text
        else:
            self._value = text

    def _number(self, attributes: Attributes, name: str, default: int) -> int:
        """A count or position. Raises UnreadableError: FIL001 for what is none, or would step back over what was read."""
        text = attributes.get(name)
        if text is None:
            return default
        if not (text.isascii() and text.isdecimal()):
            refuse_reference(PART, text)
        number = int(text[: LONGEST_NUMBER + 1])
        if name == "Index" and number < default:
            refuse_reference(PART, text)
        return number

    def _shown(self) -> str:
        """The text that a reader of the sheet sees."""
        value, shape = self._value, self._formats.get(self._cell.get("StyleID", "Default"))
        match self._kind:
            case "Number":
                number = _float(value)
                return value.strip() if number is None else general(number) if shape is None else shape.number(number)
            case "DateTime":
                serial = _serial(value)
                shape = shape or DAY
                return value.strip() if serial is None or shape is None else shape.number(serial)
            case "Boolean":
                return "TRUE" if value.strip() == "1" else "FALSE"
        return value if shape is None else shape.text(value)


def _float(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


def _serial(text: str) -> float | None:
    """The number by which a spreadsheet knows a moment."""
    try:
        return (datetime.fromisoformat(text.strip()) - FIRST) / timedelta(days=1)
    except (ValueError, TypeError, OverflowError):
        return None
