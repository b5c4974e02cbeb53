"""A second opinion: in documents made at random, each cell has the text and the reach that python-docx sees.

Which cell covers a position is known within the range in use: up to the last row and column that hold a text.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table

from indicator_lint.formats import read

TEXTS = (
    "产出指标",
    "≥",
    "%",
    "购置 数量",
    " 台 ",
    "甲\n乙",
    "一\t二",
    "a<b>&c",
    "",
    "“引”",
    "甲\n\n丙",
    "e\u0301",
    "𠮷",
    "1-2",
)


def made(chance: random.Random, tables: int) -> Document:
    paper = docx.Document()
    for number in range(tables):
        if chance.random() < 0.7:
            paper.add_paragraph(chance.choice(("设备购置类", "（一）维修类", "", "两行\n标题")) + str(number))
        _fill(paper.add_table(chance.randint(2, 8), chance.randint(2, 7)), chance)
    return paper


def _fill(table: Table, chance: random.Random) -> None:
    cells = [row.cells for row in table.rows]
    rows, columns = len(cells), len(cells[0])
    taken: set[tuple[int, int]] = set()
    for _ in range(chance.randint(0, 4)):
        top, left = chance.randrange(rows), chance.randrange(columns)
        bottom, right = min(rows, top + chance.randint(1, 4)) - 1, min(columns, left + chance.randint(1, 3)) - 1
        area = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        if not area & taken:
            taken |= area
            cells[top][left].merge(cells[bottom][right])
    for row in table.rows:
        for cell in {cell._tc: cell for cell in row.cells}.values():  # noqa: SLF001 - what tells cells apart
            cell.text = chance.choice(TEXTS)
    if not taken and chance.random() < 0.5:
        _indent(table.rows[-1]._tr)  # noqa: SLF001 - the package has no word for it


def _indent(row: Any) -> None:
    """Let the row begin at its second column."""
    row.remove(row.tc_lst[0])
    before = OxmlElement("w:gridBefore")
    before.set(qn("w:val"), "1")
    row.get_or_add_trPr().insert(0, before)


def seen(table: Table) -> Iterator[tuple[tuple[int, int], str, Any]]:
    """Position, text and element of the cell at each position, as python-docx tells them."""
    for at, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row.cells, start=1 + row.grid_cols_before):
            yield (at, column), cell.text.strip("\n"), cell._tc  # noqa: SLF001


@pytest.mark.parametrize("seed", range(6))
def test_random_documents_are_read_as_python_docx_reads_them(seed: int) -> None:
    content = io.BytesIO()
    paper = made(random.Random(seed), 12)  # noqa: S311 - repeatable, not secret
    paper.save(content)
    grids = {grid.name: grid for grid in read("表.docx", content.getvalue()).grids}
    for number, table in enumerate(paper.tables, start=1):
        cells = list(seen(table))
        firsts = {cell: at for at, _, cell in reversed(cells)}
        grid = grids.get(f"表{number}")
        if grid is None:  # a frame around text
            assert len({firsts[cell][1] for _, text, cell in cells if text.strip()}) < 2
            continue
        bottom, right = max(grid.rows), max(len(texts) for row, texts in grid.rows.items() if row > 0)
        for at, text, cell in cells:
            if at == firsts[cell]:
                assert (at, grid.text(*at)) == (at, text)
            elif at[0] <= bottom and at[1] <= right:
                assert (at, grid.anchor(*at)) == (at, firsts[cell])


def test_paragraphs_are_numbered_in_the_order_of_the_document() -> None:
    """As people count them: those of tables, and those without text, are left out."""
    paper = docx.Document()
    paper.add_paragraph("设备购置类")
    table = paper.add_table(2, 2)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "甲\n乙"
    paper.add_paragraph("尾")
    content = io.BytesIO()
    paper.save(content)
    first, last = read("表.docx", content.getvalue()).grids
    assert (first.place(-1, 1).ref, last.place(1, 1).ref) == ("p1", "p2")
