"""The workbook of an audit, read back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from counties import MEETING, header, write_csv
from openpyxl.worksheet.worksheet import Worksheet

from indicator_lint.audit import engines
from indicator_lint.audit.book import render_book
from indicator_lint.audit.course import Course, Means, run_audit
from indicator_lint.audit.plan import Plan
from indicator_lint.audit.results import standings
from indicator_lint.audit.spill import Spill
from indicator_lint.audit.submissions import find_submissions
from indicator_lint.cli import main
from indicator_lint.config import Settings
from indicator_lint.reports import View
from indicator_lint.rulebook import load_rules

HOSTILE = '=HYPERLINK("http://x")'


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Three departments: two with the same table, one of which hides a formula and a bell, and one that sent nothing."""
    folder = tmp_path_factory.mktemp("book") / "报送"
    rows = [list(row) for row in MEETING]
    rows[1][3], rows[2][6] = HOSTILE, "响铃\x07"
    write_csv(folder / "发改局.csv", header("health"), rows)
    write_csv(folder / "=统计局" / "表.csv", header("health"), rows)
    (folder / "档案局").mkdir()
    spill = Spill(folder.parent / "spill")
    return run_audit(find_submissions(str(folder)), Plan(Settings()), Means(engines.here, 1, spill, lambda _: None))


@pytest.fixture(scope="module")
def book(course: Course, tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    path = tmp_path_factory.mktemp("read") / "审核.xlsx"
    path.write_bytes(rendered(course))
    return openpyxl.load_workbook(path)


def rendered(course: Course) -> bytes:
    return render_book(course, standings(course), View(rules=load_rules()))


def column(sheet: Worksheet, title: str) -> list[object]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [row[head.index(title)] for row in rows]


def test_the_sheets(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["总览", "图表", "明细", "重复与雷同", "未评估", "规则", "评级说明"]
    assert len(book["图表"]._charts) == 4  # noqa: SLF001  # openpyxl has no public way to list them


def test_every_department_has_a_line_and_a_grade(book: openpyxl.Workbook) -> None:
    grades = dict(zip(column(book["总览"], "部门"), column(book["总览"], "评级"), strict=True))
    assert set(grades) == {"发改局", "=统计局", "档案局"}
    assert grades["档案局"] == "未评"
    assert set(grades.values()) <= {"优", "良", "中", "差", "未评"}


def test_the_sums_of_the_overview_are_those_of_the_findings(book: openpyxl.Workbook) -> None:
    told = column(book["明细"], "程度")
    for title, word in (("错误", "错误"), ("警告", "警告"), ("提示", "提示")):
        assert sum(int(str(count)) for count in column(book["总览"], title)) == told.count(word)


def test_links_lead_from_departments_to_their_findings_and_on_to_the_files(book: openpyxl.Workbook) -> None:
    overview, details = book["总览"], book["明细"]
    link = next(cell.hyperlink for (cell,) in overview["A2:A4"] if cell.value == "发改局")
    assert link is not None
    at = str(link.location).removeprefix("'明细'!")
    assert details[at].value == "发改局"
    assert all(row[4].hyperlink for row in details.iter_rows(min_row=2))


def test_no_cell_becomes_a_formula_or_rings(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f", f"{sheet.title}!{cell.coordinate}"
            assert not isinstance(cell.value, str) or "\x07" not in cell.value


def test_copies_are_listed_with_both_ends(book: openpyxl.Workbook) -> None:
    sheet = book["重复与雷同"]
    assert column(sheet, "情形") == ["部门之间雷同"]
    assert {column(sheet, "部门")[0], column(sheet, "对方部门")[0]} == {"发改局", "=统计局"}


def test_what_was_not_evaluated_is_told(book: openpyxl.Workbook) -> None:
    departments, rules = column(book["未评估"], "部门"), column(book["未评估"], "规则")
    assert ("档案局", "FIL002") in zip(departments, rules, strict=True)
    assert ("发改局", "TGT001") in zip(departments, rules, strict=True)


def test_the_same_audit_gives_the_same_bytes(course: Course) -> None:
    assert rendered(course) == rendered(course)


def test_a_catalog_is_compared_in_a_sheet_of_its_own(tmp_path: Path) -> None:
    """What stands there is what the rules of the catalog found; without a catalog 未评估 says that nobody asked them."""
    folder, catalog = tmp_path / "报送", tmp_path / "库"
    write_csv(tmp_path / "印发.csv", header("health"), MEETING)
    assert main(["catalog", "import", str(tmp_path / "印发.csv"), "--catalog", str(catalog)]) in {0, 1}
    rows = [list(row) for row in MEETING]
    rows[1][5] = "人"
    for department in ("发改局", "统计局"):
        write_csv(folder / f"{department}.csv", header("health"), rows)
    plan = Plan(Settings(catalog=str(catalog)))
    compared = run_audit(
        find_submissions(str(folder)), plan, Means(engines.here, 1, Spill(tmp_path / "s"), lambda _: None)
    )
    path = tmp_path / "审核.xlsx"
    path.write_bytes(rendered(compared))
    sheet = openpyxl.load_workbook(path)["指标对照"]
    assert column(sheet, "部门") == ["发改局", "统计局"]
    assert column(sheet, "指标库") == ["%", "%"]
    assert compared.likeness.repeats == [], "what is taken from the catalog is nobody's copy, one word changed or not"
