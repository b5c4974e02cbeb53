"""What verdicts on records say: the findings of a file in their order, each put into words when somebody asks for it."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Final, TypeAlias

from indicator_lint.model.evidence import Change, Evidence
from indicator_lint.model.finding import Edit, Finding, Fix, Mark, Related, late
from indicator_lint.model.findings import OfFile
from indicator_lint.model.location import Location
from indicator_lint.model.rule import Rule, Safety, Severity
from indicator_lint.model.table import Table
from indicator_lint.ordering import fingerprint_of
from indicator_lint.rulebook import fields_of, message_of

QUOTED = ("name", "unit", "operator", "level1", "level2", "description", "target")
"""Roles whose text a message may quote as a field."""

INDICATOR: Final = ("level1", "level2", "name")
"""Roles that name an indicator."""

KNOWN: Final = 50_000
"""Texts remembered at once; more would cost what sharing them saves."""

ROWLESS = frozenset({"category", "document"})
"""Roles that belong to no one indicator."""

SEVERITIES: Final = tuple(Severity)

Spot: TypeAlias = tuple[int, str]
"""A record and a role."""


@dataclass(frozen=True, slots=True)
class Records:
    """Where the records of a run came from: `starts[i]` is the first record of `tables[i]`, which is of the file `paths[i]`."""

    tables: Sequence[Table]
    paths: Sequence[str]
    starts: Sequence[int]

    def place(self, record: int, role: str) -> Place:
        """A record at a role."""
        number = bisect_right(self.starts, record, hi=len(self.tables)) - 1
        return Place(self.paths[number], self.tables[number], record - self.starts[number], role)

    def of(self, first: int, end: int) -> Records:
        """Those of some tables."""
        return Records(self.tables[first:end], self.paths[first:end], self.starts[first : end + 1])


@dataclass(frozen=True)
class Place:
    """A record at a role, opened up for telling."""

    path: str
    table: Table
    index: int
    role: str

    @cached_property
    def location(self) -> Location:
        """Where it stands: the finding and its edits share it."""
        return self.table.location(self.role, self.index)

    @property
    def row(self) -> int | None:
        """The number of the indicator within its category, where the role belongs to one."""
        return None if self.role in ROWLESS else self.table.numbers[self.index]

    def text(self, role: str) -> str:
        """What the record says at a role; empty without such a column."""
        if role == "category":
            return self.table.category or ""
        return self.table.text(role, self.index) if role in self.table.columns else ""


@dataclass(slots=True)
class _Shared:
    """One copy of what many findings say: templates repeat the same indicators, with the same defects, over and over."""

    known: dict[Any, Any] = field(default_factory=dict)

    def once(self, said: Any, key: object = None) -> Any:
        """The copy kept of what is equal, or has an equal key where it cannot be a key itself."""
        if len(self.known) > KNOWN:
            self.known.clear()
        return self.known.setdefault(said if key is None else key, said)


@dataclass(slots=True)
class Words:
    """Puts verdicts on records into words."""

    records: Records
    _shared: _Shared = field(default_factory=_Shared)
    _last: tuple[int, Mapping[str, str]] = (-1, {})
    """The texts of the record told last: the findings of a record follow one another."""

    def rest(
        self, rule: Rule, spot: Spot, evidence: Evidence, others: Sequence[Spot] = (), number: int = 1
    ) -> dict[str, object]:
        """The fields of a finding that are told late; `others` are the records that share its cell."""
        place = self.records.place(*spot)
        texts = self._texts(place, spot[0])
        about_row = is_about_row(evidence, place.role)
        value = place.text(place.role)
        related = [self.records.place(*other) for other in evidence.related]
        params = {**texts, "value": value, "fixed": "", **evidence.params}
        note = _note(rule, evidence.change, params) if evidence.change else ""
        if evidence.change is not None:
            params["fixed"] = evidence.change.texts.get(place.role) or note
        indicator = self._shared.once(tuple(texts[role] for role in INDICATOR)) if about_row else None
        print_ = _fingerprint(rule, place, texts, evidence)
        return {
            "message": self._shared.once(message_of(rule, params, evidence.because)),
            "location": place.location,
            "category": place.table.category,
            "row": place.row if about_row else None,
            "indicator": indicator,
            "value": value,
            "params": self._fields(rule, params, alike=not evidence.params),
            "because": evidence.because,
            "fix": _fix(rule, place, evidence.change, note, params) if evidence.change else None,
            "related": (*map(_related, related), *(_related(self.records.place(*other)) for other in others)),
            "fingerprint": print_ if number == 1 else f"{print_}-{number}",
            "about": () if about_row or place.role in ROWLESS else tuple(one.text("name") for one in (place, *related)),
        }

    def fingerprint(self, rule: Rule, spot: Spot, evidence: Evidence) -> str:
        """The fingerprint of a finding, not numbered."""
        place = self.records.place(*spot)
        return _fingerprint(rule, place, self._texts(place, spot[0]), evidence)

    def _texts(self, place: Place, record: int) -> Mapping[str, str]:
        """What a message may quote of a record."""
        if self._last[0] != record:
            self._last = record, {role: place.text(role) for role in (*QUOTED, "category")}
        return self._last[1]

    def _fields(self, rule: Rule, params: Mapping[str, object], *, alike: bool) -> Mapping[str, object]:
        """What the message is filled with; `alike` where these are texts of the record only."""
        fields = {name: params[name] for name in fields_of(rule.message) if name in params}
        return self._shared.once(fields, (rule.code, *fields.values())) if alike else fields


@dataclass(slots=True)
class Told(OfFile):
    """The findings that the records of a file gave rise to, in their order, by column: each is made when somebody looks at it.

    `kinds` are rules at roles; `severity` is a place in SEVERITIES; `sheet`, `row` and `column` are what they are ordered by.
    `numbers` has the number of a finding that is not the first with its fingerprint, `others` the further records of its cell.
    """

    path: str
    records: Records
    kinds: Sequence[tuple[Rule, str]]
    reasons: Sequence[Evidence]
    record: array[int]
    kind: array[int]
    reason: array[int]
    severity: array[int]
    sheet: array[int]
    row: array[int]
    column: array[int]
    numbers: Mapping[int, int]
    others: Mapping[int, Sequence[Spot]]
    _words: Words = field(init=False)
    _said: dict[tuple[int, int], tuple[str, str, Severity, str, str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """The words come from the records."""
        self._words = Words(self.records)

    def __reduce__(self) -> tuple[type[Told], tuple[object, ...]]:
        """What it is made of: words are found again where it is stored."""
        return Told, tuple(getattr(self, each.name) for each in fields(self) if each.init)

    def __len__(self) -> int:
        return len(self.record)

    def __getitem__(self, number: Any) -> Any:
        chosen = range(len(self))[number]
        return [self._late(one) for one in chosen] if isinstance(chosen, range) else self._late(chosen)

    def __iter__(self) -> Iterator[Finding]:
        return map(self._late, range(len(self)))

    def _late(self, number: int) -> Finding:
        key = self.kind[number], self.severity[number]
        said = self._said.get(key) or self._said.setdefault(key, self._said_of(*key))
        return late(self, number, said)

    def _said_of(self, kind: int, severity: int) -> tuple[str, str, Severity, str, str]:
        rule, role = self.kinds[kind]
        return rule.code, rule.name, SEVERITIES[severity], self.path, role

    def marks(self) -> Counter[Mark]:
        """How many are marked alike: as long as they are told here, nobody excused any."""
        marks: Counter[Mark] = Counter()
        for (kind, reason, severity), count in Counter(zip(self.kind, self.reason, self.severity, strict=True)).items():
            marks[Mark(SEVERITIES[severity], _safety_of(self.kinds[kind][0], self.reasons[reason].change))] += count
        return marks

    def rest(self, number: int) -> dict[str, object]:
        """The fields of a finding that are told late."""
        rule, role = self.kinds[self.kind[number]]
        evidence, others = self.reasons[self.reason[number]], self.others.get(number, ())
        return self._words.rest(rule, (self.record[number], role), evidence, others, self.numbers.get(number, 1))

    def at(self, number: int) -> tuple[int, int, int, str]:
        """What a finding is ordered by: sheet, row, column and code."""
        return self.sheet[number], self.row[number], self.column[number], self.kinds[self.kind[number]][0].code


def is_about_row(evidence: Evidence, role: str) -> bool:
    """Whether a finding is about one indicator."""
    return not evidence.whole and role not in ROWLESS


def _fingerprint(rule: Rule, place: Place, texts: Mapping[str, str], evidence: Evidence) -> str:
    indicator = [texts[role] for role in INDICATOR] if is_about_row(evidence, place.role) else ()
    return fingerprint_of(place.path, rule.code, texts["category"], *indicator, place.role, place.text(place.role))


def _note(rule: Rule, change: Change, params: Mapping[str, object]) -> str:
    """The advice of a change in the rule's language. Raises KeyError for a sentence or a field that nobody supplies."""
    if change.advice is None:
        return change.note
    key, values = change.advice
    return rule.advice[key].format_map({**params, **values})


def _safety_of(rule: Rule, change: Change | None) -> Safety | None:
    """How safe the edits of a change are; None where it has none."""
    return _safety(rule, change) if change is not None and change.texts else None


def _safety(rule: Rule, change: Change) -> Safety:
    return change.safety or rule.fix or Safety.DISPLAY


def _fix(rule: Rule, place: Place, change: Change, note: str, params: Mapping[str, object]) -> Fix:
    edits = tuple(_edit(place, role, text) for role, text in change.texts.items())
    return Fix(_safety(rule, change), note, edits, change.declares, _advice(rule, change, params))


def _advice(rule: Rule, change: Change, params: Mapping[str, object]) -> tuple[str, Mapping[str, object]] | None:
    """The sentence that the note was made of and what fills its fields."""
    if change.advice is None:
        return None
    key, values = change.advice
    known = {**params, **values}
    return key, {name: known[name] for name in fields_of(rule.advice[key])}


def _edit(place: Place, role: str, new: str) -> Edit:
    edited = place if role == place.role else Place(place.path, place.table, place.index, role)
    return Edit(role, edited.row, edited.location, place.text(role), new)


def _related(place: Place) -> Related:
    return Related(place.path, place.location, place.table.category, place.row, place.role)
