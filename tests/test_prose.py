"""Lines outside the tables are read with the rules that read running text."""

from __future__ import annotations

import pytest
from examples import sketch

from indicator_lint.model.finding import Finding
from indicator_lint.prose import lint_prose
from indicator_lint.rulebook import load_rules

TABLES = """
## 设备购置类
| 指标名称     | 单位 |
| 购置设备数量 | 台   |
## 会议培训类
| 指标名称     | 单位 |
| 培训人次     | 人次 |
"""


def findings(code: str, *lines: str) -> list[Finding]:
    text = "".join(f"> {line}\n" for line in lines) + TABLES
    return lint_prose([sketch(text).reading], [load_rules()[code]])


def test_findings_stand_at_their_line_and_belong_to_no_indicator() -> None:
    (found,) = findings("TXT004", "为做好预算绩效管理，", "现将有关事项通知通知如下。")
    assert (found.role, found.category, found.row, found.indicator) == ("document", None, None, None)
    assert found.location.line == 2
    assert found.fix is not None
    assert [edit.new for edit in found.fix.edits] == ["现将有关事项通知如下。"]


@pytest.mark.parametrize(
    "line",
    [
        "本次先行出台两张表，设置产出、效益、满意度三类指标。",
        "本次先行出台2类项目绩效指标。",
        "按照经济效益、社会效益、生态效益三类绩效指标设置。",
        "一级指标、二级指标、三级指标共三类。",
    ],
)
def test_other_numbers_than_that_of_categories_are_not_taken_for_it(line: str) -> None:
    assert findings("STR005", line) == []


@pytest.mark.parametrize(
    ("line", "declared"),
    [
        ("现印发13类项目绩效指标。", 13),
        ("共制定十二类项目绩效指标。", 12),
        ("先行出台二十类项目支出绩效指标。", 20),
    ],
)
def test_numbers_are_read_in_digits_and_in_characters(line: str, declared: int) -> None:
    (found,) = findings("STR005", line)
    assert (found.params["declared"], found.params["counted"]) == (declared, 2)
    assert [related.category for related in found.related] == ["设备购置类", "会议培训类"]


def test_places_and_evenly_used_forms_are_nobody_elses_words() -> None:
    own = ["我局组织实施。", "由我局负责。", "结合我局实际。"]
    assert findings("TXT006", *own, "推动我县、我市、我省高质量发展。") == []
    assert findings("TXT006", "由我局负责。", "由我委负责。") == []
    assert [found.params["value"] for found in findings("TXT006", *own, "结合我委实际。")] == ["我委"]


@pytest.mark.parametrize("line", ["附 件", "编 制 单 位", "主 任：        经 办 人：", "二、 保障措施"])
def test_headings_and_signatures_are_set_with_blanks(line: str) -> None:
    assert findings("TXT001", line) == []
    assert findings("TXT002", line) == []
