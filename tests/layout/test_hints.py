"""A wrong guess can be corrected: what the user says of a sheet goes before what is guessed, and what fits nothing is told."""

from __future__ import annotations

from typing import Any

import pytest
from grids import column, draw, grid_of, records
from hypothesis import given
from hypothesis import strategies as st

from indicator_lint.layout import Layout, find_tables
from indicator_lint.model.grid import Grid
from indicator_lint.model.hints import NONE, CategoryHint, Hints
from indicator_lint.model.table import ROLES
from indicator_lint.rulebook import load_rules, message_of

STRANGE = """
某单位2024年表
评价维度|要点|考核点|方向|计|含义
产出指标|数量指标|培训班期数|≥|期|反映办班期数
|质量指标|考核合格率|≥|%|反映考核合格
满意度指标|服务对象满意度指标|学员满意度|≥|%|反映满意
"""
PLAIN = """
培训类
一级指标|二级指标|指标名称|性质|单位|指标描述
产出指标|数量指标|培训班期数|≥|期|反映办班期数
|质量指标|考核合格率|≥|%|反映考核合格
"""
NAMES = ["培训班期数", "考核合格率", "学员满意度"]


def guided(drawing: str | Grid, **hints: Any) -> Layout:
    """A drawing read by hints."""
    grid = drawing if isinstance(drawing, Grid) else draw(drawing, "产出")
    return find_tables([grid], [Hints(**hints)])


def misfits(layout: Layout) -> list[tuple[str, str, str]]:
    return [(one.key, one.value, one.reason) for one in layout.misfits]


def test_without_hints_the_strange_header_is_not_read() -> None:
    assert guided(STRANGE).tables == ()


@pytest.mark.parametrize("name", ["C", 3, "考核点", "考 核 点："])
def test_columns_by_letter_number_and_label_the_rest_guessed(name: str | int) -> None:
    (table,) = guided(STRANGE, header_rows=(2,), columns={"level1": "A", "level2": 2, "name": name}).tables
    assert column(table, "name") == NAMES
    assert column(table, "unit") == ["期", "%", "%"]
    assert column(table, "level1") == ["产出指标", "产出指标", "满意度指标"]
    assert table.category == "某单位2024年表"
    assert {doubt.column for doubt in table.doubts} & {1, 2, 3} == set()


def test_labels_find_the_header_themselves() -> None:
    (table,) = guided(STRANGE, columns={"level1": "评价维度", "name": "考核点"}).tables
    assert column(table, "name") == NAMES
    assert (table.header.top, table.header.bottom) == (2, 2) if table.header else False


def test_a_hint_goes_before_a_known_label() -> None:
    (guess,), (table,) = guided(PLAIN).tables, guided(PLAIN, columns={"remark": "指标描述"}).tables
    assert "description" in guess.columns
    assert "description" not in table.columns
    assert column(table, "remark") == column(guess, "description")


def test_a_header_of_several_rows() -> None:
    drawing = """
要素|<|<|参数|<
维度|要点|考核点|方向|计
产出指标|数量指标|培训班期数|≥|期
产出指标|质量指标|考核合格率|≥|%
"""
    (table,) = guided(drawing, header_rows=(1, 2), columns={"level1": 1, "level2": 2, "name": 3}).tables
    assert column(table, "name") == NAMES[:2]
    assert table.labels[3] == "考核点"


def test_a_table_without_a_header() -> None:
    drawing = "产出指标|数量指标|培训班期数|≥|期\n产出指标|质量指标|考核合格率|≥|%"
    assert guided(drawing).tables == ()
    (table,) = guided(drawing, header_rows=(), columns={"level1": "A", "level2": "B", "name": "C"}).tables
    assert column(table, "name") == NAMES[:2]
    assert column(table, "unit") == ["期", "%"]
    assert table.header is None
    assert [doubt.kind for doubt in table.doubts] == ["content", "content"]


