"""What changed between two states: which indicators came, went, were renamed, moved, split or merged, and in which fields."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from indicator_lint.catalog.amounts import moved
from indicator_lint.catalog.matching import Matching, Pair, match, match_alike
from indicator_lint.catalog.splitting import mergers, splits
from indicator_lint.catalog.tellings import note_on
from indicator_lint.chinese.normal import normal_form
from indicator_lint.identity.traits import traits_of
from indicator_lint.model.catalog import RETIRED, Catalog, Indicator

COMPARED: Final = (
    "name", "category", "level1", "level2", "operator", "unit", "target", "weight", "description", "core", "status",
    "successor", "basis", "keywords",
)  # fmt: skip
"""The fields that are compared where both sides have them, in the order in which their changes are told."""

MOVING: Final = frozenset({"category", "level1", "level2"})
ORDER: Final = (
    "added", "removed", "split", "merged", "retired", "restored", "renamed", "moved", "changed",
)  # fmt: skip
"""What can become of an indicator, the weightiest first."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two states: what to call it, the fields that it has, and its indicators."""

    label: str
    fields: frozenset[str]
    indicators: Sequence[Indicator]
    births: Mapping[str, str] = field(default_factory=dict)
    """The name under which each code was first given: equal ones say that two catalogs have one history."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that says something else; `note` is a key of the words for what that means, empty where there is none."""

    field: str
    old: str
    new: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of some indicators: those before, those after, and what differs.

    `kinds` are all of ORDER that apply. `confidence` is below 1 where likeness alone says that they are the same.
    """

    kinds: tuple[str, ...]
    before: tuple[Indicator, ...] = ()
    after: tuple[Indicator, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    confidence: float = 1.0

    @property
    def category(self) -> str:
        """Where it is told: the category it stands in now, or stood in."""
        return (self.after or self.before)[0].category


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed; `categories` are (old, new) titles of renamed categories, `unchanged` counts the indicators left alone.

    `pairs` are all indicators that are the same on both sides, changed or not.
    """

    before: Side
    after: Side
    categories: Sequence[tuple[str, str]]
    changes: Sequence[Change]
    unchanged: int
    pairs: Sequence[tuple[Indicator, Indicator, float]] = ()


def side_of(catalog: Catalog, label: str) -> Side:
    """A catalog as a state to compare, with its retired indicators: they may have been retired since."""
    births: dict[str, str] = {}
    for change in catalog.changes:
        if change.kind == "added":
            births.setdefault(change.code, change.new)
    return Side(label, frozenset(COMPARED) - {"target", "weight"}, catalog.indicators, births)


def compare(before: Side, after: Side) -> Difference:
    """All that changed from one state to the other. Documents know no retired indicators: those of a catalog are left out then."""
    if "status" not in before.fields & after.fields:
        before, after = (
            replace(side, indicators=[one for one in side.indicators if one.active]) for side in (before, after)
        )
    codes = [code for code, name in before.births.items() if after.births.get(code) == name]
    matching = match(before.indicators, after.indicators, codes)
    split, merged = splits(matching), mergers(matching)
    match_alike(matching)
    mine, theirs = before.indicators, after.indicators
    renamed = _renamed(matching, before, after)
    changes = [
        *(Change(("split",), (mine[one],), tuple(theirs[part] for part in parts)) for one, parts in split),
        *(Change(("merged",), tuple(mine[part] for part in parts), (theirs[one],)) for parts, one in merged),
        *_pairs(matching, before, after, dict(renamed)),
        *(Change(("removed",), before=(mine[one],)) for one in matching.left if mine[one].active),
        *(Change(("added",), after=(theirs[one],)) for one in matching.right),
    ]
    pairs = [(mine[pair.before], theirs[pair.after], pair.confidence) for pair in matching.pairs]
    touched = sum(1 for change in changes if "removed" not in change.kinds and "added" not in change.kinds)
    return Difference(
        before, after, renamed, _in_order(changes, before, after), len(theirs) - touched - len(matching.right), pairs
    )


def _renamed(matching: Matching, before: Side, after: Side) -> list[tuple[str, str]]:
    """The renamed categories by the titles shown."""
    shown = [{normal_form(one.category): one.category for one in side.indicators} for side in (before, after)]
    return [(shown[0][old], shown[1][new]) for old, new in matching.categories.items()]


def _pairs(matching: Matching, before: Side, after: Side, renamed: Mapping[str, str]) -> Iterator[Change]:
    """The pairs in which something differs."""
    fields = [name for name in COMPARED if name in before.fields & after.fields]
    for pair in matching.pairs:
        change = _pair(before.indicators[pair.before], after.indicators[pair.after], fields, renamed, pair)
        if change.fields:
            yield change


def _pair(old: Indicator, new: Indicator, fields: Sequence[str], renamed: Mapping[str, str], pair: Pair) -> Change:
    expected = replace(old, category=renamed.get(old.category, old.category))
    differing = tuple(
        FieldChange(name, expected.text(name), new.text(name), _note(name, expected, new))
        for name in fields
        if expected.text(name) != new.text(name)
    )
    found = {_kind(change) for change in differing}
    kinds = tuple(kind for kind in ORDER if kind in found)
    return Change(kinds, (old,), (new,), differing, pair.confidence)


def _note(field: str, old: Indicator, new: Indicator) -> str:
    """What a change means; which way a target went is told by its amount, whatever the unit it is written in."""
    note = note_on(field, old.text(field), new.text(field))
    if field != "target" or note not in {"", "lowered", "raised"}:
        return note
    return moved(traits_of(old), traits_of(new))


def _kind(change: FieldChange) -> str:
    if change.field == "status":
        return "retired" if change.new == RETIRED else "restored"
    if change.note == "respelt":
        return "changed"
    return "renamed" if change.field == "name" else "moved" if change.field in MOVING else "changed"


def _in_order(changes: Collection[Change], before: Side, after: Side) -> list[Change]:
    """By category as it stands after (those that are gone at the end), then by the place in the list."""
    titles = dict.fromkeys(one.category for side in (after, before) for one in side.indicators)
    ranks = {title: rank for rank, title in enumerate(titles)}
    places = [{id(one): place for place, one in enumerate(side.indicators)} for side in (before, after)]

    def place(change: Change) -> tuple[int, int, int]:
        row = places[1][id(change.after[0])] if change.after else places[0][id(change.before[0])]
        return ranks[change.category], int(not change.after), row

    return sorted(changes, key=place)
