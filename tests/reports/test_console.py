"""The report for people: complete, aligned, in either language, harmless."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from reports.canonical import LONG, PATH, canonical_report, rules, text_place, text_table

from indicator_lint.config import Settings
from indicator_lint.linter import lint
from indicator_lint.model.document import Document
from indicator_lint.model.finding import Edit, Finding, Fix, Related
from indicator_lint.model.location import Location
from indicator_lint.model.report import Coverage, Reading, Report
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.reports import REPORTS, View
from indicator_lint.reports.display import width
from indicator_lint.reports.tables import TABLES

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
    for words in (
        "“>=” → “≥”（改后含义不变）",
        "填写“%”（请核对后修改）",
        "“年” → “月”（仅供参考）",
        "写明统计范围或计算方法",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "一级指标 | 二级指标 | 指标名称"), ("en", "level 1  | level 2  | name")]
)
def test_columns_that_are_named_by_their_roles_speak_the_language_of_the_report(
    tmp_path: Path, lang: str, words: str
) -> None:
    """A catalog's own table is read by people who never saw `level1`."""
    path = tmp_path / "指标.csv"
    path.write_text(
        "category,level1,level2,name,operator,unit,description\n会议类,产出指标,数量指标,会议天数,≥,,会期\n",
        encoding="utf-8",
    )
    text = console(lint([str(path)], Settings(select=("UNI001",))), View(lang=lang))
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
    assert "其中 3 处改后含义不变、1 处请核对后修改。" in text


def test_the_summary_leaves_out_what_there_is_none_of() -> None:
    """No part says “0”, and without parts there is no sentence."""
    report = canonical_report()
    one = [finding for finding in report.findings if finding.code == "UNI001"]
    none = [finding for finding in report.findings if finding.fix is None]
    assert "其中 1 处请核对后修改。" in console(replace_findings(report, *one), View())
    assert "Of these, 1 should be checked before changing." in console(replace_findings(report, *one), View(lang="en"))
    assert "其中" not in console(replace_findings(report, *none), View())


def passed_over(*rules: str, evaluated: int = 0) -> Report:
    report = text_report([["会议次数", "次"]])
    report.readings[0].coverage = [Coverage(rule, evaluated, 1, ("target",)) for rule in rules]
    return report


@pytest.mark.parametrize("quiet", [False, True])
def test_what_was_not_checked_is_not_called_clean(quiet: bool) -> None:
    """Only where every rule selected was passed over: one that looks at titles or lines was asked all the same."""
    asked = View(asked=frozenset({"TGT001"}), quiet=quiet)
    text = console(passed_over("TGT001"), asked)
    assert "所选规则需要的列，表中都没有，未作检查。" in text
    assert "未检查：TGT001（没有“指标值”列）。" in text
    assert "未发现问题" not in text
    assert "nothing was checked" in console(passed_over("TGT001"), replace(asked, lang="en"))
    assert "未发现问题" in console(passed_over("TGT001", evaluated=1), asked)
    assert "未发现问题" in console(passed_over("TGT001"), replace(asked, asked=frozenset({"TGT001", "TXT001"})))


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


def test_statistics_add_up_to_the_summary() -> None:
    """A rule that finds errors and warnings is counted apart for each."""
    errors = [missing_unit(row) for row in (1, 2)]
    report = text_report(
        [["甲", ""], ["乙", ""], ["丙", ""]], *errors, replace(missing_unit(3), severity=Severity.INFO)
    )
    lines = [line.split() for line in console(report, View(statistics=True)).splitlines()[1:3]]
    assert [line[:3] for line in lines] == [["2", "UNI001", "错误"], ["1", "UNI001", "提示"]]
    assert "共 3 处问题：错误 2、提示 1。" in console(report, View(statistics=True))


def merged(*rows: int) -> Finding:
    """A finding in a cell that is that of other rows too."""
    finding = missing_unit(3)
    here = [Related(finding.path, finding.location, "会议类", row, "unit") for row in (3, *rows)]
    return replace(finding, related=(*here, Related(finding.path, text_place(9, 2), "会议类", 8, "unit")))


def test_the_rows_of_one_cell_are_no_other_places() -> None:
    """A merged cell is told once, with the rows it holds; only what stands elsewhere is to be seen there."""
    rows = [["甲", ""]] * 20
    text = console(text_report(rows, merged(12, 13, 5, 6, 7)), View())
    assert "同一单元格还管着第 5-7、12、13 行\n" in text
    assert "另见：9:11（第 8 行）\n" in text
    assert "the same cell also holds row 4\n" in console(text_report(rows, merged(4)), View(lang="en"))
    assert "同一单元格" not in console(text_report(rows, merged()), View())


LONG_NAMES = Report(
    [
        Reading(
            "报送材料/" * 12 + "（终稿）.txt",
            None,
            [replace(text_table([["甲" * 90, "“（个）”" * 20]]), category="（培训）" * 20)],
        )
    ],
    [],
)


