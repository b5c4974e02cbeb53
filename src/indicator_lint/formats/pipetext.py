"""Prose with tables in it: pipes as in text exports and Markdown, or tabs; the whole file is one grid, a line a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from indicator_lint.formats.encoding import LINE_END, Text
from indicator_lint.formats.limits import DEFAULT, Limits
from indicator_lint.model.grid import Grid
from indicator_lint.model.location import Location
from indicator_lint.patterns import pattern

PIPES: Final = ("|", "｜", "│")
"""What a text may draw its columns with; only the most frequent one of a file counts, the others are content."""

DRAWN: Final = pattern(r"[\s|｜│+:=─-]*+")
STROKES: Final = ("--", "==", "──")
"""What the line under a Markdown header, the borders of drawn tables, and lines that only divide are made of."""

HEADING: Final = pattern(r"#{1,6}[ \t]+")


class Cell(NamedTuple):
    """A trimmed text and its offset in the line."""

    text: str
    offset: int


@dataclass(frozen=True)
class Ruling:
    """How lines of this file are split: the pipe, and the lines (1-based) whose outer pipes are a mere frame."""

    pipe: str
    framed: frozenset[int]

    def cells(self, number: int, line: str) -> list[Cell]:
        """The cells of a line, the last ones may be empty; a line of prose is one cell, a rule line none."""
        if _is_rule(line):
            return []
        separator = self.separator(line)
        if separator is None:
            return [_prose(line)]
        cells = list(_split(line, separator))
        return cells[1:] if number in self.framed else cells

    def breadth(self, line: str) -> int:
        """How many columns a line surely has, told without splitting it."""
        separator = self.separator(line)
        return 1 if separator is None else line.count(separator) - 1

    def separator(self, line: str) -> str | None:
        """What splits a line; None for a line of prose."""
        if self.pipe in line:
            return self.pipe
        return "\t" if "\t" in line.strip() else None


@dataclass(frozen=True)
class Places:
    """Splits a line again when the place of one of its cells is asked for."""

    source: Text
    ruling: Ruling

    def line(self, row: int) -> tuple[int, str]:
        """Where a line begins, and the line."""
        start = self.source.starts[row - 1]
        stop = LINE_END.search(self.source.text, start)
        return start, self.source.text[start : stop.start() if stop else None]

    def __call__(self, row: int, column: int) -> Location:
        """The place of a cell; of the line's end for a column beyond it."""
        start, line = self.line(row)
        cells = self.ruling.cells(row, line)
        text, offset = cells[column - 1] if column <= len(cells) else Cell("", len(line))
        return self.source.place(start + offset, start + offset + len(text), row, column)


def read_pipetext(source: Text, limits: Limits = DEFAULT) -> Grid:
    """A grid with a row for each line that holds something. Raises UnreadableError (FIL004) beyond the limits."""
    limits.check("lines", source.text.count("\n") + 1)
    lines = LINE_END.split(source.text)
    ruling = ruling_of(lines)
    rows: dict[int, list[str]] = {}
    slots = 0
    for number, line in enumerate(lines, start=1):
        if len(line) > limits.columns:
            limits.check("columns", ruling.breadth(line))
        texts = [cell.text for cell in ruling.cells(number, line)]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            rows[number] = texts
            slots += len(texts)
            limits.check("slots", slots)
    _guard(rows, limits)
    return Grid("", rows, Places(source, ruling))


def _guard(rows: dict[int, list[str]], limits: Limits) -> None:
    limits.check("columns", max(map(len, rows.values()), default=0))
    limits.check("field_characters", max((len(text) for texts in rows.values() for text in texts), default=0))


def ruling_of(lines: Sequence[str]) -> Ruling:
    """The pipe that most lines hold, and the blocks of lines that all begin with it: there it opens no empty cell."""
    pipe = max(PIPES, key=lambda each: sum(1 for line in lines if each in line))
    framed: set[int] = set()
    for has_pipe, block in groupby(enumerate(lines, start=1), key=lambda item: pipe in item[1]):
        numbers, texts = zip(*block, strict=True)
        if has_pipe and all(text.lstrip().startswith(pipe) or _is_rule(text) for text in texts):
            framed.update(numbers)
    return Ruling(pipe, frozenset(framed))


def _is_rule(line: str) -> bool:
    """Whether a line only divides: nothing but strokes, corners and pipes."""
    return any(each in line for each in STROKES) and DRAWN.fullmatch(line) is not None


def _prose(line: str) -> Cell:
    """A line of prose, without the marks of a Markdown heading."""
    text = line.strip()
    mark = HEADING.match(text)
    text = text[mark.end() :].strip() if mark else text
    return Cell(text, line.find(text))


def _split(line: str, separator: str) -> Iterator[Cell]:
    """The trimmed pieces of a line; a pipe behind a backslash is content, as in Markdown."""
    start = 0
    for piece in re.split(rf"(?<!\\){re.escape(separator)}", line):
        text = piece.strip()
        yield Cell(text, start + (len(piece) - len(piece.lstrip()) if text else 0))
        start += len(piece) + 1
