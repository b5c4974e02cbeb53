"""Units and values that stand in the name instead of in their own columns."""

from __future__ import annotations

from typing import Final

import polars as pl

from indicator_lint.checks.check import Change, Check, Evidence, search
from indicator_lint.checks.grouped import each
from indicator_lint.chinese.normal import normal_form, unmarked
from indicator_lint.model.columns import normal
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.naming import BRACKET
from indicator_lint.vocabulary.targets import read_target
from indicator_lint.vocabulary.units import Unit, find_unit

NOTE: Final = pattern(r"\s*[(（](?:[^()（）]|[(（][^()（）]*[)）])*[)）]\s*$")
COUNTERS: Final = pattern(
    r"[十百千万亿]*(?:人|人次|名|个|次|次数|项|件|台|套|台\(套\)|台/套|户|户次|家|所|座|处|篇|份|本|册|场|场次|期|批|批次|条|辆|株|头|只|间|门|起|例|单|笔|栋|幢|块|盏)"
)
"""Counters that are nothing but units: 项目 or 村 in a bracket may be a note about the object."""

VALUE: Final = pattern(r"\(?(?:[≥≤><]=?|不低于|不少于|不超过|不高于|不大于|不小于|至少|至多)([0-9.,*]+)([^0-9()]*)\)?$")
SHARE: Final = pattern(r"(?:率|度|比例|占比|比重)(?:达到|达|为|在|=)?([0-9]+(?:\.[0-9]+)?%)(?:以上|以内|以下)?$")

NOTED: Final = pattern(r"\((\d[\d,]*(?:\.\d+)?)([^\d()]{1,4})\)$")
"""A number and its unit in a bracket: 青年志愿者人数(200人)."""

ENDING: Final = pattern(r"(?<=[\u4e00-\u9fff])(\d+(?:\.\d+)?)([\u4e00-\u9fff]{1,4})$")


@search
def bare_name(frame: pl.DataFrame, role: str) -> dict[int, Evidence]:
    """A name carries no unit in brackets and no value; a unit moves to an empty unit cell.

    In a table without units the bracket is where the unit has to stand: a remark.
    """
    return each(frame, [role, normal("unit"), normal("target")], _bare)


def _bare(shown: str | None, unit: str | None, target: str | None) -> Evidence | None:
    name = unmarked(normal_form(shown or ""))
    note = BRACKET.search(name)
    carried = _unit(note[1]) if note else None
    if note and carried:
        return _with_unit(NOTE.sub("", shown or ""), note[1], carried, unit)
    value = _value(name) or _repeated(name, unit or "", target)
    if not value:
        return None
    return Evidence(
        because=(("value", {"part": value}),), change=Change(safety=Safety.DISPLAY, advice=("move", {"value": value}))
    )


def _with_unit(rest: str, note: str, carried: Unit, unit: str | None) -> Evidence:
    if unit is None:
        return Evidence(because=(("no_column", {"part": note}),), severity=Severity.INFO)
    because = (("unit", {"part": note}),)
    if not unit:
        return Evidence(because=because, change=Change({"name": rest, "unit": carried.standard}))
    if (find_unit(unit) or carried).standard == carried.standard and find_unit(unit):
        return Evidence(because=because, change=Change({"name": rest}))
    return Evidence(
        because=because, change=Change(safety=Safety.DISPLAY, advice=("compare", {"note": note, "unit": unit}))
    )


def _unit(note: str) -> Unit | None:
    found = None if note[:1].isdigit() else find_unit(note)
    if found is None or found.dimension in {"", "unknown", "several", "scale"}:
        return None
    return found if found.dimension != "count" or COUNTERS.fullmatch(note) else None


def _value(name: str) -> str:
    match = VALUE.search(name)
    if match and (not match[2] or _unit(match[2])):
        return match[0].strip("()")
    share = SHARE.search(name)
    return share[1] if share else ""


def _repeated(name: str, unit: str, target: str | None) -> str:
    """The number that ends a name and is its target again: 聘用护林员35名 beside 35, or beside 名 where there are no targets."""
    match = ENDING.search(name) or NOTED.search(name)
    carried = _unit(match[2]) if match else None
    if match is None or carried is None:
        return ""
    told = read_target(target or "")
    again = told.kind == "number" and told.values == (match[1],)
    given = find_unit(unit)
    beside = given is not None and given.standard == carried.standard and (target is None or NOTED.search(name))
    return match[0].strip("()") if again or beside else ""


CHECKS: Final[dict[str, Check]] = {"bare_name": bare_name}
