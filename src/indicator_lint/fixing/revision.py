"""A document with other texts in some cells, as it would be read once the edits are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from indicator_lint.model.cells import CellAt, Cells
from indicator_lint.model.document import Document
from indicator_lint.model.finding import Edit
from indicator_lint.model.grid import Grid


def revised(document: Document, edits: Iterable[Edit]) -> Document:
    """The document after edits of different cells; those of a container that it has not are left out.

    Every cell keeps its place, also where text before it grew longer.
    """
    cells = Cells(document)
    texts: dict[int, dict[CellAt, str]] = {}
    for edit in edits:
        found = cells.find(edit.location)
        if found is not None:
            texts.setdefault(found.grid, {})[found] = edit.new
    grids = [_revised(grid, texts[at]) if at in texts else grid for at, grid in enumerate(document.grids)]
    return replace(document, grids=tuple(grids))


def _revised(grid: Grid, texts: Mapping[CellAt, str]) -> Grid:
    rows = dict(grid.rows)
    for at, text in texts.items():
        cells = list(rows.get(at.row, ()))
        cells += [""] * (at.column - len(cells))
        cells[at.column - 1] = text
        while cells and not cells[-1]:
            cells.pop()
        rows[at.row] = cells
    kept = {row: cells for row, cells in rows.items() if cells}
    return replace(grid, rows=kept if kept.keys() <= grid.rows.keys() else dict(sorted(kept.items())))
