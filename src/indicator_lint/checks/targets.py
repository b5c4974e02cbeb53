"""Targets by themselves: given, readable, one to a cell."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import polars as pl

from indicator_lint.checks.check import Check, Evidence, Findings, Params, search
from indicator_lint.checks.frameworks import OTHER
from indicator_lint.checks.grouped import each, each_text
from indicator_lint.chinese.normal import normal_form
from indicator_lint.model.columns import CLASS1, DIMENSION, DOCUMENT, ID, SIGN, TABLE, normal
from indicator_lint.model.rule import Severity
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.measures import find_measure
from indicator_lint.vocabulary.operators import COMPARING
from indicator_lint.vocabulary.target_words import is_reference, is_state, is_vague
from indicator_lint.vocabulary.targets import NOTHING, PARTS, TargetCell, read_target
from indicator_lint.vocabulary.units import find_unit

TARGET: Final = normal("target")
NAME: Final = normal("name")

UNNAMED: Final = pattern(r"(?:[-—–/\\]+|无|不适用|不涉及|其他|.{0,8}[:…])?")
"""Names that stand for no indicator, or head the ones below: 其中：."""

VALUED: Final = pattern(r"[≥≤><=]\d|\d(?:%|‰|[^\d年月日期级类号度())]{1,2})$")
"""A name that carries its target itself: 培训人数≥100人, 合格率95%."""

EMPTY, DASH, UNFINISHED = "empty", "dash", "unfinished"

LETTERS: Final = pattern(r"[≥≤=><]?(?=[\d.]*[OoIl])(?=[OoIl.]*\d)[\dOoIl]+(?:\.[\dOoIl]+)?(?:%|‰)|[≥≤=><]?\d+[Oo]\d*")
"""9O%, l00%, 9O: a letter in the place of a digit; 10l and O2 mean something."""

DOUBLED: Final = pattern(r"[%‰]{2,}|[≥≤><][≥≤><=]|^[≥≤=><]?[%‰]\d|\d[%‰]\d")
POINTS: Final = pattern(r"[≥≤=><]?\d+(?:\.\d+){2,}(?:%|‰|[\u4e00-\u9fff]{1,2})")
OVERFLOW: Final = pattern(r"#{3,}|#(?:REF!|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|N/A)")

FIGURE: Final = pattern(r"\d[\d,]*(?:\.\d+)?")
DATE: Final = pattern(r"(?:((?:19|20)\d\d)年)?(?<!\d)(\d{1,2})月份?(?:(\d{1,2})[日号])?")
DOTTED: Final = pattern(r"((?:19|20)\d\d)[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
LEAP: Final = 2024
MONTHS: Final = 12

TENTHS: Final = pattern(r"([一二三四五六七八九])成([一二三四五六七八九半])?(?:以上|左右|多)?")
"""Shares as they are spoken: 八成, 八成五."""

BESIDE: Final = pattern(r"(\d+(?:\.\d+)?)/(\d+(?:\.\d+)?)")
RATIO: Final = pattern(r"比$|比例|占比|率|日期|时间")
"""Names beside which 3/5 is a ratio, or a date."""

JOINED: Final = pattern(r"[、/]|(?<!总)和(?!谐)|(?<!参)与(?!率|度)|及(?!时|格)")
ORDINALS: Final = pattern(r"^(?:1[、,，;；]2|[1-9](?:[、,，;；][1-9])+)(?:[、,，;；]\d)*$")
"""1、2、3: items of a list, not targets."""

COUNTED: Final = pattern(r"(?:人数|人次|户数|户次|件数|次数|场次|数量|面积|里程|长度|金额|满意度|满意率)$")
"""How names end that say a number is to follow."""


@search
def target_given(frame: pl.DataFrame, role: str, *, share: float) -> Findings:
    """An indicator that is filled in has a target; a document without any is told once, as a template may be."""
    asked = frame.filter(pl.col(role).is_not_null() & (pl.col(NAME).fill_null("") != "") & _of_indicator())
    states = {text: state for text in asked[TARGET].unique() if (state := _state(text))}
    none = pl.col(TARGET).is_in(list(states))
    unasked = [name for name in asked.filter(none)[NAME].unique() if UNNAMED.fullmatch(name) or VALUED.search(name)]
    asked = asked.filter(~pl.col(NAME).is_in(unasked) & ~pl.col(ID).is_in(_headings(frame, role)))
    lacking = asked.filter(none)
    if lacking.is_empty():
        return {}
    sizes = dict(asked.group_by(TABLE).len().iter_rows())
    documents = dict(asked.group_by(DOCUMENT).len().iter_rows())
    found: dict[int, Evidence] = {}
    for (document,), rows in lacking.group_by(DOCUMENT, maintain_order=True):
        if rows.height == documents[document]:
            found.update(_never(rows, role))
            continue
        for table, part in rows.group_by(TABLE, maintain_order=True):
            found.update(_of_table(part, states, role, enough=share * sizes[table[0]]))
    return found


def _headings(frame: pl.DataFrame, role: str) -> pl.Series:
    """What has a weight and no target and is followed by parts that have targets and no weight: they say what is to be reached."""
    weighed, valued = (pl.col(each).fill_null("").str.strip_chars() != "" for each in ("weight", role))
    part = (~weighed & valued).shift(-1).over(TABLE).fill_null(value=False)
    return frame.filter(pl.col("weight").is_not_null() & weighed & ~valued & part)[ID]


def _of_indicator() -> pl.Expr:
    """Not of the execution of the budget, and not with a scale in the place of its unit: that says what is to be reached."""
    return ((pl.col(CLASS1) != OTHER) & (pl.col(DIMENSION).fill_null("") != "scale")).fill_null(value=True)


def _state(text: str) -> str:
    """Why a target is none: nothing is written, a dash, a sign or a unit without a number; empty where it is one."""
    if not text:
        return EMPTY
    if NOTHING.fullmatch(text):
        return DASH
    cell = read_target(text)
    return UNFINISHED if cell.kind == "placeholder" and cell.sign else ""


def _never(rows: pl.DataFrame, role: str) -> Findings:
    """No indicator of a document has a target."""
    blank = rows.filter(pl.col(TARGET) == "")
    if blank.height < rows.height:
        return {}
    return {
        rows[ID][0]: Evidence(
            because=(("never", {"count": rows.height}),), severity=Severity.INFO, related=_rest(rows, role), whole=True
        )
    }


def _rest(rows: pl.DataFrame, role: str) -> tuple[tuple[int, str], ...]:
    return tuple((record, role) for record in rows[ID].to_list()[1:])


def _of_table(rows: pl.DataFrame, states: Mapping[str, str], role: str, *, enough: float) -> Findings:
    if rows.height > max(1.0, enough):
        because = (("many", {"count": rows.height}),)
        return {
            rows[ID][0]: Evidence(because=because, severity=Severity.WARNING, related=_rest(rows, role), whole=True)
        }
    dash = Severity.WARNING
    return {
        record: Evidence(because=((states[target], {}),), severity=dash if states[target] == DASH else None)
        for record, target in rows.select(ID, TARGET).iter_rows()
    }


@search
def target_readable(frame: pl.DataFrame, role: str) -> Findings:
    """A target is a number, a date, a grade or words that say what is to be reached; beside a number's unit it is a number."""
    worded = each(frame, (role, NAME, SIGN), _worded)
    exchanged = each(frame, (role, "unit"), _exchanged)
    untold = each(frame, (role, SIGN, DIMENSION), _untold)
    return {**worded, **untold, **each_text(frame, role, _unreadable), **exchanged}


