"""The public API as its users write it; mypy reads this file, nothing runs it."""

from __future__ import annotations

from indicator_lint import Finding, Report, Rule, Settings, Severity, lint, load_rules

report: Report = lint(["table.xlsx"], Settings(pack="strict", select=("UNI",), lang="en"))
errors: list[Finding] = [finding for finding in report.findings if finding.severity is Severity.ERROR]
places: list[str] = [finding.location.display for finding in errors]
rules: dict[str, Rule] = load_rules("zh")
