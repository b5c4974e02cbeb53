"""Targets that carry operator and unit themselves, and what else the vocabulary must tell apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicator_lint.vocabulary.counters import find_counter
from indicator_lint.vocabulary.directions import find_direction
from indicator_lint.vocabulary.measure_conflicts import find_conflict
from indicator_lint.vocabulary.placeholders import find_lead, find_placeholder
from indicator_lint.vocabulary.targets import Target, find_target
from indicator_lint.vocabulary.units import find_dimension, find_several


@pytest.mark.parametrize(
    ("text", "sign", "number", "unit"),
    [
        ("≥95%", "≥", "95", "%"),
        ("1,200 人", "", "1,200", "人"),
        ("≤3个月", "≤", "3", "个月"),
        ("》90％", "≥", "90", "%"),
        ("≧98%", "≥", "98", "%"),
        ("不少于3次", "≥", "3", "次"),
        ("95%以上", "≥", "95", "%"),
        ("20个工作日以内", "≤", "20", "个工作日"),
        ("90%-95%", "", "90-95", "%"),
        ("≤120元/人·天", "≤", "120", "元/人·天"),
        ("≥5600台（件）", "≥", "5600", "台(件)"),
        ("=100.00(%)", "=", "100.00", "%"),
        ("100", "", "100", ""),
        ("5年左右", "", "5", "年"),
    ],
)
def test_a_target_says_operator_number_and_unit(text: str, sign: str, number: str, unit: str) -> None:
    """By the grammar of target cells."""
    assert find_target(text) == Target(sign, number, unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "≥",
        "2025年12月底前",
        "2026年",
        "12月",
        "30日",
        "12月底前",
        "2025.12",
        "≥XX期",
        "保持稳定",
        "提升5%",
        "3家企业",
    ],
)
def test_dates_and_words_are_no_numbers(text: str) -> None:
    """What is no number with a known unit is left alone."""
    assert find_target(text) is None


@given(st.text(alphabet="≥≤=>《》0123456789.,%年月日人次元/()至- 以上内", max_size=14))
def test_any_text_may_be_asked(text: str) -> None:
    """No target upsets the reader, and a unit that it gives is a known one."""
    found = find_target(text)
    assert found is None or not found.unit or find_dimension(found.unit) != "unknown"


@pytest.mark.parametrize("unit", ["名/人次", "个/座", "公里/米", "万元/元"])
def test_a_slash_may_list_two_units(unit: str) -> None:
    """Two ways to count the same thing are two units."""
    assert len(find_several(unit)) > 1


@pytest.mark.parametrize(
    "unit", ["元/人", "次/年", "人次/年", "台/套", "篇/次", "人/村", "人次/人", "件/套", "毫克/千克"]
)
def test_a_slash_mostly_makes_a_rate(unit: str) -> None:
    """Rates and customary pairs are one unit."""
    assert find_several(unit) == ()


@pytest.mark.parametrize("name", ["监管平台数", "摄像头数", "受理案件数", "图书样本数", "设备模块数", "派出所数"])
def test_the_end_of_a_word_is_no_counter(name: str) -> None:
    """台, 头, 件 at the end of a longer word count nothing."""
    found = find_counter(name)
    assert found is None or "个" not in found.wrong


@pytest.mark.parametrize(("name", "unit"), [("门牌制作块数", "块"), ("受助机构家数", "家"), ("惠民演出场次数", "场次")])
def test_a_counter_before_the_number_word_counts(name: str, unit: str) -> None:
    """块数 is counted in 块 and not in 个."""
    found = find_counter(name)
    assert found is not None
    assert (found.units[0], "个" in found.wrong) == (unit, True)


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("种子发芽率", "≥"),
        ("主要农作物机械化率", "≥"),
        ("设备空置率", "≤"),
        ("数据误差率", "≤"),
        ("单位产品能耗", "≤"),
        ("PM2.5年均浓度", "≤"),
        ("媒体曝光负面事件次数", "≤"),
    ],
)
def test_names_tell_the_direction(name: str, sign: str) -> None:
    """The telling word may be of any sector."""
    found = find_direction(name)
    assert found is not None
    assert (found.sign, found.certain) == (sign, True)


@pytest.mark.parametrize(
    "name", ["降低单位产品能耗", "查处负面舆情次数", "曝光违法案件次数", "惠及贫困人口数", "重复使用率说明"]
)
def test_what_is_done_about_it_tells_no_direction(name: str) -> None:
    """To save energy or to expose offences is not to use or commit them."""
    assert find_direction(name) is None


def test_timing_is_no_quality() -> None:
    """On time and well done are two things, unless the description speaks of both."""
    found = find_conflict("桥梁定检合格率", "反映桥梁检测按时完成的比例")
    assert found is not None
    assert found.kind == "timing"
    assert find_conflict("桥梁定检合格率", "反映按时完成且检测合格的比例") is None
    assert find_conflict("物资按期到货率", "反映每月20日前合格物资的到货比例") is None


def test_a_template_number_before_a_name_is_its_lead() -> None:
    """Alone it is a placeholder, before content it is a lead."""
    assert find_lead("name", "指标1：清淤长度") == "指标1："
    assert find_placeholder("name", "指标1：清淤长度") == ""
    assert find_placeholder("name", "指标2：……") == "指标2：……"
    assert find_lead("name", "指标体系1个") == ""
