"""A target written in one cell or in three: the same indicator, whichever form a department fills in."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from indicator_lint.chinese.normal import normal_form
from indicator_lint.vocabulary.operators import UNKNOWN, find_sign
from indicator_lint.vocabulary.targets import read_target
from indicator_lint.vocabulary.units import find_unit

REMEMBERED: Final = 1 << 14


@lru_cache(maxsize=REMEMBERED)
def stated_apart(operator: str, unit: str, target: str) -> tuple[str, str, str]:
    """The standard sign, the standard unit and the bare number; texts that are none of these stay as they are."""
    cell = read_target(target) if target else None
    sign = find_sign(operator)
    if cell is not None and len(cell.numbers) == 1 and not cell.words:
        sign, unit, target = sign or cell.sign, unit or cell.unit, f"{cell.numbers[0]:.15g}"
    known = find_unit(unit) if unit else None
    return (
        operator if sign == UNKNOWN else sign or operator,
        normal_form(known.standard if known else unit),
        target,
    )
