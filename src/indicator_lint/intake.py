"""A source → a reading, or the finding that says why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from indicator_lint.config import Settings
from indicator_lint.configuration import EMPTY, Configuration, Configurations
from indicator_lint.discovery import Source
from indicator_lint.formats import read, refuse_folder
from indicator_lint.formats.limits import DEFAULT, Limits
from indicator_lint.layout import Layout, find_tables
from indicator_lint.model.document import Document, UnreadableError
from indicator_lint.model.finding import Finding
from indicator_lint.model.hints import Misfit
from indicator_lint.model.report import Reading
from indicator_lint.model.rule import Rule, Severity
from indicator_lint.rulebook import message_of
from indicator_lint.schemas import schema_for
from indicator_lint.suppression import Excuse, cleared, written_in_tables

NO_TABLE: Final = "FIL002"
LEFT_OUT: Final = "left_out"
"""Why no table was found in a file of which the configuration leaves out every sheet: no error, for it was asked."""

UNFIT: Final = "LNT005"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a source: always a reading, and the trouble where it holds nothing to lint.

    `passing` says that the file was only come across in a folder and is plain text: a note beside the tables, most likely.
    `misfits` are the hints of its configuration that fit nothing, `excuses` what is written in it to suppress findings.
    """

    reading: Reading
    trouble: UnreadableError | None = None
    passing: bool = False
    misfits: tuple[Misfit, ...] = ()
    configuration: Configuration = EMPTY
    excuses: tuple[Excuse, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """How a file is read: what it may cost, the password that is tried where it is encrypted, and what was configured for it."""

    limits: Limits = DEFAULT
    password: str | None = field(default=None, repr=False)
    configuration: Configuration = EMPTY


PLAIN: Final = Intake()


def take_in_all(
    sources: Iterable[Source], settings: Settings, configurations: Configurations | None = None
) -> list[Taken]:
    """Read all sources, each as the settings and the configuration nearest to it want it.

    Raises ConfigurationError where a configuration file is not as it should be.
    """
    configurations = configurations or Configurations(settings.config)
    return [take_in(source, intake_of(settings, configurations.of(source.path))) for source in sources]


def intake_of(settings: Settings, configuration: Configuration = EMPTY) -> Intake:
    """How the settings of a run and a configuration want files to be read."""
    return Intake(replace(DEFAULT, **configuration.limits), settings.password, configuration)


def take_in(source: Source, intake: Intake = PLAIN) -> Taken:
    """Read a source and find its tables; whatever is wrong with the file itself is told, not raised."""
    if source.empty:
        nothing = UnreadableError(NO_TABLE, "no_files")
        return Taken(Reading(source.path), nothing, configuration=intake.configuration)
    try:
        if source.closed is not None:
            refuse_folder(source.closed)
        document = source.document or read(source.path, source.content, limits=intake.limits, password=intake.password)
    except UnreadableError as refusal:
        return Taken(Reading(source.path), refusal, configuration=intake.configuration)
    read_clear = cleared(document)
    document = read_clear.document
    sheets = [grid.name for grid in document.grids]
    layout = find_tables(document.grids, intake.configuration.hints(source.path, sheets))
    trouble = None if any(table.rows for table in layout.tables) else _no_table(document, layout)
    passing = source.found and document.format == "text"
    reading = Reading(source.path, document, layout.tables, layout.prose, ignored=layout.ignored, strays=layout.strays)
    excuses = tuple(written_in_tables(source.path, read_clear, layout.tables))
    return Taken(reading, trouble, passing, layout.misfits, intake.configuration, excuses)


def file_findings(taken: Iterable[Taken], rules: Mapping[str, Rule]) -> list[Finding]:
    """The findings about files themselves, and about what their configurations say of them."""
    troubles = [
        _finding(rules[one.trouble.code], one, one.trouble)
        for one in taken
        if one.trouble is not None and one.trouble.code in rules
    ]
    rule = rules.get(UNFIT)
    return troubles if rule is None else [*troubles, *(_unfit(rule, *m) for one in taken for m in _tried(one))]


def unreached(taken: Sequence[Taken], rules: Mapping[str, Rule]) -> list[Finding]:
    """Where the configuration names sheets and no file of the run has one of them; `rules` are those about files."""
    rule = rules.get(UNFIT)
    return [] if rule is None else [_unfit(rule, one, misfit) for one, misfit in _unreached(taken)]


def _tried(taken: Taken) -> Iterator[tuple[Taken, Misfit]]:
    return ((taken, misfit) for misfit in taken.misfits)


def _unreached(taken: Sequence[Taken]) -> Iterator[tuple[Taken, Misfit]]:
    first: dict[tuple[Configuration, int], Taken] = {}
    reached: set[tuple[Configuration, int]] = set()
    for one in taken:
        sheets = [grid.name for grid in one.reading.document.grids] if one.reading.document else []
        for number, matched in one.configuration.reach(one.reading.path, sheets).items() if sheets else ():
            first.setdefault((one.configuration, number), one)
            reached.update([(one.configuration, number)] if matched else ())
    for (configuration, number), one in first.items():
        if (configuration, number) not in reached:
            scope = configuration.layout[number]
            yield one, Misfit("files.sheets", "、".join(scope.reach.sheets), "no_sheet", scope.source)


def _unfit(rule: Rule, taken: Taken, misfit: Misfit) -> Finding:
    params = {"key": misfit.key, "value": misfit.value, "source": misfit.source}
    because = ((misfit.reason, params),)
    severity = rule.severity or Severity.WARNING
    message, path = message_of(rule, params, because), taken.reading.path
    return Finding(
        rule.code, rule.name, severity, path, "file", message, misfit.location, params=params, because=because
    )


def _no_table(document: Document, layout: Layout) -> UnreadableError:
    """Why nothing was found, with what came closest."""
    if not any(grid.rows for grid in document.grids):
        return UnreadableError(NO_TABLE, "empty")
    if len(layout.ignored) == len(document.grids):
        return UnreadableError(NO_TABLE, LEFT_OUT)
    if any(remark.kind == "pdf_unruled" for remark in document.remarks):
        return UnreadableError(NO_TABLE, "unruled")
    if layout.tables:
        return UnreadableError(NO_TABLE, "no_rows", place=layout.tables[0].title_location().display)
    if layout.closest is None:
        return UnreadableError(NO_TABLE, "no_header")
    titles = {field.name: field.title for field in schema_for("indicator-system").fields}
    place = layout.closest.location.display
    labels = "、".join(layout.closest.labels)
    missing = "、".join(titles[role] for role in layout.closest.missing)
    return UnreadableError(NO_TABLE, "closest", place=place, labels=labels, missing=missing)


def _finding(rule: Rule, taken: Taken, trouble: UnreadableError) -> Finding:
    because = ((trouble.reason, trouble.params),)
    meant = rule.code == NO_TABLE and (taken.passing or trouble.reason == LEFT_OUT)
    severity = Severity.INFO if meant else rule.severity or Severity.ERROR
    message = message_of(rule, trouble.params, because)
    path = taken.reading.path
    return Finding(rule.code, rule.name, severity, path, "file", message, params=dict(trouble.params), because=because)
