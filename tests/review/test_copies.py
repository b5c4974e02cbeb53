"""The review copy of a workbook: its own sheets are what they were but for grounds and notes, and four sheets stand behind them."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from reviewbooks import VIEW, at, finding, plain, report, rich, usual

from indicator_lint.formats import read
from indicator_lint.formats.rawzip import raw_entries
from indicator_lint.model.rule import Severity
from indicator_lint.review.copying import copy_path, review_copy

NOTED = re.compile(rb'<legacyDrawing [^>]*r:id="rIdL[0-9]+"/>')
STYLE = re.compile(rb'(<c r="(?:C3|E4|C5|E5|A1)"(?: s="[0-9]+")?)')
SHEETS = ["检查结果", "统计", "未评估", "规则说明", "indicator-lint"]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def copied(content: bytes, path: str = "表.xlsx") -> bytes:
    document, found = usual(path, content)
    return review_copy(report(document, found), content, f"{path}.审阅.xlsx", VIEW)


def opened(content: bytes) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells what it does not know of rich workbooks
        return openpyxl.load_workbook(io.BytesIO(content))


def bare(sheet: bytes) -> bytes:
    """A sheet without what a review copy may change: the looks of the found cells, and where their notes are."""
    return STYLE.sub(rb"<found", NOTED.sub(b"", sheet))


@pytest.fixture(scope="module")
def richly() -> tuple[bytes, bytes]:
    content = rich()
    return content, copied(content)


def test_every_part_stays_but_for_those_that_must_grow(richly: tuple[bytes, bytes]) -> None:
    """Compressed bytes and all: pictures, charts, drawings, the theme, the other sheet; nothing is lost."""
    before, after = map(raw_entries, richly)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "xl/worksheets/sheet1.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    assert list(after)[: len(before)] == list(before)
    assert sorted(set(after) - set(before)) == [f"xl/worksheets/review{number}.xml" for number in range(1, 6)]


def test_only_the_looks_of_found_cells_change_on_a_sheet(richly: tuple[bytes, bytes]) -> None:
    before, after = (parts(each)["xl/worksheets/sheet1.xml"] for each in richly)
    assert bare(before) == bare(after)
    assert before != after


def test_styles_are_added_behind_those_that_are_there(richly: tuple[bytes, bytes]) -> None:
    """A found cell keeps its border, font and format; each number means what it meant."""
    before, after = (ET.fromstring(parts(each)["xl/styles.xml"]) for each in richly)  # noqa: S314 - our own
    for name in ("fonts", "fills", "borders", "cellXfs"):
        old, new = (next(each for each in root if each.tag.endswith(f"}}{name}")) for root in (before, after))
        assert [ET.tostring(each) for each in new][: len(old)] == [ET.tostring(each) for each in old]
        assert int(new.get("count", 0)) == len(new) > len(old)
    book = opened(richly[1])
    cell = book.worksheets[0]["C3"]
    assert (cell.border.left.style, cell.alignment.wrap_text, cell.fill.fgColor.rgb) == ("thin", True, "FFFCEFC9")
    assert book.worksheets[0]["E4"].fill.fgColor.rgb == "FFF9DEDC"
    assert book.worksheets[0]["C5"].fill.fgColor.rgb == "FFF9DEDC"
    assert book.worksheets[0]["D3"].fill.fill_type is None


def test_notes_say_what_was_found_and_spare_those_of_people(richly: tuple[bytes, bytes]) -> None:
    sheet = opened(richly[1]).worksheets[0]
    assert sheet["C3"].comment.text.startswith("TXT001 词语中间有空格（警告）\n“购置 设备数量”有问题\n原因：")
    assert "建议：购置设备数量" in sheet["C3"].comment.text
    assert sheet["C3"].comment.author == "indicator-lint"
    theirs = sheet["C5"].comment
    assert theirs.author == "老王"
    assert theirs.text.startswith("老王：这里再核一下\n————\nTXT001")
    assert "NAM004" in theirs.text
    boxes = parts(richly[1])["xl/drawings/vmlDrawing1.vml"]
    assert len(re.findall(rb'ObjectType="Note"', boxes)) == 4
    assert boxes.startswith(parts(richly[0])["xl/drawings/vmlDrawing1.vml"].removesuffix(b"</xml>").rstrip())


@pytest.mark.parametrize("content", [rich(), plain()], ids=["rich", "plain"])
def test_what_the_sheets_say_is_what_they_said(content: bytes) -> None:
    """Texts, notes, formats, merges: read by us, nothing but notes is new."""
    before, after = read("表.xlsx", content), read("表.xlsx", copied(content))
    for one, other in zip(before.grids, after.grids, strict=False):
        assert (one.name, one.rows, one.merges, one.exceptional) == (
            other.name,
            other.rows,
            other.merges,
            other.exceptional,
        )
    assert [grid.name for grid in after.grids[len(before.grids) :]] == SHEETS
    assert after.grids[-1].hidden


def test_the_findings_stand_on_a_sheet_to_decide_in(richly: tuple[bytes, bytes]) -> None:
    book = opened(richly[1])
    assert book.sheetnames == ["绩效 表'1", "说明", *SHEETS]
    assert book.active.title == "绩效 表'1"
    sheet = book["检查结果"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.max_row == 7
    assert sheet.cell(3, columns["位置"]).hyperlink.location == "'绩效 表''1'!C3"
    assert sheet.cell(2, columns["位置"]).hyperlink is None
    (choice,) = sheet.data_validations.dataValidation
    assert (choice.formula1, choice.type) == ('"接受,驳回,已改"', "list")
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["C"].hidden
    assert book["indicator-lint"].sheet_state == "hidden"
    assert book.defined_names["合计"].attr_text == "'绩效 表''1'!$G$3"
    assert sheet.print_title_rows == "$1:$1"


def test_no_text_becomes_a_formula() -> None:
    content = plain()
    document, _ = usual("表.xlsx", content)
    found = finding(at(document, 3, 3), "=HYPERLINK(1)", new="=cmd|x")
    book = opened(review_copy(report(document, [found]), content, "x.审阅.xlsx", VIEW))
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_cell_that_is_not_there_yet_is_marked_too() -> None:
    """An empty cell of a row has no element of its own; a row that is not there at all is left alone."""
    content = plain()
    document, _ = usual("表.xlsx", content)
    found = [
        finding(at(document, 4, 7), "", "UNI001", severity=Severity.ERROR),
        finding(at(document, 90, 2), "", "UNI001"),
    ]
    sheet = opened(review_copy(report(document, found), content, "x.审阅.xlsx", VIEW)).worksheets[0]
    assert sheet["G4"].fill.fgColor.rgb == "FFF9DEDC"
    assert sheet["G4"].comment is not None


def rewritten(
    content: bytes, change: Mapping[str, tuple[str, str]], more: Mapping[str, bytes], drop: str = "\0"
) -> bytes:
    """A workbook with some parts written in another way."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, part in {**parts(content), **more}.items():
            if drop not in name:
                old, new = change.get(name, ("", ""))
                assert old.encode() in part
                package.writestr(name, part.replace(old.encode(), new.encode()) if old else part)
    return out.getvalue()


