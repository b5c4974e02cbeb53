"""Official first and second levels, and the names people give them."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final, NamedTuple

from indicator_lint.chinese.normal import normal_form, unmarked
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary import REMEMBERED, load_rows

TAIL: Final = pattern(r"\([^()]*\)$|\d+(?:\.\d+)?[分%]?$|\[[^\[\]]*\]$|\.$")
"""A weight after a class: 产出指标(50分), 数量指标30."""

NUMBER: Final = pattern(r"^(?:[一二三四五六七八九十]+[、.,]|\([一二三四五六七八九十\d]+\)|\d+\.\d+)")
"""Numbering before a class: 一、产出指标, (二)效益指标, 1.1数量指标."""

LONGEST: Final = 200
"""Characters of a class with all that stands behind it."""

WEIGHT: Final = pattern(r"[(（\[【]|\d")
"""Where a weight begins in a class as shown."""


class Level(NamedTuple):
    """A class of a level as somebody wrote it: its key, its official name, and whether the official name was used.

    `known` is False for names of other frameworks (决策, 过程 …) that are recognised but not judged: their key is `other`.
    """

    key: str
    official: str
    exact: bool
    known: bool


@lru_cache(maxsize=REMEMBERED)
def find_level(level: int, text: str) -> Level | None:
    """The official class of level 1 or 2 that a text means, None where it means none."""
    bare = bare_level(text)
    row = _by_name(level).get(bare) or _by_name(level).get(bare.removesuffix("指标"))
    if row is None:
        return None
    return Level(
        row["key"],
        row["official"],
        bare in {row["official"], row["official"].removesuffix("指标")},
        row["key"] != "other",
    )


@cache
def official_levels(level: int) -> tuple[str, ...]:
    """The official names of level 1 or 2, in the order of the classes."""
    names = (row["official"] for row in load_rows("levels") if row["level"] == str(level) and row["key"] != "other")
    return tuple(dict.fromkeys(names))


def bare_level(text: str) -> str:
    """A class without numbering before and weight behind it; a text that is too long for one keeps what is behind."""
    bare = unmarked(NUMBER.sub("", normal_form(text)))
    while len(bare) <= LONGEST and (shorter := TAIL.sub("", bare)) != bare:
        bare = shorter
    return bare


@cache
def _by_name(level: int) -> dict[str, dict[str, str]]:
    rows = [row for row in load_rows("levels") if row["level"] == str(level)]
    spellings = ((name, row) for row in rows for name in (row["official"], row["name"]))
    return {key: row for name, row in spellings for key in (normal_form(name), normal_form(name).removesuffix("指标"))}


@lru_cache(maxsize=REMEMBERED)
def rewritten(level: int, text: str) -> str:
    """A class under its official name, a weight behind it kept (项目产出(50分) → 产出指标(50分)); empty where that is unsure."""
    found = find_level(level, text)
    normal, bare = normal_form(text), bare_level(text)
    if found is None or not normal.startswith(bare):
        return ""
    weight = WEIGHT.search(text) if normal != bare else None
    new = found.official + (text[weight.start() :] if weight else "")
    return new if normal_form(new) == found.official + normal[len(bare) :] else ""


@cache
def parent_of(key: str) -> str:
    """The key of the level 1 that an official level 2 stands under, empty for other classes."""
    return next((row["parent"] for row in load_rows("levels") if row["level"] == "2" and row["key"] == key), "")


@cache
def official_name(level: int, key: str) -> str:
    """The official name of a class by its key. Raises StopIteration for a key that no class has."""
    return next(row["official"] for row in load_rows("levels") if (row["level"], row["key"]) == (str(level), key))


@cache
def class_rank(key: str) -> int:
    """Where a level 2 stands in the official order, from 1; 0 for a class that is not official."""
    return next((int(row["order"]) for row in load_rows("levels") if row["level"] == "2" and row["key"] == key), 0)
