"""From a place in a file back to the cell of the grid that was read there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from indicator_lint.model.document import Document
from indicator_lint.model.grid import Grid
from indicator_lint.model.location import Location


class CellAt(NamedTuple):
    """A grid by its number in the document, and a cell of it."""

    grid: int
    row: int
    column: int


class Cells:
    """The cells of a document by container, row and column, paragraphs outside its tables as well."""

    def __init__(self, document: Document) -> None:
        """Be ready to look up places."""
        self._grids = document.grids
        self._numbers = {grid.name: number for number, grid in reversed(list(enumerate(document.grids)))}
        self._outside: dict[tuple[str, int, int], CellAt] = {}
        for number, grid in enumerate(document.grids):
            for row in _outside(grid):
                at = grid.place(row, 1)
                self._outside[at.container, at.row, at.column] = CellAt(number, row, 1)

    def find(self, location: Location) -> CellAt | None:
        """The cell at a place; None where the document has no such container."""
        outside = self._outside.get((location.container, location.row, location.column))
        if outside is not None:
            return outside
        number = self._numbers.get(location.container)
        return None if number is None else CellAt(number, location.row, location.column)

    def text(self, location: Location) -> str | None:
        """What is shown at a place; None where there is no such container."""
        at = self.find(location)
        return None if at is None else self._grids[at.grid].text(at.row, at.column)


def _outside(grid: Grid) -> Iterable[int]:
    """The rows that are paragraphs, whose places count them through the document: of the grid behind the last table, all."""
    row, column = grid.anchor(max(grid.rows, default=0), 1)
    return grid.rows if row > 0 and grid.place(row, column).row != row else (row for row in grid.rows if row < 1)
