"""Classes and names: what the rules say of whole tables, and the laws that hold for any text."""

from __future__ import annotations

import pytest
from examples import findings_in, sketch
from hypothesis import given, settings
from hypothesis import strategies as st

from indicator_lint.conformance import conform
from indicator_lint.findings import tell
from indicator_lint.frame import build_frame
from indicator_lint.model.finding import Finding
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.rulebook import load_rules
from indicator_lint.vocabulary.levels import find_level, official_levels, rewritten
from indicator_lint.vocabulary.naming import is_quantity, without_note
from indicator_lint.vocabulary.placeholders import find_placeholder

HEAD = "| 一级指标 | 二级指标 | 指标名称 | 性质 | 单位 |\n"


def found(code: str, *rows: str, head: str = HEAD) -> list[Finding]:
    """What a rule says about one table; rows as `level1|level2|name|operator|unit`."""
    return findings_in(
        "## 某类\n" + head + "\n".join(f"| {row.replace('|', ' | ')} |" for row in rows), load_rules()[code]
    )[0]


@pytest.mark.parametrize("level", [1, 2])
def test_an_official_class_is_found_however_it_is_decorated(level: int) -> None:
    """Numbering, weights, spaces and a dropped 指标 make no other class of it."""
    for official in official_levels(level):
        short = official.removesuffix("指标")
        spaced = " ".join(official)
        for text in (
            official,
            short,
            spaced,
            f"{official}(20分)",
            f"{official}（20分）",
            f"{short}30",
            f"一、{official}",
        ):
            level_found = find_level(level, text)
            assert level_found is not None, text
            assert level_found.exact, text
            assert level_found.official == official, text


def test_an_alias_gives_way_to_the_official_name_and_keeps_its_weight() -> None:
    (finding,) = found("CLS001", "项目产出（50分）|数量|架桥数量|≥|座")
    assert finding.severity is Severity.WARNING
    assert finding.fix is not None
    assert finding.fix.safety is Safety.SAFE
    assert [edit.new for edit in finding.fix.edits] == ["产出指标（50分）"]


@given(
    st.sampled_from([(1, name) for name in official_levels(1)] + [(2, name) for name in official_levels(2)]),
    st.integers(0, 100),
)
def test_an_official_name_is_never_rewritten_to_another(level_and_name: tuple[int, str], weight: int) -> None:
    level, name = level_and_name
    assert rewritten(level, f"{name}({weight})") in {f"{name}({weight})", ""}


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("数量旨标", "error"),
        ("产出指标", "error"),
        ("安全保障指标", "warning"),
        ("城市道路养护", None),
        ("资金管理", None),
    ],
)
def test_what_a_second_level_is_called(text: str, severity: str | None) -> None:
    """A misspelt class and one of level 1 are errors, an unofficial class a warning, a task or a foreign class nothing."""
    rest = [f"产出指标|{name}|甲|≥|个" for name in ("数量指标", "质量指标", "时效指标", "成本指标")]
    findings = found("CLS002", *rest, f"产出指标|{text}|乙|≥|个")
    assert [finding.severity for finding in findings] == ([severity] if severity else [])


def test_a_table_of_the_evaluation_framework_is_left_alone() -> None:
    rows = [
        "决策|项目立项|依据充分性|=|分",
        "过程|资金管理|使用合规性|=|分",
        "产出|产出数量|疏浚河道长度|≥|公里",
        "效果|满意度|居民满意度|≥|%",
    ]
    for code in ("CLS001", "CLS002", "CLS003", "CLS006"):
        assert found(code, *rows) == []


def test_all_satisfaction_under_benefit_is_a_habit_and_not_a_slip() -> None:
    strays = ["产出指标|数量指标|疏浚河道长度|≥|公里", "效益指标|服务对象满意度指标|居民满意度|≥|%"]
    assert [finding.severity for finding in found("CLS003", *strays)] == [Severity.WARNING]
    slip = [*strays, "满意度指标|服务对象满意度指标|船民满意度|≥|%"]
    assert [finding.severity for finding in found("CLS003", *slip)] == [Severity.ERROR]


def test_what_no_category_has_is_told_once() -> None:
    category = "\n".join(
        ["| 产出指标 | 数量指标 | 名{n}数量 |"]
        + ["| 产出指标 | 质量指标 | 名{n}率 |"]
        + ["| 效益指标 | 社会效益指标 | 名{n}人数 |"] * 2
    )
    text = "\n".join(
        f"## 第{n}类\n| 一级指标 | 二级指标 | 指标名称 |\n" + category.replace("{n}", str(n)) for n in range(1, 5)
    )
    findings, _ = findings_in(text, load_rules()["CLS006"])
    assert [finding.category for finding in findings] == ["第1类"]
    assert findings[0].row is None
    assert "4类" in findings[0].message


def test_a_table_without_satisfaction_rows_but_with_satisfied_names_lacks_nothing() -> None:
    rows = [
        "产出指标|数量指标|一|≥|个",
        "产出指标|成本指标|二|≤|元",
        "效益指标|社会效益指标|群众满意度|≥|%",
        "效益指标|社会效益指标|三|≥|人",
    ]
    assert found("CLS006", *rows) == []


