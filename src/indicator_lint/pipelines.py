"""The rules as a pandera schema, for pipelines that validate their frames anyway."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData

from indicator_lint.api import written
from indicator_lint.config import Settings
from indicator_lint.linter import lint
from indicator_lint.model.rule import Rule
from indicator_lint.model.table import ROLES
from indicator_lint.selection import rules_asked

DEFAULT: Final = Settings()
NAME: Final = "表.csv"
HEADER: Final = 2
"""The row of a sheet where the first record below the labels stands."""

Rejected = Mapping[tuple[str, str], frozenset[int]]
"""The rows that a rule finds something in at a role, counted from 0."""


def to_pandera(settings: Settings = DEFAULT, *, columns: Mapping[str, str] | None = None) -> pa.DataFrameSchema:
    """The rules as a schema of pandera on polars: each a check at the columns where it reports, named by its code.

    `columns` says which column holds which role (`{"name": "指标名称", "unit": "单位"}`); by default columns are called by the
    roles themselves. Columns may be of any type, and lacking: rules that need them are not asked. The rows of a frame are
    asked together, as `lint` does, once a frame; suppressions have no place in it. Findings about whole tables count at the
    rows where they are told. Raises RulebookError where the settings name what does not exist.

    >>> import polars as pl
    >>> schema = to_pandera(Settings(select=("OPR002",)), columns={"level2": "二级", "name": "指标", "operator": "性质"})
    >>> frame = pl.DataFrame({"二级": ["数量指标"], "指标": ["培训人数"], "性质": [">="]})
    >>> try:
    ...     schema.validate(frame, lazy=True)
    ... except pa.errors.SchemaErrors as errors:
    ...     print(errors.failure_cases.select("column", "check", "index").rows())
    [('性质', 'OPR002 性质符号不规范', 0)]
    """
    named = dict(columns) if columns is not None else {role: role for role in ROLES}
    asked = _Asked(settings, named)
    rules = rules_asked(settings)
    return pa.DataFrameSchema(
        {
            column: pa.Column(
                checks=[asked.check(rule, role) for rule in rules if role in rule.at], nullable=True, required=False
            )
            for role, column in named.items()
        }
    )


@dataclass(slots=True)
class _Asked:
    """The linter behind a schema, and what it said of the frame that was asked about last."""

    settings: Settings
    columns: Mapping[str, str]
    known: tuple[bytes, Rejected] = field(default=(b"", {}))

    def check(self, rule: Rule, role: str) -> pa.Check:
        """A rule at a role."""
        return pa.Check(
            self._passed(rule.code, role), name=rule.code, error=f"{rule.code} {rule.title}", ignore_na=False
        )

    def _passed(self, code: str, role: str) -> Callable[[PolarsData], pl.LazyFrame]:
        def passed(asked: PolarsData) -> pl.LazyFrame:
            frame = asked.lazyframe.collect()
            rejected = self._rejected(frame).get((code, role), frozenset())
            return pl.LazyFrame({"passed": [row not in rejected for row in range(frame.height)]})

        return passed

    def _rejected(self, frame: pl.DataFrame) -> Rejected:
        present = {role: column for role, column in self.columns.items() if column in frame.columns}
        content = written(frame.select(present.values()).rename({column: role for role, column in present.items()}))
        if self.known[0] != content:
            self.known = (content, self._linted(content))
        return self.known[1]

    def _linted(self, content: bytes) -> Rejected:
        found: dict[tuple[str, str], set[int]] = {}
        for finding in lint([], self.settings, stdin=(NAME, content)).findings:
            if finding.location.row >= HEADER:
                found.setdefault((finding.code, finding.role), set()).add(finding.location.row - HEADER)
        return {key: frozenset(rows) for key, rows in found.items()}
