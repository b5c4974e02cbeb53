"""Lines outside the tables × rules → findings."""

from __future__ import annotations

from collections.abc import Sequence

from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Reading
from indicator_lint.model.rule import Rule


def lint_prose(readings: Sequence[Reading], rules: Sequence[Rule]) -> list[Finding]:
    return []
