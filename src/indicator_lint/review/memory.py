"""What a review copy remembers of its file and of each finding, read back after people, and programs, have had it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from indicator_lint.model.document import Document
from indicator_lint.model.finding import Edit
from indicator_lint.model.grid import Grid
from indicator_lint.model.location import Location
from indicator_lint.review.planning import Spot

MEMORY: Final = "indicator-lint"
"""The name of the hidden sheet; its first cell says the same, so that it is found whatever it is called."""
VERSION: Final = 1


class ReviewError(Exception):
    """A workbook that is no review copy, or none that can be understood; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A finding. `text` is what its cell said, None where it is about no cell; `value` the part of it that was found.

    `spot` is that cell in the copy. `shown` tells of each edit how the suggestion names its cell, and how it shows the new text.
    """

    code: str
    name: str
    safety: str
    message: str
    category: str | None
    row: int | None
    role: str
    location: Location
    value: str
    text: str | None
    spot: Spot | None
    suggestion: str
    edits: tuple[Edit, ...]
    shown: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """The file that was reviewed, and its findings by fingerprint."""

    path: str
    format: str
    sha256: str
    findings: Mapping[str, Remembered]


def recall(document: Document) -> Memory:
    """What a review copy remembers. Raises ReviewError for a workbook that is none."""
    grid = next((grid for grid in document.grids if grid.text(1, 1) == MEMORY and grid.text(1, 2)), None)
    if grid is None:
        message = "不是审阅副本：没有名为 indicator-lint 的隐藏工作表"
        raise ReviewError(message)
    try:
        return _memory(grid)
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        message = "审阅副本中名为 indicator-lint 的隐藏工作表被改动过，无法读取"
        raise ReviewError(message) from error


def _memory(grid: Grid) -> Memory:
    about = json.loads(_joined(grid, 1))
    if about["version"] != VERSION:
        message = f"审阅副本的版本是 {about['version']}，本程序只能读取版本 {VERSION}"
        raise ReviewError(message)
    return Memory(str(about["path"]), str(about["format"]), str(about["sha256"]), dict(_findings(grid)))


def _findings(grid: Grid) -> Iterator[tuple[str, Remembered]]:
    for row in sorted(row for row in grid.rows if row > 1):
        if grid.text(row, 1):
            yield grid.text(row, 1), _remembered(json.loads(_joined(grid, row)))


def _joined(grid: Grid, row: int) -> str:
    """The pieces of a row put together."""
    return "".join(grid.rows.get(row, ())[1:])


def _remembered(said: Mapping[str, Any]) -> Remembered:
    return Remembered(
        _text(said["code"]),
        _text(said["name"]),
        _text(said["safety"]),
        _text(said["message"]),
        said["category"],
        said["row"],
        _text(said["role"]),
        _location(said["at"]),
        _text(said["value"]),
        None if said["text"] is None else _text(said["text"]),
        Spot(*said["spot"]) if said["spot"] else None,
        _text(said["suggestion"]),
        tuple(
            Edit(_text(each["role"]), each["row"], _location(each["at"]), _text(each["old"]), _text(each["new"]))
            for each in said["edits"]
        ),
        tuple((_text(each["head"]), _text(each["shown"])) for each in said["edits"]),
    )


def _text(said: object) -> str:
    """Raises TypeError for what is none."""
    if not isinstance(said, str):
        raise TypeError(said)
    return said


def _location(at: list[Any]) -> Location:
    container, ref, row, column = at
    return Location(str(container), str(ref), str(ref), int(row), int(column))
