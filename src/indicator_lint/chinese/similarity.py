"""How much two texts have in common: n-grams of characters, weighted by how rare they are."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from rapidfuzz import fuzz

Grams: TypeAlias = frozenset[str]

RUNS: Final = re.compile(r"[\u3400-\u9fffA-Za-z]+")
"""Stretches of characters that carry meaning; a gram never spans a mark or a number."""


def bigrams(text: str) -> Grams:
    """Pairs of neighbouring characters."""
    return frozenset(run[i : i + 2] for run in RUNS.findall(text) for i in range(len(run) - 1))


def grams(text: str) -> Grams:
    """Characters and pairs of neighbouring characters."""
    return bigrams(text).union(*RUNS.findall(text))


def likeness(left: str, right: str) -> float:
    """Similarity of two texts in percent: 100 for equal ones (normalised insertion-deletion distance)."""
    return fuzz.ratio(left, right)


@dataclass(frozen=True, slots=True)
class Rarity:
    """How telling a gram is among some texts: the logarithm of the inverse share of texts that hold it."""

    weights: Mapping[str, float]
    unseen: float

    def weight(self, gram: str) -> float:
        """Above zero; the rarer the greater."""
        return self.weights.get(gram, self.unseen)

    def coverage(self, part: Grams, whole: Grams) -> float:
        """Weighted share of the part's grams that the whole holds, 0 to 1; 1 for an empty part, about which nothing is known."""
        total = sum(map(self.weight, part))
        return sum(map(self.weight, part & whole)) / total if total else 1.0


def rarity(texts: Iterable[Grams]) -> Rarity:
    """The rarity of grams among texts."""
    holders: Counter[str] = Counter()
    number = 0
    for text in texts:  # one after the other: together they weigh more than the document
        holders.update(text)
        number += 1
    by_count = {count: math.log(1 + (number + 1) / (count + 0.5)) for count in {0, *holders.values()}}
    return Rarity({gram: by_count[count] for gram, count in holders.items()}, by_count[0])
