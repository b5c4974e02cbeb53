"""The table model of the HTML standard: which places the cells of a table take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from indicator_lint.formats.flow import Cell
from indicator_lint.formats.limits import Limits
from indicator_lint.patterns import pattern

WIDEST: Final = 1_000
TALLEST: Final = 65_534
"""The standard's own bounds of colspan and rowspan: what is more counts as this."""

NUMBER: Final = pattern(r"[ \t\n\f\r]*\+?0*([0-9]+)")
LONGEST: Final = 6


@dataclass(slots=True)
class Box(Cell):
    """A cell before it has a place: `height` 0 reaches down to the end of its row group.

    `reach` is how many columns it takes; that is more than its width where its text only runs over into empty cells.
    `gone` says that it is not shown.
    """

    reach: int = 1
    gone: bool = False


@dataclass(slots=True)
class Row:
    """A row of a group; `gone` says that it is not shown."""

    boxes: list[Box] = field(default_factory=list)
    gone: bool = False


@dataclass(slots=True)
class Group:
    """Rows that no cell leaves downwards; a foot stands below all others, wherever it was written."""

    rows: list[Row] = field(default_factory=list)
    foot: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A table laid out: its cells with their places, and the rows and columns that are not shown."""

    boxes: tuple[Box, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    dropped: int = 0
    """Cells left out because they are not shown, beside others of their column that are."""


def span(value: str, most: int, *, least: int = 1) -> int:
    """The number that a span attribute means: digits count up to the first other character, nonsense is 1."""
    match = NUMBER.match(value)
    number = 1 if match is None else min(int(match[1][: LONGEST + 1]), most)
    return number if number >= least else 1


def lay_out(groups: Sequence[Group], hidden_columns: frozenset[int], limits: Limits) -> Plan:
    """Give every cell its place.

    A cell that is not shown takes no place on the screen. Where all cells of a column are like that they are a hidden
    column; elsewhere they are left out, so that their neighbours stand where the reader of the page sees them. Raises
    UnreadableError (FIL004) beyond the limits of columns and places.
    """
    ordered = _as_meant(
        [*(group for group in groups if not group.foot), *(group for group in groups if group.foot)], limits
    )
    boxes = _placed(ordered, limits)
    rows = frozenset(_hidden_rows(ordered))
    seen = [box for box in boxes if box.row not in rows]
    gone = {column for box in seen if box.gone for column in range(box.column, box.column + box.reach)}
    shown = {box.column for box in seen if not box.gone}
    if not gone & shown:
        _clip(ordered)
        return Plan(tuple(boxes), rows, hidden_columns | gone)
    for number, row in enumerate((row for group in ordered for row in group.rows), start=1):
        if number not in rows:
            row.boxes = [box for box in row.boxes if not box.gone]
    left = _placed(ordered, limits)
    _clip(ordered)
    return Plan(tuple(left), rows, hidden_columns, len(boxes) - len(left))


def _hidden_rows(groups: Sequence[Group]) -> set[int]:
    rows = ((row, group) for group in groups for row in group.rows)
    return {number for number, (row, group) in enumerate(rows, start=1) if row.gone or group.gone}


def _clip(groups: Sequence[Group]) -> None:
    """Let a cell alone in its row reach no further than the others do: pages ask for 100 columns to mean all of them."""
    rows = [row.boxes for group in groups for row in group.rows]
    right = max((box.column + box.reach - 1 for row in rows if len(row) > 1 for box in row), default=0)
    for box in (row[0] for row in rows if len(row) == 1):
        if right >= box.column:
            box.reach = min(box.reach, right - box.column + 1)
            box.width = min(box.width, box.reach)


def _as_meant(groups: Sequence[Group], limits: Limits) -> list[Group]:
    """The groups, the first two as one where only then their rows are equally wide: a cell was meant to reach down further.

    Programs that put a head around the first rows of a form do not ask which cells leave it.
    """
    if len(groups) < 2 or not _fits(groups[0], groups[1], limits):  # noqa: PLR2004 - a head and a body
        return list(groups)
    return [Group([*groups[0].rows, *groups[1].rows]), *groups[2:]]


def _crosses(group: Group) -> bool:
    """Whether a cell asks for more rows than its group has below."""
    return any(box.height > len(group.rows) - at for at, row in enumerate(group.rows) for box in row.boxes)


def _fits(upper: Group, lower: Group, limits: Limits) -> bool:
    """Whether all rows end at one column when cells may reach down from one group to the other, and else do not."""
    if upper.gone or lower.gone or lower.foot or not _crosses(upper):
        return False
    apart = {*_widths(upper.rows, limits), *_widths(lower.rows, limits)}
    return len(apart) > 1 == len(set(_widths([*upper.rows, *lower.rows], limits)))


def _widths(rows: Sequence[Row], limits: Limits) -> list[int]:
    """Where each row of a group ends, cells from above counted; their places are left as they are."""
    copies = [[replace(box) for box in row.boxes] for row in rows]
    taken: list[int] = []
    widths: list[int] = []
    slots = 0
    for number, boxes in enumerate(copies, start=1):
        slots += _place_row(boxes, number, len(rows), taken, limits)
        limits.check("slots", slots)
        widths.append(max((at for at, last in enumerate(taken, start=1) if last >= number), default=0))
    return widths


def _placed(groups: Sequence[Group], limits: Limits) -> list[Box]:
    """The algorithm for processing row groups; `slots` bounds the places that it looks at."""
    boxes: list[Box] = []
    number = slots = 0
    for group in groups:
        bottom = number + len(group.rows)
        taken: list[int] = []  # by column, the last row that a cell from above reaches
        for row in group.rows:
            number += 1
            slots += _place_row(row.boxes, number, bottom, taken, limits)
            limits.check("slots", slots)
            boxes += row.boxes
    return boxes


def _place_row(boxes: Sequence[Box], number: int, bottom: int, taken: list[int], limits: Limits) -> int:
    """Place the cells of a row where no cell from above stands; the columns looked at."""
    column = 0
    for box in boxes:
        while column < len(taken) and taken[column] >= number:
            column += 1
        last = bottom if box.height == 0 else min(number + box.height - 1, bottom)
        box.row, box.column, box.height = number, column + 1, last - number + 1
        end = column + box.reach
        limits.check("columns", end)
        taken.extend([0] * (end - len(taken)))
        for at in range(column, end):
            taken[at] = max(taken[at], last)
        column = end
    return column
