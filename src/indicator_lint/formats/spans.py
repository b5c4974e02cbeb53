"""The bytes of a sheet's cells, found when a fix asks for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final
from xml.parsers import expat

from indicator_lint.formats.ooxml import element_end
from indicator_lint.formats.plainrows import is_bare, prefix_of
from indicator_lint.formats.references import column_number, position
from indicator_lint.model.grid import Position
from indicator_lint.model.location import Span

SHEET_DATA: Final = re.compile(rb"<(?:[\w.-]+:)?sheetData[\s/>]")
ROW: Final = re.compile(rb"<(?:[\w.-]+:)?row[\s/>]")
ROW_END: Final = re.compile(rb"</(?:[\w.-]+:)?row\s*>")
"""Behind it there are megabytes that expat would take in before it sees that they do not belong to the row."""

CELL: Final = rb'<@c r="([A-Z]{1,3})([1-9][0-9]{0,6})"[^<>]*?(?:/>|>.*?</@c>)'
OPENINGS: Final = (b"c ", b"c>", b"c/", b"c\t", b"c\r", b"c\n")
"""All ways in which a cell may begin, behind the prefix."""

REMEMBERED: Final = 8
"""Rows whose cells are kept: tables side by side share the rows of their headers, their first and their last records."""


@dataclass(frozen=True)
class Spans:
    """Looks a cell up in its row. `numbers` are those of the rows of the part, in its order; the part may hold more.

    The rows looked at last are remembered: a row is wide, and its cells are asked for one after the other.
    """

    part: str
    content: bytes
    numbers: Sequence[int]
    _recent: dict[int, Mapping[Position, tuple[int, int]]] = field(default_factory=dict, init=False, repr=False)

    def __call__(self, row: int, column: int) -> Span | None:
        """The bytes of the element of a cell; None where it has none, or where it cannot be told for sure."""
        _, cells = self.row(row)
        found = cells.get((row, column))
        return found and Span(self.part, *found)

    def row(self, row: int) -> tuple[int, Mapping[Position, tuple[int, int]]]:
        """Where the element of a row begins, and the first byte of each of its cells and the byte behind it.

        No cells where the row has no element, or where they cannot be told for sure.
        """
        start = self._starts.get(row)
        if start is None:
            return 0, {}
        if row not in self._recent:
            while len(self._recent) >= REMEMBERED:
                del self._recent[next(iter(self._recent))]
            self._recent[row] = _cells_of_row(self.content, start, row, self._prefix or b"")
        return start, self._recent[row]

    @cached_property
    def _prefix(self) -> bytes | None:
        return prefix_of(self.content)

    @cached_property
    def _starts(self) -> Mapping[int, int]:
        """Where the element of each row begins; nothing in a part of which bytes do not tell that for sure."""
        data = SHEET_DATA.search(self.content)
        if data is None or self._prefix is None or not is_bare(self.content):
            return {}
        rows = ROW.finditer(self.content, data.start())
        return {number: match.start() for number, match in zip(self.numbers, rows, strict=False)}


def _cells_of_row(content: bytes, begin: int, row: int, prefix: bytes) -> Mapping[Position, tuple[int, int]]:
    """First byte of each cell in the row that begins at a byte, and the byte behind it."""
    close = ROW_END.search(content, begin)
    end = close.end() if close else len(content)
    cells = [*_cell(prefix).finditer(content, begin, end)]
    if len(cells) == sum(content.count(b"<" + prefix + each, begin, end) for each in OPENINGS):
        # behind a row without cells (`<row/>`) the pattern saw those of the next one
        return {(row, column_number(cell[1].decode())): cell.span() for cell in cells if int(cell[2]) == row}
    return _parsed_cells(content, begin, end, row)


@lru_cache(maxsize=16)
def _cell(prefix: bytes) -> re.Pattern[bytes]:
    """A cell that says where it stands, from its first byte to its last; there is none inside another."""
    return re.compile(CELL.replace(b"@", re.escape(prefix)), re.DOTALL)


def _parsed_cells(content: bytes, begin: int, stop: int, row: int) -> Mapping[Position, tuple[int, int]]:
    """The same of a row that holds cells without an address, or such of another shape."""
    spans: dict[Position, tuple[int, int]] = {}
    at, begun = 0, 0
    parser = expat.ParserCreate()

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal row, at, begun
        if name.rpartition(":")[2] == "c":
            ref = attributes.get("r")
            row, at = position(ref, "") if ref else (row, at + 1)
            begun = begin + parser.CurrentByteIndex

    def end(name: str) -> None:
        if name.rpartition(":")[2] == "c":
            spans[row, at] = begun, element_end(content, begun, begin + parser.CurrentByteIndex)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    with suppress(expat.ExpatError):  # to this parser the row is a document, and what follows it a mistake
        parser.Parse(memoryview(content)[begin:stop], True)  # noqa: FBT003 - expat takes its arguments by position only
    parser.StartElementHandler = parser.EndElementHandler = None  # else parser and handlers keep each other alive
    return spans
