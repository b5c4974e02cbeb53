"""Levels that are written once for several rows: where each row's level really stands."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import eq
from typing import Final

from indicator_lint.model.grid import Grid

CERTAIN: Final = 2
"""A column repeats its levels where it does so at least this many times as often as it is blank."""

LARGEST: Final = 40
"""More texts than this are not tried as standing in the middle of their rows."""


@dataclass(slots=True)
class Habit:
    """How a column of levels is written, counted over all tables of a grid: texts that repeat the one above, blanks, merges."""

    repeated: int = 0
    blank: int = 0
    merged: int = 0

    @property
    def repeats(self) -> bool:
        """Whether each row states its level, so that a blank is an omission."""
        return not self.merged and self.repeated > 0 and self.repeated >= CERTAIN * self.blank

    def count(self, column: Column) -> None:
        """Add a table's column."""
        own = column.stands == column.rows
        pairs = zip(column.stands, column.rows, strict=True)
        self.repeated += sum(map(eq, column.texts, column.texts[1:])) if own else column.repeated
        self.blank += 0 if own else column.stands.count(0)
        self.merged += 0 if own else sum(1 for stand, row in pairs if stand not in {0, row})


@dataclass(slots=True)
class Column:
    """A level's column within one table: texts, and the row where each of them stands, 0 where there is none."""

    rows: list[int]
    texts: list[str]
    stands: list[int]

    @property
    def full(self) -> bool:
        """Whether every row states its own."""
        return self.stands == self.rows

    @property
    def repeated(self) -> int:
        """How many rows state again what the row above states."""
        own = [
            text if stand == row else "" for text, stand, row in zip(self.texts, self.stands, self.rows, strict=True)
        ]
        return sum(1 for one, other in itertools.pairwise(own) if one == other != "")


def read_column(grid: Grid, rows: Sequence[int], column: int, first: int) -> Column:
    """A column as it stands, merges resolved; a text merged down from above row `first` (a header's) counts as none."""
    lines = [grid.rows[row] for row in rows]
    texts = [line[column - 1] if len(line) >= column else "" for line in lines]
    stands = [row if text and not text.isspace() else 0 for row, text in zip(rows, texts, strict=True)]
    if grid.anchors and 0 in stands:
        for at, row in enumerate(rows):
            if not stands[at] and (above := grid.anchor(row, column)[0]) >= first and grid.text(row, column).strip():
                stands[at], texts[at] = above, grid.text(row, column)
    return Column(list(rows), texts, stands)


def fill(column: Column, starts: Collection[int], given: Mapping[int, int], habit: Habit) -> list[int]:
    """The rows where the texts of all records stand, filled down from the row above where the habit allows; 0 where none does.

    Nothing is filled across the indices in `starts`. `given` maps an index to the row of a band that speaks for the records
    from there on. Blanks at the beginning are filled from below where texts stand in the middle of their rows.
    """
    filled: list[int] = []
    current, banded = 0, False
    for at, stand in enumerate(column.stands):
        if at in starts:
            current, banded = 0, False
        if at in given:
            current, banded = given[at], True
        if stand:
            current, banded = stand, False
        allowed = banded or not (habit.repeats or _is_omitted(column, at, habit))
        filled.append(stand or (current if allowed else 0))
    if not habit.repeats and not habit.merged:
        _centre_all(column, sorted({0, *starts}), given, filled)
    return filled


def _is_omitted(column: Column, at: int, habit: Habit) -> bool:
    """A single blank between two rows that state the same, in a column that repeats texts elsewhere too."""
    if habit.merged or not habit.repeated or not 0 < at < len(column.stands) - 1:
        return False
    return bool(column.stands[at - 1] and column.stands[at + 1]) and column.texts[at - 1] == column.texts[at + 1]


def _centre_all(column: Column, starts: Sequence[int], given: Mapping[int, int], filled: list[int]) -> None:
    for start, end in zip(starts, [*starts[1:], len(column.stands)], strict=True):
        if start < end and not filled[start] and start not in given:
            owns = [at - start for at in range(start, end) if column.stands[at]]
            ends = _centre(owns, end - start) if len(owns) <= LARGEST else None
            begin = start
            for own, stop in zip(owns, ends or (), strict=False):
                filled[begin : start + stop] = [column.stands[start + own]] * (start + stop - begin)
                begin = start + stop


def _centre(owns: Sequence[int], size: int) -> tuple[int, ...] | None:
    """The ends of blocks that tile `size` rows so that each text stands in the middle of its block; None where none do."""
    tilings: dict[int, tuple[int, ...]] = {0: ()}
    for at, own in enumerate(owns):
        limit = owns[at + 1] if at + 1 < len(owns) else size
        longer: dict[int, tuple[int, ...]] = {}
        for top, ends in tilings.items():
            for length in (2 * (own - top) + 1, 2 * (own - top) + 2, 2 * (own - top)):
                if own < top + length <= limit:
                    longer.setdefault(top + length, (*ends, top + length))
        tilings = longer
    return tilings.get(size) if owns else None
