"""Percent against names: a rate is given in percent, and what is given in percent is a rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from indicator_lint.checks.check import Change, Check, Evidence, Findings, search
from indicator_lint.checks.grouped import each
from indicator_lint.checks.stated import NAMES, PERCENT, UNTOLD, given_in, told_of
from indicator_lint.model.rule import Severity
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.directions import UP, find_direction
from indicator_lint.vocabulary.measures import bare_name, find_measure

PER_MILLE: Final = frozenset({"‰", "1/千", "千分比", "千分之一", "千分之"})
POINTS: Final = frozenset({"百分点", "个百分点"})
DIFFERENCE: Final = pattern(
    r"提[高升]|增|上升|下降|降低|降幅|减|差|偏离|偏差|变[动化]|波动|浮动|比上年|较上年|同比|环比|拉动|贡献"
)
"""What two percentages may be apart by."""

SPREAD: Final = pattern(r"变异|离散|不均|差异|标准差|波动")
"""Coefficients that are given in percent."""

DIVIDED: Final = pattern(r"[数量额值人户次]\)?[/÷].{2,}[数量额值人户次]\)?$|占.{2,}的?(?:比|百分)")
"""Names that say themselves what is divided by what: 实到人数/应到人数."""

PER_HEAD: Final = pattern(
    r"(?:人均|生均|户均|亩均|床均|校均|村均|车均|台均|件均|案均|单位|每[^率占比]{1,4}?)[^率占比增降减提保]*"
    r"(?:标准|成本|费用?|经费|支出|造价|单价|价格|投资|工资|薪酬|价差)$"
)
"""Money by the head or the piece is an amount, whatever else its last word may be: 人均慰问标准."""


@search
def percent_fits_name(
    frame: pl.DataFrame,
    role: str,
    *,
    rates: Sequence[str],
    changes: Sequence[str],
    proportions: Sequence[str],
    rare: Sequence[str],
) -> Findings:
    """What is given in percent has a name that is a rate, and a rate is given in percent; rates of what is rare also in ‰."""

    def look(name: str | None, unit: str | None, dimension: str | None, class2: str | None) -> Evidence | None:
        if not name or not unit or dimension is None or dimension in UNTOLD:
            return None
        if unit not in PERCENT | POINTS:
            return _without_percent(name, unit, dimension)
        if unit in PER_MILLE and (growing := _grows(name, rare)):
            return _doubted("per_mille", growing)
        if bare_name(name).endswith(tuple(proportions)):
            return _doubted("proportion", bare_name(name))
        if estranged := _of_no_percent(name, unit):
            return estranged
        found = _percent(name, class2, rates=tuple(rates), changes=tuple(changes))
        mild = role == "target" and found is not None and found.severity is None
        return replace(found, severity=Severity.WARNING) if found and mild else found

    return told_of(each(given_in(frame, role), NAMES, look), frame)


def _of_no_percent(name: str, unit: str) -> Evidence | None:
    """百分点 measure how far two percentages are apart, and coefficients have no unit."""
    bare, measure = bare_name(name), find_measure(name)
    if unit in POINTS:
        rate = measure is not None and "ratio" in measure.dimensions and not DIFFERENCE.search(bare)
        return _doubted("points", measure.word) if rate and measure else None
    return _doubted("coefficient", "系数") if bare.endswith("系数") and not SPREAD.search(bare) else None


def _doubted(reason: str, word: str) -> Evidence:
    note = "%" if reason in {"per_mille", "points"} else None
    return Evidence(
        because=((reason, {"word": word}),), severity=Severity.WARNING, change=Change(note=note) if note else None
    )


def _without_percent(name: str, unit: str, dimension: str) -> Evidence | None:
    """A rate in 个, in 元; one in 分 may be a score that is merely called so, and faults come so many to something."""
    measure = find_measure(name)
    if measure is None or ("/" in unit and not _grows(name, ())):
        return None
    change = Change(note="%")
    if measure.is_rate and not measure.fits(dimension):
        return Evidence(because=(("rate", {"word": measure.word}),), change=change)
    scored = dimension == "score" and (
        measure.word.startswith("满意") or (measure.is_rate and measure.word.endswith("率"))
    )
    severity = Severity.WARNING if measure.is_rate else Severity.INFO
    return Evidence(because=(("scored", {"word": measure.word}),), severity=severity, change=change) if scored else None


def _grows(name: str, rare: Sequence[str]) -> str:
    """The cue that makes a rate one of more than a few per mille: 合格率, 增长率; not of births, illness or losses."""
    if any(word in name for word in rare):
        return ""
    direction = find_direction(name, "", "ratio")
    return direction.cue if direction is not None and direction.sign == UP else ""


def _percent(name: str, class2: str | None, *, rates: tuple[str, ...], changes: tuple[str, ...]) -> Evidence | None:
    measure = find_measure(name)
    divided = DIVIDED.search(name) is not None
    per_head = PER_HEAD.search(bare_name(name)) is not None
    shared = measure is not None and measure.fits("ratio") and not per_head
    if divided or shared or any(rate in name for rate in rates):
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


CHECKS: Final[dict[str, Check]] = {"percent_fits_name": percent_fits_name}
