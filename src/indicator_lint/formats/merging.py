"""Merged cells and the places of a sheet's cells: shared by every format that has sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import TypeAlias

from indicator_lint.formats.limits import Limits
from indicator_lint.formats.references import cell_name
from indicator_lint.model.grid import Position, Rectangle
from indicator_lint.model.location import Location, Span

Areas: TypeAlias = Mapping[Position, Rectangle]
"""The area of each cell that others are merged into."""

Anchors: TypeAlias = Mapping[Position, Position]
"""The cell that a covered one belongs to."""


def merged(merges: Iterable[Rectangle], rows: dict[int, list[str]], limits: Limits) -> tuple[Areas, Anchors]:
    """The areas and anchors of a grid's merges within its used range; texts that stand unseen under a merge are removed.

    Raises UnreadableError (FIL004) where merges cover more cells than the limit.
    """
    last, widest = max(rows, default=0), max(map(len, rows.values()), default=0)
    areas: dict[Position, Rectangle] = {}
    anchors: dict[Position, Position] = {}
    covered = 0
    for merge in merges:
        top, left, bottom, right = merge
        down, across = range(top, min(bottom, last) + 1), range(left, min(right, widest) + 1)
        covered += len(down) * len(across)
        if covered > limits.merged_area:
            limits.refuse("merged_area")
        areas.setdefault((top, left), merge)
        for cell in islice(product(down, across), 1, None):
            anchors.setdefault(cell, (top, left))
    _empty_covered(rows, anchors)
    return areas, anchors


def _empty_covered(rows: dict[int, list[str]], anchors: Anchors) -> None:
    unseen = [
        (row, column) for row, column in anchors if column <= len(cells := rows.get(row, ())) and cells[column - 1]
    ]
    for row, column in unseen:
        rows[row][column - 1] = ""
    for row in {row for row, _ in unseen}:
        cells = rows[row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            del rows[row]


def nowhere(row: int, column: int) -> None:
    """The bytes of a cell that may not be edited."""
    del row, column


@dataclass(frozen=True)
class SheetPlaces:
    """The places of a sheet's cells. `span` tells the bytes of a cell that may be edited; by default none may."""

    container: str
    areas: Areas
    anchors: Anchors
    span: Callable[[int, int], Span | None] = nowhere

    def __call__(self, row: int, column: int) -> Location:
        """The place of a cell; of its anchor for a covered one."""
        row, column = self.anchors.get((row, column), (row, column))
        ref = cell_name(row, column)
        area = self.areas.get((row, column))
        extent = f"{ref}:{cell_name(area.bottom, area.right)}" if area else ref
        return Location(self.container, ref, extent, row, column, span=self.span(row, column))
