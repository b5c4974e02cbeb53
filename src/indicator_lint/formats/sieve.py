"""What of an old workbook's stream reaches its reader: the records that say something about a table, and no more than is fair.

The reader (xlrd) trusts the stream: it evaluates names, makes objects of every style and drawing, follows sheets that lie inside
each other and believes every count. What we do not ask for it does not get to see, and what it gets is counted first. Blank
formatted cells, of which a careless form has millions, cost nothing either.
"""

from __future__ import annotations

import codecs
import re
import struct
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from indicator_lint.formats.biff import (
    BIFF4,
    BIFF5,
    BIFF8,
    BOFS,
    BOUNDSHEET,
    CODEPAGE,
    CONTINUE,
    EOF,
    HEAD,
    PAIR,
    SST,
    WORD,
    Record,
    substream,
    version_of,
)  # fmt: skip
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.refusal import refuse_damaged, refuse_unreadable, refuse_unsupported
from indicator_lint.formats.sharedstrings import guard_strings
from indicator_lint.model.grid import Position

DIMENSION, DATEMODE, RECALCULATED, UNCALCULATED = 0x0200, 0x22, 0x01C1, 0x5E
FORMULAS: Final = frozenset({0x0006, 0x0206, 0x0406})
LABELS: Final = {0x0204: 6, 0x04: 7, 0xD6: 6}
"""Cells that hold their text themselves, and where in them it begins."""
MULTIPLE: Final = 0xBD
CELLS: Final = FORMULAS | LABELS.keys() | {0xFD, 0x0203, 0x03, 0x02, 0x027E, MULTIPLE, 0x0205, 0x05}
SPECIAL: Final = FORMULAS | LABELS.keys() | {MULTIPLE}
FORMULA_PARTS: Final = {0x0207, 0x07, 0x0221, 0x21, 0x04BC, 0x0236, 0x37, 0x36}
"""The text that a formula gave, and what stands between the two."""
MERGES: Final = 0xE5
ROW: Final = 0x0208
FLAGS_AT, HIDDEN_ROW = 12, 0x20
DRAWINGS: Final = frozenset({0x5D, 0x01B6, 0x1C})
"""Objects, their texts and notes."""
STYLES: Final = frozenset({0x041E, 0x1E, 0xE0, 0x43, 0x0243, 0x0443})
SETTINGS: Final = STYLES | DRAWINGS | {0x7D}
"""Of these the reader makes an object each."""
GLOBAL: Final = STYLES | {DATEMODE, CODEPAGE, BOUNDSHEET, SST, CONTINUE, EOF}
LOCAL: Final = CELLS | FORMULA_PARTS | SETTINGS | {MERGES, CONTINUE, EOF}
EARLY: Final = LOCAL | {DATEMODE, CODEPAGE, 0x56, 0x44}
"""Up to Excel 4 a workbook is one sheet, which holds the styles, too."""
IGNORED: Final = WORD.pack(0x0FFE)
"""A kind that no program writes: the reader passes over it."""

BLANK_TEXT: Final = b"\x03"
NO_NUMBER: Final = b"\xff\xff"
NOUGHT: Final = bytes(8)
WORKSHEET, VERY_HIDDEN = 0, 2

EMPTY_ROW: Final = 16
"""Places that a row costs which holds nothing, before one that does."""
CHINESE: Final = "gb18030"
CODEPAGES: Final = {936: CHINESE, 10008: CHINESE, 20936: CHINESE, 54936: CHINESE, 65001: "utf-8", 32768: "mac_roman",
                    10000: "mac_roman", 32769: "cp1252", 367: "cp1252"}  # fmt: skip
WESTERN: Final = frozenset({None, 367, 437, 850, 1252, 32769})
HANZI: Final = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xf7][\xa1-\xfe])*")
"""Text in GB 2312. Western text with accents has no such pairs throughout."""


@dataclass(slots=True)
class Sifted:
    """A stream that is safe to read, and what else of it there is to know.

    `encoding` is that of its texts; `uncalculated` are the formulas of each sheet without a result, `unread` the numbers of
    the sheets that are not to be read.
    """

    stream: bytes = b""
    encoding: str = "latin-1"
    drawings: bool = False
    uncalculated: list[set[Position]] = field(default_factory=list)
    unread: set[int] = field(default_factory=set)


