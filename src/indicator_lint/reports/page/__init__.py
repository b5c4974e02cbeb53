"""The report as one page (`html`) that opens from disk: counts, the tables as they stand, what was found where."""

from __future__ import annotations

from indicator_lint.reports.page.rendering import render_page

__all__ = ["render_page"]
