"""The report as a workbook (`xlsx`): findings to filter and sort, counts, what was not evaluated, the rules."""

from __future__ import annotations

from openpyxl import Workbook

from indicator_lint.marks import WORKBOOK
from indicator_lint.model.report import Report
from indicator_lint.reports.pouring import Poured, colour_words, leave_out_print_column, links_of, poured_bytes
from indicator_lint.reports.sheets import sheets
from indicator_lint.reports.view import View
from indicator_lint.reports.workbook import draw_bars, offer_decisions


def render_workbook(report: Report, view: View) -> bytes:
    """The workbook's bytes, the same for the same report."""
    book = Workbook()
    book.remove(book.worksheets[0])
    made = {sheet.key: Poured(book.create_sheet(sheet.name), sheet) for sheet in sheets(report, view)}
    findings, counts = made["findings"], made["counts"]
    colour_words(findings, view)
    findings.links = links_of(findings.sheet, report.findings, view)
    offer_decisions(findings.target, findings.sheet, view)
    leave_out_print_column(findings)
    draw_bars(counts.target, counts.sheet)
    book.properties.keywords = WORKBOOK
    return poured_bytes(book, made.values())
