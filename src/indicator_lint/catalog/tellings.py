"""What a change of one field means: a target lowered, a unit moved into the name, a direction turned round."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from indicator_lint.chinese.normal import normal_form, unmarked
from indicator_lint.identity.traits import unit_beside
from indicator_lint.vocabulary.levels import find_level
from indicator_lint.vocabulary.operators import UNKNOWN, find_sign
from indicator_lint.vocabulary.placeholders import find_placeholder
from indicator_lint.vocabulary.targets import TargetCell, read_target
from indicator_lint.vocabulary.units import find_unit

UPWARD, DOWNWARD = frozenset({"≥", ">"}), frozenset({"≤", "<"})
FIGURES: Final = frozenset({"number", "range", "date"})


def note_on(field: str, old: str, new: str) -> str:
    """A key of the words that say what a change means; empty where it means no more than it says."""
    if same_meaning(field, old, new):
        return "respelt"
    if not old or not new:
        return "filled" if new else "cleared"
    match field:
        case "name":
            return _name(old, new)
        case "target" | "weight":
            return _target(old, new)
        case "operator":
            return _operator(find_sign(old), find_sign(new))
        case _:
            return ""


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


def _name(old: str, new: str) -> str:
    before, after = unit_beside(old), unit_beside(new)
    if before == after:
        return ""
    if before and after:
        return "unit_in_name"
    return "unit_into_name" if after else "unit_from_name"


def _operator(before: str, after: str) -> str:
    turned = any(before in one and after in other for one, other in ((UPWARD, DOWNWARD), (DOWNWARD, UPWARD)))
    return "turned" if turned else ""


def _target(old: str, new: str) -> str:
    before, after = read_target(old), read_target(new)
    match before.kind in FIGURES, after.kind in FIGURES:
        case False, True:
            return "quantified"
        case True, False:
            return "withheld" if find_placeholder("target", new) else "unquantified"
    return _moved(before, after)


def _moved(before: TargetCell, after: TargetCell) -> str:
    """Which way a single number went; of two in different units nothing can be told."""
    single = len(before.numbers) == len(after.numbers) == 1
    if not single or before.unit != after.unit or before.numbers == after.numbers:
        return ""
    return "lowered" if after.numbers < before.numbers else "raised"
