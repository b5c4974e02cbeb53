"""Verdicts → findings: words, places, fixes, related places and fingerprints."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final, TypeAlias

from indicator_lint.checks.check import Change
from indicator_lint.conformance import Verdict
from indicator_lint.frame import Frame
from indicator_lint.model.finding import Edit, Finding, Fix, Related
from indicator_lint.model.location import Location
from indicator_lint.model.report import Reading
from indicator_lint.model.rule import Rule, Safety
from indicator_lint.model.table import Table
from indicator_lint.ordering import fingerprint_of
from indicator_lint.rulebook import fields_of, message_of

QUOTED = ("name", "unit", "operator", "level1", "level2", "description", "target")
"""Roles whose text a message may quote as a field."""

Key: TypeAlias = tuple[str, str, str, int, int]
"""A file, a rule and a cell."""

KNOWN: Final = 50_000
"""Texts remembered at once; more would cost what sharing them saves."""

ROWLESS = frozenset({"category", "document"})
"""Roles that belong to no one indicator."""


@dataclass(slots=True)
class _Place:
    """A record at a role, opened up for telling."""

    reading: Reading
    table: Table
    index: int
    role: str
    location: Location

    def text(self, role: str) -> str:
        if role == "category":
            return self.table.category or ""
        return self.table.text(role, self.index) if role in self.table.columns else ""

    @property
    def own(self) -> bool:
        """Whether the cell is this record's alone: neither merged nor filled in from elsewhere."""
        table = self.table
        return self.role in table.columns and self.role not in table.sources and not table.grid.anchors


@dataclass(slots=True)
class _Shared:
    """One copy of what many findings say: templates repeat the same indicators, with the same defects, over and over."""

    known: dict[Any, Any] = field(default_factory=dict)

    def once(self, said: Any, key: object = None) -> Any:
        """The copy kept of what is equal, or has an equal key where it cannot be a key itself."""
        if len(self.known) > KNOWN:
            self.known.clear()
        return self.known.setdefault(said if key is None else key, said)


def tell(frame: Frame, verdicts: Sequence[Verdict]) -> list[Finding]:
    """The findings of a run's verdicts; a defect of one merged cell is told once, with the other records as related."""
    told: list[Finding] = []
    first: dict[Key, int] = {}
    others: dict[int, list[Related]] = defaultdict(list)
    shared = _Shared()
    texts = lru_cache(maxsize=1)(lambda record: _texts(frame, record))  # the findings of a record follow one another
    waiting = deque(verdicts)
    del verdicts  # evidence weighs as much as findings: each goes when it is told
    while waiting:
        verdict = waiting.popleft()
        place = _place(frame, verdict.record, verdict.role)
        number = len(told) if place.own else first.setdefault(_key(verdict, place), len(told))
        if number == len(told):
            told.append(_finding(frame, verdict, place, texts(verdict.record), shared))
        elif told[number].row is not None:
            others[number].append(_related(place))
    for number, more in others.items():
        told[number] = replace(told[number], related=(*told[number].related, *more))
    return told


def _key(verdict: Verdict, place: _Place) -> Key:
    at = place.location
    return place.reading.path, verdict.rule.code, at.container, at.row, at.column


def _place(frame: Frame, record: int, role: str) -> _Place:
    reading, table, index = frame.origin(record)
    return _Place(reading, table, index, role, table.location(role, index))


def _texts(frame: Frame, record: int) -> Mapping[str, str]:
    """What a message may quote of a record."""
    _, table, index = frame.origin(record)
    texts = {role: table.text(role, index) if role in table.columns else "" for role in QUOTED}
    return {**texts, "category": table.category or ""}


def _finding(frame: Frame, verdict: Verdict, place: _Place, texts: Mapping[str, str], shared: _Shared) -> Finding:
    rule, evidence = verdict.rule, verdict.evidence
    about_row = not evidence.whole and place.role not in ROWLESS
    value = place.text(place.role)
    others = [_place(frame, record, role) for record, role in evidence.related]
    params = {**texts, "value": value, "fixed": "", **evidence.params}
    note = _note(rule, evidence.change, params) if evidence.change else ""
    if evidence.change is not None:
        params["fixed"] = evidence.change.texts.get(place.role) or note
    indicator = shared.once((texts["level1"], texts["level2"], texts["name"])) if about_row else None
    about = (place.table.category or "", *(indicator or ()))
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=evidence.severity or rule.severity,  # type: ignore[arg-type]  # rules that are off are not asked
        path=place.reading.path,
        role=place.role,
        message=shared.once(message_of(rule, params, evidence.because)),
        location=place.location,
        category=place.table.category,
        row=place.table.numbers[place.index] if about_row else None,
        indicator=indicator,
        value=value,
        params=_fields(rule, params, shared, alike=not evidence.params),
        because=evidence.because,
        fix=_fix(rule, place, evidence.change, note, params) if evidence.change else None,
        related=tuple(map(_related, others)),
        fingerprint=fingerprint_of(place.reading.path, rule.code, *about, place.role, value),
        about=() if about_row or place.role in ROWLESS else tuple(one.text("name") for one in (place, *others)),
    )


def _fields(rule: Rule, params: Mapping[str, object], shared: _Shared, *, alike: bool) -> Mapping[str, object]:
    """What the message is filled with; `alike` where these are texts of the record only."""
    fields = {name: params[name] for name in fields_of(rule.message) if name in params}
    return shared.once(fields, (rule.code, *fields.values())) if alike else fields


def _note(rule: Rule, change: Change, params: Mapping[str, object]) -> str:
    """The advice of a change in the rule's language. Raises KeyError for a sentence or a field that nobody supplies."""
    if change.advice is None:
        return change.note
    key, values = change.advice
    return rule.advice[key].format_map({**params, **values})


def _fix(rule: Rule, place: _Place, change: Change, note: str, params: Mapping[str, object]) -> Fix:
    edits = tuple(_edit(place, role, text) for role, text in change.texts.items())
    return Fix(change.safety or rule.fix or Safety.DISPLAY, note, edits, change.declares, _advice(rule, change, params))


def _advice(rule: Rule, change: Change, params: Mapping[str, object]) -> tuple[str, Mapping[str, object]] | None:
    """The sentence that the note was made of and what fills its fields."""
    if change.advice is None:
        return None
    key, values = change.advice
    known = {**params, **values}
    return key, {name: known[name] for name in fields_of(rule.advice[key])}


def _edit(place: _Place, role: str, new: str) -> Edit:
    row = None if role in ROWLESS else place.table.numbers[place.index]
    location = place.location if role == place.role else place.table.location(role, place.index)
    return Edit(role, row, location, place.text(role), new)


def _related(place: _Place) -> Related:
    row = None if place.role in ROWLESS else place.table.numbers[place.index]
    return Related(place.reading.path, place.location, place.table.category, row, place.role)
