"""A report made by hand, whose findings show everything that a report can say; what all renderers are tried on."""

from __future__ import annotations

from typing import Final

from indicator_lint.model.document import Document
from indicator_lint.model.finding import Edit, Finding, Fix, Related
from indicator_lint.model.grid import Grid, Rectangle
from indicator_lint.model.location import Location
from indicator_lint.model.report import Coverage, Reading, Report
from indicator_lint.model.rule import Rule, Safety, Severity
from indicator_lint.model.table import Skipped, Table

PATH: Final = "报送/绩效指标体系表.xlsx"
BROKEN: Final = "报送/损坏.xlsx"
COLUMNS: Final = {"level1": 1, "level2": 2, "name": 3, "operator": 4, "unit": 5, "description": 6}
LABELS: Final = ("一级指标", "二级指标", "三级指标", "性质", "计 量\n单位", "指标描述")
LONG: Final = (
    "反映通过信息化平台开展的各类业务培训活动覆盖全部乡镇和部门的情况，按照年度培训计划逐项统计，以签到记录为准"
)

ROWS: Final = (
    ("产出指标", "数量指标", "培训场次", ">=", "场", "反映培训场次完成情况"),
    ("产出指标", "质量指标", "培训合格率", "≥", "", "反映培训 合格情况"),
    ("产出指标", "时效指标", "完成培训时间", "≤", "年", LONG.replace("培训计划", "培训计 划")),
    ("效益指标", "社会效益指标", "培训覆盖率", "≥", "%", "反映培训覆盖情况"),
)


def sheet_place(row: int, column: int) -> Location:
    """Places of a sheet named 绩效."""
    ref = f"{'ABCDEFGHIJ'[column - 1]}{row}"
    return Location("绩效", ref, ref, row, column)


def text_place(row: int, column: int) -> Location:
    """Places of a text whose rows are its lines, ten characters to a cell."""
    character = (column - 1) * 10 + 1
    return Location("", f"{row}:{character}", f"{row}:{character}", row, column, row, character)


def training() -> Table:
    """Four indicators under a header in row 2, a note below them."""
    rows = {
        1: ["培训类"],
        2: list(LABELS),
        **{n: list(row) for n, row in enumerate(ROWS, start=3)},
        7: ["注：按年度填报"],
    }
    return Table(
        grid=Grid("绩效", rows, sheet_place),
        category="培训类",
        category_at=(1, 1),
        header=Rectangle(2, 1, 2, 6),
        columns=COLUMNS,
        labels=dict(enumerate(LABELS, start=1)),
        label_rows=dict.fromkeys(range(1, 7), 2),
        rows=[3, 4, 5, 6],
        numbers=[1, 2, 3, 4],
        skipped=[Skipped(7, 1, "note", "注：按年度填报")],
        confidence=0.98,
    )


def text_table(rows: list[list[str]], category: str | None = "会议类") -> Table:
    """A table of name and unit in a text file, its header on line 1."""
    lines = {1: ["指标名称", "单位"], **dict(enumerate(rows, start=2))}
    return Table(
        grid=Grid("", lines, text_place),
        category=category,
        category_at=None,
        header=Rectangle(1, 1, 1, 2),
        columns={"name": 1, "unit": 2},
        labels={1: "指标名称", 2: "单位"},
        label_rows={1: 1, 2: 1},
        rows=list(range(2, len(rows) + 2)),
        numbers=list(range(1, len(rows) + 1)),
    )


def found(rule: str, severity: Severity, message: str, record: int, role: str) -> Finding:
    """A finding in a record of the training table, without fix; `rule` is its code and name."""
    code, name = rule.split()
    table = training()
    value = table.text(role, record)
    level1, level2, title = (table.text(role, record) for role in ("level1", "level2", "name"))
    return Finding(
        code=code,
        name=name,
        severity=severity,
        path=PATH,
        role=role,
        message=message,
        location=table.location(role, record),
        category="培训类",
        row=record + 1,
        indicator=(level1, level2, title),
        value=value,
        params={"value": value},
        fingerprint=f"{code.lower()}-{record}",
    )


