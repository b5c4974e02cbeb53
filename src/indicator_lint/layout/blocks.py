"""Header blocks: the one to four rows of labels above a table's records."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from indicator_lint.layout.headers import GROUP, OTHER, PART, PATH, Meaning, meaning, path_labels
from indicator_lint.layout.marks import is_level
from indicator_lint.model.grid import Grid

DEEPEST: Final = 4
"""A header has no more rows than this."""

SHARE: Final = 0.6
"""Of a header row's distinct cells, at least this share are known labels."""

WIDEST: Final = 200
"""Of a wider row only so many cells are asked."""

OPENINGS: Final = frozenset(
    {"绩效指标", "评价指标", "考核指标", "具体指标", "指标分类", "指标类型", "指标类别", "指标维度", "指标内容"}
)
"""How a header's row begins when blanks are taken out."""

INSIDE: Final = frozenset({"name", "operator", "unit", "target", "description", "weight", "remark", "code", "sequence"})
"""What may stand below 三级指标."""

VALUE: Final = frozenset({"target", "operator", "unit", "actual"})
"""What may stand below 指标值."""


class Label(NamedTuple):
    """A header's text and its cell."""

    text: str
    row: int
    column: int

    @property
    def meaning(self) -> Meaning | None:
        """What it may stand for."""
        return meaning(self.text)


class Block(NamedTuple):
    """The rows of a header, first and last inclusive, and the labels above each grid column, from top to bottom."""

    top: int
    bottom: int
    stacks: Mapping[int, tuple[Label, ...]]


def labels(grid: Grid, row: int) -> list[Label]:
    """The cells of a row that hold something, as labels."""
    return [Label(text.strip(), row, column) for column, text in grid.cells(row) if not text.isspace()][:WIDEST]


def is_header_row(texts: Sequence[str]) -> bool:
    """Whether at least two cells are known labels, and at least 60 % of the distinct ones; or it names all three levels."""
    texts = list(dict.fromkeys(filter(None, map(str.strip, texts[:WIDEST]))))
    unknown_allowed = len(texts) * (1 - SHARE) + 1e-9
    unknown = 0
    for text in texts:
        unknown += meaning(text) is None
        if unknown > unknown_allowed:
            return _names_all_levels(texts)
    return len(texts) - unknown > 1


def _names_all_levels(texts: Sequence[str]) -> bool:
    if sum("级" in text for text in texts) < len(PATH) - 1:
        return False
    found = filter(None, map(meaning, texts))
    return {one.roles[0] for one in found if one.sure and one.exact} >= PATH


def may_be_header(texts: Sequence[str]) -> bool:
    """A quick look that no header fails: some cell speaks of a level or a name, with or without blanks between."""
    if len(texts) < 2:  # noqa: PLR2004 - a header has at least two cells
        return False
    if not path_labels().isdisjoint(texts):
        return True
    joined = "".join("".join(texts).split())
    if "级" in joined or "名称" in joined or joined[:4] in OPENINGS:
        return True
    return joined.isascii() and not path_labels().isdisjoint(text.strip().lower() for text in texts)


def gather(grid: Grid, numbers: Sequence[int], index: int, floor: int) -> tuple[int, int]:
    """The span of indices [first, end) of the header rows around the header row at `index`, not above index `floor`."""
    first = index
    while first > floor and index - first < DEEPEST - 1 and _is_parent(grid, numbers[first - 1], numbers[first]):
        first -= 1
    end, seen = index + 1, {tuple(grid.rows[numbers[index]])}
    while end < len(numbers) and end - first < DEEPEST and _is_child(grid, numbers[end], numbers[first]):
        if tuple(grid.rows[numbers[end]]) in seen:
            break
        seen.add(tuple(grid.rows[numbers[end]]))
        end += 1
    return first, end


def covered(grid: Grid) -> dict[int, int]:
    """The last column covered by a merge, of each row where cells are covered."""
    last: dict[int, int] = {}
    for row, column in grid.anchors:
        last[row] = max(column, last.get(row, 0))
    return last


