"""How far a reading can be trusted is said: all of it by `show` and in JSON, one line a file by `check`."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path

import pytest
from reports.canonical import sheet_place, training

import indicator_lint
from indicator_lint.model.document import Document, Remark
from indicator_lint.model.grid import Grid
from indicator_lint.model.location import FILE, Location
from indicator_lint.model.report import Reading, Report
from indicator_lint.model.table import Doubt, Prose, Table
from indicator_lint.reports.certainty import attention
from indicator_lint.reports.console import render_console
from indicator_lint.reports.records import render_json
from indicator_lint.reports.tables import TABLES
from indicator_lint.reports.view import View
from indicator_lint.reports.words import WORDS

SOURCE = Path(indicator_lint.__file__).parent


def doubtful() -> Table:
    table = training()
    grid = replace(table.grid, hidden_rows=frozenset({1, 4}), hidden_columns=frozenset({6, 9}))
    doubts = (Doubt("content", 5), Doubt("unknown", 7), Doubt("lonely"))
    labels = {**table.labels, 7: "甲 乙", 8: "数据来源"}
    sources = {"level1": [3, 3, 3, 6], "level2": [3, 4, 5, 6]}
    return replace(table, grid=grid, doubts=doubts, labels=labels, sources=sources, confidence=0.6, unread=[7, 8, 9])


def reading(table: Table, **more: object) -> Reading:
    other = Grid(
        "附件", {1: ["产出指标", "培训次数", "≥", "次"]}, lambda row, at: Location("附件", f"r{row}", "", row, at)
    )
    document = Document("表.xlsx", "xlsx", None, (table.grid, other), remarks=(Remark("scanned", FILE),))
    strays = [Prose("产出指标 培训次数 ≥ 次", other, 1, 1)]
    return Reading("表.xlsx", document, [table], strays=strays, ignored=["旧表"], **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_show_says_everything(lang: str) -> None:
    text = TABLES["table"]([reading(doubtful())], View(lang=lang, width=200))
    said = {
        "zh": ("未识别的列：G 甲乙、H 数据来源、I", "E 计量单位 的含义由内容推断", "一级指标 2 行", "隐藏的行：4", "隐藏的列：F",
               "表外疑似指标 1 行", "附件!r1“产出指标 培训次数 ≥ 次”"),
        "en": ("columns without a role: G 甲乙, H 数据来源, I", "E 计量单位 is known by its content only", "level 1 in 2 row(s)",
               "hidden rows: 4", "hidden columns: F", "1 row(s) outside the tables look like indicators"),
    }  # fmt: skip
    for words in said[lang]:
        assert words in text


def test_a_sure_reading_has_nothing_to_say() -> None:
    text = TABLES["table"](
        [Reading("表.xlsx", Document("表.xlsx", "xlsx", None, (training().grid,)), [training()])], View()
    )
    for key in ("doubts", "filled", "hidden_rows", "hidden_columns", "strays"):
        assert WORDS[key][0].partition("：")[0] not in text


def test_json_says_everything() -> None:
    (file,) = json.loads(render_json(Report([reading(doubtful())], []), View()))["files"]
    (table,) = file["tables"]
    assert [remark["kind"] for remark in file["remarks"]] == ["scanned"]
    assert (file["unread"], file["ignored_sheets"]) == (
        [{"ref": "附件!r1", "text": "产出指标 培训次数 ≥ 次"}],
        ["旧表"],
    )
    assert table["unmapped"] == [
        {"column": "G", "label": "甲 乙", "known": False},
        {"column": "H", "label": "数据来源", "known": True},
        {"column": "I", "label": "", "known": False},
    ]
    assert table["doubts"][0] == {"kind": "content", "column": "E"}
    assert table["doubts"][2] == {"kind": "lonely", "column": None}
    assert table["hidden"] == {"sheet": False, "rows": [4], "columns": ["F"]}
    assert (table["confidence"], table["filled"]) == (0.6, {"level1": 2})


def test_check_says_it_in_one_line_a_file() -> None:
    """Also of a file without findings; not where only the end is asked for."""
    report = Report([reading(doubtful())], [])
    lines = render_console(report, View(width=200)).splitlines()
    assert lines[:2] == [
        "表.xlsx",
        "请用 show 命令核对读取结果：1 张表把握不足、2 列含义不明、1 行疑似指标未读入、1 张疑似有指标的工作表未读入、读取时有 1 处说明",
    ]
    assert "show" not in render_console(report, View(quiet=True))
    assert attention(Reading("表.xlsx", None, [training()]), View()) == ""


def test_a_transposed_table_names_rows_by_letters() -> None:
    table = training()
    turned = replace(
        table.grid, transposed=True, place=lambda row, at: sheet_place(at, row), hidden_rows=frozenset({4})
    )
    (file,) = json.loads(render_json(Report([Reading("a", None, [replace(table, grid=turned)])], []), View()))["files"]
    assert file["tables"][0]["columns"]["name"] == 3
    assert file["tables"][0]["hidden"]["rows"] == ["D"]


def literals(function: str) -> set[str]:
    """The first arguments that calls of a name in our sources spell out."""
    calls = (
        node
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function and node.args
    )
    return {arg.value for call in calls if isinstance(arg := call.args[0], ast.Constant) and isinstance(arg.value, str)}


def test_every_remark_has_words() -> None:
    assert {f"remark_{kind}" for kind in literals("Remark")} <= set(WORDS)


def test_every_doubt_has_words() -> None:
    from indicator_lint.layout.roles import COSTS  # noqa: PLC0415 - the one place where layout and reports meet

    assert {f"doubt_{kind}" for kind in COSTS if kind not in {"unknown", "unlabelled"}} == {
        key for key in WORDS if key.startswith("doubt_")
    }


@pytest.mark.parametrize(
    "reason", ["note", "subtotal", "signature", "page", "continued", "preface", "header", "title", "band", "foreign"]
)
def test_every_reason_to_skip_a_row_has_words(reason: str) -> None:
    assert all(WORDS[f"skipped_{reason}"])