def test_macros_are_left_out() -> None:
    """The copy has the name of a plain workbook, so it has to be one."""
    plain_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    relation = '<Relationship Id="rIdV" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>'
    changes = {
        "[Content_Types].xml": (plain_type, "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        "xl/_rels/workbook.xml.rels": ("</Relationships>", f"{relation}</Relationships>"),
    }
    content = rewritten(plain(), changes, {"xl/vbaProject.bin": b"macro"})
    made = parts(copied(content, "表.xlsm"))
    assert not any("vba" in name for name in made)
    assert plain_type.encode() in made["[Content_Types].xml"]
    assert b"vba" not in made["xl/_rels/workbook.xml.rels"]
    assert opened(copied(content)).sheetnames == ["表", *SHEETS]


def test_a_workbook_with_prefixes_is_extended_in_its_own_way() -> None:
    content = plain()
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"):
        part = re.sub(rb"<(/?)(?=[a-z])", rb"<\1x:", parts(content)[name])
        part = part.replace(b'xmlns="http', b'xmlns:x="http').replace(b"<x:?xml", b"<?xml")
        content = rewritten(content, {}, {name: part})
    made = copied(content)
    book = opened(made)
    assert book.sheetnames == ["表", *SHEETS]
    assert book.worksheets[0]["C3"].fill.fgColor.rgb == "FFFCEFC9"
    assert "TXT001" in book.worksheets[0]["C3"].comment.text


def test_alternatives_ahead_of_the_sheets_mislead_nobody() -> None:
    """As Excel writes them: what it must find behind the sheets is not put in front of them."""
    ahead = '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"/>'
    content = rewritten(
        plain(),
        {
            "xl/workbook.xml": ("<bookViews>", f"{ahead}<bookViews>"),
            "xl/worksheets/sheet1.xml": ("<sheetData>", f"{ahead}<sheetData>"),
        },
        {},
    )
    content = rewritten(content, {"xl/workbook.xml": ("<definedNames/>", "")}, {})
    made = parts(copied(content))
    workbook, sheet = made["xl/workbook.xml"], made["xl/worksheets/sheet1.xml"]
    assert workbook.index(b"</sheets>") < workbook.index(b"<definedNames>") < workbook.index(b"<calcPr")
    assert sheet.index(b"</sheetData>") < sheet.index(b"<legacyDrawing")


def test_a_workbook_without_styles_gets_some() -> None:
    content = rewritten(plain(), {}, {}, drop="styles")
    relations = parts(content)["xl/_rels/workbook.xml.rels"]
    types = parts(content)["[Content_Types].xml"]
    content = rewritten(
        content,
        {},
        {
            "xl/_rels/workbook.xml.rels": re.sub(rb"<Relationship [^>]*styles[^>]*/>", b"", relations),
            "[Content_Types].xml": re.sub(rb"<Override [^>]*styles[^>]*/>", b"", types),
        },
    )
    assert opened(copied(content)).worksheets[0]["C3"].fill.fgColor.rgb == "FFFCEFC9"


def test_where_people_talk_nothing_is_added_to_what_they_say() -> None:
    """A threaded comment is written anew from its thread: what stood below it would be lost."""
    content = rich()
    relations = "xl/worksheets/_rels/sheet1.xml.rels"
    address = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    relation = (
        f'<Relationship Id="rIdT" Type="{address}" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    )
    thread = b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"/>'
    content = rewritten(
        content,
        {relations: ("</Relationships>", relation)},
        {"xl/threadedComments/threadedComment1.xml": thread},
    )
    sheet = opened(copied(content)).worksheets[0]
    assert sheet["C5"].comment.text == "老王：这里再核一下"
    assert sheet["C5"].fill.fgColor.rgb == "FFF9DEDC"
    assert "TXT001" in sheet["C3"].comment.text


def test_a_signed_workbook_is_laid_out_anew() -> None:
    """What carries a signature must be what was signed."""
    content = rewritten(plain(), {}, {"_xmlsignatures/sig1.xml": b"<s/>"})
    made = copied(content)
    assert not any("signature" in name for name in parts(made))
    assert opened(made).sheetnames == ["表", *SHEETS]


def test_names_that_are_taken_are_not_taken_twice() -> None:
    content = plain("表", "检查结果", "规则说明")
    book = opened(copied(content))
    assert book.sheetnames == [
        "表",
        "检查结果",
        "规则说明",
        "检查结果(2)",
        "统计",
        "未评估",
        "规则说明(2)",
        "indicator-lint",
    ]
    assert book["检查结果(2)"].print_title_rows == "$1:$1"


def test_the_same_input_gives_the_same_bytes() -> None:
    content = plain()
    assert copied(content) == copied(content)


def test_a_copy_lies_beside_its_file() -> None:
    assert copy_path("报送/绩效.表.xlsx") == "报送/绩效.表.审阅.xlsx"