def read_block(grid: Grid, rows: Sequence[int], below: Sequence[int], merged: Mapping[int, int]) -> Block:
    """The block made of these header rows; `below` are the first rows under it, `merged` is what `covered` says."""
    stacks = _by_position(grid, rows, max(merged.get(row, 0) for row in rows))
    if len(rows) > 1 and merged.keys().isdisjoint(rows) and _is_packed(grid, rows):
        leaves = _unpack([labels(grid, row) for row in rows])
        if leaves and len(leaves) >= _usual_width(grid, below):
            start = min(leaf.column for stack in leaves for leaf in stack)
            stacks = {start + at: stack for at, stack in enumerate(leaves)}
    return Block(rows[0], rows[-1], stacks)


def _is_child(grid: Grid, row: int, top: int) -> bool:
    """Whether a row goes on with the header that begins at `top`: it consists of labels, or a level's label reaches down to it.

    A row that states a class is an indicator though a label reaches down beside it.
    """
    if is_header_row(grid.rows[row]):
        return True
    if any(is_level(text) and meaning(text) is None for _, text in grid.cells(row)):
        return False
    uppers = [number for number in (top, row - 1) if number < row] if grid.anchors else []
    reaching = (
        text for upper in uppers for column, text in grid.cells(upper) if grid.anchor(row, column) == (upper, column)
    )
    return any((found := meaning(text)) is not None and found.sure and found.roles[0] in PATH for text in reaching)


def _is_parent(grid: Grid, row: int, below: int) -> bool:
    """Whether a row belongs to the header that goes on below it: it consists of labels, or a label reaches down."""
    cells = labels(grid, row)
    if grid.anchors and any(grid.anchor(below, cell.column) == (row, cell.column) for cell in cells):
        return any(cell.meaning is not None for cell in cells)
    if len(cells) == 1:
        found = cells[0].meaning
        return found is not None and found.roles[0] == "name" and OTHER in found.roles
    return is_header_row(grid.rows[row])


def _by_position(grid: Grid, rows: Sequence[int], reach: int) -> dict[int, tuple[Label, ...]]:
    width = min(max(reach, *(len(grid.rows[row]) for row in rows)), WIDEST)
    stacks = {column: tuple(_stack(grid, rows, column)) for column in range(1, width + 1)}
    return {column: stack for column, stack in stacks.items() if stack}


def _stack(grid: Grid, rows: Sequence[int], column: int) -> Iterator[Label]:
    places = dict.fromkeys(grid.anchor(row, column) for row in rows)
    for row, anchor in places:
        text = grid.text(row, anchor).strip()
        if text and row >= rows[0]:
            yield Label(text, row, anchor)


def _is_packed(grid: Grid, rows: Sequence[int]) -> bool:
    """Whether the rows begin at one column and some label stands below one that cannot be its parent."""
    lines = [{cell.column: cell for cell in labels(grid, row)} for row in rows]
    if len({min(line) for line in lines}) > 1:
        return False
    pairs = ((upper[at], lower[at]) for upper, lower in itertools.pairwise(lines) for at in upper if at in lower)
    return any(not _may_hold(upper.meaning, lower.meaning) for upper, lower in pairs)


def _may_hold(parent: Meaning | None, child: Meaning | None) -> bool:
    if parent is None or child is None or parent.roles == GROUP or child.roles == (PART,):
        return True
    role = child.roles[0]
    if parent.roles[0] == "name":
        return role in INSIDE
    if parent.roles[0] == "target":
        return role in VALUE
    return OTHER in parent.roles or role == parent.roles[0]


def _unpack(lines: Sequence[Sequence[Label]]) -> list[tuple[Label, ...]]:
    """The stacks of the leaves, left to right: each line unfolds a cell of the one above; empty where none unfolds."""
    leaves: list[tuple[Label, ...]] = [(cell,) for cell in lines[0]]
    for depth, line in enumerate(lines[1:]):
        parents = [at for at, stack in enumerate(leaves) if len(stack) == depth + 1 and _unfolds(stack[-1], line)]
        if not parents:
            return []
        at = max(parents, key=lambda at: leaves[at][-1].meaning == Meaning(GROUP))
        leaves[at : at + 1] = [(*leaves[at], cell) for cell in line]
    return leaves


def _unfolds(parent: Label, line: Sequence[Label]) -> bool:
    found = parent.meaning
    return (
        found is not None
        and found.roles[0] in {"name", "target"}
        and all(_may_hold(found, cell.meaning) for cell in line)
    )


def _usual_width(grid: Grid, below: Sequence[int]) -> int:
    widths = Counter(len(grid.rows[row]) for row in below if len(grid.rows[row]) > 1)
    return widths.most_common(1)[0][0] if widths else 0
