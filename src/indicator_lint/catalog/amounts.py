"""Targets as amounts: which way one went although it is written in another unit, and which of them add up."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final

from indicator_lint.identity.traits import Traits
from indicator_lint.vocabulary.targets import read_target

PREFIXES: Final[Mapping[str, int]] = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
SCALES: Final[Mapping[str, tuple[int, str]]] = {
    "千米": (1000, "米"), "公里": (1000, "米"), "吨": (1000, "公斤"), "千克": (1, "公斤"), "公顷": (10**4, "平方米"),
    "平方公里": (10**6, "平方米"), "小时": (60, "分钟"),
}  # fmt: skip
"""Units that are so many of another."""

DOWNWARD: Final = frozenset({"≤", "<"})
EASED: Final = {"raised": "eased", "lowered": "tightened"}
"""What is wanted low is asked less of where it may be higher."""

PARTS: Final = 4
LEAST: Final = 10
"""Smaller sums come about by chance."""


def amount_of(one: Traits) -> tuple[float, str] | None:
    """The number that a target is, and its unit brought to the smallest of its kind; None where it is not one number."""
    cell = read_target(one.target)
    if len(cell.numbers) != 1:
        return None
    unit, factor = cell.unit or one.unit, 1
    while len(unit) > 1 and unit[0] in PREFIXES and unit not in SCALES:
        unit, factor = unit[1:], factor * PREFIXES[unit[0]]
    scale, base = SCALES.get(unit, (1, unit))
    return float(cell.numbers[0]) * factor * scale, base


def moved(old: Traits, new: Traits) -> str:
    """A key of the words for which way a target went, empty where nobody can tell."""
    before, after = amount_of(old), amount_of(new)
    if before is None or after is None or before[1] != after[1]:
        return ""
    if math.isclose(before[0], after[0]):
        return "respelt"
    way = "lowered" if after[0] < before[0] else "raised"
    return EASED[way] if {old.sign, new.sign} <= DOWNWARD else way


def adding_up(whole: Traits, parts: Sequence[Traits]) -> tuple[int, ...]:
    """The positions of the parts whose amounts make that of the whole; none where it is no single choice."""
    amount = amount_of(whole)
    if amount is None or amount[0] < LEAST:
        return ()
    alike = (
        (place, amount_of(one)) for place, one in enumerate(parts) if (one.kind, one.sign) == (whole.kind, whole.sign)
    )
    known = [(place, found[0]) for place, found in alike if found and found[1] == amount[1]]
    sums = [
        tuple(place for place, _ in some)
        for count in range(2, PARTS + 1)
        for some in combinations(known, count)
        if math.isclose(sum(number for _, number in some), amount[0]) and all(number > 0 for _, number in some)
    ]
    return sums[0] if len(sums) == 1 else ()
