"""OpenDocument and XML spreadsheets: every text, merge and hidden part at its place; hostile files declined in good time."""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest
import tilings
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tilings import content_xml, opendocument

from indicator_lint.formats import read
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.sniff import sniff
from indicator_lint.model.document import UnreadableError
from indicator_lint.model.grid import Grid, Rectangle

SIMPLE = "<table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell></table:table-row>"


def sheets(body: str, styles: str = "") -> tuple[Grid, ...]:
    return read("表.ods", opendocument(body, styles=styles)).grids


def sheet(rows: str, before: str = "") -> Grid:
    return sheets(f'<table:table table:name="表">{before}{rows}</table:table>')[0]


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cell(content: str = "", attributes: str = "") -> str:
    paragraph = f"<text:p>{content}</text:p>" if content and "text:p" not in content else content
    return f"<table:table-cell {attributes}>{paragraph}</table:table-cell>"


def spoken(text: str) -> str:
    return cell(escape(text), 'office:value-type="string"' if text else "")


def shown(content: str, attributes: str = "") -> str:
    return sheet(row(cell(content, attributes), cell("|"))).text(1, 1)


def declined(content: bytes, limits: Limits | None = None) -> tuple[str, str]:
    begun = time.process_time()
    with pytest.raises(UnreadableError) as caught:
        read("x.ods", content, limits=limits or Limits())
    assert time.process_time() - begun < 8
    return caught.value.code, caught.value.reason


@given(st.integers(0, 2**32), st.integers(1, 7), st.integers(1, 7))
@settings(max_examples=60, deadline=None)
def test_any_layout_of_spans_reads_alike_from_every_format(seed: int, rows: int, columns: int) -> None:
    """Sheets of three formats are the same down to anchors; tables of two documents have the same rows and merges."""
    tiles = tilings.tiling(random.Random(seed), rows, columns)  # noqa: S311 - repeatable, not secret
    contents = (
        tilings.xlsx(tiles), opendocument(tilings.table(tiles)), content_xml(
            tilings.table(tiles), attributes=f'office:mimetype="{tilings.MIMETYPE}spreadsheet"'
        ).encode(), tilings.xml_workbook(tiles),
        tilings.html(tiles).encode(), opendocument(tilings.table(tiles), "text"),
    )  # fmt: skip
    first, *others = (read("x", content).grids[0] for content in contents)
    assert [tile for tile in tiles if first.text(tile.row, tile.column) != tile.text] == []
    for at, other in enumerate(others):
        if not other.merges and not other.rows:
            continue
        assert (other.rows, sorted(other.merges, key=str), other.anchors) == (
            first.rows, sorted(first.merges, key=str), first.anchors,
        )  # fmt: skip
        if at < 3:
            assert {(tile.row, tile.column): other.place(tile.row, tile.column).extent for tile in tiles} == {
                (tile.row, tile.column): first.place(tile.row, tile.column).extent for tile in tiles
            }