def test_a_transposed_table_keeps_the_places_of_the_file() -> None:
    drawing = """
一级指标|产出指标|<|满意度指标
指标名称|培训班期数|考核合格率|学员满意度
性质|≥|≥|≥
单位|期|%|%
"""
    (table,) = guided(drawing, transposed=True, category=CategoryHint("sheet")).tables
    assert column(table, "name") == NAMES
    assert column(table, "level1") == ["产出指标", "产出指标", "满意度指标"]
    assert table.location("unit", 1).ref == "r4c3"
    assert table.location("level1", 1).ref == "r1c2"
    assert table.category == "产出"


def test_the_category_from_a_cell_the_sheet_or_a_column() -> None:
    (table,) = guided(PLAIN, category=CategoryHint("cell", cell=(2, 3))).tables
    assert (table.category, table.category_at) == ("指标名称", (2, 3))
    (table,) = guided(PLAIN, category=CategoryHint("sheet")).tables
    assert (table.category, table.category_at) == ("产出", None)
    drawing = "用途|一级指标|指标名称|单位\n甲类|产出指标|培训班期数|期\n乙类|产出指标|考核合格率|%"
    tables = guided(drawing, category=CategoryHint("column", column="用途")).tables
    assert [table.category for table in tables] == ["甲类", "乙类"]


def test_a_title_instead_of_the_sheet() -> None:
    grids = [draw("2024年度绩效指标表\n" + PLAIN.partition("类\n")[2], name) for name in ("甲类", "乙类")]
    assert [table.category for table in find_tables(grids).tables] == ["甲类", "乙类"]
    titled = find_tables(grids, [Hints(category=CategoryHint("title"))] * 2).tables
    assert {table.category for table in titled} == {"2024年度绩效指标表"}


def test_rows_bound_the_tables() -> None:
    layout = guided(STRANGE, header_rows=(2,), columns={"name": 3}, first_row=4, last_row=4)
    assert column(layout.tables[0], "name") == ["考核合格率"]
    assert [line.row for line in layout.prose] == [3, 5]
    (table,) = guided(PLAIN + PLAIN.replace("培训类", "会议类"), last_row=5).tables
    assert table.category == "培训类"


@pytest.mark.parametrize(("fill", "level"), [(None, "产出指标"), (True, "产出指标"), (False, "")])
def test_blanks_of_levels_are_filled_as_was_said(fill: bool | None, level: str) -> None:
    (table,) = guided(PLAIN, fill_down=fill).tables
    assert column(table, "level1") == ["产出指标", level]


def test_a_repeated_header_is_no_record() -> None:
    again = STRANGE.splitlines()[2]
    drawing = STRANGE + again + "\n满意度指标|服务对象满意度指标|家长满意度|≥|%|反映满意"
    (table,) = guided(drawing, header_rows=(2,), columns={"level1": 1, "name": 3}).tables
    assert column(table, "name") == [*NAMES, "家长满意度"]
    assert [(skip.row, skip.reason) for skip in table.skipped] == [(6, "header")]


def test_an_ignored_sheet_is_not_looked_at() -> None:
    layout = find_tables([draw(PLAIN, "旧表"), draw(PLAIN, "新表")], [Hints(ignored=True), NONE])
    assert [table.grid.name for table in layout.tables] == ["新表"]
    assert layout.ignored == ("旧表",)


UNFIT: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({"columns": {"score": "Z"}}, ("columns.score", "Z", "no_column")),
    ({"columns": {"score": 40}}, ("columns.score", "40", "no_column")),
    ({"columns": {"score": "得分"}}, ("columns.score", "得分", "no_label")),
    ({"category": CategoryHint("column", column="用途")}, ("category.column", "用途", "no_label")),
    ({"category": CategoryHint("cell", cell=(9, 9))}, ("category", "r9c9", "no_cell")),
    ({"header_rows": (40, 41)}, ("header-rows", "40、41", "no_rows")),
    ({"first_row": 40}, ("first-row", "40", "no_rows")),
]


@pytest.mark.parametrize(("hints", "misfit"), UNFIT)
def test_what_fits_nothing_is_told(hints: dict[str, Any], misfit: tuple[str, str, str]) -> None:
    assert misfits(guided(PLAIN, **hints)) == [misfit]


