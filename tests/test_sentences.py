"""Every sentence that a page keeps ready is one that its check can say: a misspelt field would end a user's run with a KeyError."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Final

import pytest
from examples import findings_in

from indicator_lint.model.finding import Finding
from indicator_lint.model.rule import Rule
from indicator_lint.rulebook import load_rules

RULES: Final = {
    rule.code: rule for rule in load_rules(proofs=True).values() if rule.check not in {"reader", "run", "audit"}
}
"""The sentences about files are tried where files are read (tests/formats/test_reasons.py), those of audits in tests/audit."""

COPIED: Final = """
## 职业技能培训类
| 指标名称         | 性质 | 单位 | 指标描述                   | 指标值 |
| 开展技能培训人数 | ≥    | 人   | 反映参加技能培训的学员     | 90     |
| 培训考核合格率   | ≥    | %    | 反映培训学员考核合格情况   | 95     |
| 培训按期完成率   | ≥    | %    | 反映培训班按计划完成情况   | 95     |
| 培训教师配备人数 | ≥    | 人   | 反映为培训配备的教师       | 12     |
| 培训教材发放册数 | ≥    | 册   | 反映向学员发放的教材       | 300    |
| 培训场地租用天数 | ≤    | 天   | 反映租用培训场地的天数     | 40     |
| 培训学员满意度   | ≥    | %    | 反映学员对培训的评价       | 90     |
"""

STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
TITLES: Final = ("校舍维修", "教师培训", "学生资助", "校园安保类", "图书购置类")

CLASSES: Final = """
| 一级指标   | 二级指标           | 指标名称         |
| 产出指标   | 数量指标           | 购置校车数量     |
| 产出指标   | 质量指标           | 校车验收合格率   |
| 产出指标   | 时效指标           | 校车交付及时率   |
| 产出指标   | 成本指标           | 校车购置单价     |
| 效益指标   | 社会效益指标       | 惠及学生人数     |
| 满意度指标 | 服务对象满意度指标 | 家长满意度       |
"""


UNORDERED: Final = """
| 一级指标   | 二级指标           | 指标名称         |
| 效益指标   | 社会效益指标       | 惠及学生人数     |
| 产出指标   | 数量指标           | 购置校车数量     |
| 产出指标   | 质量指标           | 校车验收合格率   |
| 产出指标   | 时效指标           | 校车交付及时率   |
| 效益指标   | 可持续影响指标     | 校车使用年限     |
| 满意度指标 | 服务对象满意度指标 | 家长满意度       |
"""

MIXED: Final = """
## 图书馆服务类
| 指标名称           | 单位 | 指标描述                       |
| 新增馆藏图书册数   | 册   | 反映当年采购并上架的馆藏图书   |
| 读者活动举办场次   | 场   | 反映面向读者举办的阅读活动     |
| 图书借阅流通率     | %    | 反映馆藏图书被读者借阅的比例   |
| 读者座席数量       | 个   | 反映读者阅览座席的数量         |
| 电子图书下载册数   | 册   | 反映读者下载电子图书的册数     |
| 读者满意度         | %    | 反映读者对图书借阅服务的评价   |
## 森林防火类
| 指标名称           | 单位 | 指标描述                         |
| 防火隔离带长度     | 公里 | 反映新开设的防火隔离带           |
| 巡山护林员补助标准 | 元   | 反映读者活动举办场次             |
| 森林火灾扑救时间   | 小时 | 反映从发现森林火灾到扑灭的用时   |
| 防火瞭望塔数量     | 座   | 反映新建的防火瞭望塔             |
| 森林火灾受害率     | ‰    | 反映森林火灾受害面积占比         |
| 防火宣传场次       | 场   | 反映开展森林防火宣传的场次       |
"""


def copied(*changes: tuple[str, str]) -> str:
    """A category, and another one that is its copy but for what is changed."""
    other = COPIED.replace("职业技能培训类", "人才引进类")
    for old, new in changes:
        assert old in other
        other = other.replace(old, new)
    return COPIED + other


def without(*words: str, times: int = 1) -> str:
    """Categories without the lines that hold one of the words."""
    kept = "\n".join(line for line in CLASSES.splitlines() if not any(word in line for word in words))
    return "".join(f"\n## 校车项目{number}{kept}" for number in range(times))


def named(*names: str, unit: str = "") -> str:
    """A category of indicators without classes."""
    return "\n".join(["| 指标名称 | 性质 | 单位 |", *(f"| {name} | ≥ | {unit} |" for name in names)])


SHOWN: Final[Mapping[tuple[str, str], str]] = {
    ("CAT001", "first"): copied(("人才引进类", "甲项经费")).replace("职业技能培训类", "乙项经费"),
    ("CAT001", "description_differs"): copied(("考核合格情况", "结业考核情况")),
    ("CAT001", "operator_differs"): copied(("| ≤    | 天", "| ≥    | 天")),
    ("CAT001", "target_differs"): copied(("| 40     |", "| 45     |")),
    ("CAT001", "only_here"): copied() + "| 引进人才到岗率 | ≥ | % | 反映引进人才到岗情况 | 90 |\n",
    ("CAT001", "only_there"): copied(
        ("| 培训学员满意度   | ≥    | %    | 反映学员对培训的评价       | 90     |\n", "")
    ),
    ("CAT001", "more"): copied(
        ("| 40     |", "| 45     |"), ("考核合格情况", "结业考核情况"), ("配备的教师", "聘请的教师"), ("≤", "≥")
    ),
    ("CLS006", "benefit"): without("效益") + CLASSES.replace("\n|", "\n## 校舍维修类\n|", 1),
    ("CLS006", "benefit_everywhere"): without("效益", times=3),
    ("CLS006", "cost_everywhere"): without("成本", times=3),
    ("CLS006", "satisfaction_everywhere"): without("满意度", times=3),
    ("DSC001", "nowhere"): "| 指标名称 | 指标描述 |\n| 校舍维修面积 | |\n| 校舍验收合格率 | |\n| 师生满意度 | |\n",
    ("DSC004", "quantity"): "| 指标名称 | 单位 | 指标描述 |\n| 改造公厕面积 | 平方米 | 反映改造公厕的费用 |\n",
    ("NAM006", "compare"): "| 指标名称 | 单位 |\n| 污水处理量（万吨） | 立方米 |\n",
    ("OPR003", "output"): "| 二级指标 | 指标名称 | 性质 | 单位 |\n| 数量指标 | 公厕数量 | ≤ | 座 |\n",
    ("STR003", "many"): "| 一级指标 | 二级指标 | 指标名称 |\n"
    + "".join(f"| | 数量指标 | {thing}数量 |\n" for thing in ("新建公厕", "维修校舍", "整治河道")),
    ("TXT001", "unit"): "| 指标名称 | 单位 |\n| 新建公厕面积 | 公里 次 |\n",
    ("TXT005", "shape"): "| 指标名称 | 指标描述 |\n| 贫困户改厕率 | 反映贫困户中完成改厕的贫闲户占比 |\n",
    ("TXT008", "private"): "| 指标名称 | 单位 |\n| 新建\ue004公厕数量 | 座 |\n",
    ("UNI001", "unclear"): named("森林管护成效"),
    ("UNI001", "most"): named(*(f"新建公厕{word}数量" for word in STEMS)) + "\n| 发放补贴金额 | ≥ | 万元 |",
    ("UNI003", "against"): named("村级活动室覆盖面", unit="万元"),
    ("UNI006", "repeated"): "| 指标名称 | 性质 | 单位 |\n| 制度健全程度 | 定性 | 优、良、良、差 |\n",
    ("UNI006", "unlisted"): "| 指标名称 | 性质 | 单位 |\n| 制度健全程度 | 定性 | 优、中、良、差 |\n",
    ("CAT003", "without"): "".join(f"\n## {title}\n{named('培训人数')}" for title in TITLES),
    ("CLS007", "ahead"): UNORDERED,
    ("CLS007", "after"): UNORDERED,
    ("DSC002", "shared_here"): MIXED.replace("反映从发现森林火灾到扑灭的用时", "反映新建的防火瞭望塔"),
    ("DSC002", "nearest"): MIXED,
    ("DSC002", "stranger"): MIXED,
    ("TXT003", "habit"): "| 指标名称 | 指标描述 |\n"
    + "".join(f"| {word}组培训人数 | 反映参训人数,含{word}组 |\n" for word in STEMS),
    ("CLS001", "unknown"): CLASSES.replace("| 效益指标  ", "| 民生保障指标  "),
    ("CLS004", "classic"): CLASSES.replace("产出指标   | 成本指标    ", "成本指标   | 经济成本指标"),
    ("CLS004", "cost_first"): CLASSES,
    ("CLS002", "misspelt"): CLASSES.replace("质量指标", "质量旨标"),
}
"""Tables that make a page's check say what the page's own examples leave unsaid, by code and key."""

ELSEWHERE: Final = {("CAT001", "twice"), ("CAT001", "once"), ("REF004", "split")}
"""What no single table says, but several files (`audit/test_copies.py`) or the log of a catalog (`catalog/test_against.py`)."""

CHOSEN: Final[dict[tuple[str, str], dict[str, object]]] = {
    ("CLS004", "classic"): {"framework": "classic"},
    ("CLS004", "cost_first"): {"framework": "cost-first"},
}
"""Options under which the tables of SHOWN say so, other than those of the page."""


@cache
def found(code: str) -> list[Finding]:
    rule = RULES[code]
    return [
        finding
        for example in rule.examples
        if example.bad
        for finding in findings_in(example.bad, rule, example.catalog)[0]
    ]


def said(rule: Rule, findings: list[Finding]) -> set[str]:
    """The keys of the reasons and pieces of advice that findings give."""
    spoken = "\n".join(part for f in findings for part in (f.message, f.fix.note if f.fix else ""))
    keys = {key for finding in findings for key, _ in finding.because}
    ready = {**rule.reasons, **rule.advice}
    return keys | {key for key, text in ready.items() if re.search(_pattern(text), spoken)}


def _pattern(text: str) -> str:
    return re.sub(r"\\\{\w+\\\}", ".*", re.escape(text))


@pytest.mark.parametrize(("code", "key"), SHOWN, ids="-".join)
def test_these_tables_make_the_check_say_it(code: str, key: str) -> None:
    rule = replace(RULES[code], options={**RULES[code].options, **CHOSEN.get((code, key), {})})
    findings, _ = findings_in(SHOWN[code, key], rule)
    assert key in said(RULES[code], findings), [finding.message for finding in findings]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_every_sentence_of_a_page_is_said(rule: Rule) -> None:
    """With its fields filled in, by one of the page's bad examples or by a table of this file."""
    shown = said(rule, found(rule.code)) | {key for code, key in (*SHOWN, *ELSEWHERE) if code == rule.code}
    unsaid = {*rule.reasons, *rule.advice} - shown
    assert unsaid == set(), f"add an [[example]] to the page, or a table to SHOWN in {__name__}, for {sorted(unsaid)}"
