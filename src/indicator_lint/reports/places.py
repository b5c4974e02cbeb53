"""Where findings stand in what was read: their tables and records, and ranges as each format writes them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

from indicator_lint.model.finding import Finding
from indicator_lint.model.grid import Grid
from indicator_lint.model.report import Reading
from indicator_lint.model.table import Table
from indicator_lint.patterns import pattern

_A1: Final = pattern(r"([A-Z]+)\d+")


class Spot(NamedTuple):
    """A finding's table, as its number in the reading, and its record in that table; None where it concerns neither."""

    table: int | None
    record: int | None


NOWHERE: Final = Spot(None, None)


def locate(findings: Iterable[Finding], reading: Reading) -> list[tuple[Spot, Finding]]:
    """Each finding with the table and the record it is about; among tables of one title, those that hold its place."""
    told = list(findings)
    index = _Index(reading.tables, {_key(finding) for finding in told})
    return [(index.spot(finding), finding) for finding in told]


_Key: TypeAlias = tuple[str | None, int | None]
_At: TypeAlias = tuple[str, int, int]


def _key(finding: Finding) -> _Key:
    """What names the record or, without a row, the category that a finding is about."""
    return finding.category, finding.row


class _Index:
    """The records of a reading by category and number, and where several share both, by their place.

    Everything is looked at once, however many findings ask: a workbook may hold hundreds of sheets of one title.
    """

    def __init__(self, tables: Sequence[Table], wanted: Container[_Key]) -> None:
        self._tables = tables
        self._titles = [table.title_location() for table in tables]
        self._spots: dict[_Key, list[Spot]] = {}
        self._places: dict[tuple[_Key, str], dict[_At, Spot]] = {}
        for number, table in enumerate(tables):
            for record, row in ((None, None), *enumerate(table.numbers)):
                if (table.category, row) in wanted:
                    self._spots.setdefault((table.category, row), []).append(Spot(number, record))

    def spot(self, finding: Finding) -> Spot:
        """Where a finding stands; the first of those that come into question where its place tells nothing."""
        key = _key(finding)
        spots = self._spots.get(key, ()) if key != (None, None) else ()
        if len(spots) > 1:
            at = finding.location
            return self._held(key, finding.role).get((at.container, at.row, at.column), spots[0])
        return spots[0] if spots else NOWHERE

    def _held(self, key: _Key, role: str) -> dict[_At, Spot]:
        """The spots of one key by the place of a role in them, the first of each place."""
        if (key, role) not in self._places:
            self._places[key, role] = {self._at(spot, role): spot for spot in reversed(self._spots[key])}
        return self._places[key, role]

    def _at(self, spot: Spot, role: str) -> _At:
        """Sheet, row and column of a role in a record, or of the table's title; without the bytes, which cost time."""
        table, title = self._tables[spot.table or 0], self._titles[spot.table or 0]
        if spot.record is None:
            return title.container, title.row, title.column
        column = table.columns.get(role, table.columns.get("name", 1))
        row, column = table.grid.anchor(table.source(role, spot.record), column)
        if table.grid.width:
            at = table.grid.place(row, column)
            return at.container, at.row, at.column
        return (title.container, column, row) if table.grid.transposed else (title.container, row, column)


def by_path(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Findings by file, in their order."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.path, []).append(finding)
    return groups


def column_name(table: Table, column: int) -> str | int:
    """A column as its format names it: a letter in sheets, else its number; of a transposed table the number of the row."""
    if table.grid.transposed:
        return column
    top = table.rows[0] if table.rows else 1
    match = _A1.fullmatch(table.grid.place(top, column).ref)
    return match[1] if match else column


def row_name(table: Table, row: int) -> str | int:
    """A row of a grid as its format names it: its number; of a transposed table the letter of the column."""
    place = table.grid.row_place(row)
    match = _A1.fullmatch(place.ref) if table.grid.transposed else None
    return match[1] if match else place.row


def header_range(table: Table) -> str | None:
    """The header's range, None for a table without one."""
    box = table.header
    return None if box is None else cell_range(table.grid, (box.top, box.left), (box.bottom, box.right))


def data_range(table: Table) -> str | None:
    """The range of the records, None for a table without any."""
    if not table.rows:
        return None
    columns = table_columns(table)
    return cell_range(table.grid, (min(table.rows), columns[0]), (max(table.rows), columns[-1]))


def cell_range(grid: Grid, first: tuple[int, int], last: tuple[int, int]) -> str:
    """`A1:F3` in sheets, `r1c1:r3c6` or `r1c1:表2!r3c6` in documents, `LINE-LINE` in text."""
    start, end = grid.place(*first), grid.place(*last)
    if start.line is not None:
        return f"{start.line}-{end.line}"
    corner = end.extent.rpartition(":")[2]  # of a merged cell, where it ends
    if end.container != start.container:
        corner = f"{end.container}!{corner}"  # of a table that goes on in the next
    return f"{start.ref}:{corner}"


def table_columns(table: Table) -> Sequence[int]:
    """The table's columns from left to right."""
    columns = {*table.labels, *table.columns.values()}
    if table.header is not None:
        columns |= {table.header.left, table.header.right}
    return sorted(columns) or [1]
