"""What sheets and texts of OpenDocument share: how a paragraph becomes text, and what is no text of the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from indicator_lint.formats.limits import Limits
from indicator_lint.formats.ooxml import guarded_parser, parse
from indicator_lint.formats.references import printable
from indicator_lint.patterns import pattern

Attributes: TypeAlias = Mapping[str, str]
Start: TypeAlias = Callable[[Attributes], None]
End: TypeAlias = Callable[[], None]

PREFIXES: Final = {
    **{f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0": name for name in ("office", "table", "text", "style")},
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
}
"""Namespaces by the prefixes that stand for them here."""

SPACE: Final = pattern("[ \t\n\r]+")
KEPT, KEPT_TAB, KEPT_BREAK = "\x00", "\x01", "\x02"
"""Stand for a space, a tab and a line break that markup asks for, while others are folded; XML cannot hold these."""
RESTORED: Final = str.maketrans({KEPT: " ", KEPT_TAB: "\t", KEPT_BREAK: "\n"})
MOST_SPACES: Final = 1_000
LONGEST_NUMBER: Final = 9
FOREVER: Final = 10**LONGEST_NUMBER
"""More rows, columns and repetitions than any sheet has."""

SKIPPED: Final = frozenset(
    {
        "text:tracked-changes", "text:note", "text:ruby-text", "text:script", "text:table-of-content-source",
        "text:alphabetical-index-source", "text:user-index-source", "text:illustration-index-source",
        "text:table-index-source", "text:object-index-source", "text:bibliography-source", "table:tracked-changes",
        "table:shapes", "table:content-validations", "table:dde-links", "table:scenario", "office:forms", "office:meta",
        "office:settings", "office:scripts", "office:master-styles", "office:font-face-decls", "office:event-listeners",
        "office:binary-data", "svg:title", "svg:desc",
    }
)  # fmt: skip
"""Deleted text, footnotes, readings, what an index is made of, shapes, hints of validations: no text of the document."""


class Walk:
    """Walks over the XML and calls handlers by element; `skipped` are elements that it passes by, whole.

    A subclass enters its own handlers, and takes finished paragraphs in `take`.
    """

    def __init__(self, part: str, limits: Limits) -> None:
        """Be ready to read a part of that name."""
        self.limits = limits
        self.starts: dict[str, Start] = {
            "text:p": self._start_paragraph,
            "text:h": self._start_paragraph,
            "text:s": lambda attributes: self._add(KEPT * min(count(attributes.get("text:c")), MOST_SPACES)),
            "text:tab": lambda _: self._add(KEPT_TAB),
            "text:line-break": lambda _: self._add(KEPT_BREAK),
        }
        self.ends: dict[str, End] = {"text:p": self._end_paragraph, "text:h": self._end_paragraph}
        self.skipped = SKIPPED
        self.drawn: frozenset[str] = frozenset()
        self._part = part
        self._parser = guarded_parser(part)
        self._names: dict[str, str] = {}
        self._depth = self._skipping = 0
        self._paragraphs: list[list[str]] = []

    def read(self, content: bytes) -> None:
        """Walk over it all. Raises UnreadableError: FIL001 where it is broken or declares entities, FIL004 beyond limits."""
        self._parser = parser = guarded_parser(self._part)
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._add
        try:
            parse(parser, self._part, content)
        finally:  # else parser and handlers keep each other alive
            parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None

    @property
    def at(self) -> int:
        """The byte where the element begins that starts now, or where the tag begins that ends it."""
        return self._parser.CurrentByteIndex

    def take(self, text: str) -> None:
        """A paragraph is complete."""
        raise NotImplementedError

    def skip(self) -> None:
        """Pass by the element that has just begun."""
        self._skipping = self._depth

    def _named(self, full: str) -> str:
        """A name with the prefix used here, none for namespaces that are not."""
        namespace, _, local = full.rpartition(" ")
        return self._names.setdefault(full, f"{PREFIXES.get(namespace, '')}:{local}")

    def _start(self, full: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > self.limits.depth:
            self.limits.refuse("depth")
        if self._skipping:
            return
        name = self._names.get(full) or self._named(full)
        if name in self.skipped or (name.startswith("draw:") and name not in self.drawn):
            self._skipping = self._depth
        elif handler := self.starts.get(name):
            names, named = self._names, self._named
            handler({names.get(key) or named(key): value for key, value in attributes.items()})

    def _end(self, full: str) -> None:
        if not self._skipping:
            if handler := self.ends.get(self._names[full]):
                handler()
        elif self._skipping == self._depth:
            self._skipping = 0
        self._depth -= 1

    def _add(self, text: str) -> None:
        if self._paragraphs and not self._skipping:
            self._paragraphs[-1].append(text)

    def _start_paragraph(self, _: Attributes) -> None:
        self._paragraphs.append([])

    def _end_paragraph(self) -> None:
        text = "".join(self._paragraphs.pop())
        if not text.isalnum():
            text = printable(SPACE.sub(" ", text).strip(" ").translate(RESTORED))
        self.take(text)


def count(text: str | None) -> int:
    """A number of repetitions or of columns covered; what is none is 1."""
    if text is None or not (text.isascii() and text.isdecimal()):
        return 1
    digits = text.lstrip("0")
    return FOREVER if len(digits) > LONGEST_NUMBER else max(1, int(digits or "0"))
