"""Measure words that cannot stand at the end of a name and of its description: 及时率 described as 完成率."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from indicator_lint.vocabulary import load_rows


@dataclass(frozen=True, slots=True)
class Conflict:
    """The endings found, and the kind of contradiction: `rate`, `people`, `statement`, `share` or `quantity`."""

    name: str
    description: str
    kind: str


@cache
def find_conflict(name: str, description: str) -> Conflict | None:
    """The contradiction between the normal forms of a name and of its description, None where they go together."""
    for names, descriptions, kind, unless in _conflicts():
        if (
            name.endswith(names)
            and description.endswith(descriptions)
            and not any(word in description for word in unless)
        ):
            return Conflict(_ending(name, names), _ending(description, descriptions), kind)
    return None


def _ending(text: str, endings: tuple[str, ...]) -> str:
    return max((ending for ending in endings if text.endswith(ending)), key=len)


@cache
def _conflicts() -> list[tuple[tuple[str, ...], tuple[str, ...], str, tuple[str, ...]]]:
    rows = load_rows("measure_conflicts")
    return [(_words(r["name"]), _words(r["description"]), r["kind"], _words(r["unless"])) for r in rows]


def _words(cell: str) -> tuple[str, ...]:
    return tuple(cell.split())
