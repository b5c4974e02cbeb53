"""The weights of a table's indicators, each cell once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from indicator_lint.checks.check import Evidence
from indicator_lint.chinese.normal import normal_form, unmarked
from indicator_lint.forms.found import Found
from indicator_lint.frame import Frame
from indicator_lint.model.columns import DOCUMENT, GROUP
from indicator_lint.model.rule import Severity
from indicator_lint.model.table import Table
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.levels import find_level
from indicator_lint.vocabulary.placeholders import find_placeholder
from indicator_lint.vocabulary.weights import no_weight, read_weight

EXECUTION: Final = "执行率"
PATH: Final = ("level1", "level2", "name")
SHOWN: Final = (*PATH, "weight")
FRACTIONS: Final = 1.5
"""Weights of at most 1 that add up to no more than this are fractions: 0.2."""

WHOLES: Final = frozenset({100.0, 90.0})
"""What a column adds up to that lacks nothing."""

PART: Final = pattern(r"其中")
"""How the name of what is a part of the indicator above begins."""

FEWEST: Final = 3
"""So many indicators with a weight make a column of weights."""


@dataclass
class Weights:
    """A table with a column of weights: a number for each record; None where nothing is written or a cell above covers it."""

    table: Table
    first: int
    shown: Mapping[str, Sequence[str]]
    document: int
    group: int
    scattered: bool

    @property
    def texts(self) -> Sequence[str]:
        """The cells of the weights."""
        return self.shown["weight"]

    @cached_property
    def covered(self) -> Sequence[bool]:
        """Whether the cell of a record belongs to one above: it counts there."""
        table, column = self.table, self.table.columns["weight"]
        if not table.grid.merges:
            return [False] * len(self.texts)
        return [table.grid.anchor(row, column)[0] in range(table.rows[0], row) for row in table.rows]

    @cached_property
    def named(self) -> Sequence[bool]:
        """Whether a record has a name: others are classes kept without an indicator, or rows of the template (……)."""
        names = self.shown.get("name")
        return list(map(_is_name, names)) if names is not None else [True] * len(self.texts)

    @cached_property
    def execution(self) -> Sequence[bool]:
        """Whether a record is about the execution of the budget, which has a weight of its own."""
        found = [False] * len(self.texts)
        for role in self.shown.keys() & set(PATH):
            for at, text in enumerate(self.shown[role]):
                if EXECUTION in text:
                    found[at] = self._stands_apart(at)
        return found

    def _stands_apart(self, at: int) -> bool:
        """Whether the class of a record is none of the official ones: an indicator of them may be a rate of execution, too."""
        first = find_level(1, self.shown["level1"][at]) if "level1" in self.shown else None
        return first is None or first.key == "other"

    @cached_property
    def numbers(self) -> Sequence[float | None]:
        """The weights, in parts of a hundred where they are fractions of one."""
        read = [None if hidden else read_weight(text) for text, hidden in zip(self.texts, self.covered, strict=True)]
        stated = [number for number in read if number is not None]
        fractions = stated and max(stated) <= 1 and sum(stated) <= FRACTIONS
        return [number * 100 if number is not None and fractions else number for number in read]

    @cached_property
    def readable(self) -> bool:
        """Whether every cell is a number or says that there is none."""
        return all(read_weight(text) is not None or no_weight(text) for text in self.texts)

    @cached_property
    def lacking(self) -> Sequence[int]:
        """The indicators without a weight, or with one of 0."""
        cells = zip(self.numbers, self.covered, self.named, self.execution, strict=True)
        return [
            at
            for at, (number, hidden, named, apart) in enumerate(cells)
            if named and not hidden and not apart and not number
        ]

    def is_part(self, at: int) -> bool:
        """Whether a record without a weight is a part of the one above (其中：…), which has it."""
        names = self.shown.get("name")
        return (
            names is not None
            and at > 0
            and self.numbers[at] is None
            and bool(PART.match(unmarked(normal_form(names[at]))))
        )

    @cached_property
    def stated(self) -> int:
        """How many records have a weight."""
        return sum(1 for number in self.numbers if number)

    @property
    def complete(self) -> bool:
        """Whether all indicators have a readable weight, and none stands outside, so that their sum means something."""
        return (
            self.readable
            and not self.scattered
            and not [at for at in self.lacking if self.numbers[at] is None and not self.is_part(at)]
            and not self._lost
        )

    @property
    def _lost(self) -> bool:
        """Whether a row that is no record has a weight, too."""
        column, counted = (
            self.table.columns["weight"],
            {"subtotal", "header", "band", "title", "note", "signature", "page"},
        )
        lost = [skip.row for skip in self.table.skipped if skip.reason not in counted]
        return any(read_weight(self.table.grid.text(row, column)) is not None for row in lost)

    def total(self, records: Sequence[int]) -> float:
        """The sum of some records' weights."""
        return round(sum(self.numbers[at] or 0.0 for at in records), 4)

    @cached_property
    def whole(self) -> float:
        """The sum of all records' weights."""
        return self.total(range(len(self.texts)))

    @cached_property
    def indicators(self) -> Sequence[int]:
        """The records that are no execution of the budget."""
        return [at for at, apart in enumerate(self.execution) if not apart]


