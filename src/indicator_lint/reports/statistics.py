"""Counts by rule instead of findings."""

from __future__ import annotations

from collections.abc import Sequence

from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Safety
from indicator_lint.reports.display import pad, visible, width
from indicator_lint.reports.view import View

_HEADINGS = ("stat_count", "stat_code", "stat_severity", "stat_files", "stat_fixable", "stat_title")


def render_statistics(report: Report, view: View) -> str:
    """A line for each rule that found something, the most frequent first."""
    groups: dict[str, list[Finding]] = {}
    for finding in report.findings:
        groups.setdefault(finding.code, []).append(finding)
    ranked = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    rows = [[view.say(heading) for heading in _HEADINGS], *(_row(code, found, view) for code, found in ranked)]
    return "".join(f"{line}\n" for line in aligned(rows))


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of visible text as lines, columns two spaces apart."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(pad, row, widths)).rstrip() for row in rows]


def _row(code: str, findings: Sequence[Finding], view: View) -> list[str]:
    worst = min((finding.severity for finding in findings), key=lambda severity: severity.rank)
    mendable = sum(1 for f in findings if f.fix and f.fix.edits and f.fix.safety is not Safety.DISPLAY)
    files = len({finding.path for finding in findings})
    title = view.rules[code].title if code in view.rules else findings[0].name
    return [str(len(findings)), code, view.say(str(worst)), str(files), str(mendable), visible(title)]
