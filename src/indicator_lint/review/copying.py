"""A report of one file → its review copy: the file's own sheets with marks and notes, and the sheets to decide on."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final

from indicator_lint.discovery import REVIEW_SUFFIX
from indicator_lint.formats import read
from indicator_lint.formats.limits import DEFAULT, Limits
from indicator_lint.formats.merging import SheetPlaces
from indicator_lint.formats.ooxml import Package, in_utf8
from indicator_lint.formats.rawzip import is_editable
from indicator_lint.formats.references import position
from indicator_lint.formats.spans import Spans
from indicator_lint.formats.xlsx import WORKBOOK
from indicator_lint.model.cells import Cells
from indicator_lint.model.document import Document, UnreadableError
from indicator_lint.model.grid import Position
from indicator_lint.model.report import Reading, Report
from indicator_lint.reports.view import View
from indicator_lint.review.colouring import coloured
from indicator_lint.review.grafting import graft
from indicator_lint.review.laying import Emphasis, laid_out
from indicator_lint.review.ledger import Source, ledger
from indicator_lint.review.macros import without_macros
from indicator_lint.review.marks import Mark, marks, spot_of
from indicator_lint.review.notes import noted
from indicator_lint.review.outline import outline
from indicator_lint.review.package import Extension, spliced_part
from indicator_lint.review.planning import pages, spots
from indicator_lint.review.styling import Styles

STYLES: Final = "xl/styles.xml"
STYLES_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
MOST_NOTES: Final = 5_000
"""Notes of a sheet; with more of them spreadsheet programs become slow. Cells beyond are coloured only."""

BEHIND_NOTES: Final = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "AlternateContent", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
"""What follows the reference to notes in a sheet."""
AHEAD_OF_NOTES: Final = (
    "sheetData",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "pageSetup",
    "headerFooter",
    "drawing",
)
"""What it follows: alternatives may stand in front of these too."""


def copy_path(path: str) -> str:
    """Where the review copy of a file lies: beside it."""
    return str(PurePath(path).with_suffix("")) + REVIEW_SUFFIX


def review_copy(report: Report, content: bytes, target: str, view: View, limits: Limits = DEFAULT) -> bytes:
    """The copy's bytes, of a report about one file that could be read; `target` is where it will lie.

    A workbook keeps its parts but for marks and notes; tables of other formats, and of workbooks that are signed or otherwise
    not to be edited, are laid out in a new one. Raises UnreadableError (FIL004) where that would be too large to be read again.
    """
    document = report.readings[0].document
    if document is not None and document.format == "xlsx" and _is_extensible(content, limits):
        with suppress(UnreadableError):  # its tables were read, but some other part is not fit to be added to
            return _copied(report, content, target, view, limits, own=True)
    return _copied(report, content, target, view, limits, own=False)


def _copied(report: Report, content: bytes, target: str, view: View, limits: Limits, *, own: bool) -> bytes:
    reading = report.readings[0]
    document = reading.document
    if document is None:
        message = "a file that was not read has no review copy"
        raise ValueError(message)
    if own:
        base, where = content, {number: (grid.name, 0) for number, grid in enumerate(document.grids)}
    else:
        base, where = laid_out(document, emphasis_of(reading, document)), dict(spots(pages(document)))
        limits = replace(limits, ratio=sys.maxsize)  # we packed it ourselves, however often a text comes again
    source = Source(document, os.path.relpath(reading.path, PurePath(target).parent))
    cells = Cells(document)
    places = [spot_of(finding, document, cells, where) for finding in report.findings]
    extension = Extension(base, limits)
    taken = _names(extension)
    scion = ledger(report, source, places, taken, view)
    return _extended(extension, marks(document, report.findings, where, view), scion, own=own)


def _is_extensible(content: bytes, limits: Limits) -> bool:
    """Whether parts may be added to a workbook: it is no longer what was signed then, and an encrypted one is no zip."""
    if not content.startswith(b"PK") or not is_editable(content):
        return False
    package = Package(content, limits)
    return not package.is_signed


def emphasis_of(reading: Reading, document: Document) -> Emphasis:
    """The rows of headers and of titles by the grid where they really stand."""
    cells = Cells(document)
    headers: dict[int, set[int]] = {}
    titles: dict[int, set[int]] = {}
    for table in (table for table in reading.tables if not table.grid.transposed):
        rows = range(table.header.top, table.header.bottom + 1) if table.header else range(0)
        for at in (cells.find(table.grid.row_place(row)) for row in rows):
            if at is not None:
                headers.setdefault(at.grid, set()).add(at.row)
        title = cells.find(table.title_location()) if table.category_at else None
        if title is not None:
            titles.setdefault(title.grid, set()).add(title.row)
    return Emphasis(headers, {number: rows - headers.get(number, set()) for number, rows in titles.items()})


@dataclass(frozen=True, slots=True)
class _Part:
    """A sheet's part, its grid's spans, and what is marked on it."""

    spans: Spans
    marks: Mapping[Position, Mark]


def _names(extension: Extension) -> list[str]:
    """The names of all sheets, charts and very hidden ones too."""
    workbook = _workbook(extension)
    sheets = extension.package.tree(workbook).iterfind("sheets/sheet")
    return [sheet.get("name", "") for sheet in sheets]


def _workbook(extension: Extension) -> str:
    relations = extension.package.relations("").values()
    return next((target for kind, target in relations if kind == "officeDocument"), WORKBOOK)


def _extended(extension: Extension, marked: Mapping[str, Mapping[Position, Mark]], scion: bytes, *, own: bool) -> bytes:
    workbook = _workbook(extension)
    styles = _styles(extension, workbook)
    for part in _parts(extension, marked):
        _mark(extension, part, styles)
    graft(extension, workbook, scion, styles, first=not own)
    extension.put(styles.part, styles.content)
    without_macros(extension, workbook)
    return extension.finished()


def _styles(extension: Extension, workbook: str) -> Styles:
    """The workbook's style sheet; an empty one where it has none."""
    for kind, target in extension.package.relations(workbook).values():
        if kind == "styles" and target in extension.package:
            return Styles(extension.part(target), target)
    part = STYLES if STYLES not in extension.package else extension.free("xl/reviewStyles{}.xml")
    address = outline(extension.part(workbook), workbook).address
    plain = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    extension.put(
        part,
        b'<styleSheet xmlns="%b"><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill/></fill>'
        b'<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
        b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        b'<cellXfs count="1">%b</cellXfs></styleSheet>' % (address.encode(), plain),
    )
    extension.declare(part, STYLES_TYPE)
    extension.relate(workbook, "styles", part)
    return Styles(extension.part(part), part)


