"""Operators: what stands in 性质."""

from __future__ import annotations

from typing import Final

import polars as pl

from indicator_lint.checks.check import Change, Check, Evidence, Row, check
from indicator_lint.model.columns import SIGN
from indicator_lint.vocabulary.operators import UNKNOWN, find_sign

STANDARD: Final = ("≥", "≤", "=", "＝", ">", "<", "＞", "＜", "定性", "定量")
"""Written as systems read them; full-width signs are read as well as half-width ones."""


@check
def standard_operator(role: str) -> pl.Expr:
    """An operator that means a standard one is written in the standard way."""
    return pl.col(role).str.strip_chars().is_in(STANDARD) | pl.col(SIGN).is_in(["", UNKNOWN])


@standard_operator.explains
def _(row: Row, role: str) -> Evidence:
    return Evidence(change=Change({role: find_sign(str(row[role]))}))


CHECKS: Final[dict[str, Check]] = {"standard_operator": standard_operator}