def sift(stream: bytes, limits: Limits, *, drawings: bool) -> Sifted:
    """The stream with every record renamed that is not wanted, drawings and notes only where they are.

    Raises UnreadableError: FIL001 where it is torn or its sheets overlap, FIL004 where it holds more than the limits allow,
    FIL005 for what was never a workbook.
    """
    version = version_of(stream)
    if not version:
        refuse_unsupported("compound")
    sieve = _Sieve(stream, version, limits, drawings=drawings)
    if version <= BIFF4:
        sieve.sheet(0, EARLY)
    else:
        sieve.book()
    return sieve.sifted()


@dataclass(slots=True)
class _Found:
    """What is known of a sheet while its records pass by."""

    widths: dict[int, int] = field(default_factory=dict)
    counts: Counter[int] = field(default_factory=Counter)
    more: int = 0
    blank: set[Position] = field(default_factory=set)
    nought: set[Position] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    uncalculated: bool = False


class _Sieve:
    """Goes once over the substreams that will be read."""

    def __init__(self, stream: bytes, version: int, limits: Limits, *, drawings: bool) -> None:
        self._stream, self._version, self._limits = stream, version, limits
        self._unwanted = frozenset() if drawings else DRAWINGS
        self._kept = bytearray(stream)
        self._counts: Counter[str] = Counter()
        self._codepage: int | None = None
        self._texts: list[bytes] = []
        self._recalculated = self._drawn = False
        self._others, self._most_others = 0, limits.elements
        self._ends: list[tuple[int, int]] = []
        self._unread: set[int] = set()
        self._formulas: list[tuple[bool, set[Position], set[Position]]] = []

    def book(self) -> None:
        """The globals, then each sheet where they say that it begins."""
        entries: list[Record] = []
        strings: list[bytes] = []
        last = end = 0
        for at, kind, length in substream(self._stream, 0):
            self._pass(at, kind, length, GLOBAL)
            if kind == BOUNDSHEET:
                entries.append((at, kind, length))
            elif kind == SST or (kind == CONTINUE and last == SST):
                strings.append(self._stream[at : at + length])
            last = last if kind == CONTINUE else kind
            end = at + length
        self._ends.append((0, end))
        guard_strings(strings, self._limits)
        self._limits.check("entries", len(entries))
        for at, _, length in entries:
            self._listed(at, length)
        self._refuse_overlaps()

    def _listed(self, at: int, length: int) -> None:
        """A sheet by its entry in the globals."""
        if length < 8:  # noqa: PLR2004 - place, state, kind and the length of the name
            refuse_damaged()
        place, state, kind = struct.unpack_from("<iBB", self._stream, at)
        if self._version < BIFF8:
            self._texts.append(self._stream[at + 7 : at + length])
        if kind != WORKSHEET:
            return
        if state & 3 == VERY_HIDDEN:
            self._unread.add(len(self._formulas))
            self._formulas.append((False, set(), set()))
        else:
            self.sheet(place, LOCAL)

    def sheet(self, place: int, wanted: frozenset[int]) -> None:
        """Count and sift a sheet. Cells come first: there are a thousand of them for anything else."""
        found = _Found()
        widths, unpack, stream = found.widths, PAIR.unpack_from, self._stream
        cells, end = 0, place
        for at, kind, length in substream(stream, place):
            if kind in CELLS:
                row, column = unpack(stream, at)
                if column >= widths.get(row, 0):
                    widths[row] = column + 1
                cells += 1
                if kind in SPECIAL:
                    self._special(at, kind, length, found)
            else:
                self._other(at, kind, length, wanted, found)
            end = at + length
        self._ends.append((place, end))
        self._counts["xls_cells"] += cells + found.more
        self._check(found)
        self._formulas.append((found.uncalculated, found.blank, found.nought))

    def _special(self, at: int, kind: int, length: int, found: _Found) -> None:
        """A cell that is more than a value: several in one record, a text of its own, a formula."""
        if kind == MULTIPLE:
            row, column = PAIR.unpack_from(self._stream, at)
            count = (length - 6) // 6
            found.more += count
            found.widths[row] = max(found.widths[row], column + count)
        elif kind in LABELS:
            if self._version < BIFF8:
                self._texts.append(self._stream[at + LABELS[kind] : at + length])
        elif self._version >= BIFF5:
            self._result(at, found)

    def _other(self, at: int, kind: int, length: int, wanted: frozenset[int], found: _Found) -> None:
        """What is no cell."""
        first = kind == DIMENSION and self._version <= BIFF4 and not found.counts[DIMENSION]
        found.counts[kind] += length // 8 if kind == MERGES else 1
        found.uncalculated = found.uncalculated or kind == UNCALCULATED
        asked = first or (kind == ROW and self._hides(at, length, found))
        self._pass(at, kind, length, wanted | {kind} if asked else wanted)

    def _hides(self, at: int, length: int, found: _Found) -> bool:
        """Whether this is the first record that hides its row; of rows nothing else is of interest."""
        if length <= FLAGS_AT or not self._stream[at + FLAGS_AT] & HIDDEN_ROW:
            return False
        row = WORD.unpack_from(self._stream, at)[0]
        before = len(found.hidden)
        found.hidden.add(row)
        return len(found.hidden) > before

    def _pass(self, at: int, kind: int, length: int, wanted: frozenset[int]) -> None:
        """Rename a record that is not wanted; count and remember those that concern the whole workbook."""
        self._others += 1
        if self._others > self._most_others:
            self._limits.refuse("elements")
        if kind in SETTINGS:
            self._settle(kind)
        elif kind == CODEPAGE and length > 1:
            self._codepage = WORD.unpack_from(self._stream, at)[0]
        self._recalculated = self._recalculated or kind == RECALCULATED
        if (kind not in wanted and kind not in BOFS) or kind in self._unwanted:
            self._kept[at - HEAD : at - HEAD + WORD.size] = IGNORED

    def _settle(self, kind: int) -> None:
        self._drawn = self._drawn or kind in DRAWINGS
        self._counts["settings"] += 1
        self._limits.check("settings", self._counts["settings"])

    def _result(self, at: int, found: _Found) -> None:
        """Remember a formula whose result may be none."""
        row, column = PAIR.unpack_from(self._stream, at)
        result = self._stream[at + 6 : at + 14]
        if result[6:] == NO_NUMBER and result[:1] == BLANK_TEXT:
            found.blank.add((row + 1, column + 1))
        elif result == NOUGHT:
            found.nought.add((row + 1, column + 1))

    def _check(self, found: _Found) -> None:
        """The limits; of all sheets together: an old workbook is held whole."""
        self._counts["slots"] += sum(found.widths.values()) + EMPTY_ROW * max(found.widths, default=0)
        self._counts["merges"] += found.counts[MERGES]
        for name in ("xls_cells", "slots", "merges"):
            self._limits.check(name, self._counts[name])

    def _refuse_overlaps(self) -> None:
        """Sheets that share bytes would be read over and over."""
        last = 0
        for begin, end in sorted(self._ends):
            if begin < last:
                refuse_unreadable("overlapping_entries", part="Workbook")
            last = end

    def sifted(self) -> Sifted:
        """What came through."""
        lost = [
            blank | nought if stale else set() if self._recalculated else blank
            for stale, blank, nought in self._formulas
        ]
        encoding = "latin-1" if self._version >= BIFF8 else encoding_of(self._codepage, self._texts)
        return Sifted(bytes(self._kept), encoding, self._drawn, lost, self._unread)


def encoding_of(codepage: int | None, texts: Sequence[bytes]) -> str:
    """The encoding of the texts of a workbook from before Excel 97.

    Chinese programs wrote such workbooks with the wrong codepage or none: what is GB 2312 throughout is taken for that.
    """
    if codepage in WESTERN:
        beyond = [text for text in texts if not text.isascii()]
        chinese = beyond and all(HANZI.fullmatch(text[1:]) or HANZI.fullmatch(text[2:]) for text in beyond)
        return CHINESE if chinese else CODEPAGES.get(codepage or 0, f"cp{codepage or 1252}")
    name = CODEPAGES.get(codepage or 0, f"cp{codepage}")
    try:
        codecs.lookup(name)
    except LookupError:
        return CHINESE
    return name
