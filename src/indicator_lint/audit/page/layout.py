"""An audit laid out for its page: what the template is given. Every text is safe to show, and is escaped by the template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from indicator_lint.audit.console import frequent
from indicator_lint.audit.course import Course
from indicator_lint.audit.grades import BANDS, PARTS, UNGRADED
from indicator_lint.audit.restoring import finding_of
from indicator_lint.audit.results import Audited, Standing, audited
from indicator_lint.audit.sheets import grading_sheet, repeats_sheet
from indicator_lint.model.rule import Severity
from indicator_lint.reports.display import joined, visible
from indicator_lint.reports.sheets import Sheet
from indicator_lint.reports.suggestions import suggestion
from indicator_lint.reports.telling import place
from indicator_lint.reports.view import View

MOST: Final = 3_000
"""Findings told one by one; a page with more is slow to open."""

EACH: Final = 150
"""Findings of one department."""


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as it is read: where, what, what to write instead."""

    severity: str
    code: str
    at: str
    message: str
    cure: str


@dataclass(frozen=True, slots=True)
class File:
    """A file of a department, and its findings."""

    path: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Department:
    """A department: its line in the overview, and its findings as far as there is room; `left_out` counts the others."""

    number: int
    name: str
    band: str
    score: str
    parts: tuple[tuple[str, str, float, str], ...]
    """Key, name, score, and the band of the score."""
    sizes: tuple[int, ...]
    """Files, indicators, errors, warnings, infos."""
    frequent: str
    files: tuple[File, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Explained:
    """A rule that found something."""

    code: str
    title: str
    why: str
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """All of it."""

    departments: tuple[Department, ...]
    bands: tuple[tuple[str, int], ...]
    totals: tuple[tuple[str, int], ...]
    repeats: Sheet
    grading: Sheet
    rules: tuple[Explained, ...]


def lay_out(course: Course, departments: Sequence[Standing], view: View) -> Page:
    """The page of an audit: the lowest scores first, those without any last."""
    ranked = sorted(departments, key=lambda one: (not one.rows, one.grade.score, one.department))
    told = _told(course, ranked, view)
    bands = Counter(one.grade.band for one in departments)
    order = [band for _, band in BANDS] + ([UNGRADED] if bands[UNGRADED] else [])
    totals = Counter[str]()
    for one in departments:
        totals.update(one.severities)
    return Page(
        departments=tuple(
            _department(number, one, told.get(one.department, []), view) for number, one in enumerate(ranked, start=1)
        ),
        bands=tuple((band, bands[band]) for band in order),
        totals=tuple((str(severity), totals[severity]) for severity in Severity),
        repeats=repeats_sheet(course, view),
        grading=grading_sheet(0, view),
        rules=tuple(_rules(departments, view)),
    )


def _department(number: int, standing: Standing, files: Sequence[File], view: View) -> Department:
    grade = standing.grade
    found = sum(standing.severities.values())
    return Department(
        number,
        visible(standing.department),
        grade.band,
        f"{grade.score:.1f}" if grade.parts else "—",
        tuple((part, view.say(f"part_{part}"), score, _band(score)) for part, score in grade.parts.items()),
        (standing.files, standing.rows, *(standing.severities[severity] for severity in Severity)),
        frequent(standing, view),
        tuple(files),
        found - sum(len(file.cards) for file in files),
    )


def _band(score: float) -> str:
    return next(band for least, band in BANDS if score >= least)


def _told(course: Course, ranked: Sequence[Standing], view: View) -> Mapping[str, list[File]]:
    """The findings that there is room for, of the worst departments and the worst of each."""
    room, allowed = MOST, {}
    for one in ranked:
        found = sum(one.severities.values())
        allowed[one.department] = _floors(one, min(room, EACH))
        room = max(0, room - min(found, EACH))
    files: dict[str, list[File]] = {}
    for file in audited(course):
        cards = tuple(_cards(file, allowed[file.department], view))
        if cards:
            files.setdefault(file.department, []).append(File(visible(file.path), cards))
    return files


def _floors(standing: Standing, room: int) -> dict[str, int]:
    """How many findings of each severity there is room for, errors first."""
    floors = {}
    for severity in Severity:
        floors[str(severity)] = min(room, standing.severities[severity])
        room -= floors[str(severity)]
    return floors


def _cards(file: Audited, allowed: dict[str, int], view: View) -> Iterator[Card]:
    for told in file.findings:
        if told.active and allowed[told.severity] > 0:
            allowed[told.severity] -= 1
            finding = finding_of(told.read())
            indicator = " / ".join(visible(text) for text in finding.indicator or () if text)
            where = [place(finding.location, view), visible(finding.category or ""), indicator]
            yield Card(
                told.severity,
                told.code,
                " · ".join(part for part in where if part),
                visible(finding.message),
                suggestion(finding, view),
            )


def _rules(departments: Sequence[Standing], view: View) -> Iterator[Explained]:
    """The rules that found something, the most frequent first."""
    counts = Counter[str]()
    for one in departments:
        counts.update(one.codes)
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if code in view.rules:
            rule = view.rules[code]
            yield Explained(code, visible(rule.title), visible(joined(rule.why)), count)


__all__ = ["PARTS", "Page", "lay_out"]
