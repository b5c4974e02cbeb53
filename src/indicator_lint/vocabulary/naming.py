"""What the name of an indicator may be made of: quantities, activities, slogans."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from indicator_lint.patterns import pattern
from indicator_lint.vocabulary import REMEMBERED, load_rows
from indicator_lint.vocabulary.measures import find_measure
from indicator_lint.vocabulary.units import find_unit

BRACKET: Final = pattern(r"\(((?:[^()]|\([^()]*\))*)\)$")
"""A note at the end of a name's normal form, with at most one bracket inside: 培训(人次), 购置设备(台(套))."""

NO_MEASURE: Final = frozenset({"none"})
"""Dimensions of a measure word that only looks like one (制度, 质量)."""


def without_note(name: str) -> str:
    """A name's normal form without the bracket that ends it."""
    return BRACKET.sub("", name)


@lru_cache(maxsize=REMEMBERED)
def ends_in_measure(name: str) -> bool:
    """Whether a name's normal form ends in a measure word, a bracket at its end left aside."""
    measure = find_measure(name) or find_measure(without_note(name))
    return measure is not None and measure.dimensions != NO_MEASURE


@lru_cache(maxsize=REMEMBERED)
def ends_in_figure(name: str) -> bool:
    """Whether a name's normal form ends in a measure that figures express (率, 人数), or in its change or degree."""
    measure = find_measure(name)
    figures = measure is not None and measure.dimensions not in {NO_MEASURE, frozenset()}
    return figures or name.endswith(("程度", "幅度", "情况", "变化"))


@lru_cache(maxsize=REMEMBERED)
def is_quantity(name: str) -> bool:
    """Whether anything in a name's normal form, or in the bracket that ends it, says how much of what is counted."""
    note = BRACKET.search(name)
    parts = (name, without_note(name), note[1] if note else "")
    return any(ends_in_measure(part) or part.endswith(_quantities("end")) for part in parts) or any(
        word in name for word in _quantities("any")
    )


@lru_cache(maxsize=REMEMBERED)
def is_generic(name: str) -> bool:
    """Whether a name's normal form names no object: 满意度, 合格率."""
    return name in {row["name"] for row in load_rows("generic_names")}


CONCERNED: Final = ("对象", "人员", "干部", "群众", "文件", "资料", "档案", "等")
"""Endings of names that say whom or what an activity concerns."""


@lru_cache(maxsize=REMEMBERED)
def is_activity(name: str) -> bool:
    """Whether a name's normal form begins or ends with what is done (采购办公设备, 专题培训); 慰问对象 names whom."""
    bare = without_note(name)
    if bare.endswith(CONCERNED):
        return False
    return bare.startswith(task_words("activity")) or bare.endswith(task_words("activity"))


@cache
def task_words(kind: str) -> tuple[str, ...]:
    """Words of a kind (`question`, `slogan`, `aim`, `activity`), the longest first."""
    words = (row["word"] for row in load_rows("tasks") if row["kind"] == kind)
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=REMEMBERED)
def measure_of_unit(unit: str) -> str:
    """The measure that a unit's normal form asks for (人 → 人数), empty where it could be several."""
    found = find_unit(unit)
    return _measures().get(found.standard if found else unit, "")


@cache
def _measures() -> dict[str, str]:
    return {row["unit"]: row["measure"] for row in load_rows("unit_measures")}


@cache
def _quantities(place: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in load_rows("quantities") if row["place"] == place)
