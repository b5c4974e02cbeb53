"""Frame × rules → verdicts: each rule's check is a pandera check on the column it reports at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import pandera.polars as pa
import polars as pl

from indicator_lint.checks import CHECKS
from indicator_lint.checks.check import Check, Evidence
from indicator_lint.checks.prescribed import issued_classes, issued_twice, taken_over
from indicator_lint.executor import rejected
from indicator_lint.identity.issued import Issued, name_key
from indicator_lint.model.columns import COLUMN_OF, ID, TITLE
from indicator_lint.model.rule import Rule

NOT_FRAME: Final = frozenset({"reader", "frictionless", "structure", "layout", "prose", "form", "run", "audit"})
"""Who finds what is not asked of the frame: a page names them by `check = "structure:header-variant"`."""

OF_WORDING: Final = frozenset({"classification", "name", "operator", "unit", "description"})
"""Families that judge what an indicator says of itself."""

OF_LETTERS: Final = "text"

TWICE: Final = "NAM001"
"""Its own doing is what a submission says twice, unless it was issued so."""

LACKING: Final = "CLS006"

ROLE_OF: Final = {column: role for role, column in COLUMN_OF.items()}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule rejected a record at a role, and why."""

    rule: Rule
    record: int
    role: str
    evidence: Evidence


@dataclass(slots=True)
class Asked:
    """The rules as one pandera schema for a frame, and the evidence that searches brought up while it was made."""

    rules: Mapping[str, Rule]
    data: pl.DataFrame
    catalog: Issued | None = None
    found: dict[tuple[str, str], Mapping[int, Evidence]] = field(default_factory=dict)

    def schema(self) -> pa.DataFrameSchema:
        """A column for each role that a rule reports at; check names are rule codes."""
        roles = dict.fromkeys(role for rule in self.rules.values() for role in rule.at)
        present = [role for role in roles if COLUMN_OF.get(role, role) in self.data.columns]
        return pa.DataFrameSchema({COLUMN_OF.get(role, role): self._column(role) for role in present})

    def evidence(self, code: str, role: str, records: Sequence[int]) -> Iterator[tuple[int, Evidence]]:
        """Why a rule rejected these records at a role."""
        known = self.found.get((code, role))
        if known is not None:
            yield from ((record, known[record]) for record in records)
            return
        rule = self.rules[code]
        explain = CHECKS[rule.check].explain
        for row in self.data[records].iter_rows(named=True):
            yield row[ID], explain(row, role, **rule.options) if explain else Evidence()

    def _column(self, role: str) -> pa.Column:
        checks = [self._check(rule, role) for rule in self.rules.values() if role in rule.at]
        return pa.Column(pl.String, checks=checks, nullable=True, required=False)

    def _check(self, rule: Rule, role: str) -> pa.Check:
        present = pl.all_horizontal(_present(asked) for asked in (role, *rule.needs))
        passed = (self._holds(rule, role) | ~present).fill_null(value=True)
        return pa.Check(lambda given: given.lazyframe.select(passed), name=rule.code, error=rule.code, ignore_na=False)

    def _holds(self, rule: Rule, role: str) -> pl.Expr:
        check: Check = CHECKS[rule.check]
        if check.holds is not None:
            return check.holds(role, **rule.options)
        assert check.search is not None  # noqa: S101 - a Check is made by one of two decorators
        supplied = {"catalog": self.catalog} if check.against_catalog else {}
        evidence = check.search(self.data, role, **rule.options, **supplied)
        self.found[rule.code, role] = evidence
        if not evidence:
            return pl.col(ID).is_not_null()
        return ~pl.col(ID).is_in(pl.Series(list(evidence), dtype=pl.UInt32).implode())


def answerable(rules: Iterable[Rule], catalog: Issued | None) -> list[Rule]:
    """The rules that can be asked: those against a catalog only where there is one."""
    return [rule for rule in rules if catalog is not None or not _against_catalog(rule)]


def _against_catalog(rule: Rule) -> bool:
    return rule.check in CHECKS and CHECKS[rule.check].against_catalog


def conform(data: pl.DataFrame, rules: Iterable[Rule], catalog: Issued | None = None) -> list[Verdict]:
    """Ask every rule that is asked of frames; the verdicts in the order of records."""
    if data.is_empty():
        return []
    framed = [rule for rule in answerable(rules, catalog) if rule.check.partition(":")[0] not in NOT_FRAME]
    asked = Asked({rule.code: rule for rule in framed}, data.clone(), catalog)
    schema = asked.schema()
    asked.data = data  # what checks remember goes with the clone: it weighs more than the texts, and telling needs room
    verdicts = [
        Verdict(asked.rules[code], record, ROLE_OF.get(column, column), evidence)
        for (code, column), records in rejected(schema, data).items()
        for record, evidence in asked.evidence(code, ROLE_OF.get(column, column), records)
    ]
    if catalog is not None:
        verdicts = list(_without_the_issued(verdicts, data, catalog))
    return _without_consequences(sorted(verdicts, key=lambda verdict: verdict.record))


def _present(role: str) -> pl.Expr:
    """Whether a table has a role; a category is one also where nobody gave it a title."""
    return pl.lit(value=True) if role in COLUMN_OF else pl.col(role).is_not_null()


def _without_the_issued(verdicts: Iterable[Verdict], data: pl.DataFrame, catalog: Issued) -> Iterator[Verdict]:
    """Whoever takes an indicator from the catalog as it is need not answer for its wording, nor for classes that were not issued."""
    taken = taken_over(data, catalog)
    for verdict in verdicts:
        if verdict.rule.code == LACKING:
            yield from _of_issued_classes(verdict, data[TITLE][verdict.record] or "", catalog)
        elif verdict.record not in taken or not _is_issued(verdict, taken[verdict.record], data, catalog):
            yield verdict


def _is_issued(verdict: Verdict, verbatim: frozenset[str], data: pl.DataFrame, catalog: Issued) -> bool:
    """Whether it judges what was issued: texts as such only where they are the same to the letter."""
    rule, record = verdict.rule, verdict.record
    if rule.code == TWICE:
        return name_key(data["name"][record]) in issued_twice(catalog, data[TITLE][record] or "")
    return not verdict.evidence.whole and (
        rule.family in OF_WORDING or (rule.family == OF_LETTERS and verdict.role in verbatim)
    )


def _of_issued_classes(verdict: Verdict, title: str, catalog: Issued) -> Iterator[Verdict]:
    """What a category lacks of the classes that the catalog has in it; all where the catalog does not know it."""
    classes = issued_classes(catalog, title)
    evidence = verdict.evidence
    because = tuple(one for one in evidence.because if classes is None or one[0] in classes or "_" in one[0])
    if because:
        yield replace(verdict, evidence=replace(evidence, because=because))


def _without_consequences(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """A rule that yields to another leaves an indicator to it: one cause is told once."""
    heeded = {code for verdict in verdicts for code in verdict.rule.yields_to}
    told = {(verdict.record, verdict.rule.code) for verdict in verdicts if verdict.rule.code in heeded}
    return [v for v in verdicts if not any((v.record, code) in told for code in v.rule.yields_to)]
