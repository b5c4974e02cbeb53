"""What all workbooks that we make have in common: how sheets, cells and texts look, and bytes that are the same for the same report."""

from __future__ import annotations

import errno
import io
import os
import re
import zipfile
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import UTC, datetime
from functools import lru_cache
from math import ceil
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.formatting.rule import DataBarRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.xml.functions import tostring

from indicator_lint.model.finding import Finding
from indicator_lint.model.location import Location
from indicator_lint.model.rule import Severity
from indicator_lint.patterns import pattern
from indicator_lint.reports.display import width
from indicator_lint.reports.sheets import DECISIONS, Sheet, Value
from indicator_lint.reports.view import View

FILLS: Final[Mapping[Severity, str]] = {Severity.ERROR: "F9DEDC", Severity.WARNING: "FCEFC9", Severity.INFO: "DCEBF7"}
"""The ground of a severity, as Excel writes colours; pale enough to read black text on."""

_INK: Final = "1F3A4D"
_RULE: Final = Side(style="thin", color="D5DCE1")
FONT: Final = "微软雅黑"
LINKED: Final = Font(name=FONT, size=10, color="1A5F8A", underline="single")
PALE: Final = Font(name="Consolas", size=8, color="8A97A1")
_STILL: Final = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The date of everything in the file, so that two runs make the same bytes; a zip knows no earlier one."""

_LINE: Final = 14.5
_HIGHEST: Final = 409
"""Points: of a line of text, and the highest row that Excel knows."""

REMEMBERED: Final = 1 << 13
"""Texts whose lines are counted once: most of them stand in many rows."""

MOST_LINKS: Final = 60_000
"""Excel opens no sheet with more than 65,530 links."""

LIKE_FORMULA: Final = ("=", "+", "-", "@")
"""How a formula begins; a text that does is marked as one."""

_ESCAPE: Final = pattern(r"_(?=x[0-9A-Fa-f]{4}_)")
_CENTRED: Final = frozenset({
    "severity", "row", "decision", "grade", "score", "direction", "detail", "feasible", "match",
    "files", "unread", "tables", "rows", "departments",
    "error", "warning", "info", "total", "safe", "unsafe", "count", "evaluated", "skipped",
})  # fmt: skip


def write_sheet(target: Any, sheet: Sheet) -> None:
    """Fill an empty worksheet: a header that stays in sight and filters, texts that are texts, wide enough, ready to print."""
    begin_sheet(target, sheet)
    looks = [_look(target.cell(2, number), column.key) for number, column in enumerate(sheet.columns, start=1)]
    for row, values in enumerate(sheet.rows, start=2):
        for number, (look, value) in enumerate(zip(looks, values, strict=True), start=1):
            cell = target.cell(row, number)
            cell._style = copy(look)  # noqa: SLF001  # font, alignment and border one by one take ten times as long
            write_value(cell, value)
        target.row_dimensions[row].height = height_of(sheet, values)


def begin_sheet(target: Any, sheet: Sheet) -> None:
    """The header of an empty worksheet, and what is said of the sheet as a whole."""
    for number, column in enumerate(sheet.columns, start=1):
        target.column_dimensions[get_column_letter(number)].width = column.width + 2
        cell = target.cell(1, number, column.title)
        cell.font = Font(name=FONT, size=10, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=_INK)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    target.row_dimensions[1].height = 24
    target.freeze_panes = "A2"
    target.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
    _to_print(target)


def height_of(sheet: Sheet, values: Sequence[Value]) -> float:
    """Points that a row needs for its longest text, which not every program finds out itself."""
    lines = 1
    for column, value in zip(sheet.columns, values, strict=True):
        if isinstance(value, str) and len(value) * 2 > column.width:  # others fit on a line, however wide they are
            lines = max(lines, _lines(value, column.width))
    return min(_LINE * lines + 3, _HIGHEST)


@lru_cache(maxsize=REMEMBERED)
def _lines(text: str, columns: int) -> int:
    return ceil(width(text) / columns)


def write_value(cell: Any, value: Value) -> None:
    """A number, or a text that stays one: never a formula or an error, not even when somebody edits the cell."""
    if isinstance(value, int | float):
        cell.value = value
    elif value:
        cell.value = escaped(value)
        cell.data_type = "s"
        if value.startswith(LIKE_FORMULA):
            cell.quotePrefix = True


def escaped(text: str) -> str:
    """A text in which nothing is taken for an escaped character."""
    return _ESCAPE.sub("_x005F_", text)


def looks_of(key: str) -> Mapping[str, Any]:
    """How the cells of a column look, by the parts of a style."""
    alignment = Alignment(horizontal="center" if key in _CENTRED else "left", vertical="top", wrap_text=True)
    return {"font": Font(name=FONT, size=10), "border": Border(bottom=_RULE), "alignment": alignment}


def _look(cell: Any, key: str) -> Any:
    """The same made once with one of the cells."""
    for name, part in looks_of(key).items():
        setattr(cell, name, part)
    return copy(cell._style)  # noqa: SLF001  # as above


def _to_print(target: Any) -> None:
    """A4 on its side, as many pages as it takes, the header on each."""
    target.page_margins = PageMargins(left=0.3, right=0.3, top=0.4, bottom=0.5)
    target.page_setup.orientation, target.page_setup.paperSize = "landscape", target.PAPERSIZE_A4
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    target.sheet_properties.pageSetUpPr.fitToPage = True
    target.print_title_rows = "1:1"
    target.oddFooter.center.text = "&A　&P / &N"


def colour_severities(target: Any, sheet: Sheet, findings: Sequence[Finding]) -> None:
    """The severity on its ground, what is wrong in bold."""
    severity, code = sheet.position("severity") + 1, sheet.position("rule") + 1
    grounds = {one: PatternFill("solid", fgColor=colour) for one, colour in FILLS.items()}
    strong = Font(name=FONT, size=10, bold=True)
    for row, finding in enumerate(findings, start=2):
        target.cell(row, severity).fill = grounds[finding.severity]
        target.cell(row, code).font = strong


def place_inside(at: Location) -> str | None:
    """The place of a cell as links name it; None for what is no sheet's."""
    name = at.container.replace("'", "''")
    return f"'{name}'!{at.ref}" if at.line is None and name and re.fullmatch(r"[A-Z]+\d+", at.ref) else None


