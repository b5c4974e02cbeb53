"""The sheets that every workbook is built from: complete, harmless, in either language."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reports.canonical import BROKEN, PATH, canonical_report, rules

from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Severity
from indicator_lint.reports.sheets import DECISIONS, Sheet, sheets
from indicator_lint.reports.view import View
from indicator_lint.reports.words import WORDS

VIEW = View(rules=rules(), asked=frozenset({"UNI001", "OPR002", "TGT001"}))


def column(sheet: Sheet, key: str) -> list[str | int | float]:
    return [row[sheet.position(key)] for row in sheet.rows]


def test_four_sheets_with_their_names() -> None:
    assert [sheet.name for sheet in sheets(canonical_report(), VIEW)] == ["检查结果", "统计", "未评估", "规则说明"]


def test_a_row_for_each_finding_in_their_order() -> None:
    sheet = sheets(canonical_report(), VIEW)[0]
    findings = canonical_report().findings
    assert column(sheet, "fingerprint") == [finding.fingerprint for finding in findings]
    assert column(sheet, "rule") == [finding.code for finding in findings]
    assert column(sheet, "message") == [finding.message for finding in findings]
    unit = dict(zip((one.key for one in sheet.columns), sheet.rows[2], strict=True))
    assert unit == {
        "severity": "错误", "rule": "UNI001", "file": PATH, "place": "绩效!E4", "category": "培训类", "row": 2,
        "indicator": "产出指标 / 质量指标 / 培训合格率", "role": "计量单位", "text": "", "message": "“培训合格率”没有计量单位",
        "suggestion": "%", "safety": "请核对后修改", "state": "", "decision": "", "remark": "", "fingerprint": "uni001-1",
    }  # fmt: skip


def test_advice_and_what_to_write_share_one_cell() -> None:
    told = column(sheets(canonical_report(), VIEW)[0], "suggestion")
    assert told[4] == "月；或写明具体日期"
    assert told[6] == "写明统计范围或计算方法"


def test_each_block_of_counts_adds_up_to_all_findings() -> None:
    sheet = sheets(canonical_report(), VIEW)[1]
    for group in ("按程度", "按规则", "按类别", "按文件"):
        rows = [row for row in sheet.rows if row[0] == group]
        assert sum(int(row[sheet.position("total")]) for row in rows) == len(canonical_report().findings)
        for row in rows:
            assert sum(int(row[sheet.position(key)]) for key in ("error", "warning", "info")) == row[5]


def test_what_was_not_evaluated_is_told_with_its_reason() -> None:
    sheet = sheets(canonical_report(), VIEW)[2]
    assert list(zip(column(sheet, "rule"), column(sheet, "skipped"), column(sheet, "reason"), strict=True)) == [
        ("TGT001", 4, "没有“指标值”列"),
        ("TGT002", 4, "没有“指标值”列"),
        ("", "", "未能读取"),
    ]
    assert column(sheet, "file")[-1] == BROKEN


def test_rules_asked_are_explained_whether_they_found_something_or_not() -> None:
    sheet = sheets(canonical_report(), VIEW)[3]
    assert list(zip(column(sheet, "rule"), column(sheet, "count"), strict=True)) == [("OPR002", 1), ("UNI001", 1)]
    assert column(sheet, "why")[1] == "没有单位，目标值就无法比较，年终也无法计算完成率。"


def test_excused_findings_are_listed_with_their_excuse_and_not_counted(excused: Report) -> None:
    found, counts = sheets(excused, VIEW)[:2]
    assert column(found, "state")[:5] == ["新增", "已豁免：历史数据", "豁免未采纳：历史数据", "存量", "新增"]
    assert (
        sum(int(row[5]) for row in counts.rows if row[0] == "按程度")
        == len(excused.active)
        == len(excused.findings) - 2
    )


def test_columns_keep_their_keys_in_english() -> None:
    """Whoever reads a workbook back finds a column by its title in either language."""
    chinese, english = sheets(canonical_report(), VIEW), sheets(canonical_report(), replace(VIEW, lang="en"))
    assert [[one.key for one in sheet.columns] for sheet in chinese] == [
        [one.key for one in sheet.columns] for sheet in english
    ]
    assert [sheet.key for sheet in chinese] == [sheet.key for sheet in english]
    titles = [one.title for sheet in english for one in sheet.columns]
    assert all(title.isascii() for title in titles)
    assert all(word in WORDS for word in DECISIONS)


@pytest.mark.parametrize("text", ["\x1b[31m", "\u202e", "a\r\nb", "\x00"])
def test_nothing_invisible_reaches_a_sheet(text: str) -> None:
    finding = Finding(
        "TXT001", "x", Severity.INFO, f"{text}.csv", "name", text, category=text, value=text, indicator=(text,) * 3
    )
    for sheet in sheets(Report([], [finding]), VIEW):
        assert all(value.isprintable() for row in sheet.rows for value in row if isinstance(value, str))
