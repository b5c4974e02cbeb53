"""Texts put into the bytes of a text file: its encoding, its mark and every other byte stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from indicator_lint.formats.encoding import Text, decode
from indicator_lint.formats.patching import spliced
from indicator_lint.model.document import UnreadableError
from indicator_lint.model.finding import Edit
from indicator_lint.model.location import Span
from indicator_lint.model.patch import Patch, Refusal, Splice


class Rewrite(NamedTuple):
    """What is written in the place of text[start:end], and the edits that ask for it."""

    start: int
    end: int
    new: str
    edits: tuple[Edit, ...]


def encoded(content: bytes, source: Text, rewrites: Iterable[Rewrite]) -> Patch:
    """The bytes of rewrites in a file that decodes to `source`.

    Refused are texts that its encoding cannot write (`unencodable`), and all of them where the result would not be read as
    the text that is meant (`encoding`).
    """
    kept: list[Rewrite] = []
    splices: list[Splice] = []
    refused: list[Refusal] = []
    for each in sorted(rewrites, key=lambda each: each.start):
        span = source.place(each.start, each.end, 1, 1).span
        made = _splice(each.new, source.codec, span)
        if made is None:
            reason = "encoding" if span is None else "unencodable"
            refused += [Refusal(edit, reason, {"encoding": source.encoding}) for edit in each.edits]
        else:
            kept.append(each)
            splices.append(made)
    if splices and _read(spliced(content, splices)) != (source.codec, source.bom, meant(source.text, kept)):
        refused += [Refusal(edit, "encoding", {"encoding": source.encoding}) for each in kept for edit in each.edits]
        splices = []
    return Patch(tuple(splices), tuple(refused))


def meant(text: str, rewrites: Sequence[Rewrite]) -> str:
    """The text with rewrites made, which are in its order."""
    parts, at = [], 0
    for start, end, new, _ in rewrites:
        parts += [text[at:start], new]
        at = end
    return "".join((*parts, text[at:]))


def _splice(text: str, codec: str, span: Span | None) -> Splice | None:
    """None for a text that the encoding has no bytes for, or for a place that has none."""
    try:
        return None if span is None else Splice(span, text.encode(codec))
    except UnicodeEncodeError:
        return None


def _read(content: bytes) -> tuple[str, int, str] | None:
    """How a file would be read."""
    try:
        read = decode(content)
    except UnreadableError:
        return None
    return read.codec, read.bom, read.text