def edit(record: int, role: str, new: str) -> Edit:
    """What a cell of the training table should say."""
    table = training()
    return Edit(role, record + 1, table.location(role, record), table.text(role, record), new)


def fixed(finding: Finding, fix: Fix, *related: Related) -> Finding:
    """The finding with its cure and the places it speaks of."""
    taken = {key: getattr(finding, key) for key in Finding.__slots__}
    return Finding(**{**taken, "fix": fix, "related": related})


def findings() -> list[Finding]:
    """Every severity, every safety, a file, a category, two findings in one row, related places; in order."""
    elsewhere = Related(PATH, training().location("name", 3), "培训类", 4, "name")
    abroad = Related("报送/另一份.xlsx", sheet_place(9, 3), "会议类", 2, "name")
    category = Finding(
        "CLS006", "missing-class", Severity.WARNING, PATH, "category", "缺少满意度指标",
        location=sheet_place(1, 1), category="培训类", value="培训类", fingerprint="cls006",
    )  # fmt: skip
    unreadable = Finding(
        "FIL001", "unreadable-file", Severity.ERROR, BROKEN, "file", "文件已损坏，无法读取", fingerprint="fil001"
    )
    sign = found("OPR002 nonstandard-operator", Severity.WARNING, "性质写作“>=”，规范写法是“≥”", 0, "operator")
    unit = found("UNI001 missing-unit", Severity.ERROR, "“培训合格率”没有计量单位", 1, "unit")
    space = found("TXT001 space-in-word", Severity.WARNING, "词语中有空格", 1, "description")
    year = found("OPR005 unmeasurable-operator-unit", Severity.ERROR, "“≤ 年”在年度内无法考核", 2, "unit")
    buried = found("TXT001 space-in-word", Severity.WARNING, "词语中有空格", 2, "description")
    tautology = found("DSC005 tautology", Severity.INFO, "描述只是重复名称", 3, "description")
    return [
        category,
        fixed(sign, Fix(Safety.SAFE, "", (edit(0, "operator", "≥"),))),
        fixed(unit, Fix(Safety.UNSAFE, "", (edit(1, "unit", "%"),)), elsewhere, abroad),
        fixed(space, Fix(Safety.SAFE, "", (edit(1, "description", "反映培训合格情况"),))),
        fixed(year, Fix(Safety.DISPLAY, "或写明具体日期", (edit(2, "unit", "月"),))),
        fixed(buried, Fix(Safety.SAFE, "", (edit(2, "description", LONG),))),
        fixed(tautology, Fix(Safety.DISPLAY, "写明统计范围或计算方法")),
        unreadable,
    ]


def canonical_report() -> Report:
    """Two files: a workbook with one table, and one that could not be read."""
    table = training()
    document = Document(PATH, "xlsx", None, (table.grid,))
    coverage = [Coverage("TGT001", 0, 4, ("target",)), Coverage("TGT002", 0, 4, ("target",)), Coverage("UNI001", 4, 0)]
    return Report([Reading(PATH, document, [table], (), {0: "classic"}, coverage), Reading(BROKEN)], findings())


def rules() -> dict[str, Rule]:
    """Pages for two of the codes."""
    unit = Rule(
        code="UNI001",
        name="missing-unit",
        family="unit",
        title="缺少计量单位",
        severity=Severity.ERROR,
        check="given",
        at=("unit",),
        message="“{name}”没有计量单位",
        why="没有单位，目标值就无法比较，\n年终也无法计算完成率。",
        since="0.1",
    )
    operator = Rule(
        code="OPR002",
        name="nonstandard-operator",
        family="operator",
        title="性质符号不规范",
        severity=Severity.WARNING,
        check="standard_operator",
        at=("operator",),
        message="性质写作“{value}”",
        why="系统不认识。",
        since="0.1",
    )
    return {"OPR002": operator, "UNI001": unit}
