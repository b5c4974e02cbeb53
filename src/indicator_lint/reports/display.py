"""Text on a terminal: how wide it is, how it is cut, and nothing in it that a terminal would obey."""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from unicodedata import category, combining, east_asian_width

ELLIPSIS: Final = "…"

_UNSHOWN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LINE_BREAK: Final = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_PLAIN: Final = re.compile(r"[\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff01-\uff60]*")
_CHINESE_BREAK: Final = re.compile(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])")
_PIECES: Final = re.compile(r"(?:[!-~]+|[^!-~\s])[，。、；：？！）》」』”’…]*\s*|\s+")


def visible(text: str) -> str:
    """The text with every character that shows nothing, or that a terminal would act on, replaced by one that shows.

    Line breaks become `⏎`, tabs `⇥`, other C0 controls their pictures (`␛`); C1 and bidirectional controls, zero-width,
    unassigned and private-use characters and no-break spaces become `‹U+200B›`.
    """
    if _PLAIN.fullmatch(text):
        return text
    return "".join(map(_shown, _LINE_BREAK.sub("⏎", text)))


def _shown(character: str) -> str:
    """One character as something that can be seen and does no harm."""
    if character == "\t":
        return "⇥"
    if character < " ":
        return chr(0x2400 + ord(character))
    if category(character) in _UNSHOWN or character == "\u00a0":
        return f"‹U+{ord(character):04X}›"
    return character


def width(text: str) -> int:
    """How many terminal columns visible text takes: two for wide East Asian characters, none for combining marks."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@cache
def _columns(character: str) -> int:
    """The columns of one character. Ambiguous ones (`≥`, `“`) count one, as terminals in UTF-8 draw them."""
    if combining(character) or category(character) in {"Mn", "Me"}:
        return 0
    return 2 if east_asian_width(character) in {"W", "F"} else 1


def pad(text: str, columns: int) -> str:
    """The text filled with spaces to that many columns; never cut."""
    return text + " " * (columns - width(text))


def clip(text: str, columns: int, focus: int = 0) -> str:
    """The text cut to at most that many columns around the character at `focus`, `…` where something is missing."""
    if width(text) <= columns:
        return text
    start = _start(text, columns, min(focus, len(text)))
    lead = ELLIPSIS if start else ""
    rest = text[start:]
    if width(lead) + width(rest) <= columns:
        return lead + rest
    return lead + _head(rest, columns - width(lead) - 1) + ELLIPSIS


def _start(text: str, columns: int, focus: int) -> int:
    """Where the window opens: at the beginning if the focus fits, else a third of the window before the focus."""
    if width(text[: focus + 1]) < columns:
        return 0
    before = columns // 3
    start = focus
    while start and before > 0:
        start -= 1
        before -= _columns(text[start])
    while start and width(text[start - 1 :]) + 1 <= columns:
        start -= 1
    return start


def _head(text: str, columns: int) -> str:
    """As many leading characters as fit."""
    taken = 0
    for index, character in enumerate(text):
        taken += _columns(character)
        if taken > columns:
            return text[:index]
    return text


def joined(paragraph: str) -> str:
    """A paragraph written over several lines as one: Chinese lines meet without a space, others with one."""
    return _CHINESE_BREAK.sub("", paragraph.strip()).replace("\n", " ")


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most `columns`, broken at spaces and between hanzi, never before a closing mark."""
    if width(text) <= columns:
        return [text.strip()]
    lines, room = [""], columns
    for piece in _PIECES.findall(text):
        if lines[-1] and width(piece.rstrip()) > room:
            lines.append("")
            room = columns
        lines[-1] += piece if lines[-1] else piece.lstrip()
        room -= width(piece) if lines[-1] else 0
    return [line.rstrip() for line in lines]
