"""The table of shared strings of an old workbook, walked before it is read: its lengths must add up, and none run backwards."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final

from indicator_lint.formats.limits import Limits
from indicator_lint.formats.refusal import refuse_damaged

COUNT_AT: Final = 4
FIRST_AT: Final = 8
HEADER: Final = struct.Struct("<HB")
WIDE, PHONETIC, RICH = 0x01, 0x04, 0x08
RUN: Final = 4


def guard_strings(pieces: Sequence[bytes], limits: Limits) -> None:
    """Walk the table. Raises UnreadableError: FIL001 where lengths are absurd or the table is cut, FIL004 where it is too long."""
    if not pieces:
        return
    if len(pieces[0]) < FIRST_AT:
        refuse_damaged("SST")
    (count,) = struct.unpack_from("<I", pieces[0], COUNT_AT)
    limits.check("cells", count)
    walker = _Walker(pieces)
    try:
        for _ in range(count):
            walker.pass_string()
    except (struct.error, IndexError):
        refuse_damaged("SST")


class _Walker:
    """Passes over strings; a string may continue in the next piece, which then says anew how wide its characters are."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces, self._number, self._at = pieces, 0, FIRST_AT

    def pass_string(self) -> None:
        """Raises struct.error or IndexError behind the end of the table."""
        piece, at = self._pieces[self._number], self._at
        characters, options = HEADER.unpack_from(piece, at)
        at += HEADER.size
        extra = 0
        if options & RICH:
            extra += RUN * struct.unpack_from("<H", piece, at)[0]
            at += 2
        if options & PHONETIC:
            phonetic = struct.unpack_from("<i", piece, at)[0]
            if phonetic < 0:
                refuse_damaged("SST")
            extra, at = extra + phonetic, at + 4
        self._at = at
        self._pass_characters(characters, options)
        self._pass_bytes(extra)

    def _pass_characters(self, characters: int, options: int) -> None:
        while True:
            width = 2 if options & WIDE else 1
            here = min((len(self._pieces[self._number]) - self._at) // width, characters)
            characters -= here
            self._at += here * width
            if not characters:
                return
            self._number += 1
            self._at, options = 1, self._pieces[self._number][0]

    def _pass_bytes(self, count: int) -> None:
        """What follows the characters; the end of a piece belongs to the next one."""
        self._at += count
        while self._number < len(self._pieces) - 1 and self._at >= len(self._pieces[self._number]):
            self._at -= len(self._pieces[self._number])
            self._number += 1
