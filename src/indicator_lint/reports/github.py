"""GitHub's workflow commands (`github`): the worst findings as annotations, the others listed in the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Severity
from indicator_lint.reports.concise import concise_line
from indicator_lint.reports.display import visible
from indicator_lint.reports.suggestions import suggestion
from indicator_lint.reports.summary import render_summary
from indicator_lint.reports.telling import place
from indicator_lint.reports.uris import relative
from indicator_lint.reports.view import View

SHOWN: Final = 10
"""GitHub shows so many annotations of a level and step."""

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render_github(report: Report, view: View) -> str:
    """Annotations for the first ten of each severity, then the rest inside a group that unfolds, then the summary."""
    plain = View(lang=view.lang, width=view.width, rules=view.rules, asked=view.asked)
    lines: list[str] = []
    left: list[Finding] = []
    for severity in Severity:
        findings = [finding for finding in report.active if finding.severity is severity]
        lines += [_annotation(finding, plain) for finding in findings[:SHOWN]]
        left += findings[SHOWN:]
    lines += [*_listed(left, plain), *map(_inert, render_summary(report, plain).splitlines())]
    return "".join(f"{line}\n" for line in lines)


def _annotation(finding: Finding, view: View) -> str:
    """One command. A workbook has no lines: its cell stands in the title and the message."""
    at, stretch = finding.location, finding.location.stretch
    where = place(at, view)
    properties = {"file": relative(finding.path)}
    if at.line is not None:
        properties["line"] = str(at.line)
        if stretch is not None and stretch.end_line != at.line:
            properties["endLine"] = str(stretch.end_line)
        elif stretch is not None:
            properties |= {"col": str(at.character), "endColumn": str(stretch.end_character)}
    properties["title"] = f"{finding.code} {where}"
    told = view.say("told", head=where, message=visible(finding.message))
    if advice := suggestion(finding, view):
        told += "\n" + view.say("advice", note=advice)
    words = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {words}::{_data(told)}"


def _listed(findings: Sequence[Finding], view: View) -> Iterator[str]:
    if findings:
        yield f"::group::{_data(view.say('not_annotated', count=len(findings)))}"
        yield from (_inert(concise_line(finding, view)) for finding in findings)
        yield "::endgroup::"


def _data(text: str) -> str:
    """A text as the message of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A text as a property of a command."""
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")


def _inert(line: str) -> str:
    """A line of the log that is no command: neither the new ones, at its beginning, nor the old ones, anywhere."""
    return f"- {line}".replace("##[", "## [")
