"""Places lead back to the cells that were read there."""

from __future__ import annotations

import pytest
from wordfiles import docx, p, tbl, tr

from indicator_lint.formats import read
from indicator_lint.model.cells import Cells


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("表.docx", docx(p("通知") + p("设备类") + tbl(tr("名称", "单位"), tr("甲", "台")) + p("注：") + p("落款"))),
        ("表.docx", docx(p("只有") + p("段落"))),
        ("表.csv", "名称,单位\n甲,台\n\n乙,个\n".encode()),
        ("表.txt", "通知\n名称 | 单位\n甲 | 台\n乙 | 个\n".encode()),
    ],
)
def test_every_place_leads_back(path: str, content: bytes) -> None:
    """Paragraphs in front of tables and behind the last one are found by their numbers, like cells by theirs."""
    document = read(path, content)
    cells = Cells(document)
    for number, grid in enumerate(document.grids):
        for row, texts in grid.rows.items():
            for column, text in enumerate(texts, start=1):
                found = cells.find(grid.place(row, column))
                assert found == (number, row, column)
                assert cells.text(grid.place(row, column)) == text
