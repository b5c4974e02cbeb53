"""Characters that writers take for one another: by ear or by eye."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from indicator_lint.vocabulary import load_rows


@cache
def sound_alikes(character: str) -> frozenset[str]:
    """Characters of the same sound whatever the tone, or of a sound that many speakers do not tell apart (zh/z, n/l, -ng/-n)."""
    rows = _sounds().get(character, ())
    return frozenset("".join(rows)) - {character}


def same_sound(one: str, other: str) -> bool:
    """Whether two characters sound alike to everybody, whatever the tone."""
    return any(other in group for group in _exact().get(one, ()))


@cache
def look_alikes(character: str) -> frozenset[str]:
    """Characters that share most of their strokes with this one."""
    return frozenset("".join(_shapes().get(character, ()))) - {character}


@cache
def _sounds() -> dict[str, list[str]]:
    together: defaultdict[str, str] = defaultdict(str)
    for row in load_rows("homophones"):
        together[row["near"]] += row["characters"]
    return _by_character(together.values())


@cache
def _exact() -> dict[str, list[str]]:
    return _by_character(row["characters"] for row in load_rows("homophones"))


@cache
def _shapes() -> dict[str, list[str]]:
    return _by_character(row["characters"] for row in load_rows("lookalikes"))


def _by_character(groups: Iterable[str]) -> dict[str, list[str]]:
    of: defaultdict[str, list[str]] = defaultdict(list)
    for group in groups:
        for character in group:
            of[character].append(group)
    return of
