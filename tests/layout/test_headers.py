"""Header rows as governments write them, and what each label is taken for."""

from __future__ import annotations

import pytest
from grids import read

from indicator_lint.layout import role_of

HEADERS = [
    ("一级指标|二级指标|三级指标|指标性质|指标值|度量单位|权重", "level1 level2 name operator target unit weight"),
    ("一级指标|二级指标|三级指标|性质|目标值|计量单位|分值|备注", "level1 level2 name operator target unit weight remark"),
    ("绩效指标|一级指标|二级指标|三级指标|指标值", "- level1 level2 name target"),
    ("绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施",
     "- level1 level2 name target actual weight score -"),
    ("一级指标|二级指标|三级指标|年度指标值(A)|全年实际值(B)|分值|得分|未完成原因和改进措施",
     "level1 level2 name target actual weight score -"),
    ("一级指标|二级指标|指标内容|指标值|备注", "level1 level2 name target remark"),
    ("一级指标|二级指标|三级指标|指标内容|指标值", "level1 level2 name description target"),
    ("一级指标|二级指标|三级指标|指标解释|指标值设定依据|数据来源", "level1 level2 name description - -"),
    ("一级指标|二级指标|三级指标名称|计算符号|指标值|计量单位|评(扣)分标准|指标说明",
     "level1 level2 name operator target unit - description"),
    ("一级绩效指标|二级绩效指标|三级绩效指标|绩效指标性质|绩效指标值|绩效度量单位|权重",
     "level1 level2 name operator target unit weight"),
    ("一级目标|二级指标|三级指标|指标值(包含数字及文字描述)", "level1 level2 name target"),
    ("序号|一级指标|二级指标|三级指标|指标解释|计算公式|指标编码", "sequence level1 level2 name description - code"),
    ("绩效指标分类|绩效指标|指标值", "level1 name target"),
    ("评价指标|评价内容|具体指标|分值", "level1 level2 name weight"),
    ("指标类型|指标名称|绩效标准|指标值", "level1 name - target"),
    ("一级指标|二级指标|指标名称|指标值类型|目标值|单位", "level1 level2 name operator target unit"),
    ("一级指标|权重|二级指标|权重|三级指标|权重|指标值", "level1 - level2 - name weight target"),
    ("一级指标|二级指标|三级指标|半年(程)指标值|全年(程)指标值", "level1 level2 name - target"),
    ("一级指标|二级指标|三级指标|当年预期实现值|实际实现值|权重(%)|自评得分",
     "level1 level2 name target actual weight score"),
    ("★一 级 指 标|二 级 指 标|*三级指标：|性 质|单位（必填）", "level1 level2 name operator unit"),
    ("一级指标|二级指标|三级指标|2025年指标值|上年完成值|指标解释及计算方法", "level1 level2 name target - description"),
    ("一级指标|二级指标|三级指标|四级指标|目标值", "level1 level2 - name target"),
    ("一级指标|二级指标|三级指标|指标名称|年度(项目)指标值", "level1 level2 - name target"),
    ("行业领域|行业类别|资金用途|一级指标|二级指标|三级指标|指标解释", "- - category level1 level2 name description"),
    ("category|level1|level2|name|operator|unit|description|target|weight",
     "category level1 level2 name operator unit description target weight"),
    ("path|category|row|level1|level2|name|operator|unit|description|target|weight|ref",
     "- category sequence level1 level2 name operator unit description target weight -"),
    ("项目名称|一级指标|二级指标|三级指标|指标方向性|预期指标值|说明", "category level1 level2 name operator target description"),
    ("一级指标|二级指标|三级指标|指标描述|评分标准|责任科室", "level1 level2 name description - -"),
    ("一级指杯|二级指标|三级指标|性质|单位", "level1 level2 name operator unit"),
    ("—级指标|二级指标|三级指标|性质|单位", "level1 level2 name operator unit"),
]  # fmt: skip
CONTENT = {
    "category": "道路养护", "level1": "产出指标", "level2": "数量指标", "name": "养护里程", "operator": "≥", "unit": "公里",
    "description": "反映养护的里程", "target": "12", "actual": "13", "weight": "20", "score": "20", "remark": "无",
    "code": "A01", "sequence": "1", "-": "略",
}  # fmt: skip


@pytest.mark.parametrize(("header", "roles"), HEADERS, ids=[header for header, _ in HEADERS])
def test_every_column_of_a_header_as_published_gets_its_role(header: str, roles: str) -> None:
    wanted = roles.split()
    content = "|".join(CONTENT[role] for role in wanted)
    (table,) = read(f"{header}\n{content}\n{content}").tables
    assert dict(table.columns) == {role: at for at, role in enumerate(wanted, start=1) if role != "-"}
    assert table.labels == dict(enumerate(header.split("|"), start=1))


@pytest.mark.parametrize(
    "label", ["数据来源", "评分标准", "偏差原因分析", "指标值设定依据", "是否核心指标", "取数口径"]
)
def test_known_labels_without_a_role_are_other(label: str) -> None:
    assert role_of(label) == "other"


@pytest.mark.parametrize("label", ["", "养护里程", "产出指标", "张三", "≥", "12月底前", "x" * 500])
def test_what_is_no_label_has_no_role(label: str) -> None:
    assert role_of(label) is None


def test_a_misspelt_or_ambiguous_header_lowers_the_confidence() -> None:
    row = "\n产出指标|数量指标|养护里程|≥"
    (sure,) = read("一级指标|二级指标|三级指标|性质" + row).tables
    (misspelt,) = read("一级指杯|二级指标|三级指标|性质" + row).tables
    (chosen,) = read("指标类型|二级指标|三级指标|性质" + row).tables
    assert sure.confidence == 1.0 > max(misspelt.confidence, chosen.confidence)


def test_columns_without_a_label_are_recognised_by_their_content() -> None:
    (table,) = read(
        "一级指标|二级指标|三级指标|<|<\n产出指标|数量指标|养护里程|≥|公里\n产出指标|质量指标|合格率|≥|%"
    ).tables
    assert (table.columns["operator"], table.columns["unit"]) == (4, 5)
    assert table.confidence < 0.7


@pytest.mark.parametrize(
    "drawing",
    [
        "序号|姓名|单位\n1|某某|某局",
        "指标|2023年|2024年\n地区生产总值|12|13",
        "单位名称|预算金额\n某局|12",
        "项目名称|指标值|备注\n甲|1|无",
    ],
)
def test_tables_of_other_things_are_left_alone(drawing: str) -> None:
    assert read(drawing).tables == ()


def test_without_a_table_the_closest_row_and_what_it_lacks_are_told() -> None:
    closest = read("某局\n指标编号|指标描叙|目标值\n1|略|3").closest
    assert closest is not None
    assert (closest.row, closest.labels) == (2, ("指标编号", "指标描叙", "目标值"))
    assert closest.missing == ("level1", "level2", "name")
    assert read("只有文字").closest is None
