"""Text on a terminal: how wide it is, how it is cut, and nothing in it that a terminal would obey."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final
from unicodedata import category, combining, east_asian_width

from indicator_lint.patterns import pattern

ELLIPSIS: Final = "…"

_UNSHOWN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LINE_BREAK: Final = pattern(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_PLAIN: Final = pattern(
    r"[\x20-\x7e\u00b7\u00d7\u2010-\u2027\u2030-\u205e\u2200-\u22ff\u2460-\u24ff\u3000-\u303f\u4e00-\u9fff\uff01-\uff60]*"
)
"""Characters that all show something and do no harm; most texts hold no others."""

_WIDE: Final = pattern(r"[\x20-\x7e\u3000-\u3029\u3030-\u303e\u4e00-\u9fff\uff01-\uff60]*")
"""Characters of which those that are not ASCII take two columns."""
_CHINESE_BREAK: Final = pattern(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])")
_OPENING: Final = "（《〈「『【〔［｛“‘([{"
_CLOSING: Final = "，。、；：？！）》〉」』】〕］｝”’…％／"
_PIECES: Final = pattern(
    rf"(?:[{re.escape(_OPENING)}]\s*)*"
    r"(?:[!-~]+(?<![(\[{])|[^!-~\s])"
    rf"(?:\s*[{_CLOSING}]|[)\]}},;:!?]|\.(?![!-~]))*\s*"
    r"|[!-~]+\s*"
)
"""What stays together: opening marks, a word or a hanzi, closing marks; the spaces behind."""


def visible(text: str) -> str:
    """The text with every character that shows nothing, or that a terminal would act on, replaced by one that shows.

    Line breaks become `⏎`, tabs `⇥`, other C0 controls their pictures (`␛`); C1 and bidirectional controls, zero-width,
    unassigned and private-use characters and no-break spaces become `‹U+200B›`.
    """
    if _PLAIN.fullmatch(text):
        return text
    return "".join(map(_shown, _LINE_BREAK.sub("⏎", text)))


@cache
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
    if text.isascii():
        return len(text)
    if _WIDE.fullmatch(text):
        return 2 * len(text) - len(text.encode("ascii", "ignore"))
    return sum(map(_columns, text))


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


def wrap(text: str, columns: int, hang: int = 0) -> list[str]:
    """The text in lines of at most `columns`, those after the first of `hang` fewer; broken at spaces and between hanzi.

    No line ends in an opening mark or begins with a closing one, and none is wider: what has no such break, as a long path,
    is broken where the line is full.
    """
    text = text.strip()
    if width(text) <= columns:
        return [text]
    lines, room = [""], columns
    for part in _parts(text, columns - hang):
        whole, bare = _sizes(part)
        if lines[-1] and bare > room:
            lines.append("")
            room = columns - hang
        lines[-1] += part
        room -= whole
    return [line.strip() for line in lines]


def _parts(text: str, columns: int) -> Iterator[str]:
    for piece in _PIECES.findall(text):
        if _sizes(piece)[1] <= columns:
            yield piece
        else:
            yield from _broken(piece, columns)


@lru_cache(maxsize=1 << 12)
def _sizes(piece: str) -> tuple[int, int]:
    """The columns of a piece, which is mostly a hanzi, with and without the spaces behind."""
    return width(piece), width(piece.rstrip())


def _broken(piece: str, columns: int) -> Iterator[str]:
    """A piece in parts that each fit on a line."""
    while len(head := _head(piece, columns)) < len(piece.rstrip()):
        full = len(head) or 1
        marks = (
            cut for cut in range(full, full // 2, -1) if piece[cut] not in _CLOSING and piece[cut - 1] not in _OPENING
        )
        cut = next(marks, full)
        yield piece[:cut]
        piece = piece[cut:]
    yield piece
