"""From labels to roles: which column of a table holds what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from indicator_lint.layout.blocks import Block, Label
from indicator_lint.layout.headers import OTHER, PART, Meaning
from indicator_lint.layout.marks import is_level
from indicator_lint.vocabulary.levels import find_level
from indicator_lint.vocabulary.operators import UNKNOWN, find_sign
from indicator_lint.vocabulary.units import find_unit

PATH: Final = ("level1", "level2", "name")
"""The roles that make a table one of indicators."""

SHARED: Final = ("category", "level1", "level2")
"""The roles that a table side by side with another may take from it."""

LAST: Final = 1_000_000
"""A column beyond every other."""

MOST: Final = 0.6
"""The share of a column's texts that decides what it holds."""

FEWEST: Final = 2
"""Fewer texts decide nothing."""

INEXACT: Final = 0.1
CHOSEN: Final = 0.05
VOTED: Final = 0.2
LONELY: Final = 0.2
"""What confidence loses by a misspelt label, one of several meanings, a column known by content, a path of one role."""

LEAST: Final = 0.1
"""Confidence never falls below."""

OPENINGS: Final = ("反映", "考核", "体现", "衡量", "用于反映")
"""How descriptions begin."""


@dataclass(frozen=True, slots=True)
class Columns:
    """One table's columns: role → column, column → label, and the first and last column that belong to it.

    `parent` is the label that stands over all columns of a table side by side with another (年度绩效指标).
    """

    roles: Mapping[str, int]
    labels: Mapping[int, Label]
    left: int
    right: int
    confidence: float
    parent: Label | None = None

    @property
    def edge(self) -> int:
        """The first column of the path inside this table."""
        return min(self.roles[role] for role in PATH if self.roles.get(role, 0) >= self.left)

    @property
    def accepted(self) -> bool:
        """Whether an indicator table has such columns: two of level 1, level 2 and name, or a sure one and another role."""
        path = [role for role in PATH if role in self.roles]
        sure = (self.labels[self.roles[role]].meaning for role in path if self.roles[role] in self.labels)
        others = self.roles.keys() - {*PATH, "sequence", "remark"}
        return len(path) > 1 or (bool(others) and any(found is not None and found.sure for found in sure))


@dataclass(frozen=True, slots=True)
class Sample:
    """The first rows under a header: what its columns hold."""

    lines: Sequence[Sequence[str]]

    @property
    def width(self) -> int:
        """The length of the longest row."""
        return max(map(len, self.lines), default=0)

    def texts(self, column: int) -> list[str]:
        """The texts of a column's cells that hold something."""
        texts = (line[column - 1].strip() for line in self.lines if len(line) >= column)
        return [text for text in texts if text]


@dataclass(slots=True)
class _Cell:
    """A column to be given a role."""

    column: int
    label: Label | None
    meaning: Meaning | None


@dataclass(slots=True)
class _Mapping:
    """Roles found so far, and what they cost in confidence."""

    roles: dict[str, int] = field(default_factory=dict)
    confidence: float = 1.0

    def give(self, role: str, column: int, cost: float = 0.0) -> None:
        self.roles[role] = column
        self.confidence -= cost


def read_columns(block: Block, sample: Sample) -> list[Columns]:
    """The tables under a header, left to right; the sample's content decides doubts."""
    groups = list(_groups(_cells(block, sample)))
    tables: list[Columns] = []
    for at, group in enumerate(groups):
        left = group[0].column if at else 1
        right = groups[at + 1][0].column - 1 if at + 1 < len(groups) else LAST
        found = _find_roles(group, sample, tables[0].roles if tables else {})
        labels = {cell.column: cell.label for cell in group if cell.label is not None}
        parent = _parent(block, group) if len(groups) > 1 else None
        tables.append(Columns(found.roles, labels, left, right, round(max(found.confidence, LEAST), 2), parent))
    return tables


def _cells(block: Block, sample: Sample) -> list[_Cell]:
    """Each column once; of the columns under one merged label the fullest has the label, the others none."""
    by_label: dict[Label, list[int]] = {}
    for column, stack in block.stacks.items():
        by_label.setdefault(stack[-1], []).append(column)
    fullest = {label: max(columns, key=lambda at: (len(sample.texts(at)), -at)) for label, columns in by_label.items()}
    cells = [
        _Cell(column, stack[-1], _deepest(stack)) if fullest[stack[-1]] == column else _Cell(column, None, None)
        for column, stack in sorted(block.stacks.items())
    ]
    labelled = {cell.column for cell in cells}
    width = sample.width
    beyond = (
        _Cell(column, None, None) for column in range(1, min(width, max(labelled) + 3) + 1) if column not in labelled
    )
    return sorted((*cells, *beyond), key=lambda cell: cell.column)


def _deepest(stack: Sequence[Label]) -> Meaning | None:
    """The meaning of the lowest label that has one; a part (优 under 指标值) means what it divides."""
    known = (label.meaning for label in reversed(stack))
    found = next((m for m in known if m is not None and m.roles != (PART,)), None)
    return found if found is not None else next((label.meaning for label in stack if label.meaning), None)


