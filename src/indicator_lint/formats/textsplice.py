"""Texts put into the bytes of a text file: its encoding, its mark and every other byte stay as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from indicator_lint.formats.encoding import Text, decode
from indicator_lint.model.document import UnreadableError
from indicator_lint.model.finding import Edit


class Splice(NamedTuple):
    """What is written in the place of text[start:end], and the edits that ask for it."""

    start: int
    end: int
    new: str
    edits: tuple[Edit, ...]


@dataclass(slots=True)
class Spliced:
    """A file with splices put in, and those that could not be, each with the reason's key."""

    content: bytes
    refused: list[tuple[Edit, str]]


def splice(content: bytes, source: Text, splices: Iterable[Splice]) -> Spliced:
    """Put texts into a file. `source` is what it decodes to.

    Refused are texts that its encoding cannot write (`unencodable`), and all of them where the result would not be read as
    the text that is meant (`encoding`).
    """
    written: list[tuple[int, int, bytes, Splice]] = []
    refused: list[tuple[Edit, str]] = []
    for each in sorted(splices, key=lambda each: (each.start, each.end)):
        span = source.place(each.start, each.end, 1, 1).span
        new = _encoded(each.new, source.codec)
        if span is None or new is None:
            refused += [(edit, "encoding" if span is None else "unencodable") for edit in each.edits]
        else:
            written.append((span.start, span.end, new, each))
    result = _joined(content, [(start, end, new) for start, end, new, _ in written])
    if not written or _text_of(result) == (
        source.codec,
        source.bom,
        _meant(source.text, [each for *_, each in written]),
    ):
        return Spliced(result, refused)
    return Spliced(content, refused + [(edit, "encoding") for *_, each in written for edit in each.edits])


def _encoded(text: str, codec: str) -> bytes | None:
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        return None


def _joined(content: bytes, pieces: Iterable[tuple[int, int, bytes]]) -> bytes:
    parts, at = [], 0
    for start, end, new in pieces:
        parts += [content[at:start], new]
        at = end
    return b"".join((*parts, content[at:]))


def _meant(text: str, splices: Iterable[Splice]) -> str:
    parts, at = [], 0
    for start, end, new, _ in splices:
        parts += [text[at:start], new]
        at = end
    return "".join((*parts, text[at:]))


def _text_of(content: bytes) -> tuple[str, int, str] | None:
    """How a file would be read."""
    try:
        read = decode(content)
    except UnreadableError:
        return None
    return read.codec, read.bom, read.text
