"""A report beside the baseline, and the baseline that it makes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from indicator_lint.baseline import Entry, compared, entries_of, load, stale
from indicator_lint.config import Settings
from indicator_lint.configuration import Configurations
from indicator_lint.model.report import Report
from indicator_lint.ordering import fingerprinted, in_order
from indicator_lint.selection import Rulings

STALE: Final = "LNT003"


def against(report: Report, path: Path, settings: Settings) -> Report:
    """The report beside the baseline in a file; entries that are gone are told by LNT003. Raises BaselineError."""
    return beside(report, load(path), path, settings, lambda name: not (path.parent / name).exists())


def beside(
    report: Report, entries: Sequence[Entry], path: Path, settings: Settings, gone: Callable[[str], bool]
) -> Report:
    """The report beside entries of the baseline in a file; `gone` as in `baseline.compared`."""
    relative = from_folder(path)
    report, left = compared(report, entries, relative, gone)
    rule = Rulings(settings).of(Configurations(settings.config).of_run, "").told.get(STALE)
    if rule is None or not left:
        return report
    shown = {relative(reading.path): reading.path for reading in report.readings}
    told = [*report.findings, *stale(left, rule, path.name, lambda name: shown.get(name, name))]
    return replace(report, findings=fingerprinted(in_order(told, report.readings)))


def from_folder(path: Path) -> Callable[[str], str]:
    """What makes a path that of an entry: the way from the folder of the baseline; bytes that are no text are escaped."""
    folder = path.resolve().parent

    def relative(shown: str) -> str:
        try:
            way = Path(os.path.relpath(shown, folder))
        except ValueError:  # on another drive
            way = Path(shown).resolve()
        return way.as_posix().encode("utf-8", "backslashreplace").decode("utf-8")

    return relative


def renewed(
    report: Report,
    path: Path,
    today: date,
    *,
    old: Sequence[Entry] = (),
    adding: bool = True,
    codes: frozenset[str] = frozenset(),
) -> list[Entry]:
    """The entries that a baseline should have now: of files linted what was found, of others what it had.

    Words of people, and the day since when, are kept. Without `adding`, nothing new comes in; `codes` restricts that to rules.
    """
    relative = from_folder(path)
    present = entries_of(report, relative, today)
    gone = {entry.path for entry in old if not (path.parent / entry.path).exists()}
    linted = {relative(reading.path) for reading in report.readings}
    kept = _kept(old, present)
    added = [one for one in present if id(one) not in kept]
    fresh = [one for one in added if adding and (not codes or one.code in codes)]
    rest = [entry for entry in old if entry.path not in linted | gone]
    return [*rest, *kept.values(), *fresh]


def _kept(old: Iterable[Entry], present: Sequence[Entry]) -> dict[int, Entry]:
    """Those found again, with what was remembered of them, by the identity of the new entry."""
    free: dict[tuple[str, ...], list[Entry]] = {}
    for entry in old:
        free.setdefault(entry.exact, []).append(entry)
    kept: dict[int, Entry] = {}
    for one in present:
        if candidates := free.get(one.exact):
            before = candidates.pop(0)
            kept[id(one)] = replace(one, since=before.since, reason=before.reason)
    return kept
