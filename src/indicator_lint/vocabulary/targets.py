"""What a target cell says: ≥95%, 1200人, 不少于3次, 80%-90%, 12月底前, 1600人、200人, 有效提升."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from indicator_lint.chinese.normal import normal_form
from indicator_lint.chinese.numerals import CHINESE, value_of
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary import REMEMBERED, load_rows
from indicator_lint.vocabulary.dates import find_moment
from indicator_lint.vocabulary.placeholders import find_placeholder
from indicator_lint.vocabulary.units import find_dimension, find_unit

Kind: TypeAlias = Literal["number", "range", "date", "several", "words", "placeholder", "empty"]

SIGNS: Final = frozenset({"≥", "≤", "=", ">", "<"})
AMOUNT: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
DASH: Final = r"(?:-+|~|—+|–|至|到)"
SPAN: Final = pattern(rf"({AMOUNT})([^\d,.、;]{{0,5}}?){DASH}({AMOUNT})(.*)")
"""80-90%, 3天至5天."""

BETWEEN: Final = pattern(rf"({AMOUNT})([^\d≥≤<>]{{0,5}})[≤<][^\d≥≤<>]{{0,10}}[≤<]({AMOUNT})(.*)")
"""80%≤合格率<90%."""

BOTH: Final = pattern(rf"[≥>]({AMOUNT})([^\d]{{0,5}}?)(?:且|并且|,|、)?[≤<]({AMOUNT})(.*)")
"""≥80%且≤90%."""

FRACTION: Final = pattern(r"(\d{1,4}/[1-9]\d{0,3})()")
SINGLE: Final = pattern(rf"(-?(?:{AMOUNT}))(.*)")
PERCENT: Final = pattern(rf"百分之({CHINESE}|{AMOUNT})(.*)")
SPELT: Final = pattern(rf"({CHINESE})(.+)")
GRADES: Final = frozenset("级等类流期号届甲级线分")
"""After a number in letters these make a grade or a part of it: 一级, 二期, 十分."""

LEADS: Final = pattern(r"^(?:大?约|近|共计?|合计|总计|累计|平均|年均|人均|达到?|达成|为|介于|在(?=\d))+")
"""Before a number and saying nothing of its side."""

NAMED: Final = pattern(
    r"([\u4e00-\u9fff()]{2,14}?)([≥≤=><].+)|([\u4e00-\u9fff]{1,12}(?:率|比例|占比|数量?|次数)|每(?:[年月周日天人户]|季度))(\d.*)"
)
"""合格率≥95%, 完成率100%, 每年3次."""

DONE: Final = pattern(r"(.*\d(?:%|.*(?:以内|之内|内|以上|以下)))([\u4e00-\u9fff]{2,8})")
"""100%完成, 24小时内响应."""

BOUNDS: Final = pattern(
    r"(余|多)?(.*?)(?:及|\(含\)|含)?((?P<over>以上)|(?P<under>以内|以下|之内|(?<=.)内)|左右|上下|之间|余|多)?(?:\(含\))?"
)
"""What follows a number and says which side of it is meant."""

YEAR: Final = pattern(r"(?:19|20)\d\d(?:年|[./-]\d)")
CALENDAR: Final = frozenset({"月", "日", "号"})
"""Beside a bare number these are points in the calendar: 12月, 30日."""

UNKNOWN_UNIT: Final = pattern(r"[\u4e00-\u9fffA-Za-z/]{1,4}(?<![前后起止])")
"""An unknown unit is no longer; a longer text is a sentence that begins with a number."""

PARTS: Final = pattern(r"[、;；\n]+|(?<!\d)[,，]|[,，](?!\d{3}(?!\d))")
NOTHING: Final = pattern(r"[-—–/\\]+")


class TargetCell(NamedTuple):
    """What a target cell says.

    `sign` is the standard operator it gives itself, by a sign (≥) or by words (不少于, 以内, 前). `values` are numbers or dates
    as written, two for a range; `unit` is what follows the number, known or not; `bound` the word behind a number or date
    (以上, 左右, 前) or a sign that stands behind it; `words` what is left: 有效提升, or the name before ≥.
    """

    kind: Kind
    sign: str = ""
    values: tuple[str, ...] = ()
    unit: str = ""
    bound: str = ""
    words: str = ""

    @property
    def numbers(self) -> tuple[float, ...]:
        """The values of a number, a range or several numbers."""
        values = () if self.kind == "date" else self.values
        return tuple(number for value in values if (number := value_of(value)) is not None)

    @property
    def measured(self) -> bool:
        """Whether it has a known unit, or needs none to be read."""
        return not self.unit or find_unit(self.unit) is not None


class Target(NamedTuple):
    """A target as read: its standard operator and its unit (empty where it gives none), and its number as written."""

    sign: str
    number: str
    unit: str


@lru_cache(maxsize=REMEMBERED)
def find_target(text: str) -> Target | None:
    """The number that a target sets, None for dates, words and whatever else is no number with a known unit."""
    cell = read_target(text)
    if cell.kind not in {"number", "range"} or cell.words or not cell.measured:
        return None
    return Target(cell.sign, "-".join(cell.values), cell.unit)


@lru_cache(maxsize=REMEMBERED)
def read_target(text: str) -> TargetCell:
    """What a target cell says, by the grammar of such cells; words are what is nothing else."""
    key = normal_form(text)
    if not key:
        return TargetCell("empty")
    if NOTHING.fullmatch(key) or find_placeholder("target", text):
        return TargetCell("placeholder", words=key)
    return _several(text) or _one(key)


def _several(text: str) -> TargetCell | None:
    """1600人、200人: where each part is a number or a date of its own."""
    parts = [normal_form(part) for part in PARTS.split(text.strip())]
    parts = [part for part in parts if part]
    if len(parts) < 2:  # noqa: PLR2004 - one part is no list
        return None
    cells = [_one(part) for part in parts]
    if any(cell.kind not in {"number", "range", "date"} or cell.words for cell in cells):
        return None
    values = tuple(value for cell in cells for value in cell.values)
    unit = _common(cell.unit for cell in cells if cell.unit)
    return TargetCell("several", _common(cell.sign for cell in cells), values, unit)


def _common(texts: Iterable[str]) -> str:
    """The text that all are; empty where they differ."""
    found = set(texts)
    return found.pop() if len(found) == 1 else ""


def _one(key: str) -> TargetCell:
    """A cell that says one thing."""
    both = _span(BOTH, "", key, known=False)
    if both is not None:
        return both
    sign, rest = _signed(key)
    bare = LEADS.sub("", rest)
    if not sign:
        sign, bare = _signed(bare)
    return (
        _date(sign, bare)
        or _number(sign, bare, known=True)
        or _without_number(sign, rest)
        or _with_words(key)
        or _number(sign, bare, known=False)
        or TargetCell("words", sign, words=rest)
    )


def _date(sign: str, key: str) -> TargetCell | None:
    moment = find_moment(key)
    if moment is None or (sign and re.fullmatch(r"\d+(?:月|日|号)", key)):
        return None
    return TargetCell("date", sign or moment.sign, moment.points, bound=moment.bound)


def _number(sign: str, key: str, *, known: bool) -> TargetCell | None:
    """A number, or two with a dash between, with a unit that is `known` or may be one."""
    for form in (SPAN, BETWEEN):
        cell = _span(form, sign, key, known=known)
        if cell is not None:
            return cell
    match = FRACTION.fullmatch(key) or SINGLE.fullmatch(key) or PERCENT.fullmatch(key) or SPELT.fullmatch(key)
    if match is None or YEAR.match(key):
        return None
    value, rest = match[1], ("%" if match.re.pattern == PERCENT.pattern else "") + match[2]
    bound, told, unit = _bound(rest)
    if match.re.pattern == SPELT.pattern and (not unit or unit[0] in GRADES or find_unit(unit) is None):
        return None
    if not _may_be_unit(unit, known=known) or (unit in CALENDAR and not sign and not told):
        return None
    return TargetCell("number", sign or told, (value,), unit, bound)


def _span(pattern: re.Pattern[str], sign: str, key: str, *, known: bool) -> TargetCell | None:
    match = pattern.fullmatch(key)
    if match is None:
        return None
    _, between, _, rest = match.groups()
    bound, told, unit = _bound(rest)
    alike = not between or between in {"%", unit} or _unwrapped(between) == unit
    dated = unit in CALENDAR or find_dimension(unit) == "date" or (YEAR.match(key) is not None and not unit)
    if not alike or dated or not _may_be_unit(unit, known=known):
        return None
    return TargetCell("range", sign or told, (match[1], match[3]), unit or between, bound)


def _may_be_unit(unit: str, *, known: bool) -> bool:
    return not unit or find_unit(unit) is not None or (not known and UNKNOWN_UNIT.fullmatch(unit) is not None)


def _without_number(sign: str, rest: str) -> TargetCell | None:
    """≥, ≥%: a number was to be filled in."""
    if sign and (not rest or (find_unit(rest) is not None and not rest.isdigit())):
        return TargetCell("placeholder", sign, unit=rest)
    return None


def _with_words(key: str) -> TargetCell | None:
    """合格率≥95%, 3个工作日内办结: a number with what is measured before it, or what is done behind it."""
    for form in (NAMED, DONE):
        match = form.fullmatch(key)
        if match is None:
            continue
        one, other = (group for group in match.groups() if group)
        words, number = (one, other) if form is NAMED else (other, one)
        cell = _one(number)
        if cell.kind in {"number", "range", "date"} and not cell.words:
            return cell._replace(words=words)
    return None


def _signed(text: str) -> tuple[str, str]:
    """The operator that a target begins with, the longest that is known, and what follows it."""
    begins = _any_mark().match(text)
    written = begins[0] if begins is not None else ""
    return _marks().get(written, ""), text.removeprefix(written)


def _bound(text: str) -> tuple[str, str, str]:
    """30分钟以内, 95%以上, 100%≥: the word, the operator it means, and the unit without it.

    A sign behind the number is told and not understood: 100%≥ may mean either side.
    """
    behind = text[-1:] if text[-1:] in SIGNS else ""
    match = BOUNDS.fullmatch(text.removesuffix(behind))
    if match is None:
        return behind, "", _unwrapped(text.removesuffix(behind))
    told = "≥" if match["over"] else "≤" if match["under"] else ""
    return behind or match[3] or match[1] or "", told, _unwrapped(match[2])


def _unwrapped(unit: str) -> str:
    """100(%): the unit without its brackets."""
    return unit[1:-1] if unit.startswith("(") and unit.endswith(")") else unit


@cache
def _any_mark() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _marks())))


@cache
def _marks() -> dict[str, str]:
    """Operators as written in normal form, longest first."""
    rows = [(normal_form(row["written"]), row["sign"]) for row in load_rows("operators") if row["sign"] in SIGNS]
    return dict(sorted(rows, key=lambda row: -len(row[0])))
