"""Operators: what stands in 性质."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from indicator_lint.checks.check import Change, Check, Evidence, Findings, Params, search
from indicator_lint.checks.grouped import each, each_text
from indicator_lint.model.columns import CLASS2, DIMENSION, GROUP, ID, SIGN, normal
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.directions import Direction, find_direction
from indicator_lint.vocabulary.measures import bare_name, find_measure
from indicator_lint.vocabulary.operators import UNKNOWN, find_sign
from indicator_lint.vocabulary.scales import find_scale
from indicator_lint.vocabulary.target_words import is_state
from indicator_lint.vocabulary.units import base_unit

STANDARD: Final = ("≥", "≤", "=", "＝", ">", "<", "＞", "＜", "定性", "定量")
"""Written as systems read them; full-width signs are read as well as half-width ones."""

COMPARING: Final = frozenset({"≥", ">", "≤", "<"})
TIMED: Final = COMPARING | {"="}
AGAINST: Final = {"≥": ("≤", "<"), "≤": ("≥", ">")}
"""The signs that contradict a direction; `=` contradicts none."""

QUANTITY: Final = pattern(r"\d[\d,]*(?:\.\d+)?(?:%|‰|[^\d年月日号前后起至到~—-]*)")
"""A plain target: 95, 95%, 1200人. Dates, ranges and words stand without an operator."""

FIGURE: Final = pattern(r"(?!(?:19|20)\d\d$)\d[\d,]*(?:\.\d+)?")
"""A number that is no year: what has one is counted, whatever its name."""

LED: Final = pattern(
    r"\s*([^\w\s.,()（）“”\-—/、。*#&%~～\u4e00-\u9fff]{1,3})(?:\s*[\d*]|\s+[%‰\u4e00-\u9fff]{1,4}(?:/[\u4e00-\u9fff]{1,3})?\s*$)"
)
"""A sign before a number, or before the unit of one to come: >=95%, 》 亩."""

COUNTABLE: Final = frozenset(
    {"ratio", "count", "money", "price", "area", "length", "volume", "weight", "energy", "power", "data", "speed",
     "concentration", "density", "workload", "temperature", "flow", "discharge", "noise", "pressure", "radiation", "time"}
)  # fmt: skip
"""Dimensions that only a number can have."""

POINT: Final = pattern(r"(?:时间|时限|日期|时点|时刻|节点)$")
NUMBERED: Final = pattern(r"^\D{0,5}\d[\d,.]*(?:%|‰|[\u4e00-\u9fff]{1,3})?(?:以[上内下])?$")
"""A target in the place of the operator: ≥95%, 12次."""

FEW, HABIT = 2, 3
"""So few targets without a sign, beside so many times more that have theirs, were forgotten one by one."""

BESIDE_SIGNED: Final = (normal("name"), DIMENSION, CLASS2, normal("target"))

YEARS: Final = frozenset({"年", "年度", "学年", "周年"})
MONTHS: Final = frozenset({"月", "个月", "季度", "季", "旬"})
SERVICE: Final = pattern(r"(?:时间|时限|时长|用时|耗时)$")
NUMERAL: Final = pattern(r"\d{1,2}(?:\.\d+)?")
LENGTHY: Final = ("提案", "议案", "建议", "复议", "仲裁", "诉讼", "专利", "规划")
"""What the law itself gives months: 提案答复时限."""

COUNTED: Final = frozenset({"次", "个", "件", "项", "场", "批", "份", "人", "人次", "台", "套", "期", "家", "户"})


@search
def standard_operator(frame: pl.DataFrame, role: str) -> Findings:
    """An operator that means a standard one is written in the standard way, and a state to be reached (有效提升) is none.

    In a form without operators it stands before the number of the target: >=95%.
    """
    if role == "target":
        return each_text(frame.filter(pl.col("operator").is_null()), role, _oddly_led)
    return each_text(frame, role, _nonstandard)


def _oddly_led(text: str) -> Evidence | None:
    led = LED.match(text)
    sign = find_sign(led[1]) if led else ""
    if led is None or led[1] in STANDARD or sign in {"", UNKNOWN}:
        return None
    texts = {"target": f"{text[: led.start(1)]}{sign}{text[led.end(1) :]}"}
    return Evidence({"given": led[1]}, (("sign", {"sign": sign}),), change=Change(texts))


def _nonstandard(text: str) -> Evidence | None:
    shown = text.strip()
    sign = find_sign(shown)
    if not shown or shown in STANDARD:
        return None
    if sign not in {"", UNKNOWN}:
        return Evidence({"given": shown}, (("sign", {"sign": sign}),), change=Change({"operator": sign}))
    if NUMBERED.search(shown):
        return Evidence({"given": shown}, (("number", {}),), change=Change(advice=("apart", {})))
    words = is_state(shown) or find_scale(shown) is not None
    return Evidence({"given": shown}, (("words", {}),), change=Change(note="定性")) if words else None


@search
def operator_stated(frame: pl.DataFrame, role: str, *, rows: int) -> Findings:
    """A quantitative indicator has an operator: in its column or, where a form has none, before the number of its target."""
    if role == "target":
        return _unsigned(frame, role)
    empty = each(frame, (normal("name"), DIMENSION, CLASS2, normal("target"), SIGN), _unstated)
    stating = frame.select(ID, GROUP, SIGN, role).filter(pl.col(role).is_not_null())  # not all columns: they are long
    unstated = (
        stating.group_by(GROUP, maintain_order=True)
        .agg(ID, (pl.col(SIGN) != "").sum().alias("stated"))
        .filter(pl.col("stated") == 0)
    )
    for ids in unstated[ID].to_list():
        lacking = [record for record in ids if record in empty]
        if len(lacking) >= rows:
            for record in lacking:
                del empty[record]
            told: tuple[tuple[str, Params], ...] = (("all", {"count": len(lacking)}), ("whole", {}))
            related = tuple((record, role) for record in lacking[1:])
            empty[lacking[0]] = Evidence(because=told, related=related, whole=True)
    return empty


def _unsigned(frame: pl.DataFrame, role: str) -> Findings:
    """The targets of a category of a form without operators that are mere numbers: a remark. 0 and 100% say enough."""
    bare = pl.col(normal("target")).str.contains(f"^(?:{QUANTITY.pattern})$")
    enough = pl.col(normal("target")).str.contains(r"^(?:0\D*|100%|(?:19|20)\d\d)$")
    asked = frame.filter(pl.col("operator").is_null() & (pl.col(SIGN).fill_null("") == "") & bare & ~enough)
    if asked.is_empty():
        return {}
    comparing = frame.select(GROUP, SIGN).filter(pl.col(SIGN).is_in(list(COMPARING)))
    signed = dict(comparing.group_by(GROUP).len().iter_rows())
    found: dict[int, Evidence] = {}
    for group, ids in asked.group_by(GROUP, maintain_order=True).agg(ID).iter_rows():
        if len(ids) <= FEW and signed.get(group, 0) >= HABIT * len(ids):
            found.update(each(asked.filter(pl.col(ID).is_in(ids)), BESIDE_SIGNED, _forgotten))
            continue
        related = tuple((record, role) for record in ids[1:])
        told = ("bare", {"count": len(ids)})
        found[ids[0]] = Evidence(because=(told,), severity=Severity.INFO, related=related, whole=True)
    return found


def _forgotten(name: str | None, unit: str | None, class2: str | None, target: str | None) -> Evidence | None:
    """One of the few targets without a sign among many that have theirs."""
    found = _unstated(name, unit, class2, target, "")
    return replace(found, severity=Severity.INFO) if found else None


def _unstated(
    shown: str | None, unit: str | None, class2: str | None, target: str | None, sign: str | None
) -> Evidence | None:
    if sign != "":
        return None
    name, dimension = shown or "", unit or ""
    measure = find_measure(name)
    named = measure is not None and bool(measure.dimensions) and "scale" not in measure.dimensions
    counted = dimension in COUNTABLE or (not dimension and (named or FIGURE.fullmatch(target or "") is not None))
    if not name or not counted or (target and not QUANTITY.fullmatch(target)):
        return None
    direction = find_direction(name, class2 or "", dimension)
    one = ("one", {"name": name})
    if direction is None:
        return Evidence(because=(one, ("unclear", {})))
    return Evidence(because=(one, ("usual", {"sign": direction.sign})), change=Change(note=direction.sign))


@search
def direction_fits_name(frame: pl.DataFrame, role: str) -> Findings:
    """The operator points the way in which the indicator is better."""
    columns = normal("operator"), normal("name"), CLASS2, DIMENSION, SIGN

    def look(operator: str | None, *values: str | None) -> Evidence | None:
        if bool(operator) != (role == "operator"):
            return None
        found = _turned(*values)
        return found if operator or found is None else _of_target(found)

    return each(frame, columns, look)


def _of_target(found: Evidence) -> Evidence:
    """An operator inside a target (≤95%): the rest of the cell is the writer's."""
    change = found.change
    return replace(found, change=Change(note=change.texts.get("operator", change.note)) if change else None)


