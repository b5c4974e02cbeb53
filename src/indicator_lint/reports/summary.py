"""The end of a report for people: what was checked, what was found, what can be mended, what was not looked at."""

from __future__ import annotations

from collections.abc import Iterator

from indicator_lint.model.report import Report
from indicator_lint.model.rule import Safety
from indicator_lint.reports.telling import counted, role_word
from indicator_lint.reports.view import View


def render_summary(report: Report, view: View) -> str:
    """A few lines; a plain sentence when nothing was found."""
    scope = view.say("scope", files=len(report.readings), tables=report.tables, records=report.records)
    if not report.findings:
        lines = [view.paint(view.say("clean", scope=scope), "good"), *_unasked(report, view)]
    else:
        found = view.say("found", total=len(report.findings), counts=counted(report.findings, view))
        head = view.say("checked", scope=scope) + ("" if view.lang == "zh" else " ") + view.paint(found, "bold")
        lines = [head, *_fixable(report, view), *_unasked(report, view)]
        if not view.quiet:
            lines.append(view.paint(view.say("hint", code=_worst(report)), "dim"))
    return "\n".join(lines) + "\n"


def _fixable(report: Report, view: View) -> Iterator[str]:
    safe, unsafe = report.fixable(Safety.SAFE), report.fixable(Safety.UNSAFE)
    if safe or unsafe:
        yield view.say("fixable", safe=safe, unsafe=unsafe)


def _unasked(report: Report, view: View) -> Iterator[str]:
    """The rules that could be asked nowhere, by the column they missed."""
    asked = {coverage.rule for reading in report.readings for coverage in reading.coverage if coverage.evaluated}
    groups: dict[tuple[str, ...], set[str]] = {}
    for reading in report.readings:
        for coverage in reading.coverage:
            if coverage.missing and coverage.skipped and coverage.rule not in asked:
                groups.setdefault(coverage.missing, set()).add(coverage.rule)
    if groups:
        words = [_group(roles, sorted(codes), view) for roles, codes in sorted(groups.items())]
        yield view.paint(view.say("unasked", groups=view.listed(words)), "dim")


def _group(roles: tuple[str, ...], codes: list[str], view: View) -> str:
    named = view.listed([role_word(role, view) for role in roles])
    listed = view.listed(codes)
    return view.say("unasked_group", roles=named, codes=listed)


def _worst(report: Report) -> str:
    """The code of the first finding of the worst severity: a good one to read about."""
    return min(report.findings, key=lambda finding: finding.severity.rank).code
