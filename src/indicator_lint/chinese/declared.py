"""What a text says about how many categories and indicators its own tables have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from indicator_lint.patterns import pattern

DIGITS: Final = "零一二三四五六七八九"
NUMBER: Final = r"(?<![\d.第一二三四五六七八九十百千两])(\d{1,4}|[一二三四五六七八九十百两]{1,5})(?![\d.])"
CATEGORIES: Final = pattern(
    rf"{NUMBER}(个?大?)类别?(?P<what>(?:具体|专项|业务)?(?:项目|指标|绩效|支出|预算|专项|资金)+)?"
)
INDICATORS: Final = pattern(rf"{NUMBER}[项个条](?:三级|具体|细化|明细|个性化?|项目|支出|绩效|预算)*指标")

SYSTEM: Final = pattern("指标体系|指标库|指标表|体系表|本体系|该体系|绩效指标(?!进行|完成|分析)")
"""What has categories of its own."""

ISSUED: Final = pattern("出台|制定|编制|印发|梳理|建立|形成|构建|共设|共有|设置")
SAID: Final = pattern(
    "(?:共设|共有|共分|共计|合计|总计|共|分为|分成|划分|细分|包括|包含|涵盖|覆盖|涉及|含|设置|设立|设有|设|由|形成|构建|建立|梳理"
    "|制定|编制|出台|印发|收录|归纳|整理)[^，。；：:,;（(]{0,30}$"
)
"""A verb that speaks of the whole, before the number in its clause."""

OTHERWISE: Final = pattern(
    "产出|效益|效果|满意度|一级|二级|定性|定量|共性|通用|性质|整体支出|完成|评价|结果|等次|等级|每|各类别?中|已|曾|此前|前期|上年"
    "|去年|下一步|今后|拟|将|新增|增设|修订|调整|删除|取消|不少于|至少|不超过|约|近|达到|其中|另|部分|其他"
)
"""Words beside which the number is not that of the document's tables: classes of indicators, other years, changes, limits."""

ROUGH: Final = pattern("余|多|以上|以内|左右|以下")
STOPS: Final = "，。；：:,;、！)）"
GROUPED: Final = 2


class Declared(NamedTuple):
    """A number that a text states: of categories or of indicators. `grouped` ones (大类) may be divided further."""

    shown: str
    number: int
    of: str
    grouped: bool = False

    def fits(self, counted: int) -> bool:
        """Whether as many may have been counted; groups may hold several categories each."""
        return self.number == counted or (self.grouped and counted >= GROUPED * self.number)


def declared(text: str) -> list[Declared]:
    """The numbers of categories and indicators that a text states of its own tables."""
    return [
        found
        for sentence in re.split("[。！\n]", text)
        if "类" in sentence or "指标" in sentence
        for found in _said(sentence)
    ]


def _said(sentence: str) -> Iterator[Declared]:
    systems = [found.start() for found in SYSTEM.finditer(sentence)]
    spoken = None
    for found in CATEGORIES.finditer(sentence):
        if _is_own(sentence, found, systems):
            spoken = found
            yield Declared(_clause(sentence, found), number_of(found[1]), "categories", "大" in found[2])
    for found in INDICATORS.finditer(sentence):
        paired = spoken is not None and 0 <= found.start() - spoken.end() <= 1
        total = systems and systems[0] < found.start() and SAID.search(_before(sentence, found))
        if paired or (total and not OTHERWISE.search(_before(sentence, found))):
            yield Declared(_clause(sentence, found), number_of(found[1]), "indicators")


def _is_own(sentence: str, found: re.Match[str], systems: list[int]) -> bool:
    """Whether the categories counted are those of the document's own tables."""
    before, after = _before(sentence, found), sentence[found.end() :]
    if not SAID.search(before) or OTHERWISE.search(before) or ROUGH.match(after):
        return False
    what = found["what"] or ""
    if what:
        classes = "项目" not in what and OTHERWISE.search(sentence)
        return not classes and (bool(systems) or bool(ISSUED.search(before)))
    ends = not after or after[0] in STOPS or INDICATORS.match(after) is not None
    return ends and any(start < found.start() for start in systems) and not OTHERWISE.search(after)


def _before(sentence: str, found: re.Match[str]) -> str:
    """The clause up to a number."""
    return re.split("[，；：:,;]", sentence[: found.start()])[-1]


def _clause(sentence: str, found: re.Match[str]) -> str:
    """The number with the verb before it, as shown to the reader."""
    return found[0] if len(_before(sentence, found)) > len(found[0]) * 3 else _before(sentence, found) + found[0]


def number_of(text: str) -> int:
    """An arabic or Chinese number up to 9999 or 999."""
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for character in text.replace("两", "二"):
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = DIGITS.index(character)
    return total + digit
