"""Laws of the layout: any composition of known features is read back as it was made, and no grid makes it raise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    "actual": ["实际完成值", "全年实际值(B)", "完成值"],
    "weight": ["分值", "权重（%）", "分值\n（100）"],
    "score": ["得分", "自评得分"],
    "remark": ["备注", "备 注"],
    "": ["数据来源", "评分标准", "责任科室", "偏差原因分析及改进措施", "上年完成值"],
    "?": ["甲乙丙", "牵头领导"],
}
TAIL = ["operator", "unit", "target", "description", "actual", "weight", "score", "remark", "", "?"]
NOISE = [["注：以上指标供参考"], ["填报人：某某", "", "联系电话："], ["合计", "", "", "100"], ["第2页"], []]
INNER = 3
"""The depth of a header where name, operator and unit stand below 三级指标."""

CATEGORIES = ["道路养护类", "渠道整治类", "图书室建设项目", "防火物资专项(市级)", "技能培训补贴"]


@dataclass(frozen=True)
class Style:
    """How a document is laid out."""

    roles: tuple[str, ...]
    labels: tuple[str, ...]
    left: int
    levels: str
    titles: str
    depth: int
    margin: bool
    page: int
    gap: int
    sums: bool
    noise: tuple[int, ...]


@st.composite
def styles(draw: st.DrawFn) -> Style:
    tail = draw(st.permutations(TAIL))
    roles = ("sequence",) * draw(st.integers(0, 1)) + ("level1", "level2", "name", *tail[: draw(st.integers(1, 8))])
    depth = draw(st.integers(1, 3))
    if depth == INNER:
        inner = ("operator", "unit")[: draw(st.integers(1, 2))]
        at = roles.index("name") + 1
        roles = (*roles[:at], *inner, *(role for role in roles[at:] if role not in inner))
    return Style(
        roles=roles,
        labels=tuple(draw(st.sampled_from(LABELS[role])) for role in roles),
        left=draw(st.integers(0, 2)),
        levels=draw(st.sampled_from(["repeated", "blank", "merged"])),
        titles=draw(st.sampled_from(["line", "key", "band"])),
        depth=depth,
        margin=draw(st.booleans()),
        page=draw(st.integers(2, 9)),
        gap=draw(st.integers(2, 9)),
        sums=draw(st.booleans()),
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
         "unit": "件", "target": str(10 * at), "description": f"反映第{at}项完成情况", "actual": str(10 * at + 1),
         "weight": str(at), "score": str(at),
         "remark": f"第{at}项", "": "台账", "?": f"某某{at}"}
        for at, (first, second) in enumerate(classes, start=1)
    ]  # fmt: skip


def compose(
    style: Style, content: list[tuple[str, list[Record]]]
) -> tuple[Grid, list[tuple[str, list[int], list[Record]]]]:
    """The grid of a document, and its truth: category, rows and records of each table."""
    lines: list[list[str]] = [["某局绩效指标体系表"], []]
    truth = []
    for at, (name, records) in enumerate(content):
        lines += _titles(style, name, first=not at)
        rows: list[int] = []
        for number, record in enumerate(records):
            above = records[number - 1] if number else None
            lines += _between(style, record, above, number)
            lines.append(_margined(style, [_cell(style, role, record, above) for role in style.roles]))
            rows.append(len(lines))
        truth.append((name, rows, records))
        lines.extend(NOISE[at] for at in style.noise if style.titles != "band" or NOISE[at] not in NOISE[:1])
    return grid_of({row: [""] * style.left + cells for row, cells in enumerate(lines, start=1)}), truth


def _titles(style: Style, name: str, *, first: bool) -> list[list[str]]:
    """What stands above the records of a category."""
    above = {"line": [[name]], "key": [["项目名称", name], ["主管部门", "某局", "实施单位", "某站"]], "band": []}[
        style.titles
    ]
    header = _header(style) if style.titles != "band" or first else []
    return [*above, *header, *([[name]] if style.titles == "band" else [])]


def _between(style: Style, record: Record, above: Record | None, number: int) -> list[list[str]]:
    """What stands between two records: a header again, a blank row, the sum of a class."""
    if not number or above is None or _is_margined(style):
        return []
    lines: list[list[str]] = []
    turned = above["level1"] != record["level1"]
    if style.sums and turned:
        lines.append(["小计", "", "", "50"])
    if number % style.gap == 0 and (turned or style.levels != "merged"):
        lines.append([])
    if number % style.page == 0 and style.levels == "repeated":
        lines.extend(_header(style))
    return lines


def _is_margined(style: Style) -> bool:
    """Whether 绩效指标 stands beside header and records, merged down over both: nothing comes between them then."""
    return style.margin and style.titles != "band"


def _margined(style: Style, cells: list[str], text: str = "^") -> list[str]:
    return [text, *cells] if _is_margined(style) else cells


def _header(style: Style) -> list[list[str]]:
    path = [role in {"level1", "level2", "name"} for role in style.roles]
    inner = [style.depth == INNER and style.roles.index("name") <= at and role in {"name", "operator", "unit"}
             for at, role in enumerate(style.roles)]  # fmt: skip
    group = "绩效指标" if not _is_margined(style) else "年度绩效指标"
    top = _row([group if inside or deep else "" for inside, deep in zip(path, inner, strict=True)], style.labels)
    middle = _row(["三级指标" if deep else "" for deep in inner], style.labels)
    rows = {
        1: [list(style.labels)],
        2: [top, _lower(top, style.labels)],
        3: [top, _lower(top, middle), _lower(middle, style.labels)],
    }
    return [_margined(style, row, "^" if at else "绩效指标") for at, row in enumerate(rows[style.depth])]


def _row(parents: list[str], labels: tuple[str, ...]) -> list[str]:
    """A row of parents, merged where they stand beside each other; the label itself where there is none."""
    return [
        label if not parent else "<" if at and parents[at - 1] == parent else parent
        for at, (parent, label) in enumerate(zip(parents, labels, strict=True))
    ]


def _lower(above: list[str], labels: Sequence[str]) -> list[str]:
    """A row below another: a label that stood there already reaches down."""
    return ["^" if label == over else label for over, label in zip(above, labels, strict=True)]


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
        assert set(table.columns) == set(style.roles) - {"", "?"}
        offset = style.left + _is_margined(style)
        assert dict(table.columns) == {
            role: at + offset for at, role in enumerate(style.roles, 1) if role not in {"", "?"}
        }
        assert list(table.unread) == [at + offset for at, role in enumerate(style.roles, 1) if role in {"", "?"}]
        assert table.confidence == 1
        for at, record in enumerate(records):
            assert _shown(table, at) == {role: record[role] for role in table.columns}
            for role in table.columns:
                place = table.location(role, at)
                assert grid.rows[place.row][place.column - 1] == record[role]


@given(st.data(), st.lists(st.sampled_from(CATEGORIES), min_size=2, max_size=3, unique=True), st.integers(0, 1))
def test_tables_side_by_side_are_told_apart(data: st.DataObject, names: list[str], gap: int) -> None:
    blocks = []
    for name in names:
        tail = data.draw(st.permutations(["operator", "unit", "target", "description"]))[: data.draw(st.integers(0, 3))]
        roles = ("level1", "level2", "name", *tail)
        blocks.append((name, roles, data.draw(record_lists(name))))
    height = max(len(records) for _, _, records in blocks)
    lines: list[list[str]] = [[] for _ in range(height + 2)]
    for name, roles, records in blocks:
        texts = [[name], [LABELS[role][0] for role in roles], *([record[role] for role in roles] for record in records)]
        for line, cells in zip(lines, [*texts, *([[]] * height)], strict=False):
            line.extend([*cells, *[""] * (len(roles) - len(cells) + gap)])
    tables = find_tables([grid_of(dict(enumerate(lines, start=1)))]).tables
    assert [table.category for table in tables] == names
    for table, (_, roles, records) in zip(tables, blocks, strict=True):
        assert [_shown(table, at) for at in range(len(table.rows))] == [
            {role: one[role] for role in roles} for one in records
        ]


@given(styles(), record_lists(CATEGORIES[0]), st.data())
def test_a_table_cut_over_two_grids_is_read_as_one(style: Style, records: list[Record], data: st.DataObject) -> None:
    levels = "blank" if style.levels == "merged" else style.levels
    style = replace(style, levels=levels, titles="line", depth=1, margin=False, sums=False, page=99, gap=99, noise=())
    grid, ((name, rows, _),) = compose(style, [(CATEGORIES[0], records)])
    told = {"operator", "unit"} & set(style.roles)
    cuts = [row for row, record in zip(rows, records, strict=True) if told or record["level2"] in grid.rows[row]]
    cut = data.draw(st.sampled_from(cuts[1:]))
    above = data.draw(st.sampled_from([{}, {-1: ["续表"]}, {-1: ["第2页"]}]))
    first = {row: texts for row, texts in grid.rows.items() if row < cut}
    second = {row - cut + 1: texts for row, texts in grid.rows.items() if row >= cut}
    (table,) = find_tables([grid_of(first, "表1"), grid_of({**above, **second}, "表2")]).tables
    assert (table.category, len(table.rows)) == (name, len(rows))
    for at, record in enumerate(records):
        assert _shown(table, at) == {role: record[role] for role in table.columns}


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
    roles, labels = ("level1", "level2", "name"), ("一级指标", "二级指标", "三级指标")
    style = Style(roles, labels, 0, "repeated", "line", 1, margin=False, page=99, gap=99, sums=False, noise=())
    grid, _ = compose(style, [("甲类", [{"level1": a, "level2": b, "name": a + b} for a, b in CLASSES])])
    (table,) = find_tables([grid]).tables
    assert isinstance(table.rows, range)
    assert all(one < other for one, other in pairwise(table.rows))
