"""A document laid out as a workbook: every text a text, merges kept, wide enough to read and ready to print."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeAlias

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from indicator_lint.model.document import Document
from indicator_lint.model.grid import Grid
from indicator_lint.reports.display import width
from indicator_lint.reports.workbook import saved, write_value
from indicator_lint.review.planning import Block, Page, areas, pages, shown

FONT: Final = "微软雅黑"
SIZE: Final = 10
EDGE: Final = Side(style="thin", color="BFC8CE")
BOX: Final = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
HEAD: Final = PatternFill("solid", fgColor="E3EAEE")

NARROWEST, WIDEST = 7, 46
"""Columns, in characters."""
NARROW: Final = 14
"""The widest column whose texts stand in the middle: narrow ones hold words, wide ones sentences."""
LINE: Final = 16.5
"""Points of a line of text."""
TALLEST: Final = 400.0
MOST_FROZEN: Final = 8
"""Rows of a header that stays in sight; a deeper one would leave no room."""

Rows: TypeAlias = Mapping[int, Collection[int]]
"""Rows by the number of their grid."""


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Rows that are headers, and those that name a category."""

    headers: Rows = field(default_factory=dict)
    titles: Rows = field(default_factory=dict)


def laid_out(document: Document, emphasis: Emphasis | None = None) -> bytes:
    """The workbook's bytes: a sheet for each of the document's own, all on one where it has none."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages(document):
        _fill(book.create_sheet(page.name), page, emphasis or Emphasis())
    if not book.worksheets:
        book.create_sheet()
    return saved(book)


def _fill(target: Any, page: Page, emphasis: Emphasis) -> None:
    widths = _widths(page.blocks)
    for number, columns in enumerate(widths, start=1):
        target.column_dimensions[get_column_letter(number)].width = columns + 2
    for block in page.blocks:
        _lay(target, block, widths, emphasis)
    _set_up(target)
    if len(page.blocks) == 1:
        block = page.blocks[0]
        bottom = max(emphasis.headers.get(block.number, ()), default=-block.shift) + block.shift
        target.freeze_panes = f"A{bottom + 1}" if 0 < bottom <= MOST_FROZEN else None


class Look(NamedTuple):
    """How a cell looks."""

    bold: bool
    centred: bool
    boxed: bool
    filled: bool


def _lay(target: Any, block: Block, widths: Sequence[int], emphasis: Emphasis) -> None:
    """The texts of a grid; lines of running text reach across all its columns."""
    headers, titles = (rows.get(block.number, ()) for rows in (emphasis.headers, emphasis.titles))
    looks: dict[Look, Any] = {}
    merged = tuple(areas(block))
    spread = {(area.top, area.left) for area in merged}
    for row, texts in block.grid.rows.items():
        at, line, head = row + block.shift, is_line(block.grid, row), row in headers
        for column, text in enumerate(texts, start=1):
            cell = target.cell(at, column)
            centred = head or (widths[column - 1] <= NARROW and not line)
            _dress(cell, Look(head or row in titles, centred, not line, head), looks)
            write_value(cell, shown(text))
        if line and len(widths) > 1 and (at, 1) not in spread:
            target.merge_cells(start_row=at, start_column=1, end_row=at, end_column=len(widths))
            target.row_dimensions[at].height = _height(texts[0], sum(widths))
    for area in merged:
        target.merge_cells(start_row=area.top, start_column=area.left, end_row=area.bottom, end_column=area.right)


def _dress(cell: Any, look: Look, looks: dict[Look, Any]) -> None:
    """Give a cell its look, which is made once: font, alignment and border one by one take ten times as long as all else."""
    if look in looks:
        cell._style = copy(looks[look])  # noqa: SLF001  # openpyxl has no other way to share a look
        return
    cell.font = Font(name=FONT, size=SIZE, bold=look.bold)
    cell.alignment = Alignment(horizontal="center" if look.centred else "left", vertical="center", wrap_text=True)
    if look.boxed:
        cell.border = BOX
    if look.filled:
        cell.fill = HEAD
    looks[look] = copy(cell._style)  # noqa: SLF001  # as above


def is_line(grid: Grid, row: int) -> bool:
    """Whether a row is a line of running text: a paragraph, or the only text of its row where no cells are merged."""
    return row < 1 or (not grid.merges and len(grid.rows[row]) == 1)


def _height(text: str, columns: int) -> float:
    lines = sum(1 + width(line) // max(columns, 1) for line in text.split("\n"))
    return min(lines * LINE + 2, TALLEST)


def _widths(blocks: Sequence[Block]) -> list[int]:
    """How wide each column should be, told by what its cells hold, lines of running text left out."""
    texts: list[list[int]] = []
    for block in blocks:
        for row, cells in block.grid.rows.items():
            texts += [[] for _ in range(len(cells) - len(texts))]
            if not is_line(block.grid, row):
                for own, text in zip(texts, cells, strict=False):
                    own.append(max(map(width, text.split("\n")), default=0))
    return [min(max(_usual(sizes), NARROWEST), WIDEST) for sizes in texts]


def _usual(sizes: Sequence[int]) -> int:
    """What nineteen of twenty texts need."""
    filled = sorted(size for size in sizes if size)
    return filled[(len(filled) - 1) * 19 // 20] if filled else NARROWEST


def _set_up(target: Any) -> None:
    """A4 on its side, as many pages as it takes."""
    target.page_setup.orientation, target.page_setup.paperSize = "landscape", target.PAPERSIZE_A4
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    target.sheet_properties.pageSetUpPr.fitToPage = True
    target.oddFooter.center.text = "&A　&P / &N"
