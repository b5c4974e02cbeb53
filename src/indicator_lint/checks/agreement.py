"""Operator, target and unit beside each other: they say one thing, each in its own column."""

from __future__ import annotations

from typing import Final

import polars as pl

from indicator_lint.checks.check import Change, Check, Evidence, Findings, Params, search
from indicator_lint.checks.grouped import each
from indicator_lint.chinese.normal import normal_form
from indicator_lint.model.columns import CLASS2, DIMENSION, UNIT, normal
from indicator_lint.model.rule import Severity
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.dates import LASTING
from indicator_lint.vocabulary.directions import COST_CLASSES, DOWN, UP, find_direction
from indicator_lint.vocabulary.operators import find_sign
from indicator_lint.vocabulary.rates import CHANGED, cap_of
from indicator_lint.vocabulary.scales import find_scale
from indicator_lint.vocabulary.target_words import is_state
from indicator_lint.vocabulary.targets import TargetCell, read_target
from indicator_lint.vocabulary.units import find_dimension, find_unit

QUALITATIVE: Final = "定性"
COMPARED: Final = frozenset({"≥", "≤", ">", "<", "=", "定量"})
OVER: Final = frozenset({"≥", ">"})
UNDER: Final = frozenset({"≤", "<"})
HUNDRED: Final = 100.0
NUMERIC: Final = frozenset({"number", "range"})

PLAIN: Final = frozenset({"", "以上", "以下", "以内", "之内", "内"})
"""Words behind a number that a sign says as well."""

BALANCE: Final = pattern(r"净|利润|盈余|结余|顺差|收益|差额|余额|温度|变化|浮动|偏差")
"""Quantities that may be below nothing."""

SHORT: Final = "优秀"
"""Grades of up to two letters are known by their first: 优 and 优秀, 良 and 良好."""

SYNONYMS: Final = {"优秀": "优", "优等": "优", "良好": "良", "良等": "良", "中等": "中", "较差": "差"}
"""Other words for the usual grades: understood by people, not by a system that compares texts."""

DONE: Final = pattern(r"(?:时间|日期|时限|时点|节点|进度)$")
"""Names of points at which something is done."""

COUNTED: Final = frozenset({"ratio", "count", "money", "area", "length", "volume", "weight", "time"})
"""Dimensions that words cannot have."""


MONEY: Final = frozenset({"元", "百元", "千元", "万元", "十万元", "百万元", "千万元", "亿元"})
"""Units of money, of which one for another changes an amount a hundredfold or more."""

PART: Final = pattern("[年月日旬]|季度")
"""What the parts of a date are named."""


@search
def marked_qualitative(frame: pl.DataFrame, role: str) -> Findings:
    """What is to be reached in words is marked 定性, and is not written into the unit as well."""
    return each(frame, ("operator", "unit", role), _unmarked)


def _unmarked(operator: str | None, unit: str | None, target: str | None) -> Evidence | None:
    if not target or (cell := read_target(target)).kind != "words":
        return None
    if cell.sign in OVER | UNDER and is_state(cell.words):
        shown = Change({"operator": QUALITATIVE, "target": cell.words}) if operator == "" else Change(note=cell.words)
        return Evidence(because=(("compared", {"sign": cell.sign}),), change=shown)
    repeated = bool(unit) and normal_form(unit or "") == normal_form(target) and find_unit(target) is None
    sign = None if operator is None else find_sign(operator)
    unmarked = sign is not None and (sign == "" or sign in COMPARED) and is_state(target)
    if not repeated and not unmarked:
        return None
    clean = repeated or find_dimension(unit or "") in {"", "scale"}
    texts = {**({"operator": QUALITATIVE} if unmarked else {}), **({"unit": ""} if repeated else {})}
    reasons: list[tuple[str, Params]] = [("repeated", {})] if repeated else []
    if unmarked:
        reasons.append(("compared", {"sign": (operator or "").strip()}) if sign else ("unmarked", {}))
    measured = unmarked and find_dimension(unit or "") in COUNTED
    if measured:
        reasons.append(("measured", {"unit": (unit or "").strip()}))
    mild = sign == "=" and not repeated and not measured
    return Evidence(
        because=tuple(reasons),
        severity=Severity.INFO if mild else None,
        change=Change(texts) if clean else Change(note=QUALITATIVE),
    )


