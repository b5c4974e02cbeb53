"""What is not changed in a workbook, and the reason that is given."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Protection
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table
from sheetfiles import HEAD, MAIN, SHEET, parts_of, saved, sheet_xml, zipped

from indicator_lint.formats import read
from indicator_lint.formats.patching import patch, spliced
from indicator_lint.model.finding import Edit
from indicator_lint.model.location import Location
from indicator_lint.model.patch import Patch
from indicator_lint.reports.words import WORDS


def patched(content: bytes, ref: str, old: str, new: str, sheet: str = "表") -> tuple[Patch, bytes]:
    """The patch that one edit makes, and the file with it."""
    document = read("表.xlsx", content)
    column, row = ord(ref[0]) - ord("A") + 1, int(ref[1:])
    edit = Edit("name", None, Location(sheet, ref, ref, row, column), old, new)
    made = patch(document, content, [edit])
    return made, spliced(content, made.splices)


def reason(content: bytes, ref: str, old: str, new: str = "新", sheet: str = "表") -> str:
    """Why an edit is not made; empty where it is."""
    made, after = patched(content, ref, old, new, sheet)
    assert bool(made.refused) == (not made.splices)
    if made.refused:
        assert after == content
        assert f"refused_{made.refused[0].reason}" in WORDS
        return made.refused[0].reason
    grid = next(grid for grid in read("表.xlsx", after).grids if grid.name == sheet)
    assert grid.text(int(ref[1:]), ord(ref[0]) - ord("A") + 1) == new
    return ""


def book(cells: Mapping[str, Any], **protect: bool) -> tuple[Workbook, Any]:
    made = Workbook()
    sheet: Any = made.worksheets[0]
    sheet.title = "表"
    for ref, value in cells.items():
        sheet[ref] = value
    sheet.protection.sheet = protect.get("protected", False)
    return made, sheet


def test_a_cell_that_changed_since() -> None:
    content = saved(book({"A1": "甲"})[0])
    assert reason(content, "A1", "乙") == "changed"
    assert reason(content, "A1", "甲", sheet="别的") == "changed"
    assert reason(content, "A1", "甲") == ""


def test_a_formula_and_what_it_spills_to() -> None:
    made, sheet = book({"A1": "甲", "B1": "=A1"})
    sheet["C1"] = ArrayFormula("C1:C2", "=A1:A2")
    content = saved(made)
    assert reason(content, "B1", "") == "formula"
    assert reason(content, "C1", "") == "spilled"
    assert reason(content, "C2", "") == "spilled"


def test_locked_cells_of_a_protected_sheet() -> None:
    made, sheet = book({"A1": "甲", "A2": "乙"}, protected=True)
    sheet["A2"].protection = Protection(locked=False)
    content = saved(made)
    assert reason(content, "A1", "甲") == "locked"
    assert reason(content, "A2", "乙") == ""


def test_cells_covered_by_a_merged_one() -> None:
    made, sheet = book({"A1": "甲", "C2": "丙"})
    sheet.merge_cells("A1:B2")
    sheet.merge_cells("A4:B4")
    content = saved(made)
    assert reason(content, "B2", "甲") == "covered"
    assert reason(content, "B4", "") == "covered"
    assert reason(content, "A1", "甲") == ""


def test_hidden_sheets() -> None:
    made, sheet = book({"A1": "甲"})
    made.create_sheet("明")
    sheet.sheet_state = "hidden"
    made.active = 1
    assert reason(saved(made), "A1", "甲") == "hidden"


def test_heads_of_excel_tables() -> None:
    """Their names stand in the table's definition too: Excel calls a workbook damaged where both differ."""
    made, sheet = book({"A1": "名", "B1": "数", "A2": "甲", "B2": "乙"})
    sheet.add_table(Table(displayName="T", ref="A1:B2"))
    content = saved(made)
    assert reason(content, "A1", "名") == "table_header"
    assert reason(content, "A2", "甲") == ""


def test_signed_workbooks() -> None:
    content = saved(book({"A1": "甲"})[0])
    package = io.BytesIO(content)
    with zipfile.ZipFile(package, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    assert reason(package.getvalue(), "A1", "甲") == "signed"


@pytest.mark.parametrize(
    ("value", "number_format", "shown", "new", "stored"),
    [
        (0.95, "0%", "95%", "96%", 0.96),
        (2.92, "0%", "292%", "92%", 0.92),
        (5, "General", "5", "6", 6),
        (1234.5, "#,##0.00", "1,234.50", "1,234.60", None),
        (5, "General", "5", "五", None),
        (True, "General", "TRUE", "FALSE", None),
    ],
)
def test_a_number_goes_on_being_one(value: Any, number_format: str, shown: str, new: str, stored: float | None) -> None:
    """A number becomes another number that is shown as wanted, never a text."""
    made, sheet = book({"A1": value})
    sheet["A1"].number_format = number_format
    content = saved(made)
    if stored is None:
        assert reason(content, "A1", shown, new) == "number"
    else:
        _, after = patched(content, "A1", shown, new)
        cell = load_workbook(io.BytesIO(after)).worksheets[0]["A1"]
        assert (cell.value, cell.data_type, cell.number_format) == (stored, "n", number_format)


def test_what_a_format_adds_to_a_text() -> None:
    made, sheet = book({"A1": "5"})
    sheet["A1"].number_format = '@"元"'
    assert reason(saved(made), "A1", "5元") == "shaped"


@pytest.mark.parametrize(
    ("rows", "ref", "old"),
    [
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is><extLst/></c></row>', "A1", "甲"),
        ('<row r="1"><c r="A1" vm="1" t="e"><v>#VALUE!</v></c></row>', "A1", "#VALUE!"),
        ('<row r="1"><!-- --><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row>', "A1", "甲"),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[甲]]></t></is></c></row>', "A1", "甲"),
    ],
)
def test_unusual_markup(rows: str, ref: str, old: str) -> None:
    assert reason(zipped(parts_of(sheet_xml(rows))), ref, old) == "structure"


