"""Standard operators and what is written for them."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from indicator_lint.chinese.normal import BLANKS
from indicator_lint.vocabulary import REMEMBERED, load_rows

COMPARING: Final = frozenset({"≥", "≤", "=", ">", "<", "定量"})
"""Signs of quantitative indicators; a type column says 定量 instead."""

UNKNOWN = "?"
"""The sign of an operator cell that means none of the standard ones."""


@lru_cache(maxsize=REMEMBERED)
def find_sign(text: str) -> str:
    """The standard operator that a cell means: `≥ ≤ = > < 定性`, or `定量` from a type column.

    `?` for anything else, empty for an empty cell.
    """
    bare = BLANKS.sub("", text)
    return _signs().get(bare, UNKNOWN) if bare else ""


@cache
def _signs() -> dict[str, str]:
    return {row["written"]: row["sign"] for row in load_rows("operators")}
