"""Measure words: what ends the name of a quantity (率, 数量, 面积), and which units fit it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from indicator_lint.chinese.normal import normal_form
from indicator_lint.vocabulary import load_rows

NO_MEASURE: Final = "none"
"""Dimension of words that merely look like a measure: 制度, 力量, 男性."""

BARE: Final = "bare"
"""Dimension of words that may stand without a unit: 指数."""

RATE_DIMENSIONS: Final = frozenset({"ratio", "density", "score"})

TAIL: Final = re.compile(r"(?:\([^()]*\)|\[[^\[\]]*\]|[(\[][^()\[\]]*|[≥≤=<>]?\d+(?:\.\d+)?%?)$")
"""What may follow a measure word: a bracketed unit or note, a value."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure word and the dimensions of the units that fit it; empty: any."""

    word: str
    dimensions: frozenset[str]

    @property
    def is_rate(self) -> bool:
        """Whether it is a ratio and nothing else: 率, 占比; not 幅度 or 效率."""
        return "ratio" in self.dimensions and self.dimensions <= RATE_DIMENSIONS

    @property
    def may_be_bare(self) -> bool:
        """Whether the quantity may have no unit at all: 指数, 系数, 情况."""
        return not self.dimensions or BARE in self.dimensions

    def fits(self, dimension: str) -> bool:
        """Whether a unit of this dimension can measure it."""
        return not self.dimensions or dimension in self.dimensions


@cache
def find_measure(name: str) -> Measure | None:
    """The measure word at the end of a name, longest first, brackets after it left out; None where the name ends in none."""
    bare, words = bare_name(name), _by_word()
    row = next((words[bare[start:]] for start in range(len(bare)) if bare[start:] in words), None)
    if row is None or row["dimensions"] == NO_MEASURE:
        return None
    return Measure(row["word"], frozenset(filter(None, row["dimensions"].split(" "))))


@cache
def bare_name(name: str) -> str:
    """The normal form of a name without what stands in brackets behind it: 林业产业（万亩） → 林业产业."""
    bare = normal_form(name)
    while (shorter := TAIL.sub("", bare).rstrip("、,;:")) != bare and shorter:
        bare = shorter
    return bare


@cache
def _by_word() -> dict[str, dict[str, str]]:
    return {row["word"]: row for row in load_rows("measures")}
