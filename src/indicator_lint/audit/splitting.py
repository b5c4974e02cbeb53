"""Each department's own part of an audit: a review copy of every file it sent, with what was found in it and across files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from indicator_lint.audit.chunks import settle
from indicator_lint.audit.course import Course
from indicator_lint.audit.engines import Engine
from indicator_lint.audit.plan import Keyed, Plan
from indicator_lint.audit.results import renumbered
from indicator_lint.discovery import REVIEW_SUFFIX, Source
from indicator_lint.formats.limits import DEFAULT
from indicator_lint.formats.opening import load
from indicator_lint.linter import lint_sources
from indicator_lint.model.document import UnreadableError
from indicator_lint.model.finding import Finding
from indicator_lint.reports.view import View
from indicator_lint.review.copying import active, review_copy
from indicator_lint.review.decisions import decided
from indicator_lint.review.memory import ReviewError
from indicator_lint.rulebook import load_rules

FOLDER: Final = ".分送"
"""Beside the reports, after their prefix: a folder for each department."""

UNSAFE: Final = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))
"""What no file system wants in a name."""


@dataclass(frozen=True, slots=True)
class Share:
    """A file, what was found in it across files, and where its copy goes."""

    file: Keyed
    across: Sequence[Finding]
    target: str


def shares(course: Course, prefix: str) -> Iterator[Share]:
    """The parts of all departments; files of one name in a department are told apart by their folders."""
    taken: set[str] = set()
    for number, file in enumerate(course.files):
        source = file.file.source
        if not source.empty and source.closed is None:
            folder = Path(f"{prefix}{FOLDER}") / file.file.department.translate(UNSAFE).strip(". ")
            stem = Path(source.path).stem
            name = stem if str(folder / stem) not in taken else f"{Path(source.path).parent.name}-{stem}-{number}"
            taken.add(str(folder / name))
            yield Share(file, tuple(course.across.get(number, ())), str(folder / f"{name}{REVIEW_SUFFIX}"))


def copies(course: Course, plan: Plan, engine: Engine, prefix: str) -> Iterator[tuple[Path, bytes | None]]:
    """The review copies as they are made; None for a file that cannot be read, of which the reports say why."""
    for share, content in engine(partial(copy_of, plan=plan), list(shares(course, prefix))):
        yield Path(share.target), content or None


def copy_of(share: Share, plan: Plan) -> bytes:
    """The review copy of one file; empty where it cannot be read."""
    settle(plan)
    path = share.file.file.source.path
    try:
        content = load(path, DEFAULT)
    except UnreadableError:
        return b""
    report = lint_sources([Source(path, content)], plan.settings)
    if report.readings[0].document is None:
        return b""
    own = [finding.fingerprint for finding in report.findings]
    whole = replace(report, findings=[*report.findings, *renumbered(share.across, own)])
    view = View(lang=plan.settings.lang, quiet=True, rules=load_rules(plan.settings.lang), asked=report.asked)
    try:
        return review_copy(active(whole), content, share.target, view)
    except UnreadableError:  # it would be too large
        return b""


def is_worked_on(target: Path) -> bool:
    """Whether a copy is there that somebody has written decisions into, or something else that must not be replaced."""
    if not target.exists():
        return False
    try:
        return bool(decided(str(target), target.read_bytes()).decisions)
    except (ReviewError, UnreadableError, OSError):
        return True


def put(target: Path, content: bytes) -> None:
    """Write a copy, whole or not at all. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
