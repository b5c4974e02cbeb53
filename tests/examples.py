"""The small tables of rule pages, built without any reader: a header line, a line a record, `## ` before a category's title."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from indicator_lint.linter import lint_readings
from indicator_lint.model.finding import Finding
from indicator_lint.model.grid import Grid, Rectangle
from indicator_lint.model.location import Location
from indicator_lint.model.report import Reading
from indicator_lint.model.rule import Rule
from indicator_lint.model.table import Prose, Table

ROLE_OF = {
    "一级指标": "level1",
    "二级指标": "level2",
    "指标名称": "name",
    "性质": "operator",
    "单位": "unit",
    "指标描述": "description",
    "指标解释": "description",
    "指标值": "target",
    "实际值": "actual",
    "分值": "weight",
    "得分": "score",
    "备注": "remark",
}
OPEN, CLOSE = "[[", "]]"


@dataclass
class Sketch:
    """An example as read: its reading, and the (row, column) positions that its page marks."""

    reading: Reading
    marks: set[tuple[int, int]] = field(default_factory=set)


def sketch(text: str) -> Sketch:
    """Read an example. Lines `## title` open a category, `> line` is prose, `| a | b |` is a header or a record."""
    rows: dict[int, list[str]] = {}
    marks = set()
    kinds = {}
    for number, line in enumerate(text.strip("\n").splitlines(), start=1):
        cells = _cells(line)
        if not any(cells):
            continue
        marks |= {(number, column) for column, cell in enumerate(cells, start=1) if OPEN in cell}
        rows[number] = [cell.replace(OPEN, "").replace(CLOSE, "") for cell in cells]
        kinds[number] = line.lstrip()[0]
    grid = Grid(
        "", rows, lambda row, column: Location("", f"{row}:{column}", f"{row}:{column}", row, column, row, column)
    )
    reading = Reading("example.txt", None, _tables(grid, kinds), _prose(grid, kinds))
    return Sketch(reading, marks)


def findings_in(text: str, rule: Rule) -> tuple[list[Finding], Sketch]:
    """What one rule says about an example."""
    drawn = sketch(text)
    return list(lint_readings([drawn.reading], [rule]).findings), drawn


def _cells(line: str) -> list[str]:
    line = line.strip()
    if line.startswith(("## ", "> ")):
        return [line.split(" ", 1)[1]]
    return [cell.strip(" ") for cell in line.strip("|").split("|")] if line.startswith("|") else [line]


def _tables(grid: Grid, kinds: dict[int, str]) -> list[Table]:
    tables: list[Table] = []
    title: int | None = None
    header: int | None = None
    numbers = count(1)
    for number, kind in kinds.items():
        if kind == "#":
            title, header = number, None
        elif kind == "|" and (header is None or "指标名称" in grid.rows[number]):
            header, numbers = number, count(1)
            labels = dict(enumerate(grid.rows[number], start=1))
            columns = {ROLE_OF[label]: column for column, label in labels.items() if label in ROLE_OF}
            category = grid.rows[title][0] if title else None
            bounds = Rectangle(number, 1, number, len(labels))
            at = (title, 1) if title else None
            tables.append(Table(grid, category, at, bounds, columns, labels, dict.fromkeys(labels, number), [], []))
        elif kind == "|":
            tables[-1].rows.append(number)  # type: ignore[attr-defined]  # lists while they are built
            tables[-1].numbers.append(next(numbers))  # type: ignore[attr-defined]
    return tables


def _prose(grid: Grid, kinds: dict[int, str]) -> list[Prose]:
    return [Prose(grid.rows[number][0], grid, number, 1) for number, kind in kinds.items() if kind == ">"]
