"""Names that come twice in one category."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import polars as pl

from indicator_lint.checks.check import Check, Evidence, search
from indicator_lint.model.columns import CLASS2, DIMENSION, GROUP, ID, ROW, TABLE, normal
from indicator_lint.model.rule import Severity
from indicator_lint.vocabulary.placeholders import find_placeholder

NO_MEANING: Final = re.compile(r"[的、,.·\-—_\"“”‘’'()\[\]《》:;/]")
"""What two writings of one name may differ in."""

PART: Final = re.compile(r"^(?:其中|小计|合计|总计)")
"""Rows that repeat a name on purpose: parts and sums."""

FORM_SHARE: Final = 0.25
FORM_ROWS: Final = 4
"""Where so many rows repeat a name, the table sets the same names for several tasks."""

ENDINGS: Final = (
    ("rate", ("比率", "比例", "占比", "率")),
    ("count", ("总数量", "数量", "总数", "个数", "数")),
)
"""Ends that say in other words that a share or a number is meant."""


@search
def unique_name(frame: pl.DataFrame, role: str) -> dict[int, Evidence]:
    """A name stands once in a category. A table that repeats many names (for several tasks) gets a mere remark."""
    found: dict[int, Evidence] = {}
    for part in _parts(frame):
        pairs = list(_pairs(part, _key))
        form = len(pairs) >= FORM_ROWS and len(pairs) > FORM_SHARE * part.height
        for first, later in pairs:
            found[later[ID]] = Evidence(
                {"other": first[ROW], "first": first["name"]},
                (("other_class" if first[CLASS2] != later[CLASS2] else "same_class", {}),),
                severity=Severity.INFO if form else None,
                related=((first[ID], role),),
            )
    return found


@search
def distinct_name(frame: pl.DataFrame, role: str) -> dict[int, Evidence]:
    """No two names of a category differ only in how they say rate or number (项目完成 beside 项目完成率)."""
    found: dict[int, Evidence] = {}
    for part in _parts(frame):
        for first, later in _pairs(part, _stem):
            if _key(first[normal("name")]) != _key(later[normal("name")]) and _same_kind(first, later):
                params = {"other": first[ROW], "first": first["name"]}
                found[later[ID]] = Evidence(params, related=((first[ID], role),))
    return found


def _parts(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """The tables of a run: a category that comes in two tables may well repeat its names."""
    needed = frame.select(ID, GROUP, TABLE, ROW, "name", normal("name"), CLASS2, DIMENSION)
    return needed.partition_by([GROUP, TABLE], maintain_order=True)


def _pairs(part: pl.DataFrame, key: Callable[[str], str]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each record whose key came before, after the first with that key."""
    first: dict[str, dict[str, Any]] = {}
    for row in part.iter_rows(named=True):
        name = row[normal("name")]
        if name and not PART.match(name) and not find_placeholder("name", name):
            known = first.setdefault(key(name), row)
            if known is not row:
                yield known, row


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


def _same_kind(first: dict[str, Any], later: dict[str, Any]) -> bool:
    """One of them names no measure, or both the same kind; and their units measure the same."""
    kinds = {_ending(str(row[normal("name")]))[0] for row in (first, later)}
    return ("" in kinds or len(kinds) == 1) and first[DIMENSION] == later[DIMENSION]


CHECKS: Final[dict[str, Check]] = {"distinct_name": distinct_name, "unique_name": unique_name}
