"""Addresses of cells, and the texts that stand in them as spreadsheet markup writes both."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NoReturn

from indicator_lint.formats.refusal import refuse_unreadable
from indicator_lint.model.grid import Rectangle
from indicator_lint.patterns import pattern

ESCAPE: Final = pattern("_x([0-9A-Fa-f]{4})_")
CONTROL: Final = pattern("[\x00-\x08\x0b-\x1f]")
SURROGATE: Final = pattern("[\ud800-\udfff]")
REFERENCE: Final = pattern("\\$?([A-Z]{1,3})\\$?([1-9][0-9]{0,6})")
RANGE: Final = pattern("([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})")
LETTERS: Final = 26
LONGEST_COLUMN: Final = 3
LONGEST_NUMBER: Final = 7
"""Digits of the last row."""


def clean(text: str) -> str:
    """A text without `_xHHHH_` escapes and without control characters other than tab and line feed."""
    if "_x" not in text and text.isprintable():
        return text
    if "_x" in text:
        text = ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        if SURROGATE.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return printable(text)


def printable(text: str) -> str:
    """A text without control characters other than tab and line feed."""
    return text if text.isprintable() else CONTROL.sub("", text)


@lru_cache(maxsize=1 << 15)
def column_number(letters: str) -> int:
    """A → 1, XFD → 16384. Raises ValueError for what is no column."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        number = number * LETTERS + ord(letter) - ord("A") + 1
    if not 0 < len(letters) <= LONGEST_COLUMN:
        raise ValueError(letters)
    return number


@lru_cache(maxsize=1 << 12)
def column_letters(number: int) -> str:
    """1 → A, 16384 → XFD."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """The address of a cell: E23."""
    return f"{column_letters(column)}{row}"


def position(ref: str, part: str) -> tuple[int, int]:
    """Row and column of an address. Raises UnreadableError (FIL001) for what is none."""
    match = REFERENCE.fullmatch(ref) or REFERENCE.fullmatch(ref.upper())
    if match is None:
        refuse_reference(part, ref)
    return int(match[2]), column_number(match[1])


def row_number(text: str, part: str) -> int:
    """The number of a row or column. Raises UnreadableError (FIL001) for what is none."""
    if not (text.isascii() and text.isdecimal() and text.strip("0")):
        refuse_reference(part, text)
    return int(text[: LONGEST_NUMBER + 1])


def refuse_reference(part: str, ref: str) -> NoReturn:
    """Raise FIL001 for an address or a row number that no sheet has."""
    refuse_unreadable("reference", part=part, ref=ref[:20])


def rectangle(ref: str, part: str) -> Rectangle:
    """The block that a range names. Raises UnreadableError (FIL001) for what is none."""
    match = RANGE.fullmatch(ref)
    if match is not None:
        top, left, bottom, right = int(match[2]), column_number(match[1]), int(match[4]), column_number(match[3])
    else:
        first, colon, second = ref.partition(":")
        top, left = position(first, part)
        bottom, right = position(second, part) if colon else (top, left)
    if top <= bottom and left <= right:
        return Rectangle(top, left, bottom, right)
    return Rectangle(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
