"""A large part as elements that are taken away while it is still being read: exact as any XML reader, flat in memory.

Expat calls the tree builder directly, both of them compiled: no line of Python runs for an element until its parent is
looked at. Whoever reads takes away, chunk by chunk, the children that are finished.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Protocol
from xml.etree.ElementTree import Element, TreeBuilder

from indicator_lint.formats.limits import Limits
from indicator_lint.formats.ooxml import Piece, check_depth, feed, guarded_parser

CHUNK: Final = 1 << 16
LONGEST_ELEMENT: Final = 1 << 22
"""Bytes of markup that one element may hold before it is finished: the longest text of a cell takes a tenth of it."""


class Taker(Protocol):
    """Takes what is wanted of an element that is finished, or of what is finished inside one that goes on."""

    def __call__(self, element: Element, /, *, whole: bool) -> None:
        """Take it."""


def growing(part: str, content: Iterable[Piece], limits: Limits) -> Iterator[tuple[Element, bool]]:
    """The root of a part after each chunk, and whether it is finished; names are `namespace local`.

    Between two chunks the reader takes away what `finished` gives it, or `leave`s it. Raises UnreadableError: FIL001 for a
    document type and for what is not well-formed, FIL004 beyond the limits of depth and of the length of one element.
    """
    parser, builder = guarded_parser(part), TreeBuilder()
    roots: list[Element] = []

    def first(name: str, attributes: dict[str, str]) -> None:
        roots.append(builder.start(name, attributes))
        parser.StartElementHandler = builder.start

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = first, builder.end, builder.data
    held, lasts = None, 0
    for piece in _chunks(content):
        feed(parser, part, piece)
        if roots:
            yield roots[0], False
            before, held = held, _held(roots[0], limits)
            lasts = lasts + len(piece) if held is before else 0
            if lasts > LONGEST_ELEMENT:
                limits.refuse("cell_characters")
    feed(parser, part, b"", final=True)
    yield roots[0], True


def take_each(parent: Element, take: Taker, *, whole: bool) -> None:
    """Let the children be taken that are finished, and then what is finished inside the one that goes on."""
    for child in finished(parent, whole=whole):
        take(child, whole=True)
    if not whole and len(parent):
        take(parent[0], whole=False)


def finished(parent: Element, *, whole: bool) -> Element | list[Element]:
    """The children of an element that will not change any more; of one that goes on they are taken away."""
    if whole:
        return parent
    done = parent[:-1]
    del parent[:-1]
    return done


def leave(element: Element, limits: Limits, *, whole: bool) -> None:
    """Take nothing from an element, and let go of what is finished inside it."""
    if whole and len(element):
        check_depth(element, limits)
    while not whole and len(element):
        del element[:-1]
        element = element[0]


def _chunks(content: Iterable[Piece]) -> Iterator[Piece]:
    for piece in content:
        for start in range(0, len(piece), CHUNK):
            yield memoryview(piece)[start : start + CHUNK]


def _held(root: Element, limits: Limits) -> Element:
    """The element that keeps growing: the reader leaves one child a level, the one it cannot take away yet."""
    depth = 0
    while len(root) == 1:
        root, depth = root[0], depth + 1
        limits.check("depth", depth)
    return root
