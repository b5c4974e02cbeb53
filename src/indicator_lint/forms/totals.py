"""Sums of weights: of all indicators, and of a class that says how much it weighs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from indicator_lint.checks.check import Evidence, Params
from indicator_lint.chinese.normal import normal_form
from indicator_lint.forms.found import Found, cell
from indicator_lint.forms.weighing import EXECUTION, Weights
from indicator_lint.model.grid import Position
from indicator_lint.model.rule import Severity
from indicator_lint.model.table import Table
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.levels import find_level
from indicator_lint.vocabulary.weights import class_weight, read_weight

WHOLE: Final = 100.0
ABOVE: Final = 15
"""The rows above a header where a form has its budget and the weight of its execution."""

MOST: Final = 30.0
"""The execution of the budget weighs no more."""

WEIGHT: Final = pattern(r"分值|权重")
SUM: Final = pattern(r"合计|总计|总分|总得分|满分")
ROUND: Final = 10
CATALOGUE: Final = 3
"""From so many tables on, most of which miss the sum, their weights are meant otherwise."""

EXECUTED: Final = pattern(r"执行率\D{0,6}[(\[](\d{1,2}(?:\.\d+)?)分[)\]]")


class Sum(NamedTuple):
    """What a table's weights add up to, and what weighs beside its indicators."""

    weights: Weights
    indicators: float
    inside: float
    above: float

    @property
    def apart(self) -> float:
        """The weight of the execution of the budget; 0 where the form has none."""
        return self.inside or self.above

    def fits(self, schemes: Sequence[float], tolerance: float) -> bool:
        """Whether the indicators make up what the execution of the budget leaves, or else a whole scheme."""
        wanted = [WHOLE - self.apart] if self.apart else schemes
        return any(abs(self.indicators - scheme) <= tolerance for scheme in wanted)


def total_sums(tables: Sequence[Weights], *, schemes: Sequence[float], tolerance: float, rows: int) -> Iterator[Found]:
    """The weights of a project's indicators add up to 100, or to what the execution of the budget leaves of it."""
    documents: dict[int, list[Sum]] = defaultdict(list)
    for weights in tables:
        documents[weights.document].append(_summed(weights))
    for sums in documents.values():
        yield from _of_document(sums, schemes, tolerance, rows)


def _of_document(sums: Sequence[Sum], schemes: Sequence[float], tolerance: float, rows: int) -> Iterator[Found]:
    groups: dict[int, list[Sum]] = defaultdict(list)
    for one in sums:
        groups[one.weights.group if one.weights.table.category is not None else -1].append(one)
    whole = _pooled(sums)
    if len(sums) > 1 and any(abs(whole - scheme) <= tolerance for scheme in (*schemes, WHOLE)):
        return
    judged = [one for group in groups.values() for one in _judged(group, schemes, tolerance, rows)]
    failing = [one for one in judged if not one.fits(schemes, tolerance)]
    if len(failing) >= CATALOGUE and 2 * len(failing) > len(judged):
        related = tuple((one.weights.first, "weight") for one in failing[1:])
        yield _told(failing[0], ("catalogue", {"count": len(failing)}), schemes, Severity.INFO, related)
        return
    for one in failing:
        yield _failure(one, schemes)


def _pooled(sums: Sequence[Sum]) -> float:
    return round(sum(one.indicators + one.inside for one in sums), 4)


def _judged(group: Sequence[Sum], schemes: Sequence[float], tolerance: float, rows: int) -> Iterator[Sum]:
    """The tables of a category whose sum can be asked for; none where they make up one scheme together."""
    joined = _joined(group)
    if len(group) > 1 and joined.fits((*schemes, WHOLE), tolerance):
        return
    apart = len(group) == 1 or any(one.fits(schemes, tolerance) for one in group)
    whole = all(one.weights.complete for one in group)
    for one in group if apart else [joined] if whole else ():
        if one.weights.complete and _is_whole(one.weights, rows) and not _relative(one.weights, tolerance):
            yield one


