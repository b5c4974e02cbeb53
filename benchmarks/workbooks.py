"""Large workbooks in the shape of the sample: all its tables below each other, again and again, as two programs write them.

A script of its own, so that its memory is not counted as that of the readers.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

SAMPLE = Path(__file__).parents[1] / "samples" / "xiangcheng-2024-sheets.xlsx"
TIMES = 152
"""Gives 20,064 indicators in 1,976 tables, 116,432 texts and 20,520 merged areas."""


@dataclass(frozen=True)
class Sheet:
    """Texts by 0-based row and column, merged areas as first and last row and column, and the number of rows."""

    texts: list[tuple[int, int, str]]
    merges: list[tuple[int, int, int, int]]
    rows: int

    def repeated(self, times: int) -> Sheet:
        """The same so many times, one below the other."""
        starts = range(0, times * self.rows, self.rows)
        texts = [(start + row, column, text) for start in starts for row, column, text in self.texts]
        merges = [
            (start + top, left, start + bottom, right) for start in starts for top, left, bottom, right in self.merges
        ]
        return Sheet(texts, merges, times * self.rows)


def sample() -> Sheet:
    """The tables of the sample, each of which has a sheet of its own behind the notice."""
    texts: list[tuple[int, int, str]] = []
    merges: list[tuple[int, int, int, int]] = []
    top = 0
    for sheet in load_workbook(SAMPLE).worksheets[1:]:
        texts += _texts(sheet, top)
        merges += [
            (top + area.min_row - 1, area.min_col - 1, top + area.max_row - 1, area.max_col - 1)
            for area in sheet.merged_cells.ranges
        ]
        top += sheet.max_row
    return Sheet(texts, sorted(merges), top)


def _texts(sheet: Worksheet, top: int) -> Iterator[tuple[int, int, str]]:
    for cell in chain.from_iterable(sheet.iter_rows()):
        if cell.value is not None:
            yield top + cell.row - 1, cell.column - 1, str(cell.value)


def by_openpyxl(sheet: Sheet, path: Path) -> None:
    """Texts inside their cells."""
    book = Workbook()
    target = book.worksheets[0]
    for row, column, text in sheet.texts:
        target.cell(row + 1, column + 1, text)
    box = Border(*(Side(style="thin") for _ in range(4)))
    for top, left, bottom, right in sheet.merges:
        area = CellRange(min_row=top + 1, min_col=left + 1, max_row=bottom + 1, max_col=right + 1)
        for row, column in chain.from_iterable(area.rows):
            target.cell(row, column).border = box
        target.merged_cells.ranges.add(area)  # merge_cells does the same, but looks through all areas for each
    book.save(path)


def by_xlsxwriter(sheet: Sheet, path: Path) -> None:
    """Texts in a table of their own, covered cells with a style: as Excel does it."""
    with xlsxwriter.Workbook(path) as book:
        target, boxed = book.add_worksheet(), book.add_format({"border": 1, "text_wrap": True})
        texts = {(row, column): text for row, column, text in sheet.texts}
        for top, left, bottom, right in sheet.merges:
            target.merge_range(top, left, bottom, right, texts.pop((top, left), ""), boxed)
        for (row, column), text in texts.items():
            target.write_string(row, column, text, boxed)


WRITERS: dict[str, Callable[[Sheet, Path], None]] = {"openpyxl": by_openpyxl, "xlsxwriter": by_xlsxwriter}


def main() -> None:
    """Write the large workbook of each writer into a folder, unless it is there."""
    for writer, write in WRITERS.items():
        path = Path(sys.argv[1]) / f"{writer}-{TIMES}.xlsx"
        if not path.is_file():
            write(sample().repeated(TIMES), path)


if __name__ == "__main__":
    main()
