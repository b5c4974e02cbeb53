"""Paths → report: read what lies there, find the tables, ask the rules, sort what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain

import polars as pl

from indicator_lint.caveats import lint_caveats
from indicator_lint.checks.frameworks import COSTS
from indicator_lint.collector import collector_at_rest
from indicator_lint.config import Settings
from indicator_lint.configuration import Configurations
from indicator_lint.conformance import conform
from indicator_lint.coverage import coverage_of
from indicator_lint.discovery import Source, find_sources
from indicator_lint.findings import fingerprinted, tell
from indicator_lint.forms import lint_forms
from indicator_lint.frame import Frame, build_frame
from indicator_lint.intake import Taken, file_findings, take_in_all, unreached
from indicator_lint.model.columns import CLASS1, CLASS2, DOCUMENT
from indicator_lint.model.finding import Finding
from indicator_lint.model.grid import Grid
from indicator_lint.model.report import Reading, Report
from indicator_lint.model.rule import Rule
from indicator_lint.prose import lint_prose
from indicator_lint.selection import Ruling, Rulings
from indicator_lint.structure import lint_structure
from indicator_lint.suppression import beside, excused


def lint(paths: Sequence[str], settings: Settings, *, stdin: tuple[str, bytes] | None = None) -> Report:
    """Lint files and directories; `stdin` is a display name and content read besides.

    Raises RulebookError where the settings name rules or packs that do not exist, ConfigurationError for a configuration file
    that is not as it should be. A file that cannot be read is a finding.
    """
    return lint_sources(find_sources(paths, stdin), settings)


def lint_sources(sources: Sequence[Source], settings: Settings) -> Report:
    """Lint files that were found already, in their order; raises as `lint` does."""
    configurations, rulings = Configurations(settings.config), Rulings(settings)
    own = rulings.of(configurations.of_run, "")
    with collector_at_rest():
        taken = take_in_all(sources, settings, configurations)
        ruled = [(rulings.of(one.configuration, one.reading.path), one) for one in taken]
        reports = [_lint_alike(ruling, alike) for ruling, alike in _grouped(ruled)]
        readings = {reading.path: reading for report in reports for reading in report.readings}
        ordered = [readings[one.reading.path] for one in taken]
        found = _by_path(finding for report in reports for finding in report.findings)
        judged = [_excused(ruling, one, found.get(one.reading.path, ()), settings) for ruling, one in ruled]
        findings = [*unreached(taken, own.told), *chain.from_iterable(judged)]
        asked = own.codes.union(*(ruling.codes for ruling, _ in ruled))
        return Report(ordered, fingerprinted(in_order(findings, ordered)), asked=asked)


def _by_path(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    paths: dict[str, list[Finding]] = {}
    for finding in findings:
        paths.setdefault(finding.path, []).append(finding)
    return paths


def _excused(ruling: Ruling, taken: Taken, findings: Sequence[Finding], settings: Settings) -> list[Finding]:
    """The findings of a file after what is written in it and beside it to suppress some."""
    excuses = [*taken.excuses, *beside(taken.reading.path)]
    if not excuses:
        return list(findings)
    today = settings.today or datetime.now(tz=UTC).astimezone().date()
    return excused(taken.reading.path, findings, excuses, ruling, today)


def _grouped(ruled: Iterable[tuple[Ruling, Taken]]) -> list[tuple[Ruling, list[Taken]]]:
    """Files of which the same is asked, together: what the engines cost is paid by batch."""
    groups: dict[int, tuple[Ruling, list[Taken]]] = {}
    for ruling, one in ruled:
        groups.setdefault(id(ruling), (ruling, []))[1].append(one)
    return list(groups.values())


def _lint_alike(ruling: Ruling, taken: Sequence[Taken]) -> Report:
    report = lint_readings([one.reading for one in taken], ruling.rules, file_findings(taken, ruling.told))
    if ruling.framework:
        stated = [dict.fromkeys(reading.frameworks, ruling.framework) for reading in report.readings]
        report.readings = [
            replace(reading, frameworks=frameworks) for reading, frameworks in zip(report.readings, stated, strict=True)
        ]
    report.findings = ruling.settled(report.findings)
    return report


def lint_readings(readings: Sequence[Reading], rules: Sequence[Rule], before: Iterable[Finding] = ()) -> Report:
    """Ask the rules about files already read; `before` are findings made while reading them."""
    frame = build_frame(readings)
    findings = [
        *before,
        *lint_caveats(readings, rules),
        *lint_structure(readings, rules),
        *lint_prose(readings, rules),
        *tell(frame, conform(frame.data, rules)),
        *lint_forms(frame, rules),
    ]
    judged = _with_frameworks(frame, readings)
    judged = [replace(reading, coverage=coverage_of(reading, rules)) for reading in judged]
    return Report(judged, fingerprinted(in_order(findings, readings)))


def in_order(findings: Iterable[Finding], readings: Sequence[Reading]) -> list[Finding]:
    """Findings by file, place and code."""
    files = {reading.path: number for number, reading in enumerate(readings)}
    grids: dict[tuple[str, str], int] = {}
    paragraphs: dict[tuple[str, str, str], tuple[int, int]] = {}
    for reading in readings:
        for number, grid in enumerate(reading.document.grids if reading.document else ()):
            grids.update({(reading.path, name): number for name in (grid.name, *grid.more)})
            paragraphs.update({(reading.path, *at): (number, row) for row, at in _before(grid)})

    def place(finding: Finding) -> tuple[int, int, int, int, str, str]:
        at = finding.location
        inside = (grids.get((finding.path, at.container), -1), at.row)
        sheet, row = paragraphs.get((finding.path, at.container, at.ref), inside)
        return files.get(finding.path, -1), sheet, row, at.column, finding.code, finding.message

    return sorted(findings, key=place)


def _before(grid: Grid) -> Iterator[tuple[int, tuple[str, str]]]:
    """The paragraphs in front of a document's table: row of the grid, container and reference."""
    row = -1
    while row in grid.rows:
        at = grid.place(row, 1)
        yield row, (at.container, at.ref)
        row -= 1


def _with_frameworks(frame: Frame, readings: Sequence[Reading]) -> list[Reading]:
    frameworks = dict(_frameworks(frame.data))
    return [
        replace(reading, frameworks=dict.fromkeys(range(len(reading.tables)), frameworks.get(number, "classic")))
        for number, reading in enumerate(readings)
    ]


def _frameworks(data: pl.DataFrame) -> Iterator[tuple[int, str]]:
    """`cost-first` where cost is a level 1 of its own, else `classic`."""
    own = (pl.col(CLASS1) == "cost").fill_null(value=False)
    costs = data.filter(own | pl.col(CLASS2).is_in(COSTS)).group_by(DOCUMENT).agg(own.any().alias("own"))
    for document, cost_first in costs.iter_rows():
        yield document, "cost-first" if cost_first else "classic"
