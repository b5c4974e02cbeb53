"""The end of a report for people: what was checked, what was found, what can be mended, what was not looked at."""

from __future__ import annotations

from collections.abc import Sequence

from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Safety
from indicator_lint.reports.display import width, wrap
from indicator_lint.reports.telling import counted, role_word
from indicator_lint.reports.view import View


def render_summary(report: Report, view: View) -> str:
    """A few lines; a plain sentence when nothing was found."""
    lines = [
        *_outcome(report, view),
        *excused(report.findings, view),
        *_gone(report, view),
        *_fixable(report, view),
        *_unasked(report, view),
    ]
    if report.active and not view.quiet:
        lines += _painted(view.say("hint", code=_worst(report)), "dim", view)
    return "\n".join(lines) + "\n"


def _outcome(report: Report, view: View) -> list[str]:
    """What was checked and what was found, on one line if it fits."""
    scope = view.say("scope", files=len(report.readings), tables=report.tables, records=report.records)
    if not report.active:
        key, style = ("untouched", "warning") if _untouched(report, view) else ("clean", "good")
        return _painted(view.say(key, scope=scope), style, view)
    checked = view.say("checked", scope=scope)
    found = view.say("found", total=len(report.active), counts=counted(report.active, view))
    between = "" if view.lang == "zh" else " "
    if width(checked + between + found) <= view.width:
        return [checked + between + view.paint(found, "bold")]
    return [*wrap(checked, view.width), *_painted(found, "bold", view)]


def _untouched(report: Report, view: View) -> bool:
    """Whether every rule that was selected was passed over everywhere."""
    coverage = [coverage for reading in report.readings for coverage in reading.coverage]
    passed = any(one.skipped for one in coverage) and not any(one.evaluated for one in coverage)
    return passed and view.asked <= {one.rule for one in coverage}


def _painted(text: str, style: str, view: View) -> list[str]:
    return [view.paint(line, style) for line in wrap(text, view.width)]


def _fixable(report: Report, view: View) -> list[str]:
    """How many findings say what to write, by how sure that is; nothing where none does."""
    counts = {"fixable_safe": report.fixable(Safety.SAFE), "fixable_unsafe": report.fixable(Safety.UNSAFE)}
    parts = [view.say(key, count=count) for key, count in counts.items() if count]
    return wrap(view.say("fixable", parts=view.listed(parts)), view.width) if parts else []


def excused(findings: Sequence[Finding], view: View) -> list[str]:
    """How many findings were left out, and by whose leave; nothing where none was."""
    suppressed = sum(1 for finding in findings if finding.suppressed)
    unchanged = sum(1 for finding in findings if not finding.suppressed and not finding.active)
    counts = {"excused_suppressed": suppressed, "excused_unchanged": unchanged}
    parts = [view.say(key, count=count) for key, count in counts.items() if count]
    return wrap(view.say("excused", parts=view.listed(parts)), view.width) if parts else []


def _gone(report: Report, view: View) -> list[str]:
    """How many findings of old standing are no more."""
    gone = len(report.absent)
    return wrap(view.say("absent", count=gone), view.width) if gone else []


def _unasked(report: Report, view: View) -> list[str]:
    """The rules that could be asked nowhere, by the column they missed."""
    asked = {coverage.rule for reading in report.readings for coverage in reading.coverage if coverage.evaluated}
    groups: dict[tuple[str, ...], set[str]] = {}
    for reading in report.readings:
        for coverage in reading.coverage:
            if coverage.missing and coverage.skipped and coverage.rule not in asked:
                groups.setdefault(coverage.missing, set()).add(coverage.rule)
    words = [_group(roles, sorted(codes), view) for roles, codes in sorted(groups.items())]
    return _painted(view.say("unasked", groups=view.listed(words)), "dim", view) if words else []


def _group(roles: tuple[str, ...], codes: list[str], view: View) -> str:
    named = view.listed([role_word(role, view) for role in roles])
    listed = view.listed(codes)
    return view.say("unasked_group", roles=named, codes=listed)


def _worst(report: Report) -> str:
    """The code of the first finding of the worst severity: a good one to read about."""
    return min(report.active, key=lambda finding: finding.severity.rank).code
