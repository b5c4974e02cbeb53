"""BIFF, the stream of records that an old workbook is: its versions, its substreams, and walking them safely.

Source: [MS-XLS]; for the versions before Excel 97 the OpenOffice.org documentation of the file format.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final, TypeAlias

from indicator_lint.formats.compound import SIGNATURE, Compound
from indicator_lint.formats.refusal import refuse_damaged

Record: TypeAlias = tuple[int, int, int]
"""Where its data begins, its kind, and how many bytes of data it has."""

WORD: Final = struct.Struct("<H")
PAIR: Final = struct.Struct("<HH")
HEAD: Final = PAIR.size

EOF: Final = 0x0A
FILEPASS: Final = 0x2F
CODEPAGE: Final = 0x42
BOUNDSHEET: Final = 0x85
CONTINUE: Final = 0x3C
SST: Final = 0xFC
BOFS: Final = frozenset({0x0809, 0x0409, 0x0209, 0x0009})
BOF_LENGTHS: Final = (4, 20)
WORKBOOK, WORKSHEET = 0x05, 0x10
SUBSTREAMS: Final = frozenset({WORKBOOK, WORKSHEET, 0x06, 0x20, 0x40, 0x100})
"""Globals, worksheet, module, chart, macro sheet, workspace."""

BIFF2, BIFF3, BIFF4, BIFF5, BIFF8 = 2, 3, 4, 5, 8
EARLY: Final = {0x0409: BIFF4, 0x0209: BIFF3, 0x0009: BIFF2}
LATE: Final = {0x0600: BIFF8, 0x0500: BIFF5, 0x0400: BIFF4, 0x0300: BIFF3, 0x0200: BIFF2, 0x0007: BIFF2, 0: BIFF2}
"""Versions by what stands in the record that begins a stream; some programs write the late record in an early version."""

STREAMS: Final = ("Workbook", "Book")
"""A file for Excel 95 and 97 holds both; the first is the newer."""
OPENING_RECORDS: Final = 32
"""A stream says that it is encrypted in its first few records."""


def workbook_stream(content: bytes) -> bytes:
    """The stream of records: a stream of a compound file, or the whole file, as Excel 4 and before wrote it."""
    if not content.startswith(SIGNATURE):
        return content
    compound = Compound(content)
    return compound.stream(next((name for name in STREAMS if name in compound), STREAMS[0]))


def version_of(stream: bytes) -> int:
    """The version of a stream of records; 0 for what is none, or a workspace of several workbooks in one."""
    if len(stream) < HEAD + BOF_LENGTHS[0]:
        return 0
    kind, length = PAIR.unpack_from(stream)
    number, substream = PAIR.unpack_from(stream, HEAD)
    if kind not in BOFS or not BOF_LENGTHS[0] <= length <= BOF_LENGTHS[1] or substream not in SUBSTREAMS:
        return 0
    version = EARLY.get(kind) or LATE.get(number, 0)
    return 0 if version <= BIFF4 and substream == 0x100 else version  # noqa: PLR2004 - see SUBSTREAMS


def substream(stream: bytes, at: int) -> Iterator[Record]:
    """The records of the substream that begins at a byte, from its first (BOF) to its last (EOF).

    Charts that are embedded in a sheet are passed over. Raises UnreadableError (FIL001) where the stream is cut or torn.
    """
    unpack, embedded = PAIR.unpack_from, False
    size = len(stream)
    if not 0 <= at <= size - HEAD or PAIR.unpack_from(stream, at)[0] not in BOFS:
        refuse_damaged()
    first = True
    while at <= size - HEAD:
        kind, length = unpack(stream, at)
        at += HEAD
        if at + length > size:
            refuse_damaged()
        if embedded:
            embedded = kind != EOF
        elif kind in BOFS and not first:
            embedded = True
        else:
            yield at, kind, length
            if kind == EOF:
                return
        first = False
        at += length
    refuse_damaged()


def is_locked(head: bytes) -> bool:
    """Whether a stream that begins like this is encrypted; the beginning may be cut anywhere."""
    at = 0
    for _ in range(OPENING_RECORDS):
        if at > len(head) - HEAD:
            break
        kind, length = PAIR.unpack_from(head, at)
        if kind in (FILEPASS, EOF, BOUNDSHEET):
            return bool(kind == FILEPASS)
        at += HEAD + length
    return False
