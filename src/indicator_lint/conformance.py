"""Frame × rules → verdicts: each rule's check is a pandera check on the column it reports at."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple, TypeAlias

import pandera.polars as pa
import polars as pl

from indicator_lint.checks import CHECKS
from indicator_lint.checks.check import Check, Evidence
from indicator_lint.checks.prescribed import issued_classes, issued_twice, taken_over
from indicator_lint.executor import rejected
from indicator_lint.identity.issued import Issued, name_key
from indicator_lint.model.columns import COLUMN_OF, ID, TITLE
from indicator_lint.model.rule import Rule, Severity

NOT_FRAME: Final = frozenset({"reader", "frictionless", "structure", "layout", "prose", "form", "run", "audit"})
"""Who finds what is not asked of the frame: a page names them by `check = "structure:header-variant"`."""

OF_WORDING: Final = frozenset({"classification", "name", "operator", "unit", "description"})
"""Families that judge what an indicator says of itself."""

OF_LETTERS: Final = "text"

TWICE: Final = "NAM001"
"""Its own doing is what a submission says twice, unless it was issued so."""

LACKING: Final = "CLS006"

UNEXPLAINED: Final = Evidence()
"""What a rule rejects without a word says all of itself."""

ROLE_OF: Final = {column: role for role, column in COLUMN_OF.items()}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule rejected a record at a role, and why."""

    rule: Rule
    record: int
    role: str
    evidence: Evidence


Found: TypeAlias = tuple[Sequence[int], Sequence[Evidence]]
"""The records that a rule rejects at a role, and why each."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts of a frame by column, in the order of their records: a million of them weigh what a column of texts does.

    `rows` has the `record` of each, its `kind` (which rule, at which role) and its `evidence`, both as places in these lists:
    records that fail for the same reason share it.
    """

    kinds: Sequence[tuple[Rule, str]]
    evidence: Sequence[Evidence]
    rows: pl.DataFrame

    def __iter__(self) -> Iterator[Verdict]:
        for record, kind, evidence in self.rows.iter_rows():
            yield Verdict(self.kinds[kind][0], record, self.kinds[kind][1], self.evidence[evidence])

    def __len__(self) -> int:
        return self.rows.height


ROWS: Final = {"record": pl.UInt32, "kind": pl.UInt32, "evidence": pl.UInt32}
NONE: Final = Verdicts((), (), pl.DataFrame(schema=ROWS))


@dataclass(slots=True)
class _Gathered:
    """Verdicts as they come, by kind."""

    kinds: list[tuple[Rule, str]] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    mild: list[int] = field(default_factory=list)
    parts: list[pl.DataFrame] = field(default_factory=list)

    def add(self, rule: Rule, role: str, records: Sequence[int], reasons: Sequence[Evidence]) -> None:
        """The records that a rule rejects at a role, and why."""
        if not records:
            return
        places: dict[int, int] = {}
        start = len(self.evidence)
        numbers = [places.setdefault(id(reason), start + len(places)) for reason in reasons]
        distinct = {id(reason): reason for reason in reasons}.values()
        self.mild += (place for place, reason in enumerate(distinct, start) if _is_mild(rule, reason))
        self.evidence += distinct
        columns = {"record": records, "kind": [len(self.kinds)] * len(records), "evidence": numbers}
        self.parts.append(pl.DataFrame(columns, ROWS))
        self.kinds.append((rule, role))

    def verdicts(self) -> Verdicts:
        """All of them in the order of records, without mere consequences."""
        if not self.parts:
            return NONE
        rows = pl.concat(self.parts, rechunk=True).sort("record", maintain_order=True)
        rules = [rule for rule, _ in self.kinds]
        return Verdicts(self.kinds, self.evidence, _without_consequences(rows, rules, self.mild))


class _Brought(NamedTuple):
    """What a search brought up, by column: kept as the mapping it came in, it would weigh more than the texts."""

    records: array[int]
    places: array[int]
    reasons: Sequence[Evidence]

    @classmethod
    def of(cls, found: Mapping[int, Evidence]) -> _Brought:
        """The same as the mapping."""
        places, reasons = _shared(found.values())
        return cls(array("I", found), array("I", places), reasons)

    def of_records(self, records: Sequence[int]) -> list[Evidence]:
        """The evidence of some of its records."""
        places = dict(zip(self.records, self.places, strict=True))
        return [self.reasons[places[record]] for record in records]


def _shared(reasons: Iterable[Evidence]) -> tuple[list[int], list[Evidence]]:
    """For each reason its place among the distinct ones, and these: records that fail alike were given one and the same."""
    distinct: dict[int, Evidence] = {}
    places: dict[int, int] = {}
    numbers = []
    for reason in reasons:
        numbers.append(places.setdefault(id(reason), len(places)))
        distinct[id(reason)] = reason  # which keeps it, and its identity
    return numbers, list(distinct.values())


