"""Files → report: each is read and judged, or was before and is taken from the cache; suppressed, put in order.

Whatever costs much to import is behind the judge: a run of which everything is known does not pay for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from typing import Final, TypeAlias

from indicator_lint.cache import Cache, digest_of
from indicator_lint.config import Settings
from indicator_lint.configuration import EMPTY, Configuration, Configurations
from indicator_lint.discovery import Source
from indicator_lint.intake import Taken, intake_of, take_in, unreached
from indicator_lint.model.finding import Finding
from indicator_lint.model.findings import OfFile
from indicator_lint.model.report import Report
from indicator_lint.ordering import arranged
from indicator_lint.selection import Ruling, Rulings
from indicator_lint.suppression import beside, excused

OVER_LIMIT: Final = "FIL004"


@dataclass(slots=True)
class Judged:
    """A file as read, and what was found in it before anything is suppressed: in its records, and else."""

    taken: Taken
    made: Sequence[Finding]
    told: OfFile | None = None


Judge: TypeAlias = Callable[[Ruling, Sequence[Taken]], Sequence[Judged]]
"""Judges files of which the same is asked; each by itself: what is found in one does not depend on the others."""


@dataclass(slots=True)
class _File:
    """A file of the run: what is configured for it and asked of it, its key in the cache, and what came of it.

    `digest` is of the content that the key is of.
    """

    source: Source
    configuration: Configuration
    ruling: Ruling
    key: str | None = None
    digest: str = ""
    judged: Judged | None = None


def assembled(sources: Sequence[Source], settings: Settings, judge: Judge, cache: Cache | None = None) -> Report:
    """The report on files. Raises RulebookError where rules or packs are named that do not exist, and ConfigurationError."""
    configurations, rulings = Configurations(settings.config), Rulings(settings)
    own = rulings.of(configurations.of_run, "")
    files = [_file(source, configurations.of(source.path), rulings) for source in sources]
    if cache is not None:
        for file in files:
            _recall(file, settings, cache)
    _judge([file for file in files if file.judged is None], settings, judge)
    if cache is not None:
        for file in files:
            if file.key is not None and file.judged is not None and _lasting(file, file.judged):
                cache.remember(file.key, replace(file.judged, taken=replace(file.judged.taken, configuration=EMPTY)))
        cache.tidy()
    judged = [(file.ruling, file.judged) for file in files if file.judged is not None]
    readings = [one.taken.reading for _, one in judged]
    excused = [_excused(ruling, one, settings) for ruling, one in judged]
    misfits = unreached([replace(f.judged.taken, configuration=f.configuration) for f in files if f.judged], own.told)
    asked = own.codes.union(*(file.ruling.codes for file in files))
    made = chain(misfits, *(one.made for one in excused))
    told = (one.told for one in excused if one.told is not None)
    return Report(readings, arranged(made, told, readings), asked=asked)


def _file(source: Source, configuration: Configuration, rulings: Rulings) -> _File:
    return _File(source, configuration, rulings.of(configuration, source.path))


def _recall(file: _File, settings: Settings, cache: Cache) -> None:
    """What is remembered of a file."""
    keyed = cache.key(file.source, file.configuration, file.ruling, settings)
    known = None if keyed is None else cache.recall(keyed[0])
    if isinstance(known, Judged):
        file.judged = known
    elif keyed is not None:
        file.key, file.digest = keyed


def _lasting(file: _File, judged: Judged) -> bool:
    """Whether another look would tell the same: the file was not saved meanwhile, and reading it was not given up.

    What took too long or too much may succeed next time.
    """
    document, trouble = judged.taken.reading.document, judged.taken.trouble
    if trouble is not None and trouble.code == OVER_LIMIT:
        return False
    return (document.sha256 if document is not None else digest_of(file.source)) == file.digest


def _judge(files: Iterable[_File], settings: Settings, judge: Judge) -> None:
    """Read and judge files, those of which the same is asked together."""
    groups: dict[int, list[tuple[_File, Taken]]] = {}
    for file in files:
        taken = take_in(file.source, intake_of(settings, file.configuration))
        groups.setdefault(id(file.ruling), []).append((file, taken))
    for group in groups.values():
        for (file, _), judged in zip(group, judge(group[0][0].ruling, [taken for _, taken in group]), strict=True):
            file.judged = judged


def _excused(ruling: Ruling, judged: Judged, settings: Settings) -> Judged:
    """The findings of a file after what is written in it and beside it to suppress some."""
    path = judged.taken.reading.path
    excuses = [*judged.taken.excuses, *beside(path)]
    if not excuses:
        return judged
    today = settings.today or datetime.now(tz=UTC).astimezone().date()
    return Judged(judged.taken, excused(path, [*judged.made, *(judged.told or ())], excuses, ruling, today))
