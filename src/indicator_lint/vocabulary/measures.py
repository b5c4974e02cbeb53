"""Measure words: what ends the name of a quantity (率, 数量, 面积), and which units fit it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from indicator_lint.vocabulary import load_rows


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure word and the dimensions of the units that fit it; empty: any."""

    word: str
    dimensions: frozenset[str]


@cache
def find_measure(name: str) -> Measure | None:
    """The measure word at the end of a name's normal form, longest first; None where the name ends in none."""
    words = _by_word()
    row = next((words[name[start:]] for start in range(len(name)) if name[start:] in words), None)
    return Measure(row["word"], frozenset(filter(None, row["dimensions"].split(" ")))) if row else None


@cache
def _by_word() -> dict[str, dict[str, str]]:
    return {row["word"]: row for row in load_rows("measures")}
