"""Which classes a category has, and in which order they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

import polars as pl

from indicator_lint.checks.check import Change, Check, Evidence, search
from indicator_lint.checks.frameworks import COSTS, foreign_documents
from indicator_lint.model.columns import CLASS1, CLASS2, DOCUMENT, GROUP, ID, TITLE, normal
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.levels import class_rank, official_name, parent_of

MAYBE_COSTS: Final[frozenset[str | None]] = frozenset({None, "", *COSTS})
"""Keys of costs, and of what may be one: a level 2 that is no known class."""

WHOLE: Final = ("output", "benefit", "satisfaction")
"""The classes of a category that is no fragment."""

CONTINUED: Final = pattern(r"续|[(（][^()（）]*[一二三四五六七八九十\d][)）]$|之[一二三四五六]$|附[件表]")
"""Titles of what goes on elsewhere."""

SEVERAL: Final = 3
"""From this many categories on, what most of them do is a document's way, and what all of them lack is told once."""


@search
def required_classes(frame: pl.DataFrame, _: str, *, required: Sequence[str], rows: int) -> dict[int, Evidence]:
    """A category has indicators of every required class (`cost`, `benefit`, `satisfaction`).

    Judged are categories of at least `rows` indicators whose every level 1 is official and that hold outputs and something
    else: the rest are parts of a table. What no category of a document has is told once, at the first.
    """
    lacks = list(_lacking(frame, required, rows))
    found: dict[int, Evidence] = {}
    for _, group in groupby(lacks, key=lambda lack: lack.document):
        categories = list(group)
        everywhere = _everywhere(categories)
        for number, lack in enumerate(categories):
            told = [(f"{name}_everywhere", {"count": len(categories)}) for name in everywhere if number == 0]
            told += [(name, {}) for name in lack.classes if name not in everywhere]
            if told:
                found[lack.record] = Evidence({"subject": lack.subject}, tuple(told), whole=True)
    return found


class _Lack(NamedTuple):
    """The required classes that a category does not have; `record` is its first."""

    document: int
    record: int
    subject: str
    classes: tuple[str, ...]


def _everywhere(categories: Sequence[_Lack]) -> tuple[str, ...]:
    if len(categories) < SEVERAL:
        return ()
    return tuple(name for name in categories[0].classes if all(name in lack.classes for lack in categories))


def _lacking(frame: pl.DataFrame, required: Sequence[str], rows: int) -> Iterator[_Lack]:
    foreign = foreign_documents(frame)
    firsts = (pl.col(column).first() for column in (DOCUMENT, ID, TITLE))
    satisfied = pl.col(normal("name")).str.contains("满意", literal=True).any().alias("satisfied")
    categories = frame.group_by(GROUP, maintain_order=True).agg(*firsts, CLASS1, CLASS2, satisfied).rows()
    whole = {document for _, document, _, _, level1, _, _ in categories if set(level1) >= set(WHOLE)}
    for _, document, record, title, level1, level2, named in categories:
        classes = set(level1)
        alone = document in whole and classes == {"output"} and bool(title) and not CONTINUED.search(title)
        if len(level1) >= rows and document not in foreign and (_is_whole(classes) or alone):
            held = classes | _held(set(level2), satisfied=named)
            lacking = tuple(name for name in required if name not in held)
            yield _Lack(document, record, f"“{title}”" if title else "本表", lacking)


def _is_whole(classes: set[str | None]) -> bool:
    return None not in classes and "" not in classes and "output" in classes and len(classes - {"other"}) > 1


def _held(classes: set[str | None], *, satisfied: bool) -> set[str | None]:
    """What level 2 and the names say of the required classes."""
    held: set[str | None] = {"cost"} if classes & MAYBE_COSTS else set()
    return held | ({"satisfaction"} if satisfied or "satisfaction" in classes else set())


@search
def class_order(frame: pl.DataFrame, _: str, *, blocks: int) -> dict[int, Evidence]:
    """Indicators stand in the order of their classes: the official one, or that of most of the document's categories.

    At most `blocks` blocks of a category are reported; where more are out of order, or classes come round again, the table
    is ordered otherwise (by sub-project, by task). In a document of few categories any order within a level 1 will do.
    """
    found: dict[int, Evidence] = {}
    for categories in _documents(frame):
        official, ranks = _official(categories), _ranks(categories)
        for category in categories:
            if _in_order(category, official) or _in_order(category, ranks):
                continue
            if _is_repeated(category):
                continue
            strays, ordered = min(
                ((_strays(category, order), order) for order in (official, ranks)), key=lambda tried: len(tried[0])
            )
            if len(strays) <= blocks:
                judged = strays if len(categories) >= SEVERAL else [s for s in strays if _is_torn(s, category)]
                found.update((stray.record, _stray(stray, category, ordered)) for stray in judged)
    return found


class _Block(NamedTuple):
    """Neighbouring records of one level 2."""

    key: str
    record: int
    size: int
    position: int