@given(st.lists(st.lists(st.sampled_from(("", "甲", "≥ 95%", "a&b")), max_size=6), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_values_are_those_that_calamine_sees(rows: list[list[str]]) -> None:
    content = opendocument(
        f'<table:table table:name="表">{"".join(row(*map(spoken, texts)) for texts in rows)}</table:table>'
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    theirs = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    grid = read("x.ods", content).grids[0]
    texts = {(r, c): text for r, cells in enumerate(theirs, start=1) for c, text in enumerate(cells, start=1) if text}
    assert {(r, c): text for r in grid.rows for c, text in grid.cells(r)} == texts


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<text:p>甲</text:p><text:p>乙</text:p>", "甲\n乙"), ("<text:p>甲</text:p><text:p/><text:p>乙</text:p>", "甲\n\n乙"),
        ("甲<text:line-break/>乙", "甲\n乙"), ("甲<text:tab/>乙", "甲\t乙"), ('甲<text:s text:c="3"/>乙', "甲   乙"),
        ("甲<text:s/> 乙", "甲  乙"), ("  甲 \n\t 乙  ", "甲 乙"), ("<text:s/>甲", " 甲"), ("甲<text:span>乙</text:span>", "甲乙"),
        ("<text:a>甲</text:a>", "甲"), ("&lt;a&gt;&#8805;", "<a>≥"), ("_x0041_", "_x0041_"),
        ("<text:ruby><text:ruby-base>绩</text:ruby-base><text:ruby-text>ji</text:ruby-text></text:ruby>效", "绩效"),
        ("<text:p>甲<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p></text:note-body></text:note></text:p>",
         "甲"),
        ("<text:p>甲</text:p><draw:frame><draw:text-box><text:p>图形</text:p></draw:text-box><svg:title>题</svg:title></draw:frame>",
         "甲"),
        ("<draw:custom-shape><text:p>形状</text:p></draw:custom-shape><text:p>甲</text:p>", "甲"),
    ],
)  # fmt: skip
def test_texts_are_as_shown(content: str, text: str) -> None:
    assert shown(content) == text


@pytest.mark.parametrize(
    ("content", "attributes", "text"),
    [
        ("95%", 'office:value-type="percentage" office:value="0.95"', "95%"),
        ("2024年12月31日", 'office:value-type="date" office:date-value="2024-12-31"', "2024年12月31日"),
        ("", 'office:value-type="float" office:value="82800.920000000013"', "82800.92"),
        ("", 'office:value-type="percentage" office:value="0.955"', "95.5%"),
        ("", 'office:value-type="boolean" office:boolean-value="true"', "TRUE"),
        ("", 'office:value-type="string" office:string-value="甲"', "甲"),
        ("", 'office:value-type="date" office:date-value="2024-12-31"', "2024-12-31"),
        ("", 'office:value-type="float" office:value="1e999"', ""),
        ("", 'office:value-type="float" office:value="x"', ""),
    ],
)
def test_values_without_a_text_are_shown_plainly(content: str, attributes: str, text: str) -> None:
    assert shown(content, attributes) == text


def test_formulas_and_errors_are_marked() -> None:
    formula = 'table:formula="of:=1"'
    grid = sheet(
        row(
            cell("", formula), cell("", f'{formula} office:value-type="float"'),
            cell("2", f'{formula} office:value-type="float" office:value="2"'),
            cell("", f'{formula} office:value-type="string" office:string-value=""'),
            cell("#DIV/0!", f'{formula} office:value-type="string" office:string-value="" calcext:value-type="error"'),
            cell("Err:502", f'{formula} office:value-type="float" office:value="0"'), cell("#N/A"),
        )
    )  # fmt: skip
    assert grid.exceptional == {(1, 1): "formula", (1, 2): "formula", (1, 5): "error", (1, 6): "error"}
    assert grid.rows == {1: ["", "", "2", "", "#DIV/0!", "Err:502", "#N/A"]}


def test_annotations_are_notes() -> None:
    note = "<office:annotation><dc:creator xmlns:dc='dc'>审核</dc:creator><text:p>请核实</text:p><text:p>单位</text:p></office:annotation>"
    grid = sheet(row(cell(f"{note}<text:p>甲</text:p>")))
    assert (grid.rows, grid.notes) == ({1: ["甲"]}, {(1, 1): "请核实\n单位"})


def test_repetitions_are_written_out_where_they_say_something() -> None:
    far = 'table:number-rows-repeated="1048572"'
    grid = sheet(
        row(cell("", 'table:number-columns-repeated="2"'), cell("乙", 'table:number-columns-repeated="2"'),
            cell("", 'table:number-columns-repeated="16380"'), attributes='table:number-rows-repeated="2"')
        + row(cell("", 'table:number-columns-repeated="16384"'), attributes=far) + row(cell("丙")) + row(cell())
    )  # fmt: skip
    assert grid.rows == {1: ["", "", "乙", "乙"], 2: ["", "", "乙", "乙"], 1_048_575: ["丙"]}
    assert grid.place(1_048_575, 1).display == "表!A1048575"
    assert grid.rows[1] is not grid.rows[2]


def test_covered_cells_show_what_covers_them() -> None:
    grid = sheet(
        row(cell("甲", 'table:number-rows-spanned="2" table:number-columns-spanned="2"'),
            '<table:covered-table-cell table:number-columns-repeated="1"/>', cell("乙"))
        + row("<table:covered-table-cell><text:p>被盖住</text:p></table:covered-table-cell>", "<table:covered-table-cell/>", cell("丙"))
    )  # fmt: skip
    assert grid.rows == {1: ["甲", "", "乙"], 2: ["", "", "丙"]}
    assert (grid.merges, grid.text(2, 2), grid.place(2, 2).extent) == ((Rectangle(1, 1, 2, 2),), "甲", "A1:B2")


def test_hidden_rows_columns_and_sheets_are_flagged() -> None:
    columns = (
        "<table:table-column/><table:table-header-columns><table:table-column table:visibility='collapse'/></table:table-header-columns>"
        "<table:table-column-group table:display='false'><table:table-column table:number-columns-repeated='16382'/>"
        "</table:table-column-group>"
    )
    rows = (
        "<table:table-header-rows>" + row(cell("1"), cell("2"), cell("3"), cell("4")) + "</table:table-header-rows>"
        + row(cell("a"), attributes='table:visibility="filter" table:number-rows-repeated="2"')
        + "<table:table-row-group table:display='false'><table:table-row-group>" + row(cell("b")) + "</table:table-row-group>"
        + "</table:table-row-group>" + row(cell("c"))
        + row(cell(), attributes='table:visibility="collapse" table:number-rows-repeated="1048571"')
    )  # fmt: skip
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table"><style:table-properties table:display="{shown}"/></style:style>'
        for name, shown in (("ta1", "true"), ("ta2", "false"))
    )
    grids = sheets(
        f'<table:table table:name="表" table:style-name="ta1">{columns}{rows}</table:table>'
        f'<table:table table:name="隐藏" table:style-name="ta2">{SIMPLE}</table:table>'
        f"<table:table table:name=\"'file:///c:/a.ods'#x\" table:style-name='ta2'>{SIMPLE}</table:table>",
        styles,
    )
    assert [(grid.name, grid.hidden) for grid in grids] == [("表", False), ("隐藏", True)]
    assert (set(grids[0].hidden_rows), set(grids[0].hidden_columns)) == ({2, 3, 4}, {2, 3, 4})
    assert list(grids[0].rows) == [1, 2, 3, 4, 5]


