"""Thresholds of grades side by side: 优 ≥95%, 良 ≥90%, 中 ≥85%, 差 <85%."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from indicator_lint.checks.check import Evidence
from indicator_lint.chinese.normal import normal_form
from indicator_lint.forms.found import Found, cell
from indicator_lint.frame import Frame
from indicator_lint.model.table import Table
from indicator_lint.vocabulary.directions import DOWN, UP, find_direction
from indicator_lint.vocabulary.levels import find_level
from indicator_lint.vocabulary.scales import find_scale
from indicator_lint.vocabulary.targets import TargetCell, read_target
from indicator_lint.vocabulary.units import find_dimension

FEWEST: Final = 3
"""So many grades make a row of thresholds."""

OVER: Final = frozenset({"≥", ">"})
UNDER: Final = frozenset({"≤", "<"})


class Step(NamedTuple):
    """The threshold of a grade: its column, its label, the end of it that counts, and the sign."""

    column: int
    grade: str
    shown: str
    low: float
    high: float
    sign: str


def thresholds_in_order(frame: Frame) -> Iterator[Found]:
    """The thresholds of the grades rise or fall from the best to the worst, the way in which the indicator is better."""
    for number, table in enumerate(frame.tables):
        columns = _grades(table)
        for at in range(len(table.rows)) if columns else ():
            steps = _steps(table, at, columns)
            found = _disorder(steps, _wanted(table, at, steps)) if steps else None
            if found is not None:
                step, evidence = found
                place = (table.rows[at], step.column)
                yield Found(frame.starts[number] + at, "target", evidence, cell(table, place), step.shown)


def _grades(table: Table) -> Sequence[int]:
    """The columns side by side that are labelled with the grades of a listed scale, best first."""
    labelled = [(column, normal_form(label)) for column, label in sorted(table.labels.items())]
    graded = [(column, label) for column, label in labelled if _is_grade(label)]
    for _, run in groupby(enumerate(graded), key=lambda item: item[1][0] - item[0]):
        columns = [one for _, one in run]
        scale = find_scale("、".join(label for _, label in columns))
        if len(columns) >= FEWEST and scale is not None and scale.listed:
            return [column for column, _ in columns]
    return ()


def _is_grade(label: str) -> bool:
    scale = find_scale(label) if label else None
    return scale is not None and len(scale.grades) == 1


def _steps(table: Table, at: int, columns: Sequence[int]) -> Sequence[Step]:
    """The thresholds of a record; none where one of them is no number, or they are in different units."""
    steps = []
    units = set()
    for column in columns:
        text = table.grid.text(table.rows[at], column).strip()
        read = read_target(text)
        if read.kind not in {"number", "range"} or read.words or not read.numbers:
            return ()
        units.add(read.unit)
        low, high = min(read.numbers), max(read.numbers)
        steps.append(Step(column, table.labels[column].strip(), text, low, high, _sign(read)))
    return steps if len(units - {""}) <= 1 else ()


def _sign(read: TargetCell) -> str:
    return "" if read.kind == "range" else read.sign


def _wanted(table: Table, at: int, steps: Sequence[Step]) -> str:
    """Which way the indicator is better: by the sign of the best grade, else by its name; empty where nothing tells."""
    if steps[0].sign in OVER:
        return UP
    if steps[0].sign in UNDER:
        return DOWN
    name = table.text("name", at) if "name" in table.columns else ""
    second = find_level(2, table.text("level2", at)) if "level2" in table.columns else None
    unit = read_target(steps[0].shown).unit or (table.text("unit", at) if "unit" in table.columns else "")
    direction = find_direction(normal_form(name), second.key if second else "", find_dimension(unit))
    return direction.sign if direction is not None and direction.certain else ""


def _disorder(steps: Sequence[Step], wanted: str) -> tuple[Step, Evidence] | None:
    """The first threshold out of order, and why; a last grade that is all the rest (<80 below ≥80) is in order."""
    moves = [_move(better, worse) for better, worse in pairwise(steps)]
    usual = wanted or (UP if moves.count(UP) >= moves.count(DOWN) else DOWN)
    for (better, worse), move in zip(pairwise(steps), moves, strict=True):
        if move and move != usual:
            params = {"better": better.grade, "worse": worse.grade, "high": better.shown, "low": worse.shown}
            reason = "equal" if move == "=" else "fall" if usual == UP else "rise"
            return worse, Evidence(params, ((reason, params),))
    return None


def _move(better: Step, worse: Step) -> str:
    """`≥` where the better grade asks for more, `≤` where for less, `=` where for the same; empty where they meet."""
    if better.low > worse.low or (better.low == worse.low and better.high > worse.high):
        return UP
    if better.low < worse.low or better.high < worse.high:
        return DOWN
    meets = {better.sign, worse.sign}
    return "" if (meets & OVER and meets & UNDER) or ("" in meets and better.sign != worse.sign) else "="
