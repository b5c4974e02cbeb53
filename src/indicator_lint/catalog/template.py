"""A blank submission: a sheet for each category, filled in from the catalog, and only what is to be written left open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from indicator_lint.catalog.choices import choices_of, grades_of, is_qualitative
from indicator_lint.model.catalog import CORE, Catalog, CatalogError, Indicator
from indicator_lint.reports.display import width
from indicator_lint.reports.workbook import still_bytes, write_value

COLUMNS: Final = ("code", "level1", "level2", "name", "operator", "target", "unit", "weight", "description", "remark")
LABELS: Final = (
    "指标编码",
    "一级指标",
    "二级指标",
    "指标名称",
    "性质",
    "指标值",
    "计量单位",
    "权重",
    "指标描述",
    "备注",
)
WIDTHS: Final = (12, 13, 19, 30, 8, 14, 13, 8, 44, 20)
OPEN: Final = frozenset({"target", "weight", "remark"})
"""What is written for an indicator of the catalog; of its other texts only those that the catalog lacks."""

HEADER: Final = 2
OWN_ROWS: Final = 3
"""Blank rows below all others, for indicators of one's own; behind each class there is one, too."""

GUIDE: Final = "填报说明"
GUIDE_WIDTH: Final = 72
LISTS: Final = "选项"
GUIDANCE: Final = (
    "一、每类项目一张工作表；不涉及的类别，删去整张工作表。",
    "二、黄色的单元格填写，其余的由指标库给出，不能改动。本项目不用的指标，删去整行前先撤销工作表保护（没有密码）。",
    "三、定量指标的指标值填数字或日期；定性指标的指标值从档次中选。",
    "四、各指标的权重合计为 100。",
    "五、指标库中没有的，在该级次之后的空行或表末空行填写：级次、性质从列表中选，单位一栏定性指标选档次。空行可以留空。",
)
CORE_GUIDANCE: Final = "六、名称前有★的是核心指标，必须填报。"

BOX: Final = Border(*(Side(style="thin", color="8A949B") for _ in range(4)))
HEAD: Final = PatternFill("solid", fgColor="DCE6EC")
INPUT: Final = PatternFill("solid", fgColor="FFF8E1")
BODY: Final = Font(name="宋体", size=11)
BOLD: Final = Font(name="黑体", size=11)
TITLE: Final = Font(name="黑体", size=15)
FLUSH: Final = frozenset({"name", "description", "remark"})
FORBIDDEN: Final = re.compile(r"[\\/*?:\[\]'\x00-\x1f]")
LONGEST_NAME: Final = 31
LONGEST_LIST: Final = 250
"""Excel takes no longer list inside a validation."""


@dataclass(frozen=True, slots=True)
class _List:
    """Where the choices of a role stand on the sheet of lists."""

    reference: str
    strict: bool


def render_template(catalog: Catalog, categories: Sequence[str] = ()) -> bytes:
    """The workbook's bytes, the same for the same catalog; by default of all categories.

    Raises CatalogError for a category that is not in force.
    """
    unknown = [title for title in categories if title not in catalog.categories]
    if unknown or not catalog.active:
        listed = "、".join(catalog.categories) or "无"
        message = f"指标库中没有类别“{unknown[0]}”，现行的有：{listed}。" if unknown else "指标库中没有现行的指标。"
        raise CatalogError(message)
    book = Workbook()
    guide: Any = book.worksheets[0]
    _guide(guide, catalog)
    taken = {GUIDE, LISTS}
    sheets = [(book.create_sheet(_sheet_name(title, taken)), title) for title in categories or catalog.categories]
    lists = _lists(book.create_sheet(LISTS), choices_of(catalog))
    for sheet, title in sheets:
        _fill(sheet, title, [one for one in catalog.active if one.category == title], lists)
    return still_bytes(book)


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that every program takes for a sheet, and that no other sheet has."""
    bare = FORBIDDEN.sub(" ", title).strip()[:LONGEST_NAME] or "类别"
    number, name = 1, bare
    while name.casefold() in {one.casefold() for one in taken}:
        number += 1
        name = f"{bare[: LONGEST_NAME - len(str(number)) - 1]} {number}"
    taken.add(name)
    return name


def _guide(sheet: Any, catalog: Catalog) -> None:
    sheet.title = GUIDE
    sheet.column_dimensions["A"].width = GUIDE_WIDTH
    sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = sheet.PAPERSIZE_A4, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    core = any(one.core == CORE for one in catalog.active)
    version = f"（{catalog.version}版）" if catalog.version else ""
    lines = [f"{catalog.title}{version}", *GUIDANCE, *([CORE_GUIDANCE] if core else [])]
    for row, text in enumerate(lines, start=1):
        write_value(sheet.cell(row, 1), text)
        sheet.cell(row, 1).font = TITLE if row == 1 else BODY
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="center")
        sheet.row_dimensions[row].height = _height(text, TITLE if row == 1 else BODY)
    sheet.protection.sheet = True


def _height(text: str, font: Font) -> float:
    """Room for all lines of a text: not every program makes it when a file is opened."""
    lines = -(-width(text) * font.size // (GUIDE_WIDTH * BODY.size - 66))
    return float(8 + 1.4 * font.size * lines)


def _lists(sheet: Any, choices: Mapping[str, Sequence[str]]) -> dict[str, _List]:
    """Write the lists on a sheet that is not shown, one below the other: side by side they would look like indicators."""
    found: dict[str, _List] = {}
    row = 1
    for role, texts in choices.items():
        for number, text in enumerate(texts, start=row):
            write_value(sheet.cell(number, 1), text)
        found[role] = _List(f"{LISTS}!$A${row}:$A${row + len(texts) - 1}", role not in {"unit", "scale"})
        row += len(texts)
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True
    return found


def _fill(sheet: Any, title: str, indicators: Sequence[Indicator], lists: Mapping[str, _List]) -> None:
    """A category's sheet: its title, the header, its indicators, blank rows."""
    _frame(sheet, title)
    rows = [*_with_room(indicators), *([None] * OWN_ROWS)]
    for number, indicator in enumerate(rows, start=HEADER + 1):
        for column, role in enumerate(COLUMNS, start=1):
            _cell(sheet.cell(number, column), role, indicator)
    for offered, cells in _validated(rows):
        _validate(sheet, offered, cells, lists)
    weights = DataValidation(type="decimal", operator="between", formula1="0", formula2="100", allow_blank=True)
    letter = get_column_letter(COLUMNS.index("weight") + 1)
    weights.add(f"{letter}{HEADER + 1}:{letter}{HEADER + len(rows)}")
    weights.error, weights.showErrorMessage = "权重是 0 到 100 的数字", True
    sheet.add_data_validation(weights)


