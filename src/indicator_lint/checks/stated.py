"""Units as given: in a cell of their own, or behind the number of a target."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from indicator_lint.checks.check import Findings
from indicator_lint.model.columns import CLASS2, DIMENSION, ID, UNIT, normal

UNTOLD: Final = frozenset({"", "unknown", "several", "scale", "other"})
"""Dimensions that contradict no name."""

PERCENT: Final = frozenset({"%", "‰", "百分比", "百分数", "百分率"})
NAMES: Final = (normal("name"), UNIT, DIMENSION, CLASS2)
"""What is asked of an indicator to hold its unit against its name."""


def given_in(frame: pl.DataFrame, role: str) -> pl.DataFrame:
    """The records whose unit stands in a cell of its own, or in the target (≥1200人) of a form without such a cell."""
    own = pl.col(normal("unit")).fill_null("") != ""
    return frame.filter(own if role == "unit" else ~own & (pl.col(UNIT).fill_null("") != ""))


def told_of(found: Findings, frame: pl.DataFrame) -> Findings:
    """The same findings, each with the unit that it is about."""
    given = dict(frame.filter(pl.col(ID).is_in(list(found))).select(ID, UNIT).iter_rows()) if found else {}
    return {record: replace(told, params={**told.params, "given": given[record]}) for record, told in found.items()}
