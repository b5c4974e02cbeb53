"""A few cells drawn as a small table that fits the terminal, the found ones marked underneath."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from indicator_lint.reports.display import clip, pad, visible, width
from indicator_lint.reports.view import View

_BETWEEN: Final = " | "
_MARK: Final = "^"
_NARROWEST: Final = 4


class GridCell(NamedTuple):
    """A cell to draw: its text as shown in the file, whether it is found, and which character to keep in sight."""

    text: str
    found: bool = False
    focus: int = 0


def draw(labels: Sequence[str], rows: Sequence[Sequence[GridCell]], view: View, columns: int) -> list[str]:
    """Lines of at most `columns` terminal columns: the labels, then each row and its marks.

    A table with more columns than the terminal has room for is drawn in parts, one below the other.
    """
    headers = [visible(label) for label in labels]
    shown = [[_shown(cell, view) for cell in row] for row in rows]
    widths = _fitted(headers, shown, columns)
    if len(labels) > 1 and sum(widths) + len(_BETWEEN) * (len(widths) - 1) > columns:
        half = len(labels) // 2
        parts = (slice(None, half), slice(half, None))
        return [line for part in parts for line in draw(labels[part], [row[part] for row in rows], view, columns)]
    lines = [view.paint(_line([clip(h, w) for h, w in zip(headers, widths, strict=True)], widths), "dim")]
    for row in shown:
        lines += _drawn(row, widths, view)
    return [line.rstrip() for line in lines]


def _shown(cell: GridCell, view: View) -> GridCell:
    """The cell with harmless text; a found cell that is empty says so, to have something to mark."""
    text = visible(cell.text)
    if cell.found and not text.strip():
        text = view.say("empty")
    return GridCell(text, cell.found, len(visible(cell.text[: cell.focus])))


def _drawn(row: Sequence[GridCell], widths: Sequence[int], view: View) -> list[str]:
    """A row, and the line of its marks if anything in it is found."""
    texts = [clip(cell.text, limit, cell.focus) for cell, limit in zip(row, widths, strict=True)]
    marks = [_MARK * width(text) if cell.found else "" for cell, text in zip(row, texts, strict=True)]
    painted = [view.paint(text, "found") if cell.found else text for cell, text in zip(row, texts, strict=True)]
    fills = [" " * (limit - width(text)) for text, limit in zip(texts, widths, strict=True)]
    line = _BETWEEN.join(text + fill for text, fill in zip(painted, fills, strict=True))
    if not any(marks):
        return [line]
    below = (" " * len(_BETWEEN)).join(pad(mark, limit) for mark, limit in zip(marks, widths, strict=True))
    return [line, view.paint(below.rstrip(), "mark")]


def _line(texts: Sequence[str], widths: Sequence[int]) -> str:
    return _BETWEEN.join(pad(text, limit) for text, limit in zip(texts, widths, strict=True)).rstrip()


def _fitted(headers: Sequence[str], rows: Sequence[Sequence[GridCell]], columns: int) -> list[int]:
    """Column widths: the natural ones if they fit, else lowered to a common cap, twice as high for found cells."""
    natural = [max(width(header), *(width(row[i].text) for row in rows)) for i, header in enumerate(headers)]
    found = [any(row[i].found for row in rows) for i in range(len(headers))]
    room = columns - len(_BETWEEN) * (len(headers) - 1)
    cap = max(natural, default=0)
    while cap > _NARROWEST:
        widths = [min(size, cap * 2 if marked else cap) for size, marked in zip(natural, found, strict=True)]
        if sum(widths) <= room:
            return widths
        cap -= 1
    return [min(size, _NARROWEST) for size in natural]
