"""How an issued document is laid out, whatever it is written in: a table for each category under its title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from indicator_lint.model.catalog import CORE, Catalog, Indicator

ATTACHED: Final = "附件"
CORE_NOTE: Final = "注：名称前有★的为核心指标，该类项目必须选用。"
STAR: Final = "★"

COLUMNS: Final = ("level1", "level2", "name", "operator", "unit", "description")
WIDTHS: Final = (17, 21, 30, 10, 13, 38)
"""In characters of a workbook; a document divides its width in the same proportion."""

LEVELS: Final = 2
"""So many columns from the left are merged where they say the same."""


@dataclass(frozen=True, slots=True)
class Block:
    """A text over so many rows and columns, from a row and a column counted from 0."""

    text: str
    row: int
    column: int
    down: int = 1
    across: int = 1


HEADER: Final = (
    Block("绩效指标", 0, 0, 1, 5),
    Block("指标描述", 0, 5, 3),
    Block("一级指标", 1, 0, 2),
    Block("二级指标", 1, 1, 2),
    Block("三级指标", 1, 2, 1, 3),
    Block("指标名称", 2, 2),
    Block("性质", 2, 3),
    Block("单位", 2, 4),
)
HEADER_ROWS: Final = 3


@dataclass(frozen=True, slots=True)
class Section:
    """A category: its title, and a row of texts for each of its indicators."""

    title: str
    rows: Sequence[tuple[str, ...]]

    def body(self) -> Iterator[Block]:
        """The blocks below the header: equal levels that follow one another are one."""
        for column in range(LEVELS):
            yield from _runs(self.rows, column)
        for number, texts in enumerate(self.rows):
            for column in range(LEVELS, len(texts)):
                yield Block(texts[column], number, column)


def sections_of(catalog: Catalog) -> list[Section]:
    """The categories in force, in the order in which they are issued."""
    members: dict[str, list[Indicator]] = {title: [] for title in catalog.categories}
    for indicator in catalog.active:
        members[indicator.category].append(indicator)
    return [Section(title, [_texts(one) for one in indicators]) for title, indicators in members.items()]


def has_core(catalog: Catalog) -> bool:
    """Whether any indicator in force is core, so that the note below the tables is needed."""
    return any(indicator.core == CORE for indicator in catalog.active)


def subtitle(version: str) -> str:
    """What stands below the document's title."""
    return f"（{version}版）"


def _texts(indicator: Indicator) -> tuple[str, ...]:
    star = STAR if indicator.core == CORE else ""
    return tuple(f"{star}{indicator.name}" if name == "name" else indicator.text(name) for name in COLUMNS)


def _runs(rows: Sequence[tuple[str, ...]], column: int) -> Iterable[Block]:
    """A level's blocks; a level 2 ends where its level 1 ends, and cells without a text stay apart."""
    start = 0
    for texts, group in groupby(rows, key=lambda row: row[: column + 1]):
        length = len(list(group))
        if texts[-1]:
            yield Block(texts[-1], start, column, length)
        start += length
