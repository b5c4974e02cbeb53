"""Units against names: 堤防长度 is not measured in 平方米, 合格率 not in 个, people not counted in 个."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import polars as pl

from indicator_lint.checks.check import Change, Check, Evidence, Findings, search
from indicator_lint.checks.frameworks import COSTS
from indicator_lint.checks.grouped import each
from indicator_lint.model.columns import CLASS2, DIMENSION, normal
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.vocabulary.counters import Counter, find_counter, find_described
from indicator_lint.vocabulary.measures import Measure, bare_name, find_measure
from indicator_lint.vocabulary.units import base_unit, find_dimension, find_unit

UNTOLD: Final = frozenset({"", "unknown", "several", "scale", "other"})
"""Dimensions that contradict no name."""

PERCENT: Final = frozenset({"%", "‰", "百分比", "百分数", "百分率"})
BULK: Final = frozenset(
    {"area", "length", "volume", "weight", "energy", "power", "data", "money", "temperature", "concentration", "flow"}
)
"""Dimensions that no number of single things has."""

EXTENTS: Final = BULK - {"money"} | {"count", "time", "workload"}
SPENT: Final = re.compile(
    r"(?:(?<!人力)(?<!人员)(?<!人工)(?<!设备)(?<!物资)(?<!时间)投入|投资|补助|补贴|造价|单价|费用?|成本|经费|支出|租金|薪酬|工资|劳务)"
    r"(?:标准|额度?|控制[数额]|总[额量]|金额|水平)?$"
)
"""How names of money end in the class of costs."""

NUMBER: Final = re.compile(r"(?:总数量?|数量|数|量)$")

NAMES: Final = (normal("name"), normal("unit"), DIMENSION, CLASS2)


@search
def unit_fits_name(frame: pl.DataFrame, role: str) -> Findings:
    """The unit measures what the end of the name says: a length in metres, an area in square metres."""
    del role
    return each(frame, NAMES, _misfit)


def _misfit(name: str | None, unit: str | None, dimension: str | None, class2: str | None) -> Evidence | None:
    if (
        not name or not unit or dimension is None or dimension in UNTOLD or unit in PERCENT
    ):  # told by the rule of percentages
        return None
    measure = find_measure(name)
    if _names_unit(name, unit):
        return None
    spent = SPENT.search(bare_name(name)) if class2 in COSTS and dimension in EXTENTS else None
    if spent is not None and (measure is None or measure.fits("money")) and "人力" not in name:
        return _told(name, spent.group(), dimension)
    if measure is not None and not measure.fits(dimension):
        return None if measure.is_rate else _told(name, measure.word, dimension)
    counter = find_counter(name)
    if counter is None or not _is_discrete(counter, measure, class2):
        return None
    return _told(name, counter.word, dimension) if dimension in BULK else None


def _names_unit(name: str, unit: str) -> bool:
    """标准吨数 in 吨, 车公里数 in 万车公里: the unit itself stands in the name before 数."""
    bare = bare_name(name)
    stem = NUMBER.sub("", bare)
    return stem != bare and stem.endswith(base_unit(unit))


def _is_discrete(counter: Counter, measure: Measure | None, class2: str | None) -> bool:
    """车辆数量, 论文篇数 have no weight, no length; without 数量 a name may mean the money or the floor area (修建学校)."""
    numbered = measure is not None and measure.word.endswith(("数", "数量"))
    named = measure is None and counter.kind == "people" and class2 == "quantity"
    return (numbered or named) and all(find_dimension(unit) == "count" for unit in counter.units)


def _told(name: str, word: str, dimension: str) -> Evidence:
    counter = find_counter(name)
    usual = "、".join(counter.units) if counter else ""
    because = (("expected", {"word": word, "units": usual}),) if usual else (("against", {"word": word}),)
    return Evidence({"dimension": dimension}, because, change=Change(note=usual) if usual else None)


@search
def percent_fits_name(frame: pl.DataFrame, role: str, *, rates: Sequence[str], changes: Sequence[str]) -> Findings:
    """What is given in percent has a name that is a rate, and a rate is given in percent."""
    del role
    return each(frame, NAMES, lambda *values: _percent(*values, rates=tuple(rates), changes=tuple(changes)))


def _percent(
    name: str | None,
    unit: str | None,
    dimension: str | None,
    class2: str | None,
    *,
    rates: Sequence[str],
    changes: tuple[str, ...],
) -> Evidence | None:
    if not name or not unit or dimension is None or dimension in UNTOLD:
        return None
    measure = find_measure(name)
    if unit not in PERCENT:
        wrong = measure is not None and measure.is_rate and not measure.fits(dimension)
        return (
            Evidence(because=(("rate", {"word": measure.word}),), change=Change(note="%"))
            if measure and wrong
            else None
        )
    if any(rate in name for rate in rates) or (measure is not None and measure.fits("ratio")):
        return None
    because = (("other", {"word": measure.word}),) if measure else (("bare", {}),)
    return Evidence(
        because=because,
        severity=_doubt(bare_name(name), class2, changes),
        change=Change(advice=("name_the_rate", {}) if measure is None else ("suit", {})),
    )


def _doubt(name: str, class2: str | None, changes: tuple[str, ...]) -> Severity | None:
    """门诊量增长 may be read as a rate; below 满意度 a name often leaves the word out."""
    if name.endswith(changes) or name.startswith(changes):
        return Severity.INFO
    return Severity.WARNING if class2 == "satisfaction" else None


@search
def counter_suits(frame: pl.DataFrame, role: str) -> Findings:
    """People are counted in 人, households in 户, documents in 份 or 篇."""
    columns = (normal("name"), normal("unit"), DIMENSION, normal("description"))
    return each(frame, columns, lambda *values: _counted(*values, role=role))


def _counted(
    name: str | None, unit: str | None, dimension: str | None, description: str | None, *, role: str
) -> Evidence | None:
    if not name or not unit or dimension != "count":
        return None
    base = base_unit(unit)
    counter = find_counter(name)
    if counter is not None and base in counter.wrong:
        return _unsuited(counter, unit, base, role)
    if counter is not None and {base, counter.units[0]} == {"人", "人次"} and counter.kind == "measure":
        return Evidence(
            because=(("visits", {}),),
            severity=Severity.INFO,
            change=Change(note=counter.units[0], safety=Safety.DISPLAY),
        )
    described = find_described(description or "") if counter is None and base == "个" else None
    return _unsuited(described, unit, base, role) if described and described.kind == "people" else None


def _unsuited(counter: Counter, unit: str, base: str, role: str) -> Evidence:
    usual = "、".join(counter.units)
    certain = counter.units[0] == "人" or (counter.kind, counter.severity) == ("measure", "warning")
    change = (
        Change({role: unit.removesuffix(base) + counter.units[0]})
        if certain and find_unit(unit)
        else Change(note=usual, safety=Safety.DISPLAY)
    )
    reason = counter.kind
    return Evidence(
        because=((reason, {"word": counter.word, "units": usual}),), severity=Severity(counter.severity), change=change
    )


CHECKS: Final[dict[str, Check]] = {
    "counter_suits": counter_suits,
    "percent_fits_name": percent_fits_name,
    "unit_fits_name": unit_fits_name,
}
