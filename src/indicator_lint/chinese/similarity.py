"""How much two texts have in common: n-grams of characters, weighted by how rare they are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain, repeat
from operator import add
from typing import Final, NamedTuple, TypeAlias

from rapidfuzz import fuzz

from indicator_lint.patterns import pattern

Grams: TypeAlias = frozenset[str]

RUNS: Final = pattern(r"[\u3400-\u9fffA-Za-z]+")
"""Stretches of characters that carry meaning; a gram never spans a mark or a number."""


MOST_GRAMS: Final = 1 << 19
"""Grams that are counted at a time: fifty thousand indicators in proper words have fewer, and each weighs 200 bytes."""


def bigrams(text: str) -> Grams:
    """Pairs of neighbouring characters."""
    return _bigrams(RUNS.findall(text))


def grams(text: str) -> Grams:
    """Characters and pairs of neighbouring characters."""
    return grams_and_bigrams(text)[0]


def grams_and_bigrams(text: str) -> tuple[Grams, Grams]:
    """Both at once."""
    runs = RUNS.findall(text)
    pairs = _bigrams(runs)
    return pairs.union(*runs), pairs


def _bigrams(runs: Iterable[str]) -> Grams:
    return frozenset(chain.from_iterable(map(add, run, run[1:]) for run in runs))


def likeness(left: str, right: str) -> float:
    """Similarity of two texts in percent: 100 for equal ones (normalised insertion-deletion distance)."""
    return fuzz.ratio(left, right)


class Rarity(NamedTuple):
    """How telling a gram is among some texts: the logarithm of the inverse share of texts that hold it.

    `weights` has those that several texts hold; the many that stand in one only share the weight `alone`.
    """

    weights: Mapping[str, float]
    alone: float

    def weight(self, gram: str) -> float:
        """The weight of one gram."""
        return self.weights.get(gram, self.alone)

    def total(self, of: Grams) -> float:
        """The weights of some grams taken together; each is above zero, the rarer the greater."""
        return sum(map(self.weights.get, of, repeat(self.alone)))

    def coverage(self, part: Grams, whole: Grams) -> float:
        """Weighted share of the part's grams that the whole holds, 0 to 1; 1 for an empty part, about which nothing is known."""
        total = self.total(part)
        return self.total(part & whole) / total if total else 1.0


def rarity(texts: Iterable[Grams]) -> Rarity:
    """The rarity of the grams of some texts.

    Of texts with more different grams than a language has, those met only once are forgotten now and then (lossy counting).
    """
    holders: Counter[str] = Counter()
    number = 0
    for text in texts:  # one after the other: together they weigh more than the document
        holders.update(text)
        number += 1
        if len(holders) > MOST_GRAMS:
            holders = Counter({gram: count for gram, count in holders.items() if count > 1})
    by_count = {count: math.log(1 + (number + 1) / (count + 0.5)) for count in {1, *holders.values()}}
    return Rarity({gram: by_count[count] for gram, count in holders.items() if count > 1}, by_count[1])
