"""Tables of a document that were cut in two are read as one; what only looks so is left alone."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable

import pytest
from grids import column
from wordfiles import DOWN, ON, docx, p, tbl, tc, tr

from indicator_lint.formats import read
from indicator_lint.layout import Layout, find_tables
from indicator_lint.model.report import Reading
from indicator_lint.model.table import Table
from indicator_lint.reports.tables import TABLES
from indicator_lint.reports.view import View

HEADER = tr("一级指标", "二级指标", "指标名称", "性质", "单位", "备注")
FIRST = (
    tr(tc("产出指标", properties=DOWN), tc("数量指标", properties=DOWN), "购置数量", "≥", "台", ""),
    tr(tc(properties=ON), tc(properties=ON), "维修次数", "≥", "次", ""),
)
SECOND = (
    tr("", "质量指标", "验收合格率", "≥", "%", ""),
    tr("效益指标", "社会效益指标", "受益人数", "≥", "人", ""),
)


def layout(*blocks: str) -> Layout:
    return find_tables(read("表.docx", docx("".join(blocks))).grids)


def tables(*blocks: str) -> tuple[Table, ...]:
    return layout(*blocks).tables


def places(table: Table, role: str) -> list[str]:
    return [table.location(role, at).display for at in range(len(table.rows))]


@pytest.mark.parametrize("between", ["", p(), p("续表"), p("第 2 页"), p("设备购置类（续）")])
def test_a_table_goes_on_in_the_next_without_a_header(between: str) -> None:
    """Levels are filled down over the cut, and each cell stands in its own table."""
    (table,) = tables(p("设备购置类"), tbl(HEADER, *FIRST), between, tbl(*SECOND))
    assert (table.title_location().container, table.container) == ("正文", "表1")
    assert (table.category, column(table, "name")) == ("设备购置类", ["购置数量", "维修次数", "验收合格率", "受益人数"])
    assert column(table, "level1") == ["产出指标"] * 3 + ["效益指标"]
    assert places(table, "name") == ["表1!r2c3", "表1!r3c3", "表2!r1c3", "表2!r2c3"]
    assert places(table, "level1") == ["表1!r2c1"] * 3 + ["表2!r2c1"]


def test_a_table_goes_on_over_many_pages() -> None:
    (table,) = tables(tbl(HEADER, *FIRST), *(tbl(SECOND[0]) + p(f"- {page} -") for page in range(3)))
    assert places(table, "unit")[2:] == ["表2!r1c5", "表3!r1c5", "表4!r1c5"]


def test_show_tells_which_page_a_record_is_on() -> None:
    """Places of the table's own page go without its name, those of another page with it."""
    document = read("表.docx", docx(p("设备购置类") + tbl(HEADER, *FIRST) + p("续表") + tbl(HEADER, *SECOND)))
    reading = Reading("表.docx", document, list(find_tables(document.grids).tables))
    shown = json.loads(TABLES["json"]([reading], View()))["files"][0]["tables"][0]
    assert [(one.get("container"), one["ref"]) for one in shown["records"]] == [
        (None, "r2c3"), (None, "r3c3"), ("表2", "r2c3"), ("表2", "r3c3"),
    ]  # fmt: skip
    assert {"container": "表2", "ref": "r1c1", "reason": "header"} in shown["skipped"]
    assert "表2!r1c1 重复表头" in TABLES["table"]([reading], View())


def test_merges_keep_their_cells_behind_the_cut() -> None:
    (table,) = tables(tbl(HEADER, *FIRST), p("续表"), tbl(*FIRST))
    assert places(table, "level2") == ["表1!r2c2", "表1!r2c2", "表2!r1c2", "表2!r1c2"]
    assert table.location("level2", 3).extent == "r1c2:r2c2"