def test_what_was_deleted_or_stands_beside_is_no_cell() -> None:
    deleted = f"<table:tracked-changes><table:deletion>{cell('删')}</table:deletion></table:tracked-changes>"
    hints = "<table:content-validations><table:help-message><text:p>提示</text:p></table:help-message></table:content-validations>"
    shapes = "<table:shapes><draw:frame><draw:text-box><text:p>图</text:p></draw:text-box></draw:frame></table:shapes>"
    (grid,) = sheets(f'{deleted}{hints}<table:table table:name="表">{shapes}{SIMPLE}</table:table>')
    assert grid.rows == {1: ["甲"]}


def test_texts_flow_around_their_tables() -> None:
    tracked = "<text:tracked-changes><text:deletion><text:p>删去</text:p></text:deletion></text:tracked-changes>"
    box = "<text:p>锚<draw:frame><draw:text-box>{}</draw:text-box><svg:desc>说明</svg:desc></draw:frame></text:p>"
    body = (
        f"{tracked}<text:h>设备购置类</text:h><text:section><text:list><text:list-item><text:p>一、说明"
        "<office:annotation><text:p>批注</text:p></office:annotation></text:p></text:list-item></text:list></text:section>"
        "<text:section text:display='none'><text:p>不显示</text:p></text:section>"
        f"{tilings.table(tilings.tiles_of([['名称', '单位'], ['购置数量', '台']]))}"
        + box.format(tilings.table(tilings.tiles_of([["a", "b"], ["c", "d"]]))) + "<text:p>尾</text:p>"
    )  # fmt: skip
    document = read("x.odt", opendocument(body, "text"))
    assert (document.format, [(grid.name, grid.rows) for grid in document.grids]) == (
        "odt",
        [
            ("表1", {-2: ["设备购置类"], -1: ["一、说明"], 1: ["名称", "单位"], 2: ["购置数量", "台"]}),
            ("表2", {1: ["a", "b"], 2: ["c", "d"]}),
            ("正文", {1: ["锚"], 2: ["尾"]}),
        ],
    )
    assert document.grids[0].place(2, 1).display == "表1!r2c1"


def test_rows_of_a_text_may_repeat() -> None:
    body = (
        "<table:table>" + row(cell("甲"), cell("乙"), attributes='table:number-rows-repeated="2"')
        + row(cell(), attributes='table:number-rows-repeated="3"')
        + row(cell("丙", 'table:number-columns-repeated="2"'), cell("丁")) + "</table:table>"
    )  # fmt: skip
    grid = read("x.odt", opendocument(body, "text")).grids[0]
    assert grid.rows == {1: ["甲", "乙"], 2: ["甲", "乙"], 6: ["丙", "丙", "丁"]}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (opendocument(SIMPLE), "ods"), (opendocument("", "text"), "odt"), (opendocument("", "presentation"), "ppt"),
        (opendocument("", "drawing", mimetype=f"{tilings.MIMETYPE}graphics"), "odg"),
        (opendocument("", "spreadsheet", mimetype=f"{tilings.MIMETYPE}spreadsheet-template"), "ods"),
        (opendocument("", "text", mimetype=""), "odt"), (opendocument("", "spreadsheet", mimetype="x"), "ods"),
        (content_xml("", attributes=f'office:mimetype="{tilings.MIMETYPE}text"').encode(), "odt"),
        (content_xml("", attributes=f'office:mimetype="{tilings.MIMETYPE}presentation"').encode(), "ppt"),
        (tilings.xml_workbook(tilings.tiles_of([["a"]])), "spreadsheetml"),
        (b"<?xml version='1.0'?><data/>", "xml"),
        ("\n<!-- x -->\n<TABLE>".encode("utf-16"), "html"), (b"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>", "html"),
        (b"X: MIME-Version: 1.0\n\nContent-Type: text/html\n", "text"), (b"<!DOCTYPE html SYSTEM 'about:legacy-compat'>", "html"),
        (b"<?xml version='1.0'?><?x y?><html><td>", "html"),
    ],
)  # fmt: skip
def test_kinds_are_told_apart_by_content(content: bytes, kind: str) -> None:
    assert sniff(content) == kind


