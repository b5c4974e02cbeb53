"""Marks → findings: the files that a mark speaks of are read once more, for places and texts that nobody kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from indicator_lint.audit.chunks import settle
from indicator_lint.audit.errors import ChangedError
from indicator_lint.audit.marks import Mark, Spot
from indicator_lint.audit.plan import Keyed, Keys, Plan
from indicator_lint.configuration import Configurations
from indicator_lint.conformance import Verdict
from indicator_lint.findings import tell
from indicator_lint.frame import build_frame
from indicator_lint.intake import Taken, take_in_all
from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Reading
from indicator_lint.model.rule import Rule
from indicator_lint.reports.places import by_path
from indicator_lint.selection import Ruling, Rulings
from indicator_lint.suppression import beside, excused

TOGETHER: Final = 20
"""Files in one task: a file that many others repeat is read once for so many of them."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Marks of some files, and all files that they speak of, by number."""

    marks: Sequence[Mark]
    files: Mapping[int, Keyed]


def tellings(marks: Sequence[Mark], files: Sequence[Keyed]) -> Iterator[Telling]:
    """The marks in the order of their files, in tasks of a few files."""
    some: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: mark.spot.file):
        if mark.spot.file not in {one.spot.file for one in some} and len(_files(some)) >= TOGETHER:
            yield Telling(some, {number: files[number] for number in _files(some)})
            some = []
        some.append(mark)
    if some:
        yield Telling(some, {number: files[number] for number in _files(some)})


def _files(marks: Sequence[Mark]) -> list[int]:
    return sorted({spot.file for mark in marks for spot in (mark.spot, *mark.related)})


def tell_marks(telling: Telling, plan: Plan) -> list[Finding]:
    """The findings of some marks, suppressed where the files say so. Raises ChangedError where a file is not what was linted."""
    settle(plan)
    keys = Keys(plan)
    for file in telling.files.values():
        if keys.of(file.file).key != file.key:
            message = f"“{file.file.source.path}”在审核过程中被改动；请重新运行，没有改动的文件不会重新检查。"
            raise ChangedError(message)
    taken = take_in_all([file.file.source for file in telling.files.values()], plan.settings)
    rulings = Rulings(plan.settings)
    rules = {rule.code: rule for rule in rulings.of(Configurations(plan.settings.config).of_run, "").rules}
    findings = by_path(_told(telling, [one.reading for one in taken], rules))
    return [
        finding
        for one in taken
        if (found := findings.get(one.reading.path))
        for finding in _settled(one, found, rulings.of(one.configuration, one.reading.path), plan)
    ]


def _told(telling: Telling, readings: Sequence[Reading], rules: Mapping[str, Rule]) -> list[Finding]:
    """The marks as verdicts on one frame of all the files."""
    sizes = [sum(len(table.rows) for table in reading.tables) for reading in readings]
    starts = dict(zip(telling.files, accumulate(sizes, initial=0), strict=False))

    def number(spot: Spot) -> int:
        return starts[spot.file] + spot.record

    verdicts = [
        Verdict(
            rules[mark.code],
            number(mark.spot),
            mark.spot.role,
            replace(mark.evidence, related=tuple((number(spot), spot.role) for spot in mark.related)),
        )
        for mark in telling.marks
    ]
    return tell(build_frame(readings), verdicts)


def _settled(taken: Taken, findings: Sequence[Finding], ruling: Ruling, plan: Plan) -> list[Finding]:
    """The findings as the file's configuration wants them, without rules that it does not ask, and with its words of excuse.

    Excuses that are no good were told when the file was linted.
    """
    wanted = ruling.settled(finding for finding in findings if finding.code in ruling.codes)
    excuses = [*taken.excuses, *beside(taken.reading.path)]
    today = plan.settings.today
    if not excuses or today is None:
        return wanted
    return excused(taken.reading.path, wanted, excuses, ruling, today)[: len(wanted)]
