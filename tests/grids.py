"""Grids drawn as text: a line a row, `|` between cells, `^` for a cell merged with the one above, `<` with the one to its left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indicator_lint.layout import Layout, find_tables
from indicator_lint.model.grid import Grid, Position, Rectangle
from indicator_lint.model.location import Location
from indicator_lint.model.table import Table


def draw(text: str, name: str = "") -> Grid:
    """The grid of a drawing; empty lines are empty rows, trailing empty cells are cut."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines()]
    return grid_of(dict(enumerate(lines, start=1)), name)


def grid_of(lines: Mapping[int, Sequence[str]], name: str = "") -> Grid:
    """The grid of rows whose cells may be `^` or `<`."""
    anchors: dict[Position, Position] = {}
    for row, cells in lines.items():
        for column, text in enumerate(cells, start=1):
            if text in {"^", "<"}:
                origin = (row - 1, column) if text == "^" else (row, column - 1)
                anchors[row, column] = anchors.get(origin, origin)
    rows = {row: _trim(["" if text in {"^", "<"} else text for text in cells]) for row, cells in lines.items()}
    return Grid(name, {row: cells for row, cells in rows.items() if cells}, _place, _merges(anchors), anchors)


def read(*drawings: str | Grid) -> Layout:
    """The layout of a document made of drawings."""
    return find_tables([one if isinstance(one, Grid) else draw(one) for one in drawings])


def records(table: Table) -> list[dict[str, str]]:
    """The texts of all records by role."""
    return [{role: table.text(role, at) for role in table.columns} for at in range(len(table.rows))]


def column(table: Table, role: str) -> list[str]:
    """The texts of a role in all records."""
    return [table.text(role, at) for at in range(len(table.rows))]


def _trim(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _merges(anchors: Mapping[Position, Position]) -> tuple[Rectangle, ...]:
    corners: dict[Position, Position] = {}
    for covered, anchor in anchors.items():
        last = corners.get(anchor, anchor)
        corners[anchor] = (max(last[0], covered[0]), max(last[1], covered[1]))
    return tuple(Rectangle(*anchor, *last) for anchor, last in sorted(corners.items()))


def _place(row: int, at: int) -> Location:
    return Location("", f"r{row}c{at}", f"r{row}c{at}", row, at)
