"""What a change of one field means: a target lowered, a unit moved into the name, a direction turned round."""

from __future__ import annotations

from typing import Final

from indicator_lint.catalog.traits import unit_beside
from indicator_lint.chinese.normal import normal_form, unmarked
from indicator_lint.vocabulary.levels import find_level
from indicator_lint.vocabulary.operators import find_sign
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
    one, other = normal_form(old), normal_form(new)
    if one == other:
        return True
    match field:
        case "level1" | "level2":
            levels = (find_level(int(field[-1]), text) for text in (old, new))
            keys = [found.key for found in levels if found and found.known]
            return len(keys) == len({old, new}) and keys[0] == keys[1]
        case "unit":
            units = [found.standard for found in (find_unit(old), find_unit(new)) if found]
            return len(units) == len({old, new}) and units[0] == units[1]
        case "operator":
            return find_sign(old) == find_sign(new) not in {"", "?"}
        case "name":
            return unmarked(one) == unmarked(other)
        case "target":
            return _said(old) is not None and _said(old) == _said(new)
        case _:
            return False


def _said(text: str) -> tuple[object, ...] | None:
    """What a target says; None where it does not say it in figures."""
    cell = read_target(text)
    return (cell.sign, cell.numbers or cell.values, cell.unit, cell.words) if cell.kind in FIGURES else None


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
