"""What people leave in a cell that is still to be filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from indicator_lint.vocabulary import REMEMBERED, load_rows


@lru_cache(maxsize=REMEMBERED)
def find_placeholder(role: str, text: str) -> str:
    """The part of a cell that was not filled in, empty where all of it was."""
    shown = text.strip()
    anywhere, whole = _any(role)
    if anywhere.search(shown) is None and whole.fullmatch(shown) is None:
        return ""
    found = (look(shown) for look in _looks(role, ("any", "whole")))
    return next((match[0] for match in found if match), "")


@lru_cache(maxsize=REMEMBERED)
def find_lead(role: str, text: str) -> str:
    """What a template left before the content of a cell (指标1：), empty where it left nothing or there is no content."""
    found = (look(text.strip()) for look in _looks(role, ("lead",)))
    return next((match[0] for match in found if match), "")


@cache
def _any(role: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """All patterns that are looked for anywhere as one, and all that a cell is as a whole."""
    joined = ("|".join(f"(?:{row['pattern']})" for row in _rows(role, (place,))) for place in ("any", "whole"))
    anywhere, whole = map(re.compile, joined)
    return anywhere, whole


@cache
def _looks(role: str, places: tuple[str, ...]) -> tuple[Callable[[str], re.Match[str] | None], ...]:
    return tuple(map(_look, _rows(role, places)))


def _rows(role: str, places: tuple[str, ...]) -> list[dict[str, str]]:
    rows = (row for row in load_rows("placeholders") if not row["roles"] or role in row["roles"].split())
    return [row for row in rows if row["place"] in places]


def _look(row: dict[str, str]) -> Callable[[str], re.Match[str] | None]:
    pattern = re.compile(row["pattern"])
    return {"any": pattern.search, "lead": pattern.match}.get(row["place"], pattern.fullmatch)
