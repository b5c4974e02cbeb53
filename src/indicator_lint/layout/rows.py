"""What each row under a header is: an indicator, a note, a total, a signature, a title, …."""

from __future__ import annotations

from typing import Final

from indicator_lint.chinese.labels import squeeze
from indicator_lint.layout.columns import Columns
from indicator_lint.layout.marks import is_level, is_title, marked
from indicator_lint.model.grid import Grid
from indicator_lint.vocabulary.operators import UNKNOWN, find_sign

Cells = list[tuple[int, str]]
"""The columns and texts of a row's cells that hold something."""

CORE: Final = ("level1", "level2", "name", "operator", "unit", "description", "target", "weight", "actual", "score")
"""A row with something in one of these is an indicator, or wants to be one."""

OPENING: Final = 60
"""So much of a text is looked at for marks."""

NUMBERED: Final = 3
"""A row of so many column numbers belongs to the header."""

REPEATED: Final = 3
"""A text of at least so many letters in at least so many neighbouring cells, and nothing else, is one of the row."""

ALONE: Final = "alone"
RECORD: Final = "record"
BLANK: Final = "blank"
PROSE: Final = "prose"
"""Kinds of rows beside the reasons for skipping one."""


def own_cells(grid: Grid, row: int, columns: Columns) -> Cells:
    """The cells of a row within a table's columns."""
    cells = [(at, text) for at, text in grid.cells(row) if columns.left <= at <= columns.right and not text.isspace()]
    return cells[:1] if says_one_thing(cells) else cells


def says_one_thing(cells: Cells) -> bool:
    """Whether neighbouring cells all say the same words: a cell merged over a row, as text exports write it."""
    if len(cells) < REPEATED or cells[0][1].strip() != cells[-1][1].strip():
        return False
    text = cells[0][1].strip()
    if cells[-1][0] - cells[0][0] >= len(cells) or len(text) < REPEATED or not any(map(str.isalpha, text)):
        return False
    return all(other.strip() == text for _, other in cells)


def kind_of(grid: Grid, row: int, columns: Columns) -> str:
    """What a row is by itself: `record`, `alone` (one cell left of the names), `blank`, `prose`, or why it is skipped."""
    cells = own_cells(grid, row, columns)
    if not cells:
        return BLANK
    marks = _marks(cells, columns)
    if marks:
        return marks
    if len(cells) == 1 and cells[0][0] <= columns.edge:
        name_only = cells[0][0] == columns.roles.get("name") and not {"level1", "level2"} & columns.roles.keys()
        return RECORD if name_only and is_title(cells[0][1]) else ALONE
    if _is_continued(grid, row, columns):
        return "continued"
    core = {columns.roles[role] for role in CORE if role in columns.roles}
    return RECORD if any(at in core for at, _ in cells) else _without_core(cells, columns)


def _without_core(cells: Cells, columns: Columns) -> str:
    numbers = {columns.roles.get("sequence"), columns.roles.get("code")}
    return BLANK if all(at in numbers for at, _ in cells) else PROSE


def _marks(cells: Cells, columns: Columns) -> str:
    """Why a row is skipped by the marks it bears; empty where it bears none."""
    column, text = cells[0]
    key = squeeze(text[:OPENING])
    few = len(cells) <= 2  # noqa: PLR2004 - a note has one cell, or a label and its text
    last, opens = columns.roles.get("name", columns.edge), column <= columns.edge
    tests = {
        "note": few and marked("note", key),
        "subtotal": any(at <= last and len(one) < OPENING and marked("subtotal", squeeze(one)) for at, one in cells),
        "signature": marked("signature", key) or (few and all(_is_form(one) for _, one in cells)),
        "page": few and opens and marked("page", key),
        "continued": few and (marked("continued", key) or (len(cells) == 1 and marked("continued_title", key))),
        "preface": opens and marked("preface", key) and not has_sign(cells, columns),
        "header": len(cells) >= NUMBERED and all(marked("numbering", squeeze(one[:OPENING])) for _, one in cells),
    }
    return next((reason for reason, holds in tests.items() if holds), "")


def _is_form(text: str) -> bool:
    key = squeeze(text[:OPENING])
    return marked("untitled", key) or marked("signature", key)


def has_sign(cells: Cells, columns: Columns) -> bool:
    """Whether a row has a known sign in the operator's column."""
    at = columns.roles.get("operator")
    return any(column == at and find_sign(text) != UNKNOWN for column, text in cells)


def states_class(grid: Grid, row: int, columns: Columns) -> bool:
    """Whether a row states a class where the columns do, or has a sign: evidently an indicator."""
    levels = (grid.text(row, columns.roles[role]) for role in ("level1", "level2") if role in columns.roles)
    return any(map(is_level, levels)) or has_sign(own_cells(grid, row, columns), columns)


def _is_continued(grid: Grid, row: int, columns: Columns) -> bool:
    """Whether the name above reaches down into this row."""
    name = columns.roles.get("name")
    if name is None or (row, name) not in grid.anchors:
        return False
    above = grid.anchor(row, name)[0]
    return above < row and bool(grid.text(row, name).strip()) and above != _header_row(columns)


def _header_row(columns: Columns) -> int:
    return max((label.row for label in columns.labels.values()), default=0)
