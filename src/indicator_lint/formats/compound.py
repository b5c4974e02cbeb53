"""OLE compound files, the container of old office documents and of encrypted ones: their streams by name.

Source: [MS-CFB]. Chains of sectors may be cut, looped or crossed in a broken file: each is followed as far as there are
sectors, each sector once; what cannot be followed is missing, which the reader of the stream will notice.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from indicator_lint.formats.refusal import refuse_damaged

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER: Final = struct.Struct("<30xHH14xI4xIIII")
"""Shifts of the sizes of sectors and small sectors, first sector of the directory, size from which a stream has sectors of
its own, first sector of the table of small sectors, how many there are, first sector of further places of the table."""
HEADER_BYTES: Final = 512
PLACES_AT: Final = 76
SHIFTS: Final = range(7, 17)
LAST_SECTOR: Final = 0xFFFFFFFA
"""Greater numbers end a chain or mark a sector that holds no data."""
ENTRY: Final = struct.Struct("<64sHBxIII36xIQ")
WORD: Final = 4
STREAM, ROOT = 2, 5


class Entry(NamedTuple):
    """One entry of the directory; `left` and `right` are its neighbours in the same storage, `child` its own contents."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """The streams and storages that lie open in a compound file, not those inside embedded objects."""

    def __init__(self, content: bytes) -> None:
        """Read the directory. Raises UnreadableError (FIL001) where there is none."""
        if len(content) < HEADER_BYTES:
            refuse_damaged()
        shift, mini_shift, directory, self._cutoff, self._minis, _, places = HEADER.unpack_from(content)
        if shift not in SHIFTS or mini_shift >= shift:
            refuse_damaged()
        self._content, self._sector, self._mini_sector = content, 1 << shift, 1 << mini_shift
        self._next = self._table(places)
        raw = self._chained(directory)
        self._entries = [_entry(raw, at) for at in range(0, len(raw) - ENTRY.size + 1, ENTRY.size)]
        if not self._entries or self._entries[0].kind != ROOT:
            refuse_damaged()

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """What lies directly in the file, by its name in lower case: names differ by more than case."""
        return {entry.name.lower(): entry for entry in self._siblings(self._entries[0].child)}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.entries

    def stream(self, name: str) -> bytes:
        """The bytes of a stream. Raises UnreadableError (FIL001) where it is absent or cut short."""
        entry = self.entries.get(name.lower())
        if entry is None or entry.kind != STREAM:
            refuse_damaged(name)
        content = self._small(entry) if entry.size < self._cutoff else self._chained(entry.start, entry.size)
        if len(content) < entry.size:
            refuse_damaged(name)
        return content[: entry.size]

    def head(self, name: str, size: int) -> bytes:
        """The first bytes of a stream, as many of them as there are; nothing where it is absent."""
        entry = self.entries.get(name.lower())
        if entry is None or entry.kind != STREAM:
            return b""
        size = min(size, entry.size)
        return (self._small(entry) if entry.size < self._cutoff else self._chained(entry.start, size))[:size]

    def _siblings(self, first: int) -> Iterator[Entry]:
        """The members of a storage: a tree in the file, which a careless writer makes a list and a hostile one a loop."""
        seen: set[int] = set()
        waiting = [first]
        while waiting:
            number = waiting.pop()
            if number < len(self._entries) and number not in seen:
                seen.add(number)
                entry = self._entries[number]
                waiting += entry.left, entry.right
                yield entry

    def _table(self, places: int) -> array[int]:
        """The sector that follows each sector: a table that lies in sectors itself, whose places the header begins."""
        found = list(_words(self._content[PLACES_AT:HEADER_BYTES]))
        seen: set[int] = set()
        while places < LAST_SECTOR and places not in seen:
            seen.add(places)
            *more, places = _words(self._at(places)) or [LAST_SECTOR]
            found += more
        sectors = dict.fromkeys(number for number in found if number < LAST_SECTOR)
        return _words(b"".join(map(self._at, sectors)))

    def _at(self, sector: int) -> bytes:
        """The bytes of a sector; the header fills the place of the one before the first."""
        begin = (sector + 1) * self._sector
        return self._content[begin : begin + self._sector]

    def _chained(self, start: int, size: int | None = None) -> bytes:
        most = None if size is None else -(-size // self._sector)
        return b"".join(map(self._at, _chain(self._next, start, most)))

    @cached_property
    def _mini_table(self) -> array[int]:
        return _words(self._chained(self._minis))

    @cached_property
    def _mini_stream(self) -> bytes:
        return self._chained(self._entries[0].start)

    def _small(self, entry: Entry) -> bytes:
        """A small stream lies in small sectors of a stream that the root entry owns."""
        width = self._mini_sector
        chain = _chain(self._mini_table, entry.start, -(-entry.size // width))
        return b"".join(self._mini_stream[number * width : (number + 1) * width] for number in chain)


def _chain(following: Sequence[int], start: int, most: int | None) -> Iterator[int]:
    """The sectors of a chain, each once, no more than are needed."""
    seen: set[int] = set()
    while start < LAST_SECTOR and start not in seen and (most is None or len(seen) < most):
        yield start
        seen.add(start)
        start = following[start] if start < len(following) else LAST_SECTOR


def _words(content: bytes) -> array[int]:
    words = array("I", content[: len(content) // WORD * WORD])
    if sys.byteorder == "big":
        words.byteswap()
    return words


def _entry(directory: bytes, at: int) -> Entry:
    raw, length, kind, left, right, child, start, size = ENTRY.unpack_from(directory, at)
    name = raw[: max(length - 2, 0)].decode("utf-16-le", "replace")
    return Entry(name, kind, left, right, child, start, size & 0xFFFFFFFF)
