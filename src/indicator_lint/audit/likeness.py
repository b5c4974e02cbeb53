"""Categories that repeat those of other files, found by the rows and names that they share and never by comparing all pairs.

What the departments were given (rows of the catalog, and such that many of them have to the letter) is nobody's copy and is left
aside. Of the rest each category looks up in an index of the categories before it which of them share most names and descriptions,
and only these few are compared, as `CAT001` does within a file. A copy is not put into the index itself: of a thousand copies each
is compared with the one original, and the work grows with the number of categories, not of pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import chain
from typing import Final, NamedTuple, Protocol

import polars as pl

from indicator_lint.audit import columns as c
from indicator_lint.checks.blocks import Block
from indicator_lint.checks.copies import CANDIDATES, FEW, POSTED, SHARED_EXACTLY, TELLING, Copy, compare
from indicator_lint.patterns import pattern

COMMON_AT_LEAST: Final = 4
"""So many departments at least must have a row, before it can count as one that was given to them."""

SISTERS: Final = pattern(
    r"(?:(?P<town>镇|乡|街道)|(?P<village>社区|村)|(?P<school>小学|中学|学校|幼儿园)|(?P<hospital>医院|卫生院|卫生服务中心)"
    r"|(?P<home>敬老院|福利院))(?:办事处|人民政府|政府|委员会|党委|中心)?$"
)
"""How bodies are called of which a county has many with the same tasks."""

OWN: Final = 0.5
"""A category is judged where at least so many of its rows are its own."""

GROUPS: Final = 24
"""Bits for the category within a file: in the index a place is one number, which weighs a third of an object."""

FILES_APART: Final = 24
"""Bits for the record within a file: a copy's numbers must be unique over both files."""


class Sender(NamedTuple):
    """Who sent a file, and for which year if that is known."""

    department: str
    year: str | None = None

    def is_sister_of(self, other: Sender) -> bool:
        """Whether they are two bodies of a kind (towns, schools): such are given one form, and amounts that are much alike."""
        kinds = [SISTERS.search(one.department) for one in (self, other)]
        mine, theirs = (kind.lastgroup if kind else None for kind in kinds)
        return self.department != other.department and mine is not None and mine == theirs


@dataclass(frozen=True, slots=True)
class Place:
    """A category: the number of its file, and its own within it."""

    file: int
    group: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """A category of one file that repeats one of another."""

    place: Place
    original: Place
    copy: Copy


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the files have in common: repeats in the order of files, and how many rows each file has, those of a category each once.

    `taken` are categories of nothing but the catalog's indicators, which two departments fill in to the letter alike.
    """

    repeats: Sequence[Repeat]
    rows: Mapping[int, int]
    common: int
    taken: Sequence[Repeat] = ()


def turned(repeat: Repeat) -> Repeat:
    """The same likeness with the earlier category as the copy."""
    copy = repeat.copy
    pairs = sorted((theirs, mine) for mine, theirs in copy.pairs)
    return Repeat(repeat.original, repeat.place, Copy(copy.original, copy.block, copy.same, pairs))


class Blocks(Protocol):
    """Where the texts of a category come from."""

    def __call__(self, place: Place, without: frozenset[int]) -> Block:
        """The category without the rows whose hash is among some."""


def record_in(file: int, record: int) -> int:
    """A number for an indicator that no other file of the body uses."""
    return (file << FILES_APART) + record


def record_of(number: int) -> int:
    """The indicator's number within its file."""
    return number & ((1 << FILES_APART) - 1)


def find_repeats(
    indicators: pl.LazyFrame, senders: Sequence[Sender], blocks: Blocks, *, share: float, alike: float, common: float
) -> Likeness:
    """The categories that repeat others of earlier files; `common` is the share of departments that makes a row everybody's."""
    lean = indicators.select("at", c.GROUP, c.SAME, *c.KEYS, c.LISTED).collect(engine="streaming")
    departments = [sender.department for sender in senders]
    listed = lean.filter(pl.col(c.LISTED)).select(c.SAME)
    least = max(COMMON_AT_LEAST, common * len(set(departments)))
    given = pl.concat([_given(lean, departments, least), listed]).unique()
    sizes = lean.group_by("at", c.GROUP).agg(pl.col(c.SAME).n_unique())
    rows = dict(sizes.group_by("at").agg(pl.col(c.SAME).sum()).iter_rows())
    table = _indexed(lean, given)
    search = _Search(blocks, senders, frozenset(given[c.SAME].to_list()), share, alike)
    repeats = [repeat for place, keys, least in _in_order(table) if (repeat := search.ask(place, keys, least))]
    taken = [repeat for pair in _taken(lean, departments, least) if (repeat := search.filled_in_alike(*pair))]
    return Likeness(repeats, rows, given.height, taken)