def _worded(text: str | None, name: str | None, sign: str | None) -> Evidence | None:
    """A rate or a number of which only a state is said (参与率: 有所提高), or a rate of which a date is."""
    measure = find_measure(name or "")
    if text and name and sign != "定性" and (counted := COUNTED.search(name)) and read_target(text).kind == "words":
        severity = Severity.INFO if counted[0].startswith("满意") else Severity.WARNING
        return (
            Evidence(because=(("unnumbered", {"measure": counted[0]}),), severity=severity) if is_state(text) else None
        )
    rate = measure is not None and measure.is_rate and (name or "").endswith("率")
    if not text or not rate or sign == "定性":
        return None
    kind = read_target(text).kind
    if kind == "date":
        return Evidence(because=(("dated", {}),), severity=Severity.WARNING)
    return Evidence(because=(("worded", {}),), severity=Severity.INFO) if kind == "words" and is_state(text) else None


def _exchanged(text: str | None, unit: str | None) -> Evidence | None:
    """A unit in the place of the target, and a number in that of the unit."""
    number = FIGURE.fullmatch(normal_form(unit or ""))
    return Evidence(because=(("exchanged", {"unit": unit}),)) if number and find_unit(normal_form(text or "")) else None


def _untold(text: str | None, sign: str | None, dimension: str | None) -> Evidence | None:
    """大部分 of a rate, 多次 of what is counted: words that stand for a number without being one."""
    if not text or sign == "定性":
        return None
    because = _in_words(text)
    measured = sign in COMPARING or dimension not in {None, "", "scale", "unknown", "other"}
    return Evidence(because=(because,)) if because and measured else None