def _turned(name: str | None, class2: str | None, dimension: str | None, sign: str | None) -> Evidence | None:
    if not name or sign not in COMPARING:
        return None
    direction = find_direction(name, class2 or "", dimension or "")
    if direction is None or sign not in AGAINST[direction.sign]:
        return None
    safety = None if direction.certain else Safety.DISPLAY
    change = (
        Change({"operator": direction.sign}, safety=safety)
        if direction.certain
        else Change(note=direction.sign, safety=safety)
    )
    reason = "up" if direction.sign == "≥" else "down"
    return Evidence(
        because=((reason if direction.cue else "output", {"cue": direction.cue}),),
        severity=_doubt(direction),
        change=change,
    )


def _doubt(direction: Direction) -> Severity | None:
    if direction.certain:
        return None
    return Severity.WARNING if direction.cue else Severity.INFO


@search
def nature_fits_unit(frame: pl.DataFrame, role: str) -> Findings:
    """What is qualitative has no countable unit, and what is compared with ≥ or ≤ has no scale."""
    del role
    return each(frame, (normal("operator"), SIGN, DIMENSION, normal("unit")), _conflict)


def _conflict(operator: str | None, sign: str | None, dimension: str | None, unit: str | None) -> Evidence | None:
    if not operator or not unit:
        return None
    if sign == "定性" and dimension in COUNTABLE:
        return Evidence(because=(("counted", {}),), change=Change(advice=("decide", {})))
    scale = find_scale(unit) if sign in COMPARING and dimension == "scale" else None
    return Evidence(because=(("graded", {}),), change=Change(note="定性")) if scale and len(scale.grades) > 1 else None


