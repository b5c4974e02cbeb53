"""Laws of the layout: any composition of known features is read back as it was made, and no grid makes it raise."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from grids import grid_of
from hypothesis import given
from hypothesis import strategies as st

from indicator_lint.layout import find_tables
from indicator_lint.model.grid import Grid
from indicator_lint.model.table import Table

Record = dict[str, str]
CLASSES = [
    ("产出指标", "数量指标"), ("产出指标", "质量指标"), ("产出指标", "时效指标"), ("效益指标", "社会效益指标"),
    ("效益指标", "可持续影响指标"), ("满意度指标", "服务对象满意度指标"),
]  # fmt: skip
LABELS = {
    "sequence": ["序号"],
    "level1": ["一级指标", "一 级 指 标", "一级绩效指标"],
    "level2": ["二级指标", "二级指标：", "*二级指标"],
    "name": ["三级指标", "指标名称", "三级指标名称"],
    "operator": ["性质", "计算符号", "指标性质"],
    "unit": ["单位", "计量单位", "度量单位"],
    "target": ["指标值", "年度指标值(A)", "目标值"],
    "description": ["指标描述", "指标解释", "指标说明"],
    "": ["数据来源", "评分标准", "责任科室"],
}
NOISE = [["注：以上指标供参考"], ["填报人：某某", "", "联系电话："], ["合计", "", "", "100"], ["第2页"], []]
CATEGORIES = ["道路养护类", "渠道整治类", "图书室建设项目", "防火物资专项(市级)", "技能培训补贴"]


@dataclass(frozen=True)
class Style:
    """How a document is laid out."""

    roles: tuple[str, ...]
    labels: tuple[str, ...]
    left: int
    levels: str
    titles: str
    deep: bool
    page: int
    noise: tuple[int, ...]


@st.composite
def styles(draw: st.DrawFn) -> Style:
    tail = draw(st.permutations(["operator", "unit", "target", "description", ""]))
    roles = ("sequence",) * draw(st.integers(0, 1)) + ("level1", "level2", "name", *tail[: draw(st.integers(1, 5))])
    return Style(
        roles=roles,
        labels=tuple(draw(st.sampled_from(LABELS[role])) for role in roles),
        left=draw(st.integers(0, 2)),
        levels=draw(st.sampled_from(["repeated", "blank", "merged"])),
        titles=draw(st.sampled_from(["line", "key", "band"])),
        deep=draw(st.booleans()),
        page=draw(st.integers(2, 9)),
        noise=tuple(draw(st.lists(st.integers(0, len(NOISE) - 1), max_size=3))),
    )


@st.composite
def categories(draw: st.DrawFn) -> list[tuple[str, list[Record]]]:
    names = draw(st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=3, unique=True))
    return [(name, draw(record_lists(name))) for name in names]


@st.composite
def record_lists(draw: st.DrawFn, category: str) -> list[Record]:
    later = sorted(draw(st.sets(st.integers(1, len(CLASSES) - 1), min_size=2)))
    counts = [draw(st.integers(1, 4)) for _ in (0, *later)]
    classes = [CLASSES[at] for at, count in zip((0, *later), counts, strict=True) for _ in range(count)]
    return [
        {"sequence": str(at), "level1": first, "level2": second, "name": f"{category[:2]}{second[:2]}办件数量{at}", "operator": "≥",
         "unit": "件", "target": str(10 * at), "description": f"反映第{at}项完成情况", "": "台账"}
        for at, (first, second) in enumerate(classes, start=1)
    ]  # fmt: skip


def compose(
    style: Style, content: list[tuple[str, list[Record]]]
) -> tuple[Grid, list[tuple[str, list[int], list[Record]]]]:
    """The grid of a document, and its truth: category, rows and records of each table."""
    lines: list[list[str]] = [["某局绩效指标体系表"], []]
    truth = []
    for at, (name, records) in enumerate(content):
        if style.titles == "line":
            lines.append([name])
        if style.titles == "key":
            lines.extend([["项目名称", name], ["主管部门", "某局", "实施单位", "某站"]])
        if style.titles != "band" or not at:
            lines.extend(_header(style))
        if style.titles == "band":
            lines.append([name])
        rows = []
        for number, record in enumerate(records):
            if number and number % style.page == 0 and style.levels == "repeated":
                lines.extend(_header(style))
            above = records[number - 1] if number else None
            lines.append([_cell(style, role, record, above) for role in style.roles])
            rows.append(len(lines))
        truth.append((name, rows, records))
        lines.extend(NOISE[at] for at in style.noise if style.titles != "band" or NOISE[at] not in NOISE[:1])
    return grid_of({row: [""] * style.left + cells for row, cells in enumerate(lines, start=1)}), truth


def _header(style: Style) -> list[list[str]]:
    if not style.deep:
        return [list(style.labels)]
    path = [role in {"level1", "level2", "name"} for role in style.roles]
    start = path.index(True)
    top = [
        ("绩效指标" if at == start else "<") if inside else label
        for at, (inside, label) in enumerate(zip(path, style.labels, strict=True))
    ]
    return [top, [label if inside else "^" for inside, label in zip(path, style.labels, strict=True)]]


def _cell(style: Style, role: str, record: Record, above: Record | None) -> str:
    same = (
        above is not None
        and above["level1"] == record["level1"]
        and (role == "level1" or above["level2"] == record["level2"])
    )
    if role in {"level1", "level2"} and same and style.levels != "repeated":
        return "^" if style.levels == "merged" else ""
    return record[role]


def _shown(table: Table, at: int) -> Record:
    return {role: table.text(role, at) for role in table.columns}


@given(styles(), categories())
def test_any_composition_is_read_back_field_by_field(style: Style, content: list[tuple[str, list[Record]]]) -> None:
    grid, truth = compose(style, content)
    tables = find_tables([grid]).tables
    assert [(table.category, list(table.rows)) for table in tables] == [(name, rows) for name, rows, _ in truth]
    for table, (_, rows, records) in zip(tables, truth, strict=True):
        assert list(table.numbers) == list(range(1, len(rows) + 1))
        assert set(table.columns) == set(style.roles) - {""}
        for at, record in enumerate(records):
            assert _shown(table, at) == {role: record[role] for role in table.columns}
            for role in table.columns:
                place = table.location(role, at)
                assert grid.rows[place.row][place.column - 1] == record[role]


TEXTS = st.sampled_from(
    ["", " ", "一级指标", "二级指标", "三级指标", "指标名称", "绩效指标", "指标值", "优", "性质", "单位", "产出指标", "数量指标", "≥", "个",
     "类别", "项目名称", "合计", "注：", "续表", "甲类(续)", "^", "<", "1", "办件数量", "一、甲类", "第1页", "填报人：", "name", "level1"]
)  # fmt: skip


@given(st.lists(st.lists(TEXTS | st.text(max_size=6), max_size=7), max_size=14), st.integers(1, 3))
def test_no_grid_makes_it_raise_and_no_record_is_told_twice(lines: list[list[str]], step: int) -> None:
    first = [["" if text in {"^", "<"} else text for text in lines[0]]] if lines else []
    rows = {
        at * step + 1: ([""] if line and line[0] == "<" else line[:1]) + line[1:]
        for at, line in enumerate([*first, *lines[1:]])
    }
    grid = grid_of(
        {row: [text if text != "^" or row - 1 in rows else "" for text in cells] for row, cells in rows.items()}
    )
    layout = find_tables([grid])
    told = [(row, table.columns.get("name")) for table in layout.tables for row in table.rows]
    assert len(told) == len(set(told))
    for table in layout.tables:
        assert len(table.numbers) == len(table.rows)
        for at in range(len(table.rows)):
            _shown(table, at)
            table.location("name", at)
    assert [line.row for line in layout.prose] == sorted({line.row for line in layout.prose})


@given(st.integers(0, 30), st.data())
def test_every_row_is_told_once_record_skipped_prose_header_or_title(size: int, data: st.DataObject) -> None:
    kinds = [
        "产出指标|数量指标|办件数量|≥|件",
        "合计",
        "注：略",
        "一些说明。",
        "",
        "产出指标",
        "||办件及时率|≥|%",
        "二、乙类",
    ]
    chosen = [data.draw(st.sampled_from(kinds)) for _ in range(size)]
    lines = [["甲类"], ["一级指标", "二级指标", "三级指标", "性质", "单位"], *(line.split("|") for line in chosen)]
    layout = find_tables([grid_of(dict(enumerate(lines, start=1)))])
    rows = {row for table in layout.tables for row in table.rows} | {
        skip.row for table in layout.tables for skip in table.skipped
    }
    bands = {source for table in layout.tables for places in table.sources.values() for source in places}
    titles = {table.category_at[0] for table in layout.tables if table.category_at}
    told = rows | bands | titles | {line.row for line in layout.prose} | {2}
    assert told >= {row for row, cells in enumerate(lines, start=1) if any(cells)}


def test_rows_in_order_make_ranges() -> None:
    grid, _ = compose(Style(("level1", "level2", "name"), ("一级指标", "二级指标", "三级指标"), 0, "repeated", "line", False, 99, ()),
                      [("甲类", [{"level1": a, "level2": b, "name": a + b} for a, b in CLASSES])])  # fmt: skip
    (table,) = find_tables([grid]).tables
    assert isinstance(table.rows, range)
    assert all(one < other for one, other in pairwise(table.rows))
