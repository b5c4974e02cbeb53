"""The audit as a workbook: 总览 with grades, 图表, 明细 with links, 重复与雷同, 未评估, 规则, 评级说明."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from indicator_lint.audit.comparison import comparison_sheet
from indicator_lint.audit.course import Course
from indicator_lint.audit.grades import BANDS, PARTS, UNGRADED
from indicator_lint.audit.results import Standing
from indicator_lint.audit.sheets import (
    Detailed,
    detailed,
    grading_sheet,
    overview_sheet,
    repeats_sheet,
    rules_sheet,
    unevaluated_sheet,
)
from indicator_lint.marks import WORKBOOK
from indicator_lint.reports.pouring import Link, Poured, colour_words, leave_out_print_column, links_of, poured_bytes
from indicator_lint.reports.sheets import Sheet
from indicator_lint.reports.view import View
from indicator_lint.reports.workbook import FONT, offer_decisions

GROUNDS: Final = {"excellent": "DDEFDD", "good": "DCEBF7", "fair": "FCEFC9", "poor": "F9DEDC", "ungraded": "E6E9EC"}
"""The ground of each grade; pale enough to read black text on."""

CHARTED: Final = 20
"""Departments, or rules, that a chart has room for."""

COLOURS: Final = ("C8503C", "E0A63A", "6FA3C8")
INK: Final = "3D6E8F"
LINK: Final = "1A5F8A"
WIDE: Final = 24.0
TALL: Final = 14.5
BARS: Final = 40
"""Width between bars in percent of a bar's."""


def render_book(course: Course, departments: Sequence[Standing], view: View) -> bytes:
    """The workbook's bytes, the same for the same audit; `view.folder` is where it will lie."""
    details = detailed(course, departments, view)
    overview, frequency = overview_sheet(departments, view), rules_sheet(departments, view)
    compared = () if course.catalog is None else (comparison_sheet(course, view),)
    rest = (
        repeats_sheet(course, view),
        unevaluated_sheet(course, view),
        frequency,
        grading_sheet(details.left_out, view),
    )
    sheets = (overview, details.sheet, *compared, *rest)
    book = Workbook()
    book.remove(book.worksheets[0])
    made = {sheet.key: Poured(book.create_sheet(sheet.name), sheet) for sheet in sheets}
    _finish_details(made["details"], details, view)
    _finish_overview(made["overview"], details, view)
    targets = {key: poured.target for key, poured in made.items()}
    _draw(book.create_sheet(view.say("sheet_charts"), 1), targets, (overview, frequency), departments, view)
    book.properties.keywords = WORKBOOK
    return poured_bytes(book, made.values())


def _finish_details(poured: Poured, details: Detailed, view: View) -> None:
    colour_words(poured, view)
    poured.links = links_of(poured.sheet, details.findings, view)
    offer_decisions(poured.target, poured.sheet, view)
    leave_out_print_column(poured)


def _finish_overview(poured: Poured, details: Detailed, view: View) -> None:
    """Grades on their grounds; from each department to its first finding."""
    bold, linked = Font(name=FONT, size=10, bold=True), Font(name=FONT, size=10, color=LINK, underline="single")
    poured.accents["grade"] = {
        view.say(f"grade_{band}"): poured.look("grade", font=bold, fill=PatternFill("solid", fgColor=ground))
        for band, ground in GROUNDS.items()
    }
    firsts = _firsts(details)
    poured.accents["department"] = dict.fromkeys(firsts, poured.look("department", font=linked))
    column = poured.sheet.position("department")
    letter = get_column_letter(column + 1)
    poured.links = [
        Link(f"{letter}{number}", None, f"'{details.sheet.name}'!A{firsts[str(row[column])]}")
        for number, row in enumerate(poured.sheet.rows, start=2)
        if str(row[column]) in firsts
    ]
    for part in ("score", *PARTS):
        poured.restyle(part, number_format="0.0")


