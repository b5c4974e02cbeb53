"""What the process that opens a PDF tells of its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from indicator_lint.formats.lattice import Box

TEXT: Final = "text"
BLANK: Final = "blank"
SCAN: Final = "scan"
RECOGNISED: Final = "recognised"
"""Kinds of pages: with text, with nothing, a picture without text, a picture with text recognised upon it."""


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text outside tables."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a ruled table: its place (1-based) and size in rows and columns, its box, its text.

    `room` and `lead` are those of `typeset.Setting`. `beyond` says that its text stands above or below the table: the page's end
    cuts the cell, and the program that wrote the file took no notice.
    """

    row: int
    column: int
    height: int
    width: int
    box: Box
    text: str
    room: float
    lead: float
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled table of a page: the lines between its columns, its cells, and how many lines of text no cell holds."""

    box: Box
    xs: tuple[float, ...]
    slots: tuple[Slot, ...]
    rows: int
    stray: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is read: upright, places in points from its upper left corner."""

    number: int
    kind: str
    width: float
    height: float
    lines: tuple[Words, ...]
    tables: tuple[Ruled, ...]
    characters: int = 0
    unmapped: int = 0

    def told(self) -> dict[str, Any]:
        """The page as plain lists and dictionaries."""
        return asdict(self)


def pages_of(told: Any) -> tuple[Page, ...]:
    """The pages that `told` made these of. Raises KeyError, TypeError or ValueError for anything else."""
    return tuple(map(_page, told))


def _page(told: Mapping[str, Any]) -> Page:
    lines = tuple(Words(str(line["text"]), _box(line["box"])) for line in told["lines"])
    tables = tuple(_ruled(table) for table in told["tables"])
    rest = {name: told[name] for name in ("number", "kind", "width", "height", "characters", "unmapped")}
    return Page(lines=lines, tables=tables, **rest)


def _ruled(told: Mapping[str, Any]) -> Ruled:
    slots = tuple(Slot(**{**slot, "box": _box(slot["box"])}) for slot in told["slots"])
    return Ruled(_box(told["box"]), tuple(map(float, told["xs"])), slots, int(told["rows"]), int(told["stray"]))


def _box(told: Any) -> Box:
    left, top, right, bottom = map(float, told)
    return left, top, right, bottom
