"""What came nearest to a header where there was none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from indicator_lint.layout.blocks import Label, labels
from indicator_lint.layout.columns import PATH
from indicator_lint.layout.headers import OTHER, PART
from indicator_lint.model.grid import Grid
from indicator_lint.model.location import Location

LOOKED_AT: Final = 2000
"""Only so many rows of a grid are looked at: a header stands near its top."""


class Closest(NamedTuple):
    """A row that resembles a header: where it begins, its texts, its roles, and the roles of a path that it lacks."""

    grid: Grid
    row: int
    column: int
    labels: tuple[str, ...]
    roles: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def location(self) -> Location:
        """The place of its first cell."""
        return self.grid.place(self.row, self.column)


def find_closest(grids: Sequence[Grid]) -> Closest | None:
    """The row with the most labels that have a role; the first of equals, None where no row has one."""
    candidates = (_describe(grid, row) for grid in grids for row in sorted(grid.rows)[:LOOKED_AT])
    return max((one for one in candidates if one is not None), key=lambda one: len(one.roles), default=None)


def _describe(grid: Grid, row: int) -> Closest | None:
    cells = labels(grid, row)
    roles = tuple(dict.fromkeys(role for cell in cells if (role := _role(cell)) is not None))
    if not roles:
        return None
    missing = tuple(role for role in PATH if role not in roles)
    return Closest(grid, row, cells[0].column, tuple(cell.text for cell in cells), roles, missing)


def _role(cell: Label) -> str | None:
    found = cell.meaning
    return None if found is None or found.roles[0] in {OTHER, PART} else found.roles[0]
