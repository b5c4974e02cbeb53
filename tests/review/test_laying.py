"""Documents laid out as workbooks: every text where it stood, as a text."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reviewbooks import HEADER, ROWS, plain
from wordfiles import docx, p, span, tbl, tc, tr

from indicator_lint.cli import main
from indicator_lint.formats import read
from indicator_lint.model.document import Document
from indicator_lint.model.grid import Grid, Rectangle
from indicator_lint.model.location import Location
from indicator_lint.review.laying import Emphasis, laid_out
from indicator_lint.review.planning import pages, sheet_name, spots

CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\ufffe\uffff"), max_size=6) | st.sampled_from(
    ["=1+1", "@a", "_x000a_", " 空 ", "甲\n乙", "\x00", "#REF!", "007"]
)


def place(row: int, column: int) -> Location:
    return Location("表", f"r{row}c{column}", "", row, column)


def shown(text: str) -> str:
    """What a workbook can hold of a text."""
    return CONTROL.sub(lambda found: chr(0x2400 + ord(found[0])), text)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.lists(st.lists(TEXTS, min_size=1, max_size=4), min_size=1, max_size=4), min_size=1, max_size=3),
    st.booleans(),
)
def test_every_text_stands_at_its_spot(grids: list[list[list[str]]], sheeted: bool) -> None:
    """Read back by us and by openpyxl: the same texts, none of them a formula or an error."""
    made = tuple(
        Grid(f"表{number}", {row: [*texts[:-1], texts[-1] or "末"] for row, texts in enumerate(rows, start=1)}, place)
        for number, rows in enumerate(grids)
    )
    document = Document("表.xls", "xls" if sheeted else "docx", None, made)
    content = laid_out(document)
    book, again = openpyxl.load_workbook(io.BytesIO(content)), read("copy.xlsx", content)
    where = spots(pages(document))
    sheets = {grid.name: grid for grid in again.grids}
    for number, grid in enumerate(made):
        name, shift = where[number]
        for row, texts in grid.rows.items():
            for column, text in enumerate(texts, start=1):
                cell = book[name].cell(row + shift, column)
                assert cell.data_type in {"s", "n"}
                assert (
                    sheets[name].text(row + shift, column).strip("\x7f-\x9f") == shown(text) or not text.isprintable()
                )


def test_a_document_is_one_sheet_in_the_order_of_reading() -> None:
    """Paragraphs reach across, merges stay merged, rows of a table follow one another."""
    first = tbl(tr(tc("绩效指标", properties=span(2)), "单位"), tr("一级", "名称", "单位"), tr("产出", "数量", "台"))
    content = docx(
        p("关于印发的通知") + p("设备购置类") + first + p("维修类") + tbl(tr("一级", "名称"), tr("产出", "面积"))
    )
    document = read("通知.docx", content)
    (sheet,) = openpyxl.load_workbook(io.BytesIO(laid_out(document))).worksheets
    texts = [[cell.value for cell in row if cell.value] for row in sheet.iter_rows()]
    assert [row for row in texts if row] == [
        ["关于印发的通知"],
        ["设备购置类"],
        ["绩效指标", "单位"],
        ["一级", "名称", "单位"],
        ["产出", "数量", "台"],
        ["维修类"],
        ["一级", "名称"],
        ["产出", "面积"],
    ]
    assert sheet.title == "通知"
    assert {"A1:C1", "A2:C2", "A4:B4"} <= {str(each) for each in sheet.merged_cells.ranges}


def test_sheets_stay_sheets_and_cells_keep_their_addresses() -> None:
    document = read("表.xlsx", plain("甲", "乙"))
    book = openpyxl.load_workbook(io.BytesIO(laid_out(document, Emphasis({0: {2}, 1: {2}}, {0: {1}}))))
    assert book.sheetnames == ["甲", "乙"]
    assert [cell.value for cell in book["乙"][2]] == HEADER
    assert [cell.value or "" for cell in book["甲"][5]] == ROWS[2]
    assert book["甲"].freeze_panes == "A3"
    assert (book["甲"]["A1"].font.bold, book["甲"]["A2"].font.bold, book["甲"]["A3"].font.bold) == (True, True, False)
    assert book["甲"].column_dimensions["C"].width > book["甲"].column_dimensions["D"].width


def test_merges_that_meet_are_not_both_made() -> None:
    """A workbook in which areas overlap is one that Excel mends."""
    merges = (Rectangle(1, 1, 2, 2), Rectangle(2, 2, 3, 3), Rectangle(3, 1, 9_000, 1))
    grid = Grid("表", {1: ["甲", "", "丙"], 3: ["丁", "", "己"]}, place, merges=merges)
    (sheet,) = openpyxl.load_workbook(io.BytesIO(laid_out(Document("表.xls", "xls", None, (grid,))))).worksheets
    assert [str(each) for each in sheet.merged_cells.ranges] == ["A1:B2"]


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("绩效/表[1]:?", [], "绩效 表 1"),
        ("", [], "原表"),
        ("'引'", [], "引"),
        ("History", [], "History(2)"),
        ("表", ["表", "表(2)"], "表(3)"),
        ("长" * 40, [], "长" * 31),
        ("长" * 40, ["长" * 31], "长" * 28 + "(2)"),
        ("ABC", ["abc"], "ABC(2)"),
    ],
)
def test_sheets_have_names_that_excel_accepts(wanted: str, taken: list[str], name: str) -> None:
    assert sheet_name(wanted, taken) == name


def test_a_page_is_saved_as_a_workbook_and_mended_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Formats that are only reported on can be had as a workbook; the page itself is left alone."""
    rows = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in (HEADER, *ROWS))
    page, output = tmp_path / "表.html", tmp_path / "新.xlsx"
    page.write_text(f"<html><body><p>设备购置类</p><table>{rows}</table></body></html>", encoding="utf-8")
    main(["fix", str(page), "--output", str(output)])
    assert "已另存为工作簿" in capsys.readouterr().err
    grid = read("新.xlsx", output.read_bytes()).grids[0]
    assert [texts[3] for texts in grid.rows.values() if len(texts) > 3] == ["性质", "≥", "≥", "≥"]
    assert ">=" in page.read_text(encoding="utf-8").replace("&gt;", ">")