def offer_decisions(target: Any, sheet: Sheet, view: View) -> None:
    """A list to choose the decision from."""
    words = ",".join(view.say(word) for word in DECISIONS)
    choice = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
    letter = get_column_letter(sheet.position("decision") + 1)
    choice.add(f"{letter}2:{letter}{max(len(sheet.rows), 1) + 1}")
    target.add_data_validation(choice)


def leave_out_prints(target: Any, sheet: Sheet) -> None:
    """The fingerprint is for programs: small, pale, and not printed."""
    column = sheet.position("fingerprint") + 1
    for row in range(2, len(sheet.rows) + 2):
        target.cell(row, column).font = PALE
    leave_unprinted(target, sheet)


def leave_unprinted(target: Any, sheet: Sheet) -> None:
    """Print what stands left of the fingerprints."""
    target.print_area = f"A1:{get_column_letter(sheet.position('fingerprint'))}{len(sheet.rows) + 1}"


def draw_bars(target: Any, sheet: Sheet) -> None:
    """A bar behind each total, the longest for the largest of its block."""
    letter, group = get_column_letter(sheet.position("total") + 1), sheet.position("group")
    names = [row[group] for row in sheet.rows]
    for name in dict.fromkeys(names):
        first = names.index(name) + 2
        bar = DataBarRule(start_type="num", start_value=0, end_type="max", color="9CC3DD")
        target.conditional_formatting.add(f"{letter}{first}:{letter}{first + names.count(name) - 1}", bar)


def saved(book: Workbook) -> bytes:
    """The workbook as openpyxl saves it. Raises OSError where the temporary files that it makes find no room."""
    made = io.BytesIO()
    try:
        book.save(made)
    except Exception as error:  # lxml has an error of its own for what the system says
        if not str(error).startswith("IO_"):
            raise
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
    return made.getvalue()


def still_bytes(book: Workbook) -> bytes:
    """The saved workbook with every date set to one: openpyxl writes the time of day."""
    book.properties.creator, book.properties.created, book.properties.modified = "indicator-lint", _STILL, _STILL
    core, still = tostring(book.properties.to_tree()), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as parts, zipfile.ZipFile(still, "w", zipfile.ZIP_DEFLATED) as target:
        for name in parts.namelist():
            content = core if name == "docProps/core.xml" else parts.read(name)
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return still.getvalue()
