"""Labels × schema → findings: Frictionless says what is missing, doubled or unknown in a header."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from indicator_lint.chinese.normal import normal_form, unmarked
from indicator_lint.layout.headers import role_of
from indicator_lint.model.finding import Edit, Finding, Fix, Related
from indicator_lint.model.location import Location
from indicator_lint.model.report import Reading
from indicator_lint.model.rule import Rule, Safety, Severity
from indicator_lint.model.table import Table
from indicator_lint.resources import shipped
from indicator_lint.rulebook import message_of
from indicator_lint.schemas import kind_of, schema_for

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
    from frictionless import Resource, Schema  # noqa: PLC0415 - see label_errors

    descriptor = json.loads((shipped("schemas") / f"{kind}.json").read_text(encoding="utf-8"))
    kept = {field.name for field in schema_for(kind).narrowed(labels).fields}
    fields = [field for field in descriptor["fields"] if field["name"] in kept]
    schema = Schema.from_descriptor({**descriptor, "fields": fields, "fieldsMatch": "equal"})
    report = Resource(data=[list(labels)], schema=schema).validate()
    found = report.flatten(["type", "fieldName", "label"])
    return tuple((kind_, label or name) for kind_, name, label in found if kind_ in {MISSING, DOUBLED, UNKNOWN})


def _document(reading: Reading, asked: Mapping[str, Rule]) -> Iterator[Finding]:
    headers: dict[tuple[str, tuple[str, ...]], list[Table]] = defaultdict(list)
    for table in reading.tables:
        if table.header is not None:
            headers[kind_of(table.columns), _labels(table)].append(table)
    for (kind, labels), tables in headers.items():
        yield from _header(reading, kind, labels, tables, asked)
    variants = asked.get("structure:header-variant")
    if variants is not None:
        yield from _variants(reading, variants)
    ragged = asked.get("structure:ragged-row")
    if ragged is not None:
        yield from _ragged(reading, ragged)


def _labels(table: Table) -> tuple[str, ...]:
    """The header as the schema sees it: roles, and the bare texts of columns that have none but no known use either."""
    roles = {column: role for role, column in table.columns.items() if role != "category"}
    used = Counter(normal_form(label) for column, label in table.labels.items() if column in roles)
    labels = []
    for column, label in sorted(table.labels.items()):
        if column in roles:
            labels.append(roles[column])
        elif used[normal_form(label)]:  # the same words again: a column doubled
            labels.append(next(roles[c] for c, text in table.labels.items() if c in roles and normal_form(text) == normal_form(label)))
        elif role_of(label) is None and normal_form(label):
            labels.append(normal_form(label))
    mapped = [role for role, column in table.columns.items() if column not in table.labels and role != "category"]
    return tuple(labels + mapped)


def _header(reading: Reading, kind: str, labels: tuple[str, ...], tables: Sequence[Table], asked: Mapping[str, Rule]) -> Iterator[Finding]:
    fields = {field.name: field for field in schema_for(kind).fields}
    schema = schema_for(kind)
    for error, label in label_errors(kind, labels):
        rule = asked.get(f"frictionless:{error}")
        if rule is None:
            continue
        title = fields[label].title if label in fields else label
        # a column that no row can do without, or one that a good table of this kind has
        mild = error == MISSING and not fields[label].required
        severity = Severity.WARNING if mild else rule.severity or Severity.ERROR
        params = {"label": title, "kind": schema.title}
        yield _finding(reading, rule, tables, _label_place(tables[0], label, error), params, severity)


def _label_place(table: Table, label: str, error: str) -> Location:
    column = next((column for column, text in table.labels.items() if error == UNKNOWN and normal_form(text) == label), None)
    if error == DOUBLED:
        column = max(c for c, text in table.labels.items() if normal_form(text) == normal_form(table.labels[table.columns[label]]))
    if column is not None:
        return table.grid.place(table.label_rows.get(column, table.header.top if table.header else 1), column)
    return table.grid.place(table.header.top, table.header.left) if table.header else table.title_location()


def _variants(reading: Reading, rule: Rule) -> Iterator[Finding]:
    """One column, one label: a document that calls it by two names means them to be the same."""
    for role in dict.fromkeys(role for table in reading.tables for role in table.columns if role != "category"):
        labelled = [table for table in reading.tables if table.labels.get(table.columns.get(role, 0))]
        counts = Counter(_bare(table, role) for table in labelled)
        usual, most = counts.most_common(1)[0] if counts else ("", 0)
        if len(counts) < 2 or most <= len(labelled) - most:  # noqa: PLR2004 - two labels, one of them in the majority
            continue
        shown = next(table.labels[table.columns[role]] for table in labelled if _bare(table, role) == usual)
        for table in (table for table in labelled if _bare(table, role) != usual):
            yield _variant(reading, rule, table, role, shown, most)


def _bare(table: Table, role: str) -> str:
    return unmarked(normal_form(table.labels[table.columns[role]])).strip("*:")


def _variant(reading: Reading, rule: Rule, table: Table, role: str, usual: str, count: int) -> Finding:
    column = table.columns[role]
    location = table.grid.place(table.label_rows.get(column, 1), column)
    old = table.labels[column]
    params = {"value": old, "usual": usual, "count": count}
    fix = Fix(rule.fix or Safety.UNSAFE, "", (Edit(role, None, location, old, usual),))
    return _finding(reading, rule, [table], location, params, rule.severity or Severity.INFO, role=role, value=old, fix=fix)


def _ragged(reading: Reading, rule: Rule) -> Iterator[Finding]:
    """A record that holds something beyond the last column of its header was cut at the wrong places."""
    for table in reading.tables:
        if table.header is None:
            continue
        width = max([table.header.right, *table.columns.values()])
        for index, row in enumerate(table.rows):
            beyond = [(column, text) for column, text in table.grid.cells(row) if column > width and text.strip()]
            if beyond and not table.grid.merges:
                params = {"cells": len(beyond), "text": beyond[0][1]}
                location = table.grid.place(row, beyond[0][0])
                yield _finding(
                    reading, rule, [table], location, params, rule.severity or Severity.WARNING, row=table.numbers[index]
                )


def _finding(
    reading: Reading,
    rule: Rule,
    tables: Sequence[Table],
    location: Location,
    params: Mapping[str, object],
    severity: Severity,
    **more: object,
) -> Finding:
    rest = tuple(Related(reading.path, other.title_location(), other.category, None, "table") for other in tables[1:])
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=severity,
        path=reading.path,
        location=location,
        message=message_of(rule, params, ()),
        params=params,
        category=tables[0].category if not rest else None,
        related=rest,
        **{"role": "table", **more},  # type: ignore[arg-type]
    )
