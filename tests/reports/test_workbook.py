"""The report as a workbook: opened by other readers, every text a text."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import settings as run
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook
from reports.canonical import canonical_report, rules

from indicator_lint.model.report import Report
from indicator_lint.reports import BINARIES, View
from indicator_lint.reports.book import render_workbook
from indicator_lint.reports.sheets import sheets
from indicator_lint.reports.workbook import write_value

VIEW = View(rules=rules(), asked=frozenset({"UNI001"}))


@pytest.fixture(scope="module")
def book() -> bytes:
    return BINARIES["xlsx"](canonical_report(), VIEW)


def test_another_reader_finds_the_sheets_as_they_were_meant(book: bytes) -> None:
    read = CalamineWorkbook.from_filelike(io.BytesIO(book))
    for sheet in sheets(canonical_report(), VIEW):
        header, *rows = read.get_sheet_by_name(sheet.name).to_python()
        assert header == [column.title for column in sheet.columns]
        assert rows == [list(row) for row in sheet.rows]


def test_it_filters_keeps_its_header_in_sight_and_offers_decisions(book: bytes) -> None:
    sheet = load_workbook(io.BytesIO(book)).worksheets[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:P9", "$1:$1")
    (choice,) = sheet.data_validations.dataValidation
    assert (choice.formula1, str(choice.sqref)) == ('"接受,驳回,已改"', "N2:N9")


def test_places_link_to_their_cells() -> None:
    view = replace(VIEW, folder="输出")
    sheet = load_workbook(io.BytesIO(render_workbook(canonical_report(), view))).worksheets[0]
    link = sheet["D3"].hyperlink
    assert link.target == "../%E6%8A%A5%E9%80%81/%E7%BB%A9%E6%95%88%E6%8C%87%E6%A0%87%E4%BD%93%E7%B3%BB%E8%A1%A8.xlsx"
    assert link.location == "'绩效'!D3"


def test_two_runs_make_the_same_bytes(book: bytes) -> None:
    assert render_workbook(canonical_report(), VIEW) == book


def test_a_report_without_findings_is_a_workbook_too() -> None:
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(render_workbook(Report([], []), VIEW))).sheet_names) == 4


def written(text: str) -> Any:
    book = Workbook()
    write_value(book.active["A1"], text)
    saved = io.BytesIO()
    book.save(saved)
    return load_workbook(io.BytesIO(saved.getvalue())).active["A1"]


@run(max_examples=30)
@given(st.sampled_from(["=", "+", "-", "@", "#N/A", ""]), st.text(alphabet="1+SUM(A):|'\"𠮷绩 ", max_size=8))
@example("=HYPERLINK(", '"http://x","y")')
def test_no_text_becomes_a_formula_or_an_error(head: str, tail: str) -> None:
    """Nor does it when somebody edits the cell: the prefix of a quoted text stays."""
    text = head + tail
    cell = written(text)
    assert cell.value == (text or None)
    assert cell.data_type in {"s", "inlineStr"} or not text
    assert bool(cell.quotePrefix) == text.startswith(("=", "+", "-", "@"))
