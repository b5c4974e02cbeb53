"""Targets in words: states (有效提升), comparisons with another figure (不低于上年), references (详见附件), vague amounts (大部分)."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from indicator_lint.chinese.normal import normal_form
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary import load_rows
from indicator_lint.vocabulary.scales import find_scale

REFERENCE: Final = pattern(
    r"(?:详见|参见|另见|具体见|以.{0,6}为准$|[见按](?=[^,;、\d]{0,12}(?:方案|清单|附件|附表|明细表?|合同|批复|任务书|规划|计划表|台账|说明|文件)\d{0,2}$))[^,;、\d]{0,14}\d{0,2}"
)
"""详见实施方案, 参见附件2; a longer text says something besides."""

RANKED: Final = pattern(r"\d|[级等类星档A-E](?:以上)?$|^无$")
"""Amounts and ranks may be compared (提升5%, ≥二级); 无 may say that there is nothing to be reached."""


@cache
def is_state(text: str) -> bool:
    """Whether a target in words states a quality that is reached or not: 有效提升, 达标, 优; not 不低于上年水平."""
    key = normal_form(text)
    if RANKED.search(key) or _any("relative").search(key) or is_reference(key):
        return False
    return find_scale(key) is not None or _any("state").search(key) is not None


@cache
def is_reference(text: str) -> bool:
    """Whether a target only points to another place: 详见附件, 同上."""
    key = normal_form(text)
    return REFERENCE.fullmatch(key) is not None or _any("reference").fullmatch(key.rstrip("0123456789")) is not None


@cache
def is_vague(text: str) -> bool:
    """Whether a target only says much or little, often or seldom: 大部分, 多次, 尽可能多."""
    return _any("vague").fullmatch(normal_form(text).strip("≥≤=><")) is not None


@cache
def _any(kind: str) -> re.Pattern[str]:
    words = {row["word"] for row in load_rows("target_words") if row["kind"] == kind}
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))
