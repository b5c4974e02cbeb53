"""The text of a web page as its reader sees it: white space, line breaks, the value of a form field, what is not shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from indicator_lint.formats.markup import resolved
from indicator_lint.formats.references import printable
from indicator_lint.patterns import pattern

BREAK: Final = "\x0b"
"""Stands for a line break while white space of the source is folded; a page cannot bring its own."""

PAD: Final = "\x1c"
"""Stands for a space that a page asks for by reference, to keep things apart or in their columns; a no-break space that
stands in the text as itself came there with the words."""
NO_BREAK: Final = pattern("&(?:nbsp;?|#0*160;?|#[xX]0*[aA]0;?)")
OURS: Final = str.maketrans("", "", BREAK + PAD)
SOURCE_BREAK: Final = pattern("[ \t\f\r]*\n[ \t\n\f\r]*")
SPACE: Final = pattern("[ \t\f\r]+")
WIDE: Final = (
    "\u2e80-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
)
EITHER: Final = "·×÷±—‘’“”…≈≠≤≥①-⑳"
"""Signs that are as wide as their neighbours."""
JOINED: Final = pattern(f"(?<=[{WIDE}])\n(?=[{WIDE}{EITHER}])|(?<=[{EITHER}])\n(?=[{WIDE}])")
"""A line of the source that ends between Chinese characters: no space is shown there (CSS Text 3, 4.1.2)."""
AROUND_BREAK: Final = pattern(f"[ \u00a0{PAD}]*{BREAK}[ \u00a0{PAD}]*")
KEPT: Final = str.maketrans({" ": PAD, "\t": PAD, "\n": BREAK, "\r": None})
"""How preformatted text survives the folding."""

GONE: Final = pattern(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
UNSEEN: Final = pattern(r"visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
SHOWN_INPUTS: Final = frozenset(
    {"", "text", "number", "date", "month", "tel", "url", "email", "search", "datetime-local"}
)
OPTION: Final = pattern(r"<option((?:\s[^<>]*)?)>([^<]*)", re.IGNORECASE)
CHOSEN: Final = pattern(r"\sselected(?=[\s=/]|$)", re.IGNORECASE)


def is_gone(attributes: Mapping[str, str]) -> bool:
    """Whether an element is not shown and takes no place."""
    if not attributes:
        return False
    return ("hidden" in attributes and attributes["hidden"] != "until-found") or bool(
        GONE.search(attributes.get("style", ""))
    )


def is_unseen(attributes: Mapping[str, str]) -> bool:
    """Whether an element is not shown, whether or not its place stays empty."""
    return is_gone(attributes) or bool(attributes and UNSEEN.search(attributes.get("style", "")))


def shown(text: str) -> str:
    """The text of a paragraph: white space folded as browsers do, a line break for each `BREAK`.

    Spaces at both ends of a line are the page's padding, whether they break or not.
    """
    if text.isalnum():
        return text
    folded = SOURCE_BREAK.sub("\n", text) if "\n" in text else text
    folded = SPACE.sub(" ", JOINED.sub("", folded).replace("\n", " "))
    lines = AROUND_BREAK.sub("\n", folded) if BREAK in folded else folded
    return printable(lines.strip(f" \u00a0{PAD}\n").replace(PAD, " "))


def preformatted(text: str) -> str:
    """Text whose white space stays as it is."""
    return words(text).translate(KEPT)


def words(text: str) -> str:
    """The text of the source with its character references resolved."""
    text = text.translate(OURS) if BREAK in text or PAD in text else text
    return resolved(NO_BREAK.sub(PAD, text)) if "&" in text else text


def field_text(name: str, attributes: Mapping[str, str]) -> str:
    """What a form field shows: the value of an `input`, the option chosen in a `select`, the content of a `textarea`."""
    if name == "select":
        options = OPTION.findall(attributes["content"])
        chosen = next((text for marks, text in options if CHOSEN.search(marks)), options[0][1] if options else "")
        return words(chosen)
    if name == "input":
        seen = attributes.get("type", "").lower() in SHOWN_INPUTS
        return words(attributes.get("value", "")) if seen else ""
    return preformatted(attributes["content"])
