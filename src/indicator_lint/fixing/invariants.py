"""What no fix may change unless it says so: numbers, weights, and what the tables are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final, TypeAlias

from indicator_lint.model.finding import Fix
from indicator_lint.model.report import Report
from indicator_lint.model.table import Table

NUMBER: Final = re.compile(r"(?<![A-Za-z])\d+(?:\.\d+)?")
"""A number as it stands in a text; a digit behind a letter is part of a name (m3)."""

Census: TypeAlias = tuple[tuple[int, tuple[str, ...]], ...]
"""Of each table how many indicators it holds, and their weights as written."""


def altered(fix: Fix) -> str:
    """What a fix changes that it has not declared, as the key of a reason; empty where it keeps to its word."""
    if "numbers" not in fix.declares and _numbers(e.old for e in fix.edits) != _numbers(e.new for e in fix.edits):
        return "alters_numbers"
    if "weights" not in fix.declares and any(edit.role == "weight" for edit in fix.edits):
        return "alters_weights"
    return ""


def _numbers(texts: Iterable[str]) -> Counter[float]:
    return Counter(float(number) for text in texts for number in NUMBER.findall(text))


def census(report: Report) -> Census:
    """What the tables of a report are."""
    tables = (table for reading in report.readings for table in reading.tables)
    return tuple((len(table.rows), _weights(table)) for table in tables)


def _weights(table: Table) -> tuple[str, ...]:
    if "weight" not in table.columns:
        return ()
    return tuple(table.text("weight", at) for at in range(len(table.rows)))
