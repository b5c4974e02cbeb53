"""The findings by rule (`grouped`): what the most frequent ones are, and where; or by file (`grouped:file`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Report
from indicator_lint.reports.display import clip, visible
from indicator_lint.reports.places import by_path
from indicator_lint.reports.sheets import counted_by
from indicator_lint.reports.statistics import aligned, render_statistics
from indicator_lint.reports.suggestions import suggestion
from indicator_lint.reports.summary import render_summary
from indicator_lint.reports.telling import counted, headed, place
from indicator_lint.reports.view import View

SHOWN: Final = 5
"""So many findings of a rule are told; of the others the number, unless the view is verbose."""

_INDENT: Final = "  "


def render_grouped(report: Report, view: View) -> str:
    """A heading for each rule, the most frequent first, below it where it found something and what to write there."""
    if view.statistics:
        return render_statistics(report, view)
    several = len({finding.path for finding in report.active}) > 1
    groups = counted_by(report.active, lambda finding: finding.code)
    blocks = [_block(_rule(code, view), found, view, path=several) for code, found in groups]
    return "\n".join([*blocks, render_summary(report, view)])


def render_grouped_by_file(report: Report, view: View) -> str:
    """A heading for each file, below it all its findings, aligned."""
    if view.statistics:
        return render_statistics(report, view)
    blocks = [_file(path, found, view) for path, found in by_path(report.active).items()]
    return "\n".join([*blocks, render_summary(report, view)])


def _rule(code: str, view: View) -> str:
    return f"{code} {visible(view.rules[code].title)}" if code in view.rules else code


def _block(title: str, findings: Sequence[Finding], view: View, *, path: bool) -> str:
    shown = findings if view.verbose else findings[:SHOWN]
    rows = [[_where(finding, view, path=path), *_words(finding, view)] for finding in shown]
    lines = [*headed(title, [counted(findings, view)], view), *_lines(rows, view)]
    if more := len(findings) - len(shown):
        lines.append(_INDENT + view.paint(view.say("more", count=more), "dim"))
    return "".join(f"{line}\n" for line in lines)


def _file(path: str, findings: Sequence[Finding], view: View) -> str:
    rows = [
        [place(finding.location, view), view.say(str(finding.severity)), finding.code, *_words(finding, view)]
        for finding in findings
    ]
    lines = [*headed(visible(path), [counted(findings, view)], view), *_lines(rows, view)]
    return "".join(f"{line}\n" for line in lines)


def _where(finding: Finding, view: View, *, path: bool) -> str:
    where = place(finding.location, view)
    return f"{visible(finding.path)}:{where}" if path else where


def _words(finding: Finding, view: View) -> list[str]:
    """The message, and what to write; of both as much as a line holds is shown."""
    advice = suggestion(finding, view)
    return [f"{visible(finding.message)}{f' → {advice}' if advice else ''}"]


def _lines(rows: Sequence[Sequence[str]], view: View) -> list[str]:
    """Rows in columns, cut at the edge of the view: the full texts are in the other reports."""
    return [_INDENT + clip(line, view.width - len(_INDENT)) for line in aligned(rows)] if rows else []
