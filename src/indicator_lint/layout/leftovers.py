"""Columns that hold something and that nobody reads: what must be told, lest a lost column pass for success."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from indicator_lint.layout.blocks import Label
from indicator_lint.layout.columns import Columns
from indicator_lint.layout.headers import GROUP, meaning
from indicator_lint.model.grid import Grid


def find_unread(grid: Grid, columns: Columns, mapped: Mapping[str, int], rows: Sequence[int]) -> tuple[int, ...]:
    """The columns with a label and no role, and those without a label where records hold texts of their own.

    绩效指标 beside the level columns, merged down or blank below, is no column: it stands over them, not over records.
    """
    taken = set(mapped.values())
    labelled = {at for at, label in columns.labels.items() if at not in taken and not _is_margin(grid, at, label, rows)}
    return tuple(sorted(labelled | set(_unlabelled(grid, columns, taken, rows))))


def _is_margin(grid: Grid, column: int, label: Label, rows: Sequence[int]) -> bool:
    """Whether a label stands beside the whole table: it groups, or reaches down into the records, and they are blank there."""
    grouping = label.meaning is not None and label.meaning.roles == GROUP
    reaching = bool(rows) and grid.anchor(rows[0], column) == (label.row, label.column)
    return (grouping or reaching) and not any(
        _own(grid, row, column) and not _groups(grid.text(row, column)) for row in rows
    )


def _unlabelled(grid: Grid, columns: Columns, taken: set[int], rows: Sequence[int]) -> Iterator[int]:
    widest = max((len(grid.rows[row]) for row in rows if row in grid.rows), default=0)
    known = taken | columns.labels.keys()
    for column in range(columns.left, min(widest, columns.right) + 1):
        if column not in known and any(_own(grid, row, column) and not _groups(grid.text(row, column)) for row in rows):
            yield column


def _groups(text: str) -> bool:
    """Whether a text beside the records is 绩效指标 again, merged down from below the header."""
    found = meaning(text)
    return found is not None and found.roles == GROUP


def _own(grid: Grid, row: int, column: int) -> bool:
    """Whether a cell holds a text itself."""
    texts = grid.rows.get(row, ())
    return len(texts) >= column and bool(texts[column - 1].strip())
