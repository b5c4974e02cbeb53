"""Edits of an OpenDocument spreadsheet: the elements of the cells that change; those that stand for several are parted."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from indicator_lint.formats.limits import Limits
from indicator_lint.formats.ooxml import ZIP_SIGNATURE, Package, in_utf8
from indicator_lint.formats.opencell import Names, names_of, rewritten
from indicator_lint.formats.opendocument import HEAD, content_of
from indicator_lint.formats.openkinds import CONTENT
from indicator_lint.formats.openplaces import CellElement, PlaceWalk, RowElement, SheetElement
from indicator_lint.formats.patching import refused
from indicator_lint.formats.rawzip import is_editable
from indicator_lint.formats.unwritten import UnwrittenError, decline
from indicator_lint.model.document import Document
from indicator_lint.model.finding import Edit
from indicator_lint.model.location import Span
from indicator_lint.model.patch import Manner, Patch, Refusal, Splice

SIGNATURES: Final = "META-INF/documentsignatures.xml"
TRACKED: Final = re.compile(rb"<(?:[\w.-]+:)?tracked-changes[\s/>]")
ROWS, COLUMNS = b"rows", b"columns"


def patch_sheets(document: Document, content: bytes, edits: Sequence[Edit], limits: Limits, manner: Manner) -> Patch:
    """The patch that makes edits in a spreadsheet. Raises UnreadableError as the reader does."""
    del manner
    zipped = ZIP_SIGNATURE[0] in content[:HEAD]
    if zipped and SIGNATURES in Package(content, limits):
        return refused(edits, "signed")
    part = content_of(content, limits)
    names = names_of(part) if in_utf8(part) and (not zipped or is_editable(content)) else None
    if names is None or not {"table", "text", "office"} <= names.prefixes.keys():
        return refused(edits, "structure")
    if TRACKED.search(part):
        return refused(edits, "tracked")
    return _patched(document, part, CONTENT if zipped else "", edits, (names, limits))


def _patched(document: Document, part: bytes, stored: str, edits: Sequence[Edit], tools: tuple[Names, Limits]) -> Patch:
    names, limits = tools
    wanted: dict[str, list[Edit]] = {}
    for edit in sorted(edits, key=lambda edit: (edit.location.row, edit.location.column)):
        wanted.setdefault(edit.location.container, []).append(edit)
    walk = PlaceWalk(CONTENT, limits, {name: [edit.location.row for edit in own] for name, own in wanted.items()})
    found = walk.find(part)
    by_name: dict[str, list[SheetElement]] = {}
    for sheet in found:
        by_name.setdefault(sheet.name, []).append(sheet)
    hidden = {grid.name for grid in document.grids if grid.hidden}
    splices: list[Splice] = []
    refusals: list[Refusal] = []
    for name, own in wanted.items():
        sheets = by_name.get(name, [])
        reason = (
            "hidden" if name in hidden else "structure" if len(sheets) != 1 else "locked" if sheets[0].protected else ""
        )
        if reason:
            refusals += refused(own, reason).refused
            continue
        for start, end, new in _sheet(part, sheets[0], own, names, refusals):
            splices.append(Splice(Span(stored, start, end), new))
    return Patch(tuple(splices), tuple(refusals))


def _sheet(
    part: bytes, sheet: SheetElement, edits: Sequence[Edit], names: Names, refusals: list[Refusal]
) -> Iterator[tuple[int, int, bytes]]:
    """Bytes to put in the place of others, row by row."""
    by_row: dict[int, list[Edit]] = {}
    for edit in edits:
        by_row.setdefault(edit.location.row, []).append(edit)
    wanted = sorted(by_row)
    for row in sheet.rows:
        numbers = wanted[bisect_left(wanted, row.number) : bisect_left(wanted, row.number + row.times)]
        made = {number: list(_cells(part, row, by_row.pop(number), names, refusals)) for number in numbers}
        changed = {number: pieces for number, pieces in made.items() if pieces}
        if row.times == 1:
            yield from (piece for pieces in changed.values() for piece in pieces)
        elif changed:
            yield row.start, row.end, b"".join(_parted(part, row, changed, names))
    refusals += refused((edit for own in by_row.values() for edit in own), "no_cell").refused


def _cells(
    part: bytes, row: RowElement, edits: Iterable[Edit], names: Names, refusals: list[Refusal]
) -> Iterator[tuple[int, int, bytes]]:
    """The cells of a row that change; one that stands for several is parted, once for all edits of it."""
    by_cell: dict[int, tuple[CellElement, dict[int, bytes]]] = {}
    for edit in edits:
        cell = row.cell(edit.location.column)
        try:
            if cell is None:
                decline("no_cell")
            if cell.covered:
                decline("covered")
            single = _times(part[cell.start : cell.end], COLUMNS, 1, names)
            new = rewritten(single, edit.old, edit.new, names)
            by_cell.setdefault(cell.start, (cell, {}))[1][edit.location.column] = new
        except UnwrittenError as error:
            refusals.append(Refusal(edit, error.reason))
    for cell, columns in by_cell.values():
        yield cell.start, cell.end, b"".join(_run(part[cell.start : cell.end], cell, columns, names))


def _run(whole: bytes, cell: CellElement, columns: dict[int, bytes], names: Names) -> Iterator[bytes]:
    """The elements in the place of one that stands for several columns."""
    at = cell.column
    for column, new in sorted(columns.items()):
        if column > at:
            yield _times(whole, COLUMNS, column - at, names)
        yield new
        at = column + 1
    if at < cell.column + cell.times:
        yield _times(whole, COLUMNS, cell.column + cell.times - at, names)


def _parted(
    part: bytes, row: RowElement, changed: dict[int, list[tuple[int, int, bytes]]], names: Names
) -> Iterator[bytes]:
    """The rows in the place of one that stands for several."""
    whole, at = part[row.start : row.end], row.number
    for number, pieces in sorted(changed.items()):
        if number > at:
            yield _times(whole, ROWS, number - at, names)
        own = whole
        for start, end, new in sorted(pieces, reverse=True):
            own = own[: start - row.start] + new + own[end - row.start :]
        yield _times(own, ROWS, 1, names)
        at = number + 1
    if at < row.number + row.times:
        yield _times(whole, ROWS, row.number + row.times - at, names)


def _times(element: bytes, kind: bytes, times: int, names: Names) -> bytes:
    """An element that stands so many times beside or below itself."""
    own = b"%b:number-%b-repeated" % (names.prefixes["table"], kind)
    said = re.compile(rb"""\s%b\s*=\s*(?:"[^"]*"|'[^']*')""" % re.escape(own))
    head = element[: element.index(b">") + 1]
    new = said.sub(b"", head, count=1)
    if times > 1:
        name = re.match(rb"<[^\s/>]+", new)
        cut = name.end() if name else 0
        new = new[:cut] + b' %b="%d"' % (own, times) + new[cut:]
    return new + element[len(head) :]
