"""A zip with other bytes in some of its parts; every other entry keeps its bytes, compressed as they are."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping
from io import BytesIO
from itertools import pairwise
from typing import Final

LOCAL: Final = struct.Struct("<4s5H3I2H")
"""Signature, version, flags, method, time, date, checksum, both sizes, lengths of name and extra field."""
CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
"""The same with the maker's version in front, then the comment's length, disk, attributes and the local header's place."""
END: Final = struct.Struct("<4s4H2IH")
"""Signature, disks and counts, size and place of the directory, the comment's length."""
END_SIGNATURE: Final = b"PK\x05\x06"

DESCRIBED: Final = 1 << 3
"""The flag of an entry whose sizes stand behind it."""
CAUTIOUS: Final = 0xFFFF_FFFF
"""Stands in 32 bits for what needs 64: such zips are not edited."""
LEVEL: Final = 6


class UneditableError(Exception):
    """A zip that is read but not edited: of 64 bits, or with something in front of it."""


def respliced(content: bytes, change: Mapping[str, Callable[[bytes], bytes]], drop: Collection[str] = ()) -> bytes:
    """The zip with some entries changed, given by name as stored; what each becomes is told by its function.

    Those to `drop` are left out. The order of entries, their dates and attributes, and every byte of the others stay. Raises
    UneditableError for a zip whose directory is not plain, KeyError for an entry that is not there.
    """
    archive = zipfile.ZipFile(BytesIO(content))
    directory = _Directory(content, archive)
    for name in change:
        archive.getinfo(name)
    pieces: list[bytes] = []
    moved: dict[str, tuple[int, bytes | None]] = {}
    at = 0
    for info, end in directory.extents():
        if info.filename in drop:
            continue
        raw = content[info.header_offset : end]
        local = None
        if info.filename in change:
            raw = _entry(raw, info, change[info.filename](archive.read(info)))
            local = raw
        moved[info.filename] = at, local
        pieces.append(raw)
        at += len(raw)
    return b"".join([*pieces, *directory.rewritten(at, moved)])


def enlarged(content: bytes, entries: Mapping[str, bytes]) -> bytes:
    """The zip with more entries behind those it has, of which every byte stays."""
    target = BytesIO()
    target.write(content)
    with zipfile.ZipFile(target, "a") as archive:
        for name, entry in entries.items():
            archive.writestr(zipfile.ZipInfo(name), entry, zipfile.ZIP_DEFLATED, LEVEL)
    return target.getvalue()


def is_editable(content: bytes) -> bool:
    """Whether entries of a zip can be changed so that all others keep their bytes."""
    try:
        _Directory(content, zipfile.ZipFile(BytesIO(content)))
    except UneditableError:
        return False
    return True


def raw_entries(content: bytes) -> dict[str, bytes]:
    """The bytes of each entry by its name, from its local header to the next. Raises UneditableError as `respliced` does."""
    directory = _Directory(content, zipfile.ZipFile(BytesIO(content)))
    return {info.filename: content[info.header_offset : end] for info, end in directory.extents()}


def parts_of(content: bytes, names: Iterable[str]) -> list[bytes]:
    """The inflated bytes of some entries."""
    archive = zipfile.ZipFile(BytesIO(content))
    return [archive.read(name) for name in names]


class _Directory:
    """The central directory of a zip, as it stands in the bytes."""

    def __init__(self, content: bytes, archive: zipfile.ZipFile) -> None:
        self._content = content
        self._entries = archive.infolist()
        self._end = content.rfind(END_SIGNATURE, 0, len(content) - len(archive.comment) - END.size + 4)
        if self._end < 0:
            raise UneditableError
        fields = END.unpack_from(content, self._end)
        self._start, size = fields[6], fields[5]
        first = min((info.header_offset for info in self._entries), default=0)
        plain = self._start + size == self._end and first == 0 and self._start == archive.start_dir
        if not plain or CAUTIOUS in {self._start, size} or fields[3] != len(self._entries):
            raise UneditableError
        if self._walked() != self._end:
            raise UneditableError

    def _walked(self) -> int:
        """Where the records of the entries end."""
        place: int = self._start
        for _ in self._entries:
            if place + CENTRAL.size > self._end:
                raise UneditableError
            place += CENTRAL.size + sum(CENTRAL.unpack_from(self._content, place)[10:13])
        return place

    def extents(self) -> list[tuple[zipfile.ZipInfo, int]]:
        """The entries in the order of their bytes, each with where the next one begins."""
        entries = sorted(self._entries, key=lambda info: info.header_offset)
        starts = [*(info.header_offset for info in entries), self._start]
        return [(info, end) for info, (_, end) in zip(entries, pairwise(starts), strict=True)]

    def rewritten(self, at: int, moved: Mapping[str, tuple[int, bytes | None]]) -> list[bytes]:
        """The directory and the end of the zip, for entries that begin elsewhere; of changed ones also the sizes."""
        records: list[bytes] = []
        place = self._start
        for info in self._entries:
            fields = list(CENTRAL.unpack_from(self._content, place))
            length = CENTRAL.size + sum(fields[10:13])
            tail = self._content[place + CENTRAL.size : place + length]
            place += length
            if info.filename not in moved:
                continue
            fields[16], local = moved[info.filename]
            if local is not None:
                _, _, fields[3], fields[4], _, _, *sizes, _, _ = LOCAL.unpack_from(local)
                fields[7:10] = sizes
            records.append(CENTRAL.pack(*fields) + tail)
        directory = b"".join(records)
        ending = bytearray(self._content[self._end :])
        struct.pack_into("<2H2I", ending, 8, len(records), len(records), len(directory), at)
        return [directory, bytes(ending)]


def _entry(raw: bytes, info: zipfile.ZipInfo, content: bytes) -> bytes:
    """A local header and the bytes behind it, for new content; a data descriptor is not needed any more."""
    fields = list(LOCAL.unpack_from(raw))
    head = raw[LOCAL.size : LOCAL.size + fields[9] + fields[10]]
    packed = content
    if info.compress_type == zipfile.ZIP_DEFLATED:
        press = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = press.compress(content) + press.flush()
    if CAUTIOUS in fields[7:9] or CAUTIOUS in {len(packed), len(content)}:
        raise UneditableError
    fields[2] &= ~DESCRIBED
    fields[6:9] = zlib.crc32(content), len(packed), len(content)
    return LOCAL.pack(*fields) + head + packed