def test_hints_that_lead_to_no_table_are_told() -> None:
    assert misfits(guided("甲|乙\n一|二\n三|四", header_rows=(1,))) == [("header-rows", "1", "no_path")]
    assert misfits(guided("甲|乙\n一|二\n三|四", header_rows=())) == [("header-rows", "0", "no_path")]
    assert misfits(guided("甲|乙\n一|二\n" + PLAIN, header_rows=(1,))) == [("header-rows", "1", "no_path")]
    only = "指标名称|单位\n培训班期数|期\n考核合格率|%"
    assert misfits(guided(only, columns={"remark": "指标名称"})) == [("columns", "remark", "no_path")]
    assert misfits(guided(STRANGE, columns={"name": 3})) == [("columns", "name", "no_header")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_sentence_of_the_page_is_said(lang: str) -> None:
    """By these hints and two others below, and by patterns of sheets, which `tests/test_config.py` tries."""
    rule = load_rules(lang)["LNT005"]
    reasons = {misfit[2] for _, misfit in UNFIT} | {"no_path", "no_header", "no_sheet"}
    assert set(rule.reasons) == reasons
    for reason in reasons:
        params = {"key": "columns.unit", "value": "计量", "source": "indicator-lint.toml"}
        assert "indicator-lint.toml" in message_of(rule, params, ((reason, params),))


def test_a_sheet_without_a_table_is_no_misfit_where_another_fits() -> None:
    """An index sheet has no columns; one that was named should have."""
    grids = [draw("目录\n培训类", "目录"), draw(PLAIN, "产出")]
    hint = Hints(columns={"name": "C"})
    assert find_tables(grids, [hint, hint]).misfits == ()
    named = Hints(columns={"name": "C"}, named=True)
    assert misfits(find_tables(grids, [named, hint])) == [("columns", "name", "no_header")]


def test_side_by_side_each_table_has_its_own() -> None:
    drawing = """
一级指标|指标名称|单位|甲|指标名称|单位|乙
产出指标|培训班期数|期|一|考核合格率|%|二
产出指标|培训人数|人|三|课程优良率|%|四
"""
    first, second = guided(drawing, columns={"remark": "乙"}).tables
    assert "remark" not in first.columns
    assert column(second, "remark") == ["二", "四"]
    assert column(second, "level1") == ["产出指标"] * 2


texts = st.sampled_from(
    [
        "",
        "产出指标",
        "数量指标",
        "一级指标",
        "指标名称",
        "单位",
        "性质",
        "≥",
        "%",
        "培训人数",
        "合计",
        "注：略",
        "^",
        "<",
    ]
)
lines = st.dictionaries(st.integers(1, 9), st.lists(texts, max_size=6), max_size=9)
columns = st.one_of(st.integers(1, 8), st.sampled_from(["A", "C", "指标名称", "单位"]))
hint = st.builds(
    Hints,
    columns=st.dictionaries(st.sampled_from(ROLES), columns, max_size=4),
    header_rows=st.none() | st.lists(st.integers(1, 10), unique=True, max_size=3).map(lambda rows: tuple(sorted(rows))),
    category=st.none()
    | st.builds(
        CategoryHint,
        st.sampled_from(["title", "sheet", "cell", "column"]),
        st.tuples(st.integers(1, 9), st.integers(1, 6)),
        columns,
    ),
    first_row=st.none() | st.integers(1, 10),
    last_row=st.none() | st.integers(1, 10),
    fill_down=st.none() | st.booleans(),
    transposed=st.none() | st.booleans(),
)  # fmt: skip


@given(lines, hint)
def test_no_grid_and_no_hint_makes_it_raise(rows: dict[int, list[str]], said: Hints) -> None:
    for row in list(rows):
        rows[row] = [text for at, text in enumerate(rows[row]) if not (text == "<" and at == 0)]
        if row - 1 not in rows:
            rows[row] = [text if text != "^" else "" for text in rows[row]]
    layout = find_tables([grid_of(rows, "表")], [said])
    for table in layout.tables:
        records(table)
        assert 0 < table.confidence <= 1
        assert all(said.last_row is None or row <= said.last_row or table.grid.transposed for row in table.rows)
