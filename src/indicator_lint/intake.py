"""A source → a reading, or the finding that says why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicator_lint.discovery import Source
from indicator_lint.findings import message_of
from indicator_lint.formats import read
from indicator_lint.layout import find_tables
from indicator_lint.model.document import UnreadableError
from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Reading
from indicator_lint.model.rule import Rule, Severity


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a source: always a reading, and the trouble where it holds nothing to lint."""

    reading: Reading
    trouble: UnreadableError | None = None


def take_in(source: Source) -> Taken:
    """Read a source and find its tables; whatever is wrong with the file itself is told, not raised."""
    if source.empty:
        return Taken(Reading(source.path), UnreadableError("FIL002", "no_files"))
    try:
        document = read(source.path, source.content)
    except UnreadableError as trouble:
        return Taken(Reading(source.path), trouble)
    layout = find_tables(document.grids)
    reading = Reading(source.path, document, layout.tables, layout.prose)
    return Taken(reading, None if layout.tables else layout.trouble)


def file_findings(taken: Iterable[Taken], rules: Sequence[Rule]) -> list[Finding]:
    """The findings about files themselves, for those of the FIL rules that are asked."""
    asked = {rule.code: rule for rule in rules}
    return [
        _finding(asked[one.trouble.code], one.reading.path, one.trouble)
        for one in taken
        if one.trouble is not None and one.trouble.code in asked
    ]


def _finding(rule: Rule, path: str, trouble: UnreadableError) -> Finding:
    because = ((trouble.reason, trouble.params),)
    severity = rule.severity or Severity.ERROR
    message = message_of(rule, {}, because)
    return Finding(rule.code, rule.name, severity, path, "file", message, params=dict(trouble.params), because=because)
