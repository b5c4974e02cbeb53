"""What bears on trust in a reading → findings: hidden indicators, formulas without a result, columns whose role was guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from indicator_lint.model.finding import Finding
from indicator_lint.model.grid import Grid
from indicator_lint.model.location import Location
from indicator_lint.model.report import Reading
from indicator_lint.model.rule import Rule, Severity
from indicator_lint.model.table import Doubt, Table
from indicator_lint.rulebook import message_of
from indicator_lint.schemas import schema_for

HIDDEN: Final = "FIL006"
UNCALCULATED: Final = "FIL007"
GUESSED: Final = "STR011"

TOLD: Final = {"misspelt", "rivalled", "content"}
"""The doubts that may well have led to a wrong reading; that a customary label is ambiguous is no news."""

LISTED: Final = 10
"""Places named in a message; beyond that their number has to do."""

Because = tuple[tuple[str, Mapping[str, object]], ...]


def lint_caveats(readings: Sequence[Reading], rules: Sequence[Rule]) -> list[Finding]:
    """What the rules asked say of how far each document could be read."""
    asked = {rule.code: rule for rule in rules}
    return [
        finding
        for reading in readings
        for code, find in FINDERS.items()
        if code in asked
        for finding in find(asked[code], reading)
    ]


@dataclass(slots=True)
class _Sheet:
    """A grid and its tables."""

    grid: Grid
    tables: list[Table]

    @property
    def records(self) -> int:
        return sum(len(table.rows) for table in self.tables)


def _sheets(reading: Reading) -> list[_Sheet]:
    sheets: dict[int, _Sheet] = {}
    for table in reading.tables:
        sheets.setdefault(id(table.grid), _Sheet(table.grid, [])).tables.append(table)
    return list(sheets.values())


def _hidden(rule: Rule, reading: Reading) -> Iterator[Finding]:
    """Indicators in a hidden sheet, or in hidden rows and columns: once a sheet, at the first of them."""
    for sheet in _sheets(reading):
        if sheet.grid.hidden:
            table = next((table for table in sheet.tables if table.rows), None)
            if table is not None:
                params = {"sheet": sheet.grid.name, "count": sheet.records}
                yield _finding(rule, reading, table.location("name", 0), (("sheet", params),))
        elif hidden := _hidden_cells(sheet):
            because, (row, column) = hidden
            yield _finding(rule, reading, sheet.grid.place(row, column), because)


def _hidden_cells(sheet: _Sheet) -> tuple[Because, tuple[int, int]] | None:
    rows = sorted({row for table in sheet.tables for row in table.hidden_rows})
    columns = sorted({column for table in sheet.tables for column in table.hidden_columns})
    if not rows and not columns:
        return None
    table = next(table for table in sheet.tables if table.hidden_rows or table.hidden_columns)
    first = (rows[0], table.columns.get("name", 1)) if rows else (table.rows[0], columns[0])
    own = [sheet.grid.row_place(row) for row in rows]
    words = (("rows", [place.row for place in own]), ("columns", columns))
    if sheet.grid.transposed:
        words = (("rows", columns), ("columns", [place.column for place in own]))
    because: list[tuple[str, Mapping[str, object]]] = []
    for key, numbers in words:
        if numbers:
            shown = (
                [_letters(number) for number in numbers] if key == "columns" else [str(number) for number in numbers]
            )
            because.append((key, {key: _listed(shown), "count": len(numbers)}))
    return tuple(because), first


def _letters(number: int) -> str:
    """1 → A: hidden columns there are in sheets only."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _uncalculated(rule: Rule, reading: Reading) -> Iterator[Finding]:
    """Cells of indicators that show no result, or an error in its place: once a sheet and kind, at the first of them."""
    for sheet in _sheets(reading):
        for kind in ("formula", "error"):
            places = sorted(_exceptional(sheet, kind))
            if places:
                cells = _listed([sheet.grid.place(*at).ref for at in places])
                shown = "、".join(dict.fromkeys(sheet.grid.text(*at) for at in places[:LISTED]))
                params = {"cells": cells, "count": len(places), "shown": shown}
                severity = Severity.WARNING if kind == "error" else rule.severity
                yield _finding(rule, reading, sheet.grid.place(*places[0]), ((kind, params),), severity)


def _exceptional(sheet: _Sheet, kind: str) -> set[tuple[int, int]]:
    """The cells of records and roles that are of a kind."""
    special = [at for at, what in sheet.grid.exceptional.items() if what == kind]
    if not special:
        return set()
    cells = ((set(table.rows), set(table.columns.values())) for table in sheet.tables)
    return {(row, column) for rows, columns in cells for row, column in special if row in rows and column in columns}


def _guessed(rule: Rule, reading: Reading) -> Iterator[Finding]:
    """Columns whose role was told by a misspelt label or by their content, or that have rivals: each label once a document."""
    titles = {field.name: field.title for field in schema_for("self-evaluation").fields}
    seen: set[tuple[str, str]] = set()
    for table in reading.tables:
        roles = {column: role for role, column in table.columns.items()}
        for doubt in table.doubts:
            if doubt.kind not in TOLD or doubt.column not in roles or not table.rows:
                continue
            role, label = roles[doubt.column], table.labels.get(doubt.column, "").strip()
            if (role, label) not in seen:
                seen.add((role, label))
                params = {"label": label, "role": titles.get(role, role)}
                because = ((doubt.kind if label else "unlabelled", params),)
                yield _finding(rule, reading, _label_place(table, doubt), because, category=table.category)


def _label_place(table: Table, doubt: Doubt) -> Location:
    """The label of a column; of one without, its first cell."""
    if doubt.column in table.label_rows:
        return table.label_location(doubt.column)
    return table.grid.place(table.rows[0], doubt.column)


def _finding(
    rule: Rule,
    reading: Reading,
    location: Location,
    because: Because,
    severity: Severity | None = None,
    *,
    category: str | None = None,
) -> Finding:
    params = {key: value for _, values in because for key, value in values.items()}
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=severity or rule.severity or Severity.INFO,
        path=reading.path,
        role=rule.at[0],
        message=message_of(rule, params, because),
        location=location,
        category=category,
        params=params,
        because=because,
    )


def _listed(words: Sequence[str]) -> str:
    """So many of them as a reader looks at, runs shortened to their ends."""
    return "、".join(words[:LISTED]) + ("…" if len(words) > LISTED else "")


FINDERS: Final = {HIDDEN: _hidden, UNCALCULATED: _uncalculated, GUESSED: _guessed}
"""Who finds what, by code."""
