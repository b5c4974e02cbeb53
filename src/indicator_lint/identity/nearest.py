"""The indicators of a catalog, looked up by somebody else's: the same one, or the likest.

Nobody is compared with everybody: similar names meet by pieces of two and three characters and by their numbers, and only
those that share most are looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from indicator_lint.identity.traits import confidence, traits_of
from indicator_lint.model.catalog import Indicator
from indicator_lint.patterns import pattern

NUMBERS: Final = pattern(r"\d{2,}")
POSTED: Final = 200
"""A piece that so many indicators share is looked up no more: it tells nothing."""

CANDIDATES: Final = 8
LEAST: Final = 0.62
"""Below this confidence two indicators are two."""


class Found(NamedTuple):
    """An indicator of the catalog that another one is, or comes near, and how sure that is; 1 where the names are equal."""

    indicator: Indicator
    confidence: float


class Index:
    """Indicators by their names and by pieces of them."""

    def __init__(self, indicators: Sequence[Indicator]) -> None:
        """Remember the indicators; of several with one name, all."""
        self._indicators = list(indicators)
        self._traits = [traits_of(one) for one in indicators]
        self._named: dict[str, list[int]] = defaultdict(list)
        self._pieces: dict[str, list[int]] = defaultdict(list)
        for position, traits in enumerate(self._traits):
            for name in {traits.name, traits.bare}:
                self._named[name].append(position)
            for piece in pieces(traits.bare):
                self._pieces[piece].append(position)

    def same(self, one: Indicator) -> Indicator | None:
        """The indicator of that name: in its category, else of its class, else the only one; None where that is open."""
        traits = traits_of(one)
        named = self._named.get(traits.name) or self._named.get(traits.bare) or []
        here = [position for position in named if titled(self._traits[position].category) == titled(traits.category)]
        alike = [position for position in here or named if self._traits[position].kind == traits.kind]
        chosen = alike or here or named
        told = {self._indicators[position].code for position in chosen}
        return self._indicators[chosen[0]] if here or len(told) == 1 or (alike and self._agree(alike)) else None

    def nearest(self, one: Indicator, least: float = LEAST) -> Found | None:
        """The likest indicator under another name, those of the same category first; None where none comes near."""
        traits = traits_of(one)
        shared: Counter[int] = Counter()
        for piece in pieces(traits.bare):
            met = self._pieces.get(piece, ())
            if len(met) <= POSTED:
                shared.update(met)
        ranked = sorted(
            shared, key=lambda at: (-shared[at], titled(self._traits[at].category) != titled(traits.category), at)
        )[:CANDIDATES]
        scored = [
            (confidence(traits, self._traits[at]), titled(self._traits[at].category) == titled(traits.category), -at)
            for at in ranked
        ]
        if not scored or max(scored)[0] < least:
            return None
        sure, _, place = max(scored)
        return Found(self._indicators[-place], sure)

    def _agree(self, positions: Iterable[int]) -> bool:
        """Whether it does not matter which of them is meant: unit and operator are the same."""
        return len({(self._traits[position].unit, self._traits[position].sign) for position in positions}) == 1


def titled(category: str) -> str:
    """A category's normal form without the 类 that some titles end in."""
    return category.removesuffix("类") or category


def pieces(name: str) -> set[str]:
    """The pieces of two and three characters of a name, and its numbers."""
    cut = {name[start : start + size] for size in (2, 3) for start in range(len(name) - size + 1)}
    return cut.union(NUMBERS.findall(name))