def _groups(cells: Sequence[_Cell]) -> Iterator[list[_Cell]]:
    """Tables side by side: a new one begins where a level, a number or a name comes again right of the name."""
    group: list[_Cell] = []
    seen: list[str] = []
    for cell in cells:
        role = cell.meaning.roles[0] if cell.meaning and cell.meaning.sure else ""
        again = role in seen and "name" in seen and role in {"level1", "level2", "sequence", "name"}
        if again and not (role == "name" and seen[-1] == "name") and _has_name(cells, cell.column):
            yield group
            group, seen = [], []
        group.append(cell)
        if role and role != OTHER:
            seen.append(role)
    yield group


def _has_name(cells: Sequence[_Cell], start: int) -> bool:
    return any(cell.column >= start and cell.meaning is not None and cell.meaning.roles == ("name",) for cell in cells)


def _find_roles(group: Sequence[_Cell], sample: Sample, shared: Mapping[str, int]) -> _Mapping:
    """The roles of a group's columns; those of `shared` that it lacks it takes from the table to its left."""
    found = _Mapping()
    _give_sure(found, group)
    _give_chosen(found, group, sample)
    _give_voted(found, group, sample)
    for role in SHARED:
        if role in shared:
            found.roles.setdefault(role, shared[role])
    if sum(role in found.roles for role in PATH) == 1:
        found.confidence -= LONELY
    return found


def _parent(block: Block, group: Sequence[_Cell]) -> Label | None:
    """The topmost label common to all columns of a group that has one."""
    tops = {stack[0] for cell in group if len(stack := block.stacks.get(cell.column, ())) > 1}
    return tops.pop() if len(tops) == 1 else None


def _give_sure(found: _Mapping, group: Sequence[_Cell]) -> None:
    """Labels of one meaning; where a role comes twice, the name is the last of its neighbours, a value the first right of it."""
    sure = [
        cell
        for cell in group
        if cell.meaning is not None and cell.meaning.sure and cell.meaning.roles[0] not in {OTHER, PART}
    ]
    names = [cell.column for cell in sure if cell.meaning and cell.meaning.roles[0] == "name"]
    name = names[-1] if names else 0
    for cell in sure:
        meaning = cell.meaning
        if meaning is None:
            continue
        role, cost = meaning.roles[0], 0.0 if meaning.exact else INEXACT
        late = role in {"weight", "target", "actual", "score"} and found.roles.get(role, LAST) < name < cell.column
        if role not in found.roles or role == "name" or late:
            found.give(role, cell.column, cost)
    if name and found.roles.get("weight", LAST) < name:
        del found.roles["weight"]


def _give_chosen(found: _Mapping, group: Sequence[_Cell], sample: Sample) -> None:
    """Labels of several meanings: the first that no surer label has and that the content does not contradict."""
    for cell in group:
        if cell.meaning is None or cell.meaning.sure:
            continue
        texts = sample.texts(cell.column)
        free = (
            role for role in cell.meaning.roles if role == OTHER or (role not in found.roles and _agrees(role, texts))
        )
        role = next(free, OTHER)
        if role != OTHER:
            found.give(role, cell.column, CHOSEN)


def _agrees(role: str, texts: Sequence[str]) -> bool:
    """Whether a column's content may be of a role; without content it may."""
    test = CONTENT.get(role)
    if role == "category":
        return not texts or not _mostly(texts, is_level)
    return test is None or role in {"unit", "description"} or not texts or _mostly(texts, test)


def _give_voted(found: _Mapping, group: Sequence[_Cell], sample: Sample) -> None:
    """Columns without a known label: by their content, where the role is missing."""
    free = [cell.column for cell in group if cell.meaning is None]
    for column in free:
        texts = sample.texts(column)
        role = next((role for role, test in CONTENT.items() if role not in found.roles and _mostly(texts, test)), None)
        if role is not None and len(texts) >= FEWEST and _placed(role, column, found.roles):
            found.give(role, column, VOTED)
    if "name" not in found.roles and {"level1", "level2"} <= found.roles.keys():
        column = found.roles["level2"] + 1
        if column in free and column not in found.roles.values() and len(sample.texts(column)) >= FEWEST:
            found.give("name", column, VOTED)


def _placed(role: str, column: int, roles: Mapping[str, int]) -> bool:
    """Levels stand left of the name, everything else right of it."""
    name = roles.get("name")
    return name is None or (column < name) == (role in {"level1", "level2"})


def _mostly(texts: Sequence[str], test: Callable[[str], bool]) -> bool:
    return sum(map(test, texts)) >= MOST * len(texts) > 0


def _is_class(level: int) -> Callable[[str], bool]:
    other = 3 - level
    return lambda text: is_level(text) and (find_level(level, text) is not None or find_level(other, text) is None)


def _is_sign(text: str) -> bool:
    return find_sign(text) not in {"", UNKNOWN}


def _is_unit(text: str) -> bool:
    return len(text) <= 6 and find_unit(text) is not None  # noqa: PLR2004 - longer texts are no units


def _is_description(text: str) -> bool:
    return text.startswith(OPENINGS)


CONTENT: Final[Mapping[str, Callable[[str], bool]]] = {
    "level1": _is_class(1),
    "level2": _is_class(2),
    "operator": _is_sign,
    "unit": _is_unit,
    "description": _is_description,
}
"""What a column's texts look like, by role."""
