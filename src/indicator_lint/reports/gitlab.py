"""GitLab's Code Quality report (`gitlab`): an array of issues, each with a fingerprint of its own."""

from __future__ import annotations

from collections import Counter
from typing import Final

from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Severity
from indicator_lint.reports.display import visible
from indicator_lint.reports.records import Record, dumped
from indicator_lint.reports.telling import place
from indicator_lint.reports.uris import relative
from indicator_lint.reports.view import View

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
_UNREADABLE: Final = "file"


def render_gitlab(report: Report, view: View) -> str:
    """The active findings, an issue a line; `[]` where there are none."""
    seen: Counter[str] = Counter()
    lines = []
    for finding in report.active:
        seen[finding.fingerprint] += 1
        lines.append(dumped(_issue(finding, seen[finding.fingerprint], view)))
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


def _issue(finding: Finding, number: int, view: View) -> Record:
    """An issue. GitLab does not show the rule and knows no cells: both begin the description. Equal prints would be one issue."""
    where = place(finding.location, view)
    severity = _SEVERITIES[finding.severity]
    return {
        "description": view.say("told", head=f"{finding.code} {where}", message=visible(finding.message)),
        "check_name": finding.code,
        "fingerprint": finding.fingerprint if number == 1 else f"{finding.fingerprint}#{number}",
        "severity": "critical" if finding.role == _UNREADABLE and severity == "major" else severity,
        "location": {
            "path": relative(finding.path),
            "lines": {"begin": max(finding.location.line or finding.location.row, 1)},
        },
    }
