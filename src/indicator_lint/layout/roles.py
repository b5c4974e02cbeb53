"""Which column of a table has which role: sure labels first, then ambiguous ones, then content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from indicator_lint.layout.blocks import Label
from indicator_lint.layout.content import (
    CONTENT,
    FEWEST,
    Sample,
    agrees,
    attests,
    is_first_class,
    is_value,
    mostly,
    refutes,
)
from indicator_lint.layout.headers import GROUP, OTHER, PART, Meaning, meaning
from indicator_lint.model.table import Doubt

PATH: Final = ("level1", "level2", "name")
"""The roles that make a table one of indicators."""

LEVELS: Final = frozenset({("level1",), ("level2",)})
"""What labels of classes mean first."""

SHARED: Final = ("category", "level1", "level2")
"""The roles that a table side by side with another may take from it."""

BEHIND: Final = frozenset({"target", "actual", "weight", "score"})
"""The roles that belong to the indicator where they stand right of its name; left of it they belong to a level."""

BEFORE: Final = frozenset({"category", "level1", "level2", "name", "sequence", "code"})
"""The roles that usually stand left of the name; of several columns that claim another one, those right of it are meant."""

NUMBERS: Final = frozenset({"sequence", "code", "remark"})
"""The roles that may come several times without a doubt which one is meant: nothing is judged by them."""

MISSPELT, AMBIGUOUS, RIVALLED, REFUTED = "misspelt", "ambiguous", "rivalled", "refuted"
CONTENT_ONLY, UNKNOWN_LABEL, UNLABELLED, LONELY, JOINED = "content", "unknown", "unlabelled", "lonely", "joined"
COSTS: Final = {
    MISSPELT: 0.1, AMBIGUOUS: 0.05, RIVALLED: 0.05, REFUTED: 0.05, CONTENT_ONLY: 0.2, UNKNOWN_LABEL: 0.0, UNLABELLED: 0.05,
    LONELY: 0.2, JOINED: 0.1,
}  # fmt: skip
"""What confidence loses by each kind of doubt (see `model.table.Doubt`); a column known not to be read misleads nobody."""

LEAST: Final = 0.1
"""Confidence never falls below."""


@dataclass(slots=True)
class Cell:
    """A column to be given a role."""

    column: int
    label: Label | None
    meaning: Meaning | None

    @property
    def roles(self) -> tuple[str, ...]:
        """What its label can mean."""
        return self.meaning.roles if self.meaning is not None else ()

    @property
    def sure(self) -> str:
        """The one role that its label can mean; empty where it means none or several."""
        return self.meaning.roles[0] if self.meaning is not None and self.meaning.sure else ""


@dataclass(slots=True)
class Assignment:
    """Roles found so far, and the doubts about them."""

    roles: dict[str, int] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    def give(self, role: str, column: int, *doubts: str) -> None:
        """A role to a column, and the kinds of doubt about it."""
        self.roles[role] = column
        self.doubts.extend(Doubt(kind, column) for kind in doubts if kind)


def confidence_of(doubts: Iterable[Doubt]) -> float:
    """How far a reading can be trusted that leaves these doubts."""
    return round(max(1.0 - sum(COSTS[doubt.kind] for doubt in doubts), LEAST), 2)


def find_roles(group: Sequence[Cell], sample: Sample, shared: Mapping[str, int]) -> Assignment:
    """The roles of a group's columns; those of `shared` that it lacks it takes from the table to its left."""
    found = Assignment()
    group = _without_margin(group, sample)
    _give_sure(found, group, sample)
    _give_chosen(found, group, sample)
    _give_voted(found, group, sample)
    for role in SHARED:
        if role in shared:
            found.roles.setdefault(role, shared[role])
    taken = set(found.roles.values())
    strange = (cell for cell in group if cell.label is not None and cell.meaning is None and cell.column not in taken)
    found.doubts.extend(Doubt(UNKNOWN_LABEL, cell.column) for cell in strange)
    if sum(role in found.roles for role in PATH) == 1:
        found.doubts.append(Doubt(LONELY))
    return found


