"""Collecting all checks together finds what pandera's own validation finds."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from indicator_lint.conformance import NOT_FRAME, Asked, answerable
from indicator_lint.executor import rejected, rejected_by_validate
from indicator_lint.frame import build_frame
from indicator_lint.model.grid import Grid
from indicator_lint.model.location import Location
from indicator_lint.model.report import Reading
from indicator_lint.model.table import Table
from indicator_lint.rulebook import load_rules, select_rules

ROLES = ("level1", "level2", "name", "operator", "unit", "description", "target")
WORDS = {
    "level1": ["产出指标", "效益指标", "满意度指标", "成本指标", "产 出指标", ""],
    "level2": ["数量指标", "质量指标", "时效指标", "社会效益指标", "服务对象满意度指标", ""],
    "name": ["培训人数", "验收合格率", "满意度", "设备购置成本", "道路长度", "是否完成", "**", ""],
    "operator": ["≥", "≤", "=", ">=", "定性", "不超过", ""],
    "unit": ["人", "%", "个", "万元", "平方米、米", "优良差", "年", ""],
    "description": ["反映培训人数", "反映反映情况", "反映验收 、合格情况", "完成情况。", ""],
    "target": ["≥95%", "100", "**", "良好", ""],
}
RULES = {
    rule.code: rule
    for rule in answerable(select_rules(load_rules(), pack="strict"), None)
    if rule.check.partition(":")[0] not in NOT_FRAME
}


def _frame(rows: list[list[str]], columns: list[str]) -> pl.DataFrame:
    grid = Grid(
        "", dict(enumerate(rows, start=1)), lambda row, column: Location("", f"{row}:{column}", "", row, column)
    )
    half = max(1, len(rows) // 2)
    places = {role: number for number, role in enumerate(columns, start=1)}
    tables = [
        Table(grid, title, None, None, places, {}, {}, list(numbers), list(range(1, len(numbers) + 1)))
        for title, numbers in (("甲类", range(1, half + 1)), ("乙类", range(half + 1, len(rows) + 1)))
    ]
    return build_frame([Reading("random", None, tables)]).data


@st.composite
def frames(draw: st.DrawFn) -> pl.DataFrame:
    """Small tables of right and wrong texts, some columns absent."""
    columns = [role for role in ROLES if role == "name" or draw(st.booleans())]
    row = st.tuples(*(st.sampled_from(WORDS[role]) for role in columns)).map(list)
    return _frame(draw(st.lists(row, min_size=1, max_size=12)), columns)


@settings(max_examples=25, deadline=None)
@given(frames())
def test_together_equals_validate(data: pl.DataFrame) -> None:
    """Every rule rejects the same records of a random table, collected together or validated by pandera."""
    schema = Asked(RULES, data).schema()
    assert rejected(schema, data) == rejected_by_validate(schema, data)
