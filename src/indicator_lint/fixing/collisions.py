"""Several edits of one cell: those that change different characters go together, those that want different text do not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import nsmallest
from typing import Final, NamedTuple, TypeAlias

from indicator_lint.chinese.changes import Change, changes
from indicator_lint.model.finding import Edit
from indicator_lint.model.location import Location

At: TypeAlias = tuple[str, int, int]
"""A cell of a file: container, row and column."""

Wish: TypeAlias = tuple[str, str]
"""What a cell says, and what it is to say."""

REMEMBERED: Final = 1 << 12
MOST_WISHES: Final = 16
"""Different texts that are wanted for one cell: rules want a few, and comparing every two costs the square."""
MOST_HUNKS: Final = 64
"""Places at which a text changes before it is taken to change as a whole."""
MOST_TOLD: Final = 8
ETC: Final = "…"
"""How many codes are told, and what stands for the rest."""


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
    made = changes(old, new)
    if len(made) > MOST_HUNKS:
        made = [Change(made[0].start, made[-1].end, made[0].begin, made[-1].stop)]
    for start, end, first, last in made:
        floor = found[-1].end + 1 if found else 0
        found.append(_leftmost(old, start, end, new[first:last], floor))
    return tuple(found)


def _leftmost(old: str, start: int, end: int, new: str, floor: int) -> Hunk:
    """The same change as far left as it may stand."""
    while not new and start > floor and old[start - 1] == old[end - 1]:
        start, end = start - 1, end - 1
    back = 0
    while start == end and start - back > floor and old[start - back - 1] == new[-1 - back % len(new)]:
        back += 1
    if back:
        turn = len(new) - back % len(new)
        start, end, new = start - back, end - back, new[turn:] + new[:turn]
    return Hunk(start, end, old[start:end], new)


def composed(old: str, news: Iterable[str]) -> str:
    """A text with the changes of several edits that do not collide."""
    pieces, done = [], 0
    for hunk in sorted(_uncovered({hunk for new in news for hunk in hunks(old, new)})):
        pieces += [old[done : hunk.start], hunk.new]
        done = hunk.end
    return "".join([*pieces, old[done:]])


def _uncovered(changes: Iterable[Hunk]) -> Iterator[Hunk]:
    """The changes less those that others cover: these come first where the wider ones do, and nothing else meets them."""
    widest: Hunk | None = None
    for hunk in sorted(changes, key=lambda each: (each.start, -each.end, not each.new, each)):
        if widest is None or not widest.covers(hunk):
            yield hunk
            widest = hunk if hunk.start < hunk.end else widest


def collisions(sets: Sequence[Sequence[Edit]], codes: Sequence[str]) -> dict[int, str]:
    """Which sets of edits cannot be made because of others, by their numbers in order, and the codes of these others.

    Each set is of different cells, and all are of the same texts.
    """
    asked: dict[At, dict[Wish, list[int]]] = {}
    for number, edits in enumerate(sets):
        for edit in edits:
            asked.setdefault(at(edit.location), {}).setdefault((edit.old, edit.new), []).append(number)
    against: dict[int, set[str]] = {}
    for wishes in asked.values():
        for numbers, others in _at_odds(wishes, codes):
            for number in numbers:
                against.setdefault(number, set()).update(others)
    return {number: "、".join(_few(against[number])) for number in sorted(against)}


def _at_odds(wishes: Mapping[Wish, Sequence[int]], codes: Sequence[str]) -> Iterator[tuple[Sequence[int], list[str]]]:
    """The numbers of those who want something that others do not, and the codes of these; of very many all are at odds."""
    told = [_few({codes[number] for number in numbers}) for numbers in wishes.values()]
    if len(wishes) > MOST_WISHES:
        everyone = _few({code for few in told for code in few})
        yield from ((numbers, everyone) for numbers in wishes.values())
        return
    for own, (wish, numbers) in enumerate(wishes.items()):
        odd = [
            few
            for number, (other, few) in enumerate(zip(wishes, told, strict=True))
            if number != own and _odd(wish, other)
        ]
        if odd:
            yield numbers, _few({code for few in odd for code in few})


def _few(codes: Collection[str]) -> list[str]:
    """Codes in order, of very many the first."""
    told = nsmallest(MOST_TOLD, codes)
    return told if len(told) == len(codes) else [*told, ETC]


def collide(one: Edit, other: Edit) -> bool:
    """Whether two edits of one cell want different text."""
    return _odd((one.old, one.new), (other.old, other.new))


def _odd(one: Wish, other: Wish) -> bool:
    if one[0] != other[0]:
        return True
    mine, yours = hunks(*one), hunks(*other)
    at = 0
    for hunk in mine:
        while at < len(yours) and yours[at].end < hunk.start:
            at += 1
        for number in range(at, len(yours)):
            if yours[number].start > hunk.end:
                break
            if hunk.meets(yours[number]):
                return True
    return False


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
    new = composed(first.old, {each.new for each in several})
    return Edit(first.role, first.row, first.location, first.old, new)