def _with_room(indicators: Sequence[Indicator]) -> Iterator[Indicator | None]:
    """The indicators, a blank row behind each class: there one of one's own stands in order."""
    for _, members in groupby(indicators, key=lambda one: (one.level1, one.level2)):
        yield from members
        yield None


def _frame(sheet: Any, title: str) -> None:
    """Everything around the rows: widths, title, header, protection, printing."""
    for column, (label, wide) in enumerate(zip(LABELS, WIDTHS, strict=True), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = wide
        cell = sheet.cell(HEADER, column, label)
        cell.font, cell.fill, cell.border = BOLD, HEAD, BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    write_value(sheet.cell(1, 1), title)
    sheet.cell(1, 1).font, sheet.cell(1, 1).alignment = TITLE, Alignment(horizontal="center", vertical="center")
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(COLUMNS))
    sheet.row_dimensions[1].height, sheet.row_dimensions[HEADER].height = 30, 22
    sheet.freeze_panes = f"E{HEADER + 1}"
    sheet.protection.sheet = True
    sheet.protection.formatColumns, sheet.protection.formatRows = False, False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEADER}:{HEADER}"


def _cell(cell: Any, role: str, indicator: Indicator | None) -> None:
    """A cell with what the catalog says; open where somebody is to write."""
    text = _text(role, indicator) if indicator else ""
    write_value(cell, text)
    is_open = role != "code" and (role in OPEN or not text)
    cell.font, cell.border = BODY, BOX
    cell.alignment = Alignment(horizontal="left" if role in FLUSH else "center", vertical="center", wrap_text=True)
    cell.protection = Protection(locked=not is_open)
    if is_open:
        cell.fill = INPUT


def _text(role: str, indicator: Indicator) -> str:
    if role in OPEN:
        return ""
    star = "★" if role == "name" and indicator.core == CORE else ""
    return star + indicator.text(role)


def _validated(rows: Sequence[Indicator | None]) -> Iterator[tuple[str | tuple[str, ...], list[tuple[str, int]]]]:
    """Lists, by role or as the grades themselves, each with the cells (role, row) that choose from it."""
    cells: dict[str | tuple[str, ...], list[tuple[str, int]]] = {}
    for number, one in enumerate(rows, start=HEADER + 1):
        for role in ("level1", "level2", "operator", "unit"):
            if one is None or not one.text(role):
                qualitative = role == "unit" and one is not None and is_qualitative(one)
                cells.setdefault("scale" if qualitative else role, []).append((role, number))
        grades = grades_of(one) if one is not None else ()
        if grades and len(",".join(grades)) < LONGEST_LIST:
            cells.setdefault(grades, []).append(("target", number))
    yield from cells.items()


def _validate(
    sheet: Any, offered: str | tuple[str, ...], cells: Sequence[tuple[str, int]], lists: Mapping[str, _List]
) -> None:
    """Offer a list in cells; other texts are refused, or only asked about where the list cannot be complete."""
    chosen = lists[offered] if isinstance(offered, str) else _List(f'"{",".join(offered)}"', strict=True)
    choice = DataValidation(type="list", formula1=chosen.reference, allow_blank=True, showErrorMessage=True)
    choice.errorStyle = "stop" if chosen.strict else "warning"
    choice.error = "请从列表中选择" if chosen.strict else "列表中没有，确认要这样填写吗？"
    for role, row in cells:
        choice.add(f"{get_column_letter(COLUMNS.index(role) + 1)}{row}")
    sheet.add_data_validation(choice)
