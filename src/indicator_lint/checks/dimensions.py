"""Units against names: 堤防长度 is not measured in 平方米, 合格率 not in 个, people not counted in 个."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from indicator_lint.checks.check import Change, Check, Evidence, Findings, search
from indicator_lint.checks.frameworks import COSTS
from indicator_lint.checks.grouped import each
from indicator_lint.checks.stated import NAMES, PERCENT, UNTOLD, given_in, told_of
from indicator_lint.model.columns import DIMENSION, UNIT, normal
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.counters import Counter, find_counter, find_described, find_stuff
from indicator_lint.vocabulary.kinds import OF_MEASURE, OF_THING, kind_of, strangers
from indicator_lint.vocabulary.measures import Measure, bare_name, find_measure
from indicator_lint.vocabulary.named_units import unit_named
from indicator_lint.vocabulary.units import base_unit, find_dimension, find_unit

BULK: Final = frozenset(
    {
        "area", "length", "volume", "weight", "energy", "power", "data", "money", "temperature", "concentration", "flow", "discharge",
        "noise", "pressure", "radiation", "speed",
    }
)  # fmt: skip
"""Dimensions that no number of single things has."""

BUILT: Final = frozenset({"area", "length", "volume", "money"})
"""What may be meant of a thing that a name does not count (修建学校): its floor, its length, its price."""

SIZED: Final = frozenset({"area", "length", "volume", "weight", "energy", "power", "data", "count"})
"""Dimensions of a unit in a name that exclude others."""

AKIN: Final = frozenset({"density", "flow", "workload"})
"""Dimensions of compound units, which may be about any."""

PER: Final = pattern(
    r"每(公里|千米|平方公里|平方米|立方米|公顷|千瓦时|千瓦)(?:的)?[^率]*(?:投资|造价|成本|费用?|支出|经费)$"
)
"""Money by an extent: 每公里投资 in 万元/公里. By heads and pieces (每亩, 每人) the unit usually stands in the name alone."""

MONEYED: Final = pattern(
    r"贷|资金|款|额|费|金|投资|税|产值|收入|支出|预算|债|价|值|补助|补贴|奖|保险|基金|标准|待遇|工资|总数|合计|成本"
)
"""What is meant by a number of money: 发放创业贷款数."""

EXTENTS: Final = BULK - {"money"} | {"count", "time", "workload"}
SPENT: Final = pattern(
    r"(?:(?<!人力)(?<!人员)(?<!人工)(?<!设备)(?<!物资)(?<!时间)投入|投资|补助|补贴|津贴|奖励|奖补|资助|慰问|抚恤|救助金?|造价|单价|总价|均价|价格|价差|"
    r"费用?|成本|经费|支出|开支|租金|场租|房租|租费|酬金|薪酬|报酬|工资|劳务|预算|概算|(?:人均|生均|户均|亩均|床均|给养|伙食|供养|住宿|用餐|差旅|食宿)(?=标准))"
    r"(?:标准|额度?|控制[数额]|总[额量]|金额|水平)?$"
)
"""How names of money end in the class of costs."""

UNAMOUNTED: Final = frozenset({"length", "area", "noise", "pressure", "temperature", "speed"})
"""Dimensions that no amount (量) has, unless of work."""

WORK: Final = pattern(
    r"(?:工程|工作|完成|养护|保洁|施工|维护|种植|播种|收割|作业|修复|治理|绿化|清扫|铺设|敷设|硬化|开挖|覆盖|建设|改造|维修|安装|测绘|检测|管护|巡查|掘进|钻探)量$"
)
"""Amounts of work, which may be so many kilometres."""

STRETCHES: Final = BULK - {"money", "weight", "volume"}
"""What no bare number (数) has; rubbish and water are at times numbered by weight and volume."""

LOAD: Final = pattern(
    r"(?:储备|储存|贮存|库存|采购|配送|装卸|屠宰|投递|寄递|揽收|销售|销|调拨|出库|入库|进货|加工|进口|出口|收储|消耗|耗用|施用|减排|处置|清运|收集|收运|转运|货运|捕捞|销毁|削减|排放|吞吐|产|用水|用电|用气|用油|用煤|节水|节电|发电|供水|供气|供热)总?量$"
)
"""Amounts of what has no persons in it."""

NUMBER: Final = pattern(r"(?:总数量?|数量|数|量)$")


@search
def unit_fits_name(frame: pl.DataFrame, role: str) -> Findings:
    """The unit measures what the end of the name says: a length in metres, an area in square metres."""
    found = each(given_in(frame, role), NAMES, _misfit)
    told = {record: told for record, told in found.items() if role == "unit" or told.severity != Severity.INFO}
    return told_of(told, frame)


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
    if measure is not None and measure.word == "数" and dimension in {"money", "price"} and not MONEYED.search(name):
        return _told(name, measure.word, dimension)
    return (
        _of_named(name, unit, dimension)
        or _of_stuff(name, unit, dimension)
        or _of_load(name, unit)
        or _of_things(name, unit, dimension, class2)
        or _of_number(name, measure, dimension)
        or _of_shared(name, unit, dimension)
    )


def _of_number(name: str, measure: Measure | None, dimension: str) -> Evidence | None:
    """A number of whatever it is has no length: 火化遗体数 in 公里; 硬化面积数 and 修路里程数 do. An amount of work may."""
    if measure is not None and measure.word == "量" and dimension in UNAMOUNTED and not WORK.search(bare_name(name)):
        return Evidence({"dimension": dimension}, (("against", {"word": "量"}),), Severity.INFO)
    if measure is None or measure.word != "数" or dimension not in STRETCHES:
        return None
    counted = find_measure(bare_name(name).removesuffix("数"))
    if counted is not None and counted.fits(dimension):
        return None
    return Evidence({"dimension": dimension}, (("against", {"word": measure.word}),), Severity.WARNING)


def _of_shared(name: str, unit: str, dimension: str) -> Evidence | None:
    """Money by an extent whose unit is that of a total."""
    per = PER.search(bare_name(name)) if dimension == "money" else None
    if per is None:
        return None
    because = (("per", {"unit": unit, "per": per[1]}),)
    return Evidence({"dimension": dimension}, because, Severity.INFO, Change(note=f"{unit}/{per[1]}"))


def _of_named(name: str, unit: str, dimension: str) -> Evidence | None:
    """A unit beside the one that the name says: 改造亩数 in 公里, 演出场次 in 人."""
    named = unit_named(name)
    counter = find_counter(name)
    counted = counter.units if counter and counter.kind in {"measure", "incident"} else ()
    units = (named.standard,) if named and (not counted or kind_of(named.standard)) else counted
    if (
        named
        and named.dimension in SIZED
        and dimension not in {named.dimension, *AKIN}
        and dimension in BULK | {"time", "count"}
    ):
        return _against(named.standard, units, dimension)
    return _against(units[0], units, dimension) if units and strangers(units, unit, OF_MEASURE) else None


def _of_stuff(name: str, unit: str, dimension: str) -> Evidence | None:
    """Material is weighed: 建筑垃圾处置量 in 人, 粮食收储量 in 平方米."""
    stuff = find_stuff(name)
    if stuff is None or dimension in {*AKIN, *map(find_dimension, stuff.units)}:
        return None
    foreign = (
        dimension in BULK
        or dimension == "time"
        or (dimension == "count" and (kind_of(unit) or base_unit(unit) == "个"))
    )
    return _against(stuff.word, stuff.units, dimension) if foreign else None


def _of_load(name: str, unit: str) -> Evidence | None:
    """What is stored, used up or taken away is neither people nor meetings: 物资储备量 in 人, but 人才储备量."""
    load = LOAD.search(bare_name(name))
    if load is None or kind_of(unit) not in {"people", "household", "event", "lesson"}:
        return None
    stored = find_counter(bare_name(name).removesuffix(load[0]))
    people = "人" in name or (stored is not None and stored.kind == "people")
    return None if people else Evidence(because=(("against", {"word": load[0]}),))


def _of_things(name: str, unit: str, dimension: str, class2: str | None) -> Evidence | None:
    """Single things have no bulk (车辆数量 in 吨), incidents no length, and papers are not counted in 人."""
    counter, measure = find_counter(name), find_measure(name)
    if counter is None:
        return None
    numbered = measure is None or measure.word.endswith(("数", "数量", "存量"))
    if counter.kind == "incident" and numbered and dimension in BULK | {"time"}:
        return _told(name, counter.word, dimension)
    if _is_discrete(counter, measure, class2) and dimension in BULK:
        return _told(name, counter.word, dimension)
    if not numbered or (measure is None and class2 != "quantity") or counter.kind not in {"people", "thing"}:
        return None
    if all(find_dimension(one) == "count" for one in counter.units) and dimension in BULK - BUILT:
        return _told(name, counter.word, dimension)
    estranged = strangers(counter.units, unit, OF_THING) or (
        measure is not None and _is_thing(counter) and kind_of(unit) == "people"
    )
    return _against(counter.word, counter.units, dimension, Severity.WARNING) if estranged else None


def _names_unit(name: str, unit: str) -> bool:
    """标准吨数 in 吨, 车公里数 in 万车公里: the unit itself stands in the name before 数."""
    bare = bare_name(name)
    stem = NUMBER.sub("", bare)
    return stem != bare and stem.endswith(base_unit(unit))


def _is_thing(counter: Counter) -> bool:
    """软件, 监测点位: counted in 个, never in 人; posts and places of study are as many as people."""
    plain = counter.kind == "thing" and counter.units[0] == "个" and not any(map(kind_of, counter.units))
    return plain and not counter.word.endswith(("岗位", "学位", "团队", "小组"))


def _is_discrete(counter: Counter, measure: Measure | None, class2: str | None) -> bool:
    """车辆数量, 论文篇数 have no weight, no length; without 数量 a name may mean the money or the floor area (修建学校)."""
    numbered = measure is not None and measure.word.endswith(("数", "数量"))
    named = measure is None and counter.kind == "people" and class2 == "quantity"
    return (numbered or named) and all(find_dimension(unit) == "count" for unit in counter.units)


def _against(word: str, units: tuple[str, ...], dimension: str, severity: Severity | None = None) -> Evidence:
    usual = "、".join(units)
    because = (("expected", {"word": word, "units": usual}),)
    return Evidence({"dimension": dimension}, because, severity, Change(note=usual))


def _told(name: str, word: str, dimension: str) -> Evidence:
    counter = find_counter(name)
    usual = "、".join(counter.units) if counter else ""
    because = (("expected", {"word": word, "units": usual}),) if usual else (("against", {"word": word}),)
    return Evidence({"dimension": dimension}, because, change=Change(note=usual) if usual else None)


PERSONS: Final = frozenset({"人", "人次"})
PERSONAL: Final = frozenset({"头", "口", "席", "岗", "家庭", "代表", "单位", "班"})
"""Units that are no people and may stand for some."""

MINGLED: Final = frozenset({("人", "人次"), ("人次", "人"), ("次", "人次"), ("件", "次"), ("条", "次")})
"""Units that many write for the ones that follow."""


@search
def counter_suits(frame: pl.DataFrame, role: str) -> Findings:
    """People are counted in 人, households in 户, documents in 份 or 篇."""
    columns = (normal("name"), UNIT, DIMENSION, normal("description"))
    return told_of(each(given_in(frame, role), columns, lambda *values: _counted(*values, role=role)), frame)


def _counted(
    name: str | None, unit: str | None, dimension: str | None, description: str | None, *, role: str
) -> Evidence | None:
    if not name or not unit or dimension != "count":
        return None
    base = base_unit(unit)
    counter = find_counter(name)
    if counter is not None and base in counter.wrong:
        return _unsuited(counter, unit, base, role)
    if counter is not None and counter.units[0] in PERSONS and counter.kind == "measure" and _is_strange(base):
        return replace(_unsuited(counter, unit, base, role), severity=Severity.WARNING)
    mingled = counter is not None and counter.kind == "measure" and (base, counter.units[0]) in MINGLED
    if counter is not None and mingled and not name.endswith(f"({base})"):
        return Evidence(
            because=(
                (
                    "visits" if "人" in {base, counter.units[0]} else "measure",
                    {"word": counter.word, "units": counter.units[0]},
                ),
            ),
            severity=Severity.INFO,
            change=Change(note=counter.units[0], safety=Safety.DISPLAY),
        )
    described = find_described(description or "") if counter is None and base == "个" else None
    return _unsuited(described, unit, base, role) if described and described.kind == "people" else None


def _is_strange(unit: str) -> bool:
    """Whether a counting unit counts no people, whatever it does count: 路, 单, 车."""
    return kind_of(unit) != "people" and unit not in PERSONAL and not any(one in unit for one in "人员名位户例次")


def _unsuited(counter: Counter, unit: str, base: str, role: str) -> Evidence:
    usual = "、".join(counter.units)
    certain = counter.units[0] == "人" or (counter.kind, counter.severity) == ("measure", "warning")
    change = (
        Change({role: unit.removesuffix(base) + counter.units[0]})
        if certain and role == "unit" and find_unit(unit)
        else Change(note=usual, safety=Safety.DISPLAY)
    )
    reason = counter.kind
    return Evidence(
        because=((reason, {"word": counter.word, "units": usual}),), severity=Severity(counter.severity), change=change
    )


CHECKS: Final[dict[str, Check]] = {
    "counter_suits": counter_suits,
    "unit_fits_name": unit_fits_name,
}
