"""Dates of targets against the period of the document: its year, or the term of the project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import polars as pl

from indicator_lint.checks.check import Evidence
from indicator_lint.chinese.normal import normal_form
from indicator_lint.forms.found import Found
from indicator_lint.frame import Frame
from indicator_lint.model.columns import CLASS2, ID, TABLE, normal
from indicator_lint.model.report import Reading
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.dates import LASTING
from indicator_lint.vocabulary.targets import read_target

DATED: Final = pattern(r"((?:19|20)\d\d)(?:年|[./-])(?:(\d{1,2})(?:月|[./-]|$))?")
SPAN: Final = pattern(
    r"((?:19|20)\d\d)(?:年|[./-])?(?:(\d{1,2})(?:月份?|[./-])?(?:\d{1,2}日?)?)?(?:-+|~|—+|–|至|到|起至)(?:((?:19|20)\d\d)(?:年|[./-])?)?(?:(\d{1,2})(?:月|[./-]|$))?"
)
TITLE: Final = pattern(r"绩效|目标|自评|申报|监控|指标|预算|项目支出|整体支出")
ALONE: Final = pattern(r"[(（]?(?:预算)?(?:年度|年份)?:?((?:19|20)\d\d)年?度?[)）]?")
NAMED: Final = pattern(r"((?:19|20)\d\d)年")
LONGEST: Final = 60
"""A longer line is no title."""

TIMED: Final = pattern(r"(?:时间|日期|时限|期限|时点|节点|进度|及时性|时效)$")
LAST: Final = 12

EVENT: Final = (
    r"(?:签订|签约|续签|续租|采购|招标|中标|定标|完成|完工|竣工|验收|交付|移交|启动|开工|开通|上线|到位|到货|拨付|支付|发放|印发|下达|报送|提交|备案|办结|投运|"
    r"投用|建成|出台|发布|批复|立项|结题|安装|改造|更新|编制|开班|举办|召开|开放|开园|开馆|开业|启用|投产|开课|开播)(?:时间|日期|时限|时点|节点)$"
)
"""How a name ends that is about the time of one thing done, however long what it belongs to may last: 服务合同签订时间."""


class Period(NamedTuple):
    """From a month to another, as year * 12 + month; what of the document says so."""

    start: int
    end: int
    said: str

    def holds(self, first: int, last: int) -> bool:
        """Whether any of the months from `first` to `last` lies within."""
        return first <= self.end and last >= self.start


def date_in_period(frame: Frame) -> Iterator[Found]:
    """A date by which something is to be done lies in the year of the document, or in the term of its project."""
    target = normal("target")
    timely = (pl.col(CLASS2) == "timeliness") | pl.col(normal("name")).str.contains(TIMED.pattern)
    name = pl.col(normal("name"))
    timely &= ~name.str.contains(LASTING.pattern) | name.str.contains(EVENT)
    dated = frame.data.filter(pl.col(target).str.contains(r"(?:19|20)\d\d") & timely.fill_null(value=False))
    periods: dict[int, Period | None] = {}
    for record, table, text in dated.select(ID, TABLE, target).iter_rows():
        if table not in periods:
            periods[table] = period_of(frame.owners[table], frame, table)
        period, months = periods[table], _months(text)
        if period is not None and months is not None and not period.holds(*months):
            reason = "before" if months[1] < period.start else "after"
            yield Found(record, "target", Evidence(because=((reason, {"period": period.said}),)))


def _months(text: str) -> tuple[int, int] | None:
    """The first and the last month that a dated target names with their years; None where it is no date."""
    cell = read_target(text)
    found = [_month(match) for match in DATED.finditer(text)]
    if cell.kind != "date" or not found:
        return None
    return min(first for first, _ in found), max(last for _, last in found)


def _month(match: re.Match[str]) -> tuple[int, int]:
    year, month = int(match[1]) * LAST, int(match[2] or 0)
    return (year + month, year + month) if month else (year + 1, year + LAST)


def period_of(reading: Reading, frame: Frame, table: int) -> Period | None:
    """The period that the lines outside a table's grid speak of: all their years and terms together, None where they name none."""
    mine = frame.tables[table]
    lines = [normal_form(line.text) for line in reading.prose if line.grid is mine.grid]
    lines += [normal_form(title) for title in (mine.category or "", *mine.labels.values())]
    grids = {id(one.grid) for one in reading.tables}
    lines += [normal_form(line.text) for line in reading.prose if id(line.grid) not in grids]
    years, spans = _years(lines), _spans(lines)
    if not years and not spans:
        return None
    bounds = [*((year * LAST + 1, year * LAST + LAST) for year in years), *spans]
    start, end = min(first for first, _ in bounds), max(last for _, last in bounds)
    said = (
        f"{(start - 1) // LAST}年"
        if (start - 1) // LAST == (end - 1) // LAST
        else f"{(start - 1) // LAST}—{(end - 1) // LAST}年"
    )
    return Period(start, end, said)


def _years(lines: Sequence[str]) -> set[int]:
    """The years that titles name: (2025年度), 2025年度项目支出绩效目标申报表."""
    found: set[int] = set()
    for line in lines:
        alone = ALONE.fullmatch(line)
        if alone is not None:
            found.add(int(alone[1]))
        elif len(line) <= LONGEST and TITLE.search(line):
            found.update(int(year) for year in NAMED.findall(line))
    return found


def _spans(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Spans of years or months, wherever a line names one: 2024年1月—2026年12月."""
    spans = []
    for line in lines:
        for first, month, last, until in SPAN.findall(line):
            if last or until:
                year = int(last or first)
                spans.append((int(first) * LAST + int(month or 1), year * LAST + int(until or LAST)))
    return [span for span in spans if span[0] <= span[1]]
