"""Frame × rules → findings: each rule's check as a pandera check on the column it reports at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrorReason, SchemaErrors

from indicator_lint.checks import CHECKS
from indicator_lint.checks.check import Check, Evidence
from indicator_lint.frame import Frame
from indicator_lint.model.columns import TITLE
from indicator_lint.model.rule import Rule

NOT_FRAME = frozenset({"reader", "structure", "layout", "prose", "run"})
"""Checks that are not asked of the frame: `check = "structure:missing-label"` names who finds these."""

COLUMN_OF: Final = {"category": TITLE}
"""Roles whose column in the frame has another name."""

ROLE_OF: Final = {column: role for role, column in COLUMN_OF.items()}


class CheckFailedError(RuntimeError):
    """A check raised: our fault, never a finding."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule rejected a record at a role, and why."""

    rule: Rule
    record: int
    role: str
    evidence: Evidence


def conform(frame: Frame, rules: Iterable[Rule]) -> list[Verdict]:
    """Ask every rule that is asked of frames; the verdicts in the order of records."""
    asked = [rule for rule in rules if rule.check.partition(":")[0] not in NOT_FRAME]
    if frame.data.is_empty():
        return []
    found: dict[tuple[str, str], Mapping[int, Evidence]] = {}
    columns = {role: _column(role, asked, frame.data, found) for role in {role for rule in asked for role in rule.at}}
    named = {COLUMN_OF.get(role, role): column for role, column in columns.items()}
    schema = pa.DataFrameSchema({name: column for name, column in named.items() if name in frame.data.columns})
    failed = _failures(schema, frame.data)
    by_code = {rule.code: rule for rule in asked}
    verdicts = [
        Verdict(by_code[code], record, role, evidence)
        for (code, role), records in failed.items()
        for record, evidence in _evidence(by_code[code], role, records, frame.data, found)
    ]
    return _without_consequences(sorted(verdicts, key=lambda verdict: verdict.record))


def _column(
    role: str, rules: Sequence[Rule], data: pl.DataFrame, found: dict[tuple[str, str], Mapping[int, Evidence]]
) -> pa.Column:
    checks = [_pandera_check(rule, role, data, found) for rule in rules if role in rule.at]
    return pa.Column(pl.String, checks=checks, nullable=True, required=False)


def _pandera_check(
    rule: Rule, role: str, data: pl.DataFrame, found: dict[tuple[str, str], Mapping[int, Evidence]]
) -> pa.Check:
    holds = _expression(rule, role, data, found)
    present = pl.all_horizontal(_present(asked) for asked in (role, *rule.needs))
    passed = (holds | ~present).fill_null(value=True)
    return pa.Check(lambda given: given.lazyframe.select(passed), name=rule.code, error=rule.code, ignore_na=False)


def _present(role: str) -> pl.Expr:
    """Whether a table has a role; a category is one also where nobody gave it a title."""
    return pl.lit(value=True) if role == "category" else pl.col(role).is_not_null()


def _expression(
    rule: Rule, role: str, data: pl.DataFrame, found: dict[tuple[str, str], Mapping[int, Evidence]]
) -> pl.Expr:
    check: Check = CHECKS[rule.check]
    if check.holds is not None:
        return check.holds(role, **rule.options)
    assert check.search is not None  # noqa: S101 - a Check is made by one of two decorators
    evidence = check.search(data, role, **rule.options)
    found[rule.code, role] = evidence
    return ~pl.col("id").is_in(list(evidence))


def _failures(schema: pa.DataFrameSchema, data: pl.DataFrame) -> dict[tuple[str, str], list[int]]:
    try:
        schema.validate(data, lazy=True)
    except SchemaErrors as errors:
        return dict(_rejected(errors))
    return {}


def _rejected(errors: SchemaErrors) -> Iterator[tuple[tuple[str, str], list[int]]]:
    for error in errors.schema_errors:
        if error.reason_code is not SchemaErrorReason.DATAFRAME_CHECK or error.check_output is None:
            raise CheckFailedError(str(error)) from error
        mask = error.check_output["check_output"]
        yield (error.check.name, ROLE_OF.get(error.schema.name, error.schema.name)), (~mask).arg_true().to_list()


def _evidence(
    rule: Rule,
    role: str,
    records: Sequence[int],
    data: pl.DataFrame,
    found: Mapping[tuple[str, str], Mapping[int, Evidence]],
) -> Iterator[tuple[int, Evidence]]:
    known = found.get((rule.code, role))
    if known is not None:
        yield from ((record, known[record]) for record in records)
        return
    explain = CHECKS[rule.check].explain
    for row in data[records].iter_rows(named=True):
        yield row["id"], explain(row, role, **rule.options) if explain else Evidence()


def _without_consequences(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """A rule that yields to another leaves an indicator to it: one cause is told once."""
    told = {(verdict.record, verdict.rule.code) for verdict in verdicts}
    return [v for v in verdicts if not any((v.record, code) in told for code in v.rule.yields_to)]
