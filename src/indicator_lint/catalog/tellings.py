"""What a change of one field means: a target lowered, a unit moved into the name, a direction turned round."""

from __future__ import annotations

from indicator_lint.identity.meaning import FIGURES, same_meaning
from indicator_lint.identity.traits import unit_beside
from indicator_lint.vocabulary.operators import find_sign
from indicator_lint.vocabulary.placeholders import find_placeholder
from indicator_lint.vocabulary.targets import TargetCell, read_target

UPWARD, DOWNWARD = frozenset({"≥", ">"}), frozenset({"≤", "<"})


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
