"""Whether two texts of a field are two spellings of one thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from indicator_lint.chinese.normal import normal_form, unmarked
from indicator_lint.vocabulary.levels import find_level
from indicator_lint.vocabulary.operators import UNKNOWN, find_sign
from indicator_lint.vocabulary.targets import read_target
from indicator_lint.vocabulary.units import find_unit

FIGURES: Final = frozenset({"number", "range", "date"})
"""Kinds of target cells that say something in figures."""


def same_meaning(field: str, old: str, new: str) -> bool:
    """Whether two texts of a field are two spellings of one thing."""
    if normal_form(old) == normal_form(new):
        return True
    meaning = MEANINGS.get(field)
    meant = meaning(old) if meaning else None
    return meaning is not None and meant is not None and meant == meaning(new)


def _level(level: int, text: str) -> str | None:
    found = find_level(level, text)
    return found.key if found and found.known else None


def _unit(text: str) -> str | None:
    found = find_unit(text)
    return found.standard if found else None


def _sign(text: str) -> str | None:
    sign = find_sign(text)
    return None if sign in {"", UNKNOWN} else sign


def _said(text: str) -> tuple[object, ...] | None:
    """What a target says; None where it does not say it in figures."""
    cell = read_target(text)
    return (cell.sign, cell.numbers or cell.values, cell.unit, cell.words) if cell.kind in FIGURES else None


MEANINGS: Final[Mapping[str, Callable[[str], object | None]]] = {
    "level1": partial(_level, 1),
    "level2": partial(_level, 2),
    "unit": _unit,
    "operator": _sign,
    "name": lambda text: unmarked(normal_form(text)),
    "target": _said,
}
"""What the texts of a field mean, None where that is not known."""
