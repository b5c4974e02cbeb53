"""Blanks inside Chinese text: where they break a word, where they stand at a mark, where they are layout."""

from __future__ import annotations

import re
from typing import Final

from indicator_lint.chinese.characters import HANZI
from indicator_lint.patterns import pattern

BLANK: Final = "[ \\t\u3000\u2002-\u200a]"
"""Blanks that a writer types; line breaks in a cell are layout, and what cannot be seen is another matter."""

MARKS: Final = "、，。；：？！（）《》〈〉【】〔〕"
"""Full-width marks that carry their own space."""

GAP: Final = pattern(f"(?<=[{HANZI}])({BLANK}+)(?=[{HANZI}])")
SPACED_OUT: Final = pattern(f"[{HANZI}](?:{BLANK}+[{HANZI}])+")

NUMBERED: Final = r"(?:^|(?<=[。；;\n]))[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、，：）]?"
AT_MARK: Final = pattern(
    f"(?P<number>{NUMBERED}{BLANK}+)|(?<=[{HANZI}{MARKS}”’]){BLANK}+(?=[{MARKS}])|(?<=[{MARKS}]){BLANK}+(?=[{HANZI}{MARKS}“‘])"
    f"|(?<=[{HANZI}]){BLANK}+(?=[,;:]{BLANK}*[{HANZI}])|(?<=[{HANZI}]{BLANK}[,;:]){BLANK}+(?=[{HANZI}])"
)
"""A blank beside a mark, between hanzi; after a number that heads a paragraph it is layout."""


def gaps(text: str) -> list[re.Match[str]]:
    """The blanks between two hanzi; none in a text whose characters all stand apart, as in a heading."""
    return [] if SPACED_OUT.fullmatch(text) else list(GAP.finditer(text))


def closed(text: str) -> str:
    """The text without blanks between hanzi."""
    return GAP.sub("", text)


def gap_at_mark(text: str) -> re.Match[str] | None:
    """The first stray blank beside a mark."""
    return next((found for found in AT_MARK.finditer(text) if found["number"] is None), None)


def closed_at_marks(text: str) -> str:
    """The text without stray blanks beside marks."""
    return AT_MARK.sub(lambda found: found["number"] or "", text)
