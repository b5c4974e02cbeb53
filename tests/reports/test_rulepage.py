"""Rules are told in full, their examples with the found cells marked."""

from __future__ import annotations

import json
from dataclasses import replace

from reports.canonical import rules

from indicator_lint.model.rule import Example, Reference, Rule, Safety
from indicator_lint.reports.display import width
from indicator_lint.reports.rulepage import catalogue_markdown, catalogue_text, page_json, page_markdown, page_text
from indicator_lint.reports.view import View
from indicator_lint.rulebook import load_rules

BAD = "| 指标名称 | 单位 |\n| 合格率 | [[个]] |\n| 培训 | 次 |"
GOOD = "| 指标名称 | 单位 |\n| 合格率 | % |"


def rule() -> Rule:
    return replace(
        rules()["UNI001"],
        examples=(Example(bad=BAD, good=GOOD), Example(good=GOOD, note="近似")),
        references=(Reference("某办法", "第三条", "2020-01-01"),),
        options={"endings": ["率"]},
        needs=("name",),
        fix=Safety.UNSAFE,
        check="unit_present",
        advice={"whole": "请补填"},
    )


def test_a_page_tells_everything() -> None:
    text = page_text(rule(), View())
    for words in (
        "UNI001 缺少计量单位",
        "missing-unit",
        "计量单位",
        "错误",
        "请核对后修改",
        "unit_present",
        "请补填",
        'endings = ["率"]',
        "某办法 第三条",
    ):
        assert words in text
    assert "没有单位，目标值就无法比较，年终也无法计算完成率。" in text


def test_a_reason_that_says_nothing_is_no_case() -> None:
    """WGT001 has nothing to add where nothing is special: no empty line stands for that."""
    text = page_text(load_rules()["WGT001"], View())
    _, _, cases = text.partition("具体情形\n")
    assert cases.partition("\n")[0].strip()


def test_marked_cells_are_marked_and_the_marks_are_gone() -> None:
    lines = page_text(rule(), View()).splitlines()
    number = next(i for i, line in enumerate(lines) if "^" in line)
    before, _, _ = lines[number - 1].partition("个")
    assert width(before) == lines[number].index("^")
    assert "[[" not in page_text(rule(), View())
    assert "相近但不报告的例子" in lines


def test_markdown_marks_in_bold() -> None:
    text = page_markdown(rule(), View())
    assert "| 合格率 | **个** |" in text
    assert "|---|---|" in text
    assert "- 某办法 第三条（2020-01-01）" in text


def test_json_is_the_page() -> None:
    record = json.loads(page_json([rule()]))[0]
    assert record["code"] == "UNI001"
    assert record["fix"] == "unsafe"
    assert record["examples"][0]["bad"] == BAD


def test_the_catalogue_goes_by_family() -> None:
    text = catalogue_text(rules().values(), View())
    assert text.index("指标性质") < text.index("OPR002") < text.index("计量单位") < text.index("UNI001")
    assert "默认关闭" in catalogue_text([replace(rule(), severity=None)], View())


def test_the_index_links_to_the_pages() -> None:
    text = catalogue_markdown(rules().values(), View())
    assert "| [UNI001](unit/missing-unit.toml) | missing-unit | 缺少计量单位 | 错误 | 无 |" in text
    assert catalogue_markdown(rules().values(), View(lang="en")).startswith("# Rules")
