"""Units of measurement, their dimensions and the ways they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from indicator_lint.chinese.normal import normal_form
from indicator_lint.vocabulary import load_rows

SEVERAL: Final = re.compile(r"[、,;]|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written: the standard way to write it and its dimension."""

    standard: str
    dimension: str


@cache
def find_unit(text: str) -> Unit | None:
    """The unit that a cell means, None where it means none that is known."""
    row = _by_name().get(normal_form(text))
    return Unit(row["unit"], row["dimension"]) if row else None


@cache
def find_dimension(text: str) -> str:
    """The dimension of a unit cell's normal form (see `model.columns.DIMENSION`)."""
    if not text:
        return ""
    unit = find_unit(text)
    return unit.dimension if unit else "unknown"


@cache
def _by_name() -> dict[str, dict[str, str]]:
    return {normal_form(row["written"]): row for row in load_rows("units")}
