"""Renderers of a report, one module a medium: `REPORTS` and `BINARIES` are what `--output-format` offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from indicator_lint.reports.view import View

if TYPE_CHECKING:
    from indicator_lint.model.report import Report


def _late(module: str, name: str) -> Callable[[Report, View], Any]:
    """A renderer whose module is imported when it is called: a run prints one format, and help none."""

    def render(report: Report, view: View) -> Any:
        return getattr(import_module(f"{__name__}.{module}"), name)(report, view)

    return render


REPORTS: Final[Mapping[str, Callable[[Report, View], str]]] = {
    "console": _late("console", "render_console"),
    "concise": _late("concise", "render_concise"),
    "grouped": _late("grouped", "render_grouped"),
    "grouped:file": _late("grouped", "render_grouped_by_file"),
    "json": _late("records", "render_json"),
    "jsonl": _late("records", "render_jsonl"),
    "sarif": _late("sarif", "render_sarif"),
    "sarif:github": _late("sarif", "render_github_sarif"),
    "github": _late("github", "render_github"),
    "gitlab": _late("gitlab", "render_gitlab"),
    "junit": _late("junit", "render_junit"),
    "rdjson": _late("reviewdog", "render_rdjson"),
    "rdjsonl": _late("reviewdog", "render_rdjsonl"),
    "markdown": _late("markdown", "render_markdown"),
    "csv": _late("flat", "render_flat"),
    "html": _late("page", "render_page"),
}
"""Format -> renderer of a text."""

BINARIES: Final[Mapping[str, Callable[[Report, View], bytes]]] = {
    "xlsx": _late("book", "render_workbook"),
}
"""Format -> renderer of bytes, which no terminal shows."""

__all__ = ["BINARIES", "REPORTS", "View"]
