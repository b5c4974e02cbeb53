"""An OpenDocument text as blocks: its paragraphs and tables in turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from indicator_lint.formats.flow import Block, Cell, Paragraph, Table
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.openwalk import SKIPPED, Attributes, Walk, count

FRAMES: Final = frozenset({"draw:frame", "draw:text-box", "draw:a"})
"""Frames hold text, and tables that a word processor lets others flow around."""


@dataclass(slots=True)
class Open:
    """A table whose end has not come yet; `repeated` is how often the row in the making stands below itself."""

    table: Table
    row: int = 0
    column: int = 1
    repeated: int = 1
    begun: list[Cell] = field(default_factory=list)
    cell: Cell | None = None


class TextWalk(Walk):
    """Collects the `blocks` of a text."""

    def __init__(self, part: str, limits: Limits) -> None:
        """Be ready to read a part of that name."""
        super().__init__(part, limits)
        self.blocks: list[Block] = []
        self.skipped = SKIPPED | {"office:annotation"}
        self.drawn = FRAMES
        self._open: list[Open] = []
        self._lines = self._tables = self._blocks = 0
        self.starts |= {
            "text:section": self._start_section,
            "table:table": self._start_table,
            "table:table-row": self._start_row,
            "table:table-cell": self._start_cell,
            "table:covered-table-cell": self._start_covered,
        }
        self.ends |= {
            "table:table": self._end_table,
            "table:table-row": self._end_row,
            "table:table-cell": self._end_cell,
            "table:covered-table-cell": self._end_cell,
        }

    def take(self, text: str) -> None:
        """A paragraph of the text or of a cell."""
        self.limits.check("field_characters", len(text))
        self._lines += 1
        self._count(1)
        if (sink := self._sink) is not None:
            sink.append(Paragraph(text, self._lines))

    @property
    def _sink(self) -> list[Block] | None:
        """Where blocks land now: none inside a cell that another covers."""
        if not self._open:
            return self.blocks
        cell = self._open[-1].cell
        return None if cell is None else cell.blocks

    def _start_section(self, attributes: Attributes) -> None:
        if attributes.get("text:display") == "none":
            self.skip()

    def _start_table(self, _: Attributes) -> None:
        self._tables += 1
        self._count(1)
        table = Table(self._tables)
        if (sink := self._sink) is not None:
            sink.append(table)
        self._open.append(Open(table))
        self.limits.check("nesting", len(self._open))

    def _end_table(self) -> None:
        self._open.pop()

    def _start_row(self, attributes: Attributes) -> None:
        if self._open:
            table = self._open[-1]
            table.row, table.column, table.begun = table.row + 1, 1, []
            table.repeated = count(attributes.get("table:number-rows-repeated"))

    def _end_row(self) -> None:
        """Write a row that stands several times below itself out in full."""
        if not self._open:
            return
        table = self._open[-1]
        if not any(cell.text for cell in table.begun):
            table.row += table.repeated - 1
            return
        self._count((table.repeated - 1) * len(table.begun))
        for _ in range(table.repeated - 1):
            table.row += 1
            table.table.cells += [
                Cell(table.row, cell.column, cell.height, cell.width, cell.blocks) for cell in table.begun
            ]

    def _start_cell(self, attributes: Attributes) -> None:
        if not self._open:
            return
        table = self._open[-1]
        times = count(attributes.get("table:number-columns-repeated"))
        height = count(attributes.get("table:number-rows-spanned"))
        width = count(attributes.get("table:number-columns-spanned"))
        self._count(times)
        table.cell = cell = Cell(table.row, table.column, height, width)
        cells = [cell, *(Cell(table.row, table.column + at, blocks=cell.blocks) for at in range(1, times))]
        table.begun += cells
        table.table.cells += cells
        table.column += times

    def _start_covered(self, attributes: Attributes) -> None:
        if self._open:
            self._open[-1].column += count(attributes.get("table:number-columns-repeated"))
            self._open[-1].cell = None

    def _end_cell(self) -> None:
        if self._open:
            self._open[-1].cell = None

    def _count(self, blocks: int) -> None:
        self._blocks += blocks
        self.limits.check("blocks", self._blocks)
