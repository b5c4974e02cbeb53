"""Records that share the texts of some columns, so that each combination is looked at once."""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

import polars as pl

from indicator_lint.checks.check import Evidence
from indicator_lint.model.columns import COLUMN_OF, ID

Options = ParamSpec("Options")
Answer = TypeVar("Answer")
Asked = Callable[Concatenate[pl.DataFrame, Options], Answer]


REMEMBERED: Final = 8
"""Answers of one function that are kept: the checks of a role ask the same, and those of all roles would weigh as much as a frame."""


def once_a_frame(function: Asked[Options, Answer]) -> Asked[Options, Answer]:
    """Remember, as long as a frame lives, what a function said of it lately: several checks ask the same. Options are hashable."""
    known: dict[int, dict[object, Answer]] = {}

    @wraps(function)
    def asked(frame: pl.DataFrame, /, *args: Options.args, **options: Options.kwargs) -> Answer:
        if id(frame) not in known:
            weakref.finalize(frame, known.pop, id(frame), None)
        answers = known.setdefault(id(frame), {})
        key = (args, *options.items())
        answer = answers.pop(key) if key in answers else function(frame, *args, **options)
        answers[key] = answer  # the latest last
        if len(answers) > REMEMBERED:
            del answers[next(iter(answers))]
        return answer

    return asked


@dataclass(frozen=True, slots=True)
class Groups:
    """The distinct combinations of some columns' values in the order of their first records, and the records of each.

    They are held by column: a tuple for each combination, kept as long as the frame, would weigh more than the texts.
    """

    columns: Sequence[Sequence[Any]]
    records: pl.Series

    @property
    def values(self) -> Iterator[tuple[Any, ...]]:
        """The combinations, one by one."""
        return zip(*self.columns, strict=True)

    def __iter__(self) -> Iterator[tuple[tuple[Any, ...], list[int]]]:
        return zip(self.values, self.records.to_list(), strict=True)

    def told(self, look: Callable[..., Evidence | None]) -> dict[int, Evidence]:
        """The evidence of every record whose combination has any. Ids become Python numbers only for those: a frame is long."""
        hits = [(place, evidence) for place, each in enumerate(self.values) if (evidence := look(*each)) is not None]
        if not hits:
            return {}
        ids = self.records.gather([place for place, _ in hits]).to_list()
        return {record: evidence for (_, evidence), same in zip(hits, ids, strict=True) for record in same}


@once_a_frame
def grouped(frame: pl.DataFrame, *columns: str) -> Groups:
    """Each combination of the columns' values (null where a table lacks one) with the ids of its records, in their order."""
    groups = frame.lazy().group_by(columns, maintain_order=True).agg(ID).collect(engine="in-memory")
    shared = shared_texts(frame)
    values = [[shared.setdefault(value, value) for value in groups[column].to_list()] for column in columns]
    return Groups(values, groups[ID])


@once_a_frame
def shared_texts(frame: pl.DataFrame) -> dict[Any, Any]:
    """The texts of a frame as Python holds them, each but once however many groupings have it."""
    del frame
    return {}


def each(frame: pl.DataFrame, columns: Sequence[str], look: Callable[..., Evidence | None]) -> dict[int, Evidence]:
    """Look at each combination of the columns' values once and tell the evidence of every record that has it."""
    return grouped(frame, *columns).told(look)


def each_text(
    frame: pl.DataFrame, role: str, look: Callable[[str], Evidence | None], *, holding: re.Pattern[str] | None = None
) -> dict[int, Evidence]:
    """Look at each distinct text of a role once, of those that hold a pattern if one is given."""
    column = COLUMN_OF.get(role, role)
    if column not in frame.columns:
        return {}

    def looked(text: str | None) -> Evidence | None:
        if text is None or (holding is not None and not holding.search(text)):
            return None
        return look(text)

    return each(frame, [column], looked)
