"""One indicator that became several, and several that became one: their names together say what the other name says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from indicator_lint.catalog.amounts import adding_up
from indicator_lint.catalog.matching import Matching, candidates
from indicator_lint.chinese.similarity import Grams
from indicator_lint.identity.traits import Traits

PART: Final = 0.7
"""The share of a part's name that the whole must say."""

WHOLE: Final = 0.75
"""The share of the whole's name that its parts together must say."""

SHORTEST: Final = 2
"""A name that says less, its measure left out, may be part of any other."""

NAMED: Final = 0.5
"""The share of a part's name that the whole must say where amounts speak for it, too."""

MANY: Final = 4
"""More parts than that are no split but a new table."""


def splits(matching: Matching) -> list[tuple[int, tuple[int, ...]]]:
    """Positions left before, each with those left after that it was split into; they are not left any more."""
    found = _wholes(candidates(matching), matching.before, matching.after)
    for before, after in found:
        del matching.left[before]
        for one in after:
            del matching.right[one]
    return found


def mergers(matching: Matching) -> list[tuple[tuple[int, ...], int]]:
    """Positions left before that were merged into one left after; they are not left any more."""
    near: dict[int, list[int]] = {}
    for before, afters in candidates(matching).items():
        for after in afters:
            near.setdefault(after, []).append(before)
    found = _wholes(near, matching.after, matching.before)
    for whole, parts in found:
        del matching.right[whole]
        for one in parts:
            del matching.left[one]
    return [(parts, whole) for whole, parts in found]


def _wholes(
    near: Mapping[int, Sequence[int]], wholes: Sequence[Traits], parts: Sequence[Traits]
) -> list[tuple[int, tuple[int, ...]]]:
    taken: set[int] = set()
    found = []
    for whole in sorted(near):
        chosen = _parts(wholes[whole], [part for part in near[whole] if part not in taken], parts)
        if chosen:
            taken.update(chosen)
            found.append((whole, chosen))
    return found


def _parts(whole: Traits, near: Sequence[int], parts: Sequence[Traits]) -> tuple[int, ...]:
    """The candidates that the whole was split into; empty where it was not."""
    other = [one for one in near if parts[one].name != whole.name]
    return _joined(whole, other, parts) or _refined(whole, other, parts) or _summed(whole, other, parts)


def _joined(whole: Traits, near: Sequence[int], parts: Sequence[Traits]) -> tuple[int, ...]:
    """Those that together say what the whole says, each something that no other says: 利用率或共享率 is 利用率 and 共享率."""
    fitting = [one for one in near if _share(parts[one].grams, whole.grams) >= PART]
    own = [
        one for one in fitting[:MANY]
        if (parts[one].grams & whole.grams) - _union(parts[other].grams for other in fitting if other != one)
    ]  # fmt: skip
    together = _union(parts[one].grams for one in own)
    return tuple(sorted(own)) if len(own) > 1 and _share(whole.grams, together) >= WHOLE else ()


def _refined(whole: Traits, near: Sequence[int], parts: Sequence[Traits]) -> tuple[int, ...]:
    """Those that say all of the whole and each as much more, measured alike: 培训人次 is 线上培训人次 and 线下培训人次."""
    if len(whole.stem) < SHORTEST:
        return ()
    alike = [
        one for one in near
        if whole.stem in parts[one].stem
        and (parts[one].kind, parts[one].unit, parts[one].sign) == (whole.kind, whole.unit, whole.sign)
    ]  # fmt: skip
    even = len({len(parts[one].stem) for one in alike}) == 1
    return tuple(sorted(alike)) if even and 1 < len(alike) <= MANY else ()


def _summed(whole: Traits, near: Sequence[int], parts: Sequence[Traits]) -> tuple[int, ...]:
    """Those whose targets make up that of the whole, where one of them is called much like it."""
    chosen = tuple(near[place] for place in adding_up(whole, [parts[one] for one in near]))
    return tuple(sorted(chosen)) if any(_share(parts[one].grams, whole.grams) >= NAMED for one in chosen) else ()


def _union(many: Iterable[Grams]) -> Grams:
    return frozenset[str]().union(*many)


def _share(part: Grams, whole: Grams) -> float:
    return len(part & whole) / len(part) if part else 0.0
