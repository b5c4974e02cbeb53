"""A report laid out for the page: what the template is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Reading, Report
from indicator_lint.model.rule import Reference, Severity
from indicator_lint.model.table import Table
from indicator_lint.reports.certainty import attention
from indicator_lint.reports.choice import worst
from indicator_lint.reports.display import joined, visible
from indicator_lint.reports.page.cards import Card, card
from indicator_lint.reports.page.charts import Chart, Part, chart, parts
from indicator_lint.reports.page.grids import LARGE, Found, Line, headings, left_out, lines
from indicator_lint.reports.page.tongues import Pair, Tongues
from indicator_lint.reports.places import Spot, by_path, data_range, locate
from indicator_lint.reports.sheets import Sheet, unevaluated_sheet
from indicator_lint.reports.words import family_title
from indicator_lint.rulebook import load_rules

MOST: Final = 5_000
"""Findings that are told; the worst of them where there are more, since no browser likes a page ten times as long."""

_SEVERAL: Final = 2


@dataclass(frozen=True, slots=True)
class Section:
    """A table: its category, where it stands, its cards, its columns and its rows."""

    category: str
    title: Pair
    place: str
    indicators: int
    cards: tuple[Card, ...]
    headings: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class File:
    """A file: why its reading should be looked at, the cards about no table of it, then its tables."""

    path: str
    look: Pair
    cards: tuple[Card, ...]
    sections: tuple[Section, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Explained:
    """A rule that found something."""

    code: str
    title: Pair
    family: Pair
    why: Pair
    severity: str
    count: int
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Excused:
    """A finding that does not count, and why."""

    code: str
    path: str
    place: Pair
    message: Pair
    state: Pair


@dataclass(frozen=True, slots=True)
class Page:
    """All of it."""

    report: Report
    counts: tuple[Part, ...]
    charts: tuple[Chart, ...]
    files: tuple[File, ...]
    left_off: int
    rules: tuple[Explained, ...]
    excused: tuple[Excused, ...]
    clean: tuple[str, ...]
    unevaluated: tuple[Sheet, Sheet]


def lay_out(report: Report, both: Tongues) -> Page:
    """The page of a report."""
    active = list(report.active)
    return Page(
        report=report,
        counts=tuple(parts(active, len(active) or 1)),
        charts=tuple(one for one in _charts(active, both) if one.bars),
        files=tuple(_files(report, worst(active, MOST), both)),
        left_off=max(0, len(active) - MOST),
        rules=tuple(_rules(active, both)),
        excused=tuple(_excused(report, both)),
        clean=_clean(report),
        unevaluated=(unevaluated_sheet(report, both.zh), unevaluated_sheet(report, both.en)),
    )


def _charts(active: Sequence[Finding], both: Tongues) -> Iterator[Chart]:
    """By rule, by category, and by file where there are several."""
    yield chart("rule", active, lambda finding: finding.code, lambda code: _titled(code, both))
    titled = [finding for finding in active if finding.category]
    yield chart("category", titled, lambda finding: visible(finding.category or ""), lambda name: Pair(name, name))
    if len({finding.path for finding in active}) >= _SEVERAL:
        yield chart("file", active, lambda finding: visible(finding.path), lambda name: Pair(name, name))


def _titled(code: str, both: Tongues) -> Pair:
    return Pair(*(f"{code} {view.rules[code].title}" if code in view.rules else code for view in (both.zh, both.en)))


def _files(report: Report, told: Sequence[Finding], both: Tongues) -> Iterator[File]:
    """Files in the order of the report, those last that only findings name."""
    groups = by_path(told)
    numbers = {id(finding): number for number, finding in enumerate(told, start=1)}
    read = {reading.path for reading in report.readings}
    brief = report.records > LARGE
    for reading in (*report.readings, *(Reading(path) for path in groups if path not in read)):
        found = groups.get(reading.path, [])
        if found:
            cards = [(spot, one, card(numbers[id(one)], one, both)) for spot, one in locate(found, reading)]
            yield _file(reading, cards, both, brief=brief)


def _file(reading: Reading, cards: Sequence[tuple[Spot, Finding, Card]], both: Tongues, *, brief: bool) -> File:
    """A file; without its clean tables where the report is large."""
    tables: dict[int | None, Found] = {}
    for spot, finding, told in cards:
        found = tables.setdefault(spot.table, Found())
        if spot.table is None or spot.record is None:
            found.whole.append(told)
        else:
            _place(reading.tables[spot.table], spot.record, finding, told, found)
    sections = [
        _section(table, tables.get(number, Found()), both, brief=brief)
        for number, table in enumerate(reading.tables)
        if number in tables or not brief
    ]
    whole = tables.get(None, Found()).whole
    look = Pair(attention(reading, both.zh), attention(reading, both.en))
    return File(visible(reading.path), look, tuple(whole), tuple(sections), len(cards))


def _place(table: Table, record: int, finding: Finding, told: Card, found: Found) -> None:
    """Put a card to its cell, or to the first one of its row where the table has no such column, and below its row."""
    column = table.columns.get(finding.role, table.columns.get("name", min(table.columns.values(), default=1)))
    found.cells.setdefault(table.grid.anchor(table.source(finding.role, record), column), []).append(told)
    found.rows.setdefault(table.rows[record], []).append(told)


def _section(table: Table, found: Found, both: Tongues, *, brief: bool) -> Section:
    category = visible(table.category or "")
    where = "!".join(part for part in (visible(table.container), data_range(table) or "") if part)
    return Section(
        category=category,
        title=Pair(category, category) if category else both.say("untitled"),
        place=where,
        indicators=len(table.rows),
        cards=tuple(found.whole),
        headings=tuple(headings(table)),
        lines=tuple(lines(table, found, brief=brief)),
        left_out=left_out(table, found) if brief else 0,
    )


def _rules(active: Sequence[Finding], both: Tongues) -> Iterator[Explained]:
    """The rules that found something, by code, with the clauses they rest on."""
    counts = Counter(finding.code for finding in active)
    proven = load_rules(proofs=True) if counts else {}
    for code in sorted(counts):
        zh, en = both.zh.rules.get(code), both.en.rules.get(code)
        if zh is not None and en is not None:
            references = proven[code].references if code in proven else ()
            title, why = Pair(zh.title, en.title), Pair(joined(zh.why), joined(en.why))
            family = Pair(family_title(zh.family, "zh"), family_title(en.family, "en"))
            severity = str(zh.severity or Severity.INFO)
            yield Explained(code, title, family, why, severity, counts[code], references)


def _clean(report: Report) -> tuple[str, ...]:
    """The files in which nothing was found."""
    found = {finding.path for finding in report.active}
    return tuple(visible(reading.path) for reading in report.readings if reading.path not in found)


def _excused(report: Report, both: Tongues) -> Iterator[Excused]:
    for finding in report.findings:
        if not finding.active:
            told = card(0, finding, both)
            yield Excused(finding.code, visible(finding.path), told.place, told.message, told.state)
