"""Suppressions where the table lives: what they reach, what they must say, and what becomes of those that are no good."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from indicator_lint.cli import main
from indicator_lint.config import Settings
from indicator_lint.configuration import ConfigurationError
from indicator_lint.linter import lint
from indicator_lint.model.finding import Finding
from indicator_lint.model.suppression import Channel

HEAD = ["一级指标", "二级指标", "指标名称", "性质", "单位", "检查豁免"]
ROWS = [
    ["产出指标", "数量指标", "培训班期数", "≥", "", ""],
    ["产出指标", "数量指标", "培训人数", "≥", "", ""],
    ["产出指标", "质量指标", "考核合格率", ">=", "%", ""],
]
ASKED = Settings(select=("UNI001", "OPR002"), today=date(2026, 6, 1))


def sheet_of(book: Workbook, rows: Iterable[list[str]] = ROWS) -> Worksheet:
    sheet = book.worksheets[0]
    sheet.title = "汇总"
    for row in [HEAD, *rows]:
        sheet.append([text or None for text in row])
    return sheet


def linted(path: Path, settings: Settings = ASKED) -> tuple[list[Finding], list[Finding]]:
    """What is suppressed, and what is active."""
    findings = lint([str(path)], settings).findings
    return [f for f in findings if f.suppressed], [f for f in findings if f.active]


def places(findings: Iterable[Finding]) -> set[tuple[str, str]]:
    return {(finding.code, finding.location.ref) for finding in findings}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "表.xlsx"


@pytest.mark.parametrize(
    ("cell", "excused"),
    [("E2", {("UNI001", "E2")}), ("C2", {("UNI001", "E2")}), ("A2", set()), ("E3", {("UNI001", "E3")})],
)
def test_a_note_reaches_its_cell_and_at_a_name_the_indicator(
    path: Path, cell: str, excused: set[tuple[str, str]]
) -> None:
    book = Workbook()
    sheet_of(book)[cell].comment = Comment("lint: 忽略 UNI001 理由=按定额核定 到期=2026-12-31 批准=李四", "张三")
    book.save(path)
    suppressed, active = linted(path)
    assert places(suppressed) == excused
    assert {f.code for f in active} >= {"OPR002"}
    for finding in suppressed:
        word = finding.suppression
        assert word is not None
        assert (word.channel, word.reason, word.approver, word.until) == (
            Channel.NOTE, "按定额核定", "李四", date(2026, 12, 31),
        )  # fmt: skip
        assert word.location.ref == cell


def test_a_column_reaches_its_row_and_is_no_unknown_column(path: Path) -> None:
    book = Workbook()
    sheet_of(book, [[*ROWS[0][:5], "UNI001：按定额核定"], *ROWS[1:]])
    book.save(path)
    suppressed, active = linted(path, Settings(select=("UNI001", "STR008")))
    assert places(suppressed) == {("UNI001", "E2")}
    assert places(active) == {("UNI001", "E3")}


@pytest.mark.parametrize(
    ("where", "excused"),
    [
        ("", {"E2", "E3", "D4"}),
        ("汇总", {"E2", "E3", "D4"}),
        ("产出指标/数量指标/培训人数", {"E3"}),
        ("数量指标/培 训 人 数", {"E3"}),
        ("培训人数", {"E3"}),
        ("数量指标", {"E2", "E3"}),
        ("汇总!E3", {"E3"}),
        ("培训", set()),
    ],
)
def test_a_line_of_the_sheet_reaches_what_it_names(path: Path, where: str, excused: set[str]) -> None:
    """By words, not by position: a sheet, a class, an indicator; the sheet itself is no table."""
    book = Workbook()
    sheet_of(book)
    notes = book.create_sheet("_lint")
    notes.append(["规则", "范围", "理由", "批准人", "到期日"])
    notes.append(["UNI001、OPR002", where, "旧口径", "王五", "2026-12-31"])
    book.save(path)
    suppressed, active = linted(path)
    assert {f.location.ref for f in suppressed} == excused
    assert all(f.location.container == "汇总" for f in active if f.code != "LNT001")
    assert len(lint([str(path)], ASKED).readings[0].tables) == 1


@pytest.mark.parametrize("name", ["表.xlsx.lint.toml", "表.lint.toml"])
def test_a_file_beside_reaches_what_it_names(path: Path, name: str) -> None:
    book = Workbook()
    sheet_of(book)
    book.save(path)
    text = '[[suppress]]\nrules = "UNI001"\nwhere = "培训人数"\nreason = "旧口径"\nuntil = 2026-12-31\n'
    path.with_name(name).write_text(text, encoding="utf-8")
    suppressed, _ = linted(path)
    assert places(suppressed) == {("UNI001", "E3")}
    assert suppressed[0].suppression is not None
    assert not suppressed[0].suppression.channel.inside


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x", "不是有效的 TOML"),
        ('[[supress]]\nrules="UNI"', "没有“supress”这一项，是不是要写“suppress”？"),
        ('[[suppress]]\nrule="UNI"', "没有“suppress.rule”这一项，是不是要写“rules”？"),
        ("[[suppress]]\nrules=3", "“suppress.rules”的值不对"),
    ],
)
def test_a_file_beside_that_is_wrong_stops_the_run(path: Path, text: str, words: str) -> None:
    Workbook().save(path)
    path.with_name("表.xlsx.lint.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=words):
        lint([str(path)], ASKED)


def test_a_comment_reaches_the_line_below_it(tmp_path: Path) -> None:
    """In front of the header the whole file; the comment itself is no row, commas in it or not."""
    lines = [",".join(row[:5]) for row in [HEAD, *ROWS]]
    path = tmp_path / "表.csv"
    path.write_text("\n".join([*lines[:2], "# lint: 忽略 UNI001 理由=甲, 乙", *lines[2:]]), encoding="utf-8")
    suppressed, active = linted(path)
    assert {f.value or f.indicator[2] for f in suppressed if f.indicator} == {"培训人数"}
    assert suppressed[0].suppression is not None
    assert suppressed[0].suppression.reason == "甲, 乙"
    assert {f.row for f in active} == {1, 3}
    path.write_text("\n".join(["# lint: 忽略 UNI001 理由=甲", *lines]), encoding="utf-8")
    suppressed, active = linted(path)
    assert ({f.row for f in suppressed}, {f.code for f in active}) == ({1, 2}, {"OPR002"})


def test_a_comment_stands_between_the_rows_of_a_text(tmp_path: Path) -> None:
    rows = ["| " + " | ".join(row[:5]) + " |" for row in [HEAD, *ROWS]]
    path = tmp_path / "表.md"
    path.write_text("\n".join([*rows[:2], "<!-- lint: 忽略 UNI001 见批复 -->", *rows[2:]]), encoding="utf-8")
    suppressed, _ = linted(path)
    assert [(f.code, f.row) for f in suppressed] == [("UNI001", 2)]
    assert len(lint([str(path)], ASKED).readings[0].tables) == 1


def test_documents_have_the_column(tmp_path: Path) -> None:
    document = Document()
    rows = [HEAD, [*ROWS[0][:5], "UNI001：按定额核定"], *ROWS[1:]]
    table = document.add_table(len(rows), len(HEAD))
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "表.docx"))
    suppressed, _ = linted(tmp_path / "表.docx")
    assert [(f.code, f.row) for f in suppressed] == [("UNI001", 1)]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (["TXT004", "", "无", "", ""], None),  # not asked in this run: nobody knows
        (["OPR002", "培训人数", "无", "", ""], "LNT001"),
        (["FIL001", "", "无", "", ""], "LNT001"),
        (["XXX001", "", "无", "", ""], "LNT001"),
        (["ALL", "", "无", "", ""], "LNT001"),
        (["UNI001", "", "无", "", "2026-05-31"], "LNT002"),
        (["UNI001", "", "无", "", "2026-06-01"], None),
        (["UNI001", "", "无", "", "明年"], "LNT002"),
        (["UNI001", "", "", "", ""], "LNT004"),
    ],
)
def test_what_is_no_good_is_told_and_excuses_nothing(path: Path, line: list[str], told: str | None) -> None:
    """Without a reason, past its date, for a rule that must not be suppressed or does not exist, of no use."""
    book = Workbook()
    sheet_of(book)
    notes = book.create_sheet("_lint")
    for row in (["规则", "范围", "理由", "批准人", "到期日"], line):
        notes.append(row)
    book.save(path)
    suppressed, active = linted(path)
    assert [f.code for f in active if f.code.startswith("LNT")] == ([told] if told else [])
    if told:
        assert suppressed == []
        assert [(f.location.container, f.location.ref) for f in active if f.code == told] == [("_lint", "A2")]


def test_mandatory_rules_and_the_audit_list_but_do_not_honour(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Workbook()
    sheet_of(book)["E2"].comment = Comment("lint: 忽略 UNI001 理由=按定额核定", "张三")
    book.save(path)
    monkeypatch.chdir(path.parent)
    arguments = ["check", path.name, "--select", "UNI001", "--output-format"]
    assert main([*arguments, "json", "--pack", "audit"]) == 1
    first, second = json.loads(capsys.readouterr().out)["findings"]
    assert (first["suppression"]["honoured"], first["suppression"]["reason"]) == (False, "按定额核定")
    assert second["suppression"] is None
    assert main([*arguments, "console", "--pack", "audit"]) == 1
    assert "有豁免而未采纳：按定额核定" in capsys.readouterr().out
    Path("indicator-lint.toml").write_text('mandatory = "UNI"\n', encoding="utf-8")
    assert main([*arguments, "json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [(f["code"], f["location"]["ref"]) for f in findings] == [
        ("LNT001", "E2"),
        ("UNI001", "E2"),
        ("UNI001", "E3"),
    ]
    Path("indicator-lint.toml").unlink()
    assert main([*arguments, "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["summary"]["error"], report["summary"]["suppressed"]) == (1, 1)


def test_everything_suppressed_is_a_pass(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exit code looks at what is left."""
    book = Workbook()
    sheet_of(book, [[*ROWS[0][:5], "UNI001：按定额核定"]])
    book.save(path)
    monkeypatch.chdir(path.parent)
    assert main(["check", path.name, "--select", "UNI001"]) == 0


def test_what_is_said_of_many_rows_at_once_is_excused_row_by_row(path: Path) -> None:
    """A finding about a whole column is suppressed where each row has its excuse; where one has none, nothing is unused."""
    rows = [["产出指标", "数量指标", f"第{number}类培训人数", "≥", "", "UNI001：按定额核定"] for number in range(1, 13)]
    for bare in (False, True):
        book = Workbook()
        sheet_of(book, [*rows[:-1], [*rows[-1][:5], ""]] if bare else rows)
        book.save(path)
        suppressed, active = linted(path, Settings(select=("UNI001",)))
        assert ([f.code for f in suppressed], [f.code for f in active]) == (
            ([], ["UNI001"]) if bare else (["UNI001"], [])
        )
