"""Measure words, counters, scales and directions: what the end of a name says."""

from __future__ import annotations

import pytest

from indicator_lint.vocabulary.counters import find_counter, find_described
from indicator_lint.vocabulary.directions import find_direction
from indicator_lint.vocabulary.measures import bare_name, find_measure
from indicator_lint.vocabulary.scales import find_scale, nearest_scale
from indicator_lint.vocabulary.words import CLASSES, is_word, segment


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("媒体报道频率", "频率"),
        ("锅炉额定功率", "功率"),
        ("设备完好率（≥95%）", "率"),
        ("培训班次（会议次数）", "班次"),
        ("堤防长度", "长度"),
        ("单位面积产量", "产量"),
        ("项目完成情况", "情况"),
        ("管理制度", ""),
        ("退役军人", ""),
        ("食品质量", ""),
    ],
)
def test_the_longest_measure_word_at_the_end_counts(name: str, word: str) -> None:
    found = find_measure(name)
    assert (found.word if found else "") == word


@pytest.mark.parametrize(
    ("name", "fitting", "unfit"),
    [
        ("供水管网长度", "length", "area"),
        ("新增图书数量", "count", "ratio"),
        ("增施有机肥数量", "weight", "money"),
        ("高血压发病率", "density", "count"),
        ("质量提升幅度", "grade", ""),
        ("志愿服务时长", "workload", "money"),
        ("财政补助标准", "price", "area"),
        ("系统可用性", "ratio", "area"),
    ],
)
def test_measures_take_units_of_their_dimensions(name: str, fitting: str, unfit: str) -> None:
    found = find_measure(name)
    assert found is not None
    assert found.fits(fitting)
    assert not unfit or not found.fits(unfit)


def test_what_stands_in_brackets_behind_a_name_is_left_out() -> None:
    assert bare_name("林业产业（万亩）") == "林业产业"
    assert bare_name("受益人数≥300") == "受益人数"
    assert bare_name("（三）") == "(三)"


@pytest.mark.parametrize(
    ("name", "class2", "dimension", "sign"),
    [
        ("信访投诉办结率", "social", "ratio", "≥"),
        ("能耗下降率", "ecological", "ratio", "≥"),
        ("故障修复及时率", "quality", "ratio", "≥"),
        ("生活费用支付及时率", "timeliness", "ratio", "≥"),
        ("系统故障率", "quality", "ratio", "≤"),
        ("群众不满意率", "satisfaction", "ratio", "≤"),
        ("观众投诉次数", "satisfaction", "count", "≤"),
        ("学生辍学人数占比", "quality", "ratio", "≤"),
        ("工伤认定办理时限", "timeliness", "time", "≤"),
        ("校园绿化养护费用", "cost", "money", "≤"),
        ("二氧化硫减排量", "ecological", "weight", "≥"),
        ("新建校舍面积", "quantity", "area", "≥"),
    ],
)
def test_the_cue_nearest_to_the_end_decides(name: str, class2: str, dimension: str, sign: str) -> None:
    found = find_direction(name, class2, dimension)
    assert found is not None
    assert found.sign == sign


@pytest.mark.parametrize(
    ("name", "class2", "dimension"),
    [
        ("成本控制率", "cost", "ratio"),
        ("费用增长率", "economic", "ratio"),
        ("年度预算执行率", "cost", "ratio"),
        ("因公出国天数", "quantity", "time"),
        ("召开会议次数", "quantity", "count"),
        ("督查频次", "quantity", "count"),
        ("火灾应急演练次数", "quality", "count"),
        ("查处违法案件数", "quality", "count"),
        ("设备质保期限", "timeliness", "time"),
        ("工期提前天数", "timeliness", "time"),
        ("低保人均补助标准", "cost", "price"),
        ("为企业降低成本", "economic", "money"),
        ("患病人口数", "quantity", "count"),
    ],
)
def test_nothing_is_expected_where_nothing_is_sure(name: str, class2: str, dimension: str) -> None:
    assert find_direction(name, class2, dimension) is None


def test_counters_are_found_behind_measures_and_verbs() -> None:
    told = {
        name: find_counter(name)
        for name in ("完成课题报告数量", "受训学员人数", "优待证发放数量", "志愿者规模", "重点工程")
    }
    assert {name: counter.units[0] if counter else "" for name, counter in told.items()} == {
        "完成课题报告数量": "份",
        "受训学员人数": "人",
        "优待证发放数量": "本",
        "志愿者规模": "人",
        "重点工程": "",
    }
    described = find_described("反映聘用的保安人员数量")
    assert described is not None
    assert described.kind == "people"
    assert find_described("反映聘用工作开展情况") is None


@pytest.mark.parametrize(
    ("text", "grades", "listed"),
    [
        ("优良中差", "优、良、中、差", True),
        ("优、 良", "优、良", False),
        ("优良差", "优、良、差", False),
        ("满意/基本满意/不满意", "满意、基本满意、不满意", True),
        ("合格不合格", "合格、不合格", True),
        ("优、良、中、差四个等级", "优、良、中、差", True),
        ("有无", "有、无", True),
        ("良好", "良好", False),
    ],
)
def test_grades_are_told_apart_with_and_without_separators(text: str, grades: str, *, listed: bool) -> None:
    scale = find_scale(text)
    assert scale is not None
    assert (scale.text, scale.listed) == (grades, listed)


@pytest.mark.parametrize("text", ["", "个", "优惠", "DDD", "中心", "高校"])
def test_other_texts_are_no_scales(text: str) -> None:
    assert find_scale(text) is None


def test_the_nearest_scale_completes_the_grades() -> None:
    assert nearest_scale(("优", "良", "差")) == "优、良、中、差"
    assert nearest_scale(("好",)) == ""


@pytest.mark.parametrize("word", ["遗骸", "信号", "志愿者"])
def test_latin_letters_and_digits_behind_a_word_are_no_sign_of_the_list(word: str) -> None:
    for sign in CLASSES:
        assert segment(f"{word}{sign}") == (word, sign)
        assert not is_word(f"{word}{sign}")
