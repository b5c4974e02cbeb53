"""What people leave in a cell that is still to be filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from indicator_lint.vocabulary import load_rows


@cache
def find_placeholder(role: str, text: str) -> str:
    """The part of a cell that was not filled in, empty where all of it was."""
    shown = text.strip()
    found = (look(shown) for look in _looks(role))
    return next((match[0] for match in found if match), "")


@cache
def _looks(role: str) -> tuple[Callable[[str], re.Match[str] | None], ...]:
    rows = (row for row in load_rows("placeholders") if not row["roles"] or role in row["roles"].split())
    return tuple(_look(row) for row in rows)


def _look(row: dict[str, str]) -> Callable[[str], re.Match[str] | None]:
    pattern = re.compile(row["pattern"])
    return pattern.search if row["place"] == "any" else pattern.fullmatch
