"""Rows outside all tables that look like indicators: what may have been overlooked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from indicator_lint.layout.headers import meaning
from indicator_lint.layout.marks import is_level
from indicator_lint.model.table import Prose
from indicator_lint.vocabulary.operators import UNKNOWN, find_sign
from indicator_lint.vocabulary.units import find_unit

FEWEST: Final = 3
WIDEST: Final = 40
"""The cells of a row that may be an indicator."""

MOST: Final = 2_000
"""So many lines of a sheet are looked at."""

LONGEST_UNIT: Final = 6


def find_strays(lines: Iterable[Prose]) -> list[Prose]:
    """The lines that look like indicators: among their cells are two of a class, a sign and a unit."""
    return [line for at, line in enumerate(lines) if at < MOST and _is_indicator(line)]


def _is_indicator(line: Prose) -> bool:
    cells = [text.strip() for _, text in line.grid.cells(line.row) if not text.isspace()]
    if not FEWEST <= len(cells) <= WIDEST:
        return False
    unlabelled = [text for text in cells if meaning(text) is None]
    seen = (
        any(map(is_level, unlabelled)),
        any(find_sign(text) not in {"", UNKNOWN} for text in unlabelled),
        any(len(text) <= LONGEST_UNIT and find_unit(text) is not None for text in unlabelled),
    )
    return sum(seen) > 1
