"""What a text ends in: the tail of a name says what is measured, and only as much of it is looked at as a word is long."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Final

FORMS: Final = 20
"""So often a text is shortened: more words than that stand at the end of no name."""


def shortened(text: str, end: re.Pattern[str], most: int) -> list[str]:
    """The text, then what is left of it when ends of at most `most` characters are taken off, one after the other."""
    return list(islice(_forms(text, end, most), FORMS))


def _forms(text: str, end: re.Pattern[str], most: int) -> Iterator[str]:
    yield text
    while found := end.search(text, max(0, len(text) - most)):
        text = text[: found.start()]
        yield text


def longest(words: Collection[str]) -> int:
    """The length of the longest of some words; 0 where there is none."""
    return max(map(len, words), default=0)


def ending_in(text: str, words: Collection[str], most: int) -> str:
    """The longest end of a text that is one of some words, of which none is longer than `most`; empty where none is."""
    for start in range(max(0, len(text) - most), len(text)):
        if text[start:] in words:
            return text[start:]
    return ""
