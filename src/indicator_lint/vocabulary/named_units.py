"""Units that stand in a name: 改造亩数 is counted in 亩, 巡航海里数 in 海里, 监测站次 in 站次."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from indicator_lint.vocabulary import REMEMBERED
from indicator_lint.vocabulary.measures import bare_name
from indicator_lint.vocabulary.units import Unit, find_unit
from indicator_lint.vocabulary.words import segment

LONGEST: Final = 4
NUMBER: Final = ("总数", "数")
TIMES: Final = ("次", "课时", "学时")
"""Ends of units that may end a name by themselves."""


@lru_cache(maxsize=REMEMBERED)
def unit_named(name: str) -> Unit | None:
    """The unit in which a name says that it counts; None where it says none, or where that is the end of a longer word (平台数)."""
    bare = bare_name(name)
    number = next((word for word in NUMBER if bare.endswith(word)), "")
    stem = bare.removesuffix(number)
    if not number and not stem.endswith(TIMES):
        return None
    sizes = range(min(LONGEST, len(stem)), 0 if number else 1, -1)
    size, unit = next(((size, unit) for size in sizes if (unit := find_unit(stem[-size:]))), (0, None))
    return None if unit is None or (size == 1 and _is_part(stem)) else unit


def _is_part(stem: str) -> bool:
    """Whether the last character of a stem belongs to a word: 监管平台, not 隐患排查处."""
    return len(segment(stem)[-1]) > 1
