"""A catalog as submissions are held against it: who is in force, who was retired, who was called otherwise."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Final, NamedTuple

from indicator_lint.chinese.normal import normal_form, unmarked
from indicator_lint.identity.nearest import Found, Index, titled
from indicator_lint.model.catalog import CORE, Catalog, Indicator

REMEMBERED: Final = 1 << 16
"""Submitted indicators of which is kept what the catalog knows."""


class Entry(NamedTuple):
    """What the catalog knows of a submitted indicator.

    `indicator` is the one meant; `how` says by what it was found: `code`, `name`, `former` (a name that it had before) or
    `retired` (it is no longer in force).
    """

    indicator: Indicator
    how: str


class Issued:
    """A catalog to look submitted indicators up in."""

    def __init__(self, catalog: Catalog) -> None:
        """Remember the catalog; what is looked up is prepared when first asked for."""
        self.catalog = catalog
        self._known: dict[Indicator, Entry | None] = {}

    def entry(self, one: Indicator) -> Entry | None:
        """What the catalog knows of an indicator by its code, else by its name; None where it knows nothing."""
        if one not in self._known:  # every rule asks about each of them
            if len(self._known) > REMEMBERED:
                self._known.clear()
            self._known[one] = self._entry(one)
        return self._known[one]

    def _entry(self, one: Indicator) -> Entry | None:
        coded = self.catalog.by_code.get(one.code) if one.code else None
        if coded is not None:
            return Entry(coded, "code" if coded.active else "retired")
        same = self._index.same(one)
        if same is not None:
            return Entry(same, "name")
        former = self._former.get(name_key(one.name))
        if former is not None:
            return Entry(former, "former")
        retired = self._retired.same(one)
        return Entry(retired, "retired") if retired is not None else None

    def nearest(self, one: Indicator) -> Found | None:
        """The indicator in force whose name is likest; None where none comes near."""
        return self._index.nearest(one)

    def successor(self, one: Indicator) -> Indicator | None:
        """Who follows a retired indicator and is in force; None where nobody does."""
        while one.successor:
            one = self.catalog.by_code[one.successor]
        return one if one.active else None

    def parts(self, one: Indicator) -> list[Indicator]:
        """Those in force that a retired indicator was split into."""
        others = (self.catalog.by_code.get(other) for other in self._split.get(one.code, ()))
        return [other for other in others if other is not None and other.active]

    def core(self, category: str) -> list[Indicator]:
        """The indicators that every submission of a category must have."""
        return self._core.get(titled(normal_form(category)), [])

    @cached_property
    def _index(self) -> Index:
        return Index(self.catalog.active)

    @cached_property
    def _retired(self) -> Index:
        return Index([one for one in self.catalog.indicators if not one.active])

    @cached_property
    def _split(self) -> dict[str, list[str]]:
        """Codes of indicators that were split, and those of their parts as logged last."""
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for change in self.catalog.changes:
            if change.kind == "split":
                found[change.code][change.version].append(change.other)
        return {code: list(versions.values())[-1] for code, versions in found.items()}

    @cached_property
    def _core(self) -> dict[str, list[Indicator]]:
        found: dict[str, list[Indicator]] = defaultdict(list)
        for one in self.catalog.active:
            if one.core == CORE:
                found[titled(normal_form(one.category))].append(one)
        return found

    @cached_property
    def _former(self) -> dict[str, Indicator]:
        """Former names, of indicators that are in force; a name that several had tells nothing."""
        found: dict[str, list[Indicator]] = defaultdict(list)
        for change in self.catalog.changes:
            one = self.catalog.by_code.get(change.code)
            if (
                change.kind == "renamed"
                and one is not None
                and one.active
                and name_key(change.old) != name_key(one.name)
            ):
                found[name_key(change.old)].append(one)
        return {name: ones[0] for name, ones in found.items() if len({one.code for one in ones}) == 1}


def name_key(name: str) -> str:
    """What two spellings of one name have in common."""
    return unmarked(normal_form(name))
