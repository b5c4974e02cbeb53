"""From characters on a page to lines and texts: what was one word before it was set is one word again."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from indicator_lint.formats.lattice import Box
from indicator_lint.patterns import pattern

LOOKALIKES: Final = pattern("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")
"""Radicals, compatibility forms and ligatures: what some programs store for a common character that looks the same."""

WORDY: Final = pattern("[0-9A-Za-z\u00c0-\u024f]")
"""Letters and digits of scripts that put blanks between words."""

UNMAPPED: Final = pattern(r"\(cid:\d+\)|[\ue000-\uf8ff]|\ufffd|[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""A glyph that the file gives no character for."""

CLOSERS: Final = "，。、；：？！）》〉】〕”’％%,.;:?!)]}"
"""Marks that never begin a line: they take the character before them along to the next."""

WIDE_GAP: Final = 1.5
WORD_GAP: Final = 0.25
"""Gaps in sizes of the type: outside tables the wide one is a blank, between letters the narrow one is."""

WIDEST_PADDING: Final = 20.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character, its box, and how many quarter turns to the right its line runs away from the usual direction."""

    text: str
    box: Box
    turn: int = 0

    @property
    def size(self) -> float:
        """Its height."""
        return self.box[3] - self.box[1]

    @property
    def middle(self) -> tuple[float, float]:
        """The point that tells where it stands."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as it was set, blanks at its ends kept in the text and left out of its box."""

    text: str
    box: Box
    lead: float
    """The width of what could not be parted from its first character."""

    @property
    def size(self) -> float:
        """Its height."""
        return self.box[3] - self.box[1]

    @property
    def width(self) -> float:
        """From its first sign to its last."""
        return self.box[2] - self.box[0]


def turned(box: Box, turn: int, width: float, height: float) -> Box:
    """The box after the page, of that width and height, was turned back by so many quarters."""
    x0, top, x1, bottom = box
    return (
        box,
        (top, width - x1, bottom, width - x0),
        (width - x1, height - bottom, width - x0, height - top),
        (height - bottom, x0, height - top, x1),
    )[turn]


def usual_turn(glyphs: Iterable[Glyph]) -> int:
    """How most of the characters are turned."""
    turns = Counter(glyph.turn for glyph in glyphs if not glyph.text.isspace())
    return turns.most_common(1)[0][0] if turns else 0


def plain(text: str) -> str:
    """A character as it is usually written."""
    text = LOOKALIKES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return " " if text in {"\t", "\n", "\r", "\u00a0"} else text


def lines_of(glyphs: Sequence[Glyph], *, gaps: bool = False) -> list[Line]:
    """The lines that characters form, from top to bottom; with `gaps`, wide ones between hanzi are blanks."""
    rows: list[list[Glyph]] = []
    height = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.middle[1]):
        if rows and glyph.middle[1] - height <= min(glyph.size, rows[-1][0].size) / 2:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            height = glyph.middle[1]
    made = (_line(sorted(row, key=lambda glyph: glyph.box[0]), gaps=gaps) for row in rows)
    return [line for line in made if line is not None]


def _line(row: Sequence[Glyph], *, gaps: bool) -> Line | None:
    row = list(_once(row))
    shown = [glyph for glyph in row if not glyph.text.isspace()]
    if not shown:
        return None
    text = "".join(_spaced(row, gaps=gaps))
    box = (
        shown[0].box[0],
        min(glyph.box[1] for glyph in shown),
        max(glyph.box[2] for glyph in shown),
        max(glyph.box[3] for glyph in shown),
    )
    return Line(text, box, _lead(shown))


def _once(row: Iterable[Glyph]) -> Iterator[Glyph]:
    """The characters, those drawn twice at one place (a bold face that is not one) only once."""
    last: Glyph | None = None
    for glyph in row:
        if last is not None and glyph.text == last.text and _overlap(last.box, glyph.box):
            continue
        last = glyph
        yield glyph


def _overlap(one: Box, other: Box) -> bool:
    return min(one[2], other[2]) - max(one[0], other[0]) > (one[2] - one[0]) / 2


def _spaced(row: Sequence[Glyph], *, gaps: bool) -> Iterator[str]:
    yield row[0].text
    for before, glyph in pairwise(row):
        gap = (glyph.box[0] - before.box[2]) / max(glyph.size, 1.0)
        blank = before.text.isspace() or glyph.text.isspace()
        words = gap > WORD_GAP and WORDY.match(before.text[-1:]) and WORDY.match(glyph.text)
        if not blank and (words or (gaps and gap > WIDE_GAP)):
            yield " "
        yield glyph.text


def _lead(shown: Sequence[Glyph]) -> float:
    end = 1
    if WORDY.match(shown[0].text):
        while end < len(shown) and WORDY.match(shown[end].text) and shown[end].box[0] - shown[end - 1].box[2] < 1:
            end += 1
    while end < len(shown) and shown[end].text in CLOSERS:
        end += 1
    return shown[end - 1].box[2] - shown[0].box[0]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a cell's lines say together.

    `room` is how much was left free on its last line, `lead` what its first line needs to begin, both in points: a text that
    goes on elsewhere leaves no room for what comes next.
    """

    text: str
    room: float
    lead: float


def set_in(lines: Sequence[Line], width: float) -> Setting:
    """The text of a cell of that width: lines that had to be broken are one, those that end early stay apart."""
    if not lines:
        return Setting("", 0.0, 0.0)
    lefts = [line.box[0] for line in lines]
    rights = [line.box[2] for line in lines]
    left, right = min(lefts), max(rights)
    padding = min(width - (right - left), WIDEST_PADDING)
    text = lines[0].text.lstrip()
    for line, below in pairwise(lines):
        text = joined(text, below.text, broken=_room(line, width, padding) > below.lead + below.size / 2)
    return Setting(text.rstrip(), _room(lines[-1], width, padding), lines[0].lead)


def _room(line: Line, width: float, padding: float) -> float:
    return width - padding - line.width


def joined(text: str, more: str, *, broken: bool = False) -> str:
    """Two lines as one; a blank between letters, none between hanzi; `broken` where the writer began a new line."""
    if broken:
        return f"{text.rstrip()}\n{more.lstrip()}"
    if WORDY.match(text[-1:]) and WORDY.match(more):
        return f"{text} {more}"
    return text + more
