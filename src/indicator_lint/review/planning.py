"""How the grids of a document are laid out on sheets: each on its own, or one below the other as they are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from indicator_lint.model.cells import CellAt
from indicator_lint.model.document import Document
from indicator_lint.model.grid import Grid, Rectangle
from indicator_lint.reports.display import visible

SHEETED: Final = frozenset({"xlsx", "xls", "ods", "xml"})
"""Formats that have sheets themselves; the tables of all others follow one another in running text."""

UNNAMEABLE: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_NAME: Final = 31
NAMELESS: Final = "原表"
RESERVED: Final = "history"
"""The one name that Excel keeps for itself."""

MOST_CHARACTERS: Final = 32_000
"""A cell of a workbook holds 32,767."""
CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

GAP: Final = 1
"""Rows left free between tables that follow one another."""


@dataclass(frozen=True, slots=True)
class Block:
    """A grid and how many rows further down it stands on its sheet."""

    number: int
    grid: Grid
    shift: int


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: its name, and the blocks on it."""

    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of a sheet."""

    sheet: str
    row: int
    column: int


def pages(document: Document) -> tuple[Page, ...]:
    """The sheets for a document, the places of cells on them the same as in the document where it has sheets itself."""
    taken: list[str] = []
    if document.format in SHEETED:
        for grid in document.grids:
            taken.append(sheet_name(grid.name, taken))
        blocks = ((Block(number, grid, 0),) for number, grid in enumerate(document.grids))
        return tuple(map(Page, taken, blocks))
    return (Page(sheet_name(PurePath(document.path).stem, taken), tuple(_stacked(document.grids))),)


def _stacked(grids: Sequence[Grid]) -> Iterator[Block]:
    """Grids below each other; the only one of a text keeps the numbers of its lines."""
    bottom = -GAP
    for number, grid in enumerate(grids):
        if not grid.rows:
            continue
        first = min(grid.rows)
        shift = 0 if len(grids) == 1 and first > 0 else bottom + GAP + 1 - first
        yield Block(number, grid, shift)
        bottom = max(grid.rows) + shift


def sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """A name that Excel accepts and that no other sheet has."""
    name = UNNAMEABLE.sub(" ", wanted).strip().strip("'").strip()[:LONGEST_NAME] or NAMELESS
    folded = {each.casefold() for each in taken} | {RESERVED}
    number, unique = 1, name
    while unique.casefold() in folded:
        number += 1
        mark = f"({number})"
        unique = name[: LONGEST_NAME - len(mark)] + mark
    return unique


def spots(laid: Iterable[Page]) -> Mapping[int, tuple[str, int]]:
    """The sheet and the shift of each grid, by its number."""
    return {block.number: (page.name, block.shift) for page in laid for block in page.blocks}


def spot(at: CellAt, of: Mapping[int, tuple[str, int]]) -> Spot | None:
    """Where a cell of a document was laid; None for one of a grid that was left out."""
    found = of.get(at.grid)
    return None if found is None else Spot(found[0], at.row + found[1], at.column)


def areas(block: Block) -> Iterator[Rectangle]:
    """The merges of a block within what it holds, none of which meets another."""
    last, widest = max(block.grid.rows), max(map(len, block.grid.rows.values()))
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in block.grid.merges:
        area = Rectangle(top, left, min(bottom, last), min(right, widest))
        cells = {(row, column) for row in range(top, area.bottom + 1) for column in range(left, area.right + 1)}
        if len(cells) > 1 and not cells & covered:
            covered |= cells
            yield Rectangle(top + block.shift, left, area.bottom + block.shift, area.right)


def shown(text: str) -> str:
    """A text as a cell may hold it: control characters made visible, no longer than a cell can be."""
    return CONTROL.sub(lambda found: visible(found[0]), text)[:MOST_CHARACTERS]
