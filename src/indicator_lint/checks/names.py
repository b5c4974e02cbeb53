"""Names of indicators: what is measured, of what, and nothing else."""

from __future__ import annotations

from typing import Final

import polars as pl

from indicator_lint.checks.check import Change, Check, Evidence, search
from indicator_lint.checks.frameworks import COSTS
from indicator_lint.checks.grouped import each, each_text
from indicator_lint.chinese.normal import normal_form, unmarked
from indicator_lint.model.columns import CLASS2, DIMENSION, NATURE, UNIT, normal
from indicator_lint.model.rule import Severity
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.levels import find_level
from indicator_lint.vocabulary.naming import (
    ends_in_figure,
    is_activity,
    is_generic,
    is_quantity,
    measure_of_unit,
    task_words,
    without_note,
)
from indicator_lint.vocabulary.targets import find_target

COUNTS: Final = frozenset({"count", "workload"})
"""Dimensions of units that count: an object beside one is incomplete, but its meaning is plain."""

EXTENTS: Final = frozenset({"area", "length", "volume", "weight", "time", "several"})
"""Dimensions of units beside which an object alone does not tell what is measured."""

TWO_MEASURES: Final = pattern(r"^(.*[^率]率)(?:或者?|和|及|与|以及|、|,|/)([^率]+率)$")


@search
def measurable_name(frame: pl.DataFrame, role: str) -> dict[int, Evidence]:
    """The name of what is counted or measured ends in a quantity, not in an object or an activity.

    Rates are left to the rules about units. An object beside a unit of extent (建筑物 平方米) is a warning; beside a counter
    (慰问对象 人), and an activity always (采购设备 台), a remark: there the meaning is plain.
    """
    named = frame.filter(pl.col(normal(role)) != "")
    return each(named, [role, UNIT, DIMENSION, NATURE, CLASS2], _measured)


def _measured(
    shown: str | None, unit: str | None, dimension: str | None, nature: str, class2: str | None
) -> Evidence | None:
    name = unmarked(normal_form(shown or ""))
    judged = dimension in {*COUNTS, *EXTENTS, "money"} and nature != "qualitative"
    if not name or not unit or not judged or is_quantity(name):
        return None
    measure = "费用" if dimension == "money" and class2 in COSTS else measure_of_unit(unit)
    grave = dimension in EXTENTS and not is_activity(name)
    return Evidence(
        params={"unit": unit},
        because=(("activity" if is_activity(name) else "object", {}),),
        severity=Severity.WARNING if grave else Severity.INFO,
        change=Change({"name": f"{(shown or '').strip()}{measure}"}) if measure else None,
    )


@search
def specific_name(frame: pl.DataFrame, role: str) -> dict[int, Evidence]:
    """A name says of what it is the measure."""
    return each(frame, [normal(role)], _specific)


def _specific(name: str | None) -> Evidence | None:
    bare = without_note(name or "")
    if not is_generic(bare):
        return None
    return Evidence(change=Change(advice=("object", {"bare": bare})))


@search
def single_measure(frame: pl.DataFrame, role: str) -> dict[int, Evidence]:
    """A name names one rate."""
    return each(frame, [normal(role)], _single)


def _single(name: str | None) -> Evidence | None:
    match = TWO_MEASURES.match(without_note(name or ""))
    if match is None:
        return None
    return Evidence(
        {"first": match[1], "second": match[2]},
        change=Change(advice=("split", {"first": match[1], "second": match[2]})),
    )


@search
def no_task(frame: pl.DataFrame, role: str) -> dict[int, Evidence]:
    """A name is no question, no slogan and no aim (提升…) without a quantity."""
    return each(frame, [normal(role), NATURE, DIMENSION], _task)


def _task(name: str | None, nature: str, dimension: str | None) -> Evidence | None:
    bare = without_note(name or "")
    if any(word in bare for word in task_words("question")):
        return Evidence(because=(("question", {}),), change=Change(advice=("noun", {})))
    shares = nature == "quantitative" and dimension == "ratio"  # 维护社会稳定 ≥95%
    if SOFT.search(bare) and nature != "quantitative" and _kind_of_task(bare) in {"slogan", "aim"}:
        return Evidence(because=(("aim", {}),), severity=Severity.INFO)
    if not bare or ends_in_figure(bare) or (nature == "quantitative" and not shares):
        return None
    if reached := OUTCOME.search(bare):
        severity = None if reached[1] else Severity.INFO
        return Evidence(because=(("outcome", {}),), severity=severity, change=Change(advice=("quantity", {})))
    vague = is_quantity(bare)
    kind = _kind_of_task(bare)
    if not kind or (vague and (shares or kind != "slogan")):
        return None
    change = None if kind in {"aim", "sentence"} else Change(advice=("quantity", {}))
    mild = vague or shares or kind in {"aim", "sentence"}
    reason = "task" if kind == "sentence" else kind
    return Evidence(because=((reason, {}),), severity=Severity.INFO if mild else None, change=change)


