"""Counts by rule instead of findings."""

from __future__ import annotations

from collections.abc import Sequence

from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.reports.display import clip, pad, visible, width
from indicator_lint.reports.view import View

_HEADINGS = ("stat_count", "stat_code", "stat_severity", "stat_files", "stat_fixable", "stat_title")


def render_statistics(report: Report, view: View) -> str:
    """A line for each rule and severity that something was found with, the most frequent first.

    A rule may find one thing an error and another a warning: counted apart, they add up to what the summary says.
    """
    groups: dict[tuple[str, Severity], list[Finding]] = {}
    for finding in report.active:
        groups.setdefault((finding.code, finding.severity), []).append(finding)
    ranked = sorted(groups.values(), key=lambda found: (-len(found), found[0].code, found[0].severity.rank))
    rows = [[view.say(heading) for heading in _HEADINGS], *(_row(found, view) for found in ranked)]
    return "".join(f"{clip(line, view.width)}\n" for line in aligned(rows))


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of visible text as lines, columns two spaces apart."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(pad, row, widths)).rstrip() for row in rows]


def _row(findings: Sequence[Finding], view: View) -> list[str]:
    code, severity = findings[0].code, findings[0].severity
    mendable = sum(1 for f in findings if f.fix and f.fix.edits and f.fix.safety is not Safety.DISPLAY)
    files = len({finding.path for finding in findings})
    title = view.rules[code].title if code in view.rules else findings[0].name
    return [str(len(findings)), code, view.say(str(severity)), str(files), str(mendable), visible(title)]
