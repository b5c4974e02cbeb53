"""Where two texts differ, in as few characters as people would mark."""

from __future__ import annotations

from typing import Final, NamedTuple

from indicator_lint.chinese.changes import LONGEST, alike_ends, changes

ALIKE: Final = 0.5
"""Texts that have less in common are better replaced at one place than mixed."""


class Hunk(NamedTuple):
    """old[start:end] is replaced by `new`."""

    start: int
    end: int
    new: str


def hunks(old: str, new: str) -> list[Hunk]:
    """What to replace in `old`, in its order, to get `new`; nothing where they are equal."""
    if old == new:
        return []
    if len(old) + len(new) <= LONGEST:
        made = [Hunk(start, end, new[begin:stop]) for start, end, begin, stop in changes(old, new)]
        if len(old) - sum(end - start for start, end, _ in made) >= ALIKE * (len(old) + len(new)) / 2:
            return made
    head, tail = alike_ends(old, new)
    return [Hunk(head, len(old) - tail, new[head : len(new) - tail])]
