"""What stands directly in the root of a part, by its bytes: where something may be added without touching the rest."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from indicator_lint.formats.ooxml import element_end, guarded_parser, local, namespace, parse

SELF_CLOSED: Final = b"/>"
CLOSING: Final = b"</"
ITEM: Final = 2
"""How deep the children of the root's children stand."""
NAME: Final = re.compile(rb"<([^\s/>]+)")


@dataclass(frozen=True, slots=True)
class Child:
    """An element: bytes [start, end); `name` is without a prefix."""

    name: str
    start: int
    end: int


@dataclass(slots=True)
class Outline:
    """A part: the namespace of its root, what stands before the names of elements, and the root's children.

    `items` are the children of those children that were to be looked into.
    """

    content: bytes
    address: str = ""
    prefix: bytes = b""
    root: Child = Child("", 0, 0)
    children: list[Child] = field(default_factory=list)
    items: dict[str, list[Child]] = field(default_factory=dict)

    def child(self, name: str) -> Child | None:
        """The first child of that name."""
        return next((each for each in self.children if each.name == name), None)

    def text(self, child: Child) -> bytes:
        """The bytes of a child."""
        return self.content[child.start : child.end]

    @property
    def unprefixed(self) -> bytes:
        """What a child written without a prefix has to declare."""
        return b' xmlns="%b"' % self.address.encode() if self.prefix else b""

    def with_child(self, new: bytes, before: Collection[str] = (), behind: Collection[str] = ()) -> bytes:
        """The part with another child: before the first one of some names that stands behind those of others, else the last one."""
        first = max((each.end for each in self.children if each.name in behind), default=0)
        later = next((each.start for each in self.children if each.name in before and each.start >= first), None)
        if later is not None:
            return self.content[:later] + new + self.content[later:]
        return within(self.content, self.root, new)

    def with_grandchildren(self, name: str, new: bytes) -> bytes:
        """The part with more elements at the end of a child. Raises KeyError where it has no such child."""
        child = self.child(name)
        if child is None:
            raise KeyError(name)
        return within(self.content, child, new)


def within(content: bytes, child: Child, new: bytes) -> bytes:
    """The content with something more at the end of an element, which may have been empty."""
    whole = content[child.start : child.end]
    if whole.endswith(SELF_CLOSED) and CLOSING not in whole:
        tag = NAME.match(whole)
        opened = whole[: -len(SELF_CLOSED)] + b">" + new + (b"</%b>" % tag[1] if tag else b"")
        return content[: child.start] + opened + content[child.end :]
    at = content.rindex(CLOSING, child.start, child.end)
    return content[:at] + new + content[at:]


def outline(content: bytes, part: str, inside: Collection[str] = ()) -> Outline:
    """The outline of a part; children of these names are looked into.

    Raises UnreadableError (FIL001) where it is not well-formed.
    """
    made = Outline(content, items={name: [] for name in inside})
    parser = guarded_parser(part)
    begun: list[int] = []
    names: list[str] = []

    def start(name: str, _: Mapping[str, str]) -> None:
        if not begun:
            made.address = namespace(name).strip()
            tag = NAME.match(content, parser.CurrentByteIndex)
            head, colon, _rest = (tag[1] if tag else b"").rpartition(b":")
            made.prefix = head + colon
        if len(begun) == 1:
            names.append(local(name))
        begun.append(parser.CurrentByteIndex)

    def end(name: str) -> None:
        at = begun.pop()
        if len(begun) > ITEM or (len(begun) == ITEM and names[-1] not in made.items):
            return
        element = Child(local(name), at, element_end(content, at, parser.CurrentByteIndex))
        if not begun:
            made.root = element
        elif len(begun) == 1:
            made.children.append(element)
        else:
            made.items[names[-1]].append(element)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parse(parser, part, content)
    parser.StartElementHandler = parser.EndElementHandler = None  # else parser and handlers keep each other alive
    return made
