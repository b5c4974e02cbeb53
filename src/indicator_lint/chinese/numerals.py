"""Numbers as people write them: 1,200, 3/4, 五百二十, 十万."""

from __future__ import annotations

import re
from typing import Final

from indicator_lint.patterns import pattern

DIGITS: Final = {letter: at % 10 for at, letter in enumerate("零一二三四五六七八九〇")} | {"两": 2}
TENS: Final = {"十": 10, "百": 100, "千": 1000}
SCALES: Final = {"万": 10_000, "亿": 100_000_000}
CHINESE: Final = r"[一二两三四五六七八九十][零〇一二两三四五六七八九十百千万亿]*"
"""A number in Chinese letters; 百, 千 and 万 alone begin none, since they begin units (千克, 万元)."""

FRACTION: Final = pattern(r"(\d+)/(\d+)")


def value_of(text: str) -> float | None:
    """The value of a number as written; None for what is none."""
    fraction = FRACTION.fullmatch(text)
    if fraction is not None:
        return int(fraction[1]) / int(fraction[2]) if int(fraction[2]) else None
    if re.fullmatch(CHINESE, text):
        return float(_chinese(text))
    bare = text.replace(",", "")
    return float(bare) if re.fullmatch(r"-?\d+(?:\.\d+)?", bare, re.ASCII) else None


def _chinese(text: str) -> int:
    total = section = digit = 0
    for letter in text:
        if letter in DIGITS:
            digit = DIGITS[letter]
        elif letter in TENS:
            section, digit = section + max(digit, 1) * TENS[letter], 0
        else:
            scale = SCALES[letter]
            higher, lower = (total, 0) if total >= scale else (0, total)  # 一亿零一万, but 一万亿
            total, section, digit = higher + (lower + section + digit) * scale, 0, 0
    return total + section + digit
