"""What a submission merely takes over from the catalog: how it is worded is the affair of whoever issued that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
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
def taken_over(frame: pl.DataFrame, catalog: Issued) -> Mapping[int, frozenset[str]]:
    """The records that say of an indicator in force what the catalog says and nothing else; the roles that do so to the letter."""
    found: dict[int, frozenset[str]] = {}
    for one, records in submitted(frame):
        entry = catalog.entry(one)
        if entry is not None and entry.how in {"name", "code"} and _same(one, entry.indicator):
            verbatim = frozenset(role for role in ("name", *ROLES) if _bare(one, role) == _bare(entry.indicator, role))
            found |= dict.fromkeys(records, verbatim)
    return found


def _same(one: Indicator, issued: Indicator) -> bool:
    return name_key(one.name) == name_key(issued.name) and all(
        normal_form(one.text(role)) == normal_form(issued.text(role)) for role in ROLES
    )


def _bare(one: Indicator, role: str) -> str:
    """The text without the mark of a core indicator, which the template puts before the name."""
    text = one.text(role).strip()
    return text.lstrip("★*") if role == "name" else text


@lru_cache(maxsize=1024)
def issued_twice(catalog: Issued, category: str) -> frozenset[str]:
    """The keys of the names that the catalog itself has more than once in a category."""
    names = Counter(name_key(one.name) for one in _of_category(catalog, category))
    return frozenset(name for name, count in names.items() if count > 1)


@lru_cache(maxsize=1024)
def issued_classes(catalog: Issued, category: str) -> frozenset[str] | None:
    """The keys of the classes that the catalog has in a category, None where it has no such category."""
    own = _of_category(catalog, category)
    levels = {
        level.key for one in own for number in (1, 2) if (level := find_level(number, one.text(f"level{number}")))
    }
    return frozenset(levels | ({"cost"} if levels & MAYBE_COSTS else set())) if own else None


def _of_category(catalog: Issued, category: str) -> list[Indicator]:
    title = titled(normal_form(category))
    return [one for one in catalog.catalog.active if titled(normal_form(one.category)) == title]
