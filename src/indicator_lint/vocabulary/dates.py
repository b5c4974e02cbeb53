"""Points in time that a target names: 2025年12月底前, 6月30日前, 第一季度, 2023.07-2024.01."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from indicator_lint.patterns import pattern

NUMERAL: Final = "[一二三四五六七八九十]"
YEAR: Final = r"(?:(?:19|20)\d\d年度?|[''‘’]?\d\d年度?(?=\d{1,2}月)|当年度?|本年度?|次年|翌年|下一?年度?|每年)"
MONTH: Final = rf"(?:\d{{1,2}}|{NUMERAL}{{1,2}})月份?"
DAY: Final = rf"(?:\d{{1,2}}|{NUMERAL}{{1,3}})[日号](?:\d{{1,2}}[时点])?"
SPAN: Final = r"(?:第?[一二三四1-4]个?季度|[上下]半年|全年|(?:每|当|各)?(?:季度?|月|周)|年度?)"
EDGE: Final = r"(?:初|中旬?|底|末|上旬|下旬|终)"
DOTTED: Final = r"(?:19|20)\d\d[./-]\d{1,2}(?:[./-]\d{1,2})?(?!\d)"
POINTS: Final = (
    rf"{YEAR}?{MONTH}(?:{DAY}|{EDGE})?",
    rf"{YEAR}(?:{SPAN})?{EDGE}?",
    rf"(?:每月|每季度?|当月|次月)?{DAY}",
    rf"第?[一二三四1-4]个?季度{EDGE}?|[上下]半年{EDGE}?|(?:每|当|各)?(?:年度?|季度?|月|周){EDGE}|年度?(?=内)|全年",
)
POINT: Final = "|".join(f"(?:{point})" for point in POINTS)
DASH: Final = r"(?:-+|~|—+|–|至|到)"
BEFORE: Final = r"之?以?前|[以之]?内|为?止|之?以?后|起|开始"
DONE: Final = "完成|完工|竣工|交付|交工|投入|建成|验收|到位|拨付|开工|启动|发放|支付|印发|上报"
TAIL: Final = rf"(?:(?:全面|全部|基本|按期|按时)?(?:{DONE}).{{0,10}})?"
WITHIN: Final = ("内", "以内", "之内")


LASTING: Final = pattern(r"年限|寿命|有效期|使用|服务|运行|持续|维持|保存|管护|养护|质保|保修|供应|开放")
"""In the name of a time that goes on after the work is done: better the later it ends."""


class Moment(NamedTuple):
    """A date or a span of dates: the points as written, and the word that says on which side of it (前, 后, 内)."""

    points: tuple[str, ...]
    bound: str = ""

    @property
    def sign(self) -> str:
        """The operator that the bound means."""
        return "" if not self.bound else "≥" if self.bound[-1] in "后起始" else "≤"


def find_moment(key: str) -> Moment | None:
    """The date or the span of dates that a normal form names; None where it is anything else, a duration too."""
    match = _pattern().fullmatch(key)
    if match is None:
        return None
    first, second, bound = match["first"], match["second"] or "", match["bound"] or ""
    if not second and bound in WITHIN and re.fullmatch(rf"{MONTH}|{DAY}", first):
        return None
    return Moment((first, second) if second else (first,), bound)


@cache
def _pattern() -> re.Pattern[str]:
    """One point, or two with a dash between, of which the first may leave out what the second says (3-5月, 2023-2025)."""
    open_month = rf"{YEAR}?\d{{1,2}}(?={DASH}\d{{1,2}}[月日])"
    open_year = rf"(?:19|20)\d\d(?={DASH}(?:19|20)\d\d(?:年|$))"
    first = rf"(?P<first>{DOTTED}|{open_month}|{open_year}|{POINT})"
    second = rf"(?P<second>{DOTTED}|(?:19|20)\d\d年?|{POINT})"
    return re.compile(rf"(?:于|在|到|截?至|截止到?)?{first}(?:{DASH}{second})?(?P<bound>{BEFORE})?{TAIL}")
