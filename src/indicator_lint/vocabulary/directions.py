"""Which way an indicator is better: 合格率 upwards, 故障次数 downwards. The cue nearest to the end of the name decides."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from typing import Final, NamedTuple

from indicator_lint.chinese.endings import ending_in, longest, shortened
from indicator_lint.chinese.wordlist import Wordlist
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary import REMEMBERED, load_rows
from indicator_lint.vocabulary.measures import bare_name
from indicator_lint.vocabulary.wrongs import NOT, done_wrongly, sounds_bad, used_up

UP: Final = "≥"
DOWN: Final = "≤"
COST_CLASSES: Final = frozenset({"cost", "economic_cost"})
BENEFITS: Final = frozenset({"economic", "social", "ecological", "sustainable"})
MONEY: Final = frozenset({"money", "price"})
UNDIRECTED: Final = frozenset({"ratio", "score", "grade", "scale", "date", "temperature", "several", "other"})
"""Dimensions that tell nothing where the name is no rate."""

RATE: Final = pattern(r"(?:率|度|比例|占比|比重|百分比|比率|幅度|增幅|降幅|程度)$")
EXTENT: Final = pattern(r"[长宽高深厚跨]度$")
"""Measures in 度 that are no rates."""

COUNT: Final = pattern(
    r"(?:案件(?:件|起|宗)?数量?|总?次数|起数|(?<!事)件数|宗数|例数|艘数|辆数|处数|头数|株数|家数|套数|亩数|数量|总数|人次|人数|户数|个数|[项条张座笔只台册份篇根棵块片间栋批单天]数|件次|批次|[台架班车艘列站户家点例]次|场次|存量|人口|次|数|量|面积|起)$"
)
LOST: Final = pattern(r"(?:总?金额|总?额度?|余额|资金|款项?|损失)$")
"""Amounts of money that are lost, owed or paid wrongly, where a bad cue stands before them: 养老金错发金额, 欠税余额."""

LOSS: Final = pattern(r"(?:经济|财产|资金|国有资产|灾害|事故)损失$")
SERVED: Final = pattern(r"服务|惠及|受益|保障|供养|托养|照护|关爱|保护|覆盖")
"""Where people are served, it is not they who are too many: 服务患病老人数."""

HARD: Final = pattern(r"(?:成本|费用|造价|单价|开支|租金|酬金|(?<!经)费|补贴|补助|投入|资金|金额|总额)$")
"""How a cost ends that no saving or income beside it makes a good thing: 百元收入消耗的卫生材料费."""

DEAR: Final = pattern(r"(?:成本|造价|单价|租金)$")
"""What should be low whomever it is for: 低保审核人均成本."""

INCIDENTS: Final = ("事件", "事故", "现象", "行为")
"""Ends of names that count bad things without saying so."""

MEANS: Final = pattern(
    r"资金|金|款|对象|人员|队员|设备|设施|仪器|系统|平台|软件|过程|期间|环节|服务|业务|工作|学员|患者|机构|中心|车|船|站|点|阳性|"
    r"家庭|群众|居民|村民|农户|困难|档案|数据|中"
)
"""What follows the name of an action where that only says of what, or of whom: 补贴资金冒领人数, 监测设备故障次数."""

UNWANTED: Final = frozenset(
    {
        "控制",
        "上限",
        "限额",
        "限制",
        "压减",
        "减少",
        "精简",
        "减量",
        "降低",
        "下降",
        "三公",
        "公车",
        "公务",
        "土石方",
        "开挖",
        "弃渣",
    }
)
"""Caps on what is done, which no work done outweighs."""

PER_HEAD: Final = pattern(
    r"(?:人均|生均|户均|每[百千万]?(?:名|人|户)|每[百千万]人口)[^率]*(?:面积|册数|藏书|藏量|台数|床位数?|座位数?|医师数|护士数|教师数|拥有量|专利数?)$"
)
"""What everybody has of a good thing: 生均校舍面积, 每千人口床位数."""
PEOPLE: Final = pattern(r"人[员口]?(?:总?数|数?量)?$|人次$|户数?$")
AMOUNT: Final = pattern(r"量$")
LASTING: Final = pattern(r"(?:年限|寿命)$")
STATE: Final = pattern(r"性$")
"""及时性 is better the higher it is in percent; given in hours it is the time taken."""

VALUE: Final = pattern(r"(?<=[度声音率])(?:(?:最[大高]|平均|[年日]均|监测|检测|实测|测量)+)?值$")
"""What may follow a quantity without changing its sense: 噪声平均值, 氨氮浓度最大值."""

QUOTES: Final = str.maketrans("", "", '“”"‘’')
SPAN: Final = pattern(r"(?:时间|时限|时长|用时|耗时|期限|周期|工期|停时|天数|日数|小时数)$")
LATE: Final = pattern(r"(?:(?<!不)延迟|延误|时延|滞后|拖延|超时)$")
"""Names of the time by which something is late: 预警播发延迟."""

DAYS: Final = pattern(r"(?:天数|日数|小时数|总?时长)$")
FILLER: Final = pattern(
    r"(?:发生|事件|情况|案件|人员|问题|总|的|累计|平均|年度?|全年|人数|数量|次数|件数|户数|天数|面积|金额|资金|产品|人口|品种|点位|路段|区域|地块|部位|点|数)$"
)
"""Words that may stand between the cue and the measure: 辍学人数占比, 事故发生次数."""

FILLER_LENGTH: Final = 2
"""Characters of the longest of these."""

FEWER: Final = pattern(r"(?:少|减|降|缩|压|控|省|避免|消除|化解|消减|降低|缩短|压缩|控制|节约)$")
"""Before a bad thing at the end: 群众少跑动次数."""

LESS: Final = pattern(
    r"^(?:减少|压减|压缩|缩短|缩减|精简|降低|削减|节省|节约)|(?:减少|压减|压缩|缩短|缩减|精简|节省)(?:的)?(?:天数|时间|时长|[\u4e00-\u9fff]{0,2}数)$"
)
"""What is taken away: 缩短审批时间 by how much, or to what, nobody knows."""

NONE: Final = ("无", "零", "未", "不")
"""Turns a bad thing before 率 into a good one: 零差错率, 无故障率."""


class Direction(NamedTuple):
    """The sign expected (`≥` or `≤`), the words of the name that say so, and whether there is hardly any doubt."""

    sign: str
    cue: str
    certain: bool = True


@lru_cache(maxsize=REMEMBERED)
def find_direction(name: str, class2: str = "", dimension: str = "") -> Direction | None:
    """The direction that a name calls for, given the key of its level 2 and the dimension of its unit; None where nothing is sure."""
    bare = VALUE.sub("", bare_name(name).translate(QUOTES))
    if dimension == "time" and bare.endswith("及时性"):
        return Direction(DOWN, "及时性", certain=False)
    end = None if dimension == "time" and STATE.search(bare) else _of_end(bare)
    return end or _of_dimension(bare, class2, dimension)


def _of_end(name: str) -> Direction | None:
    """What the last words alone decide: 测评得分, 跑动次数; not where there is less of it."""
    end = _tail("end", name)
    fewer = FEWER.search(name.removesuffix(end)) or LESS.search(name)
    return Direction(_cues("end")[end], end) if end and not fewer else None


def _of_dimension(bare: str, class2: str, dimension: str) -> Direction | None:
    if dimension in MONEY or (class2 in COST_CLASSES and dimension in {"", "unknown"}):
        return _of_cost(bare, class2) or _of_loss(bare) or _of_gain(bare, class2) or _of_turnover(bare, class2)
    if dimension == "time":
        share = _of_rate(bare) if RATE.search(bare) and not EXTENT.search(bare) else None
        return None if LESS.search(bare) else share or _of_time(bare, class2)
    consumed = _of_consumption(bare, class2)
    if consumed is not None:
        return consumed
    if RATE.search(bare) and not EXTENT.search(bare):
        direction = _of_rate(bare)
        return (
            None if direction and direction.sign == UP and class2 in COST_CLASSES else direction
        )  # 预算执行率 ≤ 100 %
    if dimension in UNDIRECTED:
        return None
    return _of_count(bare, class2) or _of_gain(bare, class2) or _of_amount(bare, class2)


def _of_cost(name: str, class2: str) -> Direction | None:
    if (
        _holds("saving", name)
        or (_holds("floor", name) and not DEAR.search(name))
        or (_holds("aside", name) and not HARD.search(name))
    ):
        return None
    cue = _tail("cost", name)
    if class2 in COST_CLASSES:
        sure = bool(cue) and not _holds("aside", name)
        return Direction(DOWN, cue or name, certain=sure)
    return Direction(DOWN, cue) if cue.endswith(("成本", "造价")) else None


def _of_loss(name: str) -> Direction | None:
    """Money that is lost, owed or paid wrongly; not where it is got back, nor what is said of the losses of others."""
    if any(_holds(use, name) for use in ("saving", "spared", "action")) or FEWER.search(LOSS.sub("", name)):
        return None
    if loss := LOSS.search(name):
        return Direction(DOWN, loss[0], certain=False)
    cues = (_bad(form) for form in _forms(LOST.sub("", name))) if LOST.search(name) else ()
    return next((Direction(DOWN, cue) for cue in cues if cue), None)


def _of_turnover(name: str, class2: str) -> Direction | None:
    """What is turned over, collected or lent counts as an output too: 技术合同成交额, 稽查补税额."""
    cue = _tail("gain", name) if class2 in {"quantity", "quality"} else ""
    if not cue.endswith(("额", "值")) or cue == "投资额" or _holds("policy", name):
        return None
    return Direction(UP, cue, certain=False)


def _of_time(name: str, class2: str) -> Direction | None:
    if class2 == "sustainable" and LASTING.search(name):
        return Direction(UP, name, certain=False)
    if DAYS.search(name) and (cue := _tail("bad", stem := DAYS.sub("", name))):
        return Direction(DOWN, cue) if not stem.removesuffix(cue).endswith(NONE) else None
    if kept := _tail("kept", name):
        return Direction(UP, kept, certain=False) if class2 not in COST_CLASSES else None
    late = LATE.search(name)
    slow = late[0] if late else _tail("bad", SPAN.sub("", name)) if SPAN.search(name) else ""
    if slow:
        return Direction(DOWN, slow, certain=False)
    if _holds("lasting", name) or not SPAN.search(name):
        return None
    cue = _holds("deadline", name)
    return Direction(DOWN, cue or name) if cue or class2 == "timeliness" else None


def _of_rate(name: str) -> Direction | None:
    stem = RATE.sub("", name)
    changed = _of_change(stem)
    if changed is not None:
        return changed if changed.sign else None
    for form in _forms(stem):
        cue = max(_tail("rate", form), _bad(form), key=len)
        if cue:
            return _judged(form, cue)
    cue = _holds("punctual", stem)
    return Direction(UP, cue) if cue else next(filter(None, map(_of_sound, _forms(stem))), None)


def _judged(stem: str, cue: str) -> Direction | None:
    sign, before = _cues("rate").get(cue, DOWN), stem.removesuffix(cue)
    if sign == UP and (denied := NOT.search(before)):
        return Direction(DOWN, denied[0] + cue)
    if sign == DOWN and before.endswith(NONE):
        return Direction(UP, before[-1] + cue)
    return Direction(sign, cue) if sign else None


def _of_change(stem: str) -> Direction | None:
    """能耗下降率 upwards, 费用增长率 unsure; a Direction without a sign where a change is meant but nobody knows which is better."""
    fall, rise = _tail("fall", stem), _tail("rise", stem)
    burden = bool(_holds("burden", stem))
    if fall:
        return Direction(UP if burden else "", fall)
    if rise:
        return Direction("" if burden or _holds("neutral", stem) else UP, rise, certain=False)
    return None


def _of_sound(stem: str) -> Direction | None:
    """What sounds like a failure though no list knows it."""
    cue = sounds_bad(stem)
    return Direction(DOWN, cue, certain=False) if cue else None


def _bad(text: str) -> str:
    """The bad thing, or the right one done wrongly, that a text ends in."""
    return _tail("bad", text) or done_wrongly(text)


def _of_consumption(name: str, class2: str) -> Direction | None:
    """What is used up or emitted (单位产品能耗, 废水排放量), unless the name says that less of it is."""
    cue = _tail("consumption", name) or used_up(name, cost=class2 in COST_CLASSES)
    return Direction(DOWN, cue) if cue and not _holds("relief", name.removesuffix(cue)) else None


def _of_count(name: str, class2: str) -> Direction | None:
    """Counts of bad things; not of what is done about them (故障处理次数, but 媒体曝光负面事件次数), nor of people served (患病人口数)."""
    stem = COUNT.sub("", name)
    wrongly = done_wrongly(stem)
    if wrongly and not _is_acting(stem.removesuffix(wrongly)):
        return Direction(DOWN, wrongly)
    served = PEOPLE.search(name) is not None and (class2 == "quantity" or SERVED.search(name) is not None)
    acted = _is_acting(name) and not _holds("passive", name)
    counted = COUNT.search(name) or name.endswith(INCIDENTS)
    if served or not counted or acted:
        return None
    forms = _forms(stem)
    cue = next(filter(None, map(_bad, forms)), "")
    if cue or class2 == "quantity":
        return Direction(DOWN, cue) if cue else None
    return _of_sound(forms[0]) or _of_sound(forms[-1])


def _of_gain(name: str, class2: str) -> Direction | None:
    """What is won, or spared, as a benefit: 受益人数, 销售收入, 减少洪灾损失. A cue that does not end the name may be outweighed."""
    if class2 not in BENEFITS:
        return None
    cue = _tail("gain", name) or _holds("spared", name)
    if not cue and not any(_holds(use, name) for use in ("bad", "burden", "cap", "policy")):
        cue = _holds("gain", name)
    return Direction(UP, cue, certain=False) if cue else None


def _of_amount(name: str, class2: str) -> Direction | None:
    """What is saved or produced. An output of the quantity class is hardly ever wanted small, but there are caps: so no certainty."""
    cue = _tail("amount", AMOUNT.sub("", name)) if AMOUNT.search(name) else ""
    if cue:
        return Direction(UP, cue)
    owned = PER_HEAD.search(name)
    if owned and class2 not in COST_CLASSES and not _holds("cap", name):
        return Direction(UP, owned[0], certain=False)
    if class2 != "quantity":
        return None
    if handled := _handled(name):
        return Direction(UP, handled, certain=False)
    if _holds("cap", name) or _holds("policy", name):
        return None
    return Direction(UP, _holds("produce", name), certain=False)


def _handled(name: str) -> str:
    """The work that is done about things of which there should be few, where the name counts it: 调解民间纠纷件数."""
    capped = _holds("cap", name)
    if not capped or not COUNT.search(name) or any(word in name for word in UNWANTED) or _holds("passive", name):
        return ""
    return _holds("handled", name)


def _forms(stem: str) -> list[str]:
    """The stem, then what is left of it when fillers at its end are taken off one by one."""
    return shortened(stem, FILLER, FILLER_LENGTH)


def _tail(use: str, text: str) -> str:
    return ending_in(text, _cues(use), _longest(use))


def _holds(use: str, text: str) -> str:
    return _held(text).get(use, "")


@lru_cache(maxsize=REMEMBERED)
def _held(text: str) -> dict[str, str]:
    """The cue of each use that a text holds, of several the first of the list."""
    found = sorted({(place, use, cue) for _, cue in _listed().found(text) for place, use in _uses()[cue]}, reverse=True)
    return {use: cue for _, use, cue in found}


def _is_acting(name: str) -> bool:
    """Whether an action is named, and not by what means."""
    ends = (start + len(cue) for start, cue in _listed().found(name) if cue in _cues("action"))
    return any(MEANS.match(name, end) is None for end in ends)


@cache
def _listed() -> Wordlist:
    return Wordlist(_uses())


@cache
def _uses() -> dict[str, list[tuple[int, str]]]:
    """Each cue's places in the list, and its use there."""
    uses: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for place, row in enumerate(load_rows("directions")):
        uses[row["cue"]].append((place, row["use"]))
    return uses


@cache
def _longest(use: str) -> int:
    return longest(_cues(use))


def _cues(use: str) -> dict[str, str]:
    """The cues of a use with their directions."""
    return _by_use().get(use, {})


@cache
def _by_use() -> dict[str, dict[str, str]]:
    cues: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in load_rows("directions"):
        cues[row["use"]][row["cue"]] = row["direction"]
    return cues
