"""Keys for labels: what two spellings of one header have in common."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from indicator_lint.patterns import pattern

REMEMBERED: Final = 1 << 13
"""Texts whose key is kept: labels and classes come again and again, and each text is asked several times."""

INVISIBLE: Final = dict.fromkeys((0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF))
DECORATION: Final = dict.fromkeys(map(ord, ":*★☆※●▲△◆■□√"))
BRACKETED: Final = pattern(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>")


@lru_cache(maxsize=REMEMBERED)
def squeeze(text: str) -> str:
    """The text in compatibility form (NFKC: half-width signs, plain digits), lower case, without any white space.

    For recognising labels and marks only: a text is never written back in this form.
    """
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(INVISIBLE).lower()


def label_key(text: str) -> str:
    """`squeeze`, and without colons, stars and bullets: `★一 级 指 标：` and `一级指标` are one label."""
    return squeeze(text).translate(DECORATION)


def without_brackets(key: str) -> str:
    """A key without its bracketed parts (`目标值(a)` is 目标值); the key itself where nothing else would be left."""
    bare = key
    while (shorter := BRACKETED.sub("", bare)) != bare:
        bare = shorter
    return bare or key
