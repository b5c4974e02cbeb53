"""Names that come twice in one category."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

import polars as pl

from indicator_lint.checks.check import Check, Evidence, search
from indicator_lint.checks.grouped import grouped
from indicator_lint.model.columns import CLASS2, DIMENSION, GROUP, ID, ROW, TABLE, normal
from indicator_lint.model.rule import Severity
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.placeholders import find_placeholder

Named: TypeAlias = dict[str, Any]

NAME: Final = normal("name")
SHOWN: Final = (ID, GROUP, TABLE, ROW, "name", NAME, CLASS2, DIMENSION)

NO_MEANING: Final = pattern(r"[的、,.·\-—_\"“”‘’'()\[\]《》:;/]")
"""What two writings of one name may differ in."""

PART: Final = pattern(r"^(?:其中|小计|合计|总计)")
"""Rows that repeat a name on purpose: parts and sums."""

FORM_SHARE: Final = 0.25
FORM_ROWS: Final = 4
"""Where so many rows repeat a name, the table sets the same names for several tasks."""

ENDINGS: Final = (
    ("satisfaction", ("满意程度", "满意度", "满意率")),
    ("rate", ("比率", "比例", "占比", "率")),
    ("count", ("总数量", "数量", "总数", "个数", "数")),
)
"""Ends that say in other words that a share or a number is meant."""


@search
def unique_name(frame: pl.DataFrame, role: str) -> dict[int, Evidence]:
    """A name stands once in a category. A table that repeats many names (for several tasks) gets a mere remark."""
    pairs = _pairs(frame, _key)
    forms = _forms(frame, pairs)
    return {
        later[ID]: Evidence(
            {"other": first[ROW], "first": first["name"]},
            (("other_class" if first[CLASS2] != later[CLASS2] else "same_class", {}),),
            severity=Severity.INFO if (later[GROUP], later[TABLE]) in forms else None,
            related=((first[ID], role),),
        )
        for first, later in pairs
    }


def _forms(frame: pl.DataFrame, pairs: Sequence[tuple[Named, Named]]) -> set[tuple[object, object]]:
    """The tables that repeat many names."""
    counts = Counter((later[GROUP], later[TABLE]) for _, later in pairs)
    several = {part: count for part, count in counts.items() if count >= FORM_ROWS}
    sizes = frame.group_by(GROUP, TABLE).len().iter_rows() if several else ()
    return {(group, table) for group, table, size in sizes if several.get((group, table), 0) > FORM_SHARE * size}


@search
def distinct_name(frame: pl.DataFrame, role: str) -> dict[int, Evidence]:
    """No two names of a category differ only in how they say rate or number (项目完成 beside 项目完成率)."""
    found: dict[int, Evidence] = {}
    for first, later in _pairs(frame, _stem):
        if _key(first[NAME]) != _key(later[NAME]) and _same_kind(first, later):
            params = {"other": first[ROW], "first": first["name"]}
            found[later[ID]] = Evidence(params, related=((first[ID], role),))
    return found


def _pairs(frame: pl.DataFrame, key: Callable[[str], str]) -> list[tuple[Named, Named]]:
    """Each record whose key came before in its table, after the first with that key.

    A category that comes in two tables may well repeat its names.
    """
    names = [name for (name,) in grouped(frame, NAME).values if name and _is_name(name)]
    numbers: dict[str, int] = {}  # of keys: small ones are compared in a fraction of the room
    kinds = [numbers.setdefault(key(name), len(numbers)) for name in names]
    keys = pl.DataFrame({NAME: names, "key": kinds}, {NAME: pl.String, "key": pl.UInt32})
    rows = frame.select(ID, TABLE, NAME).join(keys, on=NAME, maintain_order="left").drop(NAME)
    in_table = pl.col(TABLE).cast(pl.UInt64) * len(names) + pl.col("key")  # one number: a struct takes far more room
    twice = rows.filter(in_table.is_duplicated()).select(ID, "key")
    repeated = frame.select(*SHOWN).join(twice, on=ID, maintain_order="left")
    first: dict[tuple[object, ...], Named] = {}
    records = [
        (first.setdefault((row[GROUP], row[TABLE], row["key"]), row), row) for row in repeated.iter_rows(named=True)
    ]
    return [(known, row) for known, row in records if known is not row]


def _is_name(name: str) -> bool:
    return not PART.match(name) and not find_placeholder("name", name)


def _key(name: str) -> str:
    return NO_MEANING.sub("", name)


def _ending(name: str) -> tuple[str, str]:
    """What a name ends in (`rate`, `count` or nothing) and the rest of it."""
    key = _key(name)
    for kind, ends in ENDINGS:
        for end in ends:
            if key.endswith(end) and len(key) - len(end) > 1:
                return kind, key.removesuffix(end)
    return "", key


def _stem(name: str) -> str:
    return _ending(name)[1]


def _same_kind(first: Named, later: Named) -> bool:
    """One of them names no measure, or both the same kind; and their units measure the same."""
    kinds = {_ending(str(row[NAME]))[0] for row in (first, later)}
    return ("" in kinds or len(kinds) == 1) and first[DIMENSION] == later[DIMENSION]


CHECKS: Final[dict[str, Check]] = {"distinct_name": distinct_name, "unique_name": unique_name}