def _joined(group: Sequence[Sum]) -> Sum:
    """The tables of a category as one: its pages, or its parts."""
    inside, above = sum(one.inside for one in group), max(one.above for one in group)
    return Sum(group[-1].weights, round(sum(one.indicators for one in group), 4), inside, above)


def _is_whole(weights: Weights, rows: int) -> bool:
    """Whether a table looks like all of a project's indicators: several, of several classes, the column in no doubt."""
    table, column = weights.table, weights.table.columns["weight"]
    firsts = {found.key for text in set(weights.shown.get("level1", ())) if (found := find_level(1, text))}
    several = len(firsts - {"other"}) > 1 or not firsts
    doubted = any(doubt.column == column for doubt in table.doubts)
    return weights.stated >= rows and several and not doubted


def _relative(weights: Weights, tolerance: float) -> bool:
    """Whether weights are shares of their class: those of each class add up to 100."""
    table = weights.table
    for roles in (("level1",), ("level1", "level2")):
        if any(role not in table.columns for role in roles):
            continue
        totals = [weights.total(records) for records in _classes(weights, roles)]
        if len(totals) > 1 and all(abs(total - WHOLE) <= tolerance for total in totals):
            return True
    return False


def _summed(weights: Weights) -> Sum:
    inside = weights.total([at for at, apart in enumerate(weights.execution) if apart])
    return Sum(weights, weights.total(weights.indicators), inside, 0.0 if inside else _execution_above(weights.table))


def _execution_above(table: Table) -> float:
    """The weight of the execution of the budget in the form above a header; 0 where none is found."""
    if table.header is None:
        return 0.0
    grid, top = table.grid, table.header.top
    above = range(max(1, top - ABOVE), top)
    for row in above:
        cells = [(column, normal_form(text)) for column, text in grid.cells(row)]
        stated = next((found for _, text in cells if (found := EXECUTED.search(text))), None)
        if stated is not None:
            return float(stated[1])
        columns = [column for column, text in cells if WEIGHT.fullmatch(text)]
        if columns and any(EXECUTION in text for _, text in cells):
            return _first_number(table, columns[0], range(row + 1, top))
    return 0.0


def _first_number(table: Table, column: int, rows: range) -> float:
    numbers = (read_weight(table.grid.text(row, column)) for row in rows)
    first = next((number for number in numbers if number), 0.0)
    return first if first <= MOST else 0.0


def _failure(one: Sum, schemes: Sequence[float]) -> Found:
    stated = _sum_row(one.weights.table)
    if one.apart:
        params = {"execution": f"{one.apart:g}", "total": f"{one.indicators + one.apart:g}"}
        return _told(one, ("execution", params), schemes, None)
    deliberate = one.indicators < WHOLE and one.indicators % ROUND == 0 and (stated is None or stated[1] != WHOLE)
    severity = Severity.WARNING if deliberate else None
    if stated is not None and stated[1] != one.indicators:
        return _told(one, ("stated", {"stated": f"{stated[1]:g}"}), schemes, severity)
    return _told(one, ("plain", {}), schemes, severity)


def _told(
    one: Sum,
    because: tuple[str, Params],
    schemes: Sequence[float],
    severity: Severity | None,
    related: tuple[tuple[int, str], ...] = (),
) -> Found:
    table = one.weights.table
    wanted = [WHOLE - one.apart] if one.apart else schemes
    expected, *others = (f"{scheme:g}" for scheme in wanted)
    total = {"found": f"{one.indicators:g}", "expected": expected}
    reason, params = because
    if others:
        reason, params = f"{reason}_or", {**params, "others": "、".join(others)}
    evidence = Evidence({**total, **params}, ((reason, params),), severity, related=related, whole=True)
    stated = _sum_row(table)
    at = stated[0] if stated else _label(table)
    if at is None:
        return Found(one.weights.first, "weight", evidence)
    return Found(one.weights.first, "weight", evidence, cell(table, at), table.grid.text(*at))


