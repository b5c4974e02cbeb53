"""Categories that are near copies of others in their document: found by shared rows, never by comparing all pairs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

import polars as pl

from indicator_lint.checks.blocks import Block, Line, Texts, blocks_of
from indicator_lint.checks.grouped import once_a_frame
from indicator_lint.chinese.similarity import likeness

SHARE, SURE = 0.60, 0.70
"""Share of rows in common, of the longer side, that makes a copy, and one beyond doubt: three of ten rows changed leave that much."""

UNDESCRIBED: Final = 0.65
"""The share asked where nothing is described: the same names may well stand for different things."""

SHARE_WITH_TARGETS: Final = 0.85
"""Forms with targets repeat a template's rows for each project; more must agree, targets included."""

TELLING: Final = 3
"""So many described rows with one amount show that two bodies have not just one template: there the lower share is enough."""

ALIKE: Final = 85.0
"""Likeness of two rows in percent from which on they are one row, retouched."""

FEW: Final = 4
"""Categories with fewer rows are copies only when all rows are equal; a single row says nothing."""

EXCERPT, EXCERPTED = 5, 0.7
"""A category of so many rows, of which so large a share are another one's, is an excerpt of it however long that one is."""

POSTED: Final = 50
"""A name that so many different categories use does not tell which of them was copied."""

CANDIDATES: Final = 3
SHARED_EXACTLY: Final = 0.3
RETOUCHED: Final = 300
RELATED: Final = 40.0


class Equal(Sequence[tuple[Line, Line]]):
    """The pairs of rows of two blocks that are the same row by row."""

    __slots__ = ("_mine", "_theirs")

    def __init__(self, mine: Sequence[Line], theirs: Sequence[Line]) -> None:
        """Keep the rows as they are."""
        self._mine, self._theirs = mine, theirs

    def __len__(self) -> int:
        return len(self._mine)

    def __iter__(self) -> Iterator[tuple[Line, Line]]:
        return zip(self._mine, self._theirs, strict=True)

    def __getitem__(self, at: Any) -> Any:
        return list(self)[at]


class Copy(NamedTuple):
    """A category and the earlier one it repeats; `pairs` are the rows that answer each other, in the copy's order."""

    block: Block
    original: Block
    same: int
    pairs: Sequence[tuple[Line, Line]]

    @property
    def identical(self) -> bool:
        """Whether all rows are the same."""
        return isinstance(self.pairs, Equal)

    @property
    def sure(self) -> bool:
        """Whether so much is the same that there is hardly any doubt."""
        return self.same >= SURE * max(len(self.block.lines), len(self.original.lines))

    @property
    def added(self) -> list[Line]:
        """Rows of the copy that the original has nothing like."""
        paired = {mine.record for mine, _ in self.pairs}
        return [line for line in self.block.lines if line.record not in paired]

    @property
    def dropped(self) -> list[Line]:
        """Rows of the original that the copy has nothing like."""
        paired = {theirs.record for _, theirs in self.pairs}
        return [line for line in self.original.lines if line.record not in paired]


def find_copies(frame: pl.DataFrame, share: float = SHARE, alike: float = ALIKE) -> list[Copy]:
    """Every category that repeats an earlier one of its document; of k copies, k - 1 against the first."""
    return _found(frame, share, alike)


@once_a_frame
def _found(frame: pl.DataFrame, share: float, alike: float) -> list[Copy]:
    return [copy for blocks in blocks_of(frame) for copy in _copies(blocks, share, alike)]


def _copies(blocks: Sequence[Block], share: float, alike: float) -> Iterator[Copy]:
    postings: dict[str, list[Block]] = defaultdict(list)
    known: dict[Texts, list[Block]] = {}  # candidates of a text, as long as no other is posted
    for block in blocks:
        others = known.get(block.texts)
        if others is None:
            others = known[block.texts] = _candidates(block, postings)
        whole = (compare(block, other, share, alike) for other in others)
        excerpts = (_excerpt(block, other, alike) for other in others)
        copy = next(filter(None, chain(whole, excerpts)), None)
        if copy is not None:
            yield copy
            continue
        known.clear()
        for key in _keys(block):
            if len(postings[key]) < POSTED:
                postings[key].append(block)


def _keys(block: Block) -> set[str]:
    return {line.name for line in block.lines} | {line.description for line in block.lines if line.description}


def _candidates(block: Block, postings: dict[str, list[Block]]) -> list[Block]:
    """The categories that share most names and descriptions with this one, the first of equals first."""
    if len(block.lines) < 2:  # noqa: PLR2004 - see FEW
        return []
    keys = _keys(block)
    shared: Counter[int] = Counter()
    by_group = {}
    for key in keys:
        for other in postings.get(key, ()):
            shared[other.group] += 1
            by_group[other.group] = other
    enough = SHARED_EXACTLY * len(keys)
    return [by_group[group] for group, count in shared.most_common(CANDIDATES) if count >= enough]


