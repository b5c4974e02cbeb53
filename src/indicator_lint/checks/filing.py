"""Indicators filed under the wrong class, as far as unit and name prove it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import polars as pl

from indicator_lint.checks.check import Change, Check, Evidence, search
from indicator_lint.checks.grouped import each
from indicator_lint.model.columns import CLASS1, CLASS2, DIMENSION, ID, SIGN, UNIT, normal
from indicator_lint.model.rule import Severity
from indicator_lint.vocabulary.class_endings import (
    ACCEPTED,
    ACTIVITY,
    COUNTED,
    EFFECT,
    EXTENSIVE,
    EXTENT,
    FRUITFUL,
    HELD,
    MADE,
    MADE_OF,
    OPINION,
    PAID,
    PRICED,
    PUNCTUAL,
    REACHED,
    SOUND,
    SPENT,
    SPREAD,
    STANDARD,
    UNTIMED,
)
from indicator_lint.vocabulary.cues import (
    BAD,
    CHANGE,
    ECOLOGICAL,
    MERIT,
    MONETARY,
    PERFORMANCE,
    TIMELY,
    WORK,
    find_cue,
    find_input,
)
from indicator_lint.vocabulary.directions import DOWN, find_direction
from indicator_lint.vocabulary.levels import official_name
from indicator_lint.vocabulary.measures import find_measure
from indicator_lint.vocabulary.naming import task_words, without_note
from indicator_lint.vocabulary.units import find_unit

PERCENT: Final = frozenset({"%", "‰"})
THINGS: Final = frozenset(
    ("人", "人次", "名", "篇", "册", "本", "座", "辆", "台", "套", "户", "株", "头", "只", "间", "栋", "幢", "艘", "盏")
)
"""Units of things made or people reached: a count of them is an amount also where the name does not say so."""

LIMITS: Final = frozenset(("≤", "<"))
"""Signs of what should stay low."""

OCCURRENCES: Final = frozenset({"次", "起", "例", "宗"})
AVERAGED: Final = ("每", "均", "占", "并发", "承载", "容纳", "用户数")
"""What speaks of one, of the average or of capacity (每万人医师数, 并发用户数) is no amount of work."""

COMPLETED: Final = ("完成率", "执行率", "完成比例", "完成度", "完成进度", "实施率", "完工率", "开工率")
"""Rates of how much of the amount was done: reviewers accept them as amounts."""

NO_NUMBERS: Final = (
    "指数",
    "系数",
    "分数",
    "次数",
    "倍数",
    "天数",
    "级数",
    "参数",
    "点数",
    "户数",
    "人数",
    "时数",
    "岁数",
    "年数",
)
"""Ends in 数 that count no things made, or are asked about elsewhere."""

SHORT_TIMES: Final = frozenset(
    ("天", "日", "工作日", "小时", "分钟", "秒", "个工作日", "自然日", "日历天", "周", "月", "个月")
)
SATISFACTION: Final = ("满意度", "满意率", "满意程度")


@search
def filed_by_evidence(frame: pl.DataFrame, _: str) -> dict[int, Evidence]:
    """Unit and name do not prove that an indicator belongs to another level 2.

    Only what both prove is reported: a rate under 数量, a count under 质量 or 时效, a time of work under 质量, the state of
    nature under 经济效益, money under 生态效益. Bad events, awards and grades are counted for their quality.
    """
    asked = [CLASS2, normal("name"), UNIT, DIMENSION, SIGN]
    return each(frame.select(ID, *asked).filter(pl.col(CLASS2).is_in(list(PROOFS))), asked, _filed)


class _Said(NamedTuple):
    """What an indicator says: its name without the bracket that ends it, its standard unit, dimension and sign."""

    name: str
    unit: str
    dimension: str
    sign: str


class _Proof(NamedTuple):
    """The class (a level 2, or `benefit`) that an indicator belongs to instead, and the reason of the page that says why."""

    right: str
    reason: str


def _filed(class2: str, name: str | None, unit: str | None, dimension: str | None, sign: str | None) -> Evidence | None:
    if not name or not unit:
        return None
    found = find_unit(unit)
    proof = PROOFS[class2](_Said(without_note(name), found.standard if found else unit, dimension or "", sign or ""))
    if proof is None:
        return None
    level = 1 if proof.right in {"output", "benefit", "cost"} else 2
    names = {"right": official_name(level, proof.right), "filed": official_name(2, class2)}
    because = ((proof.reason, {"unit": unit, **names}),)
    return Evidence(names, because, change=Change(note=names["right"]))


def _as_quantity(said: _Said) -> _Proof | None:
    """A rate is no amount; that of what was done (完成率) passes unless it speaks of time. What is to be spent at most is a cost."""
    if said.sign in LIMITS and said.unit in SHORT_TIMES and (_is_work(said.name) or said.name.endswith("及时性")):
        return _Proof("timeliness", "time")
    if said.dimension in {"money", "price"} and said.sign in LIMITS and SPENT.search(said.name):
        return _Proof("cost", "spent")
    measure = find_measure(said.name)
    dimensions = measure.dimensions if measure else frozenset()
    if said.unit not in PERCENT or "ratio" not in dimensions or "count" in dimensions:
        return None
    if find_cue(TIMELY, said.name):
        return _Proof("timeliness", "rate")
    if find_cue(CHANGE, said.name):
        return _Proof("benefit", "rate")
    return None if said.name.endswith(COMPLETED) else _Proof("quality", "rate")


def _as_quality(said: _Said) -> _Proof | None:
    """A count of things made is an amount; a time that work takes, and what came in time, is timeliness."""
    if said.sign in LIMITS and said.unit in SHORT_TIMES and _is_work(said.name):
        return _Proof("timeliness", "time")
    unwanted = find_direction(said.name, "quality", said.dimension)
    faulty = (find_cue(BAD, said.name) and not REACHED.search(said.name)) or (unwanted and unwanted.sign == DOWN)
    if (_is_count(said) or _is_held(said) or _is_extent(said)) and not faulty and not _has_merit(said.name):
        return _Proof("quantity", "count")
    return _in_time(said)


def _in_time(said: _Said) -> _Proof | None:
    timed = said.unit in PERCENT and PUNCTUAL.search(said.name)
    return _Proof("timeliness", "punctual") if timed else None


def _as_cost(said: _Said) -> _Proof | None:
    """What was done well, in time, or how much of it, is no cost."""
    if said.unit in PERCENT and SOUND.search(said.name) and not STANDARD.search(said.name):
        return _Proof("quality", "sound")
    if said.unit in PERCENT and said.sign in {"≥", ">", "="} and EFFECT.search(said.name) and "资金" not in said.name:
        return _Proof("benefit", "effect")
    if said.dimension == "count" and said.sign in {"≥", ">"} and _is_count(said):
        return _Proof("quantity", "count")
    return _in_time(said)


def _as_benefit(said: _Said) -> _Proof | None:
    """What was made, held, accepted, or done when it was due, is of the output; reviewers let what serves people in time pass."""
    if said.dimension in MADE_OF and MADE.search(said.name) and said.sign not in LIMITS:
        return _Proof("quantity", "count")
    if said.unit in PERCENT and ACCEPTED.search(said.name):
        return _Proof("quality", "sound")
    if _is_held(said) and not FRUITFUL.search(said.name) and not find_cue(BAD, said.name) and not _has_merit(said.name):
        return _Proof("quantity", "count")
    return _in_time(said)


def _as_sustainable(said: _Said) -> _Proof | None:
    """A price that is to stay low does not last: it is a cost."""
    priced = said.dimension in {"money", "price"} and said.sign in LIMITS and PRICED.search(said.name)
    return _Proof("cost", "priced") if priced else _as_benefit(said)


def _as_timeliness(said: _Said) -> _Proof | None:
    """A count of things is an amount, unless the name speaks of time or faults; what was done well is quality."""
    timed = find_cue(TIMELY, said.name) or PAID.search(said.name)
    if said.unit in PERCENT and SOUND.search(said.name) and not timed:
        return _Proof("quality", "sound")
    if said.unit in PERCENT and UNTIMED.search(said.name) and not timed:
        return _Proof("quality", "timeless")
    if said.unit in PERCENT and SPREAD.search(said.name) and not timed:
        return _Proof("benefit", "timeless")
    counted = _is_count(said) or _is_held(said) or _is_extent(said)
    if counted and not find_cue(TIMELY, said.name) and not find_cue(BAD, said.name):
        return _Proof("quantity", "count")
    return None


def _as_economic(said: _Said) -> _Proof | None:
    natural = find_cue(ECOLOGICAL, said.name) and said.dimension != "money"
    return _Proof("ecological", "nature") if natural else _as_benefit(said)


def _as_ecological(said: _Said) -> _Proof | None:
    natural = find_cue(ECOLOGICAL, said.name) or "生态" in said.name
    earned = said.dimension == "money" and find_cue(MONETARY, said.name) and not natural
    return _Proof("economic", "money") if earned else _as_sustainable(said)


def _as_satisfaction(said: _Said) -> _Proof | None:
    """What was made, how well, when and at what cost is told elsewhere, unless somebody is asked, or complains."""
    name = said.name
    if OPINION.search(name):
        return None
    if said.unit in PERCENT:
        return _as_rate_of_satisfaction(name)
    if find_cue(BAD, name):
        return None
    counted = (_is_count(said) and name.endswith("数")) or name.endswith(COUNTED) or _is_held(said) or _is_extent(said)
    if counted:
        return _Proof("quantity", "count")
    priced = said.dimension in {"money", "price"} and said.sign in LIMITS and PRICED.search(name)
    return _Proof("cost", "spent") if priced else None


def _as_rate_of_satisfaction(name: str) -> _Proof | None:
    if SOUND.search(name) or UNTIMED.search(name):
        return _Proof("quality", "sound")
    if find_cue(BAD, name):
        return None
    if find_cue(TIMELY, name) and name.endswith("率"):
        return _Proof("timeliness", "punctual")
    if name.endswith(COMPLETED):
        return _Proof("output", "done")
    return _Proof("benefit", "reached") if EFFECT.search(name) or SPREAD.search(name) else None


def _is_held(said: _Said) -> bool:
    """Meetings, courses and inspections that were held."""
    return said.sign not in LIMITS and said.unit in HELD and bool(ACTIVITY.search(said.name))


def _is_extent(said: _Said) -> bool:
    """How far the work extended."""
    averaged = any(word in said.name for word in AVERAGED)
    return said.dimension in EXTENSIVE and said.sign not in LIMITS and bool(EXTENT.search(said.name)) and not averaged


def _is_count(said: _Said) -> bool:
    """Things made or people reached, as many as possible."""
    if said.sign in LIMITS or said.unit in OCCURRENCES or any(word in said.name for word in AVERAGED):
        return False
    numbered = said.name.endswith("数") and not said.name.endswith(NO_NUMBERS)
    counted = said.dimension == "count" and (said.name.endswith(COUNTED) or numbered)
    return counted or (said.unit in THINGS and not said.name.endswith(("率", "比", "度")))


def _is_work(name: str) -> bool:
    """How long work takes, and not how fast a thing runs."""
    return bool(find_cue(TIMELY, name) and find_cue(WORK, name)) and not find_cue(PERFORMANCE, name)


def _has_merit(name: str) -> bool:
    """An award, a grade: but 骨干教师培训人次 counts what was done, not what the teachers are."""
    stem = next((name.removesuffix(end) for end in COUNTED if name.endswith(end)), name)
    done = any(stem.endswith(word) and not find_cue(MERIT, word) for word in task_words("activity"))
    return bool(find_cue(MERIT, name)) and not (done and stem != name)


PROOFS: Final[Mapping[str, Callable[[_Said], _Proof | None]]] = {
    "quantity": _as_quantity,
    "quality": _as_quality,
    "timeliness": _as_timeliness,
    "cost": _as_cost,
    "economic_cost": _as_cost,
    "economic": _as_economic,
    "social": _as_benefit,
    "ecological": _as_ecological,
    "sustainable": _as_sustainable,
    "satisfaction": _as_satisfaction,
}
"""By the key of a level 2: what proves that an indicator is out of place there."""


@search
def satisfaction_in_its_class(frame: pl.DataFrame, _: str) -> dict[int, Evidence]:
    """What is called satisfaction is filed under satisfaction. A level 2 that already says so is left to other rules."""
    return each(frame, [CLASS1, CLASS2, normal("name")], _satisfied)


def _satisfied(class1: str | None, class2: str | None, name: str | None) -> Evidence | None:
    elsewhere = class1 in {"output", "benefit", "cost"} and class2 not in {"satisfaction", "other"}
    if not name or not elsewhere or not without_note(name).endswith(SATISFACTION):
        return None
    return Evidence(change=Change(note=official_name(1, "satisfaction")))


@search
def no_input_as_output(frame: pl.DataFrame, _: str) -> dict[int, Evidence]:
    """Money put in is not counted as an amount or a quality of what was done; money in place is merely remarked."""
    judged = frame.select(ID, CLASS2, normal("name")).filter(pl.col(CLASS2).is_in(["quantity", "quality"]))
    return each(judged, [normal("name")], _put_in)


def _put_in(name: str | None) -> Evidence | None:
    kind = find_input(without_note(name)) if name else ""
    if not kind:
        return None
    if kind == "rate":
        return Evidence(because=((kind, {}),), severity=Severity.INFO)
    return Evidence(because=((kind, {}),), change=Change(note=official_name(2, "cost")))


CHECKS: Final[dict[str, Check]] = {
    "filed_by_evidence": filed_by_evidence,
    "no_input_as_output": no_input_as_output,
    "satisfaction_in_its_class": satisfaction_in_its_class,
}
