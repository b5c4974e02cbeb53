"""Runs of word processing markup as they are written: texts, and the marks of tracked changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final
from xml.sax.saxutils import escape

from indicator_lint.patterns import pattern

AUTHOR: Final = b"indicator-lint"
NAMESPACE: Final = re.compile(rb"""\sxmlns(?::([\w.-]+))?\s*=\s*["']([^"']*)["']""")
NUMBER: Final = re.compile(rb""":id\s*=\s*["']([0-9]{1,9})["']""")
PREFIX: Final = re.compile(rb"<(?:([\w.-]+):)?")
SPARE: Final = b"wtc"
"""Prefix of attributes where the part itself has none for its own namespace."""
PIECES: Final = pattern("[\t\n]|[^\t\n]+")


def numbers(content: bytes) -> Iterator[int]:
    """Numbers for changes that no change, comment or bookmark of a part bears."""
    return count(max(map(int, NUMBER.findall(content)), default=0) + 1)


@dataclass(frozen=True, slots=True)
class Markup:
    """Writes elements with the prefix of those around them. `date` is empty where changes are to bear none."""

    element: bytes
    attribute: bytes
    declared: bytes
    date: bytes
    numbers: Iterator[int]

    def run(self, head: bytes, properties: bytes, inside: bytes) -> bytes:
        """A run; without `head` a plain one."""
        name = self.element + b"r"
        return b"%b%b%b</%b>" % (head or b"<%b>" % name, properties, inside, name)

    def text(self, text: str, name: bytes = b"t") -> bytes:
        """What shows a text: texts, tabs and breaks."""
        return b"".join(self._piece(piece, name) for piece in PIECES.findall(text))

    def inserted(self, properties: bytes, text: str) -> bytes:
        """A run that was inserted."""
        return self._change(b"ins", self.run(b"", properties, self.text(text)))

    def deleted(self, run: bytes) -> bytes:
        """A run that was deleted."""
        return self._change(b"del", run)

    def _piece(self, piece: str, name: bytes) -> bytes:
        mark = {"\t": b"tab", "\n": b"br"}.get(piece)
        if mark:
            return b"<%b%b/>" % (self.element, mark)
        tag = self.element + name
        return b'<%b xml:space="preserve">%b</%b>' % (tag, escape(piece).encode(), tag)

    def _change(self, name: bytes, run: bytes) -> bytes:
        tag, own = self.element + name, self.attribute
        date = b' %bdate="%b"' % (own, self.date) if self.date else b""
        head = b'<%b%b %bid="%d" %bauthor="%b"%b>' % (tag, self.declared, own, next(self.numbers), own, AUTHOR, date)
        return b"%b%b</%b>" % (head, run, tag)


def markup_of(root: bytes, tag: bytes, date: str, identities: Iterator[int]) -> Markup:
    """How to write beside an element that begins with `tag`, in a part whose root begins with `root`."""
    found = PREFIX.match(tag)
    own = found[1] if found and found[1] else b""
    if own:
        return Markup(own + b":", own + b":", b"", date.encode(), identities)
    spaces: dict[bytes, bytes] = dict(NAMESPACE.findall(root))
    main = spaces.get(b"", b"")
    other = next((prefix for prefix, address in spaces.items() if prefix and address == main), b"")
    declared = b"" if other else b' xmlns:%b="%b"' % (SPARE, main)
    return Markup(b"", (other or SPARE) + b":", declared, date.encode(), identities)
