"""Percentages that no rate can have: above all of it, below nothing, or with a digit lost."""

from __future__ import annotations

from typing import Final

import polars as pl

from indicator_lint.checks.check import Check, Evidence, Findings, search
from indicator_lint.checks.grouped import each
from indicator_lint.model.columns import SIGN, UNIT, normal
from indicator_lint.model.rule import Severity
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.directions import UP, find_direction
from indicator_lint.vocabulary.measures import bare_name
from indicator_lint.vocabulary.rates import cap_of
from indicator_lint.vocabulary.targets import TargetCell, read_target
from indicator_lint.vocabulary.units import find_unit

NAME: Final = normal("name")

SATISFIED: Final = pattern(r"(?<!不)满意(?:度|率|程度)$")

POOR: Final = 10
"""Percent of people satisfied up to which a target has lost a digit: nobody aims at so few."""

CEILINGS: Final = {"%": 100.0, "‰": 1000.0}


@search
def percent_in_range(frame: pl.DataFrame, role: str) -> Findings:
    """A rate that has a ceiling stays between 0 and 100 %."""

    def look(name: str | None, unit: str | None, sign: str | None, text: str | None) -> Evidence | None:
        cap = cap_of(name) if name and text else ""
        cell = read_target(text or "")._replace(sign=sign or "")
        return _beyond(cap, name or "", unit or "", cell, role) if cap else None

    odd = [text for text in frame[role].unique() if text and _is_odd(text)]
    return each(frame.filter(pl.col(role).is_in(odd)), (NAME, UNIT, SIGN, role), look)


def _is_odd(text: str) -> bool:
    """Whether a number is none that any rate may have (below 0, above 100, a fraction of 1), or hardly any satisfaction."""
    numbers = read_target(text).numbers
    return bool(numbers) and (min(numbers) < 0 or max(numbers) > CEILINGS["%"] or 0 < max(numbers) <= POOR)


def _beyond(cap: str, name: str, unit: str, cell: TargetCell, role: str) -> Evidence | None:
    ceiling = _ceiling(cell.unit or unit)
    if not cell.numbers or cell.kind not in {"number", "range"} or not ceiling:
        return None
    low, high = min(cell.numbers), max(cell.numbers)
    params = {"name": name, "shown": f"{high:g}", "ceiling": f"{ceiling:g}"}
    if low < 0:
        return Evidence(because=(("negative", {"name": name, "shown": f"{low:g}"}),))
    if high > ceiling and (cap == "strict" or (role == "target" and _planned(cell))):
        return Evidence(because=((cap, params),), severity=None if cap == "strict" else Severity.WARNING)
    if role == "target" and cell.kind == "number" and not cell.unit and 0 < high <= 1:
        direction = find_direction(name, "", "ratio")
        if direction is not None and direction.sign == UP and direction.certain:
            return Evidence(because=(("fraction", {**params, "meant": f"{high * 100:g}"}),), severity=Severity.WARNING)
    if role == "target" and cell.kind == "number" and 1 < high <= POOR and SATISFIED.search(bare_name(name)):
        return Evidence(because=(("poor", {**params, "shown": f"{high:g}%"}),), severity=Severity.WARNING)
    return None


def _ceiling(unit: str) -> float:
    found = find_unit(unit) if unit else None
    return CEILINGS.get(found.standard, 0.0) if found else 0.0


def _planned(cell: TargetCell) -> bool:
    """Whether a target asks for more than all of it; a limit (≤105%) or a range (95%-105%) may well lie above."""
    return cell.kind == "number" and cell.sign not in {"≤", "<"}


CHECKS: Final[dict[str, Check]] = {"percent_in_range": percent_in_range}
