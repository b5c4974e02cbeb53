"""Where two texts differ, in as few characters as people would mark."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final, NamedTuple

ALIKE: Final = 0.5
"""Texts that have less in common are better replaced at one place than mixed."""
LONGEST: Final = 2_000
"""Comparing longer texts letter by letter costs more than it shows."""


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
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        if matcher.ratio() >= ALIKE:
            changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
            return [Hunk(start, end, new[begin:stop]) for _, start, end, begin, stop in changes]
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    return [Hunk(head, len(old) - tail, new[head : len(new) - tail])]


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin alike with."""
    differing = (at for at, (mine, theirs) in enumerate(zip(one, other, strict=False)) if mine != theirs)
    return next(differing, min(len(one), len(other)))