@search
def target_alone(frame: pl.DataFrame, role: str) -> Findings:
    """Where operator and unit have columns of their own, the target's column holds the number alone."""
    return each(frame, ("operator", "unit", role), _together)


def _together(operator: str | None, unit: str | None, target: str | None) -> Evidence | None:
    cell = read_target(target) if operator is not None and target else None
    if cell is None or cell.kind != "number" or cell.words or not cell.sign or cell.bound not in PLAIN:
        return None
    given = find_sign(operator or "")
    if given == "":
        return _split(cell, unit)
    if given == cell.sign and not cell.bound:
        return Evidence(because=(("twice", {"sign": given}),), change=Change({"target": cell.values[0] + cell.unit}))
    return None


def _split(cell: TargetCell, unit: str | None) -> Evidence:
    number = cell.values[0]
    own = (unit or "").strip()
    if unit is None or not cell.unit:
        change = Change({"operator": cell.sign, "target": number + cell.unit})
    elif not own:
        change = Change({"operator": cell.sign, "target": number, "unit": cell.unit})
    elif normal_form(own) == cell.unit:
        change = Change({"operator": cell.sign, "target": number})
    else:
        change = Change(note=" ".join(filter(None, (cell.sign, number, cell.unit))))
    return Evidence(because=(("beside", {"sign": cell.sign}),), change=change)


@search
def operator_fits_target(frame: pl.DataFrame, role: str, *, exact: bool) -> Findings:
    """Operator and target together ask for something that can be reached, and that can be missed."""
    target = normal("target")
    found = each(frame, ("operator", target, UNIT), _contradictory)
    extreme = [text for text in frame[target].unique() if text and _is_extreme(read_target(text))]

    def look(operator: str | None, text: str | None, *others: str | None) -> Evidence | None:
        given, cell = find_sign(operator or ""), read_target(text or "")
        return _empty_demand(given, cell, *(other or "" for other in others), exact=exact)

    asked = frame.filter(pl.col(role).is_not_null() & pl.col(target).is_in(extreme))
    return {**each(asked, ("operator", target, UNIT, normal("name"), CLASS2), look), **found}


def _is_extreme(cell: TargetCell) -> bool:
    """A date, all or nothing: where the operator decides whether there is anything to be reached."""
    return cell.kind == "date" or (cell.kind == "number" and cell.numbers[:1] in {(0.0,), (HUNDRED,)})


def _contradictory(operator: str | None, target: str | None, unit: str | None) -> Evidence | None:
    return _contradiction(find_sign(operator or ""), read_target(target), unit or "") if target else None


def _contradiction(given: str, cell: TargetCell, unit: str) -> Evidence | None:
    """Two operators that exclude each other, or a number that is said to be a quality."""
    told = cell.sign
    if cell.kind in {*NUMERIC, "date"} and _opposed(given, told):
        return Evidence(because=(("opposed", {"given": given, "told": told}),))
    if cell.kind == "number" and _opposed(told, _of_bound(cell.bound)):
        return Evidence(because=(("inside", {"given": told, "told": cell.bound}),))
    if given == QUALITATIVE and cell.kind in NUMERIC and not cell.words and find_dimension(unit) != "scale":
        return Evidence(because=(("quality", {}),), severity=None if cell.unit else Severity.WARNING)
    return None


def _opposed(one: str, other: str) -> bool:
    return (one in OVER and other in UNDER) or (one in UNDER and other in OVER)


def _of_bound(bound: str) -> str:
    return "≥" if bound == "以上" else "≤" if bound in PLAIN and bound else ""


def _empty_demand(given: str, cell: TargetCell, unit: str, name: str, class2: str, *, exact: bool) -> Evidence | None:
    """A demand that everything meets, or nothing does."""
    sign = given if given in COMPARED and given != "定量" else cell.sign
    if cell.kind == "date":
        late = (
            sign in OVER
            and not cell.bound
            and class2 == "timeliness"
            and DONE.search(name)
            and not LASTING.search(name)
        )
        return Evidence(because=(("after", {}),)) if late else None
    if cell.kind != "number" or cell.words or not cell.numbers:
        return None
    value, rate = cell.numbers[0], _is_percent(cell.unit or unit)
    direction = find_direction(name, class2, "ratio") if rate else None
    better = direction.sign if direction is not None and direction.certain else ""
    if value == 0:
        return _of_nothing(sign, name, better)
    if rate and value == HUNDRED and cap_of(name) == "strict":
        return _of_all(sign, better, class2, exact=exact)
    return None


