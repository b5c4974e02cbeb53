"""Renderers of a report, one module a medium; `REPORTS` is the table of those that `--output-format` offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from indicator_lint.model.report import Report
from indicator_lint.reports.concise import render_concise
from indicator_lint.reports.console import render_console
from indicator_lint.reports.records import render_json, render_jsonl
from indicator_lint.reports.view import View

REPORTS: Final[Mapping[str, Callable[[Report, View], str]]] = {
    "console": render_console,
    "concise": render_concise,
    "json": render_json,
    "jsonl": render_jsonl,
}

__all__ = ["REPORTS", "View"]
