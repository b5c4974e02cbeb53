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
        "指标体系覆盖5类重点人群，涉及4类情形，适用于三类人员。",
        "绩效指标体系包括二类费用标准和A类项目。",
        "绩效指标分为产出、效益、满意度三大类，按性质分为三类。",
        "绩效指标体系分为1大类2小类。",
        "指标体系每类不少于3个指标，设置2个一级指标、5个二级指标。",
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
        ("一、指标体系共5类，涵盖养护等领域。", 5),
        ("指标体系包括设备购置、会议培训等3大类，自印发之日起执行。", 3),
        ("本指标体系共设8个类别。", 8),
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


def test_the_number_of_indicators_is_compared_where_it_follows_that_of_categories() -> None:
    (found,) = findings("STR005", "本指标体系分为两类132项指标。")
    assert (found.params["declared"], found.params["counted"]) == (132, 2)


@pytest.mark.parametrize(
    ("issuer", "line", "severity"),
    [
        ("某县交通运输局", "由我院汇总后统一修订。", "error"),
        ("某县发展和改革委员会", "由我局汇总后统一修订。", "error"),
        ("主管部门 某县林业局", "由我委汇总后统一修订。", "error"),
        ("某县教育局", "我校按月报送。", "warning"),
        ("某县卫生健康局", "我院按月报送。", "warning"),
        ("某县水务局", "我办按月报送。", "warning"),
    ],
)
def test_the_heading_says_whose_document_it_is(issuer: str, line: str, severity: str) -> None:
    (found,) = findings("TXT006", issuer, line)
    assert found.severity.value == severity


@pytest.mark.parametrize(
    "lines",
    [
        ("某县交通运输局", "由我县、我市、我省统筹。"),
        ("某县交通运输局", "按照《我院管理办法》执行。"),
        ("某县交通运输局", "填报单位：某县人民医院", "由我院汇总。"),
        ("某县委办公室", "由我委汇总。"),
        ("某县统计局普查中心", "由我中心汇总，报我局。"),
        ("某县交通运输局", "我院汇总。", "我院修订。", "我院解释。"),
        ("某县人民医院迁建项目绩效目标表", "由我委汇总。"),
    ],
)
def test_who_may_speak_of_itself_is_left_alone(lines: tuple[str, ...]) -> None:
    assert findings("TXT006", *lines) == []


@pytest.mark.parametrize("line", ["附 件", "编 制 单 位", "主 任：        经 办 人：", "二、 保障措施"])
def test_headings_and_signatures_are_set_with_blanks(line: str) -> None:
    assert findings("TXT001", line) == []
    assert findings("TXT002", line) == []