def crowded() -> Report:
    """Everything that can be long is long, with marks at every place where a line may break."""
    path, table = LONG_NAMES.readings[0].path, LONG_NAMES.readings[0].tables[0]
    text = "“培训”（《办法》第3条，“按年度”）" * 6
    edits = [(text, text.replace("年", "月")), ("", text), (text, "")]
    place = table.location("unit", 0)
    findings = [
        replace(
            missing_unit(1, path, table.category),
            message=text,
            fix=Fix(Safety.SAFE, text, (Edit("unit", 1, place, old, new), Edit("name", 1, text_place(2, 1), old, new))),
            related=(Related("别处/" * 30, place, text, 3, "unit"),),
        )
        for old, new in edits
    ]
    coverage = [Coverage(f"TGT{number:03}", 0, 1, ("target",)) for number in range(40)]
    return Report([replace(LONG_NAMES.readings[0], coverage=coverage), *canonical_report().readings], findings)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [*range(40, 60), 80, 100])
def test_no_line_is_wider_than_the_terminal(columns: int, lang: str) -> None:
    """Whatever is long: messages, changes, names, paths, the summary and what was not evaluated."""
    for report in (crowded(), canonical_report(), passed_over("TGT001")):
        for view in (View(lang=lang, width=columns), View(lang=lang, width=columns, statistics=True)):
            assert max(map(width, console(report, view).splitlines())) <= columns
        assert max(map(width, TABLES["table"](report.readings, View(lang=lang, width=columns)).splitlines())) <= columns


@pytest.mark.parametrize("columns", [40, 60, 61, 80])
def test_marks_stay_with_what_they_enclose(columns: int) -> None:
    """Of wrapped sentences; a row of cells is cut, not wrapped."""
    lines = [line.strip() for line in console(crowded(), View(width=columns)).splitlines() if " | " not in line]
    assert not [line for line in lines if line.endswith(tuple("“（《")) or line.startswith(tuple("”）》，。、；："))]


def test_a_long_change_is_given_whole() -> None:
    """Over several lines, none of them lost."""
    text = "".join(console(canonical_report(), View(width=80)).split())
    assert f"改为“{LONG}”（改后含义不变）" in text


def test_many_tables_of_one_title_are_read_once() -> None:
    """The work is proportional to the workbook, not to its square."""
    asked = {count: places_asked(count) for count in (10, 40)}
    assert asked[40] <= 4 * asked[10]


def places_asked(count: int) -> int:
    """How many places are asked for to render a file of so many tables alike, with a finding in each row."""
    calls = 0
    tables, findings = [], []
    for number in range(count):
        table = text_table([["甲", ""], ["乙", ""], ["丙", ""]], None)

        def place(row: int, column: int, sheet: str = f"表{number}") -> Location:
            nonlocal calls
            calls += 1
            return replace(text_place(row, column), container=sheet)

        table.grid.place = place
        tables.append(table)
        findings += [replace(missing_unit(row), category=None, location=place(row + 1, 2)) for row in (1, 2, 3)]
    path = "会议.txt"
    text = console(Report([Reading(path, None, tables)], findings), View())
    assert text.count("UNI001") == 3 * count + 1
    assert text.count("第 3 行") == count
    return calls


def test_names_that_are_no_utf8_are_shown(tmp_path: Path) -> None:
    """In every report, and in what `show` prints; the bytes are valid UTF-8 all the same."""
    table = text_table([["会议\udcff", ""]], "类\udcb1")
    path = "\udcb1\udced.csv"
    finding = replace(missing_unit(1, path, "类\udcb1"), message="没有\udcff单位", value="\udcff")
    report = Report([Reading(path, Document(path, "csv", "utf-8", (table.grid,)), [table])], [finding])
    texts = {name: render(report, View()) for name, render in REPORTS.items()}
    texts |= {f"show {name}": render(report.readings, View()) for name, render in TABLES.items()}
    for name, text in texts.items():
        (tmp_path / "report").write_text(text, encoding="utf-8")
        if name not in {"json", "jsonl", "show json"}:
            assert "‹U+DC" in text, name
    assert json.loads(texts["json"])["files"][0]["path"] == path


def test_english_is_english() -> None:
    """All words of the report itself; messages are the linter's."""
    text = console(canonical_report(), View(lang="en"))
    for words in ("error UNI001", "meaning unchanged", "see also:", "Not evaluated: TGT001", "row 2"):
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


def test_what_nobody_reads_on_to_is_counted_instead() -> None:
    """A thousand findings of a rule are printed of a file; the summary counts them all, and so does the note below them."""
    rows = [["指标名称", "单位"], *([f"参会人数{number}", ""] for number in range(1010))]
    text = console(text_report(rows, *(missing_unit(number + 1) for number in range(1010))), View(lang="en"))
    assert text.count("UNI001 ") == 1000 + 1
    assert "UNI001 was found 10 more times in this file" in text
    assert "1010" in text.splitlines()[-2] + text.splitlines()[-1]
