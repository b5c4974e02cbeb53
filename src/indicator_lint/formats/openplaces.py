"""Where the rows and cells of an OpenDocument spreadsheet stand in its bytes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from indicator_lint.formats.limits import Limits
from indicator_lint.formats.ooxml import element_end
from indicator_lint.formats.opensheets import SKIPPED_IN_SHEETS
from indicator_lint.formats.openwalk import Attributes, Walk, count

COVERED = "table:covered-table-cell"
PROTECTED = "true"


@dataclass(slots=True)
class CellElement:
    """Bytes [start, end) of a cell that stands `times` beside itself from a column on."""

    start: int
    column: int
    times: int
    covered: bool
    end: int = 0


@dataclass(slots=True)
class RowElement:
    """Bytes [start, end) of a row that stands `times` below itself from a number on."""

    start: int
    number: int
    times: int
    end: int = 0
    cells: list[CellElement] = field(default_factory=list)

    def cell(self, column: int) -> CellElement | None:
        """The cell in a column."""
        near = bisect_right(self.cells, column, key=lambda cell: cell.column) - 1
        cell = self.cells[near] if near >= 0 else None
        return cell if cell is not None and column < cell.column + cell.times else None


@dataclass(slots=True)
class SheetElement:
    """A sheet: whether it is protected, and those of its rows that were asked for."""

    name: str
    protected: bool
    bottom: int = 0
    rows: list[RowElement] = field(default_factory=list)


class PlaceWalk(Walk):
    """Collects the `sheets`; of their rows those that hold wanted numbers, ascending, by the sheet's name."""

    def __init__(self, part: str, limits: Limits, wanted: Mapping[str, Sequence[int]]) -> None:
        """Be ready to read a part of that name."""
        super().__init__(part, limits)
        self.skipped = SKIPPED_IN_SHEETS
        self.sheets: list[SheetElement] = []
        self._wanted = wanted
        self._sheet: SheetElement | None = None
        self._row: RowElement | None = None
        self._column = 1
        self._content = b""
        self.starts |= {
            "table:table": self._start_sheet,
            "table:table-row": self._start_row,
            "table:table-cell": lambda attributes: self._start_cell(attributes, covered=False),
            COVERED: lambda attributes: self._start_cell(attributes, covered=True),
        }
        self.ends |= {
            "table:table": self._end_sheet,
            "table:table-row": self._end_row,
            "table:table-cell": self._end_cell,
            COVERED: self._end_cell,
        }

    def find(self, content: bytes) -> list[SheetElement]:
        """The sheets of a part. Raises UnreadableError as reading does."""
        self._content = content
        self.read(content)
        return self.sheets

    def take(self, text: str) -> None:
        """Texts are none of its business."""

    def _start_sheet(self, attributes: Attributes) -> None:
        if self._sheet is not None:
            self.skip()
            return
        self._sheet = SheetElement(attributes.get("table:name", ""), attributes.get("table:protected") == PROTECTED)
        self.sheets.append(self._sheet)

    def _end_sheet(self) -> None:
        self._sheet = None

    def _start_row(self, attributes: Attributes) -> None:
        if self._sheet is None:
            return
        first, times = self._sheet.bottom + 1, count(attributes.get("table:number-rows-repeated"))
        self._sheet.bottom += times
        self._column = 1
        wanted = self._wanted.get(self._sheet.name, ())
        near = bisect_left(wanted, first)
        if near < len(wanted) and wanted[near] < first + times:
            self._row = RowElement(self.at, first, times)
        else:
            self.skip()

    def _end_row(self) -> None:
        if self._row is not None and self._sheet is not None:
            self._row.end = self._end_of(self._row.start)
            self._sheet.rows.append(self._row)
        self._row = None

    def _start_cell(self, attributes: Attributes, *, covered: bool) -> None:
        times = count(attributes.get("table:number-columns-repeated"))
        if self._row is not None:
            self._row.cells.append(CellElement(self.at, self._column, times, covered))
        self._column += times

    def _end_cell(self) -> None:
        if self._row is not None and self._row.cells:
            cell = self._row.cells[-1]
            cell.end = self._end_of(cell.start)

    def _end_of(self, start: int) -> int:
        return element_end(self._content, start, self.at)
