"""From ruling lines on a page to the cells between them, merged ones as they are drawn."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from indicator_lint.formats.limits import Limits

SNAP: Final = 3.0
"""Lines nearer than this, in points, are one: a double border, or the borders of two neighbours."""

Wall: TypeAlias = tuple[float, float, float]
"""A straight line along an axis: where it lies across, where it begins and where it ends along."""

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom, in points from the upper left corner of the page."""


@dataclass(frozen=True, slots=True)
class Region:
    """A cell between lines: its place (1-based) and size in the rows and columns of its table, and its box on the page.

    `open_top` and `open_bottom` say that no line was drawn there: the end of the page cuts it.
    """

    row: int
    column: int
    height: int
    width: int
    box: Box
    open_top: bool = False
    open_bottom: bool = False


@dataclass(frozen=True, slots=True)
class Lattice:
    """A ruled table: its cells in reading order, and the lines between columns and rows."""

    regions: tuple[Region, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owners: dict[tuple[int, int], int]
    """Which region covers the place at these indices of `ys` and `xs`."""

    @property
    def box(self) -> Box:
        """The whole table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def at(self, x: float, y: float) -> int | None:
        """The region that holds a point."""
        return self.owners.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


def find_lattices(across: Iterable[Wall], down: Iterable[Wall], limits: Limits) -> list[Lattice]:
    """The ruled tables made of lines across (y, left, right) and down (x, top, bottom), the smallest first.

    Raises UnreadableError (FIL004) for more lines than a page may have.
    """
    rows, columns = _joined(across), _joined(down)
    limits.check("pdf_lines", len(rows) + len(columns))
    found = [_lattice(*group, limits) for group in _connected(rows, columns)]
    whole = [one for one in found if one is not None]
    return sorted(whole, key=lambda one: (one.box[2] - one.box[0]) * (one.box[3] - one.box[1]))


def _joined(walls: Iterable[Wall]) -> list[Wall]:
    """The lines, those that nearly coincide moved together and those that touch end to end made one."""
    by_place: dict[float, list[Wall]] = {}
    walls = sorted(walls)
    places = _snapped([wall[0] for wall in walls])
    for wall in walls:
        by_place.setdefault(places[wall[0]], []).append(wall)
    return [(place, *span) for place, group in by_place.items() for span in _spans(group)]


def _snapped(values: Sequence[float]) -> dict[float, float]:
    """The common place of each of these ascending values: the middle of those that are near one another."""
    places: dict[float, float] = {}
    start = 0
    for at in range(1, len(values) + 1):
        if at == len(values) or values[at] - values[at - 1] > SNAP:
            middle = (values[start] + values[at - 1]) / 2
            places.update(dict.fromkeys(values[start:at], middle))
            start = at
    return places


def _spans(walls: Iterable[Wall]) -> Iterator[tuple[float, float]]:
    spans = sorted((start, end) for _, start, end in walls)
    begin, reach = spans[0]
    for start, end in spans[1:]:
        if start > reach + SNAP:
            yield begin, reach
            begin = start
        reach = max(reach, end)
    yield begin, reach


def _connected(rows: list[Wall], columns: list[Wall]) -> Iterator[tuple[list[Wall], list[Wall]]]:
    """The lines that hang together by crossing or touching, a table each."""
    rows.sort()
    tops = [row[0] for row in rows]
    leader = list(range(len(rows) + len(columns)))

    def find(one: int) -> int:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for number, (x, top, bottom) in enumerate(columns, start=len(rows)):
        for at in range(bisect_left(tops, top - SNAP), bisect_right(tops, bottom + SNAP)):
            if rows[at][1] - SNAP <= x <= rows[at][2] + SNAP:
                leader[find(at)] = find(number)
    groups: dict[int, tuple[list[Wall], list[Wall]]] = {}
    for number, wall in enumerate((*rows, *columns)):
        groups.setdefault(find(number), ([], []))[number >= len(rows)].append(wall)
    yield from (group for group in groups.values() if all(group))


def _lattice(rows: list[Wall], columns: list[Wall], limits: Limits) -> Lattice | None:
    """The cells between lines that hang together; None where they enclose fewer than two."""
    closed, columns = rows + _closing(columns, rows), columns + _closing(rows, columns)
    ys, xs = sorted({wall[0] for wall in closed}), sorted({wall[0] for wall in columns})
    limits.check("pdf_places", len(ys) * len(xs))
    walls_below, walls_right = _blocked(closed, ys, xs), _blocked(columns, xs, ys)
    areas = [area for area in _areas(ys, xs, walls_below, walls_right) if area is not None]
    return _tidy(areas, ys, xs, walls_below - _blocked(rows, ys, xs)) if len(areas) > 1 else None


def _closing(ends: Sequence[Wall], sides: Sequence[Wall]) -> list[Wall]:
    """The outer lines, drawn or not, between the lines that end there together.

    Tables with open sides lack them, and so do merged cells that the end of a page has cut.
    """
    first = min(*(side[0] for side in sides), *(end[1] for end in ends))
    last = max(*(side[0] for side in sides), *(end[2] for end in ends))
    closing = []
    for edge, pick in ((first, 1), (last, 2)):
        meeting = [end[0] for end in ends if abs(end[pick] - edge) <= SNAP]
        known = [side[0] for side in sides if abs(side[0] - edge) <= SNAP]
        if len(meeting) > 1:
            closing.append((known[0] if known else edge, min(meeting), max(meeting)))
    return closing


def _blocked(walls: Iterable[Wall], across: Sequence[float], along: Sequence[float]) -> set[tuple[int, int]]:
    """Which steps over the line at index `across`, between the lines at index `along` and the next, meet a wall."""
    index = {place: at for at, place in enumerate(across)}
    blocked: set[tuple[int, int]] = set()
    for place, start, end in walls:
        first, last = bisect_left(along, start - SNAP), bisect_right(along, end + SNAP) - 1
        blocked.update((index[place], at) for at in range(first, last))
    return blocked


def _areas(
    ys: Sequence[float], xs: Sequence[float], below: set[tuple[int, int]], right: set[tuple[int, int]]
) -> Iterator[tuple[int, int, int, int] | None]:
    """The enclosed rectangles, as indices of lines: top, left, bottom, right; None for what is open or no rectangle."""
    seen: set[tuple[int, int]] = set()
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) not in seen:
                inside, closed = _flood((row, column), (len(ys) - 1, len(xs) - 1), below, right)
                seen |= inside
                yield _rectangle(inside) if closed else None


def _flood(
    start: tuple[int, int], size: tuple[int, int], below: set[tuple[int, int]], right: set[tuple[int, int]]
) -> tuple[set[tuple[int, int]], bool]:
    """The places that can be reached without crossing a wall, and whether none of them lies open to the outside."""
    inside, waiting, closed = {start}, [start], True
    while waiting:
        row, column = waiting.pop()
        steps = (
            ((row, column) in below, (row - 1, column)),
            ((row + 1, column) in below, (row + 1, column)),
            ((column, row) in right, (row, column - 1)),
            ((column + 1, row) in right, (row, column + 1)),
        )
        for walled, place in steps:
            if walled or place in inside:
                continue
            if not (0 <= place[0] < size[0] and 0 <= place[1] < size[1]):
                closed = False
                continue
            inside.add(place)
            waiting.append(place)
    return inside, closed


def _rectangle(inside: set[tuple[int, int]]) -> tuple[int, int, int, int] | None:
    rows, columns = [row for row, _ in inside], [column for _, column in inside]
    top, left, bottom, right = min(rows), min(columns), max(rows) + 1, max(columns) + 1
    return (top, left, bottom, right) if len(inside) == (bottom - top) * (right - left) else None


def _tidy(
    areas: Sequence[tuple[int, int, int, int]], ys: Sequence[float], xs: Sequence[float], undrawn: set[tuple[int, int]]
) -> Lattice:
    """The table of these cells, lines that bound none of them left out. `undrawn` are the steps down that no line bars."""
    kept_ys = sorted({at for top, _, bottom, _ in areas for at in (top, bottom)})
    kept_xs = sorted({at for _, left, _, right in areas for at in (left, right)})
    row_of, column_of = ({at: number for number, at in enumerate(kept)} for kept in (kept_ys, kept_xs))
    regions, owners = [], {}
    for number, (top, left, bottom, right) in enumerate(sorted(areas)):
        rows, columns = range(row_of[top], row_of[bottom]), range(column_of[left], column_of[right])
        box = (xs[left], ys[top], xs[right], ys[bottom])
        opened = ((edge, left) in undrawn for edge in (top, bottom))
        regions.append(Region(rows.start + 1, columns.start + 1, len(rows), len(columns), box, *opened))
        owners.update({(row, column): number for row in rows for column in columns})
    return Lattice(tuple(regions), tuple(xs[at] for at in kept_xs), tuple(ys[at] for at in kept_ys), owners)
