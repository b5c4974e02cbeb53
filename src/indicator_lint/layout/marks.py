"""What tells notes, totals, signatures and titles from indicators, by `rules/vocabulary/rowmarks.csv`."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from indicator_lint.chinese.labels import squeeze
from indicator_lint.vocabulary import load_rows
from indicator_lint.vocabulary.levels import find_level

TITLE: Final = 45
"""A longer line is a sentence."""

CLASS: Final = 16
"""A longer text is no class of indicators."""

REMEMBERED: Final = 1 << 13
"""Texts of which it is kept what they are; a grid's rows are looked at several times."""

CLOSING: Final = tuple("。；;：:，,、？?！!")


@lru_cache(maxsize=REMEMBERED)
def marked(mark: str, key: str) -> bool:
    """Whether a squeezed text bears a mark of the vocabulary."""
    return find(mark, key) is not None


def find(mark: str, key: str) -> re.Match[str] | None:
    """The match of a mark in a squeezed text."""
    return _pattern(mark).match(key)


def is_title(text: str) -> bool:
    """Whether a line can name a group of indicators: short, no sentence, no 附件, date, unit of money or page number."""
    if len(text) > TITLE or text.rstrip().endswith(CLOSING):
        return False
    key = squeeze(text)
    return not any(marked(mark, key) for mark in ("untitled", "note", "signature", "page", "continued", "subtotal"))


@lru_cache(maxsize=REMEMBERED)
def is_level(text: str) -> bool:
    """Whether a text names a class of indicators: 产出指标, 一、产出指标(50分), 社会效益."""
    key = without_ordinal(squeeze(text)) if len(text) <= CLASS * 2 else ""
    bare = key.partition("(")[0]
    if not bare or len(bare) > CLASS:
        return False
    return bare.endswith("指标") or find_level(1, bare) is not None or find_level(2, bare) is not None


def without_ordinal(key: str) -> str:
    """A squeezed text without 一、 or (1) or 1. before it."""
    hit = find("ordinal", key)
    return key[hit.end() :] if hit else key


@cache
def _pattern(mark: str) -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in load_rows("rowmarks") if row["mark"] == mark))
