"""Paths → report: read what lies there, find the tables, ask the rules, sort what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

import polars as pl

from indicator_lint.assembly import Judge, Judged, assembled
from indicator_lint.caveats import lint_caveats
from indicator_lint.checks.frameworks import COSTS
from indicator_lint.collector import collector_at_rest
from indicator_lint.config import Settings
from indicator_lint.conformance import answerable, conform
from indicator_lint.coverage import coverage_of
from indicator_lint.discovery import Source, find_sources
from indicator_lint.findings import Settle, arrange
from indicator_lint.forms import lint_forms
from indicator_lint.frame import Frame, build_frame
from indicator_lint.identity.issued import Issued
from indicator_lint.intake import Taken, file_findings
from indicator_lint.model.columns import CLASS1, CLASS2, DOCUMENT
from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Reading, Report
from indicator_lint.model.rule import Rule
from indicator_lint.ordering import arranged
from indicator_lint.overlong import lint_overlong
from indicator_lint.prose import lint_prose
from indicator_lint.reports.places import by_path
from indicator_lint.selection import Ruling
from indicator_lint.store.catalogs import read_catalog, stamp_of
from indicator_lint.structure import lint_structure
from indicator_lint.told import Told


def lint(paths: Sequence[str], settings: Settings, *, stdin: tuple[str, bytes] | None = None) -> Report:
    """Lint files and directories; `stdin` is a display name and content read besides.

    Raises RulebookError where the settings name rules or packs that do not exist, ConfigurationError for a configuration file
    that is not as it should be, CatalogError for a catalog. A file that cannot be read is a finding.
    """
    return lint_sources(find_sources(paths, stdin), settings)


def lint_sources(sources: Sequence[Source], settings: Settings) -> Report:
    """Lint files that were found already, in their order; raises as `lint` does."""
    with collector_at_rest():
        return assembled(sources, settings, judge_of(settings))


def judge_of(settings: Settings, frames: list[Frame] | None = None) -> Judge:
    """Who judges the files of a run: by the rules, and against its catalog. Raises CatalogError for one that does not hold.

    The frames that are judged go into `frames`, for whoever wants to know more of them.
    """
    if settings.catalog is None:
        return judge if frames is None else partial(judge, frames=frames)
    return partial(judge, catalog=_issued(settings.catalog, stamp_of(Path(settings.catalog))), frames=frames)


@lru_cache(maxsize=2)
def _issued(folder: str, stamp: str) -> Issued:
    """The catalog in a folder, read anew when its files have changed: an audit asks for it with every chunk of files."""
    del stamp
    return Issued(read_catalog(Path(folder)))


def judge(
    ruling: Ruling, taken: Sequence[Taken], catalog: Issued | None = None, frames: list[Frame] | None = None
) -> list[Judged]:
    """What is found in files of which the same is asked, together: what the engines cost is paid by batch."""
    frame = build_frame([one.reading for one in taken])
    if frames is not None:
        frames.append(frame)
    asked = _asked(frame, ruling.rules, file_findings(taken, ruling.told), catalog, ruling.settle)
    made = by_path(ruling.settled(asked.made))
    return [
        Judged(replace(one, reading=_stated(reading, ruling.framework)), made.get(reading.path, ()), told)
        for one, reading, told in zip(taken, asked.readings, asked.told, strict=True)
    ]


def _stated(reading: Reading, framework: str) -> Reading:
    """The reading with the framework that the configuration states, where it does."""
    return replace(reading, frameworks=dict.fromkeys(reading.frameworks, framework)) if framework else reading


def lint_readings(
    readings: Sequence[Reading],
    rules: Sequence[Rule],
    before: Iterable[Finding] = (),
    *,
    catalog: Issued | None = None,
) -> Report:
    """Ask the rules about files already read; `before` are findings made while reading them.

    Without a `catalog` the rules that hold submissions against one are not asked.
    """
    asked = _asked(build_frame(readings), rules, before, catalog, lambda _code, severity, _container: severity)
    return Report(asked.readings, arranged(asked.made, asked.told, readings))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the readings turned out to be, the findings that were made, as they come, and those told of each reading."""

    readings: Sequence[Reading]
    made: Sequence[Finding]
    told: Sequence[Told]


def _asked(
    frame: Frame,
    rules: Sequence[Rule],
    before: Iterable[Finding],
    catalog: Issued | None,
    settle: Settle,
) -> _Asked:
    rules, readings = answerable(rules, catalog), frame.readings
    made = [
        *before,
        *lint_caveats(readings, rules),
        *lint_structure(readings, rules),
        *lint_overlong(frame, rules),
        *lint_prose(readings, rules),
        *lint_forms(frame, rules),
    ]
    told = arrange(frame, conform(frame.data, rules, catalog), settle)
    judged = _with_frameworks(frame, readings)
    return _Asked([replace(reading, coverage=coverage_of(reading, rules)) for reading in judged], made, told)


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
