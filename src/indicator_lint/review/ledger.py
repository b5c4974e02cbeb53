"""The sheets that a review copy has behind the tables: findings to decide on, counts, what was not evaluated, the rules.

A hidden one remembers what each finding would write, letter by letter: what people see of it is made safe to look at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from indicator_lint.fixing.fixpoint import lifted
from indicator_lint.model.cells import Cells
from indicator_lint.model.document import Document
from indicator_lint.model.finding import Edit, Finding
from indicator_lint.model.location import Location
from indicator_lint.model.report import Report
from indicator_lint.reports.sheets import Sheet, sheets
from indicator_lint.reports.suggestions import changes, suggestion
from indicator_lint.reports.view import View
from indicator_lint.reports.workbook import (
    FONT,
    colour_severities,
    draw_bars,
    leave_out_prints,
    offer_decisions,
    still_bytes,
    write_sheet,
    write_value,
)
from indicator_lint.review.memory import MEMORY, VERSION
from indicator_lint.review.planning import Spot, sheet_name

CHUNK: Final = 30_000
"""Characters of what is remembered in one cell."""
UNSEEN: Final = ("file", "state", "fingerprint")
"""Columns that say the same in every line of a copy, or nothing to people."""
TAB: Final = "1F3A4D"
LINK: Final = "1A5F8A"
MOST_LINKS: Final = 60_000


@dataclass(frozen=True, slots=True)
class Source:
    """The file under review; `path` leads to it from where the copy lies."""

    document: Document
    path: str


def ledger(report: Report, source: Source, spots: Sequence[Spot | None], taken: Sequence[str], view: View) -> bytes:
    """The workbook of these sheets; `spots` are the cells of the findings, `taken` the names of the tables' sheets."""
    book, names = Workbook(), list(taken)
    book.remove(book.worksheets[0])
    made: dict[str, tuple[Any, Sheet]] = {}
    for sheet in sheets(report, view):
        names.append(sheet_name(sheet.name, names))
        target = made.setdefault(sheet.key, (book.create_sheet(names[-1]), sheet))[0]
        write_sheet(target, sheet)
        target.sheet_properties.tabColor = TAB
    _finish_findings(*made["findings"], report.findings, spots, view)
    draw_bars(*made["counts"])
    memory = book.create_sheet(sheet_name(MEMORY, names))
    memory.sheet_state = "hidden"
    _remember(memory, list(zip(report.findings, spots, strict=True)), source, view)
    return still_bytes(book)


def _finish_findings(
    target: Any, sheet: Sheet, findings: Sequence[Finding], spots: Sequence[Spot | None], view: View
) -> None:
    """What a reviewer needs there: severities to be seen at a glance, links to the cells, decisions to choose from."""
    colour_severities(target, sheet, findings)
    offer_decisions(target, sheet, view)
    leave_out_prints(target, sheet)
    column = sheet.position("place") + 1
    for row, spot in enumerate(spots[:MOST_LINKS], start=2):
        if spot is not None:
            cell, name = target.cell(row, column), spot.sheet.replace("'", "''")
            place = f"'{name}'!{get_column_letter(spot.column)}{spot.row}"
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
            cell.font = Font(name=FONT, size=10, color=LINK, underline="single")
    for key in UNSEEN:
        target.column_dimensions[get_column_letter(sheet.position(key) + 1)].hidden = True


def _remember(target: Any, findings: Sequence[tuple[Finding, Spot | None]], source: Source, view: View) -> None:
    """What `apply` reads: the file first, then a row for each finding."""
    document, cells = source.document, Cells(source.document)
    about = {"version": VERSION, "path": source.path, "format": document.format, "sha256": document.sha256}
    rows = [
        (MEMORY, about),
        *((finding.fingerprint, _memory(finding, spot, cells, view)) for finding, spot in findings),
    ]
    for number, (key, value) in enumerate(rows, start=1):
        write_value(target.cell(number, 1), key)
        for column, piece in enumerate(_pieces(json.dumps(value, ensure_ascii=False)), start=2):
            write_value(target.cell(number, column), piece)


def _pieces(text: str) -> Iterator[str]:
    """A text cut for cells; whatever XML cannot hold is escaped in JSON already, but for single surrogates."""
    safe = text.encode("utf-8", "replace").decode()
    yield from (safe[at : at + CHUNK] for at in range(0, len(safe), CHUNK))


def _memory(finding: Finding, spot: Spot | None, cells: Cells, view: View) -> Mapping[str, object]:
    """What is to be known of a finding when its line comes back."""
    whole = lifted(finding, cells)
    fix = whole.fix if whole is not None else None
    return {
        "code": finding.code,
        "name": finding.name,
        "safety": str(finding.fix.safety) if finding.fix else "",
        "message": finding.message,
        "category": finding.category,
        "row": finding.row,
        "role": finding.role,
        "at": _at(finding.location),
        "value": finding.value,
        "text": cells.text(finding.location) if finding.location.row else None,
        "spot": None if spot is None else [spot.sheet, spot.row, spot.column],
        "suggestion": suggestion(finding, view),
        "edits": [_edit(edit, *told) for edit, told in zip(fix.edits, changes(finding, view), strict=True)]
        if fix
        else [],
    }


def _edit(edit: Edit, head: str, shown: str) -> Mapping[str, object]:
    """An edit, and how the column of suggestions tells it."""
    at = _at(edit.location)
    return {
        "role": edit.role,
        "row": edit.row,
        "at": at,
        "old": edit.old,
        "new": edit.new,
        "head": head,
        "shown": shown,
    }


def _at(location: Location) -> list[object]:
    return [location.container, location.ref, location.row, location.column]
