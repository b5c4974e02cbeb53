"""What differs between two texts, at a price that no pair of texts can drive up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel

LONGEST: Final = 2_000
"""Characters of two texts, their like beginnings and ends aside, that are compared letter by letter; longer ones differ as a whole."""


class Change(NamedTuple):
    """Of one text the characters [start, end) are [begin, stop) in the other."""

    start: int
    end: int
    begin: int
    stop: int


def changes(old: str, new: str) -> list[Change]:
    """The changes that make one text the other, in order; between two of them at least one character is alike.

    The time grows with the product of the lengths, a machine word of characters at a step, and beyond `LONGEST` with their sum:
    the matcher of the standard library needs minutes for cells that repeat one character thousands of times.
    """
    head, tail = alike_ends(old, new)
    if len(old) + len(new) - 2 * (head + tail) > LONGEST:
        return [Change(head, len(old) - tail, head, len(new) - tail)]
    return list(_joined(old, new))


def alike_ends(one: str, other: str) -> tuple[int, int]:
    """How many characters two texts begin alike with, and how many of the rest they end alike with."""
    head = _alike(one, other)
    return head, _alike(one[head:][::-1], other[head:][::-1])


def _alike(one: str, other: str) -> int:
    differing = (at for at, (mine, theirs) in enumerate(zip(one, other, strict=False)) if mine != theirs)
    return next(differing, min(len(one), len(other)))


def _joined(old: str, new: str) -> Iterator[Change]:
    """What goes and what comes at one place is one change."""
    last: Change | None = None
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            continue
        change = Change(step.src_start, step.src_end, step.dest_start, step.dest_end)
        if last is not None and last.end == change.start and last.stop == change.begin:
            last = Change(last.start, change.end, last.begin, change.stop)
            continue
        if last is not None:
            yield last
        last = change
    if last is not None:
        yield last
