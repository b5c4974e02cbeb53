"""The small tables of rule pages, built without any reader: a header line, a line a record, `## ` before a category's title."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count

from indicator_lint.checks import CHECKS
from indicator_lint.conformance import NOT_FRAME
from indicator_lint.identity.issued import Issued
from indicator_lint.layout.headers import role_of
from indicator_lint.linter import lint_readings
from indicator_lint.model.catalog import Catalog, Indicator, LoggedChange
from indicator_lint.model.finding import Finding
from indicator_lint.model.grid import Grid, Rectangle
from indicator_lint.model.location import Location
from indicator_lint.model.report import Reading
from indicator_lint.model.rule import Rule, Severity
from indicator_lint.model.table import ROLES, Prose, Skipped, Table
from indicator_lint.schemas import schema_for

NAMES = {"指标名称", "三级指标"}
"""Labels by which a line is known as another header."""

SUM = "合计"
"""A line that begins with it is the sum of the table above, and no record."""

FORMER = "原名"
"""The column of an example's catalog for the name that an indicator had before."""

OPEN, CLOSE = "[[", "]]"


@dataclass
class Sketch:
    """An example as read: its reading, and the (row, column) positions that its page marks."""

    reading: Reading
    marks: set[tuple[int, int]] = field(default_factory=set)


def sketch(text: str) -> Sketch:
    """Read an example. Lines `## title` open a category, `> line` is prose, `| a | b |` is a header or a record.

    Raises ValueError for a header label that `rules/vocabulary/headers.csv` does not know, unless the page marks it.
    """
    rows: dict[int, list[str]] = {}
    marks = set()
    kinds = {}
    for number, line in enumerate(text.strip("\n").splitlines(), start=1):
        cells = _cells(line)
        if not any(cells):
            continue
        marks |= {(number, column) for column, cell in enumerate(cells, start=1) if OPEN in cell}
        rows[number] = [cell.replace(OPEN, "").replace(CLOSE, "") for cell in cells]
        kinds[number] = line.lstrip()[0]
    grid = Grid(
        "", rows, lambda row, column: Location("", f"{row}:{column}", f"{row}:{column}", row, column, row, column)
    )
    reading = Reading("example.txt", None, _tables(grid, kinds, marks), _prose(grid, kinds))
    return Sketch(reading, marks)


def findings_in(text: str, rule: Rule, catalog: str = "") -> tuple[list[Finding], Sketch]:
    """What one rule says about an example, held against the catalog that belongs to it."""
    found_elsewhere = rule.check.partition(":")[0] in NOT_FRAME
    assert found_elsewhere or rule.check in CHECKS, (
        f"no check {rule.check}; register it in CHECKS of a module in checks/"
    )
    drawn = sketch(text)
    return list(lint_readings([drawn.reading], [asked(rule)], catalog=issued(catalog)).findings), drawn


def asked(rule: Rule) -> Rule:
    """A rule as one that is off by default is asked for by its name."""
    return replace(rule, severity=rule.severity or Severity.INFO)


def issued(text: str) -> Issued | None:
    """The catalog of an example: a line for each indicator, under the titles of a catalog's columns; 原名 is a former name."""
    rows = [_cells(line) for line in text.strip().splitlines()]
    if not rows:
        return None
    titles = {field.title: field.name for field in schema_for("catalog").fields}
    names = [titles[title] if title != FORMER else FORMER for title in rows[0]]
    records = [dict(zip(names, row, strict=True)) for row in rows[1:]]
    former = {record["code"]: record.pop(FORMER, "") for record in records}
    indicators = [replace(Indicator(), **record) for record in records]
    renames = ((one, former[one.code]) for one in indicators if former[one.code])
    changes = [
        LoggedChange(number, "", "renamed", one.code, "name", old, one.name)
        for number, (one, old) in enumerate(renames, start=1)
    ]
    return Issued(Catalog("", indicators=indicators, changes=changes))


def _cells(line: str) -> list[str]:
    line = line.strip()
    if line.startswith(("## ", "> ")):
        return [line.split(" ", 1)[1]]
    return [cell.strip(" ") for cell in line.strip("|").split("|")] if line.startswith("|") else [line]


def _tables(grid: Grid, kinds: dict[int, str], marks: set[tuple[int, int]]) -> list[Table]:
    tables: list[Table] = []
    title: int | None = None
    header: int | None = None
    numbers = count(1)
    for number, kind in kinds.items():
        if kind == "#":
            title, header = number, None
        elif kind == "|" and (header is None or NAMES & set(grid.rows[number])):
            header, numbers = number, count(1)
            labels = dict(enumerate(grid.rows[number], start=1))
            columns = _columns(labels, {column for row, column in marks if row == number})
            category = grid.rows[title][0] if title else None
            bounds = Rectangle(number, 1, number, len(labels))
            at = (title, 1) if title else None
            rows = dict.fromkeys(labels, number)
            tables.append(Table(grid, category, at, bounds, columns, labels, rows, [], [], skipped=[]))
        elif kind == "|" and grid.rows[number][0] == SUM:
            tables[-1].skipped.append(Skipped(number, 1, "subtotal", SUM))  # type: ignore[attr-defined]
        elif kind == "|":
            tables[-1].rows.append(number)  # type: ignore[attr-defined]  # lists while they are built
            tables[-1].numbers.append(next(numbers))  # type: ignore[attr-defined]
    return tables


def _columns(labels: dict[int, str], marked: set[int]) -> dict[str, int]:
    """The column of each role, by the words that the reader of files knows."""
    roles = {column: role_of(label) for column, label in labels.items()}
    for column, role in roles.items():
        if role is None and column not in marked:
            message = (
                f"“{labels[column]}” in the header of an example is no label of rules/vocabulary/headers.csv; "
                "mark it with [[…]] if it is what the rule reports"
            )
            raise ValueError(message)
    return {role: column for column, role in roles.items() if role in ROLES}


def _prose(grid: Grid, kinds: dict[int, str]) -> list[Prose]:
    return [Prose(grid.rows[number][0], grid, number, 1) for number, kind in kinds.items() if kind == ">"]