def _is_name(text: str) -> bool:
    shown = text.strip()
    return bool(shown) and find_placeholder("name", shown) != shown


def weighed(frame: Frame) -> Iterator[Weights]:
    """The tables of a frame that have a column of weights with anything in it."""
    columns = {column: frame.data[column] for column in (*SHOWN, DOCUMENT, GROUP)}
    for number, table in enumerate(frame.tables):
        start, length = frame.starts[number], len(table.rows)
        if "weight" in table.columns and length and any(columns["weight"].slice(start, length).to_list()):
            texts = {role: columns[role].slice(start, length).to_list() for role in SHOWN if role in table.columns}
            shown = {role: [text or "" for text in own] for role, own in texts.items()}
            scattered = bool(frame.owners[number].strays)
            yield Weights(table, start, shown, columns[DOCUMENT][start], columns[GROUP][start], scattered)


def weights_stated(tables: Sequence[Weights], *, share: float) -> Iterator[Found]:
    """An indicator has a weight above 0 where the others have one; where many lack it, that is told once."""
    for weights in tables:
        lacking = [at for at in weights.lacking if not _shared(weights, at) and not weights.is_part(at)]
        if not lacking or not weights.readable or weights.stated < FEWEST:
            continue
        if len(lacking) > share * len(weights.indicators):
            related = tuple((weights.first + at, "weight") for at in lacking[1:])
            because = (("many", {"count": len(lacking)}),)
            evidence = Evidence(because=because, severity=Severity.INFO, related=related, whole=True)
            yield Found(weights.first + lacking[0], "weight", evidence)
            continue
        for at in lacking:
            reason = "missing" if weights.numbers[at] is None else "zero"
            yield Found(weights.first + at, "weight", Evidence(because=((reason, {}),)))


def scores_within_weights(tables: Sequence[Weights], *, share: float) -> Iterator[Found]:
    """No score passes its weight; a table in which most do counts its scores in another way."""
    for weights in tables:
        scored = list(_scored(weights))
        above = [one for one in scored if one[1] > one[2]]
        if len(scored) < FEWEST or len(above) > share * len(scored):
            continue
        for at, score, weight in above:
            params = {"found": f"{score:g}", "weight": f"{weight:g}"}
            yield Found(weights.first + at, "score", Evidence(params))


def _scored(weights: Weights) -> Iterator[tuple[int, float, float]]:
    """The records whose score and weight are numbers in cells of their own, with both."""
    table = weights.table
    if "score" not in table.columns:
        return
    column = table.columns["score"]
    for at, (row, weight) in enumerate(zip(table.rows, weights.numbers, strict=True)):
        score = read_weight(table.text("score", at))
        if weight is not None and score is not None and not _merged(table, row, column):
            yield at, score, weight


def _merged(table: Table, row: int, column: int) -> bool:
    """Whether a cell of a record is part of one over several rows, whose number is that of them all."""
    anchors = (table.grid.anchor(near, column) for near in table.rows if abs(near - row) == 1)
    return bool(table.grid.merges) and table.grid.anchor(row, column) in anchors


def _shared(weights: Weights, at: int) -> bool:
    """Whether a blank cell may have been merged with the one above before the file was written as text.

    So it is where the class of the record, too, stands in a row above, and the sum is whole without this one.
    """
    table = weights.table
    sources = table.sources.get("level2")
    return (
        not table.grid.merges
        and weights.whole in WHOLES
        and sources is not None
        and sources[at] != table.rows[at]
        and at > 0
    )
