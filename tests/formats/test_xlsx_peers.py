"""Random workbooks of two writers, read by us, by openpyxl and by calamine: the same texts, places, merges, notes and hidden parts."""

from __future__ import annotations

import io
import random
from datetime import date, datetime
from typing import Any, Final

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook
from sheetfiles import saved

from indicator_lint.formats import read
from indicator_lint.model.grid import Grid

VALUES: Final = (
    "产出指标", "a&<b>\"'", " 空 格 ", "第\n行", "≥", "_x0041_", "=文", 0, 7, -3, 2.5, 1e-7, 123456.75, 0.1 + 0.2, True, False,
    date(2024, 12, 31), None,
)  # fmt: skip
DATE: Final = "yyyy/m/d"
SEEDS: Final = range(12)


class Plan:
    """What a workbook is to hold, by 1-based row and column."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        places = [(chance.randint(1, 40), chance.choice([1, 2, 3, 4, 5, 6, 27, 300])) for _ in range(90)]
        self.values = {place: chance.choice(VALUES) for place in places}
        self.values = {place: value for place, value in self.values.items() if value is not None}
        self.merges = [(50 + 4 * at, 2, 50 + 4 * at + chance.randint(1, 2), chance.randint(2, 6)) for at in range(6)]
        self.values |= {(top, left): f"合并{top}" for top, left, *_ in self.merges}
        self.notes = {place: f"注{place}" for place in chance.sample(sorted(self.values), 4)}
        self.hidden_rows = set(chance.sample(sorted({row for row, _ in self.values}), 3))
        self.hidden_columns = {2, 4}


def by_openpyxl(plan: Plan) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for (row, column), value in plan.values.items():
        cell = sheet.cell(row, column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # else = begins a formula
        if isinstance(value, date):
            cell.number_format = DATE
    for top, left, bottom, right in plan.merges:
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    for (row, column), text in plan.notes.items():
        sheet.cell(row, column).comment = Comment(text, "审核")
    for row in plan.hidden_rows:
        sheet.row_dimensions[row].hidden = True
    for column in plan.hidden_columns:
        sheet.column_dimensions[get_column_letter(column)].hidden = True
    return saved(book)


def by_xlsxwriter(plan: Plan) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet, dated = book.add_worksheet(), book.add_format({"num_format": DATE})
        merged = {(top, left): (bottom, right) for top, left, bottom, right in plan.merges}
        for (row, column), value in plan.values.items():
            if (row, column) in merged:
                bottom, right = merged[row, column]
                sheet.merge_range(row - 1, column - 1, bottom - 1, right - 1, value)
            elif isinstance(value, date):
                sheet.write_datetime(row - 1, column - 1, datetime.combine(value, datetime.min.time()), dated)
            else:
                sheet.write(row - 1, column - 1, value)
        for (row, column), text in plan.notes.items():
            sheet.write_comment(row - 1, column - 1, text)
        for row in plan.hidden_rows:
            sheet.set_row(row - 1, None, None, {"hidden": True})
        for column in plan.hidden_columns:
            sheet.set_column(column - 1, column - 1, None, None, {"hidden": True})
    return content.getvalue()


WRITERS: Final = {"openpyxl": by_openpyxl, "xlsxwriter": by_xlsxwriter}


def shown(value: Any) -> str:
    """A value of the plan as a reader sees it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, date):
        return f"{value.year}/{value.month}/{value.day}"
    if isinstance(value, float):
        return f"{value:.9f}".rstrip("0").rstrip(".")
    return "A" if value == "_x0041_" else str(value)


def grid_by(writer: str, plan: Plan) -> tuple[bytes, Grid]:
    content = WRITERS[writer](plan)
    return content, read("x.xlsx", content).grids[0]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("writer", WRITERS)
def test_what_was_written_is_read(writer: str, seed: int) -> None:
    plan = Plan(seed)
    _, grid = grid_by(writer, plan)
    escaped = {place for place, value in plan.values.items() if value == "_x0041_"}
    read_back = {(row, column): text for row in grid.rows for column, text in grid.cells(row)}
    assert {place: text for place, text in read_back.items() if place not in escaped} == {
        place: shown(value) for place, value in plan.values.items() if place not in escaped
    }
    assert {read_back[place] for place in escaped} <= {"A", "_x0041_"}  # escaped itself, or not, by the writer
    assert sorted(grid.merges) == sorted(area for area in plan.merges)
    assert dict(grid.notes) == plan.notes
    assert (set(grid.hidden_rows), set(grid.hidden_columns)) == (plan.hidden_rows, plan.hidden_columns)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("writer", WRITERS)
def test_openpyxl_sees_the_same(writer: str, seed: int) -> None:
    content, grid = grid_by(writer, Plan(seed))
    oracle = load_workbook(io.BytesIO(content)).worksheets[0]
    for cells in oracle.iter_rows():
        for cell in cells:
            if cell.value is not None and cell.value != "_x0041_":
                value = cell.value.date() if isinstance(cell.value, datetime) else cell.value
                assert grid.text(cell.row, cell.column) == shown(value)
            elif grid.anchor(cell.row, cell.column) == (cell.row, cell.column):
                assert grid.text(cell.row, cell.column) in {"", "A", "_x0041_"}
            assert grid.notes.get((cell.row, cell.column)) == (cell.comment.text if cell.comment else None)
    areas = {(area.min_row, area.min_col, area.max_row, area.max_col) for area in oracle.merged_cells.ranges}
    assert set(grid.merges) == areas


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("writer", WRITERS)
def test_calamine_sees_the_same(writer: str, seed: int) -> None:
    content, grid = grid_by(writer, Plan(seed))
    oracle = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    for row, values in enumerate(oracle.to_python(skip_empty_area=False), start=1):
        for column, value in enumerate(values, start=1):
            own = grid.text(row, column) if grid.anchor(row, column) == (row, column) else ""
            if isinstance(value, float) and value.is_integer():
                value = int(value)  # noqa: PLW2901 - calamine knows floats only
            if value not in {"_x0041_", "A"}:
                assert own == shown(value)
    areas = {
        (top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in oracle.merged_cell_ranges or []
    }
    assert set(grid.merges) == areas
