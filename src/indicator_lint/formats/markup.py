"""The tags and texts of a web page, in one pass that never looks at a character twice.

Follows the tokenization of the HTML standard (13.2.5) as far as it bears on tables. The parser of the standard library is
not used: what it makes of comments, scripts and sections differs between versions of Python, and at unfinished markup it
starts over again and again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, TypeAlias

from indicator_lint.formats.limits import Limits
from indicator_lint.patterns import pattern

OPENING: Final = pattern("<(?=[a-zA-Z!?/])")
BARE: Final = pattern(r"<(/?)([a-zA-Z][^\s/>]*)>")
"""A tag without attributes, as most are."""
NAME: Final = pattern(r"[^\s/>]*")
ATTRIBUTE: Final = pattern(
    r"""[\s/]*+(?:(?P<end>>)|(?P<name>[^\s/>][^\s/>=]*+)(?:
    \s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?!["'])(?P<bare>[^\s>]*+)) | (?!\s*+=) ))""",
    re.VERBOSE,
)
COMMENT_END: Final = pattern("-->|(?<!<!)--!>")
CDATA: Final = "<![CDATA["
RAW: Final = frozenset(
    {
        "script", "style", "title", "noscript", "iframe", "noframes", "noembed", "xmp", "textarea", "svg", "math",
        "select", "datalist", "template", "canvas", "video", "audio",
    }
)  # fmt: skip
"""Elements whose content is no markup, or none that a table can stand in."""

LONG_NUMBER: Final = pattern("&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")
"""Numbers that no character has; the standard library fails at those of thousands of digits."""

NONE: Final[Mapping[str, str]] = {}


Token: TypeAlias = tuple[str, str, Mapping[str, str], int]
"""A piece of a page: its kind, a value, attributes, an offset.

The kind is `text` (value: the text, references unresolved), `start` (value: the element's name), `end`, `raw` (value: the
name; the attribute `content` is what stands in the element) or `cut`: at the offset something begins that the page never
ends, so that nothing behind it is shown.
"""


class Scanner:
    """Walks over a page. `xml` says that it is XHTML: `<td/>` is a whole element and a CDATA section holds text."""

    def __init__(self, page: str, limits: Limits, *, xml: bool = False) -> None:
        """Be ready to begin."""
        self._page, self._limits, self._xml = page, limits, xml
        self._at = self._count = 0

    def __iter__(self) -> Iterator[Token]:
        """The tokens in turn. Raises UnreadableError (FIL004) beyond the limits of tags and attributes."""
        page, most = self._page, self._limits.tags
        while opening := OPENING.search(page, self._at):
            begin = opening.start()
            if begin > self._at:
                yield "text", page[self._at : begin], NONE, 0
            self._count += 1
            if self._count > most:
                self._limits.refuse("tags")
            bare = BARE.match(page, begin)
            if bare is not None and (name := bare[2].lower()) not in RAW:
                self._at = bare.end()
                yield "end" if bare[1] else "start", name, NONE, 0
                continue
            yield from self._markup(begin, page[begin + 1])
            if self._at <= begin:
                yield "cut", "", NONE, begin
                return
        if self._at < len(page):
            yield "text", page[self._at :], NONE, 0

    def _markup(self, begin: int, sign: str) -> Iterator[Token]:
        """What begins here; leaves `_at` behind it, or at nought where it has no end."""
        if sign == "!":
            yield from self._declaration(begin)
        elif sign == "?":
            self._at = self._behind(">", begin)
        elif sign != "/":
            yield from self._start(begin + 1)
        else:
            name = self._name(begin + 2)
            self._at = self._behind(">", begin)
            if self._at and name[:1].isalpha():
                yield "end", name, NONE, 0

    def _behind(self, text: str, start: int) -> int:
        found = self._page.find(text, start)
        return found + len(text) if found >= 0 else 0

    def _declaration(self, begin: int) -> Iterator[Token]:
        """A comment, a document type, a section of Office (`<![if …]>`); of XHTML, a section of plain text."""
        page = self._page
        if page.startswith("<!--", begin):
            end = COMMENT_END.search(page, begin + 2)
            self._at = end.end() if end else 0
        elif self._xml and page.startswith(CDATA, begin):
            self._at = self._behind("]]>", begin)
            if self._at:
                yield "text", html.escape(page[begin + len(CDATA) : self._at - 3]), NONE, 0
        else:
            self._at = self._behind(">", begin)

    def _start(self, at: int) -> Iterator[Token]:
        name = self._name(at)
        attributes = self._attributes(at + len(name))
        if not self._at:
            return
        yield "start", name, attributes, 0
        if self._xml and self._page[self._at - 2] == "/":
            yield "end", name, NONE, 0
        elif name in RAW:
            yield from self._raw(name)

    def _name(self, at: int) -> str:
        match = NAME.match(self._page, at)
        return match[0].lower() if match else ""

    def _attributes(self, at: int) -> Mapping[str, str]:
        """The attributes of a tag, references in them unresolved; of two of one name the first counts."""
        page = self._page
        if page.startswith(">", at):
            self._at = at + 1
            return NONE
        found: dict[str, str] = {}
        count = 0
        while (match := ATTRIBUTE.match(page, at)) and not match["end"]:
            at = match.end()
            count += 1
            self._limits.check("attributes", count)
            found.setdefault(match["name"].lower(), match["double"] or match["single"] or match["bare"] or "")
        self._at = match.end() if match else 0
        return found

    def _raw(self, name: str) -> Iterator[Token]:
        begin = self._at
        close = _closing(name).search(self._page, begin)
        yield "raw", name, {"content": self._page[begin : close.start() if close else len(self._page)]}, 0
        self._at = close.start() if close else 0


@lru_cache
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)


def resolved(text: str) -> str:
    """A text with its character references resolved."""
    return html.unescape(LONG_NUMBER.sub("\ufffd", text)) if "&" in text else text
