"""The word lists of `rules/vocabulary/`: loaded once, asked by layout, frame and checks."""

from __future__ import annotations

import csv
from functools import cache
from typing import Final

from indicator_lint.resources import shipped

REMEMBERED: Final = 1 << 13
"""Texts about which a function of the vocabulary remembers its answer: those of a usual document; a large one has too many."""
NAMES_REMEMBERED: Final = 1 << 16
"""The same for what a dozen checks ask of every name, and what weighs little: the names of a province's indicators."""


@cache
def load_rows(name: str) -> list[dict[str, str]]:
    """The rows of `rules/vocabulary/NAME.csv`, header texts as keys. Raises FileNotFoundError for an unknown list."""
    path = shipped("rules") / "vocabulary" / f"{name}.csv"
    header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    return [dict(zip(header, row, strict=True)) for row in rows]
