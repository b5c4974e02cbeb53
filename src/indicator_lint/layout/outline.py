"""The outline of a grid: its headers, and which rows lie under each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

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


def read_outline(grid: Grid, numbers: Sequence[int]) -> list[Section]:
    """The sections of a grid whose row numbers, ascending, are `numbers`."""
    sections: list[Section] = []
    for first, end, columns in _headers(grid, numbers):
        previous = sections[-1] if sections else None
        leads = _leads(grid, numbers, first, columns, previous)
        rows = set(numbers[first:end])
        if previous is not None and _goes_on(previous, columns, leads):
            previous.headers |= rows
            continue
        if previous is not None:
            previous.end = first
        sections.append(Section(numbers[first], numbers[end - 1], columns, leads, end, len(numbers)))
    return sections


def _leads(
    grid: Grid, numbers: Sequence[int], first: int, columns: Sequence[Columns], previous: Section | None
) -> list[Lead]:
    floor = previous.start if previous else 0
    pairs = [previous.columns[at] if previous and at < len(previous.columns) else None for at in range(len(columns))]
    rows = numbers[max(floor, first - REACH) : first][::-1]
    return [read_lead(grid, rows, one, above) for one, above in zip(columns, pairs, strict=True)]


def _goes_on(previous: Section, columns: Sequence[Columns], leads: Sequence[Lead]) -> bool:
    """Whether a header is the previous one come again, with no other title between."""
    same = [one.roles for one in previous.columns] == [one.roles for one in columns]
    return same and not any(lead.best for lead in leads)


def _headers(grid: Grid, numbers: Sequence[int]) -> Iterator[tuple[int, int, list[Columns]]]:
    """The headers of indicator tables: first and last index (exclusive) and their columns."""
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
        below = _below(grid, numbers, end)
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


def _below(grid: Grid, numbers: Sequence[int], start: int) -> list[int]:
    """The rows under a header that may be its records."""
    rows: list[int] = []
    for row in numbers[start : start + SAMPLE]:
        if may_be_header(grid.rows[row]) and is_header_row(grid.rows[row]):
            break
        rows.append(row)
    return rows
