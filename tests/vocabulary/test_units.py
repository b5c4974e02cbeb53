"""Units are known by their parts, not by a list of every compound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicator_lint.vocabulary import load_rows
from indicator_lint.vocabulary.units import (
    base_unit,
    find_dimension,
    find_several,
    find_unit,
    known_spellings,
    standard_unit,
    unit_in_name,
)

DIMENSIONS = {
    "ratio": ("%", "％", "‰", "个百分点", "1/10万", "/10万", "1/100000", "倍", "个百分点/年"),
    "count": ("个", "万人次", "台（套）", "件/套", "人（次）", "次/年", "组次", "万TEU", "家（次）"),
    "money": ("元", "万元", "（万元）", "单位：万元", "10万元", "亿元"),
    "price": ("元/人·月", "万元/公里", "元每人每月", "元/㎡", "元/教学班", "元/户/年", "万元/公里·年"),
    "density": ("件/万人", "人/10万", "张/千人", "株/亩", "公斤/亩", "册/生", "千瓦时/平方米", "人/平方公里"),
    "concentration": ("微克/立方米", "毫克／升", "mg/L", "MG/L", "μg/m³"),
    "time": ("天", "小时/件", "工作日", "天以内", "分钟/次"),
    "date": ("月底", "日期", "月份"),
    "area": ("㎡", "亩", "万公顷", "平方米/人", "万平方米·次"),
    "length": ("公里", "车道公里", "皮长公里", "万米", "公里/年"),
    "workload": ("人·天", "人天", "学时", "吨公里"),
    "speed": ("Mbps", "公里/小时", "米/秒", "MB/秒"),
    "flow": ("吨/日", "万立方米/天", "吨/小时"),
    "discharge": ("立方米/秒", "升/秒", "万立方米/小时"),
    "energy": ("千瓦时", "亿千瓦时", "KWH", "千瓦·时", "万千瓦时/年"),
    "power": ("千瓦", "KW", "兆瓦"),
    "data": ("GB", "TB", "gb"),
    "score": ("分", "分/百分制"),
    "grade": ("级", "等", "位次"),
    "scale": ("优良差", "优、良、中、差", "是/否", "合格、不合格"),
    "several": ("平方米、米", "公顷、亩", "个、项", "吨或立方米"),
    "unknown": ("逐步提升", "平方未", "优惠"),
    "": ("", "/", "——", "无", "定性"),
}


@pytest.mark.parametrize(
    ("dimension", "texts"), DIMENSIONS.items(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_cell_has_the_dimension_of_what_it_measures(dimension: str, texts: tuple[str, ...]) -> None:
    assert {text: find_dimension(text) for text in texts} == dict.fromkeys(texts, dimension)


@pytest.mark.parametrize(
    ("text", "standard"),
    [("％", "%"), ("㎡", "平方米"), ("元/㎡", "元/平方米"), ("m3/s", "立方米/s"), ("KW", "kW"), ("万㎡", "万平方米")],
)
def test_variants_have_one_standard_spelling(text: str, standard: str) -> None:
    assert standard_unit(text) == standard


@pytest.mark.parametrize("text", ["台（套）", "元/人·月", "m³", "毫克／升", "公斤", "kg"])
def test_usual_spellings_stay_as_they_are(text: str) -> None:
    assert standard_unit(text) == text


@pytest.mark.parametrize("text", ["10万元", "（万元）", "逐步提升", "平方米、米", ""])
def test_what_is_more_or_less_than_a_unit_has_no_standard_spelling(text: str) -> None:
    assert standard_unit(text) == ""


@given(st.sampled_from(known_spellings()))
def test_standard_spellings_are_fixed_points(text: str) -> None:
    """Writing a unit in the standard way changes neither its dimension nor, done twice, anything else."""
    standard = standard_unit(text)
    assert find_dimension(standard or text) == find_dimension(text)
    assert standard_unit(standard) == standard


@given(st.sampled_from("十百千万亿"), st.sampled_from(("人", "吨", "元", "平方米", "立方米", "株", "千瓦时", "人次")))
def test_a_scale_prefix_changes_no_dimension(prefix: str, text: str) -> None:
    assert find_dimension(prefix + text) == find_dimension(text)
    assert base_unit(prefix + text) == base_unit(text)


@given(st.text(alphabet="元人/·每万千米平方立个次()（）%‰、.*每1２", max_size=12))
def test_any_text_has_a_dimension(text: str) -> None:
    """Reading ends on any text, however it is nested."""
    assert isinstance(find_dimension(text), str)


def test_no_spelling_is_listed_for_two_units() -> None:
    """A spelling and its standard have the same dimension, and the standard is itself known."""
    assert [row["written"] for row in load_rows("units") if find_dimension(row["unit"]) != row["dimension"]] == []


def test_units_side_by_side_are_all_told() -> None:
    assert [unit.dimension for unit in find_several("平方米、米")] == ["area", "length"]
    assert find_several("优、良") == ()
    assert find_several("亩") == ()


def test_a_unit_in_brackets_after_a_name_is_seen() -> None:
    assert unit_in_name("造林面积（万亩）")
    assert unit_in_name("覆盖率(%)")
    assert not unit_in_name("生活补助（护林员）")
    assert find_unit("元") is not None


@pytest.mark.parametrize("unit", ["ML", "mW", "mw", "Mg", "Tb", "tb", "gb", "MBPS", "千瓦/时", "人/次"])
def test_a_spelling_that_may_mean_another_size_stays_as_it_is(unit: str) -> None:
    assert standard_unit(unit) == unit


@pytest.mark.parametrize(
    ("written", "plain"), [("人次数", "人次"), ("万条数", "万条"), ("课时数", "课时"), ("月数", "个月")]
)
def test_a_count_word_written_as_a_unit_loses_its_last_character(written: str, plain: str) -> None:
    assert standard_unit(written) == plain
