"""A workbook's styles with more of them: what it has keeps its bytes and its numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from indicator_lint.model.rule import Severity
from indicator_lint.reports.workbook import FILLS
from indicator_lint.review.outline import NAME, Child, outline, within

ORDER: Final = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
)
"""How the children of a style sheet follow one another, as far as it matters here."""

LISTS: Final = {"fonts": b"fontId", "fills": b"fillId", "borders": b"borderId"}
COUNT: Final = re.compile(rb"""(\scount\s*=\s*["'])[0-9]+(?=["'])""")
OPEN: Final = re.compile(rb"<[^>]*>")
GROUND: Final = re.compile(rb"""\s(?:fillId|applyFill)\s*=\s*(?:"[^"]*"|'[^']*')""")


@dataclass(slots=True)
class Styles:
    """The style sheet of a workbook while styles are added; those for found cells come into it with `settle`."""

    content: bytes
    part: str
    _fills: dict[Severity, int] = field(default_factory=dict)
    _filled: dict[tuple[int, Severity], int] = field(default_factory=dict)
    _formats: list[bytes] = field(default_factory=list)
    _new: list[bytes] = field(default_factory=list)

    def graft(self, other: bytes) -> int:
        """Add all formats of another style sheet, with their fonts, fills and borders; the number of the first of them."""
        self.settle()
        shifts = {LISTS[name]: self._append(name, _items(other, self.part, name)) for name in LISTS}
        formats = [_shifted(each, shifts) for each in _items(other, self.part, "cellXfs")]
        return self._append("cellXfs", formats)

    def filled(self, style: int, severity: Severity) -> int:
        """The number of a format that is another one on the ground of a severity."""
        key = style, severity
        if key not in self._filled:
            self._formats = self._formats or _items(self.content, self.part, "cellXfs")
            whole = self._formats[style] if style < len(self._formats) else self._formats[0]
            self._filled[key] = len(self._formats) + len(self._new)
            self._new.append(_on_ground(whole, self._ground(severity)))
        return self._filled[key]

    def settle(self) -> None:
        """Write down the formats of found cells, all at once: a style sheet may be long."""
        if self._new:
            self._append("cellXfs", self._new, own=True)
            self._formats, self._new = self._formats + self._new, []

    def _ground(self, severity: Severity) -> int:
        if severity not in self._fills:
            colour = FILLS[severity].encode()
            ground = b'<fill><patternFill patternType="solid"><fgColor rgb="FF%b"/></patternFill></fill>' % colour
            self._fills[severity] = self._append("fills", [ground])
        return self._fills[severity]

    def _append(self, name: str, items: list[bytes], *, own: bool = False) -> int:
        """Add elements to a list; the number of the first one. `own` are written as the others of this style sheet."""
        drawn = outline(self.content, self.part)
        if drawn.child(name) is None:
            tag = drawn.prefix + name.encode()
            self.content = drawn.with_child(
                b'<%b count="0"></%b>' % (tag, tag), (*ORDER[ORDER.index(name) + 1 :], "extLst")
            )
            drawn = outline(self.content, self.part)
        child = drawn.child(name) or drawn.root
        first = len(_items(self.content, self.part, name))
        declared = b"" if own else drawn.unprefixed
        new = b"".join(_declared(each, declared) for each in items)
        self.content = _counted(within(self.content, child, new), child, first + len(items))
        return first


def _items(content: bytes, part: str, name: str) -> list[bytes]:
    """The elements of a list, as bytes."""
    drawn = outline(content, part, (name,))
    return [drawn.text(each) for each in drawn.items[name]]


def _declared(item: bytes, declaration: bytes) -> bytes:
    if not declaration:
        return item
    name = NAME.match(item)
    cut = name.end() if name else 0
    return item[:cut] + declaration + item[cut:]


def _counted(content: bytes, child: Child, count: int) -> bytes:
    """The content with the number of elements that a list says it has."""
    tag = OPEN.match(content, child.start)
    if tag is None:
        return content
    return content[: child.start] + COUNT.sub(rb"\g<1>%d" % count, tag[0], count=1) + content[tag.end() :]


def _shifted(item: bytes, shifts: Mapping[bytes, int]) -> bytes:
    """A format whose fonts, fills and borders stand so much further down."""
    for name, shift in shifts.items():
        if found := re.search(rb'\s%b="([0-9]+)' % name, item):
            item = item[: found.start(1)] + b"%d" % (int(found[1]) + shift) + item[found.end() :]
    return item


def _on_ground(item: bytes, fill: int) -> bytes:
    """A format with another fill, all else as it is."""
    tag = OPEN.match(item)
    head = tag[0] if tag else item
    bare = GROUND.sub(b"", head)
    name = NAME.match(bare)
    cut = name.end() if name else 0
    return bare[:cut] + b' fillId="%d" applyFill="1"' % fill + bare[cut:] + item[len(head) :]
