"""The order in which a catalog is issued: that of the newest document; what it does not name stays behind whom it followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from indicator_lint.model.catalog import Indicator

HEAD = ""
"""Whom the first one follows."""


def woven(old: Sequence[Indicator], new: Sequence[Indicator]) -> list[Indicator]:
    """All indicators in the order of the new ones; an old one that is not among them stands after its predecessor."""
    named = {one.code for one in new}
    followers: dict[str, list[Indicator]] = defaultdict(list)
    before = HEAD
    for one in old:
        if one.code in named:
            before = one.code
        else:
            followers[before].append(one)
    ordered = [*followers[HEAD], *(each for one in new for each in (one, *followers[one.code]))]
    return list(together(ordered))


def together(ordered: Sequence[Indicator]) -> Iterator[Indicator]:
    """Each category in one piece, where its first indicator stands."""
    categories: dict[str, list[Indicator]] = defaultdict(list)
    for one in ordered:
        categories[one.category].append(one)
    for members in categories.values():
        yield from members
