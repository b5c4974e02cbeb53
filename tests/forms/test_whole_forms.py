"""Whole forms as they come: budget above, merged weights, sums below, several projects, pages; and what is said of them."""

from __future__ import annotations

import pytest
from grids import draw

from indicator_lint.layout import find_tables
from indicator_lint.linter import lint_readings
from indicator_lint.model.report import Reading
from indicator_lint.rulebook import load_rules

RULES = [rule for rule in load_rules().values() if rule.family in {"target", "weight"}]

BUDGET = """
项目支出绩效自评表|<|<|<|<|<|<|<
（2024年度）|<|<|<|<|<|<|<
项目名称|森林防火物资购置|<|<|<|<|<|<
项目资金（万元）|<|年初预算数|全年预算数|全年执行数|分值|执行率|得分
^|年度资金总额|50|50|48|10|96%|9.6
^|其中：财政拨款|50|50|48|—|96%|—
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
^|产出指标（50分）|数量指标|购置灭火机数量|≥20台|20台|{first}|20
^|^|^|购置水泵数量|≥5台|5台|{second}|20
^|^|质量指标|验收合格率|≥95%|{actual}|10|10
^|效益指标（30分）|生态效益指标|森林火灾受害率|≤0.9‰|0.5‰|30|30
^|满意度指标（10分）|服务对象满意度指标|群众满意度|≥90%|95%|10|10
总分|<|<|<|<|<|100|99.6
"""

MERGED = """
一级指标|二级指标|三级指标|年度指标值|分值
产出指标|数量指标|购置灭火机数量|≥20台|{weight}
^|^|购置水泵数量|≥5台|^
^|质量指标|验收合格率|≥95%|20
^|时效指标|到货及时率|≥95%|10
效益指标|社会效益指标|防火意识|有效提升|30
满意度指标|服务对象满意度指标|群众满意度|≥90%|10
"""

PROJECT = """
项目名称|{title}|<|<|<
一级指标|二级指标|三级指标|指标值|权重
产出指标|数量指标|养护里程|≥10公里|30
产出指标|质量指标|合格率|≥90%|20
小计||||50
效益指标|社会效益指标|通行车辆|≥100辆|{benefit}
满意度指标|服务对象满意度指标|群众满意度|≥90%|10
"""

PAGE = """
一级指标|二级指标|三级指标|指标值|分值
产出指标|数量指标|{one}里程|≥10公里|20
产出指标|质量指标|{one}合格率|≥90%|10
效益指标|社会效益指标|{one}车辆|≥100辆|10
满意度指标|服务对象满意度指标|{one}满意度|≥90%|{last}
"""


def said(*drawings: str) -> set[tuple[str, int, int]]:
    """What the rules about targets and weights find in a file of these sheets: code, row and column."""
    layout = find_tables([draw(drawing) for drawing in drawings])
    report = lint_readings([Reading("表.xlsx", None, layout.tables, layout.prose)], RULES)
    return {(found.code, found.location.row, found.location.column) for found in report.findings}


def test_the_weight_of_the_budget_above_completes_the_hundred() -> None:
    assert said(BUDGET.format(first=20, second=20, actual="98%")) == set()


def test_a_sum_of_a_hundred_beside_the_weight_of_the_budget_is_told_at_the_row_of_the_sum() -> None:
    found = said(BUDGET.format(first=25, second=25, actual="98%"))
    assert found == {("WGT001", 13, 7), ("WGT002", 8, 2)}


def test_what_was_done_is_held_to_the_range_of_a_rate() -> None:
    assert said(BUDGET.format(first=20, second=20, actual="198%")) == {("TGT003", 10, 6)}


@pytest.mark.parametrize(("weight", "found"), [(30, set()), (35, {("WGT001", 1, 5)}), (20, set())])
def test_a_merged_weight_counts_once(weight: int, found: set[tuple[str, int, int]]) -> None:
    assert said(MERGED.format(weight=weight)) == found


def test_each_project_has_its_own_sum_and_subtotals_count_for_nothing() -> None:
    first, second = PROJECT.format(title="甲", benefit=40), PROJECT.format(title="乙", benefit=43)
    assert said(first + second.lstrip("\n")) == {("WGT001", 9, 5)}


def test_pages_without_a_title_are_summed_together() -> None:
    assert said(PAGE.format(one="甲", last=10), PAGE.format(one="乙", last=10)) == set()
    assert said(PAGE.format(one="甲", last=10), PAGE.format(one="乙", last=15)) == {("WGT001", 1, 5)}


def test_a_blank_cell_of_a_text_export_may_have_been_merged() -> None:
    text = MERGED.format(weight=30).replace("^", "")
    assert said(text) == set()
    assert said(text.replace("|30\n", "|29\n", 1)) == {("WGT003", 3, 5)}


SCORED = """
一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
产出指标|数量指标|灭火机数量|≥20台|20台|20|{first}
^|^|水泵数量|≥5台|5台|20|{second}
^|质量指标|验收合格率|≥95%|98%|10|{third}
效益指标|社会效益指标|受益人数|≥300人|350人|40|40
满意度指标|服务对象满意度指标|群众满意度|≥90%|95%|10|10
"""


@pytest.mark.parametrize(
    ("first", "second", "third", "rows"),
    [
        ("20", "20", "10.00", set()),
        ("20", "20.5分", "12", {3, 4}),
        ("40", "^", "10", set()),  # one score for both, written in a merged cell
        ("21", "21", "11", set()),  # most of them: scores are counted in another way
        ("—", "20", "98%", {4}),
    ],
)
def test_scores_stay_within_weights(first: str, second: str, third: str, rows: set[int]) -> None:
    found = said(SCORED.format(first=first, second=second, third=third))
    assert {row for code, row, _ in found if code == "WGT004"} == rows


def test_a_wrong_sum_is_told_with_each_sum_that_would_do() -> None:
    """No “100/90”, which nobody would know for a choice."""
    layout = find_tables([draw(SCORED.format(first=20, second=20, third=10).replace("|40|40", "|45|40"))])
    messages = [
        one.message for one in lint_readings([Reading("表.xlsx", None, layout.tables, layout.prose)], RULES).findings
    ]
    assert messages == ["各指标的分值（权重）合计为105，应为100（另有安排的为90，如预算执行率单独计分）"]
