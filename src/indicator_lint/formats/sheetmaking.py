"""A sheet in the making, row by row: for formats that describe rows in turn and say how often they stand there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

from indicator_lint.formats.limits import Limits
from indicator_lint.formats.merging import SheetPlaces, merged
from indicator_lint.model.grid import Grid, Position, Rectangle


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be said of a cell: where it stands, `times` beside each other, and how far it covers others.

    `oddity` is why it is no plain text, as in `Grid.exceptional`.
    """

    column: int
    text: str
    times: int = 1
    oddity: str = ""
    note: str = ""
    down: int = 1
    across: int = 1

    @property
    def merges(self) -> bool:
        """Whether it covers others."""
        return self.down > 1 or self.across > 1

    @property
    def holds(self) -> bool:
        """Whether there is anything to be said."""
        return bool(self.text or self.oddity or self.note) or self.merges


@dataclass(slots=True)
class Sheet:
    """`bottom` and `right` are the last row and column described; hidden parts are ranges."""

    name: str
    hidden: bool = False
    rows: dict[int, list[str]] = field(default_factory=dict)
    merges: list[Rectangle] = field(default_factory=list)
    notes: dict[Position, str] = field(default_factory=dict)
    exceptional: dict[Position, str] = field(default_factory=dict)
    hidden_rows: list[range] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    bottom: int = 0
    right: int = 0
    cells: int = 0
    slots: int = 0

    def add(self, entries: Sequence[Entry], times: int, limits: Limits) -> None:
        """Put a row below the last, `times` over; of repetitions without content nothing is kept.

        Raises UnreadableError (FIL004) beyond the limits of a sheet.
        """
        rows = range(self.bottom + 1, self.bottom + times + 1)
        self.bottom += times
        if not entries:
            return
        self.cells += times * sum(entry.times for entry in entries)
        limits.check("cells", self.cells)
        limits.check("rows", self.bottom)
        limits.check("columns", max(entry.column + entry.times - 1 for entry in entries))
        texts = _laid(entries, limits)
        self.slots += times * len(texts)
        limits.check("slots", self.slots)
        if texts:
            self.rows.update((row, texts.copy()) for row in rows)
        for entry in entries:
            if entry.oddity or entry.note or entry.merges:
                self._mark(entry, rows, limits)

    def _mark(self, entry: Entry, rows: range, limits: Limits) -> None:
        """What is to be said of a cell beside its text, wherever it is repeated."""
        for row, column in product(rows, range(entry.column, entry.column + entry.times)):
            if entry.oddity:
                self.exceptional[row, column] = entry.oddity
            if entry.note:
                self.notes[row, column] = entry.note
            if entry.merges:
                self.merges.append(Rectangle(row, column, row + entry.down - 1, column + entry.across - 1))
                limits.check("merges", len(self.merges))

    def hide_columns(self, times: int, *, hidden: bool) -> None:
        """Describe the next columns."""
        if hidden:
            self.hidden_columns.append(range(self.right + 1, self.right + times + 1))
        self.right += times

    def grid(self, limits: Limits) -> Grid:
        """The sheet as it is handed on."""
        areas, anchors = merged(self.merges, self.rows, limits)
        bottom, right = max(self.rows, default=0), max(map(len, self.rows.values()), default=0)
        return Grid(
            name=self.name,
            rows=self.rows,
            place=SheetPlaces(self.name, areas, anchors),
            merges=tuple(self.merges),
            anchors=anchors,
            notes=self.notes,
            exceptional=self.exceptional,
            hidden=self.hidden,
            hidden_rows=_within(self.hidden_rows, bottom) & self.rows.keys(),
            hidden_columns=_within(self.hidden_columns, right),
        )


def _laid(entries: Sequence[Entry], limits: Limits) -> list[str]:
    """The texts of a row from column 1 on."""
    texts: list[str] = []
    for entry in entries:
        if entry.text:
            limits.check("cell_characters", len(entry.text))
            texts += [""] * (entry.column - 1 - len(texts))
            texts += [entry.text] * entry.times
    return texts


def _within(ranges: Sequence[range], last: int) -> frozenset[int]:
    """The numbers of ranges, none beyond the last that matters."""
    return frozenset(at for each in ranges for at in range(each.start, min(each.stop, last + 1)))
