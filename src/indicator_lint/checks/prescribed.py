"""What a submission merely takes over from the catalog: how it is worded is the affair of whoever issued that."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import polars as pl

from indicator_lint.checks.completeness import MAYBE_COSTS
from indicator_lint.checks.grouped import once_a_frame
from indicator_lint.checks.reference import submitted
from indicator_lint.chinese.normal import normal_form
from indicator_lint.identity.issued import Issued, name_key
from indicator_lint.identity.nearest import titled
from indicator_lint.model.catalog import Indicator
from indicator_lint.vocabulary.levels import find_level

ROLES: Final = ("level1", "level2", "operator", "unit", "description")
"""All that the catalog says of an indicator beside its name."""


@once_a_frame
def taken_over(frame: pl.DataFrame, catalog: Issued) -> frozenset[int]:
    """The records that say of an indicator in force what the catalog says, and nothing else."""
    found: set[int] = set()
    for one, records in submitted(frame):
        entry = catalog.entry(one)
        if entry is not None and entry.how in {"name", "code"} and _same(one, entry.indicator):
            found.update(records)
    return frozenset(found)


def _same(one: Indicator, issued: Indicator) -> bool:
    return name_key(one.name) == name_key(issued.name) and all(
        normal_form(one.text(role)) == normal_form(issued.text(role)) for role in ROLES
    )


@lru_cache(maxsize=1024)
def issued_classes(catalog: Issued, category: str) -> frozenset[str] | None:
    """The keys of the classes that the catalog has in a category, None where it has no such category."""
    own = [one for one in catalog.catalog.active if titled(normal_form(one.category)) == titled(normal_form(category))]
    levels = {
        level.key for one in own for number in (1, 2) if (level := find_level(number, one.text(f"level{number}")))
    }
    return frozenset(levels | ({"cost"} if levels & MAYBE_COSTS else set())) if own else None
