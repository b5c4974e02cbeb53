"""Kinds of what counting units count: 人 counts people, 场 events, 册 papers. Some kinds are never counted in the units of others."""

from __future__ import annotations

from functools import cache
from typing import Final

from indicator_lint.chinese.normal import normal_form
from indicator_lint.vocabulary import load_rows
from indicator_lint.vocabulary.units import base_unit

OF_MEASURE: Final = "of_measure"
"""The name says in what it counts: 演出场数, 图书册数."""

OF_THING: Final = "of_thing"
"""The name says only what it counts: 消防车辆数量."""


def strangers(units: tuple[str, ...], unit: str, how: str) -> bool:
    """Whether a unit counts another kind of thing than any of these usual units; False where no kind is known."""
    kind, usual = kind_of(unit), set(map(kind_of, units)) - {""}
    return bool(kind and usual) and all(kind in _conflicts(how).get(one, ()) for one in usual)


def kind_of(unit: str) -> str:
    """What kind of thing a counting unit counts, scale prefixes left out (万人次); empty where it may be any (个)."""
    return _kinds().get(base_unit(unit), "")


@cache
def _kinds() -> dict[str, str]:
    return {normal_form(row["unit"]): row["kind"] for row in load_rows("count_kinds")}


@cache
def _conflicts(how: str) -> dict[str, frozenset[str]]:
    return {row["kind"]: frozenset(row[how].split()) for row in load_rows("kind_conflicts")}
