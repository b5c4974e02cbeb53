"""Strings of a workbook that change: runs keep their fonts, and only the characters that differ are exchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from indicator_lint.chinese.changes import changes
from indicator_lint.formats.references import ESCAPE, printable
from indicator_lint.patterns import pattern

Token: TypeAlias = tuple[str, str]
"""A character as shown, empty for one that is not, and how it is stored."""

UNSTORABLE: Final = pattern("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""What is written `_xHHHH_`: control characters, and a line that would be read as such an escape."""

REFERENCES: Final = (
    ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\r", "&#13;"), ("\n", "&#10;"), ("\t", "&#9;"),
)  # fmt: skip
"""A tab or a line feed in an attribute would be read as a space; in a text they may stand as they are."""

TEXT: Final = "t"
RUN: Final = "r"
READING: Final = "rPh"
KEPT: Final = "phoneticPr"


class UnfamiliarError(Exception):
    """Markup that is not what a string of a workbook consists of."""


def fragment(content: bytes) -> Element:
    """An element cut out of a part, its names with their prefixes, the attribute of a namespace as well.

    Raises UnfamiliarError where it is no element.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes its arguments by position only
        return builder.close()
    except (expat.ExpatError, AssertionError) as error:
        raise UnfamiliarError from error


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def rewritten(string: Element, old: str, new: str, prefix: str) -> str:
    """What an `is` element holds, so that a string (`si` or `is`) that shows `old` shows `new`.

    Readings (phonetic runs) of a text that changes are left out. Raises UnfamiliarError for a string that is made of other
    things, or that does not show `old`.
    """
    parts = [each for each in string if local(each.tag) != READING]
    holders = list(_holders(parts))
    plainly = len(holders) == 1 and holders[0].text == old
    texts = [UNSTORABLE.sub(_stored, new)] if plainly else _with_runs(holders, old, new)
    for holder, text in zip(holders, texts, strict=True):
        holder.text = text
    kept = [each for each in parts if local(each.tag) != RUN or _text_of(each)]
    return "".join(markup(each, prefix) for each in (kept if new else []))


def _with_runs(holders: Sequence[Element], old: str, new: str) -> list[str]:
    """The stored texts of runs that show `old` together, for them to show `new`."""
    stored = [list(_tokens(holder.text or "")) for holder in holders]
    if "".join(shown for tokens in stored for shown, _ in tokens) != old:
        raise UnfamiliarError
    return _exchanged(stored, old, new)


def escaped(text: str) -> str:
    """A text as it stands in markup, or between double quotes."""
    if "&" in text or "<" in text or ">" in text or '"' in text or not text.isprintable():
        for character, reference in REFERENCES:
            text = text.replace(character, reference)
    return text


def plain(text: str, prefix: str) -> str:
    """A `t` element with a text, escaped as spreadsheets want it."""
    return _text_element(UNSTORABLE.sub(_stored, text), prefix)


def _stored(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04X}_"


def _holders(parts: Sequence[Element]) -> Iterator[Element]:
    """The elements that hold the text of a string."""
    for part in parts:
        name = local(part.tag)
        if name == RUN:
            yield from (each for each in part if local(each.tag) == TEXT)
        elif name == TEXT:
            yield part
        elif name != KEPT:
            raise UnfamiliarError


def _text_of(run: Element) -> str:
    return "".join(each.text or "" for each in run if local(each.tag) == TEXT)


def _tokens(stored: str) -> Iterator[Token]:
    """The characters of a stored text."""
    at = 0
    for match in ESCAPE.finditer(stored):
        yield from ((printable(character), character) for character in stored[at : match.start()])
        yield printable(chr(int(match[1], 16))), match[0]
        at = match.end()
    yield from ((printable(character), character) for character in stored[at:])


def _exchanged(stored: Sequence[Sequence[Token]], old: str, new: str) -> list[str]:
    """The stored texts with what differs exchanged; what is new stands with what it replaces, or behind what it follows."""
    runs = [number for number, tokens in enumerate(stored) for shown, _ in tokens if shown]
    gone: set[int] = set()
    added: dict[int, str] = {}
    for start, end, first, last in changes(old, new):
        gone.update(range(start, end))
        added[start] = new[first:last]
    texts = [""] * max(len(stored), 1)
    at = 0
    for number, tokens in enumerate(stored):
        for shown, raw in tokens:
            if shown and at in added:
                owner = number if at in gone else runs[max(at - 1, 0)]
                texts[owner] += UNSTORABLE.sub(_stored, added.pop(at))
            texts[number] += "" if shown and at in gone else raw
            at += bool(shown)
    texts[runs[-1] if runs else 0] += UNSTORABLE.sub(_stored, added.pop(at, ""))
    return texts


def markup(element: Element, prefix: str) -> str:
    """An element as markup, with another prefix. Raises UnfamiliarError for names of a further namespace."""
    if any(":" in name and name != "xml:space" for name in element.keys()):  # noqa: SIM118 - an element is no mapping
        raise UnfamiliarError
    name = prefix + local(element.tag)
    if local(element.tag) == TEXT:
        return _text_element(element.text or "", prefix)
    attributes = "".join(f' {key}="{escaped(value)}"' for key, value in element.items())
    inner = "".join(markup(each, prefix) for each in element)
    return f"<{name}{attributes}>{inner}</{name}>" if inner else f"<{name}{attributes}/>"


def _in_text(stored: str) -> str:
    return escaped(stored).replace("&#10;", "\n").replace("&#9;", "\t").replace("&quot;", '"')


def _text_element(stored: str, prefix: str) -> str:
    space = ' xml:space="preserve"' if stored != stored.strip() or "\n" in stored or "  " in stored else ""
    return f"<{prefix}t{space}>{_in_text(stored)}</{prefix}t>"
