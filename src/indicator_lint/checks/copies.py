"""Categories that are near copies of others in their document: found by shared rows, never by comparing all pairs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import polars as pl

from indicator_lint.checks.grouped import once_a_frame, shared_texts
from indicator_lint.chinese.normal import normal_form
from indicator_lint.chinese.similarity import likeness
from indicator_lint.model.columns import DOCUMENT, GROUP, ID, ROW, TITLE, normal
from indicator_lint.patterns import pattern

COMPARED: Final = ("name", "unit", "operator", "description", "target")
SHARE, SURE = 0.60, 0.70
"""Share of rows in common, of the longer side, that makes a copy, and one beyond doubt: three of ten rows changed leave that much."""

UNDESCRIBED: Final = 0.65
"""The share asked where nothing is described: the same names may well stand for different things."""

SHARE_WITH_TARGETS: Final = 0.85
"""Forms with targets repeat a template's rows for each project; more must agree, targets included."""

TELLING: Final = 3
"""So many described rows with one amount show that two bodies have not just one template: there the lower share is enough."""

AMOUNT: Final = pattern(r"(?<![\d.])(?:[1-9]\d*\.\d+|0\.\d*[1-9]|[1-9]\d*[1-9]0*)(?![\d.])")
"""A number that is not round."""

CALENDAR: Final = frozenset({"12", "15", "24", "36", "48", "52", "250", "360", "365", "366"})
"""As often as there are months, quarters, weeks or days: so often everybody does something."""

RATE: Final = pattern(r"[%‰]|百分|千分")

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


class Line(NamedTuple):
    """One distinct row of a category: its first record, its number, and the normal forms compared."""

    record: int
    number: int
    name: str
    unit: str
    operator: str
    description: str
    target: str

    @property
    def texts(self) -> tuple[str, ...]:
        """The normal forms compared, in the order of COMPARED."""
        return self[2:]

    @property
    def joined(self) -> str:
        """All but the target as one text."""
        return self.name + self.unit + self.operator + self.description

    @property
    def telling(self) -> bool:
        """Whether it is described and aims at an amount that two bodies hardly set alike by chance."""
        number = AMOUNT.search(self.target)
        counted = number is not None and number[0] not in CALENDAR and not RATE.search(self.target + self.unit)
        return counted and bool(self.description)


class Block(NamedTuple):
    """A category of a document."""

    group: int
    title: str
    lines: Sequence[Line]

    @property
    def record(self) -> int:
        """Its first record."""
        return self.lines[0].record

    @property
    def called(self) -> str:
        """Its title, or what an untitled category is called."""
        return self.title or "未命名类别"


class Copy(NamedTuple):
    """A category and the earlier one it repeats; `pairs` are the rows that answer each other, in the copy's order."""

    block: Block
    original: Block
    same: int
    pairs: Sequence[tuple[Line, Line]]

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
    return [copy for blocks in _documents(frame) for copy in _copies(blocks, share, alike)]


@once_a_frame
def _documents(frame: pl.DataFrame) -> Sequence[Sequence[Block]]:
    columns = [pl.col(normal(role)).fill_null("") for role in COMPARED]
    keys = (DOCUMENT, GROUP, *map(normal, COMPARED))
    lines = (
        frame.lazy()
        .filter(pl.col("name").fill_null("") != "")
        .with_columns(columns)
        .group_by(keys, maintain_order=True)
        .agg(pl.col(ID).first(), pl.col(ROW).first(), pl.col(TITLE).first())
        .collect(engine="in-memory")
    )
    documents: dict[int, dict[int, Block]] = {}
    shared = shared_texts(frame)
    for document, group, *texts, record, number, title in lines.iter_rows():
        blocks = documents.setdefault(document, {})
        block = blocks.setdefault(group, Block(group, normal_form(title or ""), []))
        block.lines.append(Line(record, number, *(shared.setdefault(text, text) for text in texts)))  # type: ignore[attr-defined]  # a list while it is filled
    return [list(blocks.values()) for blocks in documents.values()]


def _copies(blocks: Sequence[Block], share: float, alike: float) -> Iterator[Copy]:
    postings: dict[str, list[Block]] = defaultdict(list)
    for block in blocks:
        others = _candidates(block, postings)
        whole = (compare(block, other, share, alike) for other in others)
        copy = next(filter(None, (*whole, *(_excerpt(block, other, alike) for other in others))), None)
        if copy is not None:
            yield copy
            continue
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
