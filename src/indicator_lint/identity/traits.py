"""What an indicator is recognised by: its texts in normal form, the unit that its name carries set apart."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from indicator_lint.chinese.normal import normal_form, unmarked
from indicator_lint.chinese.similarity import Grams, grams, likeness
from indicator_lint.model.catalog import Indicator
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary import REMEMBERED
from indicator_lint.vocabulary.levels import find_level
from indicator_lint.vocabulary.measures import bare_name, find_measure
from indicator_lint.vocabulary.naming import BRACKET
from indicator_lint.vocabulary.operators import UNKNOWN, find_sign
from indicator_lint.vocabulary.targets import read_target
from indicator_lint.vocabulary.units import find_unit, unit_in_name

JOINING: Final = pattern(r"[或和与及、]|以及")
"""What stands between two things that one name says together."""

STEM, WHOLE = 0.5, 0.5
"""What the likeness of names counts: without the measure word that ends them (those of a class end alike), and as a whole."""

WEIGHTS: Final[Mapping[str, float]] = {"name": 0.60, "description": 0.14, "class": 0.12, "unit": 0.08, "sign": 0.06}
"""What each trait adds to the confidence that two indicators are one; one that either side does not state is left out."""

TELLING = 0.97
"""A description that is the same, in unit, operator and class that are the same, tells as much as a name."""


class Traits(NamedTuple):
    """The normal forms of an indicator; `kind` is the key of its class, `bare` its name without unit and note."""

    category: str
    kind: str
    name: str
    bare: str
    stem: str
    unit: str
    sign: str
    description: str
    target: str
    grams: Grams


def traits_of(indicator: Indicator) -> Traits:
    """What an indicator is recognised by."""
    name = unmarked(normal_form(indicator.name))
    bare = bare_name(name) or name
    measure = find_measure(name)
    stem = bare.removesuffix(measure.word) if measure else bare
    return Traits(
        category=normal_form(indicator.category),
        kind=class_of(indicator.level1, indicator.level2),
        name=name,
        bare=bare,
        stem=stem or bare,
        unit=unit_of(indicator),
        sign=sign_of(indicator),
        description=normal_form(indicator.description),
        target=normal_form(indicator.target),
        grams=grams(JOINING.sub(" ", stem or bare)),
    )


@lru_cache(maxsize=REMEMBERED)
def class_of(level1: str, level2: str) -> str:
    """The key of the second level and that of the first; their own words where they are not official."""
    one, two = find_level(1, level1), find_level(2, level2)
    return f"{one.key if one else normal_form(level1)}/{two.key if two else normal_form(level2)}"


def unit_of(indicator: Indicator) -> str:
    """The standard form of the unit: of its column, else of the name's bracket, else of the target."""
    told = read_target(indicator.target).unit if indicator.target else ""
    for text in (indicator.unit, unit_beside(indicator.name), told):
        if text:
            unit = find_unit(text)
            return unit.standard if unit else normal_form(text)
    return ""


def unit_beside(name: str) -> str:
    """The unit in brackets behind a name, empty where there is none."""
    if not unit_in_name(name):
        return ""
    match = BRACKET.search(normal_form(name))
    return match[1] if match else ""


def sign_of(indicator: Indicator) -> str:
    """The standard operator: of its column, else of the target; the text itself where it is none."""
    sign = find_sign(indicator.operator)
    if sign == UNKNOWN:
        return normal_form(indicator.operator)
    return sign or (read_target(indicator.target).sign if indicator.target else "")


def confidence(one: Traits, other: Traits) -> float:
    """How sure it is that two indicators of one category are the same under another name, 0 to 1."""
    named = max(STEM * likeness(one.stem, other.stem) + WHOLE * likeness(one.bare, other.bare), 0.0) / 100
    shares = {"name": named, "class": float(one.kind == other.kind)}
    if one.description and other.description:
        shares["description"] = likeness(one.description, other.description) / 100
    if one.unit and other.unit:
        shares["unit"] = float(one.unit == other.unit)
    if one.sign and other.sign:
        shares["sign"] = float(one.sign == other.sign)
    score = sum(WEIGHTS[key] * share for key, share in shares.items()) / sum(WEIGHTS[key] for key in shares)
    alike = all(shares.get(key, 0.0) == 1 for key in ("class", "unit", "sign"))
    if alike and shares.get("description", 0.0) >= TELLING and len(one.description) >= len(one.bare):
        return max(score, 0.75)
    return score
