"""Levels that are written once for several rows: where each row's level really stands."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import eq
from typing import Final, NamedTuple

from indicator_lint.model.grid import Grid
from indicator_lint.vocabulary.levels import find_level

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
    leading: int = 0
    """How many tables begin with a blank: their texts stand in the middle of their rows."""

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
        self.leading += bool(column.stands) and not column.stands[0]
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


def fill(
    column: Column, starts: Collection[int], given: Mapping[int, int], habit: Habit, kin: Sequence[str] = ()
) -> list[int]:
    """The rows where the texts of all records stand, filled down from the row above where the habit allows; 0 where none does.

    Nothing is filled across the indices in `starts`. `given` maps an index to the row of a band that speaks for the records
    from there on. Blanks at the beginning are filled from below where texts stand in the middle of their rows; `kin` is what
    each record's own class belongs to, empty where that is unknown: it tells where one block ends and the next begins.
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
        _centre_all(column, sorted({0, *starts, *given}), given, filled, kin if habit.leading else ())
    return filled


def _is_omitted(column: Column, at: int, habit: Habit) -> bool:
    """A single blank between two rows that state the same, in a column that repeats texts elsewhere too."""
    if habit.merged or not habit.repeated or not 0 < at < len(column.stands) - 1:
        return False
    return bool(column.stands[at - 1] and column.stands[at + 1]) and column.texts[at - 1] == column.texts[at + 1]


def _centre_all(
    column: Column, starts: Sequence[int], given: Mapping[int, int], filled: list[int], kin: Sequence[str]
) -> None:
    """Fill the blocks whose texts stand in their middle: where the first row is blank, or where `kin` says so."""
    for start, end in zip(starts, [*starts[1:], len(column.stands)], strict=True):
        if start == end or start in given or (filled[start] and not kin):
            continue
        owns = [at - start for at in range(start, end) if column.stands[at]]
        blocks = Blocks(owns, [_key(column.texts[start + own]) for own in owns], kin[start:end] or [""] * (end - start))
        tiling = blocks.centred() if 0 < len(owns) <= LARGEST else None
        if tiling is None or (filled[start] and blocks.strangers(tiling) >= blocks.strangers(blocks.hanging())):
            continue
        for own, begin, stop in zip(owns, (0, *tiling), tiling, strict=False):
            filled[start + begin : start + stop] = [column.stands[start + own]] * (stop - begin)


def _key(text: str) -> str:
    found = find_level(1, text)
    return found.key if found is not None and found.known else ""


class Blocks(NamedTuple):
    """Rows to be divided among texts: where these stand, the class each names, and the class that each row belongs to."""

    owns: Sequence[int]
    keys: Sequence[str]
    kin: Sequence[str]

    def hanging(self) -> tuple[int, ...]:
        """The ends of blocks whose text stands in their first row."""
        return (*self.owns[1:], len(self.kin))

    def strangers(self, ends: Sequence[int]) -> int:
        """How many rows belong to another class than their block's."""
        blocks = zip(self.keys, (0, *ends), ends, strict=False)
        return sum(self._strange(key, begin, end) for key, begin, end in blocks)

    def _strange(self, key: str, begin: int, end: int) -> int:
        return sum(bool(one) and one != key for one in self.kin[begin:end]) if key else 0

    def centred(self) -> tuple[int, ...] | None:
        """The ends of blocks that tile the rows, each text in the middle of its block or the block all of its own class.

        Of several tilings the one with the fewest rows of another class; None where there is none.
        """
        tilings: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
        for own, limit, key in zip(self.owns, self.hanging(), self.keys, strict=True):
            longer: dict[int, tuple[int, tuple[int, ...]]] = {}
            for top, (cost, ends) in tilings.items():
                for end in (
                    2 * own - top + 1,
                    2 * own - top + 2,
                    2 * own - top,
                    self._of_one_class(key, top, own, limit),
                ):
                    total = cost + self._strange(key, top, end)
                    if own < end <= limit and (end not in longer or total < longer[end][0]):
                        longer[end] = (total, (*ends, end))
            tilings = longer
        return tilings[len(self.kin)][1] if len(self.kin) in tilings else None

    def _of_one_class(self, key: str, top: int, own: int, limit: int) -> int:
        """The end of the block of rows around a text that are known to belong to its class; 0 where there is none."""
        end = next((at for at in range(own, limit) if self.kin[at] not in {key, ""}), limit)
        known = bool(key) and bool(self.kin[end - 1]) and all(one in {key, ""} for one in self.kin[top:own])
        return end if known else 0
