"""Tables of word processing markup: from rows of cells as they are written to where each cell stands and how far it reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from indicator_lint.formats.flow import Block, Cell, Table
from indicator_lint.formats.limits import Limits
from indicator_lint.model.location import Span

RESTART: Final = "restart"
CONTINUE: Final = "continue"


@dataclass(slots=True)
class Written:
    """A cell's element: `down` and `across` say whether it begins or continues a merge, `gone` that it was deleted.

    `floats` are the blocks of text boxes anchored in it.
    """

    column: int
    width: int = 1
    down: str = ""
    across: str = ""
    gone: bool = False
    blocks: list[Block] = field(default_factory=list)
    floats: Sequence[Block] = ()
    span: Span | None = None


@dataclass(slots=True)
class OpenTable:
    """A table while its element is read. `floats` are the blocks of text boxes that hover over its cells."""

    table: Table
    limits: Limits
    floats: list[Block] = field(default_factory=list)
    hidden: bool = False
    gone: bool = False
    _row: int = 0
    _next: int = 1
    _cells: list[Written] = field(default_factory=list)
    _reaching: dict[int, Cell] = field(default_factory=dict)
    """The cells that may go on in the next row, by their column."""

    def start_row(self) -> None:
        """Begin the next row; those that were deleted count, for they are still seen."""
        self._row, self._next, self._cells = self._row + 1, 1, []
        self.hidden = self.gone = False

    def leave_out(self, columns: int) -> None:
        """Begin the row so many columns further right."""
        self.limits.check("grid_span", columns)
        self._next += columns

    def start_cell(self) -> Written:
        """The next cell of the row."""
        return Written(self._next)

    def end_cell(self, cell: Written) -> None:
        """Take a cell into the row, now that its properties and content are known."""
        self._next = cell.column + cell.width
        before = self._cells[-1] if self._cells else None
        if cell.across == CONTINUE and before is not None and before.across:
            before.width += cell.width
        else:
            self._cells.append(cell)

    def end_row(self) -> None:
        """Give the row's cells to the table, those aside that continue one above."""
        if self.gone:
            return
        reaching: dict[int, Cell] = {}
        for written in self._cells:
            cell = self._above(written) or self._begun(written)
            if written.down:
                reaching[cell.column] = cell
        self._reaching = reaching

    def _above(self, written: Written) -> Cell | None:
        """The cell that this one continues: same column, same width, and reaching down."""
        above = self._reaching.get(written.column) if written.down == CONTINUE else None
        if above is None or above.width != written.width:
            return None
        above.height = self._row - above.row + 1
        return above

    def _begun(self, written: Written) -> Cell:
        cell = Cell(self._row, written.column, width=written.width, span=written.span)
        if not written.gone:
            cell.blocks = written.blocks
            self.floats.extend(written.floats)
        self.table.cells.append(cell)
        return cell
