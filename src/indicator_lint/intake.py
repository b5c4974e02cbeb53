"""A source → a reading, or the finding that says why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from indicator_lint.config import Settings
from indicator_lint.discovery import Source
from indicator_lint.formats import read, refuse_folder
from indicator_lint.formats.limits import DEFAULT, Limits
from indicator_lint.layout import Layout, find_tables
from indicator_lint.model.document import Document, UnreadableError
from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Reading
from indicator_lint.model.rule import Rule, Severity
from indicator_lint.rulebook import message_of
from indicator_lint.schemas import schema_for

NO_TABLE: Final = "FIL002"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a source: always a reading, and the trouble where it holds nothing to lint.

    `passing` says that the file was only come across in a folder and is plain text: a note beside the tables, most likely.
    """

    reading: Reading
    trouble: UnreadableError | None = None
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """How files are read: what a file may cost, and the password that is tried on every encrypted one."""

    limits: Limits = DEFAULT
    password: str | None = field(default=None, repr=False)


PLAIN: Final = Intake()


def intake_of(settings: Settings) -> Intake:
    """How the settings of a run want files to be read."""
    return Intake(password=settings.password)


def take_in(source: Source, intake: Intake = PLAIN) -> Taken:
    """Read a source and find its tables; whatever is wrong with the file itself is told, not raised."""
    if source.empty:
        return Taken(Reading(source.path), UnreadableError(NO_TABLE, "no_files"))
    try:
        if source.closed is not None:
            refuse_folder(source.closed)
        document = read(source.path, source.content, limits=intake.limits, password=intake.password)
    except UnreadableError as refusal:
        return Taken(Reading(source.path), refusal)
    layout = find_tables(document.grids)
    trouble = None if layout.tables else _no_table(document, layout)
    passing = source.found and document.format == "text"
    return Taken(Reading(source.path, document, layout.tables, layout.prose), trouble, passing)


def file_findings(taken: Iterable[Taken], rules: Mapping[str, Rule]) -> list[Finding]:
    """The findings about files themselves."""
    return [
        _finding(rules[one.trouble.code], one, one.trouble)
        for one in taken
        if one.trouble is not None and one.trouble.code in rules
    ]


def _no_table(document: Document, layout: Layout) -> UnreadableError:
    """Why nothing was found, with what came closest."""
    if not any(grid.rows for grid in document.grids):
        return UnreadableError(NO_TABLE, "empty")
    if layout.closest is None:
        return UnreadableError(NO_TABLE, "no_header")
    titles = {field.name: field.title for field in schema_for("indicator-system").fields}
    place = layout.closest.location.display
    labels = "、".join(layout.closest.labels)
    missing = "、".join(titles[role] for role in layout.closest.missing)
    return UnreadableError(NO_TABLE, "closest", place=place, labels=labels, missing=missing)


def _finding(rule: Rule, taken: Taken, trouble: UnreadableError) -> Finding:
    because = ((trouble.reason, trouble.params),)
    severity = Severity.INFO if taken.passing and rule.code == NO_TABLE else rule.severity or Severity.ERROR
    message = message_of(rule, {}, because)
    path = taken.reading.path
    return Finding(rule.code, rule.name, severity, path, "file", message, params=dict(trouble.params), because=because)
