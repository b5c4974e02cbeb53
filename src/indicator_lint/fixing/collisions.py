"""Several edits of one cell: those that change different characters go together, those that want different text do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple, TypeAlias

from indicator_lint.model.finding import Edit
from indicator_lint.model.location import Location

At: TypeAlias = tuple[str, int, int]
"""A cell of a file: container, row and column."""

REMEMBERED = 1 << 12


class Hunk(NamedTuple):
    """Characters [start, end) of a text that give way to others; an insertion begins where it ends."""

    start: int
    end: int
    old: str
    new: str

    def meets(self, other: Hunk) -> bool:
        """Whether both want something else of the same characters, or insert at one point."""
        if self == other or self.covers(other) or other.covers(self):
            return False
        if self.start == self.end or other.start == other.end:
            inside = other.start < self.start < other.end or self.start < other.start < self.end
            return inside or (self.start == self.end == other.start == other.end)
        return max(self.start, other.start) < min(self.end, other.end)

    def covers(self, other: Hunk) -> bool:
        """Whether this takes away what the other takes away, and more or with something in its place."""
        inside = self.start <= other.start < other.end <= self.end
        return inside and not other.new and not set(other.old) & set(self.new)


def at(location: Location) -> At:
    """The cell at a place."""
    return location.container, location.row, location.column


@lru_cache(maxsize=REMEMBERED)
def hunks(old: str, new: str) -> tuple[Hunk, ...]:
    """What differs between two texts. Of equal characters in a row, the first ones are taken to go or to be new.

    So two edits that take away one of two equal words take away the same one.
    """
    found: list[Hunk] = []
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            floor = found[-1].end + 1 if found else 0
            found.append(_leftmost(old, start, end, new[first:last], floor))
    return tuple(found)


def _leftmost(old: str, start: int, end: int, new: str, floor: int) -> Hunk:
    """The same change as far left as it may stand."""
    while not new and start > floor and old[start - 1] == old[end - 1]:
        start, end = start - 1, end - 1
    while start == end and start > floor and old[start - 1] == new[-1]:
        start, end, new = start - 1, end - 1, new[-1] + new[:-1]
    return Hunk(start, end, old[start:end], new)


def composed(old: str, news: Iterable[str]) -> str:
    """A text with the changes of several edits that do not collide."""
    changes = sorted({hunk for new in news for hunk in hunks(old, new)})
    pieces, done = [], 0
    for hunk in (one for one in changes if not any(other != one and other.covers(one) for other in changes)):
        pieces += [old[done : hunk.start], hunk.new]
        done = hunk.end
    return "".join([*pieces, old[done:]])


@dataclass(frozen=True, slots=True)
class Collision:
    """Two of several sets of edits, by their numbers, that want different text in a cell."""

    first: int
    second: int
    cell: At


def collisions(sets: Sequence[Sequence[Edit]]) -> Iterator[Collision]:
    """Which sets of edits cannot both be made; each set is of different cells, and all are of the same texts."""
    asked: dict[At, list[tuple[int, Edit]]] = {}
    for number, edits in enumerate(sets):
        for edit in edits:
            asked.setdefault(at(edit.location), []).append((number, edit))
    for cell, several in asked.items():
        for (first, one), (second, other) in combinations(several, 2):
            if first != second and collide(one, other):
                yield Collision(first, second, cell)


def collide(one: Edit, other: Edit) -> bool:
    """Whether two edits of one cell want different text."""
    mine, yours = hunks(one.old, one.new), hunks(other.old, other.new)
    return one.old != other.old or any(a.meets(b) for a in mine for b in yours)


def merged(sets: Iterable[Iterable[Edit]]) -> Mapping[At, Edit]:
    """One edit a cell, of sets that do not collide."""
    asked: dict[At, list[Edit]] = {}
    for edits in sets:
        for edit in edits:
            asked.setdefault(at(edit.location), []).append(edit)
    return {cell: _merged(several) for cell, several in asked.items()}


def _merged(several: Sequence[Edit]) -> Edit:
    first = several[0]
    if len(several) == 1:
        return first
    new = composed(first.old, [each.new for each in several])
    return Edit(first.role, first.row, first.location, first.old, new)
