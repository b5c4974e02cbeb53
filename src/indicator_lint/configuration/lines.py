"""Where in a TOML file each key stands: the parser that Python brings does not say."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value: names of keys, and 0-based numbers of tables in a list."""

MOST: Final = 1 << 20
"""Characters that are looked at, those of long statements again and again."""


def lines_of(text: str) -> dict[Path, int]:
    """The 1-based line of every key of a valid TOML text, that of its statement for keys inside braces.

    A statement is the shortest run of lines that parses by itself. Where finding them takes too long, as in lists of thousands of
    lines, the rest has no lines.
    """
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for line, statement in _statements(text):
        parsed = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            table = _resolved(next(_ways(parsed)), counts, opens="[[" in statement.partition("#")[0])
            for way in (table[:-1], table) if isinstance(table[-1], int) else (table,):
                found.setdefault(way, line)
        else:
            found.update({(*table, *way): line for way in _ways(parsed)})
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    first, gathered, tried = 1, "", 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        gathered += line
        tried += len(gathered)
        if tried > MOST:
            return
        if _parses(gathered):
            if tomllib.loads(gathered):
                yield first, gathered
            first, gathered = number + 1, ""


def _parses(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _ways(parsed: Mapping[str, Any]) -> Iterator[Path]:
    """The way to each key of a statement, the deepest first."""
    for key, value in parsed.items():
        inner = value[0] if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict) else value
        if isinstance(inner, dict):
            yield from ((key, *way) for way in _ways(inner))
        yield (key,)


def _resolved(way: Path, counts: dict[Path, int], *, opens: bool) -> Path:
    """The way to the table that a heading opens, with the number of each list of tables on it."""
    resolved: Path = ()
    for depth, key in enumerate(way):
        resolved = (*resolved, key)
        if opens and depth == len(way) - 1:
            counts[resolved] = counts.get(resolved, -1) + 1
        if resolved in counts:
            resolved = (*resolved, counts[resolved])
    return resolved
