"""Cells of OpenDocument spreadsheets rewritten: the cell says what it should, all others and all other bytes stay."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tilings import content_xml, opendocument

from indicator_lint.formats import read
from indicator_lint.formats.patching import patch, spliced
from indicator_lint.formats.rawzip import raw_entries
from indicator_lint.model.document import Document
from indicator_lint.model.finding import Edit
from indicator_lint.model.grid import Position

TEXTS = st.text(alphabet="设备率 甲a<&\t\n%", max_size=5)
STRING = 'office:value-type="string"'


def cell(text: str, attributes: str = STRING) -> str:
    lines = [
        escape(line).replace("\t", "<text:tab/>").replace("  ", ' <text:s text:c="1"/>') for line in text.split("\n")
    ]
    inside = "".join(f"<text:p>{line}</text:p>" for line in lines) if text else ""
    return f"<table:table-cell {attributes}>{inside}</table:table-cell>" if text else "<table:table-cell/>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods(*rows: str, attributes: str = "") -> bytes:
    other = f'<table:table table:name="附">{row(cell("附注"))}</table:table>'
    return opendocument(f'<table:table table:name="表" {attributes}>{"".join(rows)}</table:table>{other}')


def edits(document: Document, wanted: Mapping[Position, str]) -> list[Edit]:
    grid = document.grids[0]
    return [Edit("name", 1, grid.place(*at), grid.text(*at), new) for at, new in wanted.items()]


def edited(content: bytes, wanted: Mapping[Position, str], path: str = "表.ods") -> tuple[bytes, list[str]]:
    document = read(path, content)
    made = patch(document, content, edits(document, wanted))
    return spliced(content, made.splices), [each.reason for each in made.refused]


def texts(content: bytes, rows: int, columns: int, path: str = "表.ods") -> dict[Position, str]:
    grid = read(path, content).grids[0]
    return {(r, c): grid.text(r, c) for r in range(1, rows + 1) for c in range(1, columns + 1)}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(st.tuples(TEXTS, st.integers(1, 3)), min_size=1, max_size=3), st.integers(1, 3)),
        min_size=1,
        max_size=3,
    ),
    st.dictionaries(st.tuples(st.integers(1, 9), st.integers(1, 9)), TEXTS, max_size=4),
)
def test_repeated_cells_and_rows_are_parted_where_one_of_them_changes(
    drawn: list[tuple[list[tuple[str, int]], int]], wanted: dict[Position, str]
) -> None:
    """However cells and rows stand for several, read again only those that were asked for say something else."""
    rows = [
        row(
            *(cell(text, f'{STRING} table:number-columns-repeated="{times}"') for text, times in cells),
            cell("末"),
            attributes=f'table:number-rows-repeated="{below}"',
        )
        for cells, below in drawn
    ]
    content = ods(*rows)
    before = texts(content, 9, 10)
    there = {at for at, text in before.items() if text or any(before[at[0], c] for c in range(at[1], 11))}
    wanted = {at: new for at, new in wanted.items() if at in there}
    after, refused = edited(content, wanted)
    assert not refused
    assert texts(after, 9, 10) == before | wanted
    assert read("表.ods", after).grids[1].rows == {1: ["附注"]}


def test_other_entries_and_other_cells_keep_their_bytes() -> None:
    content = ods(
        row(cell("指标名称"), cell("购置 设备", f'{STRING} table:style-name="ce1"')), row(cell("甲"), cell("乙"))
    )
    after, _ = edited(content, {(1, 2): "购置设备"})
    before, kept = raw_entries(content), raw_entries(after)
    assert {name for name in before if before[name] != kept[name]} == {"content.xml"}
    first, last = (zipfile.ZipFile(io.BytesIO(each)).read("content.xml").decode() for each in (content, after))
    start, end = first.index("<table:table-cell", first.index("指标名称")), first.index("</table:table-row>")
    assert last.startswith(first[:start])
    assert last.endswith(first[end:])
    assert 'table:style-name="ce1"' in last
    assert CalamineWorkbook.from_filelike(io.BytesIO(after)).get_sheet_by_index(0).to_python() == [
        ["指标名称", "购置设备"],
        ["甲", "乙"],
    ]


@pytest.mark.parametrize("new", ["  两边 空 ", "一\t二", "甲\n\n乙", "<&>", ""])
def test_blanks_and_breaks_are_spelt_out(new: str) -> None:
    after, refused = edited(ods(row(cell("旧"), cell("末"))), {(1, 1): new})
    assert (texts(after, 1, 1), refused) == ({(1, 1): new}, [])


def test_notes_stay_with_their_cell() -> None:
    note = "<office:annotation><text:p>老王：核一下</text:p></office:annotation>"
    noted = f"<table:table-cell {STRING}>{note}<text:p>购置 设备</text:p></table:table-cell>"
    after, _ = edited(ods(row(noted, cell("末"))), {(1, 1): "购置设备"})
    grid = read("表.ods", after).grids[0]
    assert (grid.text(1, 1), grid.notes[1, 1]) == ("购置设备", "老王：核一下")


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (f'<table:table-cell table:formula="of:=1" {STRING}><text:p>旧文</text:p></table:table-cell>', "formula"),
        (
            '<table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>',
            "number",
        ),
        (f"<table:table-cell {STRING}><text:p>旧<text:span>文</text:span></text:p></table:table-cell>", "formatted"),
        (f'<table:table-cell {STRING} office:string-value="旧文"/>', "structure"),
    ],
)
def test_cells_that_hold_more_than_a_text_are_left_alone(markup: str, reason: str) -> None:
    content = ods(row(markup, cell("末")))
    assert edited(content, {(1, 1): "新"}) == (content, [reason])
    assert edited(content, {(1, 1): "新\x0b"})[1] in (["control"], [reason])


def test_protected_hidden_signed_and_tracked_sheets_are_left_alone() -> None:
    content = ods(row(cell("旧")), attributes='table:protected="true"')
    assert edited(content, {(1, 1): "新"}) == (content, ["locked"])
    content = opendocument(f'<table:tracked-changes/><table:table table:name="表">{row(cell("旧"))}</table:table>')
    assert edited(content, {(1, 1): "新"}) == (content, ["tracked"])
    signed = io.BytesIO(ods(row(cell("旧"))))
    with zipfile.ZipFile(signed, "a") as package:
        package.writestr("META-INF/documentsignatures.xml", "<s/>")
    assert edited(signed.getvalue(), {(1, 1): "新"}) == (signed.getvalue(), ["signed"])


def test_flat_files_are_edited_like_zipped_ones() -> None:
    body = f'<table:table table:name="表">{row(cell("购置 设备"), cell("台"))}</table:table>'
    mimetype = 'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
    whole = content_xml(body).replace("office:document-content", "office:document")
    flat = whole.replace("<office:document ", f"<office:document {mimetype} ", 1).encode()
    after, refused = edited(flat, {(1, 1): "购置设备"}, "表.fods")
    assert (texts(after, 1, 2, "表.fods"), refused) == ({(1, 1): "购置设备", (1, 2): "台"}, [])
    assert after == flat.replace("购置 设备".encode(), "购置设备".encode())
