"""Measure words that cannot stand at the end of a name and of its description: 及时率 described as 完成率."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from indicator_lint.vocabulary import REMEMBERED, load_rows

Words = tuple[str, ...]


class Conflict(NamedTuple):
    """The words found, and the kind of contradiction: `rate`, `timing`, `people`, `statement`, `share` or `quantity`."""

    name: str
    description: str
    kind: str


class _Clash(NamedTuple):
    """How a name ends and a description must not, and which of some words (if there are any) each of them holds as well."""

    name: Words
    description: Words
    kind: str
    unless: Words
    name_holds: Words
    description_holds: Words

    def between(self, name: str, description: str) -> Conflict | None:
        """The words that clash, None where they do not or where the description takes the name's measure up."""
        if not name.endswith(self.name) or not description.endswith(self.description):
            return None
        named, told = (
            _held(name, self.name_holds, self.name),
            _held(description, self.description_holds, self.description),
        )
        if not named or not told or any(word in description for word in self.unless):
            return None
        return Conflict(named, told, self.kind)


@lru_cache(maxsize=REMEMBERED)
def find_conflict(name: str, description: str) -> Conflict | None:
    """The contradiction between the normal forms of a name and of its description, None where they go together."""
    return next(filter(None, (clash.between(name, description) for clash in _clashes())), None)


def _held(text: str, words: Words, endings: Words) -> str:
    """The word that a text holds; its ending where no words are asked for."""
    if words:
        return next((word for word in words if word in text), "")
    return max((ending for ending in endings if text.endswith(ending)), key=len)


@cache
def _clashes() -> list[_Clash]:
    columns = ("unless", "name_holds", "description_holds")
    return [
        _Clash(_words(row["name"]), _words(row["description"]), row["kind"], *(_words(row[each]) for each in columns))
        for row in load_rows("measure_conflicts")
    ]


def _words(cell: str) -> Words:
    return tuple(cell.split())
