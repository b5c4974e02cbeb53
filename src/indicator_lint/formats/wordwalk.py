"""A walk through a part of word processing markup: what is shown is told to listeners, what nobody sees is passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

from indicator_lint.formats.limits import Limits
from indicator_lint.formats.ooxml import element_end, guarded_parser, in_utf8, local, parse
from indicator_lint.formats.refusal import refuse_damaged
from indicator_lint.model.location import Span

Attributes: TypeAlias = Mapping[str, str]
Starts: TypeAlias = Mapping[str, Callable[[Attributes], None]]
Ends: TypeAlias = Mapping[str, Callable[[], None]]

COMPATIBILITY: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006 "
MATHS: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math ",
    "http://purl.oclc.org/ooxml/officeDocument/math ",
)
SPACE: Final = "http://www.w3.org/XML/1998/namespace space"
UNDERSTOOD: Final = (
    "http://schemas.openxmlformats.org/",
    "http://purl.oclc.org/ooxml/",
    "http://schemas.microsoft.com/office/",
    "http://www.wps.cn/officeDocument/",
)
"""What an alternative may require and still be shown: what Word and WPS write themselves."""

UNSEEN: Final = (
    "instrText", "delText", "delInstrText", "rt", "rubyPr", "ffData", "sdtPr", "sdtEndPr",
    "pPrChange", "rPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange", "sectPrChange", "tblGridChange",
)  # fmt: skip
"""Elements whose content no reader sees: instructions of fields, readings above words, settings, what was before a change."""

PROPERTIES: Final = ("pPr", "rPr", "trPr", "tcPr")
OFF: Final = frozenset({"0", "false", "off"})


class Walk:
    """One pass over a part. `within` names the outermost element of properties that the walk is in, if any."""

    def __init__(self, part: str, content: bytes, limits: Limits) -> None:
        """Be ready to walk through the content of a part of that name."""
        self.part, self.content, self.limits = part, content, limits
        self.within = ""
        self._parser = guarded_parser(part)
        self._editable = in_utf8(content)
        self._deepest = limits.document_depth
        self._depth = self._skipped = 0
        self._word = ""
        self._preserved = False
        self._alternatives: list[bool] = []
        self._prefixes: dict[str, str] = {}
        self._starts: dict[str, Callable[[Attributes], None]] = {}
        self._ends: dict[str, Callable[[], None]] = {}
        self._listeners: list[tuple[Starts, Ends]] = []
        self.text: list[str] = []

    def tell(self, starts: Starts, ends: Ends) -> None:
        """Call these where elements of these names start and end; names of mathematics begin with `m:`."""
        self._listeners.append((starts, ends))

    def go(self) -> None:
        """Walk. Raises UnreadableError as the guards and limits demand."""
        parser = self._parser
        parser.StartElementHandler, parser.StartNamespaceDeclHandler = self._root, self._declare
        parse(parser, self.part, self.content)
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
        parser.StartNamespaceDeclHandler = None  # else parser and handlers keep each other alive

    def skip(self) -> None:
        """Pass over the content of the element that starts now."""
        self._skipped = 1
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start_skipped, self._end_skipped
        self._parser.CharacterDataHandler = None

    def value(self, attributes: Attributes, name: str = "val") -> str | None:
        """An attribute of word processing, written with or without its namespace."""
        return attributes.get(self._word + name, attributes.get(name))

    def is_on(self, attributes: Attributes) -> bool:
        """Whether a switch is set: by its mere presence, unless it says otherwise."""
        return (self.value(attributes) or "") not in OFF

    def number(self, attributes: Attributes, default: int) -> int:
        """The number that an element holds. Raises UnreadableError (FIL001) for what is none, FIL004 beyond the columns of Word."""
        text = (self.value(attributes) or str(default)).strip()
        if not (text.isascii() and text.isdecimal()):
            refuse_damaged(self.part)
        if len(text.lstrip("0")) > len(str(self.limits.grid_span)):
            self.limits.refuse("grid_span")
        number = int(text)
        self.limits.check("grid_span", number)
        return number

    def keeps_blanks(self, attributes: Attributes) -> bool:
        """Whether the blanks around a text are part of it."""
        given = attributes.get(SPACE)
        return self._preserved if given is None else given == "preserve"

    @property
    def at(self) -> int:
        """The byte where the element begins that starts now."""
        return self._parser.CurrentByteIndex

    def span(self, start: int) -> Span | None:
        """The bytes from there to behind the element that ends now; None where the part is not in UTF-8."""
        if not self._editable:
            return None
        return Span(self.part, start, element_end(self.content, start, self._parser.CurrentByteIndex))

    def _declare(self, prefix: str | None, address: str) -> None:
        self._prefixes[prefix or ""] = address

    def _root(self, name: str, attributes: Attributes) -> None:
        """Learn the namespace, transitional or strict, from the first element."""
        if local(name) != "document":
            refuse_damaged(self.part)
        self._word = name.removesuffix("document")
        self._preserved = attributes.get(SPACE) == "preserve"
        self._depth = 1
        self._starts |= {self._word + one: self._unseen for one in UNSEEN}
        self._starts |= {self._word + one: self._enter(one) for one in PROPERTIES}
        self._ends |= {self._word + one: self._leave(one) for one in PROPERTIES}
        for starts, ends in self._listeners:
            self._starts |= {full: handler for one, handler in starts.items() for full in self._full(one)}
            self._ends |= {full: handler for one, handler in ends.items() for full in self._full(one)}
        self._starts |= {
            COMPATIBILITY + "AlternateContent": self._start_alternatives,
            COMPATIBILITY + "Choice": self._choose,
            COMPATIBILITY + "Fallback": self._fall_back,
        }
        self._ends[COMPATIBILITY + "AlternateContent"] = self._end_alternatives
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        self._parser.CharacterDataHandler = self.text.append

    def _full(self, name: str) -> Iterable[str]:
        return [maths + name[2:] for maths in MATHS] if name.startswith("m:") else [self._word + name]

    def _enter(self, name: str) -> Callable[[Attributes], None]:
        def enter(_: Attributes) -> None:
            self.within = self.within or name

        return enter

    def _leave(self, name: str) -> Callable[[], None]:
        def leave() -> None:
            self.within = "" if self.within == name else self.within

        return leave

    def _unseen(self, _: Attributes) -> None:
        self.skip()

    def _start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > self._deepest:
            self.limits.refuse("document_depth")
        handler = self._starts.get(name)
        if handler is not None:
            handler(attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        handler = self._ends.get(name)
        if handler is not None:
            handler()

    def _start_skipped(self, _name: str, _attributes: Attributes) -> None:
        self._depth += 1
        self._skipped += 1
        if self._depth > self._deepest:
            self.limits.refuse("document_depth")

    def _end_skipped(self, _: str) -> None:
        self._depth -= 1
        self._skipped -= 1
        if not self._skipped:
            self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
            self._parser.CharacterDataHandler = self.text.append

    def _start_alternatives(self, _: Attributes) -> None:
        self._alternatives.append(False)

    def _end_alternatives(self) -> None:
        self._alternatives.pop()

    def _choose(self, attributes: Attributes) -> None:
        """Take the first choice whose markup is understood."""
        wanted = attributes.get("Requires", "").split()
        if self._is_taken() or not all(self._prefixes.get(one, "").startswith(UNDERSTOOD) for one in wanted):
            self.skip()
        else:
            self._alternatives[-1] = True

    def _fall_back(self, _: Attributes) -> None:
        if self._is_taken():
            self.skip()

    def _is_taken(self) -> bool:
        if not self._alternatives:
            refuse_damaged(self.part)
        return self._alternatives[-1]