def _kind_of_task(name: str) -> str:
    """How a name begins: as a slogan (an adverb and what is done), a service for somebody, an aim, or as none of them."""
    rest = next((name.removeprefix(word) for word in task_words("slogan") if name.startswith(word)), "")
    if rest.startswith((*task_words("aim"), *task_words("activity"))):
        return "slogan"
    if SERVES.match(name):
        return "task"
    if SENTENCE.match(name):
        return "sentence"
    aim = next((word for word in task_words("aim") if name.startswith(word)), "")
    return "aim" if aim and name.removeprefix(aim)[:1] not in NOUN_ENDS else ""


NOUN_ENDS: Final = frozenset("性化型房区地")
"""What makes a noun of a verb: 保障性住房, 规范化学校."""

SOFT: Final = pattern(
    r"(?:感|水平|能力|质量|素质|素养|意识|环境|氛围|形象|面貌|作用|活力|竞争力|影响力|增收|增效|增产)$"
)
"""What an aim may end in and still name nothing that is counted: 提升基层治理水平."""

OUTCOME: Final = pattern(
    r"(得到|使.+|让.+)?(?:明显|显著|有效|进一步|大幅度?|不断|持续|稳步|逐步|切实|有力|极大|全面|更加)地?"
    r"(?:提升|提高|改善|增强|加强|优化|好转|减少|下降|降低|增加|扩大|缓解|巩固|完善|保障|规范|健全|改进|增长)$"
)
"""A sentence that says what is to be reached: 群众生活得到明显改善; without 得到 it is often taken for a name."""

SERVES: Final = pattern(r"^为.{2,}(?:提供|奠定|创造|打下|夯实)")

SENTENCE: Final = pattern(
    r"(?:按照|依照|根据|依据)[^、]{4,}|对.{2,}(?:进行|给予|予以|实施|开展)|(?:使|让)(?!用|领)[^,]{2,}(?:更|得到|能够|享[受有]|获得|受到|得以|养成|掌握|感受|过上|吃上|用上|喝上|住上|看上|走上|[放安]心|满意)"
    r"|给[予与].{2,}(?:关爱|帮助|支持|照顾|关心|温暖)|以.{2,}为(?:原则|目标|宗旨|抓手|导向|重点)|控制在.{2,}内|为.{2,}(?:保驾护航|办好?实?事|保障|服务)$|通过[^,]{2,},"
)
"""How names begin that are whole sentences: 对困难家庭进行救助, 以节约为原则."""


@search
def own_name(frame: pl.DataFrame, role: str) -> dict[int, Evidence]:
    """A name is neither the name of a class nor the target."""
    return each(frame, [normal(role), CLASS2, normal("target")], _own)


NUMBERED: Final = frozenset("年月日号期届级类")
"""Ends of names that a number only tells apart: 三期, 110号."""

OFTEN_BOTH: Final = frozenset({"cost", "satisfaction", "economic_cost", "social_cost", "ecological_cost"})
"""Classes whose short name (满意度) is a poor name of an indicator too: the rule about generic names tells."""


def _own(name: str | None, class2: str | None, target: str | None) -> Evidence | None:
    if not name:
        return None
    level = find_level(2, name) or find_level(1, name)
    if level is not None and level.exact and level.known:
        full = name.endswith("指标")
        if full or (level.key == class2 and level.key not in OFTEN_BOTH):
            return Evidence(because=(("class", {}),))
    if target and target == name and len(name) > 1:
        return Evidence(because=(("target", {}),))
    told = find_target(name) if name[-1:] not in NUMBERED else None
    return Evidence(because=(("value", {}),)) if told and told.unit else None


@search
def short_name(frame: pl.DataFrame, role: str, *, limit: int) -> dict[int, Evidence]:
    """A name has at most `limit` characters, a bracket at its end not counted."""
    return each_text(frame, normal(role), lambda name: _short(name, limit))


def _short(name: str, limit: int) -> Evidence | None:
    length = len(without_note(name))
    return Evidence({"length": length, "limit": limit}) if length > limit else None


CHECKS: Final[dict[str, Check]] = {
    "measurable_name": measurable_name,
    "no_task": no_task,
    "own_name": own_name,
    "short_name": short_name,
    "single_measure": single_measure,
    "specific_name": specific_name,
}
