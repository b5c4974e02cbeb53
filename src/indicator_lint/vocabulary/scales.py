"""Qualitative scales: which words are grades, and which rows of grades make a whole scale."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from indicator_lint.chinese.normal import normal_form
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary import REMEMBERED, load_rows

SEPARATOR: Final = "、"
BETWEEN: Final = r"[、,;:/\\|和或·.]*"
TAIL: Final = pattern(r"(?:\([^()]*\)|等?(?:\d|[二三四五两])?个?(?:等级|等次|档次|级|档|等))$")
"""What may follow the grades: 优、良、中、差（四档）, 优良中差四个等级."""


class Scale(NamedTuple):
    """The grades that a cell lists, best first as written; `listed` where the vocabulary has exactly these grades in this order."""

    grades: tuple[str, ...]
    listed: bool

    @property
    def text(self) -> str:
        """The grades as they are best written: 优、良、中、差."""
        return SEPARATOR.join(self.grades)


@lru_cache(maxsize=REMEMBERED)
def find_scale(text: str) -> Scale | None:
    """The scale that a cell lists (a single grade is one of one grade), None where it is no list of grades."""
    bare = normal_form(text)
    for form in (bare, TAIL.sub("", bare)):
        if form and _pattern().fullmatch(form):
            grades = tuple(_word().findall(form))
            listed = grades in _listed()
            return Scale(grades, listed) if listed or not form.isascii() else None
    return None


@cache
def nearest_scale(grades: tuple[str, ...]) -> str:
    """The listed scale that best completes some grades: it holds all of them, with the fewest others; empty where none does."""
    wholes = [whole for whole in _listed() if set(grades) <= set(whole) and len(grades) > 1]
    fewest = min(map(len, wholes), default=0)
    return next((SEPARATOR.join(whole) for whole in wholes if len(whole) == fewest), "")


@cache
def _listed() -> dict[tuple[str, ...], None]:
    return dict.fromkeys(tuple(row["grades"].split(SEPARATOR)) for row in load_rows("scales"))


@cache
def _word() -> re.Pattern[str]:
    words = {grade for grades in _listed() for grade in grades}
    return re.compile("|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word))))


@cache
def _pattern() -> re.Pattern[str]:
    word = f"(?:{_word().pattern})"
    return re.compile(f"{word}(?:{BETWEEN}{word})*")
