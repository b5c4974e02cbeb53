"""Which category a table belongs to: what stands above its header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from indicator_lint.chinese.labels import squeeze
from indicator_lint.layout.columns import Columns
from indicator_lint.layout.headers import meaning
from indicator_lint.layout.marks import find, is_title, marked
from indicator_lint.layout.rows import OPENING, RECORD, Cells, kind_of, own_cells, states_class
from indicator_lint.model.grid import Grid, Position

REACH: Final = 30
"""A title stands at most so many rows above its header."""

KEYS: Final = ("key1", "key2", "key3")
"""Labels whose neighbour names the category (项目名称 | 设备购置), best first."""


class Title(NamedTuple):
    """A category's name and its cell. `document` marks a title of the whole document, the weakest name."""

    text: str
    at: Position
    document: bool = False


@dataclass(slots=True)
class Lead:
    """What was found above a header.

    `keyed` by rank of its label, `near` is the nearest line of its own, `far` the topmost one above a form; `continued` says
    that the table goes on from the one before. `top` is the first row of the form that follows another table, 0 where none does.
    """

    keyed: dict[int, Title] = field(default_factory=dict)
    near: Title | None = None
    far: Title | None = None
    continued: bool = False
    top: int = 0

    @property
    def best(self) -> Title | None:
        """The category's name; None where nothing names one."""
        named = self.keyed[min(self.keyed)] if self.keyed else None
        return named or self.near or self.far


def read_lead(grid: Grid, rows: Sequence[int], columns: Columns, above: Columns | None) -> Lead:
    """What stands above a header in `rows`, nearest first; `above` are the columns of the table before it.

    The search ends at the last indicator of that table.
    """
    lead, form = Lead(), False
    if above is not None:
        rows, lead.top = _below(grid, rows, above)
    for row in rows:
        cells = own_cells(grid, row, columns) or list(grid.cells(row))
        if not cells:
            continue
        for rank, title in keyed(row, cells):
            lead.keyed.setdefault(rank, title)
        if len(cells) == 1:
            _take_line(lead, row, cells[0], form=form)
        else:
            form = form or not all(marked("untitled", squeeze(text[:OPENING])) for _, text in cells)
    return lead


def _below(grid: Grid, rows: Sequence[int], above: Columns) -> tuple[Sequence[int], int]:
    """The rows below the last indicator of the table above, from the lowest, and the first row of the form among them.

    What looks like an indicator is part of that form where a line of it (主管部门 | X) stands between it and what evidently
    is one.
    """
    reach, top, beyond = 0, 0, True
    for at, row in enumerate(rows, start=1):
        kind = kind_of(grid, row, above)
        if kind in {RECORD, "subtotal"}:
            beyond = False
            if kind == RECORD and states_class(grid, row, above):
                break
        elif kind == "preface" or any(keyed(row, own_cells(grid, row, above))):
            beyond, top = True, row
        reach = at if beyond else reach
    return rows[:reach], top


def keyed(row: int, cells: Cells) -> Iterator[tuple[int, Title]]:
    """项目名称 | X, or 项目名称：X in one cell."""
    for at, (column, text) in enumerate(cells):
        if len(text) > OPENING * 2:
            continue
        label, _colon, rest = text.replace(":", "：").partition("：")
        for rank, key in enumerate(KEYS):
            if not marked(key, squeeze(label)):
                continue
            if rest.strip():
                yield rank, Title(rest.strip(), (row, column))
            elif at + 1 < len(cells) and _is_value(cells[at + 1][1]):
                yield rank, Title(cells[at + 1][1].strip(), (row, cells[at + 1][0]))


def _is_value(text: str) -> bool:
    return meaning(text) is None and not any(marked(key, squeeze(text[:OPENING])) for key in (*KEYS, "preface"))


def _take_line(lead: Lead, row: int, cell: tuple[int, str], *, form: bool) -> None:
    column, text = cell[0], cell[1].strip()
    key = squeeze(text[:OPENING])
    if marked("continued", key):
        lead.continued = True
        return
    if lead.near is not None or meaning(text) is not None or marked("preface", key) or not is_title(text):
        return
    title = Title(text, (row, column), document=marked("document", key))
    if form:
        lead.far = title
    else:
        lead.near = title


def without_continued(text: str) -> str:
    """政策研究类(续) without the mark; the text itself where it has none."""
    hit = find("continued_title", squeeze(text))
    if hit is None:
        return text
    marks = ("续表：", "续表:", "续表", "续：", "续:", "续")
    if hit["before"]:
        return next((text.strip().removeprefix(mark).strip() for mark in marks if text.strip().startswith(mark)), text)
    return text[: max(text.rfind("("), text.rfind("（"), text.rfind("["), text.rfind("【"))].strip()