def _in_words(text: str) -> tuple[str, Params] | None:
    """Why words are no number: 大部分 says nothing definite, 八成五 is one that cannot be compared."""
    tenths = TENTHS.fullmatch(normal_form(text))
    if tenths is not None:
        return "tenths", {"percent": f"{_digit(tenths[1])}{5 if tenths[2] == '半' else _digit(tenths[2] or '')}%"}
    return ("vague", {}) if read_target(text).kind == "words" and is_vague(text) else None


def _digit(numeral: str) -> int:
    """0 for none."""
    return "一二三四五六七八九".find(numeral) + 1 if numeral else 0


def _unreadable(text: str) -> Evidence | None:
    key = normal_form(text)
    cell = read_target(text)
    if cell.kind == "words" or not cell.measured:
        reason = _garbled(key)
        if reason:
            return Evidence(because=((reason, {}),))
        if is_reference(text):
            return Evidence(because=(("reference", {}),))
    date = next(filter(None, map(_impossible, _dates(key))), "")
    return Evidence(because=(("date", {"date": date}),)) if date else None


def _garbled(key: str) -> str:
    tests = {
        "overflow": OVERFLOW.fullmatch,
        "letters": LETTERS.fullmatch,
        "points": POINTS.fullmatch,
        "doubled": DOUBLED.search,
    }
    return next((reason for reason, test in tests.items() if len(key) < 12 and test(key)), "")  # noqa: PLR2004 - not within sentences


def _dates(key: str) -> Iterable[re.Match[str]]:
    return [*DATE.finditer(key), *DOTTED.finditer(key)] if re.search(r"[月./-]", key) else ()


def _impossible(date: re.Match[str]) -> str:
    """A date that no calendar has; months alone are asked only beside a year, since 24月 is a duration."""
    year, month, day = (int(part) if part else 0 for part in date.groups())
    if not 1 <= month <= MONTHS:
        return date[0] if year or day else ""
    return date[0] if day > monthrange(year or LEAP, month)[1] or (date[3] and not day) else ""


@search
def one_target(frame: pl.DataFrame, role: str) -> Findings:
    """A target cell holds one target."""
    listed = [
        text for text in frame[role].unique() if text and (PARTS.search(text) or BESIDE.fullmatch(normal_form(text)))
    ]
    return each(frame.filter(pl.col(role).is_in(listed)), (NAME, role), _several)


def _several(name: str | None, text: str | None) -> Evidence | None:
    shown = [part.strip() for part in PARTS.split(text or "") if part.strip()]
    if beside := BESIDE.fullmatch(normal_form(text or "")):
        return _told(list(beside.groups())) if _is_of_two(name or "", *beside.groups()) else None
    cells = [read_target(part) for part in shown]
    if read_target(text or "").kind != "several" or any(cell.kind == "date" for cell in cells) or _bounded(cells):
        return None
    bare = [not (cell.unit or cell.sign) for cell in cells]
    return _told(shown) if not any(bare) or (all(bare) and not ORDINALS.search(text or "")) else None


def _told(shown: list[str]) -> Evidence:
    return Evidence({"count": len(shown), "targets": "”“".join(shown)})


def _is_of_two(name: str, one: str, other: str) -> bool:
    """Whether 1600/200 are two targets: of a name that joins two things, or too large for a fraction, which 1/3 and 24/7 may be."""
    if RATIO.search(name):
        return False
    return JOINED.search(name) is not None or min(float(one), float(other)) > MONTHS * 2


def _bounded(cells: Sequence[TargetCell]) -> bool:
    """≥80%，≤90%: two ends of one range."""
    signs = {cell.sign for cell in cells}
    return bool(signs & {"≥", ">"}) and bool(signs & {"≤", "<"})


CHECKS: Final[dict[str, Check]] = {
    "one_target": one_target,
    "target_given": target_given,
    "target_readable": target_readable,
}
