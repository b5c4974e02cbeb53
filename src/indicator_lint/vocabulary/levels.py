"""Official first and second levels, and the names people give them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from indicator_lint.chinese.normal import normal_form, unmarked
from indicator_lint.vocabulary import load_rows

TAIL: Final = re.compile(r"\([^()]*\)$|\d+(?:\.\d+)?分?$|\[[^\[\]]*\]$")
"""A weight after a class: 产出指标(50分), 数量指标30."""


@dataclass(frozen=True, slots=True)
class Level:
    """A class of a level as somebody wrote it: its key, its official name, and whether the official name was used.

    `known` is False for names of other frameworks (决策, 过程 …) that are recognised but not judged: their key is `other`.
    """

    key: str
    official: str
    exact: bool
    known: bool


@cache
def find_level(level: int, text: str) -> Level | None:
    """The official class of level 1 or 2 that a text means, None where it means none."""
    bare = _bare(text)
    row = _by_name(level).get(bare) or _by_name(level).get(bare.removesuffix("指标"))
    if row is None:
        return None
    return Level(row["key"], row["official"], bare in {row["official"], row["official"].removesuffix("指标")}, row["key"] != "other")


@cache
def official_levels(level: int) -> tuple[str, ...]:
    """The official names of level 1 or 2, in the order of the classes."""
    names = (row["official"] for row in load_rows("levels") if row["level"] == str(level) and row["key"] != "other")
    return tuple(dict.fromkeys(names))


def _bare(text: str) -> str:
    bare = unmarked(normal_form(text))
    while (shorter := TAIL.sub("", bare)) != bare:
        bare = shorter
    return bare


@cache
def _by_name(level: int) -> dict[str, dict[str, str]]:
    rows = [row for row in load_rows("levels") if row["level"] == str(level)]
    spellings = ((name, row) for row in rows for name in (row["official"], row["name"]))
    return {key: row for name, row in spellings for key in (normal_form(name), normal_form(name).removesuffix("指标"))}
