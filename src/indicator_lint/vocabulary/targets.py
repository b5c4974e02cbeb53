"""Targets that say everything themselves: ≥95%, 1200人, 不少于3次, 20个工作日以内."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from indicator_lint.chinese.normal import normal_form
from indicator_lint.vocabulary import load_rows
from indicator_lint.vocabulary.units import find_dimension, find_unit

SIGNS: Final = frozenset({"≥", "≤", "=", ">", "<"})
AMOUNT: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
NUMBER: Final = re.compile(rf"({AMOUNT})(?:%?(?:-|~|—+|–|至|到)({AMOUNT}))?")
BOUNDS: Final = re.compile(r"(.*?)(?:及|\(含\)|含)?(?:(以上)|(以内|以下|之内|(?<=.)内)|左右|上下)")
"""What follows a number and says which side of it is meant."""

YEAR: Final = re.compile(r"(?:19|20)\d\d(?:年|[./-]\d)")
CALENDAR: Final = frozenset({"月", "日", "号"})
"""Beside a bare number these are points in the calendar: 12月, 30日."""


@dataclass(frozen=True, slots=True)
class Target:
    """A target as read: its standard operator and its unit (empty where it gives none), and its number as written."""

    sign: str
    number: str
    unit: str


@cache
def find_target(text: str) -> Target | None:
    """The number that a target sets, None for dates, words and whatever else is no number with a known unit."""
    sign, rest = _signed(normal_form(text))
    match = NUMBER.match(rest)
    if match is None or YEAR.match(rest):
        return None
    bound, unit = _bound(rest[match.end() :])
    unit = _unwrapped(unit)
    dated = find_dimension(unit) == "date" or (unit in CALENDAR and not sign and not bound)
    if (unit and find_unit(unit) is None) or dated:
        return None
    return Target(sign or bound, match[0], unit)


def _signed(text: str) -> tuple[str, str]:
    """The operator that a target begins with, the longest that is known, and what follows it."""
    written = next((mark for mark in _marks() if text.startswith(mark)), "")
    return _marks().get(written, ""), text.removeprefix(written)


def _bound(text: str) -> tuple[str, str]:
    """30分钟以内, 95%以上: the operator meant, and the unit without these words."""
    match = BOUNDS.fullmatch(text)
    if match is None:
        return "", text
    return "≥" if match[2] else "≤" if match[3] else "", match[1]


def _unwrapped(unit: str) -> str:
    """100(%): the unit without its brackets."""
    return unit[1:-1] if unit.startswith("(") and unit.endswith(")") else unit


@cache
def _marks() -> dict[str, str]:
    """Operators as written in normal form, longest first."""
    rows = [(normal_form(row["written"]), row["sign"]) for row in load_rows("operators") if row["sign"] in SIGNS]
    return dict(sorted(rows, key=lambda row: -len(row[0])))
