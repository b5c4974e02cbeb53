"""The element of a spreadsheet's cell in OpenDocument, written anew so that it shows another text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape

from indicator_lint.formats.ooxml import element_end
from indicator_lint.formats.openwalk import PREFIXES
from indicator_lint.formats.unwritten import decline
from indicator_lint.patterns import pattern

TAG: Final = re.compile(rb"""<[^\s/>!?]+(?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
NAMESPACE: Final = re.compile(rb"""\sxmlns:([\w.-]+)\s*=\s*["']([^"']*)["']""")
UNWRITABLE: Final = pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
BLANKS: Final = pattern(" {2,}|^ | $|\t")
CLOSED: Final = b"/>"
BREAK: Final = "\n"
CELL: Final = 2
"""How deep the cell stands below the root that is put before it."""
PLAIN: Final = frozenset({"text:s", "text:tab", "text:line-break"})
"""What stands for blanks and breaks in a paragraph that has no look of its own inside."""
NOTE: Final = "office:annotation"
STRING: Final = "string"
VALUES: Final = re.compile(
    rb"""\s[\w.-]+:(?:value|string-value|boolean-value|date-value|time-value|currency)\s*=\s*(?:"[^"]*"|'[^']*')"""
)
TYPES: Final = re.compile(rb"""\s[\w.-]+:value-type\s*=\s*(?:"[^"]*"|'[^']*')""")


@dataclass(frozen=True, slots=True)
class Names:
    """The start tag of the root, and the prefixes that it gives to namespaces, by those used here."""

    root: bytes
    prefixes: Mapping[str, bytes]


def names_of(content: bytes) -> Names | None:
    """How a part names things; None where the start of its root cannot be told."""
    begun: list[int] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda *_: begun.append(parser.CurrentByteIndex) if not begun else None
    parser.Parse(content, True)  # noqa: FBT003 - expat takes its arguments by position only
    parser.StartElementHandler = None
    tag = TAG.match(content, begun[0])
    if tag is None:
        return None
    found = {PREFIXES.get(address.decode()): prefix for prefix, address in NAMESPACE.findall(tag[0])}
    return Names(tag[0], {name: prefix for name, prefix in found.items() if name is not None})


@dataclass(slots=True)
class Paragraph:
    """A paragraph of a cell: its bytes, counted in the element, and whether nothing in it has a look of its own."""

    start: int
    end: int = 0
    is_plain: bool = True


@dataclass(slots=True)
class Anatomy:
    """What a cell's element holds. `strange` says that there is something nobody understands."""

    attributes: dict[str, str] = field(default_factory=dict)
    paragraphs: list[Paragraph] = field(default_factory=list)
    strange: bool = False


def rewritten(cell: bytes, old: str, new: str, names: Names) -> bytes:
    """The element of one cell with another text. Raises UnwrittenError where that is not safe."""
    if UNWRITABLE.search(new):
        decline("control")
    anatomy = _anatomy(cell, names)
    if anatomy is None or anatomy.strange:
        decline("structure")
    if "table:formula" in anatomy.attributes:
        decline("formula")
    if anatomy.attributes.get("office:value-type", STRING) != STRING:
        decline("number")
    if not anatomy.paragraphs:
        if old:
            decline("structure")
        return _filled(cell, new, names)
    lines, before = new.split(BREAK) if new else [], old.split(BREAK)
    if len(before) != len(anatomy.paragraphs):
        decline("structure")
    if len(lines) == len(before):
        return _line_by_line(cell, anatomy, list(zip(before, lines, strict=True)), names)
    if not all(each.is_plain for each in anatomy.paragraphs):
        decline("paragraphs")
    return _anew(cell, anatomy, lines, names)


def _line_by_line(cell: bytes, anatomy: Anatomy, lines: list[tuple[str, str]], names: Names) -> bytes:
    for paragraph, (old, new) in reversed(list(zip(anatomy.paragraphs, lines, strict=True))):
        if old != new:
            if not paragraph.is_plain:
                decline("formatted")
            tag = TAG.match(cell, paragraph.start)
            made = _paragraph(tag[0] if tag else b"", new, names)
            cell = cell[: paragraph.start] + made + cell[paragraph.end :]
    return _typed(cell, names)


def _anew(cell: bytes, anatomy: Anatomy, lines: list[str], names: Names) -> bytes:
    """Other paragraphs in the place of those that are there; none for no text."""
    first, last = anatomy.paragraphs[0], anatomy.paragraphs[-1]
    tag = TAG.match(cell, first.start)
    made = b"".join(_paragraph(tag[0] if tag else b"", line, names) for line in lines)
    cell = cell[: first.start] + made + cell[last.end :]
    return _typed(cell, names) if lines else _untyped(cell)


def _filled(cell: bytes, new: str, names: Names) -> bytes:
    tag = TAG.match(cell)
    head = tag[0] if tag else cell
    text = names.prefixes["text"] + b":p"
    made = b"".join(_paragraph(b"<%b>" % text, line, names) for line in new.split(BREAK))
    if head.endswith(CLOSED):
        name = re.match(rb"<([^\s/>]+)", head)
        closing = b"</%b>" % (name[1] if name else b"")
        return _typed(head[: -len(CLOSED)].rstrip() + b">" + made + closing, names)
    at = cell.rindex(b"</")
    return _typed(cell[:at] + made + cell[at:], names)


def _typed(cell: bytes, names: Names) -> bytes:
    """The cell as one that holds a text: what else it said to be its value is gone."""
    tag = TAG.match(cell)
    if tag and TYPES.search(tag[0]) and not VALUES.search(tag[0]):
        return cell
    bare = _untyped(cell)
    name = re.match(rb"<[^\s/>]+", bare)
    cut = name.end() if name else 0
    kinds = [
        b' %b:value-type="string"' % names.prefixes[each] for each in ("office", "calcext") if each in names.prefixes
    ]
    return bare[:cut] + b"".join(kinds) + bare[cut:]


def _untyped(cell: bytes) -> bytes:
    tag = TAG.match(cell)
    head = tag[0] if tag else b""
    return TYPES.sub(b"", VALUES.sub(b"", head)) + cell[len(head) :]


def _paragraph(tag: bytes, text: str, names: Names) -> bytes:
    """A paragraph that begins with a tag; blanks that XML would fold are spelt out."""
    own = names.prefixes["text"]
    head = tag[: -len(CLOSED)].rstrip() + b">" if tag.endswith(CLOSED) else tag
    pieces, at = [], 0
    for blank in BLANKS.finditer(text):
        pieces.append(escape(text[at : blank.start()]).encode())
        pieces.append(b"<%b:tab/>" % own if blank[0] == "\t" else b'<%b:s %b:c="%d"/>' % (own, own, len(blank[0])))
        at = blank.end()
    pieces.append(escape(text[at:]).encode())
    name = re.match(rb"<([^\s/>]+)", head)
    return head + b"".join(pieces) + b"</%b>" % (name[1] if name else b"")


def _anatomy(cell: bytes, names: Names) -> Anatomy | None:
    """None where the element cannot be read by itself."""
    reading = _Reading(cell, len(names.root))
    parser = reading.parser
    try:
        parser.Parse(names.root, False)  # noqa: FBT003
        parser.Parse(cell, False)  # noqa: FBT003
    except (expat.ExpatError, ValueError, LookupError):
        return None
    finally:
        parser.StartElementHandler = parser.EndElementHandler = None  # else parser and handlers keep each other alive
    return reading.made


class _Reading:
    """One pass over a cell, in the light of the namespaces of a root that is put before it."""

    def __init__(self, cell: bytes, shift: int) -> None:
        self.made = Anatomy()
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self._cell, self._shift = cell, shift
        self._depth = self._skipped = 0

    @property
    def _at(self) -> int:
        return self.parser.CurrentByteIndex - self._shift

    def _start(self, full: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._skipped or self._depth < CELL:
            return
        name = _named(full)
        if self._depth == CELL:
            self.made.attributes.update((_named(key), value) for key, value in attributes.items())
        elif self._depth > CELL + 1:
            self.made.paragraphs[-1].is_plain &= name in PLAIN
        elif name == "text:p":
            self.made.paragraphs.append(Paragraph(self._at))
        else:
            self._skipped = self._depth
            self.made.strange |= name != NOTE and not name.startswith("draw:")

    def _end(self, _: str) -> None:
        if self._skipped == self._depth:
            self._skipped = 0
        elif not self._skipped and self._depth == CELL + 1:
            paragraph = self.made.paragraphs[-1]
            paragraph.end = element_end(self._cell, paragraph.start, self._at)
        self._depth -= 1


def _named(full: str) -> str:
    address, _, name = full.rpartition(" ")
    return f"{PREFIXES.get(address, '')}:{name}"
