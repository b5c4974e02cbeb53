"""Where findings stand in what was read: their tables and records, and ranges as each format writes them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from indicator_lint.model.finding import Finding
from indicator_lint.model.grid import Grid
from indicator_lint.model.report import Reading
from indicator_lint.model.table import Table

_A1: Final = re.compile(r"([A-Z]+)\d+")


@dataclass(frozen=True, slots=True)
class Spot:
    """A finding's table, as its number in the reading, and its record in that table; None where it concerns neither."""

    table: int | None
    record: int | None


NOWHERE: Final = Spot(None, None)


def locate(findings: Iterable[Finding], reading: Reading) -> list[tuple[Spot, Finding]]:
    """Each finding with the table and the record it is about; among tables of one title, those that hold its place."""
    titled: dict[str | None, list[int]] = {}
    for number, table in enumerate(reading.tables):
        titled.setdefault(table.category, []).append(number)
    return [(_spot(finding, reading, titled.get(finding.category, ())), finding) for finding in findings]


def _spot(finding: Finding, reading: Reading, numbers: Iterable[int]) -> Spot:
    if finding.category is None and finding.row is None:
        return NOWHERE
    spots = [Spot(number, _record(reading.tables[number], finding.row)) for number in numbers]
    spots = [spot for spot in spots if (spot.record is None) == (finding.row is None)]
    if len(spots) > 1:
        spots = [spot for spot in spots if _holds(reading.tables[spot.table or 0], spot, finding)] or spots
    return spots[0] if spots else NOWHERE


def _record(table: Table, number: int | None) -> int | None:
    """The index of a record by its number; numbers rise within a table."""
    if number is None:
        return None
    index = bisect_left(table.numbers, number)
    return index if index < len(table.numbers) and table.numbers[index] == number else None


def _holds(table: Table, spot: Spot, finding: Finding) -> bool:
    """Whether the finding's place is that of its role in this record, or of this table's title."""
    place = table.title_location() if spot.record is None else table.location(finding.role, spot.record)
    return place.display == finding.location.display


def by_path(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Findings by file, in their order."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.path, []).append(finding)
    return groups


def column_name(table: Table, column: int) -> str | int:
    """A column as its format names it: a letter in sheets, else its number."""
    top = table.rows[0] if table.rows else 1
    match = _A1.fullmatch(table.grid.place(top, column).ref)
    return match[1] if match else column


def header_range(table: Table) -> str | None:
    """The header's range, None for a table without one."""
    box = table.header
    return None if box is None else cell_range(table.grid, (box.top, box.left), (box.bottom, box.right))


def data_range(table: Table) -> str | None:
    """The range of the records, None for a table without any."""
    if not table.rows:
        return None
    columns = _columns(table)
    return cell_range(table.grid, (min(table.rows), columns[0]), (max(table.rows), columns[-1]))


def cell_range(grid: Grid, first: tuple[int, int], last: tuple[int, int]) -> str:
    """`A1:F3` in sheets, `r1c1:r3c6` in documents, `LINE-LINE` in text."""
    start, end = grid.place(*first), grid.place(*last)
    if start.line is not None:
        return f"{start.line}-{end.line}"
    corner = end.extent.rpartition(":")[2]  # of a merged cell, where it ends
    return f"{start.ref}:{corner}"


def _columns(table: Table) -> Sequence[int]:
    """The table's columns from left to right."""
    columns = {*table.labels, *table.columns.values()}
    if table.header is not None:
        columns |= {table.header.left, table.header.right}
    return sorted(columns) or [1]