@dataclass(slots=True)
class Asked:
    """The rules as one pandera schema for a frame, and the evidence that searches brought up while it was made."""

    rules: Mapping[str, Rule]
    data: pl.DataFrame
    catalog: Issued | None = None
    found: dict[tuple[str, str], _Brought] = field(default_factory=dict)

    def schema(self) -> pa.DataFrameSchema:
        """A column for each role that a rule reports at; check names are rule codes."""
        roles = dict.fromkeys(role for rule in self.rules.values() for role in rule.at)
        present = [role for role in roles if COLUMN_OF.get(role, role) in self.data.columns]
        return pa.DataFrameSchema({COLUMN_OF.get(role, role): self._column(role) for role in present})

    def evidence(self, code: str, role: str, records: Sequence[int]) -> list[Evidence]:
        """Why a rule rejected these records at a role."""
        known = self.found.get((code, role))
        if known is not None:
            return known.of_records(records)
        rule = self.rules[code]
        explain = CHECKS[rule.check].explain
        if explain is None:
            return [UNEXPLAINED] * len(records)
        return [explain(row, role, **rule.options) for row in self.data[records].iter_rows(named=True)]

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
        found = self.found[rule.code, role] = _Brought.of(check.search(self.data, role, **rule.options, **supplied))
        if not found.records:
            return pl.col(ID).is_not_null()
        return ~pl.col(ID).is_in(pl.Series(found.records, dtype=pl.UInt32).implode())


def answerable(rules: Iterable[Rule], catalog: Issued | None) -> list[Rule]:
    """The rules that can be asked: those against a catalog only where there is one."""
    return [rule for rule in rules if catalog is not None or not _against_catalog(rule)]


def _against_catalog(rule: Rule) -> bool:
    return rule.check in CHECKS and CHECKS[rule.check].against_catalog


def conform(data: pl.DataFrame, rules: Iterable[Rule], catalog: Issued | None = None) -> Verdicts:
    """Ask every rule that is asked of frames."""
    if data.is_empty():
        return NONE
    framed = [rule for rule in answerable(rules, catalog) if rule.check.partition(":")[0] not in NOT_FRAME]
    asked = Asked({rule.code: rule for rule in framed}, data.clone(), catalog)
    schema = asked.schema()
    asked.data = data  # what checks remember goes with the clone: it weighs more than the texts, and telling needs room
    taken = taken_over(data, catalog) if catalog is not None else {}
    gathered = _Gathered()
    for (code, column), records in rejected(schema, data).items():
        rule, role = asked.rules[code], ROLE_OF.get(column, column)
        found = records, asked.evidence(code, role, records)
        gathered.add(
            rule, role, *(found if catalog is None else _not_issued(rule, role, found, (taken, data, catalog)))
        )
    return gathered.verdicts()


def _present(role: str) -> pl.Expr:
    """Whether a table has a role; a category is one also where nobody gave it a title."""
    return pl.lit(value=True) if role in COLUMN_OF else pl.col(role).is_not_null()


def _not_issued(
    rule: Rule, role: str, found: Found, prescribed: tuple[Mapping[int, frozenset[str]], pl.DataFrame, Issued]
) -> Found:
    """Those of the records that the catalog does not answer for, and what they answer for."""
    verdicts = (Verdict(rule, record, role, reason) for record, reason in zip(*found, strict=True))
    left = list(_without_the_issued(verdicts, *prescribed))
    return [one.record for one in left], [one.evidence for one in left]


def _without_the_issued(
    verdicts: Iterable[Verdict], taken: Mapping[int, frozenset[str]], data: pl.DataFrame, catalog: Issued
) -> Iterator[Verdict]:
    """Whoever takes an indicator from the catalog as it is need not answer for its wording, nor for classes that were not issued."""
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


def _is_mild(rule: Rule, evidence: Evidence) -> bool:
    """Whether a finding is less than its rule usually is."""
    usual = rule.severity or Severity.WARNING
    return evidence.severity is not None and evidence.severity.rank > usual.rank


def _without_consequences(rows: pl.DataFrame, rules: Sequence[Rule], mild: Sequence[int]) -> pl.DataFrame:
    """A rule that yields to another leaves an indicator to it: one cause is told once. Mild evidence is no such cause."""
    yielding = [(kind, other) for kind, rule in enumerate(rules) for other in _heeded(rule, rules)]
    if not yielding:
        return rows
    heeded = pl.DataFrame(yielding, {"kind": pl.UInt32, "cause": pl.UInt32}, orient="row")
    grave = rows.filter(~pl.col("evidence").is_in(pl.Series(mild, dtype=pl.UInt32).implode()))
    causes = grave.select("record", pl.col("kind").alias("cause"))
    numbered = rows.with_row_index("number")
    consequences = numbered.join(heeded, on="kind").join(causes, on=["record", "cause"], how="semi")
    return rows.filter(~numbered["number"].is_in(consequences["number"].implode()))


def _heeded(rule: Rule, rules: Sequence[Rule]) -> Iterator[int]:
    """The kinds of verdicts to which a rule yields."""
    return (kind for kind, other in enumerate(rules) if other.code in rule.yields_to)