def compare(block: Block, other: Block, share: float, alike: float, *, apart: bool = False) -> Copy | None:
    """The copy that a category is of another one, None where it is none. Records of the two must not share a number.

    `apart` says that two bodies wrote them, each with amounts of its own.
    """
    if block.texts is other.texts:
        return Copy(block, other, len(block.lines), Equal(block.lines, other.lines))
    longer, shorter = sorted((len(block.lines), len(other.lines)), reverse=True)
    pairs = _equal(block.lines, other.lines)
    exact = len(pairs)
    told = apart and sum(mine.telling for mine, _ in pairs) >= TELLING
    needed = (share if told else _needed(block, other, share)) if longer >= FEW else 1.0
    if shorter < needed * longer:
        return None
    if longer >= FEW:
        pairs += _retouched(block, other, pairs, alike)
    if len(pairs) < needed * longer:
        return None
    same, changed = pairs, _nearest(block, other, pairs)
    return Copy(block, other, exact if longer < FEW else len(same), sorted([*same, *changed]))


def _excerpt(block: Block, other: Block, alike: float) -> Copy | None:
    """The copy where the shorter of two categories with descriptions is hardly anything but rows of the longer one."""
    shorter = min(len(block.lines), len(other.lines))
    if shorter < EXCERPT or not all(any(line.description for line in side.lines) for side in (block, other)):
        return None
    pairs = _equal(block.lines, other.lines)
    pairs += _retouched(block, other, pairs, alike)
    if len(pairs) < max(EXCERPT, EXCERPTED * shorter):
        return None
    return Copy(block, other, len(pairs), sorted([*pairs, *_nearest(block, other, pairs)]))


def _needed(block: Block, other: Block, share: float) -> float:
    """The share of rows that makes a copy; without descriptions the same names may well stand for different things."""
    lines = (*block.lines, *other.lines)
    if any(line.target for line in lines):
        return max(share, SHARE_WITH_TARGETS)
    return share if any(line.description for line in lines) else max(share, UNDESCRIBED)


def _equal(mine: Sequence[Line], theirs: Sequence[Line]) -> list[tuple[Line, Line]]:
    by_texts = {line.texts: line for line in theirs}
    return [(line, by_texts[line.texts]) for line in mine if line.texts in by_texts]


def _rest(block: Block, other: Block, pairs: Sequence[tuple[Line, Line]]) -> tuple[list[Line], list[Line]]:
    taken = {record for pair in pairs for record in (pair[0].record, pair[1].record)}
    mine, theirs = ([line for line in side.lines if line.record not in taken] for side in (block, other))
    return mine[:RETOUCHED], theirs[:RETOUCHED]


def _retouched(block: Block, other: Block, pairs: Sequence[tuple[Line, Line]], alike: float) -> list[tuple[Line, Line]]:
    """Rows that are one row with a word changed; not those changed to suit the category (小学… / 初中…)."""
    mine, theirs = _rest(block, other, pairs)
    found = _matched(mine, theirs, alike)
    return [(a, b) for a, b in found if a.target == b.target and not _adapted(a.name, b.name, block.title, other.title)]


def _nearest(block: Block, other: Block, pairs: Sequence[tuple[Line, Line]]) -> list[tuple[Line, Line]]:
    """What is left, put side by side where it has something in common: the cells that differ."""
    return _matched(*_rest(block, other, pairs), RELATED)


def _matched(mine: Sequence[Line], theirs: Sequence[Line], least: float) -> list[tuple[Line, Line]]:
    scores = sorted(
        ((likeness(a.joined, b.joined), a, b) for a in mine for b in theirs),
        key=lambda scored: (-scored[0], scored[1], scored[2]),
    )
    taken: set[int] = set()
    pairs = []
    for score, a, b in scores:
        if score >= least and not taken & {a.record, b.record}:
            taken |= {a.record, b.record}
            pairs.append((a, b))
    return pairs


def _adapted(mine: str, theirs: str, title: str, other: str) -> bool:
    """Whether two names differ by words of the categories' own titles."""
    start = next((i for i, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b), min(len(mine), len(theirs)))
    end = next((i for i, (a, b) in enumerate(zip(mine[::-1], theirs[::-1], strict=False)) if a != b), 0)
    mine, theirs = mine[start : len(mine) - end], theirs[start : len(theirs) - end]
    return any(
        len(word) > 0 and word in own and word not in foreign
        for word, own, foreign in ((mine, title, other), (theirs, other, title))
    )
