"""Which tables of a PDF are one table that the page's end has cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import takewhile
from typing import Final, TypeAlias

from indicator_lint.chinese.labels import label_key, squeeze, without_brackets
from indicator_lint.formats.lattice import SNAP
from indicator_lint.formats.pdf_lines import Paragraph
from indicator_lint.formats.pdf_pages import Page, Ruled
from indicator_lint.model.grid import Position
from indicator_lint.vocabulary import load_rows

CONTINUED: Final = frozenset({"continued", "continued_title"})
"""Marks of lines that say that a table goes on."""

PATH: Final = frozenset({"level1", "level2", "name"})
"""The roles that make a table one of indicators."""

DEEPEST: Final = 4
"""A header has no more rows than this."""

SHARE: Final = 0.6
"""Of a header row's texts at least this share are known labels."""

LOW: Final = 0.6
"""A table that ends higher on its page was not cut by the page's end: one with the same header on the next is another."""

FEW: Final = 3
"""No more paragraphs than this stand between a table and its continuation without a header."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A table of one page: its number there; `above` are the paragraphs between the piece before it and this one.

    `reach` is the share of the page's height where it ends, `skipped` how many of its first rows repeat the header of the table
    that it continues. Where no line parts that header from the first row, `labels` are what its cells begin with.
    """

    page: int
    number: int
    ruled: Ruled
    reach: float
    above: tuple[Paragraph, ...] = ()
    skipped: int = 0
    labels: Mapping[Position, str] = field(default_factory=dict)


@dataclass(slots=True)
class Chain:
    """A table in the pieces that the pages made of it, and the paragraphs above it."""

    above: list[Paragraph]
    pieces: list[Piece] = field(default_factory=list)


Flow: TypeAlias = Sequence[Paragraph | Piece]
"""A document's paragraphs and tables in the order of reading."""


def chains_of(flow: Flow) -> tuple[list[Chain], list[Paragraph]]:
    """The tables of a document, each with the paragraphs above it, and the paragraphs below the last."""
    chains: list[Chain] = []
    above: list[Paragraph] = []
    for block in flow:
        if isinstance(block, Paragraph):
            above.append(block)
            continue
        last = chains[-1] if chains else None
        between = [line for line in above if not _says_continued(line)]
        if last is not None and _continues(last, block, between):
            last.pieces.append(_headless(replace(block, above=tuple(between)), last))
        else:
            chains.append(Chain(above, [block]))
        above = []
    return chains, above


def texts(ruled: Ruled, row: int) -> list[str]:
    """The texts of the cells that begin in a row (1-based), empty ones left out."""
    return [slot.text for slot in ruled.slots if slot.row == row and slot.text]


def _says_continued(line: Paragraph) -> bool:
    return any(pattern.match(squeeze(line.text)) for pattern in _continued())


@cache
def _continued() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"]) for row in load_rows("rowmarks") if row["mark"] in CONTINUED)


def _continues(chain: Chain, piece: Piece, between: Sequence[Paragraph]) -> bool:
    """Whether a table goes on from the page before: as wide, its columns the same, and no header of its own but that one's."""
    last = chain.pieces[-1]
    if piece.page == last.page or not _same_columns(last.ruled.xs, piece.ruled.xs):
        return False
    if not _heads(piece.ruled):
        return len(between) <= FEW
    if between or last.reach < LOW:
        return False
    return _headless(piece, chain) is not piece or _is_all_header(last.ruled)