def test_the_smaller_block_is_the_one_out_of_order() -> None:
    rows = [
        "产出指标|数量指标|一|≥|个",
        "满意度指标|满意度指标|二|≥|%",
        "产出指标|质量指标|三|≥|%",
        "产出指标|时效指标|四|≥|%",
    ]
    assert [finding.row for finding in found("CLS007", *rows)] == [2]


@pytest.mark.parametrize("name", ["", "满意度", "其中：老年人", "指标1："])
def test_empty_names_parts_and_placeholders_are_no_duplicates(name: str) -> None:
    rows = [f"产出指标|数量指标|{name}|≥|人"] * 2
    assert len(found("NAM001", *rows)) == (1 if name == "满意度" else 0)


def test_a_form_that_repeats_its_names_for_each_task_gets_remarks() -> None:
    rows = [f"产出指标|数量指标|{name}|≥|人" for name in ("甲数", "乙数", "丙数", "丁数", "戊数")] * 2
    assert {finding.severity for finding in found("NAM001", *rows)} == {Severity.INFO}


def test_the_repeated_name_tells_where_it_came_first() -> None:
    (finding,) = found(
        "NAM001",
        "产出指标|数量指标|护林员人数|≥|人",
        "产出指标|质量指标|巡护率|≥|%",
        "产出指标|质量指标|护林员的人数|≥|人",
    )
    assert (finding.row, [related.row for related in finding.related]) == (3, [1])


@given(
    st.text(alphabet="甲乙丙丁培训设备学校", min_size=2, max_size=8),
    st.sampled_from(["率", "人数", "面积", "满意度", "次数"]),
)
def test_a_name_that_ends_in_a_measure_is_a_quantity_with_or_without_a_note(stem: str, measure: str) -> None:
    assert is_quantity(stem + measure)
    assert is_quantity(f"{stem}{measure}(含试点)")
    assert without_note(f"{stem}(台(套))") == stem


@given(st.text(alphabet="建设养老机构数量率情况", max_size=12))
def test_plain_words_are_no_placeholder(text: str) -> None:
    assert find_placeholder("name", text) == ""
    assert find_placeholder("name", f"{text}**") == "**"


def test_a_column_that_is_mostly_empty_is_told_once() -> None:
    rows = [f"产出指标||指标{n}人数|≥|人" for n in range(1, 6)]
    (finding,) = found("STR003", *rows)
    assert (finding.row, finding.role, len(finding.related)) == (1, "level2", 4)


def test_a_lost_level_1_is_told_by_its_level_2() -> None:
    (finding,) = found("STR003", "产出指标|数量指标|一|≥|个", "|质量指标|二|≥|%", "产出指标|时效指标|三|≥|%")
    assert finding.fix is not None
    assert [edit.new for edit in finding.fix.edits] == ["产出指标"]


def test_a_table_without_units_says_nothing_about_units_in_names() -> None:
    """Where there is no unit column, a unit in brackets is a remark; where there is one, it moves there."""
    head = "| 一级指标 | 指标名称 | 指标值 |\n"
    assert [finding.severity for finding in found("NAM006", "产出指标|新增就业人数（人）|50000", head=head)] == [
        Severity.INFO
    ]
    (finding,) = found("NAM006", "产出指标|数量指标|新增就业人数（人）|≥|")
    assert finding.fix is not None
    assert {(edit.role, edit.new) for edit in finding.fix.edits} == {("name", "新增就业人数"), ("unit", "人")}


OURS = [
    rule
    for code, rule in load_rules().items()
    if code.startswith(("CLS", "NAM")) or code in {"STR003", "STR004", "STR007"}
]
CELLS = {
    "一级指标": ["", "产出指标", "效益", "成本指标", "满意度指标", "决策", "乱写"],
    "二级指标": [
        "",
        "数量指标",
        "质量指标",
        "时效",
        "成本指标",
        "经济成本指标",
        "生态效益指标",
        "满意度指标",
        "资金管理",
        "乱写",
    ],
    "指标名称": [
        "",
        "满意度",
        "培训率",
        "培训",
        "慰问对象",
        "**",
        "数量指标",
        "是否完成",
        "人数（人）",
        "其中：甲",
        "率",
    ],
    "性质": ["", "≥", "≤", "定性", "？"],
    "单位": ["", "%", "人", "平方米", "万元", "优、良、差", "平方米、米", "怪"],
    "指标值": ["", "待定", "95%", "培训率", "10"],
}


@settings(max_examples=50)
@given(st.data(), st.sets(st.sampled_from(list(CELLS)), min_size=1))
def test_no_table_however_odd_upsets_a_rule(data: st.DataObject, labels: set[str]) -> None:
    """Whatever columns a table has and whatever stands in them, every rule answers, and with complete messages."""
    head = ["指标名称", *sorted(labels - {"指标名称"})]
    rows = data.draw(st.lists(st.tuples(*(st.sampled_from(CELLS[label]) for label in head)), max_size=8))
    lines = [f"| {' | '.join(cells)} |" for cells in (head, *rows)]
    frame = build_frame([sketch("\n".join(lines)).reading])
    findings = tell(frame, conform(frame.data, OURS))
    assert all(finding.message and "{" not in finding.message for finding in findings)