def _parts(extension: Extension, marked: Mapping[str, Mapping[Position, Mark]]) -> Sequence[_Part]:
    """The sheets on which something is marked, their bytes looked up anew."""
    found = []
    for grid in read("copy.xlsx", extension.content, limits=extension.limits).grids:
        place = grid.place
        if grid.name in marked and isinstance(place, SheetPlaces) and isinstance(place.span, Spans):
            found.append(_Part(place.span, marked[grid.name]))
    return found


def _mark(extension: Extension, part: _Part, styles: Styles) -> None:
    """Colour cells and add notes to them; a sheet that is not in UTF-8 is left alone."""
    content, name = part.spans.content, part.spans.part
    if not in_utf8(content):
        return
    extension.put(name, spliced_part(content, coloured(part.spans, part.marks, styles)))
    chosen = sorted(part.marks.items(), key=lambda each: (each[1].severity.rank, each[0]))[:MOST_NOTES]
    _note(extension, name, dict(chosen))


def _note(extension: Extension, sheet: str, notes: Mapping[Position, Mark]) -> None:
    relations = extension.package.relations(sheet)
    kinds = dict(relations.values())
    drawn = outline(extension.part(sheet), sheet)
    legacy = drawn.child("legacyDrawing")
    drawing = next(
        (target for own, (_, target) in relations.items() if legacy and f'"{own}"'.encode() in drawn.text(legacy)), None
    )
    boxes = extension.part(drawing) if drawing else None
    comments = kinds.get("comments")
    listed = extension.part(comments) if comments else None
    if boxes is not None and b"</xml" not in boxes:
        return
    if "threadedComment" in kinds:
        notes = _beside_threads(extension, comments, notes)
    made = noted(listed, boxes, notes, drawn.address)
    _put_notes(extension, sheet, comments, made.comments)
    if drawing:
        extension.put(drawing, made.drawing)
        return
    part = extension.free("xl/drawings/reviewNotes{}.vml")
    extension.put(part, made.drawing)
    extension.declare_suffix("vml", VML_TYPE)
    own = extension.relate(sheet, "vmlDrawing", part)
    reference = f'<{drawn.prefix.decode()}legacyDrawing xmlns:r="{extension.address}" r:id="{own}"/>'
    extension.put(sheet, drawn.with_child(reference.encode(), BEHIND_NOTES, AHEAD_OF_NOTES))


def _put_notes(extension: Extension, sheet: str, known: str | None, comments: bytes) -> None:
    part = known or extension.free("xl/reviewComments{}.xml")
    extension.put(part, comments)
    if known is None:
        extension.declare(part, COMMENTS_TYPE)
        extension.relate(sheet, "comments", part)


def _beside_threads(
    extension: Extension, comments: str | None, notes: Mapping[Position, Mark]
) -> Mapping[Position, Mark]:
    """The notes but for those of cells where people talk: what stands there is written anew from their thread."""
    if comments is None:
        return notes
    taken = {position(each.get("ref", ""), comments) for each in extension.package.tree(comments).iter("comment")}
    return {at: mark for at, mark in notes.items() if at not in taken}


def active(report: Report) -> Report:
    """The report without findings that were excused."""
    return replace(report, findings=report.active)
