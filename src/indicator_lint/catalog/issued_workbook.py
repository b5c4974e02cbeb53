"""The issued document as a workbook: all categories on one sheet, one below the other, ready to print."""

from __future__ import annotations

from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from indicator_lint.catalog.issuing import (
    ATTACHED,
    COLUMNS,
    CORE_NOTE,
    HEADER,
    HEADER_ROWS,
    WIDTHS,
    Block,
    Section,
    has_core,
    sections_of,
    subtitle,
)
from indicator_lint.model.catalog import Catalog
from indicator_lint.reports.workbook import still_bytes, write_value

SHEET: Final = "绩效指标体系表"
BOX: Final = Border(*(Side(style="thin") for _ in range(4)))
BODY: Final = Font(name="宋体", size=11)
HEAD: Final = Font(name="黑体", size=11)
HEADING: Final = Font(name="黑体", size=14)
TITLE: Final = Font(name="黑体", size=18)
LEFT: Final = Alignment(horizontal="left", vertical="center", wrap_text=True)
CENTRED: Final = Alignment(horizontal="center", vertical="center", wrap_text=True)
FLUSH: Final = frozenset({"name", "description"})
"""Columns whose texts begin at the left; the others stand in the middle."""


def render_issued_workbook(catalog: Catalog) -> bytes:
    """The workbook's bytes, the same for the same catalog."""
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = SHEET
    for number, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    row = _line(sheet, 1, ATTACHED, HEADING, LEFT)
    row = _line(sheet, row, catalog.title, TITLE, CENTRED)
    row = _line(sheet, row, subtitle(catalog.version), BODY, CENTRED)
    for section in sections_of(catalog):
        row = _section(sheet, row + 1, section)
    if has_core(catalog):
        _line(sheet, row + 1, CORE_NOTE, BODY, LEFT)
    _to_print(sheet)
    return still_bytes(book)


def _line(sheet: Any, row: int, text: str, font: Font, alignment: Alignment) -> int:
    """A text across the sheet; gives the next row."""
    _put(sheet, Block(text, row - 1, 0, 1, len(COLUMNS)), font, alignment)
    sheet.row_dimensions[row].height = round(float(font.size) * 2)
    return row + 1


def _section(sheet: Any, row: int, section: Section) -> int:
    """A category: its title, the header and its indicators; gives the row below them."""
    top = _line(sheet, row, section.title, HEADING, LEFT)
    for block in HEADER:
        _put(sheet, block, HEAD, CENTRED, top - 1, boxed=True)
    for block in section.body():
        flush = COLUMNS[block.column] in FLUSH
        _put(sheet, block, BODY, LEFT if flush else CENTRED, top - 1 + HEADER_ROWS, boxed=True)
    return top + HEADER_ROWS + len(section.rows)


def _put(sheet: Any, block: Block, font: Font, alignment: Alignment, offset: int = 0, *, boxed: bool = False) -> None:
    """Write a block, rows counted from 0 below an offset; every cell under it gets the frame."""
    top, left = block.row + offset + 1, block.column + 1
    bottom, right = top + block.down - 1, left + block.across - 1
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            cell = sheet.cell(row, column)
            cell.font, cell.alignment = font, alignment
            cell.border = BOX if boxed else Border()
    write_value(sheet.cell(top, left), block.text)
    if (top, left) != (bottom, right):
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def _to_print(sheet: Any) -> None:
    """A4 upright, as wide as the page and as long as it takes."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "portrait", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "— &P —"
