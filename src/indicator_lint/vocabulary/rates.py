"""Rates that cannot pass one hundred percent, and those that may: 合格率, 完成率, 增长率."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal, TypeAlias

from indicator_lint.patterns import pattern
from indicator_lint.vocabulary import load_rows
from indicator_lint.vocabulary.directions import find_direction
from indicator_lint.vocabulary.measures import bare_name

Cap: TypeAlias = Literal["strict", "loose", ""]

CHANGED: Final = pattern(
    r"增长|提高|提升|增加|增幅|降幅|涨|增速|上升|下降|降低|减少|同比|环比|较上年|比上年|超额|倍|增值|毛入"
)
"""Words that make a change, a multiple or a surplus of a rate: these have no ceiling."""


SHARE: Final = pattern(r"(?<![占率])(?:的?(?:比例|占比|比重|百分比|比率))$")
"""Other words for a rate: 优良比例."""

PART: Final = pattern(r"(?:率|比例|占比)$")


@cache
def cap_of(name: str) -> Cap:
    """`strict` for a rate that cannot pass 100 %, `loose` for one that a plan may pass (完成率), empty for all other names."""
    bare = bare_name(name)
    cap = _listed(bare) or _listed(SHARE.sub("率", bare)) or _of_direction(bare)
    if CHANGED.search(bare) or cap == "none":
        return ""
    return "strict" if cap == "strict" else "loose"


def _of_direction(bare: str) -> str:
    """A rate that is known to be good or bad is a share of a whole, unless it is listed as something else."""
    direction = find_direction(SHARE.sub("率", bare), "", "ratio") if PART.search(bare) else None
    return "strict" if direction is not None and direction.certain else "none"


def _listed(text: str) -> str:
    words = _caps()
    return next((words[text[start:]] for start in range(len(text)) if text[start:] in words), "")


@cache
def _caps() -> dict[str, str]:
    return {row["word"]: row["cap"] for row in load_rows("capped_rates")}
