"""Workbooks: the same texts and merges as openpyxl sees, at exact places; and hostile ones declined in good time."""

from __future__ import annotations

import gc
import io
import random
import time
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from sheetfiles import HEAD, MAIN, ROW, SHEET, STRICT, grid_of, parts_of, saved, sheet_xml, zipped

from indicator_lint.formats import read
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.ooxml import Package
from indicator_lint.formats.plainrows import PlainRows
from indicator_lint.model.document import Document, UnreadableError
from indicator_lint.model.grid import Rectangle

CHANCE = random.Random(2026)  # noqa: S311 - repeatable, not secret


def declined(content: bytes, limits: Limits | None = None) -> tuple[str, str]:
    begun = time.process_time()
    with pytest.raises(UnreadableError) as caught:
        read("表.xlsx", content, limits=limits or Limits())
    assert time.process_time() - begun < 3
    return caught.value.code, caught.value.reason


@pytest.fixture(scope="module")
def book() -> Any:
    book = Workbook()
    sheet = book.active
    sheet.title = "申报表"
    sheet.append(["设备购置类"])
    sheet.append(["一级指标", "二级指标", "指标名称", "性质", "单位", "指标值", "日期"])
    sheet.append(["产出指标", "数量指标", "购置 数量\n(台)", "≥", "台", 12, date(2024, 12, 31)])
    sheet.append([None, "质量指标", "验收合格率", "≥", "%", 0.95, None])
    sheet.append([None, None, " 及时率 ", "≥", "%", 82800.920000000013, True])
    sheet["F4"].number_format = "0%"
    sheet["G3"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["H5"] = "=1+1"
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("A3:A5")
    sheet.column_dimensions["D"].hidden = True
    sheet.row_dimensions[5].hidden = True
    sheet["C4"].comment = Comment("请核实", "审核")
    book.create_sheet("隐藏").sheet_state = "hidden"
    book.create_sheet("内部").sheet_state = "veryHidden"
    book.create_chartsheet("图")
    return book


@pytest.fixture(scope="module")
def content(book: Any) -> bytes:
    return saved(book)


def test_texts_are_as_shown(content: bytes) -> None:
    document = read("申报.xlsx", content)
    grid = document.grids[0]
    assert (document.path, document.format, document.encoding) == ("申报.xlsx", "xlsx", None)
    assert [each.name for each in document.grids] == ["申报表", "隐藏"]
    assert [each.hidden for each in document.grids] == [False, True]
    assert grid.rows[3] == ["产出指标", "数量指标", "购置 数量\n(台)", "≥", "台", "12", "2024年12月31日"]
    assert grid.rows[4] == ["", "质量指标", "验收合格率", "≥", "%", "95%"]
    assert grid.rows[5][2:] == [" 及时率 ", "≥", "%", "82800.92", "TRUE"]
    assert grid.text(5, 1) == "产出指标"
    assert grid.exceptional == {(5, 8): "formula"}
    assert grid.notes == {(4, 3): "请核实"}
    assert (set(grid.hidden_rows), set(grid.hidden_columns)) == ({5}, {4})


def test_places_name_cell_merge_and_bytes(content: bytes) -> None:
    grid = read("申报.xlsx", content).grids[0]
    part = Package(content).part(SHEET)
    for row, cells in grid.rows.items():
        for column, text in enumerate(cells, start=1):
            place = grid.place(row, column)
            assert (place.row, place.column, place.container) == (row, column, "申报表") if text else place
            if text:
                assert place.span is not None
                element = part[place.span.start : place.span.end]
                assert element.startswith(b"<c ")
                assert element.endswith(b"</c>")
                assert f'r="{place.ref}"'.encode() in element
    assert (grid.place(4, 1).ref, grid.place(4, 1).extent, grid.place(4, 1).display) == ("A3", "A3:A5", "申报表!A3")


def test_random_workbooks_read_as_openpyxl_reads_them() -> None:
    for _ in range(8):
        book = Workbook()
        sheet = book.active
        for _ in range(60):
            value = CHANCE.choice(["产出指标", "a&<b>", " 空 格 ", 7, 2.5, -1e-7, True, "=A1", "第\n行"])
            sheet.cell(CHANCE.randint(1, 30), CHANCE.randint(1, 30), value)
        for i in range(5):
            sheet.merge_cells(start_row=40 + 3 * i, end_row=41 + 3 * i, start_column=2, end_column=CHANCE.randint(2, 9))
        content = saved(book)
        oracle, grid = load_workbook(io.BytesIO(content)).active, read("x.xlsx", content).grids[0]
        for cells in oracle.iter_rows():
            for cell in cells:
                shown = grid.text(cell.row, cell.column)
                if isinstance(cell.value, str):
                    assert shown == ("" if cell.value.startswith("=") else cell.value)
                elif cell.value is not None:
                    assert shown.upper() == str(cell.value).upper().replace("1E-07", "0.0000001")
                else:
                    assert shown == ""
        assert {(m.top, m.left, m.bottom, m.right) for m in grid.merges} == {
            (m.min_row, m.min_col, m.max_row, m.max_col) for m in oracle.merged_cells.ranges
        }


def test_markup_of_other_writers_reads_alike() -> None:
    """A prefix, the strict namespace, no addresses, a wrong dimension, lower case: all the same sheet."""
    rows = '<row><c t="inlineStr"><is><t>甲</t></is></c><c><v>3</v></c></row><row r="4"><c r="C4"><v>5</v></c></row>'
    plain = grid_of(rows, before='<dimension ref="A1:A1"/>')
    assert plain.rows == {1: ["甲", "3"], 4: ["", "", "5"]}
    assert grid_of(rows.replace('"C4"', '"c4"')).rows == plain.rows
    assert grid_of('<row><c r="B7"><v>1</v></c></row>').rows == {7: ["", "1"]}
    strict = sheet_xml(rows).replace(MAIN, STRICT)
    prefixed = (
        sheet_xml(rows).replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    )
    for sheet in (strict, prefixed):
        grid = read("x.xlsx", zipped(parts_of(sheet))).grids[0]
        span = grid.place(4, 3).span
        assert grid.rows == plain.rows
        assert span is not None
        assert sheet.encode()[span.start : span.end] in (b'<c r="C4"><v>5</v></c>', b'<x:c r="C4"><x:v>5</x:v></x:c>')


def test_shared_strings_join_runs_and_leave_readings_out() -> None:
    strings = (
        f'{HEAD}<sst xmlns="{MAIN}"><si><t>产出</t></si><si><r><t>指标</t></r><r><rPr/>'
        '<t xml:space="preserve"> 名称</t></r>'
        "<rPh sb='0' eb='1'><t>zhi</t></rPh></si><si><t>a_x000D__x005F_x_x0007_b&#13;c</t></si><si/></sst>"
    )
    rows = "<row>" + "".join(f'<c t="s"><v>{i}</v></c>' for i in range(4)) + "</row>"
    assert grid_of(rows, **{"xl/sharedStrings.xml": strings}).rows == {1: ["产出", "指标 名称", "a_xbc"]}


def test_formats_of_styles_apply() -> None:
    styles = (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode="&quot;≥&quot;0"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="170"/><xf numFmtId="57"/></cellXfs></styleSheet>'
    )
    rows = (
        "<row>"
        + "".join(f'<c s="{s}"><v>{v}</v></c>' for s, v in ((0, 1), (1, 1), (2, 95), (3, 45657), (99, 2)))
        + "</row>"
    )
    assert grid_of(rows, **{"xl/styles.xml": styles}).rows == {1: ["1", "100%", "≥95", "2024年12月", "2"]}


def test_errors_and_formulas_are_marked() -> None:
    rows = (
        '<row><c t="e"><f>1/0</f><v>#DIV/0!</v></c><c><f>A1</f><v/></c><c t="str"><f>""</f><v></v></c>'
        '<c t="str"><f>"x"</f><v>x</v></c><c t="b"><v>0</v></c></row>'
    )
    grid = grid_of(rows)
    assert grid.rows == {1: ["#DIV/0!", "", "", "x", "FALSE"]}
    assert grid.exceptional == {(1, 1): "error", (1, 2): "formula"}


def test_a_merge_of_the_whole_sheet_covers_the_used_range_only() -> None:
    grid = grid_of(
        f'{ROW}<row r="2"><c r="B2"><v>2</v></c></row>', '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    assert grid.merges == (Rectangle(1, 1, 1_048_576, 16_384),)
    assert grid.anchors == {(1, 2): (1, 1), (2, 1): (1, 1), (2, 2): (1, 1)}
    assert grid.rows == {1: ["甲"]}


def test_a_far_cell_costs_one_row() -> None:
    grid = grid_of(f'{ROW}<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>')
    assert grid.text(1_048_576, 16_384) == "2"
    assert grid.place(1_048_576, 16_384).ref == "XFD1048576"


def test_formatted_empty_rows_below_the_last_value_are_skipped() -> None:
    sheet = sheet_xml(
        ROW + "".join(f'<row r="{i}"><c r="A{i}" s="1"/></row>' for i in range(2, 5000)), "<pageMargins/>"
    ).encode()
    assert b"".join(PlainRows(sheet).rest()).count(b"<row") == 1


HOSTILE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "truncated": (lambda: zipped(parts_of(sheet_xml(ROW)))[:-60], "FIL001", "damaged"),
    "no workbook in it": (lambda: zipped({"a.txt": "x"}), "FIL005", "archive"),
    "a presentation": (lambda: zipped({"ppt/presentation.xml": "<p/>"}), "FIL005", "ppt"),
    "a document type": (
        lambda: zipped(parts_of(sheet_xml(ROW).replace("<worksheet", '<!DOCTYPE x [<!ENTITY a "aa">]><worksheet', 1))),
        "FIL001",
        "doctype",
    ),
    "deep": (lambda: zipped(parts_of(sheet_xml(ROW, "<x>" * 3000 + "</x>" * 3000))), "FIL004", "depth"),
    "deep workbook": (
        lambda: zipped(parts_of(sheet_xml(ROW)) | {"xl/workbook.xml": "<x>" * 3000 + "</x>" * 3000}),
        "FIL004",
        "depth",
    ),
    "a bomb": (lambda: zipped(parts_of(sheet_xml(ROW, " " * (30 << 20)))), "FIL004", "ratio"),
    "an absurd row": (lambda: zipped(parts_of(sheet_xml('<row r="99999999999999999999"/>'))), "FIL004", "rows"),
    "row nought": (
        lambda: zipped(parts_of(sheet_xml('<row r="0"><c r="A0"><v>1</v></c></row>'))),
        "FIL001",
        "reference",
    ),
    "an absurd column": (
        lambda: zipped(parts_of(sheet_xml('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'))),
        "FIL001",
        "reference",
    ),
    "a column too far": (
        lambda: zipped(parts_of(sheet_xml('<row r="1"><c r="XFE1"><v>1</v></c></row>'))),
        "FIL004",
        "columns",
    ),
    "a cell of another row": (
        lambda: zipped(parts_of(sheet_xml('<row r="1"><c r="A12"><v>1</v></c></row>'))),
        "FIL001",
        "reference",
    ),
    "wide rows": (
        lambda: zipped(
            parts_of(sheet_xml("".join(f'<row r="{i}"><c r="XFD{i}"><v>1</v></c></row>' for i in range(1, 1200))))
        ),
        "FIL004",
        "slots",
    ),
    "a long text": (lambda: zipped(parts_of(sheet_xml(ROW.replace("甲", "甲" * 40_000)))), "FIL004", "cell_characters"),
    "many names of one sheet": (
        lambda: zipped(
            {
                name: part.replace("<sheets>", "<sheets>" + '<sheet name="同" sheetId="9" r:id="r1"/>' * 2_000)
                for name, part in parts_of(sheet_xml(ROW)).items()
            }
        ),
        "FIL004",
        "sheets",
    ),
    "many merges": (
        lambda: zipped(
            parts_of(sheet_xml(ROW, "<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 70_000 + "</mergeCells>"))
        ),
        "FIL004",
        "merges",
    ),
    "a wide merged area": (
        lambda: zipped(
            parts_of(
                sheet_xml(
                    f'{ROW}<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
                    '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
                )
            )
        ),
        "FIL004",
        "merged_area",
    ),
    "a string that is not there": (
        lambda: zipped(parts_of(sheet_xml('<row><c t="s"><v>9</v></c></row>'))),
        "FIL001",
        "damaged_part",
    ),
    "no sheet": (
        lambda: zipped(parts_of(sheet_xml(ROW)) | {"xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'}),
        "FIL001",
        "no_sheets",
    ),
    "a sheet that is not there": (
        lambda: zipped({k: v for k, v in parts_of("").items() if k != SHEET}),
        "FIL001",
        "missing_part",
    ),
    "unfinished markup": (lambda: zipped(parts_of(sheet_xml(ROW)[:-20])), "FIL001", "damaged_part"),
    "many entries": (lambda: zipped({f"xl/{i}": "" for i in range(4100)}), "FIL004", "entries"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_workbooks_are_declined(case: str) -> None:
    make, code, reason = HOSTILE[case]
    assert declined(make()) == (code, reason)


def test_a_name_twice_in_the_zip_is_declined() -> None:
    content = io.BytesIO(zipped(parts_of(sheet_xml(ROW))))
    with zipfile.ZipFile(content, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(SHEET, sheet_xml(ROW.replace("甲", "乙")))
    assert declined(content.getvalue()) == ("FIL001", "duplicate_entry")


def test_wrong_checksums_are_declined(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        at = package.getinfo(SHEET).CRC.to_bytes(4, "little")
    assert declined(content.replace(at, b"\1\2\3\4"))[1] in {"damaged", "damaged_part"}


def test_encrypted_entries_are_declined(content: bytes) -> None:
    spoilt = bytearray(content)
    spoilt[spoilt.index(b"PK\x01\x02") + 8] |= 1
    assert declined(bytes(spoilt)) == ("FIL001", "locked_archive")


def test_limits_name_themselves(content: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        read("x.xlsx", content, limits=Limits(cells=3))
    assert (caught.value.reason, caught.value.params) == ("cells", {"limit": "cells", "allowed": 3})


def survives(content: bytes) -> None:
    """Only a Document or an UnreadableError may come out, within a second."""
    begun = time.process_time()
    try:
        document: Document | None = read("x.xlsx", content)
    except UnreadableError:
        document = None
    for grid in document.grids if document else ():
        for row, cells in grid.rows.items():
            grid.place(row, len(cells))
    assert time.process_time() - begun < 1


def test_mutants_of_a_workbook_are_read_or_declined(content: bytes) -> None:
    """Bytes of the zip itself, and digits and letters of its parts, are changed at random."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for _ in range(150):
        mutant = bytearray(content)
        for _ in range(CHANCE.randint(1, 4)):
            mutant[CHANCE.randrange(len(mutant))] = CHANCE.randrange(256)
        survives(bytes(mutant))
    for _ in range(150):
        name = CHANCE.choice([SHEET, SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"])
        part = bytearray(parts[name])
        for _ in range(CHANCE.randint(1, 4)):
            part[CHANCE.randrange(len(part))] = CHANCE.choice(b'0123456789ABCrstv"<>/ =')
        survives(zipped(parts | {name: bytes(part)}))


def test_the_bytes_of_a_cell_without_content_end_with_it() -> None:
    main = sheet_xml(f'{ROW}<row r="2"><c r="A2"/><c r="B2" s="0"></c><c r="C2"><v>1</v></c></row>')
    grid = read("a.xlsx", zipped(parts_of(main))).grids[0]
    spans = [grid.place(2, column).span for column in (1, 2, 3)]
    cells = [main.encode()[span.start : span.end] for span in spans if span is not None]
    assert cells == [b'<c r="A2"/>', b'<c r="B2" s="0"></c>', b'<c r="C2"><v>1</v></c>']


def test_asking_for_places_leaves_nothing_behind(content: bytes) -> None:
    """A run asks for thousands of places with the garbage collector at rest."""
    grid = read("a.xlsx", content).grids[0]
    row = next(iter(grid.rows))
    gc.collect()
    gc.disable()
    try:
        for _ in range(20):
            grid.place(row, 1)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_rows_out_of_order_are_put_in_order() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>甲{row}</t></is></c></row>' for row in (3, 1, 2))
    assert list(read("a.xlsx", zipped(parts_of(sheet_xml(rows)))).grids[0].rows) == [1, 2, 3]
