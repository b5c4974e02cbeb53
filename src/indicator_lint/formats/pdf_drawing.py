"""What stands on a page of a PDF: its characters, its ruling lines and its pictures, turned upright."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTPage

from indicator_lint.formats.lattice import Box, Wall
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.typeset import Glyph, plain, turned, usual_turn

THIN: Final = 3.0
"""A filled bar no thicker than this, in points, is a line."""

STRAIGHT: Final = 1.0
"""A line may lean so many points."""

SHORTEST: Final = 3.0
"""A shorter line bounds no cell."""

WHITE: Final = (1, (1,), [1], (1, 1, 1), [1, 1, 1], (0, 0, 0, 0), [0, 0, 0, 0])
"""Colours that cannot be seen on paper, in grey, RGB and CMYK."""


@dataclass(slots=True)
class Drawing:
    """A page's content, upright. `across` and `down` are its lines along the axes, `pictures` the boxes of its images."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Wall] = field(default_factory=list)
    down: list[Wall] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    strokes: int = 0


def drawing_of(page: LTPage, limits: Limits) -> Drawing:
    """What stands on a page, turned so that most of its text is upright.

    Raises UnreadableError (FIL004) for more characters or strokes than a page may have.
    """
    drawing = Drawing(float(page.width), float(page.height))
    boxes: list[Box] = []
    for item in _items(page):
        if isinstance(item, LTChar):
            _add_glyph(drawing, item)
            limits.check("pdf_characters", len(drawing.glyphs))
        elif isinstance(item, LTImage):
            drawing.pictures.append(_box(item.bbox, drawing))
        elif isinstance(item, LTCurve):
            drawing.strokes += 1
            boxes.extend(_strokes(item, drawing))
            limits.check("pdf_strokes", len(boxes))
    return _upright(drawing, boxes)


def _items(container: LTContainer[Any]) -> Iterator[Any]:
    """The objects of a page, those inside of forms in their place."""
    waiting = [iter(container)]
    while waiting:
        item = next(waiting[-1], None)
        if item is None:
            waiting.pop()
        elif isinstance(item, LTContainer) and not isinstance(item, LTChar):
            waiting.append(iter(item))
        else:
            yield item


def _box(bounds: tuple[float, float, float, float], drawing: Drawing) -> Box:
    x0, y0, x1, y1 = map(float, bounds)
    return x0, drawing.height - y1, x1, drawing.height - y0


def _add_glyph(drawing: Drawing, item: LTChar) -> None:
    box = _box(item.bbox, drawing)
    seen = box[2] >= 0 and box[0] <= drawing.width and box[3] >= 0 and box[1] <= drawing.height
    if seen and box[2] - box[0] < drawing.width and box[3] - box[1] < drawing.height:
        a, b, _c, _d, _e, _f = item.matrix
        turn = (0 if a > 0 else 2) if abs(a) >= abs(b) else (3 if b > 0 else 1)
        drawing.glyphs.append(Glyph(plain(item.get_text()), box, turn))


def _strokes(item: LTCurve, drawing: Drawing) -> Iterator[Box]:
    """The visible straight lines of a path, as boxes without thickness on one side."""
    box = _box(item.bbox, drawing)
    thin = min(box[2] - box[0], box[3] - box[1]) <= THIN
    if item.fill and not item.stroke:
        if thin and item.non_stroking_color not in WHITE:
            yield _flattened(box)
    elif item.stroke and item.stroking_color not in WHITE:
        if thin:
            yield _flattened(box)
        else:
            yield from _sides(item, drawing)


def _flattened(box: Box) -> Box:
    x0, top, x1, bottom = box
    if x1 - x0 >= bottom - top:
        return x0, (top + bottom) / 2, x1, (top + bottom) / 2
    return (x0 + x1) / 2, top, (x0 + x1) / 2, bottom


def _sides(item: LTCurve, drawing: Drawing) -> Iterator[Box]:
    points = [(float(x), drawing.height - float(y)) for x, y in item.pts]
    if len(points) > 1 and any(step[0] == "h" for step in item.original_path or ()):
        points.append(points[0])
    if any(step[0] in "cvy" for step in item.original_path or ()):
        return
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(x1 - x0) <= STRAIGHT or abs(y1 - y0) <= STRAIGHT:
            yield _flattened((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def _upright(drawing: Drawing, boxes: Iterable[Box]) -> Drawing:
    turn, width, height = usual_turn(drawing.glyphs), drawing.width, drawing.height

    def upright(box: Box) -> Box:
        return turned(box, turn, width, height)

    if turn:
        drawing.glyphs = [Glyph(one.text, upright(one.box), (one.turn - turn) % 4) for one in drawing.glyphs]
        drawing.pictures = [upright(box) for box in drawing.pictures]
    if turn % 2:
        drawing.width, drawing.height = height, width
    for x0, top, x1, bottom in map(upright, boxes):
        if x1 - x0 >= SHORTEST and top == bottom:
            drawing.across.append((top, x0, x1))
        elif bottom - top >= SHORTEST and x0 == x1:
            drawing.down.append((x0, top, bottom))
    return drawing
