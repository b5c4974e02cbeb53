"""Which indicator of one state is which of another: by code, by equal texts, then by likeness.

Nobody is compared with everybody: equal texts meet by a key, similar ones by rare pieces of their names or an equal
description, of which only so many are looked at. The cost grows with the number of indicators, not with its square.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final, TypeAlias

from indicator_lint.identity.nearest import LEAST, pieces
from indicator_lint.identity.traits import Traits, confidence, traits_of
from indicator_lint.model.catalog import Indicator

POSTED: Final = 40
"""A piece or description that so many indicators of a category share is looked up no more: it tells nothing."""

CANDIDATES: Final = 8
SHARED_ROWS: Final = 0.5
"""Of the smaller of two categories, the share of rows with one name that makes them one category, renamed."""

Key: TypeAlias = Callable[[Traits], object]

EXACT: Final[Sequence[Key]] = (
    attrgetter("category", "kind", "name", "unit", "sign", "description", "target"),
    attrgetter("category", "kind", "name", "unit"),
    attrgetter("category", "kind", "name"),
    attrgetter("category", "name"),
    attrgetter("category", "kind", "bare"),
    attrgetter("category", "bare"),
)
"""What two indicators of one category must have in common, the most first."""

ELSEWHERE: Final[Sequence[Key]] = (
    attrgetter("kind", "name", "unit", "description"),
    attrgetter("kind", "name", "unit"),
)
"""What one that went to another category must keep; only where nobody else has it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An indicator before and after, by their positions, and how sure that is (1 for equal keys)."""

    before: int
    after: int
    confidence: float = 1.0


@dataclass(slots=True)
class Matching:
    """Two states being matched: `left` and `right` are the positions not matched yet, in their order."""

    before: Sequence[Traits]
    after: Sequence[Traits]
    pairs: list[Pair] = field(default_factory=list)
    categories: dict[str, str] = field(default_factory=dict)
    """Categories of the state before that have another title now (normal forms)."""

    left: dict[int, None] = field(init=False)
    right: dict[int, None] = field(init=False)

    def __post_init__(self) -> None:
        self.left = dict.fromkeys(range(len(self.before)))
        self.right = dict.fromkeys(range(len(self.after)))

    def pair(self, before: int, after: int, sure: float = 1.0) -> None:
        """Take two positions for one indicator."""
        del self.left[before], self.right[after]
        self.pairs.append(Pair(before, after, sure))

    def retitle(self, categories: dict[str, str]) -> None:
        """Take the categories of the state before for what they are called now."""
        self.categories = categories
        self.before = [one._replace(category=categories.get(one.category, one.category)) for one in self.before]


def match(before: Sequence[Indicator], after: Sequence[Indicator], codes: Collection[str] = ()) -> Matching:
    """Match two states by keys; `codes` are those that mean the same indicator in both. Likeness is not asked yet."""
    matching = Matching([traits_of(one) for one in before], [traits_of(one) for one in after])
    _by_code(matching, before, after, codes)
    _by_keys(matching, EXACT)
    renamed = _renamed_categories(matching)
    if renamed:
        matching.retitle(renamed)
        _by_keys(matching, EXACT)
    _by_keys(matching, ELSEWHERE, alone=True)
    return matching


def match_alike(matching: Matching, least: float = LEAST) -> None:
    """Match what is left by likeness, the likest first."""
    scored = [(-sure, abs(before - after), before, after) for before, after, sure in _scored(matching) if sure >= least]
    for sure, _, before, after in sorted(scored):
        if before in matching.left and after in matching.right:
            matching.pair(before, after, -sure)


def candidates(matching: Matching) -> Mapping[int, Sequence[int]]:
    """For each indicator left before, those left after, of its category, that have most in common with it."""
    postings: dict[object, list[int]] = defaultdict(list)
    for after in matching.right:
        for key in _keys(matching.after[after]):
            postings[key].append(after)
    return {before: _nearest(matching, before, postings) for before in matching.left}


def _nearest(matching: Matching, before: int, postings: Mapping[object, Sequence[int]]) -> list[int]:
    shared: Counter[int] = Counter()
    for key in _keys(matching.before[before]):
        met = postings.get(key, ())
        if len(met) <= POSTED:
            shared.update(met)
    ranked = sorted(shared, key=lambda after: (-shared[after], after))
    return ranked[:CANDIDATES]


def _keys(traits: Traits) -> Iterable[object]:
    """Where similar ones meet: pieces of two and three characters of the name, its numbers, the whole description."""
    yield from ((traits.category, piece) for piece in pieces(traits.bare))
    if traits.description:
        yield traits.category, "description", traits.description


def _scored(matching: Matching) -> Iterable[tuple[int, int, float]]:
    for before, near in candidates(matching).items():
        for after in near:
            yield before, after, confidence(matching.before[before], matching.after[after])


def _by_code(
    matching: Matching, before: Sequence[Indicator], after: Sequence[Indicator], codes: Collection[str]
) -> None:
    places = {one.code: position for position, one in enumerate(after) if one.code in codes}
    for position, one in enumerate(before):
        if one.code in places:
            matching.pair(position, places.pop(one.code))


def _by_keys(matching: Matching, keys: Sequence[Key], *, alone: bool = False) -> None:
    """Pair what has an equal key, in their order; with `alone` only what is the one of its key on both sides."""
    for key in keys:
        wanted, offered = _grouped(matching.left, matching.before, key), _grouped(matching.right, matching.after, key)
        for value, mine in wanted.items():
            theirs = offered.get(value, [])
            if not alone or len(mine) == len(theirs) == 1:
                for before, after in zip(mine, theirs, strict=False):
                    matching.pair(before, after)


def _grouped(places: Iterable[int], traits: Sequence[Traits], key: Key) -> dict[object, list[int]]:
    grouped: dict[object, list[int]] = defaultdict(list)
    for place in places:
        grouped[key(traits[place])].append(place)
    return grouped


def _renamed_categories(matching: Matching) -> dict[str, str]:
    """Titles that are gone → titles that are new, where most rows have the same names; a lone pair needs no proof."""
    mine = _new_titles(matching.before, matching.after)
    theirs = _new_titles(matching.after, matching.before)
    if len(mine) == len(theirs) == 1 and len({one.category for one in matching.before}) == 1:
        return {next(iter(mine)): next(iter(theirs))}
    holders: dict[object, set[str]] = defaultdict(set)
    for title, names in theirs.items():
        for name in names:
            holders[name].add(title)
    shared: Counter[tuple[str, str]] = Counter()
    for title, names in mine.items():
        for name in names:
            shared.update((title, other) for other in sorted(holders.get(name, ()))[:POSTED])
    return _best(shared, mine, theirs)


def _best(
    shared: Counter[tuple[str, str]], mine: Mapping[str, set[object]], theirs: Mapping[str, set[object]]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for (title, other), count in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        enough = count >= SHARED_ROWS * min(len(mine[title]), len(theirs[other])) and count > 1
        if enough and title not in found and other not in found.values():
            found[title] = other
    return found


def _new_titles(side: Sequence[Traits], other: Sequence[Traits]) -> dict[str, set[object]]:
    """The titles that the other side has not, each with its rows' classes and names."""
    known = {one.category for one in other}
    titles: dict[str, set[object]] = defaultdict(set)
    for one in side:
        if one.category not in known:
            titles[one.category].add((one.kind, one.name))
    return titles
