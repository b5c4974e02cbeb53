"""`show` prints what was understood, in every format."""

from __future__ import annotations

import csv
import io
import json

from reports.canonical import PATH, canonical_report, rules, sheet_place, text_table, training

from indicator_lint.model.document import Document
from indicator_lint.model.grid import Grid
from indicator_lint.model.report import Reading
from indicator_lint.model.table import Doubt
from indicator_lint.reports.tables import NORMAL, TABLES
from indicator_lint.reports.view import View


def shown(form: str, lang: str = "zh") -> str:
    return TABLES[form](canonical_report().readings, View(lang=lang))


def test_the_normal_form_has_every_record_as_shown() -> None:
    rows = list(csv.DictReader(io.StringIO(shown("csv"))))
    assert tuple(rows[0]) == NORMAL
    table = training()
    assert [row["name"] for row in rows] == [table.text("name", i) for i in range(4)]
    assert rows[2]["description"] == table.text("description", 2)
    assert (rows[1]["path"], rows[1]["category"], rows[1]["row"], rows[1]["ref"]) == (PATH, "培训类", "2", "绩效!C4")


def test_the_normal_form_keeps_texts_but_no_control_characters() -> None:
    """Line breaks and formulas are what the table says; an escape is nothing that a table says."""
    table = text_table([["=1+1\r\n会议", "\x1b[2J次"]])
    rows = list(csv.DictReader(io.StringIO(TABLES["csv"]([Reading("a.txt", None, [table])], View()))))
    assert (rows[0]["name"], rows[0]["unit"]) == ("=1+1\n会议", "␛[2J次")


def test_the_table_names_columns_and_skipped_rows() -> None:
    text = shown("table")
    for words in (
        "E 计量单位",
        "C 三级指标 → 指标名称",
        "表头 A2:F2",
        "4 个指标",
        "把握 98%",
        "跳过：A7 注释“注：按年度填报”",
    ):
        assert words in text
    assert "报送/损坏.xlsx（未能读取）" in text


def test_columns_without_a_role_are_named() -> None:
    table = text_table([["会议次数", "次"]])
    table.labels = {1: "指标名称", 2: "单位", 3: "责任科室", 4: "数据来源"}
    table.unread = [3, 4]
    table.doubts = (Doubt("unknown", 3),)
    reading = Reading("a.txt", Document("a.txt", "text", "utf-8", (table.grid,)), [table])
    assert "未识别的列：3 责任科室、4 数据来源" in TABLES["table"]([reading], View())
    assert json.loads(TABLES["json"]([reading], View()))["files"][0]["tables"][0]["unmapped"] == [
        {"column": 3, "label": "责任科室", "known": False},
        {"column": 4, "label": "数据来源", "known": True},
    ]


def test_sheets_without_a_table_are_named_and_hidden_ones_marked() -> None:
    """Beside those that hold one: what was passed over must not pass for read."""
    table = training()
    table.grid.hidden = True
    others = [Grid("填表说明", {1: ["一、"]}, sheet_place), Grid("代码\udcb1", {}, sheet_place, hidden=True)]
    reading = Reading(PATH, Document(PATH, "xlsx", None, (others[0], table.grid, others[1])), [table])
    text = TABLES["table"]([reading], View())
    assert "培训类（绩效，隐藏，4 个指标，" in text
    assert text.endswith("\n\n填表说明（没有指标表）\n代码‹U+DCB1›（没有指标表，隐藏）\n")
    none = Reading(PATH, Document(PATH, "xlsx", None, tuple(others)))
    assert TABLES["table"]([none], View()) == f"{PATH}（格式 xlsx，没有找到指标表）\n"


def test_json_holds_the_records() -> None:
    table = json.loads(shown("json"))["files"][0]["tables"][0]
    assert table["columns"]["unit"] == "E"
    assert table["labels"]["E"] == "计 量\n单位"
    assert table["records"][1]["unit"] == ""
    assert [record["row"] for record in table["records"]] == [1, 2, 3, 4]


def test_markdown_holds_texts_and_no_places() -> None:
    table = text_table([["a|b<c>", "`x`"]])
    text = TABLES["md"]([Reading("a.txt", None, [table])], View())
    assert "| a\\|b\\<c> | \\`x\\` |" in text
    assert "A2" not in shown("md")
    assert "## 培训类" in shown("md")


def test_the_canonical_rules_are_pages_of_codes_found() -> None:
    assert set(rules()) <= {finding.code for finding in canonical_report().findings}
