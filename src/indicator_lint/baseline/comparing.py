"""Findings × entries of the baseline: which are new, which are updated, which are as they were, which entries are gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from typing import Final

from indicator_lint.baseline.entry import Entry, Key, entry_of, words_of
from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Rule, Severity
from indicator_lint.model.suppression import State
from indicator_lint.rulebook import message_of

ABOUT_RUN: Final = "LNT"
STALE: Final = "LNT003"
SHOWN: Final = 3
"""Entries that are gone and named in the message."""


def entries_of(report: Report, relative: Callable[[str], str], since: date | None = None) -> list[Entry]:
    """What a report found and nobody suppressed, as entries.

    Findings about the run itself are none, nor is what says that a file could not be read: it must not pass for a clean one.
    """
    titles, unread = _titles(report), _unread(report)
    return [
        entry_of(one, relative(one.path), titles.get(one.path, frozenset()), since)
        for one in report.findings
        if _kept(one, unread)
    ]


def compared(
    report: Report, entries: Sequence[Entry], relative: Callable[[str], str], gone: Callable[[str], bool]
) -> tuple[Report, list[Entry]]:
    """The report with the state of every finding, and the entries of its files that were not found again.

    `relative` makes a finding's path that of entries, `gone` says whether a file of entries is there no more: then its entries
    may be those of a file under another name.
    """
    titles = _titles(report)
    own = [entry_of(one, relative(one.path), titles.get(one.path, frozenset())) for one in report.findings]
    match = _Match(list(entries), own, [State.NEW] * len(own))
    unread = _unread(report)
    open_ = [number for number, one in enumerate(report.findings) if _kept(one, unread)]
    for key in (attrgetter("exact"), attrgetter("anywhere")):
        open_ = match.take(open_, key, State.UNCHANGED)
    for key in (attrgetter("there"), attrgetter("elsewhere")):
        open_ = match.take(open_, key, State.UNCHANGED, fits=_says_no_more)
    match.take([number for number in open_ if own[number].spread], attrgetter("block"), State.UNCHANGED)
    open_ = match.take(match.open(open_), attrgetter("block"), State.UNCHANGED, among=lambda entry: entry.spread)
    open_ = match.take(open_, attrgetter("subject"), State.UPDATED)
    known = {entry.path for entry in entries}
    strangers = [number for number in open_ if own[number].path not in known]
    match.take(strangers, attrgetter("moved"), State.UNCHANGED, among=lambda entry: gone(entry.path))
    findings = [replace(one, baseline=state) for one, state in zip(report.findings, match.states, strict=True)]
    linted = {relative(reading.path) for reading in report.readings}
    left = [one for one in match.left() if one.path in linted and one.code in report.asked | _codes(report)]
    absent = [_absent(entry) for entry in left]
    return replace(report, findings=findings, absent=absent), left


def stale(left: Iterable[Entry], rule: Rule, source: str, shown: Callable[[str], str]) -> Iterator[Finding]:
    """One finding a file whose entries are gone; `shown` is the path as it was given."""
    files: dict[str, list[Entry]] = defaultdict(list)
    for entry in left:
        files[entry.path].append(entry)
    for path, entries in files.items():
        named = [" ".join(filter(None, (one.code, "/".join(one.indicator[-1:]) or one.category))) for one in entries]
        listed = "、".join(named[:SHOWN]) + ("…" if len(named) > SHOWN else "")
        params: dict[str, object] = {"count": len(entries), "shown": listed, "source": source}
        severity = rule.severity or Severity.INFO
        message = message_of(rule, params, ())
        yield Finding(rule.code, rule.name, severity, shown(path), "file", message, params=params, baseline=State.NEW)


@dataclass(slots=True)
class _Match:
    """Entries that no finding has taken yet, each of which excuses one; the findings as entries, and their states."""

    entries: list[Entry]
    own: Sequence[Entry]
    states: list[State]
    taken: set[int] = field(default_factory=set)

    def take(
        self,
        numbers: Iterable[int],
        key: Callable[[Entry], Key],
        state: State,
        among: Callable[[Entry], bool] = lambda _: True,
        fits: Callable[[Entry, Entry], bool] = lambda *_: True,
    ) -> list[int]:
        """Give each finding an entry of its key that fits, and say which found none."""
        free: dict[Key, list[int]] = defaultdict(list)
        for number in range(len(self.entries) - 1, -1, -1):
            if number not in self.taken and among(self.entries[number]):
                free[key(self.entries[number])].append(number)
        left = []
        for number in numbers:
            one = self.own[number]
            candidates = free.get(key(one), [])
            chosen = next((other for other in reversed(candidates) if fits(one, self.entries[other])), None)
            if chosen is not None:
                candidates.remove(chosen)
                self.taken.add(chosen)
                self.states[number] = state
            else:
                left.append(number)
        return left

    def open(self, numbers: Iterable[int]) -> list[int]:
        """Those of the findings that have taken no entry."""
        return [number for number in numbers if self.states[number] is State.NEW]

    def left(self) -> list[Entry]:
        return [entry for number, entry in enumerate(self.entries) if number not in self.taken]


def _unread(report: Report) -> frozenset[str]:
    return frozenset(reading.path for reading in report.readings if reading.document is None)


def _kept(finding: Finding, unread: Collection[str]) -> bool:
    return not finding.suppressed and not finding.code.startswith(ABOUT_RUN) and finding.path not in unread


def _titles(report: Report) -> dict[str, frozenset[str]]:
    """The words of the categories' titles, by file."""
    return {
        reading.path: frozenset(word for table in reading.tables for word in words_of(table.category or ""))
        for reading in report.readings
    }


def _says_no_more(one: Entry, other: Entry) -> bool:
    """Whether a finding about a whole says nothing that the entry did not say: of what it lists, some may be mended."""
    return not one.indicator and set(one.details) <= set(other.details)


def _codes(report: Report) -> frozenset[str]:
    """Rules about files are asked in any case."""
    return frozenset(finding.code for finding in report.findings)


def _absent(entry: Entry) -> Finding:
    path = entry.indicator if len(entry.indicator) == len(("level1", "level2", "name")) else None
    return Finding(
        entry.code,
        "",
        Severity.INFO,
        entry.path,
        entry.role,
        entry.message,
        category=entry.category,
        indicator=path,  # type: ignore[arg-type]  # three parts
        value=entry.value,
        baseline=State.ABSENT,
    )
