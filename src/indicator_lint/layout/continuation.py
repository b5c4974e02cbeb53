"""A table that goes on in the next grid without its header: a page of a document, a sheet named 续表."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from indicator_lint.chinese.labels import squeeze
from indicator_lint.layout.columns import Columns
from indicator_lint.layout.content import CONTENT, Sample, attests, mostly
from indicator_lint.layout.marks import marked
from indicator_lint.layout.rows import ALONE, BLANK, PROSE, RECORD, kind_of
from indicator_lint.model.grid import Grid, Position, Rectangle
from indicator_lint.model.location import Location

LOOKED_AT: Final = 30
"""So many rows show whether a grid goes on with the table before."""

SHARE: Final = 0.8
"""Of these rows, notes and sums left out, at least this share must be indicators with a name."""

BETWEEN: Final = frozenset({BLANK, "continued", "page", "header"})
"""What may stand above the first indicator of a continuation."""


def goes_on(following: Grid, columns: Columns) -> bool:
    """Whether a grid without a header holds the further indicators of a table with these columns.

    It must bear no name of its own, be no wider, begin with an indicator, and name one in nearly every row that is no note;
    what its columns hold must be what the roles ask: classes, signs, units, and at least one of these must be there.
    """
    if not any(marked(mark, squeeze(following.name)) for mark in ("sheet", "continued", "continued_title")):
        return False
    kinds = {row: kind_of(following, row, columns) for row in sorted(following.rows)[:LOOKED_AT]}
    opening = next((kind for kind in kinds.values() if kind not in BETWEEN), BLANK)
    lines = [following.rows[row] for row, kind in kinds.items() if kind == RECORD]
    name, last = columns.roles.get("name", 0), max(columns.labels, default=0)
    if not name or opening != RECORD or max(map(len, lines)) > last:
        return False
    named = sum(len(line) >= name and bool(line[name - 1]) for line in lines)
    told = sum(kind in {RECORD, ALONE, PROSE, "preface"} for kind in kinds.values())
    return named >= SHARE * told and _alike(columns.roles, Sample(lines))


def _alike(roles: Mapping[str, int], sample: Sample) -> bool:
    asked = [(role, sample.texts(roles[role])) for role in CONTENT if role in roles]
    return all(attests(role, texts) for role, texts in asked if role != "description") and any(
        mostly(texts, CONTENT[role]) for role, texts in asked if role != "description"
    )


def join(first: Grid, second: Grid) -> Grid:
    """One grid of two, the rows of the second below those of the first; every cell keeps its place."""
    shift = max(first.rows, default=0) + 1 - min(second.rows, default=1)
    edge = max(first.rows, default=0)

    def place(row: int, column: int) -> Location:
        return first.place(row, column) if row <= edge else second.place(row - shift, column)

    return Grid(
        first.name,
        {**first.rows, **{row + shift: texts for row, texts in second.rows.items()}},
        place,
        (*first.merges, *(_lowered(area, shift) for area in second.merges)),
        {**first.anchors, **{_down(cell, shift): _down(anchor, shift) for cell, anchor in second.anchors.items()}},
        _below(first.notes, second.notes, shift),
        _below(first.exceptional, second.exceptional, shift),
        first.hidden,
        first.hidden_rows | {row + shift for row in second.hidden_rows},
        first.hidden_columns,
    )


def _below(first: Mapping[Position, str], second: Mapping[Position, str], shift: int) -> Mapping[Position, str]:
    return {**first, **{_down(cell, shift): text for cell, text in second.items()}}


def _down(cell: Position, shift: int) -> Position:
    return cell[0] + shift, cell[1]


def _lowered(area: Rectangle, shift: int) -> Rectangle:
    return Rectangle(area.top + shift, area.left, area.bottom + shift, area.right)
