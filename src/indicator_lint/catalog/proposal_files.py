"""Proposals as files that people decide on: a workbook with lists to choose from, CSV, JSON; and read back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from indicator_lint.chinese.system import reason_of
from indicator_lint.formats import read
from indicator_lint.jsontext import parse
from indicator_lint.model.catalog import CatalogError
from indicator_lint.model.document import UnreadableError
from indicator_lint.model.grid import Grid
from indicator_lint.model.proposal import ACCEPT, KINDS, REJECT, Proposal
from indicator_lint.reports.display import visible
from indicator_lint.reports.records import dumped, tool
from indicator_lint.reports.sheets import Column, Sheet

TITLES: Final[Mapping[str, str]] = {
    "number": "序号",
    "kind": "建议",
    "decision": "处理",
    "code": "指标编码",
    "name": "指标名称",
    "field": "项目",
    "old": "原为",
    "new": "改为",
    "other": "并入",
    "evidence": "依据",
    "count": "单位数",
    "source": "规则",
    "remark": "处理理由",
    "category": "类别",
    "level1": "一级指标",
    "level2": "二级指标",
    "operator": "性质",
    "unit": "单位",
    "description": "指标描述",
}
"""The columns by their keys, in their order."""

WIDTHS: Final[Mapping[str, int]] = {
    "number": 6, "kind": 8, "decision": 8, "code": 12, "name": 26, "field": 10, "old": 30, "new": 30, "other": 12,
    "evidence": 50, "count": 8, "source": 14, "remark": 24, "category": 20, "level1": 12, "level2": 16, "operator": 8,
    "unit": 10, "description": 40,
}  # fmt: skip
FIELD_TITLES: Final[Mapping[str, str]] = {
    "name": "指标名称", "level1": "一级指标", "level2": "二级指标", "operator": "性质", "unit": "单位", "description": "指标描述",
    "category": "类别",
}  # fmt: skip
SHEET: Final = "修改建议"
SUFFIXES: Final = (".xlsx", ".csv", ".json")
LIKE_FORMULA: Final = re.compile(r"[=+\-@\t\r]")
GUARDED: Final = re.compile(r"'[=+\-@\t\r]")
DIGITS: Final = re.compile(r"[0-9]{1,9}")
INPUTS: Final = ("decision", "new", "remark")
"""Columns that whoever decides writes into."""


def render_proposals(proposals: Sequence[Proposal], suffix: str) -> bytes:
    """The file of proposals in one of SUFFIXES, the same bytes for the same proposals."""
    rows = [_row(one) for one in proposals]
    match suffix:
        case ".json":
            return f"{dumped({'schema_version': 1, 'tool': tool(), 'proposals': _records(proposals)})}\n".encode()
        case ".csv":
            return _csv(rows)
        case _:
            return _workbook(rows)


def read_proposals(path: Path) -> list[Proposal]:
    """The proposals in a file with what was decided. Raises CatalogError where it is no such file."""
    if path.suffix.lower() == ".json":
        rows: Iterator[tuple[str, Mapping[str, str]]] = _from_json(path)
    else:
        rows = _from_grids(path)
    return [_proposal(place, row) for place, row in rows]


def _row(one: Proposal) -> dict[str, str]:
    texts = {key: str(getattr(one, key)) for key in TITLES}
    shown = {"kind": KINDS[one.kind], "field": FIELD_TITLES.get(one.field, one.field), "count": str(one.count or "")}
    return {**texts, **shown}


def _records(proposals: Sequence[Proposal]) -> list[dict[str, Any]]:
    return [{key: getattr(one, key) for key in TITLES} for one in proposals]


def _csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """With a byte order mark, for a double click to show Chinese; nothing that a spreadsheet would calculate."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(TITLES.values())
    for row in rows:
        texts = (row[key] for key in TITLES)
        writer.writerow(f"'{text}" if len(text) > 1 and LIKE_FORMULA.match(text) else text for text in texts)
    return out.getvalue().encode("utf-8-sig")


