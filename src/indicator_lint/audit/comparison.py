"""指标对照: what the rules about the catalog found, indicator by indicator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from indicator_lint.audit.across import COPIED
from indicator_lint.audit.course import Course
from indicator_lint.audit.restoring import finding_of
from indicator_lint.audit.results import audited
from indicator_lint.model.finding import Finding
from indicator_lint.reports.display import visible
from indicator_lint.reports.sheets import Column, Sheet, Value
from indicator_lint.reports.suggestions import suggestion
from indicator_lint.reports.telling import place, role_word
from indicator_lint.reports.view import View

FAMILY: Final = "reference"
MOST: Final = 20_000
"""Lines of the sheet; the rest is in the JSON and Parquet files."""

_COLUMNS: Final = (
    ("department", 16), ("kind", 20), ("file", 26), ("place", 14), ("category", 22), ("name", 28), ("role", 10),
    ("text", 24), ("catalogued", 24), ("code", 12), ("message", 40), ("suggestion", 30),
)  # fmt: skip


def comparison_sheet(course: Course, view: View) -> Sheet:
    """A line for each indicator that the catalog has not, has otherwise, misses, has retired or renamed."""
    columns = tuple(Column(key, view.say(f"column_{key}"), width) for key, width in _COLUMNS)
    rows = [row for _, row in zip(range(MOST), _rows(course, view), strict=False)]
    return Sheet("comparison", view.say("sheet_comparison"), columns, tuple(rows))


def _rows(course: Course, view: View) -> Iterator[tuple[Value, ...]]:
    asked = {code for code, rule in view.rules.items() if rule.family == FAMILY and code != COPIED}
    for file in audited(course):
        for told in file.findings:
            if told.code in asked and told.active:
                yield visible(file.department), *_row(finding_of(told.read()), view)


def _row(finding: Finding, view: View) -> tuple[Value, ...]:
    params: Mapping[str, object] = finding.params
    name = finding.indicator[2] if finding.indicator else ""
    return (
        visible(view.rules[finding.code].title),
        visible(finding.path),
        place(finding.location, view),
        visible(finding.category or ""),
        visible(name),
        role_word(finding.role, view),
        visible(finding.value) if finding.indicator else "",
        visible(str(params.get("issued", ""))),
        visible(str(params.get("issued_code", ""))),
        visible(finding.message),
        suggestion(finding, view),
    )