def _firsts(details: Detailed) -> dict[str, int]:
    """The first row of each department, by its name as shown."""
    firsts: dict[str, int] = {}
    for number, row in enumerate(details.sheet.rows, start=2):
        firsts.setdefault(str(row[0]), number)
    return firsts


def _draw(
    target: Any, made: dict[str, Any], sheets: tuple[Sheet, Sheet], departments: Sequence[Standing], view: View
) -> None:
    """Four charts: whose scores are lowest, what was found there, how many departments have each grade, which rules find most."""
    overview, frequency = sheets
    target.sheet_view.showGridLines = False
    target.page_setup.orientation, target.page_setup.paperSize = "landscape", target.PAPERSIZE_A4
    target.page_setup.fitToWidth = target.page_setup.fitToHeight = 1
    target.sheet_properties.pageSetUpPr.fitToPage = True
    target.print_area = "A1:AB62"
    graded = sum(1 for one in departments if one.grade.band != UNGRADED)
    last = 1 + min(graded, CHARTED)
    if graded:
        scores = _bars(view.say("chart_scores"), made["overview"], overview, ("score",), last)
        scores.y_axis.scaling.min, scores.y_axis.scaling.max = 0, 100
        target.add_chart(scores, "A1")
        found = _bars(view.say("chart_severities"), made["overview"], overview, ("error", "warning", "info"), last)
        found.grouping, found.overlap = "stacked", 100
        target.add_chart(found, "A31")
    _grades(target, departments, view)
    if frequency.rows:
        rules = _bars(
            view.say("chart_rules"),
            made["frequency"],
            frequency,
            ("error", "warning", "info"),
            1 + min(len(frequency.rows), CHARTED),
        )
        rules.grouping, rules.overlap = "stacked", 100
        target.add_chart(rules, "O31")


def _bars(title: str, source: Any, sheet: Sheet, columns: Sequence[str], last: int) -> Any:
    """Horizontal bars, the first row of the sheet on top."""
    chart = BarChart()
    chart.type, chart.title, chart.style = "bar", title, 10
    for number, column in enumerate(columns):
        at = sheet.position(column) + 1
        chart.add_data(Reference(source, min_col=at, min_row=1, max_row=last), titles_from_data=True)
        colour = INK if len(columns) == 1 else COLOURS[number]
        chart.series[number].graphicalProperties.solidFill = colour
    names = sheet.position("title" if "title" in [one.key for one in sheet.columns] else "department") + 1
    chart.set_categories(Reference(source, min_col=names, min_row=2, max_row=last))
    _dress(chart)
    chart.x_axis.scaling.orientation, chart.x_axis.tickLblSkip = "maxMin", 1
    if len(columns) == 1:
        chart.legend = None
        chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    return chart


def _grades(target: Any, departments: Sequence[Standing], view: View) -> None:
    """How many departments have each grade, from a small table behind the chart."""
    counts = Counter(one.grade.band for one in departments)
    bands = [band for _, band in BANDS] + ([UNGRADED] if counts[UNGRADED] else [])
    target["AD1"], target["AE1"] = view.say("column_grade"), view.say("column_departments")
    for number, band in enumerate(bands, start=2):
        target[f"AD{number}"], target[f"AE{number}"] = view.say(f"grade_{band}"), counts[band]
    chart = BarChart()
    chart.type, chart.title, chart.style, chart.legend = "col", view.say("chart_grades"), 10, None
    chart.add_data(Reference(target, min_col=31, min_row=1, max_row=len(bands) + 1), titles_from_data=True)
    chart.set_categories(Reference(target, min_col=30, min_row=2, max_row=len(bands) + 1))
    chart.series[0].graphicalProperties.solidFill = INK
    chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    _dress(chart)
    target.add_chart(chart, "O1")


def _dress(chart: Any) -> None:
    chart.width, chart.height, chart.gapWidth = WIDE, TALL, BARS
    chart.x_axis.delete = chart.y_axis.delete = False  # openpyxl's own default hides them in newer programs
    chart.y_axis.majorGridlines = None