def _taken(lean: pl.DataFrame, departments: Sequence[str], least: float) -> Iterator[tuple[Place, Place]]:
    """Categories of the catalog's indicators alone, each with the first of another department that is the same to the letter."""
    rows = lean.group_by("at", c.GROUP).agg(pl.col(c.SAME).unique().sort(), pl.col(c.LISTED).all())
    alike: dict[tuple[int, ...], list[Place]] = defaultdict(list)
    for file, group, same in rows.filter(c.LISTED).drop(c.LISTED).sort("at", c.GROUP).iter_rows():
        if len(same) >= FEW:
            alike[tuple(same)].append(Place(file, group))
    for first, *others in alike.values():
        apart = [one for one in others if departments[one.file] != departments[first.file]]
        if len({departments[one.file] for one in apart}) + 1 < least:
            yield from ((one, first) for one in apart)


def _given(lean: pl.DataFrame, departments: Sequence[str], least: float) -> pl.DataFrame:
    """The rows that so many departments have that they must have been given to them."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(departments))}
    sender = pl.Series([numbers[name] for name in departments], dtype=pl.UInt32).gather(lean["at"])
    counted = lean.select(c.SAME, sender.alias("sender")).group_by(c.SAME).agg(pl.col("sender").n_unique())
    return counted.filter(pl.col("sender") >= least).select(c.SAME)


def _indexed(lean: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """The categories that have rows enough of their own: their keys that others have too, and how many of all these make a candidate."""
    whole = lean.group_by("at", c.GROUP).agg(pl.col(c.SAME).n_unique().alias("whole"))
    own = lean.join(given, on=c.SAME, how="anti")
    sizes = own.group_by("at", c.GROUP).agg(pl.col(c.SAME).n_unique().alias("own")).join(whole, on=["at", c.GROUP])
    judged = sizes.filter((pl.col("own") > 1) & (pl.col("own") >= OWN * pl.col("whole"))).select("at", c.GROUP)
    told = pl.col(c.NAMED).n_unique() + pl.col(c.TOLD).drop_nulls().n_unique()
    counted = own.group_by("at", c.GROUP).agg((told * SHARED_EXACTLY).alias("least"))
    shared = (
        _shared(own)
        .join(judged, on=["at", c.GROUP], how="semi")
        .group_by("at", c.GROUP)
        .agg(pl.col("key").unique().sort())
    )
    return shared.join(counted, on=["at", c.GROUP]).sort("at", c.GROUP)


def _shared(own: pl.DataFrame) -> pl.DataFrame:
    """The keys that several files have, and where."""
    keys = pl.concat([own.select("at", c.GROUP, pl.col(column).alias("key")).drop_nulls() for column in c.KEYS])
    several = keys.group_by("key").agg((pl.col("at").min() != pl.col("at").max()).alias("several")).filter("several")
    return keys.join(several.select("key"), on="key", how="semi")


def _in_order(table: pl.DataFrame) -> Iterator[tuple[Place, list[int], float]]:
    for file, group, keys, least in table.iter_rows():
        yield Place(file, group), keys, least


@dataclass(slots=True)
class _Search:
    blocks: Blocks
    senders: Sequence[Sender]
    given: frozenset[int]
    share: float
    alike: float
    postings: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def ask(self, place: Place, keys: Sequence[int], least: float) -> Repeat | None:
        """The earlier category of another file that this one repeats; where there is none, it can be repeated itself."""
        shared = Counter(chain.from_iterable(self.postings.get(key, ()) for key in keys))
        enough = [
            other
            for other, count in shared.items()
            if count >= least and not self._continues(place.file, other >> GROUPS)
        ]
        for other in nsmallest(CANDIDATES, enough, key=lambda other: (-shared[other], other)):
            original = Place(other >> GROUPS, other & ((1 << GROUPS) - 1))
            if copy := self._compared(place, original):
                return Repeat(place, original, copy)
        for key in keys:
            if len(self.postings[key]) < POSTED:
                self.postings[key].append((place.file << GROUPS) + place.group)
        return None

    def _continues(self, file: int, other: int) -> bool:
        """Whether the files are one, or one department's of two years: what it goes on with is no copy."""
        mine, theirs = self.senders[file], self.senders[other]
        years = {mine.year, theirs.year} - {None}
        return file == other or (mine.department == theirs.department and len(years) > 1)

    def _compared(self, place: Place, other: Place) -> Copy | None:
        mine, theirs = self.blocks(place, self.given), self.blocks(other, self.given)
        here, there = self.senders[place.file], self.senders[other.file]
        sisters = here.is_sister_of(there)
        apart = here.department != there.department and not sisters
        copy = compare(mine, theirs, self.share, self.alike, apart=apart)
        if copy and sisters and sum(a.telling and a.texts == b.texts for a, b in copy.pairs) < TELLING:
            return None  # the form that they were given, and nothing of their own
        return copy

    def filled_in_alike(self, place: Place, original: Place) -> Repeat | None:
        """The repeat where the amounts, too, are hardly alike by chance."""
        mine, theirs = self.blocks(place, frozenset()), self.blocks(original, frozenset())
        if sum(line.telling for line in mine.lines) < TELLING:
            return None
        return Repeat(place, original, Copy(mine, theirs, len(mine.lines), ()))
