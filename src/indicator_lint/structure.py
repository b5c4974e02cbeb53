"""Labels × schema → findings: Frictionless says what is missing, doubled or unknown in a header."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from indicator_lint.chinese.normal import normal_form, unmarked
from indicator_lint.layout.headers import PART, role_of
from indicator_lint.model.finding import Edit, Finding, Fix, Related
from indicator_lint.model.location import Location
from indicator_lint.model.report import Reading
from indicator_lint.model.rule import Rule, Safety, Severity
from indicator_lint.model.table import Table
from indicator_lint.resources import shipped
from indicator_lint.rulebook import message_of
from indicator_lint.schemas import KINDS, kind_of, schema_for

MEASURED: Final = frozenset({"operator", "unit", "target"})
CLASSES: Final = ("level1", "level2")

MISSING, DOUBLED, UNKNOWN = "missing-label", "duplicate-label", "extra-label"
"""Frictionless's words for what can be wrong with a header."""


def lint_structure(readings: Sequence[Reading], rules: Sequence[Rule]) -> list[Finding]:
    """What is wrong with the headers of every document, for the rules asked."""
    asked = {rule.check: rule for rule in rules}
    return [finding for reading in readings for finding in _document(reading, asked)]


def label_errors(kind: str, labels: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(error, label) pairs of a header against the schema of a kind of table.

    Mapped columns are given by their role, others by their text. A header that has every column it should have, and no other,
    needs no asking: most headers, and importing Frictionless costs as much as all the rules.
    """
    wanted = {field.name for field in schema_for(kind).narrowed(labels).fields}
    return () if len(labels) == len(wanted) and wanted == set(labels) else _asked(kind, labels)


@cache
def _asked(kind: str, labels: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What Frictionless says. It compares labels by name only where they are unique, so doubled ones are asked about first."""
    from frictionless import Resource, Schema  # noqa: PLC0415 - see label_errors

    descriptor = json.loads((shipped("schemas") / f"{kind}.json").read_text(encoding="utf-8"))
    kept = {field.name for field in schema_for(kind).narrowed(labels).fields}
    fields = [field for field in descriptor["fields"] if field["name"] in kept]
    schema = Schema.from_descriptor({**descriptor, "fields": fields, "fieldsMatch": "equal"})
    reports = [
        Resource(data=[list(labels)]).validate(),
        Resource(data=[list(dict.fromkeys(labels))], schema=schema).validate(),
    ]
    found = [error for report in reports for error in report.flatten(["type", "fieldName", "label"])]
    return tuple((type_, label or name) for type_, name, label in found if type_ in {MISSING, DOUBLED, UNKNOWN})


class _Header(NamedTuple):
    """The tables of a document that share one header."""

    reading: Reading
    kind: str
    labels: tuple[str, ...]
    tables: Sequence[Table]

    def findings(self, asked: Mapping[str, Rule]) -> Iterator[Finding]:
        """What Frictionless says of the header, told once for all its tables."""
        schema = schema_for(self.kind)
        fields = {field.name: field for field in schema.fields}
        for error, label in label_errors(self.kind, self.labels):
            rule = asked.get(f"frictionless:{error}")
            if error == DOUBLED and label not in fields:
                continue  # nobody reads these columns, and words under different labels may well be the same
            if error == MISSING and self._graded and label in MEASURED:
                continue  # 优 良 中 差: what each grade takes is written there
            if rule is not None:
                # a column that no row can do without, or one that a good table of this kind has
                formed = self._unclassed(label) or (self._graded and label == CLASSES[-1])
                mild = error == MISSING and (not fields[label].required or formed)
                severity = Severity.WARNING if mild else rule.severity
                title = fields[label].title if label in fields else label
                if error == MISSING and self._unclassed(label):
                    if label == CLASSES[-1]:
                        continue
                    title = "、".join(fields[each].title for each in CLASSES)
                params = {"label": title, "kind": schema.title}
                place = _place(self.tables[0], label, error)
                yield _finding(rule, self.reading, self.tables, place, params=params, severity=severity)

    @property
    def _graded(self) -> bool:
        """Whether it is a form in which each indicator has a value for every grade."""
        return any(role_of(label) == PART for label in self.tables[0].labels.values())

    def _unclassed(self, label: str) -> bool:
        """Whether a form without any classes lacks one: so some departments' forms are made, and nobody who fills them in can help it."""
        return self.kind != KINDS[-1] and label in CLASSES and set(self.labels).isdisjoint(CLASSES)


def _document(reading: Reading, asked: Mapping[str, Rule]) -> Iterator[Finding]:
    headers: dict[tuple[str, tuple[str, ...]], list[Table]] = defaultdict(list)
    for table in reading.tables:
        if table.header is not None:
            kind = kind_of(table.columns)
            headers[kind, _labels(table, kind)].append(table)
    for (kind, labels), tables in headers.items():
        yield from _Header(reading, kind, labels, tables).findings(asked)
    if "structure:header-variant" in asked:
        yield from _variants(reading, asked["structure:header-variant"])
    if "structure:ragged-row" in asked:
        yield from _ragged(reading, asked["structure:ragged-row"])


def _labels(table: Table, kind: str) -> tuple[str, ...]:
    """The header as the schema sees it: the roles it has, and the texts of columns that have neither a role nor a known use.

    A role that the schema of this kind does not name, as 序号, is a known use.
    """
    named = {field.name for field in schema_for(kind).fields}
    roles = {column: role for role, column in table.columns.items() if role != "category"}
    shown = {normal_form(table.labels[column]): role for column, role in roles.items() if column in table.labels}
    labels = []
    for column, label in sorted(table.labels.items()):
        text = normal_form(label)
        if column in roles:
            labels.append(roles[column])
        elif text in shown and not _of_level(table, column):  # the same words again: a column doubled
            labels.append(shown[text])
        elif text and role_of(label) is None:
            labels.append(text)
    unlabelled = [role for column, role in roles.items() if column not in table.labels]
    return tuple(label for label in labels + unlabelled if label in named or label not in roles.values())


def _of_level(table: Table, column: int) -> bool:
    """Whether a column stands left of the names: 权重 there is the weight of a class, and comes again at the indicator."""
    return column < table.columns.get("name", 0)


def _place(table: Table, label: str, error: str) -> Location:
    """The unknown or doubled label itself; where the header begins for one that is missing."""
    if error == UNKNOWN:
        columns = [column for column, text in table.labels.items() if normal_form(text) == label]
    elif error == DOUBLED:
        words = normal_form(table.labels[table.columns[label]])
        columns = [max(column for column, text in table.labels.items() if normal_form(text) == words)]
    else:
        columns = []
    if columns:
        return table.label_location(columns[0])
    return table.grid.place(table.header.top, table.header.left) if table.header else table.title_location()


def _variants(reading: Reading, rule: Rule) -> Iterator[Finding]:
    """One column, one label: a document that calls it by two names means them to be the same."""
    for role in dict.fromkeys(role for table in reading.tables for role in table.columns if role != "category"):
        labelled = [table for table in reading.tables if table.labels.get(table.columns.get(role, 0))]
        counts = Counter(_bare(table, role) for table in labelled)
        usual, most = counts.most_common(1)[0] if counts else ("", 0)
        if len(counts) > 1 and most > len(labelled) - most:
            shown = next(table.labels[table.columns[role]] for table in labelled if _bare(table, role) == usual)
            for table in (table for table in labelled if _bare(table, role) != usual):
                yield _variant(rule, reading, table, role, {"usual": shown, "count": most})


def _bare(table: Table, role: str) -> str:
    return unmarked(normal_form(table.labels[table.columns[role]])).strip("*:")


def _variant(rule: Rule, reading: Reading, table: Table, role: str, params: Mapping[str, object]) -> Finding:
    column = table.columns[role]
    location = table.label_location(column)
    old = table.labels[column]
    edit = Edit(role, None, location, old, str(params["usual"]))
    fix = Fix(rule.fix or Safety.UNSAFE, "", (edit,))
    return _finding(rule, reading, [table], location, params={**params, "value": old}, role=role, value=old, fix=fix)


def _ragged(reading: Reading, rule: Rule) -> Iterator[Finding]:
    """A record that holds something beyond the last column of its header was cut at the wrong places."""
    suspects = [table for table in reading.tables if table.header is not None and _reaches_beyond(table)]
    reach = _reach(reading.tables) if suspects else {}
    for table in suspects:
        width = max(reach[id(table.grid), row] for row in table.rows)
        for number, row in zip(table.numbers, table.rows, strict=True):
            beyond = [(column, text) for column, text in _beyond(table, row, width) if text.strip()]
            if beyond:
                column, text = beyond[0]
                params = {"cells": len(beyond), "text": text}
                yield _finding(rule, reading, [table], table.grid.place(row, column), params=params, row=number)


def _width(table: Table) -> int:
    return max([table.header.right if table.header else 0, *table.columns.values()])


def _reaches_beyond(table: Table) -> bool:
    """Whether a record is longer than the header is wide, where nothing is merged."""
    width, rows = _width(table), table.grid.rows
    return not table.grid.merges and any(len(rows[row]) > width for row in table.rows)


def _reach(tables: Sequence[Table]) -> Mapping[tuple[int, int], int]:
    """How wide the tables are that have a row of a grid: several may stand side by side."""
    reach: dict[tuple[int, int], int] = {}
    for table in tables:
        width = _width(table)
        for row in table.rows:
            at = id(table.grid), row
            reach[at] = max(width, reach.get(at, 0))
    return reach


def _beyond(table: Table, row: int, width: int) -> Iterator[tuple[int, str]]:
    if len(table.grid.rows[row]) > width:
        yield from ((column, text) for column, text in table.grid.cells(row) if column > width)


def _finding(rule: Rule, reading: Reading, tables: Sequence[Table], location: Location, **more: Any) -> Finding:
    rest = tuple(Related(reading.path, other.title_location(), other.category, None, "table") for other in tables[1:])
    return Finding(
        code=rule.code,
        name=rule.name,
        path=reading.path,
        location=location,
        message=message_of(rule, more["params"], ()),
        category=None if rest else tables[0].category,
        related=rest,
        **{"role": "table", "severity": rule.severity or Severity.WARNING, **more},
    )
