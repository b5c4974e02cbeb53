"""What a reader of a sheet sees in a cell, from the cell's element."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from xml.etree.ElementTree import Element

from indicator_lint.formats.limits import Limits
from indicator_lint.formats.moments import serial_of
from indicator_lint.formats.numberformat import NumberFormat, general
from indicator_lint.formats.ooxml import check_depth
from indicator_lint.formats.references import clean
from indicator_lint.formats.refusal import refuse_damaged
from indicator_lint.formats.strings import text_of
from indicator_lint.patterns import pattern

TRUE: Final = frozenset({"1", "true", "on"})
"""How a flag is set in spreadsheet markup."""

PLAIN: Final = pattern(r"0|-?[1-9][0-9]{0,9}|-?(?:0|[1-9][0-9]{0,4})\.[0-9]{0,3}[1-9]")
"""Numbers that General shows as they are stored."""

UNCALCULATED: Final = frozenset({"", "0"})
"""What stands for a formula's result in a workbook that asks to be calculated before it is shown."""

REFERENCE: Final = pattern("&([^;]*);")
NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
FORBIDDEN: Final = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML may hold, not even by reference."""

FORMULA: Final = "formula"
ERROR: Final = "error"


class Styles(dict[str, NumberFormat | None]):
    """The number format of each cell style, by its index as it stands in the markup; None is General."""

    def __missing__(self, style: str) -> NumberFormat | None:
        """No style, or one that is not there, is General."""
        return self.get(style.strip().lstrip("0") or "0") if style else None


@dataclass(slots=True)
class Book:
    """What the sheets of a workbook share; `stale` says that its formulas are to be calculated before they are shown."""

    strings: list[str]
    styles: Styles
    limits: Limits
    epoch: int = 1900
    stale: bool = False
    cells: int = 0
    """How many its sheets have, those that were read up to now."""


class CellTexts:
    """The text of one cell after another of a part, and what is exceptional about it."""

    def __init__(self, part: str, book: Book, space: str) -> None:
        """Be ready for cells whose elements are in that namespace."""
        self._part, self._book = part, book
        self._strings, self._styles = book.strings, book.styles
        self._value, self._formula, self._inline, self._t, self._r = (
            space + name for name in ("v", "f", "is", "t", "r")
        )
        self._shaping = any(shape is not None and shape.shapes_text for shape in book.styles.values())

    def __call__(self, cell: Element) -> tuple[str, str]:
        """The text, and `formula` (never calculated), `error` or nothing. The cell has at least one child."""
        child = cell[0]
        if len(cell) == 1:
            if child.tag == self._value:
                return self._shown(cell.get("t", ""), cell.get("s", ""), child.text or "")
            if child.tag == self._inline:
                return self._shaped(text_of(child, self._t, self._r), cell.get("s", "")), ""
        return self._composed(cell)

    def plain(self, style: bytes, kind: bytes, value: bytes, inline: bytes) -> str:
        """The text of a cell without a formula, given as it stands in the markup."""
        try:
            if inline or kind == b"s":
                text = unescaped(inline) if inline else self._strings[int(value)]
                return self._shaped(text, style.decode()) if self._shaping else text
            return self._shown(kind.decode(), style.decode(), value.decode())[0]
        except (ValueError, IndexError):
            refuse_damaged(self._part)

    def _composed(self, cell: Element) -> tuple[str, str]:
        """The text of a cell that has a formula, or more than one thing in it."""
        check_depth(cell, self._book.limits)
        children = {child.tag: child for child in cell}
        value, inline = children.get(self._value), children.get(self._inline)
        kind, style = cell.get("t", ""), cell.get("s", "")
        result = "" if value is None else value.text or ""
        if self._formula in children and self._is_missing(result, kind):
            return "", FORMULA
        if value is None and inline is not None:
            return self._shaped(text_of(inline, self._t, self._r), style), ""
        return self._shown(kind, style, result) if value is not None else ("", "")

    def _is_missing(self, result: str, kind: str) -> bool:
        """Whether a formula was never calculated: an empty text is a result, an empty number is none."""
        return kind != "str" and (not result or (self._book.stale and result in UNCALCULATED))

    def _shown(self, kind: str, style: str, value: str) -> tuple[str, str]:
        """What is shown of a stored value."""
        match kind:
            case "" | "n":
                return shown_number(value, self._styles[style]), ""
            case "s":
                return self._shaped(self._shared(value), style), ""
            case "b":
                return "TRUE" if value in TRUE else "FALSE", ""
            case "e":
                return clean(value), ERROR
            case "d":
                return self._date(value, style), ""
        return self._shaped(clean(value), style), ""

    def _shaped(self, text: str, style: str) -> str:
        """A text as its format shows it, which most leave alone."""
        shape = self._styles[style] if self._shaping else None
        return text if shape is None else shape.text(text)

    def _shared(self, value: str) -> str:
        """A shared string by its index."""
        try:
            index = int(value)
            return self._strings[index] if index >= 0 else ""
        except (ValueError, IndexError):
            if not value:
                return ""
            refuse_damaged(self._part)

    def _date(self, value: str, style: str) -> str:
        """A date stored as ISO 8601 writes it."""
        shape, serial = self._styles[style], serial_of(value, self._book.epoch)
        return clean(value) if shape is None or serial is None else shape.number(serial)


@lru_cache(maxsize=1 << 12)
def unescaped(markup: bytes) -> str:
    """The text of an inline string, references to characters resolved. Raises ValueError for characters that there are not."""
    text = markup.decode()
    if "&" not in text:
        return clean(text)
    pieces = REFERENCE.split(text)
    pieces[1::2] = map(_referred, pieces[1::2])
    return clean("".join(pieces))


def _referred(name: str) -> str:
    """The character that a reference names."""
    if name[0] != "#":
        return NAMED[name]
    character = chr(int(f"0{name[1:]}", 16) if name[1] == "x" else int(name[1:]))
    if FORBIDDEN.match(character):
        raise ValueError(name)
    return character


@lru_cache(maxsize=1 << 14)
def shown_number(value: str, shape: NumberFormat | None) -> str:
    """A number as its format shows it. What is stored in the place of a number but is none is left as it is."""
    if shape is None and PLAIN.fullmatch(value):
        return value
    try:
        number = float(value)
    except ValueError:
        return clean(value).strip()
    if not math.isfinite(number):
        return clean(value).strip()
    return general(number) if shape is None else shape.number(number)