def _label(table: Table) -> Position | None:
    column = table.columns["weight"]
    return (table.label_rows[column], table.label_columns.get(column, column)) if column in table.label_rows else None


def _sum_row(table: Table) -> tuple[Position, float] | None:
    """The cell of the sum row in the column of weights, and what it says."""
    column, last = table.columns["weight"], max(table.rows)
    for skip in reversed(table.skipped):
        number = read_weight(table.grid.text(skip.row, column))
        if skip.reason == "subtotal" and skip.row > last and number is not None and SUM.search(normal_form(skip.text)):
            return (skip.row, column), number
    return None


def class_sums(tables: Sequence[Weights], *, tolerance: float) -> Iterator[Found]:
    """The weights of a class's indicators add up to the weight that the class states."""
    for weights in tables:
        if not weights.complete or weights.stated < 2:  # noqa: PLR2004 - one weight adds up to itself
            continue
        for role in ("level1", "level2"):
            if role in weights.table.columns:
                yield from _of_level(weights, role, tolerance)


class Class(NamedTuple):
    """The records of a class, the weight it states, whether that is surely one, and where it stands."""

    records: Sequence[int]
    stated: float
    sure: bool
    location: Position
    added: float


def _of_level(weights: Weights, role: str, tolerance: float) -> Iterator[Found]:
    roles = [each for each in dict.fromkeys(("level1", role)) if each in weights.table.columns]
    stated = [one for records in _classes(weights, roles) for one in _stated(weights, role, records)]
    wrong = [one for one in stated if abs(one.stated - one.added) > tolerance]
    if not wrong or _otherwise(stated, wrong, tolerance):
        return
    table = weights.table
    for one in wrong:
        title = table.text(role, one.records[0]).strip()
        params = {"title": title, "stated": f"{one.stated:g}", "added": f"{one.added:g}", "count": len(one.records)}
        evidence = Evidence(params, whole=True)
        yield Found(
            weights.first + one.records[0], role, evidence, cell(table, one.location), table.grid.text(*one.location)
        )


def _otherwise(stated: Sequence[Class], wrong: Sequence[Class], tolerance: float) -> bool:
    """Whether weights mean something else: shares of their class, or a number that is none unless others are."""
    relative = all(abs(one.added - WHOLE) <= tolerance for one in stated) and len(stated) > 1
    unsure = not all(one.sure for one in wrong) and len(wrong) == len(stated)
    return relative or unsure


def _classes(weights: Weights, roles: Sequence[str]) -> Sequence[Sequence[int]]:
    """The records of each class that the levels name."""
    classes: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, texts in enumerate(zip(*(weights.shown[role] for role in roles), strict=True)):
        classes[texts].append(at)
    named: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for texts, records in classes.items():
        named[tuple(map(normal_form, texts))].extend(records)
    return [sorted(records) for texts, records in named.items() if texts[-1]]


def _stated(weights: Weights, role: str, records: Sequence[int]) -> Iterator[Class]:
    table, first = weights.table, records[0]
    own = class_weight(table.text(role, first))
    added = weights.total(records)
    if own is not None:
        at = (table.source(role, first), table.columns[role])
        yield Class(records, own.value, own.sure, at, added)
        return
    column = table.columns[role] + 1
    if not WEIGHT.search(table.labels.get(column, "")) or column in table.columns.values():
        return
    told = Counter(read_weight(text) for at in records if (text := table.grid.text(table.rows[at], column)).strip())
    if len(told) == 1 and (value := next(iter(told))):
        row = next(table.rows[at] for at in records if table.grid.text(table.rows[at], column).strip())
        yield Class(records, value, False, (row, column), added)  # noqa: FBT003 - unsure: other columns may be meant
