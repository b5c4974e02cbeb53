"""Documents that flow, paragraphs and tables in turn and tables inside tables: from their blocks to grids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from indicator_lint.formats.limits import Limits
from indicator_lint.formats.merging import Anchors, Areas, merged
from indicator_lint.model.grid import Grid, Position, Rectangle
from indicator_lint.model.location import Location, Span

BODY: Final = "正文"
"""The container of paragraphs."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text; `number` tells the paragraphs of the document apart, the lines of one have the same.

    `span` are the bytes of the paragraph that a fix may replace, where it is one line.
    """

    text: str
    number: int
    span: Span | None = None


@dataclass(slots=True)
class Cell:
    """A cell of a table, where it begins (1-based) and how far it reaches; `span` are the bytes that a fix may replace."""

    row: int
    column: int
    height: int = 1
    width: int = 1
    blocks: list[Block] = field(default_factory=list)
    span: Span | None = None
    _held: int | None = field(default=None, init=False, repr=False)
    """Counted once: each table around would count again, and with it all those inside."""

    @property
    def text(self) -> str:
        """Its paragraphs, a line each; those of tables inside it too, unless it opens up."""
        if len(self.blocks) == 1 and isinstance(self.blocks[0], Paragraph):
            return self.blocks[0].text.strip("\n")  # as nearly all cells are
        return "" if self.held else "\n".join(_lines(self.blocks)).strip("\n")

    @property
    def held(self) -> int:
        """How many cells of tables in their own right it holds; then it opens up: its blocks follow the table around it."""
        if self._held is None:
            tables = [block for block in self.blocks if isinstance(block, Table)]
            self._held = sum(table.own + table.held for table in tables) if tables else 0
        return self._held


@dataclass(slots=True)
class Table:
    """A table of the document; `number` counts them from 1 in the order in which they begin."""

    number: int
    cells: list[Cell] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def shows(self, cell: Cell) -> bool:
        """Whether a cell of it is shown; a table inside one that is not knows so itself."""
        return not (self.hidden or cell.row in self.hidden_rows or cell.column in self.hidden_columns)

    @property
    def filled(self) -> list[Cell]:
        """The cells with text of their own."""
        return [cell for cell in self.cells if cell.text]

    @property
    def own(self) -> int:
        """How many cells make it a table in its own right: none where its texts stand in one row or one column."""
        filled = self.filled
        rows, columns = {cell.row for cell in filled}, {cell.column for cell in filled}
        return len(filled) if len(rows) > 1 and len(columns) > 1 else 0

    @property
    def held(self) -> int:
        """How many cells belong to tables in their own right inside it."""
        return sum(cell.held for cell in self.cells)

    @property
    def only_arranges(self) -> bool:
        """Whether it is a frame around text, or lays out a page: what it holds stands in one column or in other tables."""
        filled = self.filled
        return len({cell.column for cell in filled}) < 2 or self.held > len(filled)  # noqa: PLR2004 - one column is none


Block: TypeAlias = Paragraph | Table


def grids_of(blocks: Sequence[Block], limits: Limits) -> tuple[Grid, ...]:
    """A grid for each table, named 表N, the paragraphs before it in its rows below 1; then one of what follows the last.

    A table that only lays out a page is no grid: its cells flow like the rest of the document. So does a cell that holds a
    table in its own right, behind the table around it. A paragraph's place is its number among those outside the tables that
    show a text, as people count them. Raises UnreadableError (FIL004) beyond the limits of cells, columns
    and merges.
    """
    grids: list[Grid] = []
    above: list[Paragraph] = []
    numbers: dict[int, int] = {}
    for block in _flowing(blocks):
        if isinstance(block, Paragraph):
            above.append(replace(block, number=numbers.setdefault(block.number, len(numbers) + 1)))
        else:
            grids.append(_grid(block, above, limits))
            above = []
    if above or not grids:
        lines = dict(enumerate(above, start=1))
        rows = {row: [line.text] for row, line in lines.items()}
        grids.append(Grid(BODY, rows, Places(BODY, {}, {}, {}, lines)))
    return tuple(grids)


def _flowing(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks in the order of reading, paragraphs without text left out, arranging tables opened up."""
    for block in blocks:
        if isinstance(block, Table) and block.only_arranges:
            for cell in block.cells:
                inner = _flowing(cell.blocks)
                yield from inner if block.shows(cell) else (each for each in inner if isinstance(each, Table))
        elif isinstance(block, Table):
            yield block
            for cell in block.cells:
                if cell.held:
                    yield from _flowing(cell.blocks)
        elif block.text.strip():
            yield block


def _grid(table: Table, above: Sequence[Paragraph], limits: Limits) -> Grid:
    rows: dict[int, list[str]] = {}
    limits.check("cells", len(table.cells))
    slots = 0
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        text = cell.text
        if text:
            limits.check("columns", cell.column)
            limits.check("cell_characters", len(text))
            texts = rows.setdefault(cell.row, [])
            slots += max(0, cell.column - len(texts))
            limits.check("slots", slots)
            texts.extend([""] * (cell.column - len(texts)))
            texts[cell.column - 1] = text
    merges = tuple(_area(cell) for cell in table.cells if cell.height > 1 or cell.width > 1)
    limits.check("merges", len(merges))
    areas, anchors = merged(merges, rows, limits)
    spans = {(cell.row, cell.column): cell.span for cell in table.cells if cell.span is not None}
    name = f"表{table.number}"
    lines = {at - len(above): line for at, line in enumerate(above)}
    places = Places(name, areas, anchors, spans, lines)
    width = max(cell.column + cell.width - 1 for cell in table.cells)
    return Grid(
        name,
        {row: [line.text] for row, line in lines.items()} | rows,
        places,
        merges,
        anchors,
        hidden=table.hidden,
        hidden_rows=table.hidden_rows & rows.keys(),
        hidden_columns=table.hidden_columns,
        width=width,
    )


def _area(cell: Cell) -> Rectangle:
    return Rectangle(cell.row, cell.column, cell.row + cell.height - 1, cell.column + cell.width - 1)


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif not block.hidden:
            yield from (cell.text for cell in block.cells)


@dataclass(frozen=True)
class Places:
    """The places of a table's cells; `paragraphs` maps the rows that are paragraphs to these."""

    container: str
    areas: Areas
    anchors: Anchors
    spans: Mapping[Position, Span]
    paragraphs: Mapping[int, Paragraph]

    def __call__(self, row: int, column: int) -> Location:
        """`r3c2` for a cell (of its anchor for a covered one), `p12` for a paragraph."""
        if row in self.paragraphs:
            line = self.paragraphs[row]
            ref = f"p{line.number}"
            return Location(BODY, ref, ref, line.number, 1, span=line.span)
        row, column = self.anchors.get((row, column), (row, column))
        area = self.areas.get((row, column))
        ref = f"r{row}c{column}"
        extent = f"{ref}:r{area.bottom}c{area.right}" if area else ref
        return Location(self.container, ref, extent, row, column, span=self.spans.get((row, column)))
