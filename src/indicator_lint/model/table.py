"""An indicator table as understood: roles, records and where each of their texts stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from indicator_lint.model.grid import Grid, Position, Rectangle
from indicator_lint.model.location import Location

ROLES: Final = (
    "category", "level1", "level2", "name", "operator", "unit", "description",
    "target", "actual", "weight", "score", "remark", "code", "sequence",
)  # fmt: skip
"""What a column can mean, in the order of the normal form."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row between or below the records that is no indicator, and why (`note`, `subtotal`, `header`, …)."""

    row: int
    column: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """What makes a reading less certain: its kind and the column, 0 for all of them.

    `misspelt`: the label is not quite a known one; `ambiguous`: it may mean several things; `rivalled`: another column claims
    the same role; `refuted`: nothing in the column looks like it; `content`: what the column holds told its role; `unknown`:
    nothing told, the column is not read; `unlabelled`: nor has it a label; `lonely`: of level 1, level 2 and name there is one
    only; `joined`: the last records stand in another grid than their header.
    """

    kind: str
    column: int = 0


@dataclass(frozen=True, slots=True)
class Prose:
    """A line of the document outside its tables: titles, the notice's text, notes, signatures."""

    text: str
    grid: Grid
    row: int
    column: int

    @property
    def location(self) -> Location:
        """Where the line begins."""
        return self.grid.place(self.row, self.column)


@dataclass(slots=True)
class Table:
    """One category of indicators in one grid.

    `rows[i]` is the grid row of record i; `numbers[i]` is its 1-based number within its category. `columns` maps a role to its
    grid column, `labels` a grid column to the header's text above it (all columns of the table, mapped or not), `label_rows`
    to the row where that text stands, `label_columns` to the column where it is another one. `sources[role][i]` is the row
    where a level's text really stands when it was filled in from a merge or from a row above; roles not in `sources` stand
    in `rows[i]`. `unread` are the columns that hold something and have no role: labelled ones, and such without a label.
    `doubts` say what took from the confidence.
    """

    grid: Grid
    category: str | None
    category_at: Position | None
    header: Rectangle | None
    columns: Mapping[str, int]
    labels: Mapping[int, str]
    label_rows: Mapping[int, int]
    rows: Sequence[int]
    numbers: Sequence[int]
    sources: Mapping[str, Sequence[int]] = field(default_factory=dict)
    skipped: Sequence[Skipped] = ()
    confidence: float = 1.0
    label_columns: Mapping[int, int] = field(default_factory=dict)
    unread: Sequence[int] = ()
    doubts: Sequence[Doubt] = ()

    @property
    def hidden_rows(self) -> list[int]:
        """The grid rows of records that are hidden."""
        hidden = self.grid.hidden_rows
        return [row for row in self.rows if row in hidden] if hidden else []

    @property
    def hidden_columns(self) -> list[int]:
        """The columns that have a role, hold something in a record and are hidden."""
        hidden = sorted({column for column in self.columns.values() if column in self.grid.hidden_columns})
        return [column for column in hidden if any(self.grid.text(row, column).strip() for row in self.rows)]

    def text(self, role: str, index: int) -> str:
        """The text of a role in record `index`, as shown; empty when there is none. Raises KeyError for an absent role."""
        return self.grid.text(self.source(role, index), self.columns[role])

    def source(self, role: str, index: int) -> int:
        """The grid row where the text of a role of record `index` stands."""
        rows = self.sources.get(role)
        return self.rows[index] if rows is None else rows[index]

    def location(self, role: str, index: int) -> Location:
        """The place of a role in record `index`; of its name, or its first cell, for a role without a column."""
        if role == "category" and "category" not in self.columns:
            return self.title_location()
        if role in self.columns:
            return self.grid.place(*self.grid.anchor(self.source(role, index), self.columns[role]))
        return self.grid.place(self.rows[index], self.columns.get("name", 1))

    def title_location(self) -> Location:
        """The place of the category's title; else of the header, else of the first record."""
        if self.category_at is not None:
            return self.grid.place(*self.category_at)
        if self.header is not None:
            return self.grid.place(self.header.top, self.header.left)
        return self.grid.place(self.rows[0] if self.rows else 1, 1)

    @property
    def container(self) -> str:
        """The sheet or the document's table where it begins; its title may stand in a paragraph before that."""
        if self.header is not None:
            return self.grid.place(self.header.bottom, self.header.left).container
        return self.grid.place(self.rows[0], 1).container if self.rows else self.title_location().container

    def label_location(self, column: int) -> Location:
        """The place of the header's text above a column. Raises KeyError for a column without one."""
        return self.grid.place(self.label_rows[column], self.label_columns.get(column, column))
