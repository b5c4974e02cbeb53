"""Records that share the texts of some columns, so that each combination is looked at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from indicator_lint.checks.check import Evidence
from indicator_lint.model.columns import ID


def distinct(frame: pl.DataFrame, columns: Sequence[str]) -> list[tuple[tuple[Any, ...], list[int]]]:
    """Each combination of the columns' values (null where a table lacks one) with the ids of its records, in their order."""
    grouped = frame.group_by(columns, maintain_order=True).agg(ID)
    return [(row[:-1], row[-1]) for row in grouped.iter_rows()]


def each(frame: pl.DataFrame, columns: Sequence[str], look: Callable[..., Evidence | None]) -> dict[int, Evidence]:
    """Look at each combination of the columns' values once and tell the evidence of every record that has it."""
    found: dict[int, Evidence] = {}
    for values, ids in distinct(frame, columns):
        evidence = look(*values)
        if evidence is not None:
            found.update(dict.fromkeys(ids, evidence))
    return found