def test_encrypted_documents_are_said_to_be() -> None:
    """Every part as LibreOffice does it up to version 24.2, or the whole package as later ones do."""
    manifest = '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    assert declined(opendocument(SIMPLE, **{"META-INF/manifest.xml": manifest})) == ("FIL001", "encrypted")
    parts = {"mimetype": f"{tilings.MIMETYPE}spreadsheet", "encrypted-package": "x", "META-INF/manifest.xml": manifest}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    assert declined(content.getvalue()) == ("FIL001", "encrypted")


def whole(rows: str, before: str = "") -> bytes:
    return opendocument(f"{before}<table:table>{rows}</table:table>")


def times(rows: int, columns: int, content: str = "甲", spans: str = "") -> bytes:
    return whole(
        row(
            cell(content, f'table:number-columns-repeated="{columns}" {spans}'),
            attributes=f'table:number-rows-repeated="{rows}"',
        )
    )


HOSTILE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a value everywhere": (lambda: times(1_048_576, 1_024), "FIL004", "cells"),
    "a value without end": (lambda: times(10**30, 10**30), "FIL004", "cells"),
    "a value down too far": (lambda: times(1_048_577, 1), "FIL004", "cells"),
    "a value too far right": (lambda: times(1, 16_385), "FIL004", "columns"),
    "a note everywhere": (
        lambda: times(1_048_576, 16, "<office:annotation><text:p>注</text:p></office:annotation>"), "FIL004", "cells",
    ),
    "rows that come again": (lambda: times(10_002, 6), "FIL004", "repeats"),
    "rows that come again on many sheets": (
        lambda: opendocument("".join(
            f'<table:table table:name="{n}">'
            + row(cell("甲"), cell("乙"), attributes='table:number-rows-repeated="1002"') + "</table:table>"
            for n in range(10)
        )), "FIL004", "repeats",
    ),
    "merges everywhere": (lambda: times(70_000, 1, "", 'table:number-columns-spanned="2"'), "FIL004", "merges"),
    "far cells": (
        lambda: whole(row(cell("", 'table:number-columns-repeated="16383"'), cell("甲")) * 1_100), "FIL004", "slots",
    ),
    "a large merge": (
        lambda: whole(row(cell("甲", 'table:number-rows-spanned="99999999" table:number-columns-spanned="9999999"'))
                      + row(cell("", 'table:number-columns-repeated="16383"'), cell("乙")) * 200), "FIL004", "merged_area",
    ),
    "a long text": (lambda: whole(row(cell("甲" * 40_000))), "FIL004", "cell_characters"),
    "long spaces": (lambda: whole(row(cell('<text:s text:c="99999999999"/>' * 40))), "FIL004", "cell_characters"),
    "deep": (lambda: whole(row(cell("<text:span>" * 100 + "</text:span>" * 100))), "FIL004", "depth"),
    "a document type": (
        lambda: opendocument("", **{"content.xml": f'<!DOCTYPE x [<!ENTITY a "aa">]>{content_xml("")[38:]}'}), "FIL001", "doctype",
    ),
    "a flat document type": (
        lambda: content_xml("", attributes=f'office:mimetype="{tilings.MIMETYPE}spreadsheet"').replace(
            "?>", '?><!DOCTYPE x [<!ENTITY a "aa">]>', 1).encode(), "FIL001", "doctype",
    ),
    "nothing": (lambda: opendocument(""), "FIL001", "no_sheets"),
    "no content": (lambda: opendocument("").replace(b"content.xml", b"contents.ml"), "FIL001", "missing_part"),
    "broken": (lambda: opendocument("", **{"content.xml": content_xml("")[:-9]}), "FIL001", "damaged_part"),
    "nested tables": (
        lambda: opendocument("<table:table><table:table-row><table:table-cell>" * 17
                             + "</table:table-cell></table:table-row></table:table>" * 17, "text"), "FIL004", "nesting",
    ),
    "rows of a text without end": (
        lambda: opendocument("<table:table>" + row(cell("甲"), attributes='table:number-rows-repeated="99999999"')
                             + "</table:table>", "text"), "FIL004", "blocks",
    ),
    "cells of a text without end": (
        lambda: opendocument("<table:table>" + row(cell("甲", 'table:number-columns-repeated="99999999"'))
                             + "</table:table>", "text"), "FIL004", "blocks",
    ),
    "an XML row too far": (
        lambda: tilings.xml_workbook([tilings.Tile(1_048_577, 1, 1, 1, "甲"), tilings.Tile(1, 1, 1, 1, "")]), "FIL004", "rows",
    ),
    "an XML column too far": (lambda: tilings.xml_workbook([tilings.Tile(1, 16_385, 1, 1, "甲")]), "FIL004", "columns"),
    "an XML row of nonsense": (
        lambda: tilings.xml_workbook(tilings.tiles_of([["甲"]])).replace(b'Row ss:Index="1"', b'Row ss:Index="x"'),
        "FIL001", "reference",
    ),
    "an XML row that steps back": (
        lambda: tilings.xml_workbook(tilings.tiles_of([["甲"], ["乙"]])).replace(b'Row ss:Index="2"', b'Row ss:Index="1"'),
        "FIL001", "reference",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_documents_are_declined(case: str) -> None:
    make, code, reason = HOSTILE[case]
    assert declined(make()) == (code, reason)


def test_a_column_of_one_value_is_read() -> None:
    begun = time.process_time()
    grid = read("x.ods", times(300_000, 1)).grids[0]
    assert (len(grid.rows), grid.text(300_000, 1)) == (300_000, "甲")
    assert time.process_time() - begun < 8


XML_BOOK = f"""<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="{tilings.EXCEL}" xmlns:ss="{tilings.EXCEL}" xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:html="http://www.w3.org/TR/REC-html40"><Styles>
 <Style ss:ID="p"><NumberFormat ss:Format="0%"/></Style><Style ss:ID="q"><NumberFormat ss:Format="Percent"/></Style>
 <Style ss:ID="d"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/></Style></Styles>
<Worksheet ss:Name="申报表"><Table ss:ExpandedColumnCount="9"><Column ss:Index="2" ss:Hidden="1" ss:Span="1"/><Column ss:Hidden="1"/>
<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">甲</Data><Comment><ss:Data>请<html:B>核实</html:B></ss:Data></Comment></Cell>
 <Cell><Data ss:Type="Number">12</Data></Cell><Cell ss:StyleID="p"><Data ss:Type="Number">0.95</Data></Cell></Row>
<Row ss:Index="3" ss:Hidden="1"><Cell ss:StyleID="q"><Data ss:Type="Number">0.5</Data></Cell>
 <Cell ss:Index="4" ss:StyleID="d"><Data ss:Type="DateTime">2024-12-31T00:00:00.000</Data></Cell>
 <Cell><Data ss:Type="DateTime">2024-12-31T00:00:00.000</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell></Row>
<Row ss:Span="2"/>
<Row><Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell><Cell ss:Formula="=A1"/>
 <Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>产出</B><Font>指标</Font></ss:Data></Cell></Row>
</Table><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"/></Worksheet>
<Worksheet ss:Name="隐藏"><Table/><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible>
</WorksheetOptions></Worksheet><Worksheet ss:Name="内部"><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">
<Visible>SheetVeryHidden</Visible></WorksheetOptions></Worksheet></Workbook>"""


def test_xml_spreadsheets_of_excel_2003_are_read() -> None:
    document = read("表.xls", XML_BOOK.encode())
    grid, hidden = document.grids
    assert (document.format, grid.name, hidden.name, hidden.hidden) == ("xml", "申报表", "隐藏", True)
    assert grid.rows == {
        1: ["甲", "", "12", "95%"],
        3: ["50.00%", "", "", "2024年12月", "2024/12/31", "TRUE"],
        7: ["#DIV/0!", "", "产出指标"],
    }
    assert (grid.merges, grid.notes) == ((Rectangle(1, 1, 1, 2),), {(1, 1): "请核实"})
    assert grid.exceptional == {(7, 1): "error", (7, 2): "formula"}
    assert (set(grid.hidden_rows), set(grid.hidden_columns)) == ({3}, {2, 3, 4})
