"""Which formulas of a workbook read certain cells: what they gave before is out of date once these change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from indicator_lint.formats.celltext import unescaped
from indicator_lint.formats.limits import DEFAULT
from indicator_lint.formats.references import column_number, rectangle
from indicator_lint.model.grid import Position, Rectangle
from indicator_lint.patterns import pattern

FORMULA: Final = re.compile(rb"<(?:[\w.-]+:)?f(\s[^>]*)?>([^<]+)<")
SHARED: Final = re.compile(rb"\sref\s*=\s*[\"']([A-Z0-9:]+)[\"']")
SHEET: Final = r"(?:(?:'((?:[^']|'')+)'|([\w.]+))!)?"
CELLS: Final = pattern(SHEET + r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?(?![\w(])")
COLUMNS: Final = pattern(SHEET + r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})(?![\w(])")
QUOTED: Final = pattern('"[^"]*"')
"""Texts inside a formula, which may look like addresses."""


def are_read(sheets: Mapping[str, bytes], cells: Mapping[str, set[Position]]) -> bool:
    """Whether a formula names one of the cells, given by sheet, in its text; through names and tables nobody looks.

    `sheets` are the parts by the names of their sheets.
    """
    return any(
        area.top <= row <= area.bottom and area.left <= column <= area.right
        for own, content in sheets.items()
        for sheet, area in _read(own, content)
        for row, column in cells.get(sheet, ())
    )


def _read(own: str, content: bytes) -> Iterator[tuple[str, Rectangle]]:
    """The areas that the formulas of a sheet name, each with its sheet; one that is shared is that of many cells."""
    for attributes, text in set(FORMULA.findall(content)):
        shared = SHARED.search(attributes)
        reach = rectangle(shared[1].decode(), own) if shared else Rectangle(0, 0, 0, 0)
        for sheet, area in _named(own, QUOTED.sub("", unescaped(text))):
            down, across = reach.bottom - reach.top, reach.right - reach.left
            yield sheet, area._replace(bottom=area.bottom + down, right=area.right + across)


def _named(own: str, formula: str) -> Iterator[tuple[str, Rectangle]]:
    for match in CELLS.finditer(formula):
        top, left = int(match[4]), column_number(match[3])
        bottom, right = (int(match[6]), column_number(match[5])) if match[5] else (top, left)
        yield _sheet(match, own), Rectangle(top, left, bottom, right)
    for match in COLUMNS.finditer(formula):
        yield _sheet(match, own), Rectangle(1, column_number(match[3]), DEFAULT.rows, column_number(match[4]))


def _sheet(match: re.Match[str], own: str) -> str:
    return (match[1] or "").replace("''", "'") or match[2] or own
