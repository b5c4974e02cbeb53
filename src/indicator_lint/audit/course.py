"""The course of an audit: find the submissions, lint what is not known yet, hold all of it together, grade the departments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from indicator_lint.audit.across import marks_across
from indicator_lint.audit.chunks import dead_batch, lint_chunk
from indicator_lint.audit.engines import Engine
from indicator_lint.audit.likeness import Likeness
from indicator_lint.audit.marks import Mark
from indicator_lint.audit.plan import Keyed, Keys, Plan, in_chunks
from indicator_lint.audit.spill import Spill
from indicator_lint.audit.submissions import Body
from indicator_lint.audit.telling import tell_marks, tellings
from indicator_lint.audit.unreached import find_unreached
from indicator_lint.configuration import Configurations
from indicator_lint.model.finding import Finding
from indicator_lint.model.rule import Rule, Severity
from indicator_lint.rulebook import message_of
from indicator_lint.selection import Ruling, Rulings

NAMESAKES: Final = "LNT006"


@dataclass(frozen=True, slots=True)
class Course:
    """What an audit has found out: files in their order, findings across files by file, and where the rest is kept."""

    files: Sequence[Keyed]
    across: Mapping[int, Sequence[Finding]]
    likeness: Likeness
    spill: Spill
    rules: Mapping[str, Rule]
    catalog: str | None = None
    died: frozenset[str] = frozenset()

    def tidy(self) -> None:
        """Leave in the spill what another audit of the same files needs, and nothing else."""
        self.spill.forget_others({file.key for file in self.files} - self.died)


@dataclass(frozen=True, slots=True)
class Step:
    """How far an audit is: files done and in all, indicators read so far, and how many files were known from before."""

    done: int
    files: int
    rows: int
    known: int


@dataclass(frozen=True, slots=True)
class Means:
    """What an audit works with: an engine, how many workers it has, the folder for batches, and whom to tell of each step."""

    engine: Engine
    workers: int
    spill: Spill
    tell: Callable[[Step], None]


def run_audit(body: Body, plan: Plan, means: Means) -> Course:
    """Audit everything that was submitted.

    Raises RulebookError or ConfigurationError where rules or configurations make no sense, ChangedError where a file changes
    meanwhile, OSError where the spill cannot be written.
    """
    ruling = _ruling(plan)
    rules = {rule.code: rule for rule in ruling.rules}
    keys = Keys(plan)
    files = [keys.of(file) for file in body.files]
    means.spill.open()
    files, died = _lint_all(files, plan, means)
    marks, likeness = marks_across(means.spill, files, rules)
    across = _told(marks, files, plan, means.engine)
    numbers = {file.file.source.path: number for number, file in enumerate(files)}
    for finding in [*_namesakes(body, ruling), *find_unreached(means.spill, files, plan.settings, ruling.told)]:
        across.setdefault(numbers[finding.path], []).insert(0, finding)
    return Course(files, across, likeness, means.spill, rules, plan.settings.catalog, frozenset(died))


def _ruling(plan: Plan) -> Ruling:
    """What is asked of the body as a whole: what the configuration of the run says."""
    return Rulings(plan.settings).of(Configurations(plan.settings.config).of_run, "")


def _lint_all(files: Sequence[Keyed], plan: Plan, means: Means) -> tuple[list[Keyed], set[str]]:
    """Lint what the spill does not hold yet; the files as they were read, and the keys of those of which their workers died."""
    spill = means.spill
    new = [file for file in files if file.key not in spill.kept]
    step = Step(len(files) - len(new), len(files), 0, len(files) - len(new))
    means.tell(step)
    now: dict[str, str] = {}
    died: set[str] = set()
    waiting = list(in_chunks(new, means.workers))
    while waiting:
        apart: list[list[Keyed]] = []
        for chunk, made in means.engine(partial(lint_chunk, plan=plan), waiting):
            if made is None and len(chunk) > 1:
                apart += [[one] for one in chunk]
                continue
            batch = made or dead_batch(chunk[0], plan)
            died.update(() if made else batch.keys)
            spill.keep(batch)
            now.update(zip((one.key for one in chunk), batch.keys, strict=True))
            step = replace(step, done=step.done + len(chunk), rows=step.rows + batch.rows)
            means.tell(step)
        waiting = apart
    return [replace(file, key=now.get(file.key, file.key)) for file in files], died


def _told(marks: Sequence[Mark], files: Sequence[Keyed], plan: Plan, engine: Engine) -> dict[int, list[Finding]]:
    """The findings of all marks by file, in the order of their places."""
    numbers = {file.file.source.path: number for number, file in enumerate(files)}
    across: dict[int, list[Finding]] = {}
    for telling, findings in engine(partial(tell_marks, plan=plan), tellings(marks, files)):
        for finding in findings if findings is not None else tell_marks(telling, plan):
            across.setdefault(numbers[finding.path], []).append(finding)
    for findings in across.values():
        findings.sort(key=lambda one: (one.location.container, one.location.row, one.location.column, one.code))
    return across


def _namesakes(body: Body, ruling: Ruling) -> Iterator[Finding]:
    rule = ruling.told.get(NAMESAKES)
    for one in body.namesakes:
        if rule is None:
            return
        params = {"department": one.department, "first": one.first, "second": one.second}
        severity = rule.severity or Severity.WARNING
        yield Finding(rule.code, rule.name, severity, one.path, "file", message_of(rule, params, ()), params=params)
