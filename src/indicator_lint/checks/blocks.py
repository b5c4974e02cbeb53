"""Categories as blocks of rows that can be held against each other: equal blocks share their texts, however many there are."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import polars as pl

from indicator_lint.checks.grouped import once_a_frame, shared_texts
from indicator_lint.chinese.normal import normal_form
from indicator_lint.model.columns import DOCUMENT, GROUP, ID, ROW, TITLE, normal
from indicator_lint.patterns import pattern

COMPARED: Final = ("name", "unit", "operator", "description", "target")
AMOUNT: Final = pattern(r"(?<![\d.])(?:[1-9]\d*\.\d+|0\.\d*[1-9]|[1-9]\d*[1-9]0*)(?![\d.])")
"""A number that is not round."""

CALENDAR: Final = frozenset({"12", "15", "24", "36", "48", "52", "250", "360", "365", "366"})
"""As often as there are months, quarters, weeks or days: so often everybody does something."""

RATE: Final = pattern(r"[%‰]|百分|千分")

Texts: TypeAlias = tuple[tuple[str, ...], ...]
"""The normal forms compared of each row of a block."""


class Line(NamedTuple):
    """One distinct row of a category: its first record, its number, and the normal forms compared."""

    record: int
    number: int
    name: str
    unit: str
    operator: str
    description: str
    target: str

    @property
    def texts(self) -> tuple[str, ...]:
        """The normal forms compared, in the order of COMPARED."""
        return self[2:]

    @property
    def joined(self) -> str:
        """All but the target as one text."""
        return self.name + self.unit + self.operator + self.description

    @property
    def telling(self) -> bool:
        """Whether it is described and aims at an amount that two bodies hardly set alike by chance."""
        number = AMOUNT.search(self.target)
        counted = number is not None and number[0] not in CALENDAR and not RATE.search(self.target + self.unit)
        return counted and bool(self.description)


class Lines(Sequence[Line]):
    """The rows of a block, each made when somebody looks at it: the texts are those of all blocks that have the same."""

    __slots__ = ("_numbers", "_records", "texts")

    def __init__(self, texts: Texts, records: Sequence[int], numbers: Sequence[int]) -> None:
        """Texts, first record and number of each row."""
        self.texts, self._records, self._numbers = texts, array("I", records), array("I", numbers)

    def __len__(self) -> int:
        return len(self.texts)

    def __iter__(self) -> Iterator[Line]:
        for record, number, texts in zip(self._records, self._numbers, self.texts, strict=True):
            yield Line(record, number, *texts)

    def __getitem__(self, at: Any) -> Any:
        return list(self)[at] if isinstance(at, slice) else Line(self._records[at], self._numbers[at], *self.texts[at])


class Block(NamedTuple):
    """A category of a document."""

    group: int
    title: str
    lines: Sequence[Line]

    @property
    def record(self) -> int:
        """Its first record."""
        return self.lines[0].record

    @property
    def called(self) -> str:
        """Its title, or what an untitled category is called."""
        return self.title or "未命名类别"

    @property
    def texts(self) -> Texts:
        """The normal forms compared of each row."""
        return self.lines.texts if isinstance(self.lines, Lines) else tuple(line.texts for line in self.lines)


@once_a_frame
def blocks_of(frame: pl.DataFrame) -> Sequence[Sequence[Block]]:
    """The categories of each document, their distinct rows in the order of the first of each."""
    texts = [normal(role) for role in COMPARED]
    lines = (
        frame.lazy()
        .filter(pl.col("name").fill_null("") != "")
        .with_columns(pl.col(text).fill_null("") for text in texts)
        .group_by(DOCUMENT, GROUP, *texts, maintain_order=True)
        .agg(pl.col(ID).first(), pl.col(ROW).first(), pl.col(TITLE).first())
        .collect(engine="in-memory")
    )
    rows = lines.select(texts).unique(maintain_order=True)
    shared = shared_texts(frame)
    known = [tuple(shared.setdefault(text, text) for text in row) for row in rows.iter_rows()]
    return _blocks(lines.join(rows.with_row_index("texts"), on=texts, maintain_order="left"), known)


def _blocks(lines: pl.DataFrame, known: Sequence[tuple[str, ...]]) -> list[list[Block]]:
    """Blocks by document; `texts` of a line is a place among those known."""
    per_block = lines.group_by(DOCUMENT, GROUP, maintain_order=True).agg("texts", ID, ROW, pl.col(TITLE).first())
    documents: dict[int, list[Block]] = {}
    contents: dict[tuple[int, ...], Texts] = {}
    for document, group, places, records, numbers, title in per_block.iter_rows():
        key = tuple(places)
        texts = contents.get(key) or contents.setdefault(key, tuple(known[place] for place in places))
        block = Block(group, normal_form(title or ""), Lines(texts, records, numbers))
        documents.setdefault(document, []).append(block)
    return list(documents.values())
