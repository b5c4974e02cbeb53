"""Edits of a workbook: the elements of the cells that change are written anew, nothing else is touched.

A cell keeps its style, a text its runs and their fonts. What holds a number goes on holding one. A text is written into the
cell itself: the strings that cells share are another part.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from indicator_lint.formats.celltext import TRUE
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.merging import SheetPlaces
from indicator_lint.formats.patching import refused
from indicator_lint.formats.rawzip import is_editable
from indicator_lint.formats.references import cell_name
from indicator_lint.formats.spans import Spans
from indicator_lint.formats.unwritten import UnwrittenError, decline
from indicator_lint.formats.xlsx import Workbook, open_workbook
from indicator_lint.formats.xlsxbounds import Bounds
from indicator_lint.formats.xlsxcell import Writer, blank
from indicator_lint.formats.xlsxformulas import are_read
from indicator_lint.model.document import Document
from indicator_lint.model.finding import Edit
from indicator_lint.model.grid import Grid, Position
from indicator_lint.model.location import Span
from indicator_lint.model.patch import Manner, Patch, Refusal, Splice

ATTRIBUTE: Final = re.compile(rb"""\s([\w.:-]+)\s*=\s*["']([^"']*)["']""")
TAG: Final = re.compile(rb"""<([\w.:-]+)(?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
COLUMN: Final = re.compile(rb"<(?:[\w.-]+:)?col\s[^>]*>")


def patch_workbook(document: Document, content: bytes, edits: Sequence[Edit], limits: Limits, manner: Manner) -> Patch:
    """The patch that makes edits in a workbook. Raises UnreadableError as the reader does."""
    del manner
    workbook = open_workbook(content, limits)
    if workbook.package.is_signed:
        return refused(edits, "signed")
    sheets = _sheets(document, workbook)
    if sheets is None or not is_editable(content):
        return refused(edits, "structure")
    splices: list[Splice] = []
    refusals: list[Refusal] = []
    changed: dict[str, set[Position]] = {}
    for edit in sorted(edits, key=lambda each: (each.location.row, each.location.column)):
        try:
            splices.append(sheets[edit.location.container].splice(edit))
            changed.setdefault(edit.location.container, set()).add((edit.location.row, edit.location.column))
        except UnwrittenError as error:
            refusals.append(Refusal(edit, error.reason))
    parts = {name: sheet.spans.content for name, sheet in sheets.items()}
    return Patch(tuple(splices), tuple(refusals), are_read(parts, changed))


def _sheets(document: Document, workbook: Workbook) -> Mapping[str, _Sheet] | None:
    """The sheets by name; None where two share a name or a part, so that it cannot be told what an edit means."""
    writer = Writer(workbook.package, workbook.strings, workbook.styles, workbook.epoch)
    unlocked = _unlocked(workbook)
    found: dict[str, _Sheet] = {}
    for grid in document.grids:
        if isinstance(grid.place, SheetPlaces) and isinstance(grid.place.span, Spans):
            spans = grid.place.span
            bounds = Bounds(workbook.package, spans.part, spans.content, unlocked)
            found[grid.name] = _Sheet(grid, spans, bounds, writer, workbook.package.stored(spans.part))
    parts = Counter(sheet.part for sheet in found.values())
    return found if len(found) == len(document.grids) == len(parts) else None


def _unlocked(workbook: Workbook) -> frozenset[str]:
    """The styles whose cells a protected sheet leaves open."""
    if workbook.styles is None or workbook.styles not in workbook.package:
        return frozenset()
    formats = workbook.package.tree(workbook.styles).iterfind("cellXfs/xf")
    locks = [each.find("protection") for each in formats]
    closed = (None, *TRUE)
    return frozenset(str(i) for i, lock in enumerate(locks) if lock is not None and lock.get("locked") not in closed)


@dataclass(frozen=True)
class _Sheet:
    """A sheet that is edited; `part` is its name in the zip."""

    grid: Grid
    spans: Spans
    bounds: Bounds
    writer: Writer
    part: str

    def splice(self, edit: Edit) -> Splice:
        """What an edit puts where. Raises UnwrittenError with the reason where it is not made."""
        row, column = edit.location.row, edit.location.column
        if (row, column) in self.grid.anchors or (not edit.old and self._is_covered(row, column)):
            decline("covered")
        if self.grid.hidden:
            decline("hidden")
        if reason := self.bounds.area(row, column):
            decline(reason)
        span = self.spans(row, column)
        if span is None:
            return self._inserted(edit)
        cell = self.spans.content[span.start : span.end]
        if self.bounds.is_locked(cell):
            decline("locked")
        new = self.writer.written(cell, edit.old, edit.new)
        return Splice(Span(self.part, span.start, span.end), new)

    def _is_covered(self, row: int, column: int) -> bool:
        """Whether a cell without a text lies under a merged one; those beyond the last text are not among the anchors."""
        over = [a for a in self.grid.merges if a.top <= row <= a.bottom and a.left <= column <= a.right]
        return any((area.top, area.left) != (row, column) for area in over)

    def _inserted(self, edit: Edit) -> Splice:
        """A cell that there was none of."""
        if edit.old:
            decline("structure")
        at, cell = self._missing(edit.location.row, edit.location.column, edit.new)
        if self.bounds.is_locked(cell):
            decline("locked")
        return Splice(Span(self.part, at, at), cell)

    def _missing(self, row: int, column: int, new: str) -> tuple[int, bytes]:
        """Where a cell that has no element yet belongs among its neighbours, and the element that it gets."""
        head, cells = self.spans.row(row)
        tag = TAG.match(self.spans.content, head)
        if tag is None or not cells or any(b" r=" not in self._tag(start) for start, _ in cells.values()):
            decline("no_cell")
        after = [start for (_, other), (start, _) in cells.items() if other > column]
        at = min(after) if after else max(end for _, end in cells.values())
        prefix = tag[1].removesuffix(b"row").decode()
        return at, blank(prefix, cell_name(row, column), self._looks(tag[0], column), new)

    def _tag(self, start: int) -> bytes:
        return self.spans.content[start : self.spans.content.find(b">", start)]

    def _looks(self, tag: bytes, column: int) -> str:
        """The style of a new cell: its row's, else its column's."""
        row = _attributes(tag)
        if row.get("customFormat") in TRUE:
            return row.get("s", "")
        before = self.spans.content.find(b"sheetData")
        for each in map(_attributes, COLUMN.findall(self.spans.content, 0, max(before, 0))):
            if int(each.get("min", 0)) <= column <= int(each.get("max", 0)):
                return each.get("style", "")
        return ""


def _attributes(tag: bytes) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in ATTRIBUTE.findall(tag)}
