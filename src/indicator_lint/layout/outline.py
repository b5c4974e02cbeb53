"""The outline of a grid: its headers, and which rows lie under each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from indicator_lint.layout.blocks import covered, gather, is_header_row, may_be_header, read_block
from indicator_lint.layout.columns import Columns, Sample, read_columns
from indicator_lint.layout.headers import meaning
from indicator_lint.layout.titles import REACH, Lead, read_lead
from indicator_lint.model.grid import Grid, Position

SAMPLE: Final = 50
"""So many rows under a header are looked at for what its columns hold."""


@dataclass(slots=True)
class Section:
    """A header and the rows under it, as indices [start, end) into the grid's rows; the tables side by side under it.

    `headers` are the rows of this header where it comes again below (a page break), `leads` what stands above it, per table.
    """

    top: int
    bottom: int
    columns: list[Columns]
    leads: list[Lead]
    start: int
    end: int
    headers: set[int] = field(default_factory=set)

    @property
    def used(self) -> set[Position]:
        """The cells of titles that name this section's categories."""
        return {lead.best.at for lead in self.leads if lead.best is not None}


Header: TypeAlias = tuple[int, int, list[Columns]]
"""A header: its first and last index (exclusive) into a grid's rows, both alike where it has no rows, and its columns."""


def read_outline(
    grid: Grid, numbers: Sequence[int], headers: Iterable[Header] | None = None, stop: int | None = None
) -> list[Section]:
    """The sections of a grid whose row numbers, ascending, are `numbers`; its headers are found where none are given.

    No section goes beyond index `stop`.
    """
    sections: list[Section] = []
    floor = 0
    for first, end, columns in find_headers(grid, numbers) if headers is None else headers:
        previous = sections[-1] if sections else None
        leads = _leads(grid, numbers, (floor, first), columns, previous)
        floor = end
        rows = set(numbers[first:end])
        if previous is not None and _goes_on(previous, columns, leads):
            previous.headers |= rows
            continue
        if previous is not None:
            top = min(lead.top for lead in leads)
            previous.end = bisect_left(numbers, top, previous.start, first) if top else first
        top, bottom = (numbers[first], numbers[end - 1]) if first < end else (numbers[first] - 1, numbers[first] - 1)
        sections.append(Section(top, bottom, columns, leads, end, len(numbers) if stop is None else stop))
    return sections


def _leads(
    grid: Grid, numbers: Sequence[int], between: tuple[int, int], columns: Sequence[Columns], previous: Section | None
) -> list[Lead]:
    """What stands above a header, for each of its tables: between the header before it and this one."""
    floor, first = between
    pairs = [previous.columns[at] if previous and at < len(previous.columns) else None for at in range(len(columns))]
    rows = numbers[max(floor, first - REACH) : first][::-1]
    return [read_lead(grid, rows, one, above) for one, above in zip(columns, pairs, strict=True)]


def _goes_on(previous: Section, columns: Sequence[Columns], leads: Sequence[Lead]) -> bool:
    """Whether a header is the previous one come again, with no other title between."""
    same = [one.roles for one in previous.columns] == [one.roles for one in columns]
    return same and not any(lead.best for lead in leads)


def find_headers(grid: Grid, numbers: Sequence[int]) -> Iterator[Header]:
    """The headers of indicator tables."""
    merged = covered(grid)
    plain: set[str] = set()
    key, at, floor, rows = -1, 0, 0, grid.rows
    while at < len(numbers):
        texts = rows[numbers[at]]
        if key >= 0 and len(texts) > key and texts[key] in plain:
            at += 1
            continue
        if not (may_be_header(texts) and is_header_row(texts)):
            if key >= 0 and len(texts) > key and texts[key] and meaning(texts[key]) is None:
                plain.add(texts[key])
            at += 1
            continue
        first, end = gather(grid, numbers, at, floor)
        below = rows_below(grid, numbers, end)
        block = read_block(grid, numbers[first:end], below, merged)
        columns = read_columns(block, Sample([rows[row] for row in below]))
        if all(one.accepted for one in columns):
            yield first, end, columns
            key = (
                next(
                    (columns[0].roles[role] for role in ("level1", "category", "level2") if role in columns[0].roles), 0
                )
                - 1
            )
            at = floor = end
        else:
            at += 1


def rows_below(grid: Grid, numbers: Sequence[int], start: int) -> list[int]:
    """The rows under a header that may be its records."""
    rows: list[int] = []
    for row in numbers[start : start + SAMPLE]:
        if may_be_header(grid.rows[row]) and is_header_row(grid.rows[row]):
            break
        rows.append(row)
    return rows
