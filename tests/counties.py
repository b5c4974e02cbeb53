"""A county for the tests: departments whose tables are clean, and what is planted between them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from openpyxl import Workbook

CLEAN: Final = Path(__file__).parent / "clean"
HEADER: Final = ("类别", "一级指标", "二级指标", "指标名称", "性质", "计量单位", "指标描述")
Row = Sequence[str]

SECTORS: Final[Mapping[str, str]] = {
    "农业农村局": "agriculture",
    "民政局": "civil-affairs",
    "文化旅游局": "culture-tourism",
    "数据局": "digital-government",
    "教育局": "education",
    "应急管理局": "emergency",
    "生态环境局": "environment",
    "卫生健康局": "health",
    "住房建设局": "housing",
    "市场监管局": "market-supervision",
    "公安局": "public-security",
    "科技局": "science",
    "交通运输局": "transport",
    "水利局": "water",
}
"""Fourteen departments, each with a clean table of its own sector."""


def sector(name: str) -> list[list[str]]:
    """The rows of a clean table."""
    with (CLEAN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return [row for row in rows[1:] if any(row)]


def header(name: str) -> list[str]:
    """The labels of a clean table."""
    with (CLEAN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def write_csv(path: Path, labels: Row, rows: Sequence[Row]) -> None:
    """A table as CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([labels, *rows])


def write_xlsx(path: Path, labels: Row, rows: Sequence[Row]) -> None:
    """A table as a workbook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = Workbook()
    for row in (labels, *rows):
        book.worksheets[0].append(list(row))
    book.save(path)


def write_county(folder: Path) -> None:
    """Half of the clean departments: some as a folder, some as a file, some as workbooks."""
    for number, (department, name) in enumerate(list(SECTORS.items())[::2]):
        alone, workbook = number % 3 == 0, number % 2 == 0
        path = folder / f"{department}{'' if alone else '/绩效指标'}.{'xlsx' if workbook else 'csv'}"
        (write_xlsx if workbook else write_csv)(path, header(name), sector(name))


MEETING: Final = [
    ["会议类", "产出指标", "数量指标", "召开全县性会议次数", "≥", "次", "反映当年召开的全县性会议次数"],
    ["会议类", "产出指标", "质量指标", "会议出席率", "≥", "%", "反映应到会人员的出席情况"],
    ["会议类", "产出指标", "时效指标", "会议按期召开率", "≥", "%", "反映会议按计划时间召开的情况"],
    ["会议类", "产出指标", "成本指标", "人均会议费用", "≤", "元", "反映会议费用控制在标准以内的情况"],
    ["会议类", "满意度指标", "服务对象满意度指标", "参会人员满意度", "≥", "%", "反映参会人员对会议组织的评价"],
]
"""A category that was given to all departments: the same in most of them, and nobody's copy."""


def write_planted(folder: Path) -> None:
    """The county with five more departments, each with something that only the whole body shows; `PLANTED` tells what."""
    for number, (department, name) in enumerate(SECTORS.items()):
        rows = sector(name) + (MEETING if number < 12 else [])
        write_csv(folder / department / "绩效指标.csv", header(name), rows)
    labels = header("agriculture")
    copied = [list(row) for row in sector("agriculture")]
    copied[2][3], copied[20][6] = "修建林区道路长度", "反映林业有害生物防治的情况"
    write_csv(folder / "林业局.csv", labels, copied)
    taken = [["体育教练员培养类", *row[1:]] for row in sector("education") if row[0] == "职业教育产教融合类"]
    write_csv(folder / "体育局.csv", labels, [*_sports(), *taken])
    write_csv(folder / "信访局.csv", labels, _contradicting())
    forecasts = [row for row in sector("sports-finance-trade") if row[0] != _sports()[0][0]]
    write_csv(folder / "气象局/上半年.csv", labels, forecasts)
    write_csv(folder / "气象局/下半年.csv", labels, forecasts)
    write_csv(folder / "人武部.csv", labels, _adapted())


def _sports() -> list[list[str]]:
    rows = sector("sports-finance-trade")
    return [row for row in rows if row[0] == rows[0][0]]


def _contradicting() -> list[list[str]]:
    """Two indicators of other departments, one in a unit of another kind, one with the opposite direction; and one that agrees."""
    return [
        ["信访事项办理类", "产出指标", "数量指标", "除险加固水库座数", "≥", "万元", "反映为信访群众解决的水库加固诉求"],
        [
            "信访事项办理类",
            "产出指标",
            "质量指标",
            "初信初访按时办结率",
            "≥",
            "%",
            "反映初次信访事项在期限内办结的情况",
        ],
        [
            "信访事项办理类",
            "产出指标",
            "数量指标",
            "新建改建公办幼儿园数量",
            "≤",
            "所",
            "反映信访反映的幼儿园建设诉求解决情况",
        ],
        [
            "信访事项办理类",
            "效益指标",
            "社会效益指标",
            "新建高标准农田面积",
            "≥",
            "亩",
            "反映化解的农田建设矛盾所涉面积",
        ],
    ]


def _adapted() -> list[list[str]]:
    """Named as the meetings of the others, but told in its own words, twice as long."""
    return [
        ["国防动员会议类", *row[1:6], f"{row[6]}，包括议军会、动员会和征兵工作会，按实际签到和会议纪要核定"]
        for row in MEETING
    ]


COPIES: Final = {
    (frozenset({"林业局", "农业农村局"}), 2),
    (frozenset({"体育局", "教育局"}), 1),
}
"""Departments whose tables repeat each other, and in how many categories."""

DISAGREEING: Final = {
    ("除险加固水库座数", "unit"),
    ("新建改建公办幼儿园数量", "operator"),
    ("新建高标准农田面积", "level2"),
}
"""Indicators that 信访局 states otherwise than the department whose they are."""
