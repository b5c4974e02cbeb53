"""Measure words: what ends the name of a quantity (率, 数量, 面积), and which units fit it."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final, NamedTuple

from indicator_lint.chinese.endings import ending_in, longest
from indicator_lint.chinese.normal import normal_form
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary import NAMES_REMEMBERED, load_rows

NO_MEASURE: Final = "none"
"""Dimension of words that merely look like a measure: 制度, 力量, 男性."""

BARE: Final = "bare"
"""Dimension of words that may stand without a unit: 指数."""

RATE_DIMENSIONS: Final = frozenset({"ratio", "density", "score"})

BRACKETS: Final = {")": "(", "]": "["}
BRACKET: Final = pattern(r"[()\[\]]")
VALUE: Final = pattern(r"%?(?:\d+\.)?\d+[≥≤=<>]?")
"""A value such as ≥95.5%, written backwards."""

ENUMERATING: Final = "、,;:"

FIGURE: Final = pattern(r"(?:(?:最[大小高低]|平均|[年月日]均|昼间|夜间|监测|检测|实测|测量|[极限均峰阈数])+)?值$")
"""A value of what stands before it: 噪声平均值, 氨氮浓度最大值."""

FIGURES: Final = frozenset({"值", "均值", "峰值", "阈值", "数值"})


class Measure(NamedTuple):
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


@lru_cache(maxsize=NAMES_REMEMBERED)
def find_measure(name: str) -> Measure | None:
    """The measure word at the end of a name, longest first, brackets after it left out; None where the name ends in none."""
    bare = bare_name(name)
    row = _row(bare)
    if row is not None and row["word"] in FIGURES:
        row = _row(FIGURE.sub("", bare)) or row
    if row is None or row["dimensions"] == NO_MEASURE:
        return None
    return _measure(row["word"], row["dimensions"])


@cache
def _measure(word: str, dimensions: str) -> Measure:
    return Measure(word, frozenset(filter(None, dimensions.split(" "))))


def _row(text: str) -> dict[str, str] | None:
    words = _by_word()
    return words.get(ending_in(text, words, _longest()))


@lru_cache(maxsize=NAMES_REMEMBERED)
def bare_name(name: str) -> str:
    """The normal form of a name without what stands in brackets behind it: 林业产业（万亩） → 林业产业."""
    text = normal_form(name)
    brackets = [found.start() for found in BRACKET.finditer(text)]
    backwards, end = text[::-1], len(text)
    while (shorter := _shortened(text, backwards, brackets, end)) != end and shorter:
        end = shorter
    return name if text[:end] == name else text[:end]  # the same object: many names are kept


def _shortened(text: str, backwards: str, brackets: list[int], end: int) -> int:
    """Where a name ends without the bracketed unit or note, or the value, at its end; `brackets` are those before that.

    It goes backwards through the name once: a name may consist of nothing but brackets.
    """
    start = _bracketed(text, brackets, end)
    if start == end and (value := VALUE.match(backwards, len(text) - end)) is not None:
        start = end - (value.end() - value.start())
    while start and text[start - 1] in ENUMERATING:
        start -= 1
    while brackets and brackets[-1] >= start:
        brackets.pop()
    return start


def _bracketed(text: str, brackets: list[int], end: int) -> int:
    """Where the bracket begins that ends a name, or that was never closed; `end` where there is none."""
    if not brackets:
        return end
    last = text[brackets[-1]]
    if last not in BRACKETS:
        return brackets[-1]
    if brackets[-1] != end - 1:
        return end
    pair = {last, BRACKETS[last]}
    before = next((at for at in reversed(brackets[:-1]) if text[at] in pair), None)
    return before if before is not None and text[before] == BRACKETS[last] else end


@cache
def _longest() -> int:
    return longest(_by_word())


@cache
def _by_word() -> dict[str, dict[str, str]]:
    return {row["word"]: row for row in load_rows("measures")}
