"""Renderers of a report, one module a medium: `REPORTS` and `BINARIES` are what `--output-format` offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

from indicator_lint.model.report import Report
from indicator_lint.reports.concise import render_concise
from indicator_lint.reports.console import render_console
from indicator_lint.reports.records import render_json, render_jsonl
from indicator_lint.reports.view import View


def _rare(module: str, name: str) -> Callable[[Report, View], Any]:
    """A renderer whose module is imported when it is called: a run prints one format and need not load all."""

    def render(report: Report, view: View) -> Any:
        return getattr(import_module(f"{__name__}.{module}"), name)(report, view)

    return render


REPORTS: Final[Mapping[str, Callable[[Report, View], str]]] = {
    "console": render_console,
    "concise": render_concise,
    "grouped": _rare("grouped", "render_grouped"),
    "grouped:file": _rare("grouped", "render_grouped_by_file"),
    "json": render_json,
    "jsonl": render_jsonl,
    "sarif": _rare("sarif", "render_sarif"),
    "sarif:github": _rare("sarif", "render_github_sarif"),
    "github": _rare("github", "render_github"),
    "gitlab": _rare("gitlab", "render_gitlab"),
    "junit": _rare("junit", "render_junit"),
    "rdjson": _rare("reviewdog", "render_rdjson"),
    "rdjsonl": _rare("reviewdog", "render_rdjsonl"),
    "markdown": _rare("markdown", "render_markdown"),
    "csv": _rare("flat", "render_flat"),
    "html": _rare("page", "render_page"),
}
"""Format -> renderer of a text."""

BINARIES: Final[Mapping[str, Callable[[Report, View], bytes]]] = {
    "xlsx": _rare("workbook", "render_workbook"),
}
"""Format -> renderer of bytes, which no terminal shows."""

__all__ = ["BINARIES", "REPORTS", "View"]