def vote(roles: Mapping[str, int], free: Iterable[int], sample: Sample) -> tuple[Mapping[str, int], Sequence[Doubt]]:
    """The roles, and those that the content of free columns tells besides; the doubts that come with these."""
    found = Assignment(dict(roles))
    _give_voted(found, [Cell(column, None, None) for column in free], sample)
    return found.roles, found.doubts


def _give_sure(found: Assignment, group: Sequence[Cell], sample: Sample) -> None:
    """Labels of one meaning. A role that several columns claim is a doubt; values and weights left of the name are a level's."""
    claims = _claims(group, sample)
    name = claims["name"][-1].column if "name" in claims else 0
    for role, cells in claims.items():
        behind = [cell for cell in cells if cell.column > name] if role not in BEFORE else []
        if role in BEHIND and name and not behind:
            continue
        chosen = cells[-1] if role in PATH else (behind or cells)[0]
        rivals = len(behind or cells) > 1 and role not in NUMBERS
        exact = chosen.meaning is None or chosen.meaning.exact
        odd = refutes(role, sample.texts(chosen.column))
        doubts = ((RIVALLED, rivals), (REFUTED, odd), (MISSPELT, not exact))
        found.give(role, chosen.column, *(kind for kind, holds in doubts if holds))


def _claims(group: Sequence[Cell], sample: Sample) -> dict[str, list[Cell]]:
    """The columns whose labels mean one role, by role; a misspelt one only where no other is, and no content speaks against it."""
    claims: dict[str, list[Cell]] = {}
    slips: dict[str, list[Cell]] = {}
    for cell in group:
        if cell.meaning is None or cell.sure in {"", OTHER, PART}:
            continue
        if cell.sure in BEHIND and refutes(cell.sure, sample.texts(cell.column)):
            continue
        if cell.meaning.exact:
            claims.setdefault(cell.sure, []).append(cell)
        elif attests(cell.sure, sample.texts(cell.column)):
            slips.setdefault(cell.sure, []).append(cell)
    levels = claims.get("level1", [])
    if len(levels) > 1 and "level2" not in claims and mostly(sample.texts(levels[-1].column), CONTENT["level2"]):
        claims["level2"] = [levels.pop()]
    return {**slips, **claims}


def _give_chosen(found: Assignment, group: Sequence[Cell], sample: Sample) -> None:
    """Labels of several meanings: the first that no surer label has and that the content does not contradict."""
    for cell in _in_turn(group):
        if cell.meaning is None or cell.meaning.sure:
            continue
        role = next(_open_roles(found, cell, sample.texts(cell.column)), OTHER)
        if role != OTHER:
            found.give(role, cell.column, _doubt(role, cell.meaning))
        elif cell.meaning.roles[0] in BEHIND and _was_chosen(found, cell.meaning.roles[0], group):
            found.doubts.append(Doubt(RIVALLED, found.roles[cell.meaning.roles[0]]))
    _give_name(found, group)


def _give_name(found: Assignment, group: Sequence[Cell]) -> None:
    """Where no column is the name, one right of the levels whose label may mean it (具体内容) is no description."""
    edge = _last_level(group)
    for cell in group:
        if "name" not in found.roles and "name" in cell.roles and cell.column > edge > 0:
            taken = next((role for role, column in found.roles.items() if column == cell.column), "")
            if taken in {"description", "remark", ""}:
                found.roles.pop(taken, None)
                found.give("name", cell.column, "" if taken else AMBIGUOUS)


def _last_level(group: Sequence[Cell]) -> int:
    """The rightmost column with a label of a level, 0 where there is none."""
    return max((cell.column for cell in group if cell.roles[:1] in LEVELS), default=0)


