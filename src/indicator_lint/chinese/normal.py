"""The normal form of a text: what two spellings of one thing have in common."""

from __future__ import annotations

import re
from typing import Final

from indicator_lint.patterns import pattern

BLANKS: Final = pattern(r"[\s\u00a0\u200b-\u200f\u2028-\u202e\u2060-\u2064\u3000\ufeff]+")
"""White space of every kind, invisible marks included."""

WIDTHS: Final = str.maketrans(
    {
        **{chr(code + 0xFEE0): chr(code) for code in range(0x30, 0x3A)},
        **{chr(code + 0xFEE0): chr(code) for code in (*range(0x41, 0x5B), *range(0x61, 0x7B))},
        "（": "(", "）": ")", "［": "[", "］": "]", "【": "[", "】": "]", "〔": "[", "〕": "]",
        "％": "%", "﹪": "%", "，": ",", "；": ";", "：": ":", "＝": "=", "／": "/", "～": "~", "．": ".", "＋": "+", "－": "-",
    }
)  # fmt: skip
"""By an explicit map and never by NFKC, which turns ㎡ into m2 and ① into 1."""

UNUSUAL: Final = pattern(f"{BLANKS.pattern[:-2]}{re.escape(''.join(map(chr, WIDTHS)))}]")
"""What a normal form never holds; most texts hold none of it, and need not be rewritten."""

OUTER: Final = "。;,、:"
"""Marks at the end of a cell that carry no meaning."""

MARKS: Final = pattern(r"^(?:[★☆*※▲●]|\[新增\]|\d{1,2}[.、)])+|[★☆*※▲]+$")
"""Stars, notes such as 【新增】 and numbering around a name are about the row, not part of its name."""


def normal_form(text: str) -> str:
    """The text without white space, half-width brackets, letters and digits, without closing punctuation."""
    plain = text if UNUSUAL.search(text) is None else BLANKS.sub("", text).translate(WIDTHS)
    return plain.rstrip(OUTER)


def unmarked(text: str) -> str:
    """A normal form without stars, `[新增]` and leading numbers."""
    return MARKS.sub("", text)
