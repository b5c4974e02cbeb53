"""The report for people: complete, aligned, in either language, harmless."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from reports.canonical import LONG, PATH, canonical_report, rules, text_table

from indicator_lint.model.document import Document
from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Reading, Report
from indicator_lint.model.rule import Severity
from indicator_lint.reports import REPORTS, View
from indicator_lint.reports.display import width

console = REPORTS["console"]
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def text_report(rows: list[list[str]], *findings: Finding, path: str = "会议.txt") -> Report:
    table = text_table(rows)
    return Report([Reading(path, Document(path, "text", "utf-8", (table.grid,)), [table])], list(findings))


def missing_unit(row: int, path: str = "会议.txt", category: str | None = "会议类") -> Finding:
    place = text_table([["x"]]).grid.place(row + 1, 2)
    return Finding(
        "UNI001", "missing-unit", Severity.ERROR, path, "unit", "没有计量单位", place, category, row, ("", "", "x")
    )


def test_every_finding_is_told_with_its_place_and_cure() -> None:
    text = console(canonical_report(), View())
    for finding in canonical_report().findings:
        assert f"{finding.code} {finding.location.display or '整个文件'}" in text
        assert finding.message in text
    for words in ("“>=” → “≥”（可自动修改）", "填写“%”（需确认）", "“年” → “月”（仅供参考）", "写明统计范围或计算方法"):
        assert words in text


def test_findings_of_one_row_share_one_grid() -> None:
    text = console(canonical_report(), View())
    assert text.count("培训合格率 | ≥") == 1
    assert text.count("^^^^^^     ^^^^^^^^^^^^^^^^^") == 1


@pytest.mark.parametrize("columns", [60, 80, 100, 200])
def test_marks_stand_under_the_found_cells(columns: int) -> None:
    """Counted in terminal columns, a line of marks begins and ends where a cell of the line above does."""
    lines = console(canonical_report(), View(width=columns)).splitlines()
    marked = [number for number, line in enumerate(lines) if line.strip() and not line.strip("^ ")]
    assert len(marked) == 4
    for number in marked:
        for mark in re.finditer(r"\^+", lines[number]):
            above = columns_of(lines[number - 1])
            assert above[mark.start() - 2 : mark.start()] == "| "
            assert above[mark.end() : mark.end() + 2] in {"", " ", " |", "  "}


def columns_of(line: str) -> str:
    """The line with each wide character as two, so that an index is a terminal column."""
    return "".join("口口" if width(character) == 2 else character for character in line)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_grids_fit_the_terminal(columns: int) -> None:
    lines = console(canonical_report(), View(width=columns)).splitlines()
    assert max(width(line) for line in lines if " | " in line or "^" in line) <= columns


def test_a_long_cell_is_cut_around_what_is_found() -> None:
    text = console(canonical_report(), View(width=80))
    assert "培训计 划" in text
    assert LONG.replace("培训计划", "培训计 划") not in text


def test_colours_change_nothing_but_colours() -> None:
    plain = console(canonical_report(), View())
    colored = console(canonical_report(), View(color=True))
    assert "\x1b[1;31m错误" in colored
    assert ANSI.sub("", colored) == plain
    assert "\x1b" not in plain


def test_nothing_found_says_what_was_checked() -> None:
    report = replace_findings(canonical_report())
    assert console(report, View()).startswith("未发现问题：检查了 2 个文件、1 张指标表、4 个指标。")
    assert console(report, View(lang="en")).startswith("No findings: checked 2 file(s)")


def replace_findings(report: Report, *findings: Finding) -> Report:
    return Report(report.readings, list(findings))


def test_quiet_leaves_the_summary_only() -> None:
    text = console(canonical_report(), View(quiet=True))
    assert "共 8 处问题：错误 3、警告 4、提示 1。" in text
    assert "OPR002" not in text
    assert "其中 3 处可安全修改、1 处确认后可修改。" in text


def test_the_summary_names_what_was_not_evaluated() -> None:
    assert "未检查：TGT001、TGT002（没有“指标值”列）。" in console(canonical_report(), View())


def test_verbose_gives_reasons_and_joins_their_lines() -> None:
    text = console(canonical_report(), View(verbose=True, rules=rules()))
    assert "原因：没有单位，目标值就无法比较，年终也无法计算完成率。" in text


def test_statistics_replace_the_findings() -> None:
    text = console(canonical_report(), View(statistics=True, rules=rules()))
    assert text.splitlines()[1].split() == ["2", "TXT001", "警告", "1", "2", "space-in-word"]
    assert "缺少计量单位" in text
    assert "绩效!D3" not in text
    assert "共 8 处问题" in text


def test_english_is_english() -> None:
    """All words of the report itself; messages are the linter's."""
    text = console(canonical_report(), View(lang="en"))
    for words in ("error UNI001", "safe to apply", "see also:", "Not evaluated: TGT001", "row 2"):
        assert words in text


def test_tables_of_one_title_are_told_apart_by_place() -> None:
    first, second = text_table([["甲", "个"]]), text_table([["乙", ""]])
    second.grid.rows = {number + 20: row for number, row in second.grid.rows.items()}
    second.header, second.rows, second.label_rows = None, [22], {}
    finding = replace(missing_unit(1), location=second.grid.place(22, 2))
    path = "会议.txt"
    report = Report([Reading(path, Document(path, "text", "utf-8", (first.grid,)), [first, second])], [finding])
    text = console(report, View())
    assert "乙" in text
    assert "甲" not in text


def test_cells_and_names_cannot_reach_the_terminal() -> None:
    evil = "\x1b]0;x\x07\u202e\x9b2J名\n称"
    path = "a\x1b[2J.txt"
    finding = replace(missing_unit(1, path), message=f"没有单位：{evil}", value=evil)
    for name in ("console", "concise"):
        text = REPORTS[name](text_report([[evil, ""]], finding, path=path), View())
        assert not set(text) & set("\x1b\x07\u202e\x9b")
        assert "␛" in text


def test_concise_is_one_line_a_finding() -> None:
    lines = REPORTS["concise"](canonical_report(), View()).splitlines()
    assert len(lines) == len(canonical_report().findings)
    assert lines[1] == f"{PATH}:绩效!D3: OPR002 警告 性质写作“>=”，规范写法是“≥”"
    assert lines[-1] == "报送/损坏.xlsx: FIL001 错误 文件已损坏，无法读取"
