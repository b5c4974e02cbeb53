"""The sheets of an OpenDocument spreadsheet, read in a single pass."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from indicator_lint.formats.limits import Limits
from indicator_lint.formats.numberformat import general
from indicator_lint.formats.openwalk import SKIPPED, Attributes, Walk, count
from indicator_lint.formats.sheetmaking import Entry, Sheet
from indicator_lint.model.grid import Grid
from indicator_lint.patterns import pattern

NOT_SHOWN: Final = frozenset({"collapse", "filter"})
ERROR: Final = pattern(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|(?:Err|错误):[0-9]{3}")
VALUES: Final = (
    "office:value",
    "office:string-value",
    "office:boolean-value",
    "office:date-value",
    "office:time-value",
)
PLAIN: Final = frozenset(
    {"table:style-name", "office:value-type", "calcext:value-type", "table:number-columns-repeated"}
)
"""What most cells have, of which nothing but their text is to be said."""

SKIPPED_IN_SHEETS: Final = SKIPPED | {"table:table-source"}
LINKED: Final = "'file:"
"""How the names of hidden sheets begin that hold what formulas saw in other files."""


@dataclass(slots=True)
class Cell:
    """A cell in the making, `times` beside each other: its attributes, its paragraphs and those of its note."""

    column: int
    times: int
    attributes: Attributes
    lines: list[str] = field(default_factory=list)
    note: list[str] = field(default_factory=list)

    def entry(self) -> Entry:
        """What is shown: the paragraphs; without any, as a careless writer leaves it, the value in a general form."""
        attributes = self.attributes
        text = "\n".join(self.lines) if self.lines else _value(attributes)
        if not self.note and attributes.keys() <= PLAIN and attributes.get("calcext:value-type") != "error":
            return Entry(self.column, text, self.times)
        return Entry(
            self.column,
            text,
            self.times,
            self._oddity(text),
            "\n".join(self.note),
            count(attributes.get("table:number-rows-spanned")),
            count(attributes.get("table:number-columns-spanned")),
        )

    def _oddity(self, text: str) -> str:
        calculated = "table:formula" in self.attributes
        if calculated and not self.lines and not any(name in self.attributes for name in VALUES):
            return "formula"
        failed = self.attributes.get("calcext:value-type") == "error" or (calculated and ERROR.fullmatch(text))
        return "error" if failed else ""


class SheetWalk(Walk):
    """Collects the `grids` of a spreadsheet."""

    def __init__(self, part: str, limits: Limits) -> None:
        """Be ready to read a part of that name."""
        super().__init__(part, limits)
        self.skipped = SKIPPED_IN_SHEETS
        self.grids: list[Grid] = []
        self._sheet: Sheet | None = None
        self._cells: list[Cell] = []
        self._column = self._times = 1
        self._repeated = 0
        self._noting = False
        self._style = ""
        self._unshown: set[str] = set()
        self._groups: list[bool] = []
        self.starts |= {
            "style:style": self._start_style,
            "style:table-properties": self._table_properties,
            "table:table": self._start_sheet,
            "table:table-column": self._start_column,
            "table:table-column-group": self._start_group,
            "table:table-row": self._start_row,
            "table:table-row-group": self._start_group,
            "table:table-cell": self._start_cell,
            "table:covered-table-cell": self._start_cell,
            "office:annotation": lambda _: self._note(begins=True),
        }
        self.ends |= {
            "table:table": self._end_sheet,
            "table:table-column-group": self._end_group,
            "table:table-row": self._end_row,
            "table:table-row-group": self._end_group,
            "office:annotation": lambda: self._note(begins=False),
        }

    def take(self, text: str) -> None:
        """A paragraph of a cell, or of its note."""
        if self._cells:
            cell = self._cells[-1]
            (cell.note if self._noting else cell.lines).append(text)
            if len(text) > self.limits.cell_characters:
                self.limits.refuse("cell_characters")

    def _note(self, *, begins: bool) -> None:
        self._noting = begins

    def _start_style(self, attributes: Attributes) -> None:
        self._style = attributes.get("style:name", "")

    def _table_properties(self, attributes: Attributes) -> None:
        if attributes.get("table:display") == "false":
            self._unshown.add(self._style)

    def _start_sheet(self, attributes: Attributes) -> None:
        """A sheet; a table inside a cell, which no spreadsheet program makes, is passed by."""
        if self._sheet is not None:
            self.skip()
            return
        hidden = attributes.get("table:style-name", "") in self._unshown
        self._sheet = Sheet(attributes.get("table:name", ""), hidden)

    def _end_sheet(self) -> None:
        sheet, self._sheet = self._sheet, None
        if sheet is not None and not (sheet.hidden and sheet.name.startswith(LINKED)):
            self.grids.append(sheet.grid(self.limits))

    def _start_group(self, attributes: Attributes) -> None:
        self._groups.append(attributes.get("table:display") == "false")

    def _end_group(self) -> None:
        self._groups.pop()

    def _hides(self, attributes: Attributes) -> bool:
        return attributes.get("table:visibility") in NOT_SHOWN or any(self._groups)

    def _start_column(self, attributes: Attributes) -> None:
        if self._sheet is not None:
            times = count(attributes.get("table:number-columns-repeated"))
            self._sheet.hide_columns(times, hidden=self._hides(attributes))

    def _start_row(self, attributes: Attributes) -> None:
        self._cells, self._column = [], 1
        self._times = count(attributes.get("table:number-rows-repeated"))
        if self._sheet is not None and self._hides(attributes):
            first = self._sheet.bottom + 1
            self._sheet.hidden_rows.append(range(first, first + self._times))

    def _end_row(self) -> None:
        if self._sheet is not None:
            entries = [entry for cell in self._cells if (entry := cell.entry()).holds]
            self._sheet.add(entries, self._times, self.limits)
            is_record = (
                sum(entry.times for entry in entries if entry.text) > 1
            )  # a column may be filled down to its end
            self._repeated += self._times - 1 if is_record else 0
            self.limits.check("repeats", self._repeated)
        self._cells = []

    def _start_cell(self, attributes: Attributes) -> None:
        times = count(attributes.get("table:number-columns-repeated"))
        self._cells.append(Cell(self._column, times, attributes))
        self._column += times


def _value(attributes: Attributes) -> str:
    """A value as it is stored: its number format stands elsewhere, and a proper writer applies it itself."""
    kind = attributes.get("office:value-type", "")
    if kind == "boolean":
        return attributes.get("office:boolean-value", "").upper()
    if kind in {"string", "date", "time"}:
        return attributes.get(f"office:{kind}-value", "")
    try:
        number = float(attributes.get("office:value", ""))
    except ValueError:
        return ""
    if not abs(number) < float("inf"):
        return ""
    return f"{general(number * 100)}%" if kind == "percentage" else general(number)
