"""Counters: people are counted in 人, reports in 份 or 篇; also the units that a measure word usually takes."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final, NamedTuple

from indicator_lint.chinese.endings import ending_in, longest, shortened
from indicator_lint.chinese.normal import normal_form
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary import REMEMBERED, load_rows
from indicator_lint.vocabulary.measures import bare_name
from indicator_lint.vocabulary.words import segment

COUNTER_AND_NUMBER: Final = 2
"""台数, 座数: one character before 数."""

AMOUNT: Final = pattern(r"(?:总?数量?|总量|存量|规模|总人数|人数|的|个数)$")
AMOUNT_LENGTH: Final = 3
"""Characters of the longest of these."""

DONE: Final = pattern(
    r"(?:建设|发放|运营|改造|采购|购置|修缮|安装|更新|配备|整治|维护|聘用|维修|制作|编印|印发|创建|引进|招聘|招录|配套|修复|建成|改扩建|新建|培育|编制|净增|认定|帮扶|扶持|孵化|评选|签约|授权|拥有|申请|登记|注册|养护|检修|更换|投放|部署|升级|接入|开发|招募|聘请|资助|奖补|抽查|走访|示范|试点|布设|架设|征集|收藏|入藏|展出|捐赠|移交|接收|租赁|调配|埋设|敷设|竖立|设立|设置|悬挂|张贴|添置|购买|新增|加装|增设|配发|发生|入库|出库)(?:数量|数)$"
)
"""What was done with the things counted: 优待证发放数量."""

MOVED: Final = pattern(
    r"(?:无害化|资源化|综合|累计|年|日)?(?:(?:处理|处置|清运|清理|收集|收运|转运|转移|运输|运送|收储|收购|储备|轮换|贮存|储存|存储|入库|出库|生产|产出|产生|供应|供给|"
    r"销售|使用|施用|消耗|消费|排放|削减|减排|减少|增加|回收|利用|采购|投放|配送|开采|进口|出口|外运|消纳|焚烧|填埋|堆放|清淤|疏浚|外调|调拨|捕捞|采收|加工){0,2})"
    r"(?:总量|数量|量)$"
)
"""What was done with material of which there is so much: 危险废物转移量, 生活垃圾无害化处理量."""

DESCRIBED: Final = pattern(r"(?:数量?|总数|总量|规模|总人数|人数)(?:的?完成)?(?:的?情况)?$")
"""How a description ends that says what is counted: 反映购买劳务人员数量."""


class Counter(NamedTuple):
    """What is counted, the units that suit it (the usual one first), those that do not, and how bad that is (a severity).

    `kind` is `measure` for words such as 人数, `people` for persons, `incident` for bad events, `stuff` for material that is
    weighed and not counted, `thing` for the rest.
    """

    word: str
    kind: str
    units: tuple[str, ...]
    wrong: frozenset[str]
    severity: str


@lru_cache(maxsize=REMEMBERED)
def find_counter(name: str) -> Counter | None:
    """The counter of what a name counts: of the measure word at its end, else of the noun before 数量 or 规模."""
    bare = bare_name(name)
    forms = [bare, *shortened(DONE.sub("", bare), AMOUNT, AMOUNT_LENGTH)]
    return next(filter(None, map(_at_end, forms)), None)


@lru_cache(maxsize=REMEMBERED)
def find_described(description: str) -> Counter | None:
    """The counter of what a description says is counted, where it ends in 数量 or 规模 (反映购买劳务人员数量)."""
    text = normal_form(description)
    match = DESCRIBED.search(text)
    return _at_end(text[: match.start()].removesuffix("的")) if match else None


@lru_cache(maxsize=REMEMBERED)
def find_stuff(name: str) -> Counter | None:
    """The material of which a name says how much there is: 建筑垃圾处置量, 化肥使用量."""
    bare = bare_name(name)
    stem = MOVED.sub("", bare)
    found = _counters().get(ending_in(stem, _counters(), _longest())) if stem != bare else None
    return found if found is not None and found.kind == "stuff" else None


def _at_end(text: str) -> Counter | None:
    counters = _counters()
    found = counters.get(ending_in(text, counters, _longest()))
    return None if found and _is_part(found, text) else found


def _is_part(counter: Counter, text: str) -> bool:
    """Whether the counter before 数 is the end of a longer word: 监管平台数, 摄像头数, 受理案件数."""
    judged = (counter.kind, counter.severity) == ("measure", "warning")
    if not judged or len(counter.word) > COUNTER_AND_NUMBER or not counter.word.endswith("数"):
        return False
    stem = text.removesuffix("数")
    return len(stem) > 1 and len(segment(stem)[-1]) > 1


@cache
def _counters() -> dict[str, Counter]:
    return {row["word"]: _counter(row) for row in load_rows("counters")}


@cache
def _longest() -> int:
    return longest(_counters())


def _counter(row: dict[str, str]) -> Counter:
    units, wrong = tuple(row["counters"].split()), frozenset(row["wrong"].split())
    return Counter(row["word"], row["kind"], units, wrong, row["severity"])
