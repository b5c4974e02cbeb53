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

PlainCell: TypeAlias = tuple[bytes, bytes, bytes, bytes, bytes]
"""Column letters, style, type, value, inline text: all as they stand in the markup, empty where absent."""

HEAD: Final = 4096
ROOT: Final = re.compile(rb"<((?:[\w.-]+:)?)worksheet[\s>/]")
BEHIND_DECLARATION: Final = 4
QUOTED: Final = b"<![CDATA["
LONG_TAIL: Final = 1 << 16
"""Bytes behind the last value that are worth leaving out."""
BLOCK: Final = 1 << 20
PLACE: Final = re.compile(r"([0-9]{1,10}):([0-9]{1,10})")

CELL: Final = rb"""
    <@c\ r="([A-Z]{1,3})%s"(?:\ s="([0-9]{1,9})")?(?:\ t="(\w{1,9})")?
    (?: \ ?/> | >(?:<@v\ ?/>)?</@c>
      | ><@v>([^<&\x00-\x1f]++)</@v></@c>
      | ><@is><@t(?:\ xml:space="preserve")?>
        ( [^<&\x00-\x08\x0b-\x1f]*+ (?: &(?:\#[0-9]{1,7}|\#x[0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos);[^<&\x00-\x08\x0b-\x1f]*+ )*+ )
        </@t></@is></@c>
    )
"""
ROW: Final = rb'(<@row\ r="([1-9][0-9]{0,6})"[^<>]*(?<!/)>) ((?:%s)++) (?=</@row>)'


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
        self._row, self._cell = patterns(self._prefix or b"")

    def rest(self) -> Iterator[Piece]:
        """The part, in the place of the cells of each plain row their first and last byte; the empty tail is left out."""
        if self._prefix is None:
            yield self._content
            return
        cut, tail = without_empty_tail(self._content, self._prefix)
        close, start = b"</" + self._prefix + b"row>", 0
        while start < cut:
            end = self._content.rfind(close, start, min(start + BLOCK, cut)) + len(close)
            end = end if end >= len(close) else cut
            yield self._row.sub(partial(_place, start), self._content[start:end])
            start = end
        yield memoryview(self._content)[tail:]

    def cells(self, text: str | None) -> list[PlainCell]:
        """The cells that were lifted out of a row of which this text was left."""
        place = PLACE.fullmatch(text) if text else None
        return self._cell.findall(self._content, int(place[1]), int(place[2])) if place else []


def _place(start: int, row: re.Match[bytes]) -> bytes:
    """The start tag of a row, and where its cells stood."""
    return b"%b%d:%d" % (row[1], start + row.start(3), start + row.end(3))


@lru_cache(maxsize=16)
def patterns(prefix: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """A row whose cells are all plain and stand in it, and one of its cells."""
    cell = CELL.replace(b"@", re.escape(prefix))
    row = ROW.replace(b"@", re.escape(prefix))
    groupless = re.sub(rb"(?<!\\)\((?!\?)", b"(?:", cell) % rb"\2"
    return re.compile(row % groupless, re.VERBOSE), re.compile(cell % b"[0-9]++", re.VERBOSE)


def without_empty_tail(content: bytes, prefix: bytes) -> tuple[int, int]:
    """Where the rows behind the last value of a sheet begin and end: a million formatted rows say nothing and cost seconds."""
    end = max(content.rfind(b"</" + prefix + b"sheetData>"), 0)
    last = 0
    for tag in (b"v", b"is", b"f", b"t"):
        last = max(last, content.rfind(b"<" + prefix + tag, last, end))
    close = b"</" + prefix + b"row>"
    cut = content.find(close, last, end) + len(close) if last else 0
    return (cut, end) if len(close) <= cut < end - LONG_TAIL and is_bare(content) else (len(content), len(content))