def _workbook(rows: Sequence[Mapping[str, str]]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415  # only where a workbook is wanted
    from openpyxl.styles import PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    from indicator_lint.reports.workbook import still_bytes, write_sheet  # noqa: PLC0415

    columns = tuple(Column(key, title, WIDTHS[key]) for key, title in TITLES.items())
    values = tuple(tuple(_value(key, row[key]) for key in TITLES) for row in rows)
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = SHEET
    write_sheet(sheet, Sheet("proposals", SHEET, columns, values))
    letters = {key: get_column_letter(number) for number, key in enumerate(TITLES, start=1)}
    choice = DataValidation(type="list", formula1=f'"{ACCEPT},{REJECT}"', allow_blank=True, showErrorMessage=True)
    choice.error = f"只能是 {ACCEPT} 或 {REJECT}"
    choice.add(f"{letters['decision']}2:{letters['decision']}{max(len(rows), 1) + 1}")
    sheet.add_data_validation(choice)
    for key in INPUTS:
        for row in range(2, len(rows) + 2):
            sheet[f"{letters[key]}{row}"].fill = PatternFill("solid", fgColor="FFF8E1")
    sheet.freeze_panes = f"{letters['field']}2"
    return still_bytes(book)


def _value(key: str, text: str) -> str | int:
    return int(text) if key in {"number", "count"} and text else visible(text) if key == "evidence" else text


def _from_json(path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    try:
        loaded: Any = parse(path.read_bytes())
        records = loaded["proposals"]
        for number, record in enumerate(records, start=1):
            yield f"第 {number} 条", {key: str(record.get(key, "")) for key in TITLES}
    except OSError as error:
        message = f"不能读取“{path}”：{reason_of(error)}。"
        raise CatalogError(message) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"“{path}”不是修改建议：不是有效的 JSON，或没有 proposals。"
        raise CatalogError(message) from error


def _from_grids(path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """From the first sheet that has the columns, wherever its header stands and in whatever order they are."""
    try:
        document = read(str(path))
    except UnreadableError as error:
        message = f"“{path}”不能读取，它应当是 catalog propose 写出的 xlsx、csv 或 json 文件。"
        raise CatalogError(message) from error
    for grid in document.grids:
        for row, texts in grid.rows.items():
            columns = {key: texts.index(title) + 1 for key, title in TITLES.items() if title in texts}
            if {"kind", "decision", "code", "new"} <= columns.keys():
                yield from _below(grid, row, columns)
                return
    message = f"“{path}”中没有修改建议：找不到“建议”“处理”“指标编码”“改为”各列。"
    raise CatalogError(message)


def _below(grid: Grid, header: int, columns: Mapping[str, int]) -> Iterator[tuple[str, Mapping[str, str]]]:
    for row in grid.rows:
        texts = {key: grid.text(row, column) for key, column in columns.items()}
        if row > header and any(texts.values()):
            plain = {key: text[1:] if GUARDED.match(text) else text for key, text in texts.items()}
            yield grid.place(row, columns["kind"]).display, {**dict.fromkeys(TITLES, ""), **plain}


def _proposal(place: str, row: Mapping[str, str]) -> Proposal:
    """One proposal. Raises CatalogError for a kind or a field that there is not."""
    kinds = {**{word: kind for kind, word in KINDS.items()}, **{kind: kind for kind in KINDS}}
    fields = {**{title: name for name, title in FIELD_TITLES.items()}, **{name: name for name in FIELD_TITLES}, "": ""}
    kind, name = row["kind"].strip(), row["field"].strip()
    if kind not in kinds or name not in fields:
        message = f"{place}：不认识的{'建议' if kind not in kinds else '项目'}“{kind if kind not in kinds else name}”。"
        raise CatalogError(message)
    numbers = {key: int(row[key]) if DIGITS.fullmatch(row[key].strip()) else 0 for key in ("number", "count")}
    texts = {key: row[key].strip() for key in TITLES if key not in {"number", "count", "kind", "field"}}
    return Proposal(kind=kinds[kind], field=fields[name], number=numbers["number"], count=numbers["count"], **texts)
