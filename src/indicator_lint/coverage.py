"""What was asked of whom: a rule that needs a column a table lacks is passed over, and the report says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from indicator_lint.conformance import NOT_FRAME
from indicator_lint.model.report import Coverage, Reading
from indicator_lint.model.rule import Rule


def coverage_of(reading: Reading, rules: Sequence[Rule]) -> list[Coverage]:
    """For each rule asked of tables, how many of the file's indicators it was asked about."""
    shapes: Counter[frozenset[str]] = Counter()
    for table in reading.tables:
        shapes[frozenset(table.columns)] += len(table.rows)
    asked = [rule for rule in rules if rule.check.partition(":")[0] not in NOT_FRAME]
    return [_coverage(rule, shapes) for rule in asked]


def _coverage(rule: Rule, shapes: Counter[frozenset[str]]) -> Coverage:
    evaluated = skipped = 0
    missing: dict[str, None] = {}
    for roles, records in shapes.items():
        if lacking := rule.lacking(roles):
            skipped += records
            missing |= dict.fromkeys(lacking)
        else:
            evaluated += records
    return Coverage(rule.code, evaluated, skipped, tuple(missing))
