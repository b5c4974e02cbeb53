"""The public API as its users write it; mypy reads this file, nothing runs it."""

from __future__ import annotations

from pathlib import Path

import pandera.polars as pa
import polars as pl

from indicator_lint import Finding, Report, Rule, Settings, Severity, State, Suppression, lint, load_rules, to_pandera

report: Report = lint(["table.xlsx"], Settings(pack="strict", select=("UNI",), lang="en"))
errors: list[Finding] = [finding for finding in report.findings if finding.severity is Severity.ERROR]
places: list[str] = [finding.location.display for finding in errors]
rules: dict[str, Rule] = load_rules("zh")
by_path: Report = lint(Path("table.xlsx"))
by_content: Report = lint(b"", name="table.xlsx")
by_frame: Report = lint(pl.DataFrame({"name": ["a"]}))
new: list[Finding] = [finding for finding in report.active if finding.baseline is State.NEW]
excuse: Suppression | None = errors[0].suppression
schema: pa.DataFrameSchema = to_pandera(Settings(), columns={"name": "指标名称"})