@search
def measurable_in_period(frame: pl.DataFrame, role: str, *, events: Sequence[str], prompt: Sequence[str]) -> Findings:
    """The time of an event is given so that the year's end can tell whether it was met, and that of a service in days."""
    del role

    def look(name: str | None, sign: str | None, *others: str | None) -> Evidence | None:
        if not name or sign is None or sign not in TIMED:
            return None
        unit, dimension, target = (text or "" for text in others)
        found = _unmeasurable(name, sign, unit, dimension, target) if any(event in name for event in events) else None
        return found or _too_coarse(name, sign, unit, target, prompt)

    return each(frame, (normal("name"), SIGN, normal("unit"), DIMENSION, normal("target")), look)


def _unmeasurable(name: str, sign: str, unit: str, dimension: str, target: str) -> Evidence | None:
    if not POINT.search(bare_name(name)) or (target and not re.fullmatch(r"\d{1,2}(?:\.\d+)?", target)):
        return None
    if base_unit(unit) in YEARS and sign != "=":
        return Evidence(because=(("years", {}),), change=Change(advice=("finer", {})))
    if base_unit(unit) in COUNTED:
        return Evidence(because=(("counted", {"unit": unit}),), change=Change(advice=("timed", {})))
    if dimension == "date" and sign in {"≥", ">"}:
        return Evidence(because=(("after", {}),), change=Change(note="≤"))
    return None


def _too_coarse(name: str, sign: str, unit: str, target: str, prompt: Sequence[str]) -> Evidence | None:
    """The time in which people are served, or something urgent is done, in months or years: 投诉响应时间 ≤ 月."""
    slow = any(word in name for word in LENGTHY)
    served = not slow and any(word in name for word in prompt) and SERVICE.search(bare_name(name))
    if (
        not served
        or sign not in {"≤", "<"}
        or base_unit(unit) not in YEARS | MONTHS
        or (target and not NUMERAL.fullmatch(target))
    ):
        return None
    return Evidence(
        because=(("coarse", {"unit": unit}),), severity=Severity.WARNING, change=Change(advice=("sooner", {}))
    )


CHECKS: Final[dict[str, Check]] = {
    "direction_fits_name": direction_fits_name,
    "measurable_in_period": measurable_in_period,
    "nature_fits_unit": nature_fits_unit,
    "operator_stated": operator_stated,
    "standard_operator": standard_operator,
}
