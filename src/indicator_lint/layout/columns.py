"""From labels to roles: which column of a table holds what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from indicator_lint.chinese.labels import label_key
from indicator_lint.layout.blocks import Block, Label
from indicator_lint.layout.content import CONTENT, Sample, mostly
from indicator_lint.layout.headers import OTHER, Meaning, near_meaning, under
from indicator_lint.layout.roles import PATH, Cell, confidence_of, find_roles
from indicator_lint.model.table import Doubt

__all__ = ["PATH", "Columns", "Sample", "read_columns"]

LAST: Final = 1_000_000
"""A column beyond every other."""


MEASURED: Final = frozenset({"operator", "unit", "target"})
"""What is said of an indicator in three columns of their own, and of nothing else."""


class Columns(NamedTuple):
    """One table's columns: role → column, column → label, and the first and last column that belong to it.

    `parent` is the label that stands over all columns of a table side by side with another (年度绩效指标).
    """

    roles: Mapping[str, int]
    labels: Mapping[int, Label]
    left: int
    right: int
    confidence: float
    parent: Label | None = None
    doubts: Sequence[Doubt] = ()

    @property
    def edge(self) -> int:
        """The first column of the path inside this table."""
        return min(self.roles[role] for role in PATH if self.roles.get(role, 0) >= self.left)

    @property
    def accepted(self) -> bool:
        """Whether an indicator table has such columns: two of level 1, level 2 and name, or a sure one and another role.

        A doubtful name (绩效指标) is one beside operator, unit and value.
        """
        path = [role for role in PATH if role in self.roles]
        sure = (self.labels[self.roles[role]].meaning for role in path if self.roles[role] in self.labels)
        others = self.roles.keys() - {*PATH, "sequence", "remark"}
        if len(path) > 1 or self.roles.keys() >= MEASURED:
            return bool(path)
        return bool(others) and any(found is not None and found.sure for found in sure)


def read_columns(block: Block, sample: Sample) -> list[Columns]:
    """The tables under a header, left to right; the sample's content decides doubts."""
    groups = list(_groups(_cells(block, sample)))
    tables: list[Columns] = []
    for at, group in enumerate(groups):
        left = group[0].column if at else 1
        right = groups[at + 1][0].column - 1 if at + 1 < len(groups) else LAST
        found = find_roles(group, sample, tables[0].roles if tables else {})
        labels = {cell.column: cell.label for cell in group if cell.label is not None}
        parent = _parent(block, group) if len(groups) > 1 else None
        tables.append(
            Columns(found.roles, labels, left, right, confidence_of(found.doubts), parent, tuple(found.doubts))
        )
    return tables


def _cells(block: Block, sample: Sample) -> list[Cell]:
    """Each column once; of the columns under one merged label the fullest has the label, the others none."""
    by_label: dict[Label, list[int]] = {}
    for column, stack in block.stacks.items():
        by_label.setdefault(stack[-1], []).append(column)
    fullest = {label: _fullest(label, columns, sample) for label, columns in by_label.items()}
    general = _general(block)
    cells = [
        Cell(column, stack[-1], _meaning([one for one in stack if one not in general]))
        if fullest[stack[-1]] == column
        else Cell(column, None, None)
        for column, stack in sorted(block.stacks.items())
    ]
    labelled = {cell.column for cell in cells}
    reach = min(sample.width, max(labelled) + 3) + 1
    beyond = (Cell(column, None, None) for column in range(1, reach) if column not in labelled)
    return sorted((*cells, *beyond), key=lambda cell: cell.column)


def _fullest(label: Label, columns: Sequence[int], sample: Sample) -> int:
    """The column of a label that is merged over several: not one of mere signs or units beside a value, then the fullest."""
    if len(columns) == 1:
        return columns[0]
    role = found.roles[0] if (found := label.meaning) else ""
    foreign = [test for other, test in CONTENT.items() if other in {"operator", "unit"} - {role}]
    return max(
        columns,
        key=lambda at: (not any(mostly(sample.texts(at), test) for test in foreign), len(sample.texts(at)), -at),
    )


def _general(block: Block) -> set[Label]:
    """Labels over levels or names that are none themselves (绩效监控 over a whole header): they say nothing of what is below."""
    stacks = [stack for stack in block.stacks.values() if (found := stack[-1].meaning) and found.roles[0] in PATH]
    return {label for stack in stacks for label in stack[:-1] if label.meaning == Meaning((OTHER,))}


def _meaning(stack: Sequence[Label]) -> Meaning | None:
    """What a column's labels mean together, from top to bottom; the lowest may be misspelt."""
    found: Meaning | None = None
    for label in stack:
        own = label.meaning
        if own is None and label is stack[-1]:
            own = near_meaning(label.text)
        found = under(found, own)
    return found


def _groups(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """Tables side by side: a new one begins where a level, a number or the same name comes again right of the name."""
    group: list[Cell] = []
    seen: set[str] = set()
    for cell in cells:
        role = cell.sure
        mark = label_key(cell.label.text) if role == "name" and cell.label is not None else role
        if mark in seen and "name" in seen and role in {"level1", "level2", "sequence", "name"}:  # noqa: SIM102 - costly
            if _has_name(cells, cell.column):
                yield group
                group, seen = [], set()
        group.append(cell)
        if role and role != OTHER:
            seen |= {role, mark}
    yield group


def _has_name(cells: Sequence[Cell], start: int) -> bool:
    return any(cell.column >= start and cell.sure == "name" for cell in cells)


def _parent(block: Block, group: Sequence[Cell]) -> Label | None:
    """The topmost label common to all columns of a group that has one."""
    tops = {stack[0] for cell in group if len(stack := block.stacks.get(cell.column, ())) > 1}
    return tops.pop() if len(tops) == 1 else None
