"""Numbers in Chinese numerals, as spreadsheets write them."""

from __future__ import annotations

import re
from typing import Final

from indicator_lint.patterns import pattern

PLAIN: Final = "〇一二三四五六七八九"
FORMAL: Final = "零壹贰叁肆伍陆柒捌玖"
PLAIN_RANKS: Final = ("", "十", "百", "千")
FORMAL_RANKS: Final = ("", "拾", "佰", "仟")
MYRIADS: Final = ("", "万", "亿", "兆")
NUMBER: Final = pattern(r"(-?)([0-9]{1,16})(?:\.([0-9]+))?")
DIGIT: Final = pattern("[0-9]")


def spelt(text: str, *, formal: bool = False) -> str:
    """A text with each digit as a numeral: 2024 → 二〇二四."""
    numerals = FORMAL if formal else PLAIN
    return DIGIT.sub(lambda digit: numerals[int(digit[0])], text)


def counted(text: str, *, formal: bool = False, short: bool = False) -> str:
    """A number read out with ranks: 105 → 一百〇五; `short` leaves out the 一 of 十二. What is no plain number stays."""
    match = NUMBER.fullmatch(text)
    if match is None:
        return text
    whole = _whole(match[2].lstrip("0"), formal=formal)
    if short:
        whole = whole.removeprefix("一") if whole.startswith("一十") else whole
    decimals = f".{spelt(match[3], formal=formal)}" if match[3] else ""
    return f"{match[1]}{whole}{decimals}"


def _whole(digits: str, *, formal: bool) -> str:
    """Groups of four digits, each with its myriad; noughts in between are said once."""
    zero = (FORMAL if formal else PLAIN)[0]
    groups = [digits[max(0, end - 4) : end] for end in range(len(digits), 0, -4)]
    shown = ""
    for myriad, group in reversed(list(zip(MYRIADS, groups, strict=False))):
        read = _group(group, formal=formal)
        shown += f"{read}{myriad}" if read else zero
    return re.sub(f"{zero}+", zero, shown).rstrip(zero) or zero


def _group(digits: str, *, formal: bool) -> str:
    """Up to four digits with their ranks, a nought before what follows an empty rank; nothing for noughts alone."""
    numerals, ranks = (FORMAL, FORMAL_RANKS) if formal else (PLAIN, PLAIN_RANKS)
    ranked = zip(digits, ranks[: len(digits)][::-1], strict=True)
    shown = "".join(numerals[int(digit)] + (rank if digit != "0" else "") for digit, rank in ranked)
    return re.sub(f"{numerals[0]}+", numerals[0], shown).rstrip(numerals[0])