def test_a_repeated_header_under_no_title_is_no_new_table() -> None:
    (table,) = tables(p("设备购置类"), tbl(HEADER, *FIRST), tbl(HEADER, *SECOND))
    assert (table.category, list(table.numbers)) == ("设备购置类", [1, 2, 3, 4])
    assert [(skip.reason, skip.row) for skip in table.skipped] == [("header", 4)]
    assert column(table, "level1") == ["产出指标"] * 3 + ["效益指标"]


def test_a_title_between_begins_another_table() -> None:
    first, second = tables(p("设备购置类"), tbl(HEADER, *FIRST), p("房屋维修类"), tbl(HEADER, *SECOND))
    assert (first.category, second.category) == ("设备购置类", "房屋维修类")


def other(*rows: Iterable[str]) -> str:
    return tbl(*(tr(*row) for row in rows))


@pytest.mark.parametrize(
    "blocks",
    [
        [tbl(HEADER, *FIRST), p("经费明细如下"), tbl(*SECOND)],
        [tbl(HEADER, *FIRST), other(("效益指标", "社会效益指标", "受益人数", "≥", "人"))],
        [tbl(HEADER, *FIRST), other(("张三", "李四", "王五", "赵六", "孙七", "周八"), ("1", "2", "3", "4", "5", "6"))],
        [tbl(HEADER, *FIRST), other(("产出指标", "数量指标", "", "", "", ""), ("效益指标", "", "", "", "", ""))],
        [tbl(HEADER, *FIRST, tr("填报人：某某", "", "", "联系电话：", "", "")), tbl(*SECOND)],
        [tbl(*SECOND), tbl(HEADER, *FIRST)],
    ],
    ids=["a sentence between", "fewer columns", "of persons", "without names", "behind signatures", "before"],
)
def test_what_only_looks_like_a_continuation_is_left_alone(blocks: list[str]) -> None:
    """It is told as what it is: lines outside the tables."""
    found = layout(*blocks)
    assert [len(table.rows) for table in found.tables] == [2]
    name = found.tables[0].grid.name
    assert any(line.grid.name != name and line.row > 0 for line in found.prose)
    assert "joined" not in [doubt.kind for doubt in found.tables[0].doubts]


def test_a_continuation_without_a_header_is_a_doubt() -> None:
    """A repeated header is none."""
    headless, repeated = (tables(tbl(HEADER, *FIRST), second)[0] for second in (tbl(*SECOND), tbl(HEADER, *SECOND)))
    assert [doubt.kind for doubt in headless.doubts] == ["joined"]
    assert not repeated.doubts


def test_thousands_of_pieces_are_joined_in_linear_time() -> None:
    begun = time.process_time()
    (table,) = tables(tbl(HEADER, *FIRST), *[tbl(*SECOND)] * 2000)
    assert len(table.rows) == 4002
    assert places(table, "name")[-1] == "表2001!r2c3"
    assert time.process_time() - begun < 20


def test_a_table_of_keys_names_what_the_next_is_about() -> None:
    keys = other(("项目名称", "农田灌溉项目"), ("主管部门", "县水利局"))
    (table,) = tables(p("2024年度项目支出绩效目标申报表"), keys, tbl(HEADER, *FIRST))
    assert (table.category, table.title_location().display) == ("农田灌溉项目", "表1!r1c2")
    assert table.container == "表2"
    assert places(table, "name") == ["表2!r2c3", "表2!r3c3"]


def test_a_title_between_goes_before_a_table_of_keys() -> None:
    keys = other(("项目名称", "农田灌溉项目"), ("主管部门", "县水利局"))
    (table,) = tables(keys, p("渠道整治类"), tbl(HEADER, *FIRST))
    assert table.category == "渠道整治类"


def test_another_table_between_changes_nothing() -> None:
    """Not of keys: its lines stay outside, and no cell of it becomes a category."""
    budget = other(("资金来源", "金额"), ("财政拨款", "12"), ("合计", ""))
    (table,) = tables(p("设备购置类"), budget, tbl(HEADER, *FIRST))
    assert (table.category, table.grid.name) == (None, "表2")
