"""Excuses × findings: what is suppressed, and which excuses are no good themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from indicator_lint.model.finding import Finding
from indicator_lint.model.rule import Rule, Severity
from indicator_lint.model.suppression import Suppression
from indicator_lint.rulebook import RulebookError, codes_named, message_of
from indicator_lint.selection import Ruling
from indicator_lint.suppression.excuse import Excuse, Spot, spots_of

UNUSED: Final = "LNT001"
EXPIRED: Final = "LNT002"
UNREASONED: Final = "LNT004"
ACROSS: Final = "audit"
"""The check of rules that speak in an audit only: whether an excuse of theirs is of use, no single file tells."""


@dataclass(slots=True)
class _Trial:
    """An excuse before the findings of its file: the codes that each of its names means, and the names that were of use."""

    excuse: Excuse
    codes: Mapping[str, frozenset[str]]
    expired: bool
    used: set[str] = field(default_factory=set)

    @property
    def valid(self) -> bool:
        return bool(self.excuse.reason) and not self.expired and not self.excuse.fault

    def covers(self, finding: Finding) -> bool:
        """Whether it names this finding; remembers that it was of use."""
        return self.excuse.target.covers(finding) and self.names(finding.code)

    def names(self, code: str) -> bool:
        """Whether it names a rule; remembers that it was of use."""
        names = [name for name, codes in self.codes.items() if code in codes]
        self.used.update(names)
        return bool(names)


class _Near:
    """Excuses by what they are about: a table may have one in every row."""

    def __init__(self, trials: Sequence[_Trial]) -> None:
        self.by_spot: dict[Spot, list[_Trial]] = {}
        self.by_row: dict[tuple[str, int], list[_Trial]] = {}
        for trial in trials:
            target = trial.excuse.target
            self.by_spot.setdefault(target.spot, []).append(trial)
            if target.cell is not None:
                self.by_row.setdefault((target.cell.container, target.cell.row), []).append(trial)

    def excusing(self, finding: Finding) -> _Trial | None:
        """The excuse of a finding; every one that covers it was of use."""
        near = [trial for spot in spots_of(finding) for trial in self.by_spot.get(spot, ())]
        covering = [trial for trial in near if trial.covers(finding)]
        return next((trial for trial in covering if trial.valid), None) or self._excusing_each(finding)

    def _excusing_each(self, finding: Finding) -> _Trial | None:
        """Of a finding about several indicators, the first of their excuses, if each of them has one."""
        places = [finding.location, *(related.location for related in finding.related)] if finding.about else []
        found = [
            [trial for trial in self.by_row.get((place.container, place.row), ()) if trial.names(finding.code)]
            for place in places
        ]
        valid = [next((trial for trial in trials if trial.valid), None) for trials in found]
        return valid[0] if valid and None not in valid else None


def excused(
    path: str, findings: Sequence[Finding], excuses: Sequence[Excuse], ruling: Ruling, today: date
) -> list[Finding]:
    """The findings of a file, suppressed where an excuse says so, and those about excuses that are no good.

    Mandatory rules, and all of them under a pack that takes no excuses, keep their findings; the excuse is listed.
    """
    trials = [_trial(excuse, ruling.known, today) for excuse in excuses]
    near = _Near(trials)
    judged = [_judged(finding, near, ruling) for finding in findings]
    if not ruling.honoured:
        return judged
    return [*judged, *(finding for trial in trials for finding in _faults(path, trial, ruling))]


def _trial(excuse: Excuse, rules: Mapping[str, Rule], today: date) -> _Trial:
    expired = excuse.until is not None and excuse.until < today
    return _Trial(excuse, {name: _meant(name, rules) for name in excuse.names}, expired)


def _meant(name: str, rules: Mapping[str, Rule]) -> frozenset[str]:
    """The codes that a name means: none where there is no such rule, or where it means all of them."""
    try:
        return frozenset(codes_named(rules, [name])) if name != "ALL" else frozenset()
    except RulebookError:
        return frozenset()


def _judged(finding: Finding, near: _Near, ruling: Ruling) -> Finding:
    trial = near.excusing(finding)
    if trial is None:
        return finding
    excuse = trial.excuse
    honoured = ruling.honoured and finding.code not in ruling.mandatory
    word = Suppression(
        excuse.channel, excuse.reason, excuse.path, excuse.location, excuse.until, excuse.approver, honoured
    )
    return replace(finding, suppression=word)


def _faults(path: str, trial: _Trial, ruling: Ruling) -> Iterator[Finding]:
    """What is wrong with an excuse: it names no rule, or none that exists; no reason; past its date; of no use."""
    excuse = trial.excuse
    if not excuse.names:
        yield from _told(path, excuse, ruling, UNUSED, "nameless")
    elif not excuse.reason:
        yield from _told(path, excuse, ruling, UNREASONED, "")
    elif excuse.fault:
        yield from _told(path, excuse, ruling, EXPIRED, "undated")
    elif trial.expired:
        yield from _told(path, excuse, ruling, EXPIRED, "expired")
    else:
        for name, codes in trial.codes.items():
            reason = _useless(name, codes, trial, ruling)
            if reason:
                yield from _told(path, excuse._replace(names=(name,)), ruling, UNUSED, reason)


def _useless(name: str, codes: frozenset[str], trial: _Trial, ruling: Ruling) -> str:
    """Why a name in an excuse does nothing; empty where it does, or where nobody asked these rules now."""
    if not codes:
        return "all" if name == "ALL" else "unknown"
    if codes <= ruling.mandatory:
        return "mandatory"
    asked = {code for code in codes & (ruling.codes | ruling.told.keys()) if ruling.known[code].check != ACROSS}
    return "unused" if asked and name not in trial.used else ""


def _told(path: str, excuse: Excuse, ruling: Ruling, code: str, reason: str) -> Iterator[Finding]:
    rule = ruling.told.get(code)
    if rule is None:
        return
    params = {
        "names": "、".join(excuse.names),
        "reason": excuse.reason,
        "until": excuse.until.isoformat() if excuse.until else excuse.fault,
        "source": rule.reasons[str(excuse.channel)].format(path=excuse.path),
    }
    because = ((reason, params),) if reason else ()
    severity = rule.severity or Severity.WARNING
    message = message_of(rule, params, because)
    yield Finding(code, rule.name, severity, path, "file", message, excuse.location, params=params, because=because)
