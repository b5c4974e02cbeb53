"""The findings as a table of plain text (`csv`), for Excel: marked as UTF-8, and no cell of it is a formula."""

from __future__ import annotations

import csv
import io
from typing import Final

from indicator_lint.marks import TABLE
from indicator_lint.model.report import Report
from indicator_lint.reports.sheets import Value, findings_sheet
from indicator_lint.reports.view import View

_MARK: Final = "\ufeff"
_LIKE_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula; the wide forms too, in Chinese and Japanese settings."""


def render_flat(report: Report, view: View) -> str:
    """A header and a row for each finding; the columns that a reviewer fills in are left out.

    The last label is ours in every language: by it a later run knows the file.
    """
    sheet = findings_sheet(report, view)
    kept = [number for number, column in enumerate(sheet.columns) if column.key not in {"decision", "remark"}]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(sheet.columns[number].title for number in kept[:-1]), TABLE])
    writer.writerows([[_harmless(row[number]) for number in kept] for row in sheet.rows])
    return _MARK + out.getvalue()


def _harmless(value: Value) -> Value:
    """A text that would be a formula gets an apostrophe, as one types it to keep a text a text."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" '").startswith(_LIKE_FORMULA) else value
