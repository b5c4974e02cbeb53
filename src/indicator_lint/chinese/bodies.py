"""Bodies: how a text names them, and the word by which each speaks of itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from indicator_lint.patterns import pattern

FORMS: Final = {
    "委员会": "委",
    "办公室": "办",
    "办公厅": "厅",
    "联合会": "联",
    "中心": "中心",
    "大学": "校",
    "学校": "校",
    "中学": "校",
    "小学": "校",
    "党校": "校",
    "局": "局",
    "厅": "厅",
    "委": "委",
    "院": "院",
    "馆": "馆",
    "署": "署",
    "残联": "联",
    "妇联": "联",
    "文联": "联",
    "科协": "协",
}
"""How a body's name ends, and its word for itself (我委)."""

OFFICES: Final = frozenset("局厅委办署联")
"""Forms of public offices: a title that begins with their name says who issued it, one with a school's or a hospital's may not."""

ENDINGS: Final = "|".join(sorted(FORMS, key=len, reverse=True))
NAMED: Final = pattern(
    rf"[\u4e00-\u9fff]{{2,}}?({ENDINGS})(?:（[^）]*）|\([^)]*\))?"
    rf"(?=$|[\s_\d]|关于|文件|[二〇]{{2}}|预算|部门|项目|绩效|分行业|指标|整体|专项|信息化|支出|资金|年度|财务|{ENDINGS})"
)
"""A body's name at the head of a title, or the whole of a line."""

SEATED: Final = pattern(r"(?:[\u4e00-\u9fff]{2,8}?(自治区|自治州|自治县|省|市|县|区|州|盟|旗)(?![场域]))+")
"""The place at the head of a body's name, the smallest of several (某市某县)."""

OTHERS_OF: Final = {
    "省": frozenset("市县州镇乡"),
    "自治区": frozenset("省市县州镇乡"),
    "市": frozenset("县镇乡"),
    "区": frozenset("县"),
}
"""Of which places a body does not speak as its own, by its place: one of a county may say 我市 and 我省, one of a province not 我县."""

FIELD: Final = pattern(r"^(?:(?:主管|实施|预算|填报|编制)?(?:部门|单位)(?:名称)?(?:[（(][^）)]*[）)])?[：:\s]+)")
LONGEST: Final = 40
"""Characters of a line that may be a heading."""

SENTENCE: Final = pattern("[，。；、！？,;]")


@dataclass(slots=True)
class Issuers:
    """The forms (局, 委 …) of the bodies that a document's headings name; those that surely issued it with their first name."""

    sure: dict[str, str] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)


def issuers(headings: Iterable[str]) -> Issuers:
    """What headings (titles, issuers' lines, 主管部门 某局) tell of whose document it is."""
    found = Issuers()
    for heading in headings:
        stated = FIELD.match(heading.strip())
        line = heading.strip()[stated.end() if stated else 0 :]
        if len(line) <= LONGEST and not SENTENCE.search(line):
            _read(line, found, stated=stated is not None)
    return found


def foreign_places(body: str) -> frozenset[str]:
    """The places (县, 市 …) that a body cannot mean by 我县, 我市; none where its name does not begin with a place."""
    seat = SEATED.match(body)
    return OTHERS_OF.get(seat[1], frozenset()) if seat else frozenset()


def seat_of(body: str) -> str:
    """The word by which a body speaks of its place (省, 市, 县, 区), empty where its name does not begin with one."""
    seat = SEATED.match(body)
    return seat[1].removeprefix("自治") if seat else ""


def _read(line: str, found: Issuers, *, stated: bool) -> None:
    start = 0
    while named := NAMED.match(line, start):  # 某县统计局普查中心 speaks as 局 or as 中心
        form, rest = FORMS[named[1]], line[named.end() :]
        if form in OFFICES or stated or not rest or rest.startswith("关于"):
            found.sure.setdefault(form, line[: named.end(1)])
        found.named |= {form} | (OFFICES & set(line[: named.start(1)]))  # 县委办公室
        start = named.end()
