"""One line a finding: `path:place: CODE severity message`, for editors, `grep` and diffs."""

from __future__ import annotations

from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Report
from indicator_lint.reports.display import visible
from indicator_lint.reports.statistics import render_statistics
from indicator_lint.reports.view import View


def render_concise(report: Report, view: View) -> str:
    """The findings and nothing else."""
    if view.statistics:
        return render_statistics(report, view)
    return "".join(f"{concise_line(finding, view)}\n" for finding in report.active)


def concise_line(finding: Finding, view: View) -> str:
    """A finding on one line; a finding about a whole file has no place."""
    display = f":{visible(finding.location.display)}" if finding.location.ref else ""
    severity = view.paint(view.say(str(finding.severity)), str(finding.severity))
    code = view.paint(finding.code, "bold")
    return f"{visible(finding.path)}{display}: {code} {severity} {visible(finding.message)}"
