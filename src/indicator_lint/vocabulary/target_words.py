"""Targets in words: states (有效提升), comparisons with another figure (不低于上年), references (详见附件)."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from indicator_lint.chinese.normal import normal_form
from indicator_lint.vocabulary import load_rows
from indicator_lint.vocabulary.scales import find_scale

LONGEST_REFERENCE: Final = 14
"""A longer text that begins with 详见 says something besides."""


@cache
def is_state(text: str) -> bool:
    """Whether a target in words states a quality that is reached or not: 有效提升, 达标, 优; not 不低于上年水平."""
    key = normal_form(text)
    graded = find_scale(key) is not None
    return graded or (bool(_any("state").search(key)) and not _any("relative").search(key) and not is_reference(key))


@cache
def is_reference(text: str) -> bool:
    """Whether a target only points to another place: 详见附件, 同上."""
    key = normal_form(text)
    found = _any("reference").match(key)
    return found is not None and len(key) <= LONGEST_REFERENCE and (len(found[0]) > 1 or found[0] == key)


@cache
def _any(kind: str) -> re.Pattern[str]:
    words = {row["word"] for row in load_rows("target_words") if row["kind"] == kind}
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))