def _same_columns(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether the lines between the columns are those of the other table, some of them left out."""
    if abs(one[0] - other[0]) > SNAP or abs(one[-1] - other[-1]) > SNAP:
        return False
    fewer, more = sorted((one, other), key=len)
    return all(any(abs(x - place) <= SNAP for place in more) for x in fewer)


def _heads(ruled: Ruled) -> bool:
    """Whether a table begins with a header of its own, possibly below a title."""
    return any(is_header(texts(ruled, row)) for row in range(1, min(ruled.rows, DEEPEST) + 1))


def _is_all_header(ruled: Ruled) -> bool:
    rows = [texts(ruled, row) for row in range(1, ruled.rows + 1)]
    return len(rows) <= DEEPEST + 1 and all(len(row) < 2 or is_header(row) for row in rows)  # noqa: PLR2004 - a title is one


def _repeated(chain: Chain, ruled: Ruled) -> int:
    """How many of a table's first rows are those of the header that stands in the pieces before."""
    first = [texts(ruled, row) for row in range(1, min(ruled.rows, DEEPEST + 1) + 1)]
    if not first or not any(map(is_header, first[:DEEPEST])):
        return 0
    before = [texts(piece.ruled, row) for piece in chain.pieces for row in range(1, piece.ruled.rows + 1)]
    starts = [at for at, row in enumerate(before) if row == first[0]]
    return max((_common(before[at:], first) for at in starts), default=0)


def right_halves(pieces: Iterable[Piece]) -> dict[int, int]:
    """The pages that hold the right half of tables too wide for one page, and where the left half stands.

    Their rows lie at the same heights, and only the left half's header names levels and indicators.
    """
    left: dict[tuple[int, int], tuple[int, set[int]]] = {}
    found: dict[int, int] = {}
    for piece in pieces:
        heights = {round(slot.box[1]) for slot in piece.ruled.slots}
        span = min(heights), max(heights)
        if _tells_levels(piece.ruled):
            left[span] = piece.page, heights
        elif span in left and len(heights) > FEW and heights <= left[span][1] and piece.page != left[span][0]:
            found.setdefault(piece.page, left[span][0])
    return found


def _tells_levels(ruled: Ruled) -> bool:
    """Whether a header's first rows name levels or indicators."""
    first = (text for row in range(1, min(ruled.rows, DEEPEST) + 1) for text in texts(ruled, row))
    return any(label_key(text) in _path_labels() for text in first)


def _headless(piece: Piece, chain: Chain) -> Piece:
    """The piece with its repeated header marked, be it parted from the rows by a line or not."""
    if skipped := _repeated(chain, piece.ruled):
        return replace(piece, skipped=skipped)
    first = chain.pieces[0].ruled
    depth = max((row for row in range(1, DEEPEST + 1) if is_header(texts(first, row))), default=0)
    labels = {(slot.row, slot.column): slot.text for slot in first.slots if slot.text and slot.row <= depth}
    found = {(slot.row, slot.column): slot.text for slot in piece.ruled.slots}
    if not labels or not all(found.get(at, "").startswith(label) for at, label in labels.items()):
        return piece
    return replace(piece, skipped=depth - 1, labels=labels)


def _common(before: Sequence[list[str]], first: Sequence[list[str]]) -> int:
    """How many rows two tables have in common from their beginnings on, down to the last one of labels."""
    same = list(takewhile(lambda pair: pair[0] == pair[1], zip(before, first, strict=False)))
    return max((at for at, (row, _) in enumerate(same, start=1) if is_header(row)), default=0)


def is_header(row: Sequence[str]) -> bool:
    """Whether at least two texts of a row are labels of indicator tables, and most of them."""
    known = sum(1 for text in set(row) if _is_label(text))
    return known > 1 and known >= SHARE * len(set(row))


def _is_label(text: str) -> bool:
    key = label_key(text)
    return key in _labels() or without_brackets(key) in _labels()


@cache
def _labels() -> frozenset[str]:
    return frozenset(label_key(row["label"]) for row in load_rows("headers") if not row["label"].startswith("^"))


@cache
def _path_labels() -> frozenset[str]:
    rows = (row for row in load_rows("headers") if row["role"] in PATH)
    return frozenset(label_key(row["label"]) for row in rows if not row["label"].startswith("^"))


def pieces_of(page: Page) -> Iterator[Piece]:
    """The tables of a page, numbered from 1."""
    for number, ruled in enumerate(page.tables, start=1):
        yield Piece(page.number, number, ruled, ruled.box[3] / page.height)
