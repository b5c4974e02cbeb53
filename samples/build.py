"""Build the sample workbooks and the sample document from the sample text: the same notice as offices keep it.

`xiangcheng-2024-stacked.xlsx` has all categories on one sheet under the notice's text, `xiangcheng-2024-sheets.xlsx`
the notice on a sheet of its own and a sheet for each category, `xiangcheng-2024.docx` a table for each category under a
paragraph that names it. `make samples` runs it; one text gives one result.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from docx import Document
from docx.document import Document as Paper
from docx.oxml import OxmlElement
from docx.table import _Cell as DocumentCell
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).parent
TEXT = HERE / "xiangcheng-2024.txt"
WIDTHS = {"A": 12, "B": 18, "C": 32, "D": 8, "E": 12, "F": 52}
COLUMNS = len(WIDTHS)
LONG_AGO = (1980, 1, 1, 0, 0, 0)
BOX = Border(*(Side(style="thin") for _ in range(4)))
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")

Pair: TypeAlias = tuple[int, int]

HEADER = (
    ((0, "绩效指标", (1, 5)),),
    ((0, "一级指标", (2, 1)), (1, "二级指标", (2, 1)), (2, "三级指标", (1, 3))),
    ((2, "指标名称", (1, 1)), (3, "性质", (1, 1)), (4, "单位", (1, 1))),
)
"""The rows of a header: the column of each text from 0, and how many rows and columns it covers."""


@dataclass
class Category:
    """A title, the label above the descriptions, and rows of six texts."""

    title: str
    label: str
    rows: list[list[str]] = field(default_factory=list)


def main() -> None:
    """Write the workbooks and the document beside the text."""
    text = TEXT.read_text(encoding="utf-8")
    for name, made in {**workbooks(text), "xiangcheng-2024.docx": document(text)}.items():
        (HERE / name).write_bytes(packed(made))
        print(f"samples/{name}")


def workbooks(text: str) -> dict[str, Workbook]:
    """The two workbooks by file name."""
    notice, categories = parsed(text.splitlines())
    return {
        "xiangcheng-2024-stacked.xlsx": stacked(notice, categories),
        "xiangcheng-2024-sheets.xlsx": per_sheet(notice, categories),
    }


def parsed(lines: Sequence[str]) -> tuple[list[str], list[Category]]:
    """The lines of the notice, and the categories: a title stands above each header."""
    notice: list[str] = []
    categories: list[Category] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        cells = [cell.strip() for cell in line.split("|")]
        if following.startswith("绩效指标 |"):
            categories.append(Category(line.strip(), following.split("|")[1].strip()))
        elif "|" not in line:
            notice.append(line.strip())
        elif cells[0] not in {"绩效指标", "一级指标", "指标名称"}:
            categories[-1].rows.append(cells[:COLUMNS])
    return notice, categories


def stacked(notice: Sequence[str], categories: Sequence[Category]) -> Workbook:
    """All on one sheet, one below the other."""
    book = Workbook()
    sheet = book.worksheets[0]
    prepare(sheet, "绩效指标体系表")
    row = 1
    for line in notice:
        put(sheet, (row, 1), line, size=(1, COLUMNS), boxed=False)
        row += 1
    for category in categories:
        row = put_category(sheet, row, category)
    return book


def per_sheet(notice: Sequence[str], categories: Sequence[Category]) -> Workbook:
    """The notice first, then a sheet for each category, named after it."""
    book = Workbook()
    prepare(book.worksheets[0], "通知")
    for row, line in enumerate(notice, start=1):
        put(book.worksheets[0], (row, 1), line, size=(1, COLUMNS), boxed=False)
    for category in categories:
        sheet = book.create_sheet()
        prepare(sheet, category.title)
        put_category(sheet, 1, category)
    return book


def put_category(sheet: Worksheet, top: int, category: Category) -> int:
    """Title, three header rows and the indicators; gives the row below them."""
    put(sheet, (top, 1), category.title, size=(1, COLUMNS), boxed=False)
    sheet.cell(top, 1).font = Font(bold=True)
    put_header(sheet, top + 1, category.label)
    first = top + 4
    for row, texts in enumerate(category.rows, start=first):
        for column, text in enumerate(texts, start=1):
            put(sheet, (row, column), text)
    for column, start, length in runs(category.rows):
        merge(sheet, (first + start, column), (length, 1))
    return first + len(category.rows)


def put_header(sheet: Worksheet, top: int, label: str) -> None:
    """Three rows deep, as printed in the document."""
    for text, (row, column), size in header(label):
        put(sheet, (top + row, 1 + column), text, size=size)


def header(label: str) -> Iterator[tuple[str, Pair, Pair]]:
    """The header's texts, each with its row and column from 0 and how many of both it covers; `label` is the last column's."""
    beside = (COLUMNS - 1, label, (len(HEADER), 1))
    for row, cells in enumerate(HEADER):
        yield from ((text, (row, column), size) for column, text, size in (*cells, *([] if row else [beside])))


def runs(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, int]]:
    """Column, first row (from 0) and length of each run of equal levels; a level 2 ends where its level 1 ends."""
    for column in (1, 2):
        start = 0
        for _, group in groupby(rows, key=lambda texts: texts[:column]):
            length = len(list(group))
            yield column, start, length
            start += length


def put(sheet: Worksheet, at: Pair, text: str, *, size: Pair = (1, 1), boxed: bool = True) -> None:
    """Write a text at a row and column, merged over a block of so many rows and columns."""
    cell = sheet.cell(*at, text)
    centred = boxed and at[1] < COLUMNS
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center" if centred else "left")
    if boxed:
        cell.border = BOX
    merge(sheet, at, size)


def merge(sheet: Worksheet, at: Pair, size: Pair) -> None:
    """Merge a block of more than one cell; what the covered cells held is gone."""
    if size != (1, 1):
        (row, column), (down, across) = at, size
        sheet.merge_cells(start_row=row, start_column=column, end_row=row + down - 1, end_column=column + across - 1)


def prepare(sheet: Worksheet, title: str) -> None:
    """Name a sheet and set its column widths."""
    sheet.title = title
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width


def document(text: str) -> Paper:
    """The notice in paragraphs, then for each category a paragraph with its title and a table."""
    notice, categories = parsed(text.splitlines())
    paper = Document()
    for line in notice:
        paper.add_paragraph(line)
    for category in categories:
        paper.add_paragraph().add_run(category.title).bold = True
        add_table(paper, category)
    return paper


def add_table(paper: Paper, category: Category) -> None:
    """Three header rows that each page repeats, and the indicators, equal levels merged."""
    top = len(HEADER)
    table = paper.add_table(top + len(category.rows), COLUMNS, style="Table Grid")
    cells = [row.cells for row in table.rows]
    for row, texts in enumerate(category.rows, start=top):
        for column, text in enumerate(texts):
            cells[row][column].text = text
    for column, start, length in runs(category.rows):
        join(cells, (top + start, column - 1), (length, 1), category.rows[start][column - 1])
    for label, at, size in header(category.label):
        join(cells, at, size, label)
    for each in table.rows[:top]:
        mark = OxmlElement("w:tblHeader")  # the package has no word for it
        each._tr.get_or_add_trPr().append(mark)  # noqa: SLF001


def join(cells: Sequence[Sequence[DocumentCell]], at: Pair, size: Pair, text: str) -> None:
    """Merge a block of so many rows and columns and write a text into it; what the covered cells held is gone."""
    (row, column), (down, across) = at, size
    cells[row][column].merge(cells[row + down - 1][column + across - 1]).text = text


def packed(made: Workbook | Paper) -> bytes:
    """The bytes of a workbook or a document without a trace of the hour."""
    if isinstance(made, Workbook):
        made.properties.creator = "indicator-lint"
        made.properties.created = datetime(*LONG_AGO)  # noqa: DTZ001 - the format knows no time zone
    else:
        made.core_properties.author = "indicator-lint"
    written, fixed = io.BytesIO(), io.BytesIO()
    made.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            content = MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", source.read(name))
            target.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


if __name__ == "__main__":
    main()