def _is_percent(unit: str) -> bool:
    found = find_unit(unit) if unit else None
    return found is not None and found.standard == "%"


def _of_nothing(sign: str, name: str, better: str) -> Evidence | None:
    if CHANGED.search(name) or BALANCE.search(name):
        return None
    if sign == "≥":
        return Evidence(because=(("any", {}),), severity=Severity.WARNING)
    if sign == "<":
        return Evidence(because=(("never", {}),))
    return (
        Evidence(because=(("worst", {}),)) if better == UP and sign in {"=", "≤"} and cap_of(name) == "strict" else None
    )


def _of_all(sign: str, better: str, class2: str, *, exact: bool) -> Evidence | None:
    if sign == ">":
        return Evidence(because=(("never", {}),))
    if better == DOWN and sign in {"=", "≥"}:
        return Evidence(because=(("worst", {}),))
    if better == DOWN and sign == "≤" and class2 not in COST_CLASSES:
        return Evidence(because=(("any", {}),), severity=Severity.WARNING)
    return Evidence(because=(("exact", {}),), severity=Severity.INFO) if exact and sign == "≥" else None


@search
def target_in_scale(frame: pl.DataFrame, role: str) -> Findings:
    """Beside a scale the target is one of its grades."""
    return each(frame, (DIMENSION, normal("unit"), role), _off_scale)


def _off_scale(dimension: str | None, unit: str | None, target: str | None) -> Evidence | None:
    scale = find_scale(unit) if dimension == "scale" and unit else None
    key = normal_form(target or "")
    if scale is None or len(scale.grades) < 2 or not key:  # noqa: PLR2004 - a grade alone is no scale
        return None
    kind = read_target(target or "").kind
    reason = {"words": "words", "number": "number", "range": "number"}.get(kind, "")
    letters = (grade if len(grade) > len(SHORT) else grade[0] for grade in scale.grades)
    if reason and not any(letter in key for letter in letters):
        return Evidence({"scale": scale.text}, ((reason, {}),))
    meant = SYNONYMS.get(key, "") if key not in scale.grades else ""
    if meant not in scale.grades:
        return None
    return Evidence({"scale": scale.text}, (("synonym", {"grade": meant}),), Severity.INFO, Change({"target": meant}))


@search
def unit_suits_target(frame: pl.DataFrame, role: str) -> Findings:
    """A unit that the target gives itself, or a date, does not contradict the unit beside it."""
    return each(frame, ("unit", role), _contrary)


def _contrary(unit: str | None, target: str | None) -> Evidence | None:
    cell, beside = read_target(target or ""), find_unit(normal_form(unit or ""))
    if beside is None or beside.dimension not in COUNTED or cell.words:
        return None
    fields = {"own": cell.unit, "unit": (unit or "").strip()}
    if cell.kind == "date":
        parts = PART.findall(cell.values[-1])
        ends = bool(parts) and beside.standard.startswith(parts[-1])
        return None if ends else Evidence(because=(("dated", {"unit": fields["unit"]}),))
    own = find_unit(cell.unit) if cell.kind in NUMERIC and cell.unit else None
    if own is None or own.dimension not in COUNTED:
        return None
    if own.dimension != beside.dimension:
        return Evidence(because=(("other", fields),))
    return Evidence(because=(("scaled", fields),)) if _is_money(own.standard, beside.standard) else None


def _is_money(one: str, other: str) -> bool:
    """Whether two units are different amounts of money."""
    return one != other and one in MONEY and other in MONEY


CHECKS: Final[dict[str, Check]] = {
    "marked_qualitative": marked_qualitative,
    "operator_fits_target": operator_fits_target,
    "target_alone": target_alone,
    "target_in_scale": target_in_scale,
    "unit_suits_target": unit_suits_target,
}
