"""Units of measurement: their dimensions, the ways they are written, and how compound ones are put together.

Single units are listed in `units.csv`. Compounds follow a small grammar: scale prefixes (万人次), quotients (元/人·月, 件/万人,
微克/立方米), products (人·天), alternatives in brackets (台（套）). So 万元/公里 and 册/百人 need not be listed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Final, NamedTuple

from indicator_lint.chinese.normal import BLANKS, normal_form
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary import REMEMBERED, load_rows
from indicator_lint.vocabulary.scales import find_scale

PLACEHOLDERS: Final = frozenset(
    {"/", "\\", "-", "--", "—", "——", "–", "*", "无", "无单位", "不适用", "无量纲", "空", "定性", "定性指标", "文字"}
)
"""Written into a unit cell to say that there is no unit."""

SEPARATORS: Final = pattern(r"[、,;]|或")
AROUND: Final = pattern(r"^(?:计量)?单位:|^[≥≤=><]+|^\d+(?=[^\d/.])|(?<=.)(?:以[内上下]|内|左右)$")
"""What is written around a unit without belonging to it: 单位：万元, ≥30人, 天以内."""

OUTER: Final = pattern(r"\((.+)\)|\[(.+)\]")
BRACKETED: Final = pattern(r"(.+?)\(([^()]+)\)(.*)")
PER_NUMBER: Final = pattern(r"(?:每|1?/)(?:10{1,8}|\d*[十百千万亿]+|\d+万)人?口?")
NUMBER: Final = pattern(r"^(?:\d+|[十百千万亿])+")
PREFIX: Final = pattern(r"^[十百千万亿]+")
QUOTIENT: Final = pattern(r"/|每")
PRODUCT: Final = pattern(r"[·*×.•・∙]")
FREE: Final = pattern(r"[\u4e00-\u9fffA-Za-z²³()·*]{1,8}")
"""A denominator that is not listed: 元/教学班."""

HINT: Final = pattern(r"^[≥≤><=]{0,2}\*{1,3}")
"""What a template leaves before the unit: (≥**万元)."""

NAME_TAIL: Final = pattern(r"[(\[]([^()\[\]]+)[)\]]$")

CASED: Final = pattern(r"^[a-z]$|^m(?:[wjval]|wh|va|pa|sv)$|^[kmgtpe]?b$", re.IGNORECASE)
"""Units whose capitals tell how large they are: MW and mW, ML and mL, TB and Tb."""

FULLWIDTH_PERCENT: Final = ("％", "﹪")

KINDS_OF_LENGTH: Final = pattern(r"[\u4e00-\u9fff]{1,4}(?:公里|千米)")
MOMENTS: Final = frozenset({"秒", "秒钟", "s", "分", "分钟", "min", "小时", "时", "h", "hr"})
"""Times so short that what is divided by them runs: a flow in 立方米/秒 is no amount of water, 万立方米/年 is one."""

RUNNING: Final = {
    "length": "speed",
    "data": "speed",
    "volume": "discharge",
    "weight": "flow",
    "energy": "power",
    "area": "flow",
}
"""What a quantity in such a time is."""

YIELDING: Final = {"volume": "flow", "weight": "flow"}
"""What a quantity in a day or a year is, where it is no longer itself."""

BULK: Final = ("area", "length", "volume", "weight")
"""What stays itself when it is done several times: 平方米·次."""

KEEPING: Final = frozenset({"ratio", "score", "time", "temperature", "noise", "speed", "grade"})
"""Dimensions that stay what they are whatever they are divided by: 分钟/件 is still time."""


class Unit(NamedTuple):
    """A unit as written: the standard way to write it and its dimension."""

    standard: str
    dimension: str


@lru_cache(maxsize=REMEMBERED)
def find_unit(text: str) -> Unit | None:
    """The unit that a cell means, None where it means none that is known (or several, or a scale)."""
    key = normal_form(text)
    key = AROUND.sub("", key) or key
    outer = OUTER.fullmatch(key)
    return _read(outer[1] or outer[2] if outer else key)


@lru_cache(maxsize=REMEMBERED)
def find_dimension(text: str) -> str:
    """The dimension of a unit cell (see `model.columns.DIMENSION`): empty also for `/`, `无` and the like."""
    key = normal_form(text)
    if not key or key in PLACEHOLDERS:
        return ""
    if key in _pairs() and key not in _listed_units():
        return "several"
    unit = find_unit(key)
    if unit is not None:
        return unit.dimension
    if find_scale(key) is not None:
        return "scale"
    return "several" if find_several(key) else "unknown"


@lru_cache(maxsize=REMEMBERED)
def find_several(text: str) -> tuple[Unit, ...]:
    """The units that a cell lists side by side (平方米、米); empty unless there are two or more and all are known."""
    key = normal_form(text)
    parts = key.split("/") if key in _pairs() else SEPARATORS.split(key)
    units = [find_unit(part) for part in parts if part]
    known = tuple(unit for unit in units if unit is not None)
    return known if len(known) > 1 and len(known) == len(units) else ()


@lru_cache(maxsize=REMEMBERED)
def unit_in_name(name: str) -> bool:
    """Whether a name ends in a unit in brackets: 造林面积（万亩）."""
    match = NAME_TAIL.search(normal_form(name))
    return match is not None and find_unit(HINT.sub("", match[1])) is not None


@lru_cache(maxsize=REMEMBERED)
def standard_unit(text: str) -> str:
    """The standard way to write a unit cell; empty where it is not a single known unit, or more than a unit (10万元)."""
    bare = BLANKS.sub("", text)
    key = normal_form(bare)
    unit = None if AROUND.search(key) or OUTER.fullmatch(key) else _read(key)
    if unit is None:
        return ""
    return bare if normal_form(unit.standard) == key and not bare.endswith(FULLWIDTH_PERCENT) else unit.standard


@lru_cache(maxsize=REMEMBERED)
def base_unit(text: str) -> str:
    """A counter without its scale prefix: 万人次 → 人次."""
    key = normal_form(text)
    return PREFIX.sub("", key) or key


@cache
def known_spellings() -> tuple[str, ...]:
    """Every listed spelling, for telling what a misspelt unit may have meant."""
    return tuple(_listed_units())


@lru_cache(maxsize=REMEMBERED)
def _read(key: str) -> Unit | None:
    readers: Iterable[Callable[[str], Unit | None]] = (
        _listed, _per_number, _alternative, _quotient, _prefixed, _product, _times, _kind_of_length,
    )  # fmt: skip
    return next(filter(None, (read(key) for read in readers)), None) if key else None


def _listed(key: str) -> Unit | None:
    return _listed_units().get(key) or _folded_units().get(key.casefold())


def _per_number(key: str) -> Unit | None:
    return Unit(key, "ratio") if PER_NUMBER.fullmatch(key) else None


def _alternative(key: str) -> Unit | None:
    """台(套), 元(人民币), 吨(折标准煤): what the unit before the brackets is."""
    match = BRACKETED.fullmatch(key)
    unit = _read(match[1] + match[3]) if match else None
    return unit._replace(standard=key) if unit else None


def _prefixed(key: str) -> Unit | None:
    match = PREFIX.match(key)
    unit = _read(key[match.end() :]) if match else None
    return unit._replace(standard=match[0] + unit.standard) if match and unit else None


def _product(key: str) -> Unit | None:
    parts = PRODUCT.split(key)
    units = [_read(part) for part in parts if part] if len(parts) > 1 else []
    known = [unit.dimension for unit in units if unit is not None]
    if len(known) < len(parts) or not known:
        return None
    return Unit(key, next((dimension for dimension in known if dimension in BULK), "workload"))


def _times(key: str) -> Unit | None:
    """台次, 组次, 万班次."""
    unit = _listed(key[:-1]) if key.endswith("次") else None
    return Unit(key, "count") if unit and unit.dimension == "count" else None


def _kind_of_length(key: str) -> Unit | None:
    return Unit(key, "length") if KINDS_OF_LENGTH.fullmatch(key) else None


def _quotient(key: str) -> Unit | None:
    """万元/公里, 次/年, 元/人·月, 件/万人: the first part, by what it is divided by."""
    first, *rest = QUOTIENT.split(key)
    unit = _read(first) if rest and all(map(_divides, rest)) else None
    if unit is None:
        return None
    standard = "/".join([unit.standard, *(_standard(part) for part in rest)]) if "每" not in key else key
    return Unit(standard, _divided(unit.dimension, rest[0]))


def _divides(part: str) -> bool:
    bare = NUMBER.sub("", part)
    return bool(part) and (not bare or _listed(bare) is not None or FREE.fullmatch(bare) is not None)


def _standard(part: str) -> str:
    unit = _listed(part)
    return unit.standard if unit else part


def _divided(dimension: str, by: str) -> str:
    if dimension == "money":
        return "price"
    if dimension in KEEPING:
        return dimension
    divisor = _read(by)
    if divisor is not None and divisor.dimension == "time":
        return (RUNNING if NUMBER.sub("", by) in MOMENTS else YIELDING).get(dimension, dimension)
    if divisor is not None and dimension == "weight" and divisor.dimension in {"volume", "weight"}:
        return "concentration"
    if dimension in {"area", "length"} and (divisor is None or divisor.dimension == "count"):
        return dimension
    return "density"


@cache
def _pairs() -> frozenset[str]:
    """名/人次, 公里/米: two units where a slash does not make a rate of them."""
    return frozenset(row["pair"] for row in load_rows("unit_pairs"))


@cache
def _listed_units() -> dict[str, Unit]:
    rows = load_rows("units")
    return {normal_form(row["written"]): Unit(row["unit"], row["dimension"]) for row in reversed(rows)}


@cache
def _folded_units() -> dict[str, Unit]:
    """Latin letters in any case, where the case of the listed spelling was not met, unless capitals tell sizes apart."""
    return {key.casefold(): unit for key, unit in _listed_units().items() if not CASED.search(key)}
