"""Misspellings that are met again and again: known by heart, believed where the text falls apart into words as well or better."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import Final, NamedTuple

from indicator_lint.chinese.characters import FUNCTION
from indicator_lint.chinese.wordlist import Wordlist
from indicator_lint.vocabulary import load_rows
from indicator_lint.vocabulary.words import segment

GAINED: Final = 2
"""So many single characters fewer bear witness that words were cut across by a misspelling (体检|侧: 抗体|检测)."""


class Slip(NamedTuple):
    """A wrong spelling and the right one; `reason` is a key of the page's reasons, `other` another word that may be meant."""

    wrong: str
    right: str
    reason: str
    other: str = ""

    @property
    def place(self) -> int:
        """Where the two differ first."""
        pairs = zip(self.wrong, self.right, strict=False)
        return next((at for at, (old, new) in enumerate(pairs) if old != new), 0)


def listed_slips(run: str, words: Sequence[str]) -> Iterator[Slip]:
    """The listed misspellings in a run of hanzi that falls apart into these words."""
    for start, wrong in _wrong().apart(run):
        right, span = _rights()[wrong], (start, start + len(wrong))
        if _is_whole(words, span) or reads_better(run, words, span, right):
            yield Slip(wrong, right, "known")


def lone(words: Sequence[str]) -> int:
    """How many single characters are left over that are no words by themselves."""
    return sum(1 for word in words if len(word) == 1 and word not in FUNCTION)


def is_cut(words: Sequence[str], place: int) -> bool:
    """Whether words end, or begin, at a place of their text."""
    return place in set(accumulate(map(len, words), initial=0))


def _is_whole(words: Sequence[str], span: tuple[int, int]) -> bool:
    return all(is_cut(words, place) for place in span)


def reads_better(run: str, words: Sequence[str], span: tuple[int, int], right: str) -> bool:
    """Whether a run with the right word put over a span falls apart there, and into clearly fewer single characters."""
    mended = segment(run[: span[0]] + right + run[span[1] :])
    return _is_whole(mended, span) and lone(mended) <= lone(words) - GAINED


@cache
def _wrong() -> Wordlist:
    return Wordlist(_rights())


@cache
def _rights() -> dict[str, str]:
    return {row["wrong"]: row["right"] for row in load_rows("misspellings")}
