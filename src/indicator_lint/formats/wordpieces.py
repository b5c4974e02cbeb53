"""A cell or a paragraph of a word processing document taken apart: its runs, what each shows, and where their bytes stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from xml.parsers import expat

from indicator_lint.formats.ooxml import element_end, local
from indicator_lint.formats.wordlines import LINES, MARKUP_SPACE
from indicator_lint.formats.wordsymbols import in_font, symbol
from indicator_lint.formats.wordwalk import OFF, SPACE

Attributes: TypeAlias = Mapping[str, str]

TAG: Final = re.compile(rb"""<[^\s/>!?]+(?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
CLOSED: Final = b"/>"
OPENED: Final = frozenset({"tc", "p", "r", "hyperlink", "smartTag", "dir", "bdo", "sdtContent", "pPr", "rPr"})
"""What is looked into; of other elements nothing is known but their bytes."""
UNSAFE: Final = {
    "sdt": "content_control",
    "customXml": "content_control",
    "ins": "tracked",
    "moveTo": "tracked",
    "fldSimple": "field",
}
"""What is looked into and shown, but not to be written in, and why."""
SHOWN: Final = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
PAGES: Final = frozenset({"page", "column"})
PAGE: Final = "\f"
MARKS: Final = frozenset({"ins", "del", "moveFrom", "moveTo", "rPrChange"})
"""What the properties of a paragraph's mark or of a run may hold of tracked changes."""


@dataclass(slots=True)
class Piece:
    """An element inside a run: bytes [start, end). `text` is what may be split; None for tabs, breaks and pictures."""

    start: int
    end: int
    shown: str
    text: str | None = None


@dataclass(slots=True)
class Run:
    """A run: `head` is its start tag, `properties` the bytes of its `rPr`; `unsafe` says why it is not to be written in."""

    start: int
    head: bytes
    unsafe: str
    end: int = 0
    properties: bytes = b""
    hidden: bool = False
    font: str = ""
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """A paragraph; `mark` are the bytes of the properties of its mark, which a text that fills it takes on.

    `tracked` says that they hold changes. `fields` tells of each field that is open whether its result is still to come.
    """

    start: int
    unsafe: str
    end: int = 0
    runs: list[Run] = field(default_factory=list)
    mark: bytes = b""
    tracked: bool = False
    fields: list[bool] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What it shows."""
        return "".join(piece.shown for run in self.runs for piece in run.pieces)


@dataclass(frozen=True, slots=True)
class Part:
    """The main part: its bytes, and the start tag of its root, which names the namespaces."""

    content: bytes
    root: bytes

    def lines(self, start: int, end: int) -> list[Line] | None:
        """The paragraphs of the element in these bytes; None where they cannot be understood by themselves."""
        reader = _Dissection(self.content, start, len(self.root))
        try:
            reader.parser.Parse(self.root, False)  # noqa: FBT003 - expat takes its arguments by position only
            reader.parser.Parse(self.content[start:end], False)  # noqa: FBT003
        except (expat.ExpatError, ValueError, LookupError):
            return None
        finally:
            reader.leave()
        return reader.lines


def part_of(content: bytes) -> Part | None:
    """The part; None where the start of its root cannot be told."""
    begun: list[int] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda *_: begun.append(parser.CurrentByteIndex) if not begun else None
    parser.Parse(content, True)  # noqa: FBT003
    parser.StartElementHandler = None
    tag = TAG.match(content, begun[0])
    return None if tag is None or tag[0].endswith(CLOSED) else Part(content, tag[0])


class _Dissection:
    """One pass over the bytes of an element, in the light of the namespaces of the root."""

    def __init__(self, content: bytes, start: int, root: int) -> None:
        self.lines: list[Line] = []
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._root, self._end
        parser.CharacterDataHandler = self._characters
        self._content, self._shift = content, start - root
        self._word, self._kept = "", False
        self._open: list[tuple[str, int]] = []
        self._unsafe: list[str] = []
        self._skipped = 0
        self._text: list[str] | None = None
        self._blanks = self._stale = False
        """Whether the blanks around the text are part of it; whether a field of an earlier paragraph is still open."""

    def leave(self) -> None:
        """Let the parser go: it and its handlers would keep each other alive."""
        self.parser.StartElementHandler = self.parser.EndElementHandler = self.parser.CharacterDataHandler = None

    @property
    def _at(self) -> int:
        return self.parser.CurrentByteIndex + self._shift

    def _root(self, name: str, attributes: Attributes) -> None:
        self._word = name.removesuffix(local(name))
        self._kept = attributes.get(SPACE) == "preserve"
        self.parser.StartElementHandler = self._start

    def _value(self, attributes: Attributes, name: str = "val") -> str:
        return attributes.get(self._word + name, attributes.get(name, ""))

    def _start(self, full: str, attributes: Attributes) -> None:
        if self._skipped:
            self._skipped += 1
            return
        name = full.removeprefix(self._word) if full.startswith(self._word) else full
        parent = self._open[-1][0] if self._open else ""
        self._open.append((name, self._at))
        if parent == "rPr":
            self._property(name, attributes)
            self._skipped = 1
        elif parent == "r" and name != "rPr":
            self._piece(name, attributes)
        else:
            self._element(name)

    def _element(self, name: str) -> None:
        """Something begins outside of runs, or their properties."""
        if name in UNSAFE:
            self._unsafe.append(UNSAFE[name])
        elif name not in OPENED or (name == "r" and not self.lines):
            self._skipped = 1
        elif name == "p":
            self._stale = self._stale or any(line.fields for line in self.lines[-1:])
            self.lines.append(Line(self._at, self._unsafe[-1] if self._unsafe else "field" if self._stale else ""))
        elif name == "r":
            tag, line = TAG.match(self._content, self._at), self.lines[-1]
            inside = self._unsafe[-1] if self._unsafe else "field" if self._stale or line.fields else ""
            strange = tag is None or tag[0].endswith(CLOSED)
            line.runs.append(Run(self._at, tag[0] if tag else b"", "structure" if strange else inside))

    def _end(self, _: str) -> None:
        if self._skipped:
            self._skipped -= 1
            if self._skipped:
                return
        name, start = self._open.pop()
        parent = self._open[-1][0] if self._open else ""
        end = element_end(self._content, start, self._at)
        if parent == "r" and name != "rPr":
            self._end_piece(start, end)
        elif parent != "rPr" and name in UNSAFE:
            self._unsafe.pop()
        elif name == "p":
            self.lines[-1].end = end
        elif name == "r" and self.lines:
            self.lines[-1].runs[-1].end = end
        elif name == "rPr" and parent == "r":
            self.lines[-1].runs[-1].properties = self._content[start:end]
        elif name == "rPr" and parent == "pPr":
            self.lines[-1].mark = self._content[start:end]

    def _property(self, name: str, attributes: Attributes) -> None:
        """A property of a run, or of a paragraph's mark."""
        line = self.lines[-1]
        if self._open[-3][0] != "r":
            line.tracked = line.tracked or name in MARKS
            return
        run = line.runs[-1]
        if name == "vanish":
            run.hidden = self._value(attributes) not in OFF
        elif name == "rFonts":
            run.font = self._value(attributes, "ascii")
        elif name in MARKS:
            run.unsafe = run.unsafe or "tracked"

    def _piece(self, name: str, attributes: Attributes) -> None:
        """Something begins inside a run: a text, a mark that is shown, or what is none of both."""
        shown = SHOWN.get(name, "")
        if name == "t":
            kept = attributes.get(SPACE)
            self._text, self._blanks = [], self._kept if kept is None else kept == "preserve"
        elif name == "br":
            shown = PAGE if self._value(attributes, "type") in PAGES else "\n"
        elif name == "sym":
            shown = symbol(self._value(attributes, "char"), self._value(attributes, "font"))
        elif name == "fldChar":
            self._field(self._value(attributes, "fldCharType"))
        if name != "t":
            self._skipped = 1
        self.lines[-1].runs[-1].pieces.append(Piece(self._at, 0, shown, "" if name == "t" else None))

    def _characters(self, text: str) -> None:
        if self._text is not None and not self._skipped:
            self._text.append(text)

    def _end_piece(self, start: int, end: int) -> None:
        line = self.lines[-1]
        run, piece = line.runs[-1], line.runs[-1].pieces[-1]
        piece.start, piece.end = start, end
        if self._text is not None:
            text = "".join(self._text)
            piece.text = text if self._blanks else text.strip(MARKUP_SPACE)
            plain = piece.text.translate(LINES)
            piece.shown = in_font(plain, run.font)
            run.unsafe = run.unsafe or ("symbols" if piece.shown != plain else "")
            self._text = None
        if run.hidden or any(line.fields):
            piece.shown = ""

    def _field(self, kind: str) -> None:
        line = self.lines[-1]
        line.runs[-1].unsafe = line.runs[-1].unsafe or "field"
        if kind == "begin":
            line.fields.append(True)
        elif kind in ("separate", "end") and line.fields:
            line.fields.pop()
            if kind == "separate":
                line.fields.append(False)