def _documents(frame: pl.DataFrame) -> Iterator[list[list[_Block]]]:
    """The categories of each document whose every indicator has an official level 2."""
    grouped = frame.group_by(GROUP, maintain_order=True).agg(pl.col(DOCUMENT).first(), CLASS2, ID)
    for _, categories in groupby(grouped.iter_rows(), key=lambda category: category[1]):
        yield [_blocks(classes, records) for _, _, classes, records in categories if all(map(_is_official, classes))]


def _is_official(key: str | None) -> bool:
    return key is not None and class_rank(key) > 0


def _blocks(classes: Sequence[str], records: Sequence[int]) -> list[_Block]:
    runs = [list(run) for _, run in groupby(zip(classes, records, strict=True), key=lambda pair: pair[0])]
    return [_Block(run[0][0], run[0][1], len(run), position) for position, run in enumerate(runs)]


def _in_order(category: Sequence[_Block], ranks: Mapping[str, int]) -> bool:
    return all(ranks[block.key] <= ranks[after.key] for block, after in pairwise(category))


def _is_repeated(category: Sequence[_Block]) -> bool:
    """Several classes come round again: the table goes through its sub-projects one by one."""
    times = Counter(block.key for block in category)
    return sum(1 for count in times.values() if count > 1) > 1


def _level(key: str) -> int:
    return ("output", "benefit", "satisfaction", "cost").index(parent_of(key))


def _official(categories: Sequence[Sequence[_Block]]) -> Mapping[str, int]:
    """Official places of the classes that occur."""
    keys = {block.key for category in categories for block in category}
    return {key: rank for rank, key in enumerate(sorted(keys, key=lambda key: (_level(key), class_rank(key))))}


def _ranks(categories: Sequence[Sequence[_Block]]) -> Mapping[str, int]:
    """Places of the classes: where most categories agree, theirs; else the official ones."""
    orders = Counter(tuple(dict.fromkeys(block.key for block in category)) for category in categories)
    firsts = [({key: place for place, key in enumerate(order)}, count) for order, count in orders.items()]
    official = list(_official(categories))
    before = {
        key: sum(_precedes(other, key, firsts, official) for other in official if other != key) for key in official
    }
    return {key: rank for rank, key in enumerate(sorted(official, key=lambda key: (before[key], official.index(key))))}


def _precedes(one: str, other: str, firsts: Sequence[tuple[Mapping[str, int], int]], official: Sequence[str]) -> bool:
    left, right = parent_of(one), parent_of(other)
    free = "cost" in {left, right} and left != right
    if free:  # where the costs of all kinds stand among the levels
        levels = [
            ({parent_of(key): place for key, place in reversed(list(first.items()))}, count) for first, count in firsts
        ]
        together, ahead = _votes(left, right, levels)
    else:
        together, ahead = _votes(one, other, firsts)
    if ahead and (free or together >= SEVERAL):
        return ahead > 0
    return official.index(one) < official.index(other)


def _votes(one: str, other: str, firsts: Sequence[tuple[Mapping[str, int], int]]) -> tuple[int, int]:
    """How many categories have both, and by how many more the one comes first than the other."""
    both = [(first[one] < first[other], count) for first, count in firsts if one in first and other in first]
    together = sum(count for _, count in both)
    return together, 2 * sum(count for before, count in both if before) - together


def _strays(category: Sequence[_Block], ranks: Mapping[str, int]) -> list[_Block]:
    """The smallest blocks that must move for the others to stand in order; of two that changed places, the first."""
    best: dict[
        int, tuple[int, int]
    ] = {}  # of each place, the size and the last block of the largest run that ends there
    before: dict[int, int] = {}
    for block in category:
        place = ranks[block.key]
        size, last = max((run for end, run in best.items() if end <= place), default=(0, -1))
        before[block.position] = last
        best[place] = max(best.get(place, (0, -1)), (size + block.size, block.position))
    kept, last = set(), max(best.values())[1]
    while last >= 0:
        kept.add(last)
        last = before[last]
    return [block for block in category if block.position not in kept]


def _is_torn(stray: _Block, category: Sequence[_Block]) -> bool:
    """Part of a class that stands elsewhere too, or of a level 1 that another one interrupts."""
    level = _level(stray.key)
    others = [block for block in category if block != stray]
    return any(
        block.key == stray.key
        or (_level(block.key) != level and (block.position < stray.position) == (_level(block.key) > level))
        for block in others
        if "cost" not in {parent_of(block.key), parent_of(stray.key)} or block.key == stray.key
    )


def _stray(stray: _Block, category: Sequence[_Block], ranks: Mapping[str, int]) -> Evidence:
    own = official_name(2, stray.key)
    passed = [block for block in category[: stray.position] if ranks[block.key] > ranks[stray.key]]
    awaited = [block for block in category[stray.position :] if ranks[block.key] < ranks[stray.key]]
    if passed:
        other = official_name(2, passed[0].key)
        return Evidence(
            {"own": own}, (("behind", {"other": other}),), change=Change(advice=("before", {"other": other}))
        )
    other = official_name(2, awaited[-1].key)
    return Evidence({"own": own}, (("ahead", {"other": other}),), change=Change(advice=("after", {"other": other})))


CHECKS: Final[dict[str, Check]] = {"class_order": class_order, "required_classes": required_classes}
