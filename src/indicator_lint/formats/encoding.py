"""From bytes to text: which encoding it is, and whether the text was already spoilt before it reached us."""

from __future__ import annotations

import codecs
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final, NoReturn

from indicator_lint.formats.refusal import refuse_garbled, refuse_unreadable
from indicator_lint.model.location import Location, Span, Stretch
from indicator_lint.patterns import pattern

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
"""Longest first where one begins another."""

LINE_END: Final = pattern(r"\r\n|\n|\r")
SENSIBLE: Final = pattern("[\t\n\r -~\u00a0-\u00ff\u2000-\u22ff\u2460-\u25ff\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
SENSIBLE_SHARE: Final = 0.95
HANZI: Final = pattern("[\u3000-\u9fff\uff00-\uffef]")
CONTROL: Final = pattern(r"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
SAMPLE: Final = 200_000
"""Characters looked at when judging a text; spoilt text is spoilt throughout."""

GB2312: Final = frozenset((*range(0xA1, 0xAA), *range(0xB0, 0xD8)))
"""First bytes of the signs and of the 3,755 frequent characters of GB 2312."""

BIG5: Final = frozenset(range(0xA1, 0xC7))
"""First bytes of the signs and of the 5,401 frequent characters of Big5."""

TWO: Final = 2
LOWER: Final = 0xA0

BINARY_SHARE: Final = 0.02
"""Control characters above this share make a file binary; a stray one in a text is a matter for the text rules."""


@dataclass(frozen=True)
class Text:
    """A decoded file that still knows its bytes: `bom` is the length of its mark, `size` that of the whole file."""

    text: str
    codec: str
    bom: int
    size: int

    @property
    def encoding(self) -> str:
        """The name reported to users."""
        return "utf-8-sig" if self.codec == "utf-8" and self.bom else self.codec

    @cached_property
    def starts(self) -> array[int]:
        """Offset of the first character of each line; line 1 is at index 0."""
        return array("Q", (0, *(match.end() for match in LINE_END.finditer(self.text))))

    @cached_property
    def _bytes(self) -> array[int]:
        """Byte offset of each line; empty when the text does not encode back to as many bytes as the file has."""
        bounds = zip(self.starts, (*self.starts[1:], len(self.text)), strict=True)
        offsets = array("Q", accumulate((self._width(a, b) for a, b in bounds), initial=self.bom))
        return offsets if offsets[-1] == self.size else array("Q")

    def _width(self, start: int, end: int) -> int:
        return len(self.text[start:end].encode(self.codec))

    def place(self, start: int, end: int, row: int, column: int) -> Location:
        """The location of text[start:end], which stands at a row and column of the grid."""
        index = bisect_right(self.starts, start) - 1
        line, character = (
            row if row == index + 1 else index + 1,
            start - self.starts[index] + 1,
        )  # one number, held once
        ref = f"{line}:{character}"
        span, stretch = self._span(index, start, end), self._stretch(line, start, end)
        return Location("", ref, ref, row, column, line, character, span, stretch)

    def _stretch(self, line: int, start: int, end: int) -> Stretch:
        """How far text[start:end] reaches, which begins on that line."""
        index = line - 1
        last = max(index, bisect_left(self.starts, end, lo=index) - 1)
        first_byte, last_byte = (
            len(self.text[self.starts[number] : at].encode("utf-8", "surrogatepass")) + 1
            for number, at in ((index, start), (last, end))
        )
        return Stretch(line if last == index else last + 1, end - self.starts[last] + 1, first_byte, last_byte)

    def _span(self, index: int, start: int, end: int) -> Span | None:
        if not self._bytes:
            return None
        first = self._bytes[index] + self._width(self.starts[index], start)
        return Span("", first, first + self._width(start, end))


def decode(content: bytes, declared: str = "") -> Text:
    """The text of a file, by its mark, else strict UTF-8, UTF-16 without mark, GB18030 or Big5.

    `declared` is the codec that the file itself names. It is believed where the bytes fit, unless they are the UTF-8 of
    Chinese: such bytes are no sensible text in anything else, and files are often converted without a change of their head.
    Raises UnreadableError: FIL001 for what is no text, FIL003 for text with bytes that belong to no encoding.
    """
    for mark, codec in BOMS:
        if content.startswith(mark):
            return _marked(content, codec, len(mark))
    if b"\0" in content:
        return _without_mark(content)
    return _without_null(content, declared)


def _without_null(content: bytes, declared: str) -> Text:
    """UTF-8 when it fits, since no other text of some length looks like it; else the likelier Chinese encoding."""
    utf8 = _strict(content, "utf-8")
    named = _strict(content, declared) if declared and not (utf8 and HANZI.search(utf8)) else None
    if named is not None:
        return Text(_textual(named), declared, 0, len(content))
    if utf8 is not None:
        return Text(_textual(utf8), "utf-8", 0, len(content))
    texts = ((codec, _strict(content, codec)) for codec in _chinese_codecs(content))
    codec, text = next(((codec, text) for codec, text in texts if text is not None), ("", ""))
    if not codec:
        _refuse_undecodable(content)
    return Text(_textual(text), codec, 0, len(content))


def _marked(content: bytes, codec: str, bom: int) -> Text:
    text = _strict(content[bom:], codec)
    if text is None:
        _refuse_undecodable(content)
    return Text(_textual(text), codec, bom, len(content))


def _without_mark(content: bytes) -> Text:
    """UTF-16 shows itself by the zero bytes of its line ends, digits and signs, most of them on one side."""
    little = content[1::2].count(0) > content[0::2].count(0)
    codec = "utf-16-le" if little else "utf-16-be"
    text = _strict(content, codec)
    if text is None or not _plausible(text):
        refuse_unreadable("binary")
    return Text(text, codec, 0, len(content))


def _plausible(text: str) -> bool:
    """Whether a guess at UTF-16 made sense: nearly all characters are Latin, Chinese or their punctuation."""
    sample = text[:SAMPLE]
    sensible = len(SENSIBLE.findall(sample))
    return sensible >= len(sample) * SENSIBLE_SHARE


def _strict(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None


def _textual(text: str) -> str:
    """The text itself; raises UnreadableError (FIL001) when it holds control characters as only binary files do."""
    sample = text[:SAMPLE]
    if "\0" in text or len(CONTROL.findall(sample)) > len(sample) * BINARY_SHARE:
        refuse_unreadable("binary")
    return text


def _chinese_codecs(content: bytes) -> tuple[str, str]:
    """GB18030 and Big5, first the one whose characters are the frequent ones of its own standard."""
    sample = content[:SAMPLE]
    return (
        ("big5", "gb18030")
        if _frequent(sample, "big5", BIG5) > _frequent(sample, "gb18030", GB2312)
        else ("gb18030", "big5")
    )


def _frequent(sample: bytes, codec: str, leads: frozenset[int]) -> float:
    """Share of characters that have two bytes, the first among `leads`, the second in the standard's upper half."""
    characters = [character for character in sample.decode(codec, "replace") if character > "\x7f"]
    encoded = [character.encode(codec, "replace") for character in characters]
    known = sum(1 for each in encoded if len(each) == TWO and each[0] in leads and (codec == "big5" or each[1] > LOWER))
    return known / (len(characters) or 1)


def _refuse_undecodable(content: bytes) -> NoReturn:
    """Decline bytes of no encoding: text with broken places, or no text at all."""
    sample = content[:SAMPLE].decode("latin-1")
    if len(CONTROL.findall(sample)) > len(sample) * BINARY_SHARE:
        refuse_unreadable("binary")
    refuse_garbled("undecodable", line=_first_bad_line(content))


def _first_bad_line(content: bytes) -> int:
    """The line where the encoding that gets furthest gives up."""
    furthest = 0
    for codec in ("utf-8", "gb18030"):
        try:
            content.decode(codec)
        except UnicodeDecodeError as error:
            furthest = max(furthest, error.start)
    return content.count(b"\n", 0, furthest) + 1
