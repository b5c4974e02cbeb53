"""Which framework the classes of a document follow, as far as rules about classes must know it."""

from __future__ import annotations

from typing import Final

import polars as pl

from indicator_lint.model.columns import CLASS1, CLASS2, DOCUMENT, normal
from indicator_lint.vocabulary.levels import find_level

OTHER: Final = "other"
EXECUTION: Final = "预算执行"
"""The row about budget execution of a self-evaluation form: no framework of its own."""

CLASS_OF: Final = {"level1": CLASS1, "level2": CLASS2}
LEVEL_OF: Final = {"level1": 1, "level2": 2}

COSTS: Final = ("cost", "economic_cost", "social_cost", "ecological_cost")
"""Keys of the classes of cost, level 1 and level 2."""


LONE: Final = 10
"""One row of another framework among so many is a slip, or a row of its own, and makes no framework."""


def foreign_documents(frame: pl.DataFrame) -> frozenset[int]:
    """Documents with a level 1 of another framework (决策, 过程, 投入 …): their classes are not ours to judge."""
    others = frame.filter(pl.col(CLASS1) == OTHER).group_by(DOCUMENT, "level1").len()
    foreign = others.filter(pl.col("level1").map_elements(_is_foreign, return_dtype=pl.Boolean))
    rows = frame.group_by(DOCUMENT).len("rows")
    counted = foreign.group_by(DOCUMENT).agg(pl.col("len").sum()).join(rows, on=DOCUMENT)
    return frozenset(counted.filter((pl.col("len") > 1) | (pl.col("rows") < LONE))[DOCUMENT])


def strange_documents(frame: pl.DataFrame, role: str, share: float) -> frozenset[int]:
    """Documents of which more than this share of the distinct names in a level means no class at all."""
    names = frame.filter(pl.col(normal(role)) != "").unique([DOCUMENT, normal(role)])
    shares = names.group_by(DOCUMENT).agg((pl.col(CLASS_OF[role]) == "").mean())
    return frozenset(shares.filter(pl.col(CLASS_OF[role]) > share)[DOCUMENT])


def _is_foreign(text: str) -> bool:
    found = find_level(1, text)
    return found is not None and found.official != EXECUTION
