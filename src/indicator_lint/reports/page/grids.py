"""Tables of the page: the cells as they stand in the file, the found ones with their findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from indicator_lint.model.grid import Position
from indicator_lint.model.table import Table
from indicator_lint.reports.display import clip, visible
from indicator_lint.reports.page.cards import Card
from indicator_lint.reports.places import column_name, row_name, table_columns

LARGE: Final = 1_500
"""Indicators; of a report with more of them only rows with findings are shown, and their neighbours."""

_NEIGHBOURS: Final = 1
_AGAIN: Final = 40
"""Terminal columns that a text told again may fill."""

_RANKS: Final = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Square:
    """A cell: its text, how many columns it spans, its cards; `joined` where it goes on from the row above.

    The text of a joined one is told again where the rows above it are put away.
    """

    text: str
    span: int = 1
    cards: tuple[Card, ...] = ()
    joined: bool = False

    @property
    def severity(self) -> str:
        """The worst of its cards; empty without any."""
        return min((card.severity for card in self.cards), key=_RANKS.index, default="")


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its name in the file, its squares, the cards told below it; `gap` counts rows left out before it."""

    name: str
    squares: tuple[Square, ...]
    cards: tuple[Card, ...] = ()
    gap: int = 0
    skipped: bool = False


@dataclass(slots=True)
class Found:
    """The cards of a table: by the cell they stand at, by the row they are told below, and those about all of it."""

    cells: dict[Position, list[Card]] = field(default_factory=dict)
    rows: dict[int, list[Card]] = field(default_factory=dict)
    whole: list[Card] = field(default_factory=list)


def headings(table: Table) -> list[tuple[str, str]]:
    """The letter or number of each column, and its label without the spaces inside."""
    labels = table.labels
    return [
        (str(column_name(table, each)), visible("".join(labels.get(each, "").split()))) for each in table_columns(table)
    ]


def lines(table: Table, found: Found, *, brief: bool) -> Iterator[Line]:
    """The rows to show, from the top; with `brief` those with findings and their neighbours."""
    rows = _rows(table)
    kept = _kept(rows, found) if brief else list(range(len(rows)))
    skipped = {one.row for one in table.skipped}
    columns = table_columns(table)
    shown: set[Position] = set()
    last = -1
    for index in kept:
        row = rows[index]
        if index != last + 1:
            shown = set()  # what is merged over a gap is told again below it
        squares = tuple(_squares(table, row, columns, found.cells, shown))
        yield Line(str(row_name(table, row)), squares, tuple(found.rows.get(row, ())), index - last - 1, row in skipped)
        last = index


def left_out(table: Table, found: Found) -> int:
    """How many rows a brief table ends without."""
    rows = _rows(table)
    kept = _kept(rows, found)
    return len(rows) - 1 - kept[-1] if kept else len(rows)


def _rows(table: Table) -> list[int]:
    """The indicators, and what stands between them."""
    if not table.rows:
        return []
    first, last = min(table.rows), max(table.rows)
    return sorted({*table.rows, *(one.row for one in table.skipped if first < one.row < last)})


def _kept(rows: Sequence[int], found: Found) -> list[int]:
    near = (index for index, row in enumerate(rows) if row in found.rows)
    wanted = {index + step for index in near for step in range(-_NEIGHBOURS, _NEIGHBOURS + 1)}
    return sorted(index for index in wanted if 0 <= index < len(rows))


def _squares(
    table: Table, row: int, columns: Sequence[int], cells: Mapping[Position, Sequence[Card]], shown: set[Position]
) -> Iterator[Square]:
    """The cells of a row. A merged one tells its text once; where it goes on below, its beginning is held ready."""
    anchors = [table.grid.anchor(row, column) for column in columns]
    starts = [0, *(i for i, (a, b) in enumerate(pairwise(anchors), start=1) if a != b), len(columns)]
    for start, end in pairwise(starts):
        at = anchors[start]
        text = table.grid.text(row, columns[start])
        joined = at in shown
        told = clip(visible(text), _AGAIN) if joined else "\n".join(map(visible, text.splitlines()))
        yield Square(told, end - start, tuple(cells.get(at, ())), joined)
        shown.add(at)
