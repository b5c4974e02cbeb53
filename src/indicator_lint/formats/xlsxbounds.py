"""What of a worksheet must not be changed by hand: locked cells, results that spill, tables and pivots that are named elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from indicator_lint.formats.celltext import TRUE
from indicator_lint.formats.ooxml import Package
from indicator_lint.formats.references import rectangle
from indicator_lint.model.grid import Rectangle

PROTECTION: Final = re.compile(rb"<(?:[\w.-]+:)?sheetProtection\b[^>]*?\ssheet\s*=\s*[\"'](\w+)[\"']")
FILLING: Final = re.compile(rb"<(?:[\w.-]+:)?f\s[^>]*>")
KIND: Final = re.compile(rb"\st\s*=\s*[\"'](?:array|dataTable)[\"']")
AREA: Final = re.compile(rb"\sref\s*=\s*[\"']([A-Z0-9:]+)[\"']")
STYLE: Final = re.compile(rb"\ss\s*=\s*[\"']([0-9]+)[\"']")


@dataclass(frozen=True)
class Bounds:
    """The bounds of one sheet: its part and what belongs to it. `unlocked` are the styles that protection leaves open."""

    package: Package
    part: str
    content: bytes
    unlocked: frozenset[str]

    def is_locked(self, cell: bytes) -> bool:
        """Whether protection closes a cell, given as its element."""
        return self._protected and self._style(cell) not in self.unlocked

    def area(self, row: int, column: int) -> str:
        """Why a cell must stay as it is because of where it stands; empty where it need not."""
        for reason, areas in (("spilled", self._spilled), ("table_header", self._heads), ("pivot", self._pivots)):
            if any(area.top <= row <= area.bottom and area.left <= column <= area.right for area in areas):
                return reason
        return ""

    @staticmethod
    def _style(cell: bytes) -> str:
        match = STYLE.search(cell, 0, cell.find(b">"))
        return match[1].decode() if match else "0"

    @cached_property
    def _protected(self) -> bool:
        match = PROTECTION.search(self.content, max(self.content.rfind(b"sheetData"), 0))
        return match is not None and match[1].decode() in TRUE

    @cached_property
    def _spilled(self) -> list[Rectangle]:
        filling = (tag[0] for tag in FILLING.finditer(self.content) if KIND.search(tag[0]))
        return [rectangle(area[1].decode(), self.part) for tag in filling if (area := AREA.search(tag))]

    @cached_property
    def _heads(self) -> list[Rectangle]:
        """The first and last rows of Excel tables that repeat what their definition says."""
        areas: list[Rectangle] = []
        for ref, heads, totals in self._tables():
            areas += [ref._replace(bottom=ref.top)] if heads else []
            areas += [ref._replace(top=ref.bottom)] if totals else []
        return areas

    def _tables(self) -> Iterator[tuple[Rectangle, bool, bool]]:
        for target in self._related("table"):
            table = self.package.tree(target)
            heads, totals = table.get("headerRowCount", "1"), table.get("totalsRowCount", "0")
            yield rectangle(table.get("ref", ""), target), heads != "0", totals != "0"

    @cached_property
    def _pivots(self) -> list[Rectangle]:
        trees = ((target, self.package.tree(target)) for target in self._related("pivotTable"))
        return [
            rectangle(place.get("ref", ""), target) for target, tree in trees for place in tree.iterfind("location")
        ]

    def _related(self, kind: str) -> list[str]:
        relations = self.package.relations(self.part).values()
        return [target for each, target in relations if each == kind and target in self.package]