def _without_margin(group: Sequence[Cell], sample: Sample) -> list[Cell]:
    """The columns without a label that stands beside the levels and over no texts (绩效指标 merged down): it names no indicator.

    A label that can mean nothing but the name stays where there is no other one.
    """
    edge = _last_level(group)
    named = any("name" in cell.roles and cell.column > edge for cell in group)
    return [
        cell
        for cell in group
        if not (cell.column < edge and "name" in cell.roles and (named or len(cell.roles) > 1))
        or not all(map(_groups, sample.texts(cell.column)))
    ]


def _in_turn(group: Sequence[Cell]) -> list[Cell]:
    """The columns from left to right, but those that could be names and stand left of a level behind the others."""
    edge = _last_level(group)
    return sorted(group, key=lambda cell: cell.column < edge and "name" in cell.roles)


def _groups(text: str) -> bool:
    return meaning(text) == Meaning(GROUP)


def _open_roles(found: Assignment, cell: Cell, texts: Sequence[str]) -> Iterator[str]:
    """The roles of a label that no column has, that stand where such a role does, and that the content does not contradict.

    An empty column right of the scores (说明) waits for what is to be said of them.
    """
    for role in cell.meaning.roles if cell.meaning is not None else ():
        before = role in BEHIND and cell.column < found.roles.get("name", 0)
        behind = role == "description" and not texts and cell.column > found.roles.get("score", cell.column)
        if role == OTHER or not (role == PART or before or behind or role in found.roles or not agrees(role, texts)):
            yield role


def _doubt(role: str, meaning: Meaning) -> str:
    """A value that is only sometimes another period's is in no doubt where no other column is the value."""
    if not meaning.exact:
        return MISSPELT
    return "" if role in BEHIND and meaning.roles == (role, OTHER) else AMBIGUOUS


def _was_chosen(found: Assignment, role: str, group: Sequence[Cell]) -> bool:
    """Whether the column of a role is no surer of it than another that claims it."""
    return any(cell.column == found.roles.get(role) and not cell.sure for cell in group)


def _give_voted(found: Assignment, group: Sequence[Cell], sample: Sample) -> None:
    """Columns without a known label: by their content, where the role is missing."""
    free = [cell.column for cell in group if cell.meaning is None]
    for column in free:
        texts = sample.texts(column)
        role = next((role for role, test in CONTENT.items() if role not in found.roles and mostly(texts, test)), None)
        if role is not None and len(texts) >= FEWEST and _placed(role, column, found.roles):
            found.give(role, column, CONTENT_ONLY)
    if "name" not in found.roles and {"level1", "level2"} <= found.roles.keys():
        column = found.roles["level2"] + 1
        if column in free and column not in found.roles.values() and len(sample.texts(column)) >= FEWEST:
            found.give("name", column, CONTENT_ONLY)
    _give_vague(found, group, sample)


def _give_vague(found: Assignment, group: Sequence[Cell], sample: Sample) -> None:
    """A label that says little over a column that says more, where no other has the role.

    绩效指标 over 产出指标, 效益指标 is the first level, 指标 over 数量指标 the second, 绩效目标 over 16 the value.
    """
    for cell in group:
        if cell.meaning is None or cell.meaning.roles != GROUP or cell.column in found.roles.values():
            continue
        role = next(_told_by(sample.texts(cell.column)), "")
        if role and role not in found.roles and _placed(role, cell.column, found.roles):
            found.give(role, cell.column, AMBIGUOUS)


def _told_by(texts: Sequence[str]) -> Iterator[str]:
    """What a column holds under such a label: the classes of a level, or values."""
    if texts and (is_first_class(texts[0]) or mostly(texts, is_first_class)):
        yield "level1"
    if len(texts) >= FEWEST and mostly(texts, CONTENT["level2"]):
        yield "level2"
    if len(texts) >= FEWEST and mostly(texts, is_value):
        yield "target"


def _placed(role: str, column: int, roles: Mapping[str, int]) -> bool:
    """Levels stand left of the name, everything else right of it."""
    name = roles.get("name")
    return name is None or (column < name) == (role in {"level1", "level2"})
