"""The element of a workbook's cell, written anew so that it shows another text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final
from xml.etree.ElementTree import Element

from indicator_lint.formats.celltext import Styles, shown_number
from indicator_lint.formats.numberformat import cell_formats
from indicator_lint.formats.ooxml import Package, in_utf8
from indicator_lint.formats.plainrows import QUOTED, is_bare
from indicator_lint.formats.richtext import UnfamiliarError, escaped, fragment, local, plain, rewritten
from indicator_lint.formats.unwritten import UnwrittenError, decline
from indicator_lint.patterns import pattern

INLINE: Final = "inlineStr"
NO_NUMBER: Final = "number"
TEXTUAL: Final = frozenset({"s", INLINE, "str"})
NUMERIC: Final = frozenset({"", "n"})
METADATA: Final = frozenset({"cm", "vm"})
"""Attributes of cells that are more than their value: pictures in cells, results that spill."""

NUMBER: Final = pattern(r"-?[0-9]{1,15}(?:\.[0-9]{1,10})?%?")
ITEM: Final = re.compile(rb"<(?:[\w.-]+:)?si[\s/>]")


@dataclass(frozen=True)
class Strings:
    """The shared strings of a workbook as markup, found by their index."""

    content: bytes

    def item(self, index: int) -> Element:
        """The element of a string. Raises UnfamiliarError where bytes do not tell for sure which it is."""
        if index >= len(self._starts) - 1:
            raise UnfamiliarError
        return fragment(self.content[self._starts[index] : self._starts[index + 1]])

    @cached_property
    def _starts(self) -> list[int]:
        """Where each string begins, and where their list ends."""
        if not is_bare(self.content) or QUOTED in self.content or not in_utf8(self.content):
            return []
        return [*(match.start() for match in ITEM.finditer(self.content)), self.content.rfind(b"</")]


@dataclass(frozen=True)
class Writer:
    """Writes cells of a workbook. `strings` and `styles` name the parts, None where there is none."""

    package: Package
    strings: str | None
    styles: str | None
    epoch: int

    def written(self, cell: bytes, old: str, new: str) -> bytes:
        """The element of a cell that shows `old`, showing `new`. Raises UnwrittenError with the reason where that is not done."""
        try:
            return self._written(fragment(cell), old, new).encode()
        except UnfamiliarError:
            decline("structure")

    def _written(self, cell: Element, old: str, new: str) -> str:
        children = {local(child.tag): child for child in cell}
        kind, prefix = cell.get("t", ""), cell.tag.removesuffix("c")
        value = children["v"].text or "" if "v" in children else ""
        if "f" in children:
            decline("formula")
        if not children.keys() <= {"v", "is"} or METADATA & set(cell.keys()):
            raise UnfamiliarError
        if not new:
            return _element(cell, "")
        if kind in TEXTUAL:
            return _element(cell, _inline(self._string(cell, value, old, new), prefix), INLINE)
        if kind in NUMERIC and not value:
            return _element(cell, _inline(plain(new, prefix), prefix), INLINE)
        if kind in NUMERIC:
            return _element(cell, f"<{prefix}v>{self._number(cell.get('s', ''), new)}</{prefix}v>", kind)
        raise UnwrittenError(NO_NUMBER)

    def _string(self, cell: Element, value: str, old: str, new: str) -> str:
        """The new string of a cell that holds one, or nothing."""
        prefix, shape = cell.tag.removesuffix("c"), self._shapes[cell.get("s", "")]
        if shape is not None and shape.shapes_text:
            decline("shaped")
        if cell.get("t") == "s" and value:
            return rewritten(self._items.item(_index(value)), old, new, prefix)
        if cell.get("t") == INLINE and len(cell) == 1 and not value:
            return rewritten(cell[0], old, new, prefix)
        return plain(new, prefix)

    def _number(self, style: str, new: str) -> str:
        """The number that a style shows as a text. Raises UnwrittenError where there is none: no number becomes a text."""
        for value in _candidates(new):
            if shown_number(value, self._shapes[style]) == new:
                return value
        raise UnwrittenError(NO_NUMBER)

    @cached_property
    def _items(self) -> Strings:
        if self.strings is None or self.strings not in self.package:
            raise UnfamiliarError
        return Strings(self.package.part(self.strings))

    @cached_property
    def _shapes(self) -> Styles:
        if self.styles is None or self.styles not in self.package:
            return Styles()
        formats = cell_formats(self.package.tree(self.styles), self.epoch)
        return Styles({str(index): each for index, each in enumerate(formats)})


def blank(prefix: str, ref: str, style: str, new: str) -> bytes:
    """The element of a cell that there was none of."""
    looks = f' s="{style}"' if style else ""
    inner = _inline(plain(new, prefix), prefix)
    return f'<{prefix}c r="{ref}"{looks} t="{INLINE}">{inner}</{prefix}c>'.encode()


def _index(value: str) -> int:
    if not value.isdecimal():
        raise UnfamiliarError
    return int(value)


def _candidates(new: str) -> tuple[str, ...]:
    """The numbers that a text may stand for."""
    if not NUMBER.fullmatch(new):
        return ()
    return (str(Decimal(new[:-1]) / 100),) if new.endswith("%") else (new,)


def _inline(string: str, prefix: str) -> str:
    return f"<{prefix}is>{string}</{prefix}is>"


def _element(cell: Element, inner: str, kind: str = "") -> str:
    """A cell of that type with other content and its own further attributes."""
    attributes = {**{key: value for key, value in cell.items() if key != "t"}, **({"t": kind} if kind else {})}
    written = "".join(f' {key}="{escaped(value)}"' for key, value in attributes.items())
    return f"<{cell.tag}{written}>{inner}</{cell.tag}>" if inner else f"<{cell.tag}{written}/>"
