"""Who uses which words: what a document's own texts say of a spelling."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final

import polars as pl

from indicator_lint.checks.grouped import grouped, once_a_frame
from indicator_lint.chinese.characters import hanzi_runs
from indicator_lint.model.columns import DOCUMENT, LINE, TITLE
from indicator_lint.vocabulary.words import is_word, segment

WORDED: Final = (TITLE, "name", "description", LINE)
"""Columns whose texts say which words a document uses."""

HALF: Final = 2
"""Characters of a word inside one of twice its length."""

BUCKETS: Final = 1 << 16
"""Lists that the pairs of characters of a document are spread over: one for each pair would cost more than its texts."""


FEW: Final = 1_000
"""So many texts are rather asked one by one than put into these lists."""

REMEMBERED: Final = 1 << 13
"""Texts of which the words are kept: departments write the same ones."""


@dataclass(frozen=True, slots=True)
class Usage:
    """The distinct texts of a document, and in how many of them each word stands."""

    texts: Sequence[str]
    words: Mapping[str, int]
    _holders: dict[int, list[int]] = field(default_factory=dict, init=False, repr=False)
    _written: dict[str, int] = field(default_factory=dict, init=False, repr=False)

    def written(self, string: str) -> int:
        """In how many texts a string of two characters or more stands."""
        known = self._written.get(string)
        if known is None:
            known = self._written[string] = self._counted(string)
        return known

    def around(self, text: str, place: int, length: int) -> int:
        """In how many texts so many characters over a place of a text stand, of those that stand in most."""
        first, last = max(0, place - length + 1), min(place, len(text) - length)
        return max((self.written(text[at : at + length]) for at in range(first, last + 1)), default=0)

    def _counted(self, string: str) -> int:
        if len(self.texts) <= FEW:
            return sum(string in text for text in self.texts)
        if not self._holders:
            self._holders.update(_holders(self.texts))
        fewest = min((self._holders.get(pair, []) for pair in _pairs(string)), key=len)
        return sum(string in self.texts[at] for at in fewest)


def _holders(texts: Sequence[str]) -> dict[int, list[int]]:
    """Which texts hold each pair of characters: asking every text about every doubtful string is quadratic."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        for pair in _pairs(text):
            holders[pair].append(at)
    return holders


def _pairs(text: str) -> set[int]:
    """The pairs of neighbouring characters of a text, as numbers; two pairs may well have the same."""
    codes = [ord(character) for character in text]
    return {(one * 257 + other) % BUCKETS for one, other in pairwise(codes)}


UNUSED: Final = Usage((), {})


@once_a_frame
def usages_of(frame: pl.DataFrame) -> dict[int, Usage]:
    """How each document uses its words, by its number."""
    texts: dict[int, dict[str, None]] = defaultdict(dict)
    for column in WORDED:
        if column in frame.columns:
            for document, text in grouped(frame, DOCUMENT, column).values:
                if text is not None:
                    texts[document][text] = None
    return {
        document: Usage(tuple(known), Counter(word for text in known for word in _words(text)))
        for document, known in texts.items()
    }


@lru_cache(maxsize=REMEMBERED)
def _words(text: str) -> frozenset[str]:
    """The words of a text, those inside longer ones included (火灾隐患: 火灾, 隐患)."""
    whole = {word for run in hanzi_runs(text) for word in segment(run) if len(word) > 1}
    halves = {half for word in whole if len(word) == 2 * HALF for half in (word[:HALF], word[HALF:])}
    return frozenset(whole | {half for half in halves if is_word(half)})
