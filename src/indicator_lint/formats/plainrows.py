"""Rows in the shape that nearly every program writes, read by patterns: an XML reader sees the rest of the part only.

What is lifted out is whole rows of whole cells, so that the rest is well-formed where the part is, and refused where it is
not. A row that differs in anything, be it the order of attributes, stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Final, TypeAlias

from indicator_lint.formats.ooxml import Piece, in_utf8
from indicator_lint.patterns import pattern

Token: TypeAlias = tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes]
"""A row: its number and other attributes; or a cell: column letters, style, type, value, inline text. Empty where absent."""

HEAD: Final = 4096
ROOT: Final = re.compile(rb"<((?:[\w.-]+:)?)worksheet[\s>/]")
BEHIND_DECLARATION: Final = 4
QUOTED: Final = b"<![CDATA["
LONG_TAIL: Final = 1 << 16
"""Bytes behind the last value that are worth leaving out."""
BLOCK: Final = 1 << 20
PLACE: Final = pattern(r"([0-9]{1,10}):([0-9]{1,10})")

CELL: Final = rb"""
    <@c\ r="([A-Z]{1,3})%b"(?:\ s="([0-9]{1,9})")?(?:\ t="(\w{1,9})")?
    (?: \ ?/> | >(?:<@v\ ?/>)?</@c>
      | ><@v>([^<&\x00-\x1f]++)</@v></@c>
      | ><@is><@t(?:\ xml:space="preserve")?>
        ( [^<&\x00-\x08\x0b-\x1f]*+ (?: &(?:\#[0-9]{1,7}|\#x[0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos);[^<&\x00-\x08\x0b-\x1f]*+ )*+ )
        </@t></@is></@c>
    )
"""
ROW: Final = rb'<@row\ r="([1-9][0-9]{0,6})"([^<>]*)>'
RUN: Final = rb'(?: <@row\ r="([1-9][0-9]{0,6})"[^<>]* (?: /> | (?<!/)> (?:%b)*+ </@row> ) \s*+ )++'


def prefix_of(content: bytes) -> bytes | None:
    """What stands before the names of a sheet's elements; None where its bytes cannot be told for those of elements."""
    root = ROOT.search(content, 0, HEAD)
    if root is None or not in_utf8(content) or QUOTED in content:
        return None
    return root[1]


def is_bare(content: bytes) -> bool:
    """Whether a part is free of comments and instructions: what looks like an element inside them is none."""
    return not any(content.find(each, BEHIND_DECLARATION) >= 0 for each in (b"<!", b"<?"))


class PlainRows:
    """The rows of one part that patterns can read."""

    def __init__(self, content: bytes) -> None:
        """Be ready to lift them out of a part."""
        self._content, self._prefix = content, prefix_of(content)
        self._run, self._token = patterns(self._prefix or b"")

    def rest(self) -> Iterator[Piece]:
        """The part with one row in the place of many plain ones, whose text says where they stood; without the empty tail."""
        if self._prefix is None:
            yield self._content
            return
        cut, tail = without_empty_tail(self._content, self._prefix)
        start = 0
        while start < cut:
            end = self._row_ends(start + BLOCK, cut)
            yield self._run.sub(partial(_placed, self._prefix, start), self._content[start:end])
            start = end
        yield memoryview(self._content)[tail:]

    def _row_ends(self, start: int, cut: int) -> int:
        """Behind the first row that ends at or after a byte."""
        close = b"</" + (self._prefix or b"") + b"row>"
        found = self._content.find(close, start, cut)
        return found + len(close) if found >= 0 else cut

    def tokens(self, text: str) -> list[Token]:
        """The rows and cells that were lifted out from where this text says."""
        place = PLACE.fullmatch(text)
        return self._token.findall(self._content, int(place[1]), int(place[2])) if place else []


def _placed(prefix: bytes, start: int, run: re.Match[bytes]) -> bytes:
    """A row that says where a run of rows stood."""
    row, begin, end = prefix + b"row", start + run.start(), start + run.end()
    return b"<%b>%d:%d</%b>" % (row, begin, end, row)


@lru_cache(maxsize=16)
def patterns(prefix: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """A run of rows whose cells are all plain and stand in them; and the beginning of a row or a cell, one by one."""
    row, run, cell = (pattern.replace(b"@", re.escape(prefix)) for pattern in (ROW, RUN, CELL))
    groupless = re.sub(rb"(?<!\\)\((?!\?)", b"(?:", cell) % rb"\1"
    return re.compile(run % groupless, re.VERBOSE), re.compile(row + b"|" + cell % b"[0-9]++", re.VERBOSE)


def without_empty_tail(content: bytes, prefix: bytes) -> tuple[int, int]:
    """Where the rows behind the last value of a sheet begin and end: a million formatted rows say nothing and cost seconds."""
    end = max(content.rfind(b"</" + prefix + b"sheetData>"), 0)
    last = 0
    for tag in (b"v", b"is", b"f", b"t"):
        last = max(last, content.rfind(b"<" + prefix + tag, last, end))
    close = b"</" + prefix + b"row>"
    cut = content.find(close, last, end) + len(close) if last else 0
    return (cut, end) if len(close) <= cut < end - LONG_TAIL and is_bare(content) else (len(content), len(content))