def test_a_zip_behind_something_else_is_left_alone() -> None:
    content = saved(book({"A1": "甲"})[0])
    assert reason(b"From: mail\r\n\r\n" + content, "A1", "甲") == "structure"


FILLED = (
    '<row r="1" s="2" customFormat="1"><c r="B1" t="inlineStr"><is><t>乙</t></is></c></row>'
    '<row r="2"><c r="B2" t="inlineStr"><is><t>乙</t></is></c><c r="D2" t="inlineStr"><is><t>丁</t></is></c></row>'
    "<row><c><v>1</v></c></row>"
)


@pytest.mark.parametrize(
    ("ref", "element"),
    [
        ("A1", '<c r="A1" s="2" t="inlineStr"><is><t>新</t></is></c><c r="B1"'),
        ("C2", '</c><c r="C2" s="4" t="inlineStr"><is><t>新</t></is></c><c r="D2"'),
        ("E2", '</c><c r="E2" t="inlineStr"><is><t>新</t></is></c></row>'),
        ("B3", ""),
        ("A9", ""),
    ],
)
def test_a_cell_that_is_not_there_is_put_between_its_neighbours(ref: str, element: str) -> None:
    """With the looks of its row or column, where it is plain what its row holds; rows are never added."""
    columns = '<cols><col min="3" max="3" style="4"/></cols>'
    styles = f'{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * 5}</cellXfs></styleSheet>'
    content = zipped(parts_of(sheet_xml(FILLED, before=columns), **{"xl/styles.xml": styles}))
    if not element:
        assert reason(content, ref, "") == "no_cell"
        return
    _, after = patched(content, ref, "", "新")
    assert element in zipfile.ZipFile(io.BytesIO(after)).read(SHEET).decode()
    assert reason(content, ref, "") == ""


@pytest.mark.parametrize(
    "new",
    ['a<b>&"c"', " 前后 ", "一\n二", "_x0041_", "\t", "x" * 32_767, "𠮷", "=1+1", "'"],
    ids=["markup", "blanks", "feed", "escape", "tab", "longest", "astral", "formula", "quote"],
)
def test_any_text_can_be_written(new: str) -> None:
    """What markup would take for its own, blanks at the ends, line feeds, and what looks like an escape or a formula."""
    content = saved(book({"A1": "甲"})[0])
    _, after = patched(content, "A1", "甲", new)
    shown = read("表.xlsx", after).grids[0].text(1, 1)
    assert shown == ("A" if new == "_x0041_" else new)[: len(shown)] or new == "_x0041_"
    cell = load_workbook(io.BytesIO(after)).worksheets[0]["A1"]
    assert cell.data_type == "s"


def test_prefixed_markup_stays_prefixed() -> None:
    sheet = (
        f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>1</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    strings = (
        f'{HEAD}<sst xmlns="{MAIN}"><si><t>无</t></si><si><r><t xml:space="preserve">甲 </t></r>'
        '<r><rPr><b/><color rgb="FFFF0000"/></rPr><t>乙</t></r><rPh sb="0" eb="1"><t>jia</t></rPh>'
        '<phoneticPr fontId="1" type="noConversion"/></si></sst>'
    )
    content = zipped(parts_of(sheet, **{"xl/sharedStrings.xml": strings}))
    _, after = patched(content, "A1", "甲 乙", "甲乙")
    assert zipfile.ZipFile(io.BytesIO(after)).read(SHEET).decode() == sheet.replace(
        '<x:c r="A1" t="s"><x:v>1</x:v></x:c>',
        '<x:c r="A1" t="inlineStr"><x:is><x:r><x:t>甲</x:t></x:r>'
        '<x:r><x:rPr><x:b/><x:color rgb="FFFF0000"/></x:rPr><x:t>乙</x:t></x:r>'
        '<x:phoneticPr fontId="1" type="noConversion"/></x:is></x:c>',
    )


@pytest.mark.parametrize(
    ("formula", "outdated"),
    [
        ("=LEN(A1)", True),
        ("=COUNTA($A$1:$A$9)", True),
        ("=COUNTA(A:A)", True),
        ("='表'!A1", True),
        ("=LEN(B1)", False),
        ("=COUNTA(A2:A9)", False),
        ("=别!A1", False),
        ('="A1"', False),
        ("=LOG10(C1)", False),
        ("=A10", False),
    ],
)
def test_formulas_that_read_a_changed_cell_are_told(formula: str, outdated: bool) -> None:
    """What they gave is still shown and now out of date."""
    made, _ = book({"A1": "甲", "D4": formula})
    made.create_sheet("别")
    assert patched(saved(made), "A1", "甲", "乙")[0].outdated is outdated
