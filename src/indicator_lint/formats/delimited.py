"""Comma, semicolon and tab separated text: read in bulk by the csv module, places found by a tokenizer equal to it."""

from __future__ import annotations

import csv
import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from io import StringIO
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from indicator_lint.collector import collector_at_rest
from indicator_lint.formats.encoding import Text
from indicator_lint.formats.limits import DEFAULT, Limits
from indicator_lint.formats.refusal import refuse_unreadable
from indicator_lint.model.grid import Grid
from indicator_lint.model.location import Location
from indicator_lint.patterns import pattern

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS: Final = (",", "\t", ";")
QUOTE: Final = '"'
LINE_END: Final = pattern("[\r\n]")
SENTINEL: Final = "\0"
"""A field that no text holds: decoding refuses NUL."""
SAMPLE: Final = 50_000
SURE: Final = 0.8
"""Share of lines that must have one width before a text that does not call itself csv is read as such."""
LIKELY: Final = 0.6
TABULAR: Final = 3
RECORDS: Final = 256
KNOWN: Final = 50_000
"""Texts remembered at once; more would cost what sharing them saves."""


class Field(NamedTuple):
    """Where a field stands in the text, quotes included: text[start:end]; an open quote is not `closed`."""

    start: int
    end: int
    closed: bool


@dataclass
class Tokenizer:
    """The fields of one record, with their places, as the csv module would split them."""

    text: str
    delimiter: str
    _stop: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        self._stop = re.compile(f"[{re.escape(self.delimiter)}\r\n]")

    def fields(self, start: int) -> list[Field]:
        """The fields of the record that begins at an offset."""
        stop = LINE_END.search(self.text, start)
        end = stop.start() if stop else len(self.text)
        if self.text.find(QUOTE, start, end) < 0:
            return self._plain(start, end)
        fields = [self._field(start)]
        while self.text.startswith(self.delimiter, fields[-1].end):
            fields.append(self._field(fields[-1].end + 1))
        return fields

    def _plain(self, start: int, end: int) -> list[Field]:
        """The fields of a line without quotes."""
        widths = map(len, self.text[start:end].split(self.delimiter))
        ends = accumulate(widths, lambda before, width: before + 1 + width, initial=start - 1)
        return [Field(before + 1, after, closed=True) for before, after in pairwise(ends)]

    def _field(self, start: int) -> Field:
        after = self._after_quotes(start) if self.text.startswith(QUOTE, start) else start
        if after is None:
            return Field(start, len(self.text), closed=False)
        stop = self._stop.search(self.text, after)
        return Field(start, stop.start() if stop else len(self.text), closed=True)

    def _after_quotes(self, start: int) -> int | None:
        """The offset behind the quote that closes the one at `start`; a doubled quote closes nothing."""
        end = self.text.find(QUOTE, start + 1)
        while end >= 0 and self.text.startswith(QUOTE, end + 1):
            end = self.text.find(QUOTE, end + 2)
        return end + 1 if end >= 0 else None

    def value(self, part: Field) -> str:
        """What a field says."""
        raw = self.text[part.start : part.end]
        if not raw.startswith(QUOTE):
            return raw
        after = self._after_quotes(part.start)
        inner, rest = (raw[1:], "") if after is None else (raw[1 : after - part.start - 1], raw[after - part.start :])
        return inner.replace(QUOTE * 2, QUOTE) + rest


@dataclass
class Places:
    """Finds the place of a field when asked: most fields never are."""

    source: Text
    delimiter: str
    simple: bool
    """Every record is one line, so that record N begins at line N."""

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """What splits a record into its fields."""
        return Tokenizer(self.source.text, self.delimiter)

    @cached_property
    def _lines(self) -> array[int]:
        """The line, from 0, on which each record begins."""
        reader = _reader(self.source.text, self.delimiter)
        with field_limit(len(self.source.text) + len(SENTINEL) * 3):
            return array("Q", (0, *(reader.line_num for _ in reader)))

    @cached_property
    def fields(self) -> Callable[[int], list[Field]]:
        """The fields of a record, remembered for a while: several findings are mostly about one record."""
        return lru_cache(maxsize=RECORDS)(lambda record: self.tokenizer.fields(self.start(record)))

    def __getstate__(self) -> dict[str, object]:
        """What it is made of: the rest is worked out again, where it is copied or stored."""
        return {"source": self.source, "delimiter": self.delimiter, "simple": self.simple}

    def start(self, record: int) -> int:
        """The offset of a record's first character; its number is 1-based."""
        line = record - 1 if self.simple else self._lines[record - 1]
        return self.source.starts[line]

    def __call__(self, row: int, column: int) -> Location:
        """The place of a field; of the record's end for a column beyond it."""
        return self._place(row, column)

    @cached_property
    def _place(self) -> Callable[[int, int], Location]:
        """Places asked for lately: findings about one cell share it."""
        return lru_cache(maxsize=RECORDS)(self._found)

    def _found(self, row: int, column: int) -> Location:
        fields = self.fields(row)
        if column <= len(fields):
            start, end, _ = fields[column - 1]
        else:
            start = end = fields[-1].end
        return self.source.place(start, end, row, column)


def sniff_delimiter(text: str, *, called_delimited: bool) -> str | None:
    """The delimiter of a text, None when it is better read as prose with pipe tables.

    A file that calls itself csv is believed unless most of its lines hold pipes; any other must have one width nearly
    throughout.
    """
    sample = text[:SAMPLE] if len(text) <= SAMPLE else text[:SAMPLE].rpartition("\n")[0]
    lines = [line for line in sample.splitlines() if line.strip()]
    piped = sum(1 for line in lines if "|" in line) / (len(lines) or 1)
    widths = {delimiter: _widths(sample, delimiter) for delimiter in DELIMITERS}
    if called_delimited:
        split = {each: 1 - count[1] / (count.total() or 1) for each, count in widths.items()}
        best = max(DELIMITERS, key=lambda each: (split[each], _agreement(widths[each])))
        return best if split[best] >= piped else None
    best = max(DELIMITERS, key=lambda each: _agreement(widths[each]))
    return best if _agreement(widths[best]) >= max(_needed(widths[best]), piped) else None


def _widths(sample: str, delimiter: str) -> Counter[int]:
    """How many records of the sample have how many fields; blank ones are left out."""
    with field_limit(SAMPLE + 1):
        return Counter(
            len(record)
            for record in _reader(sample, delimiter)
            if any(each.strip() for each in record) and record[0] != SENTINEL
        )


def _needed(widths: Counter[int]) -> float:
    """The agreement to ask for: less where three records and more have three fields and more, which prose does not do."""
    return LIKELY if any(width >= TABULAR and count >= TABULAR for width, count in widths.items()) else SURE


def _agreement(widths: Counter[int]) -> float:
    """Share of records with the most frequent width of two and more; none for a single record of two."""
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0
    width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    return count / widths.total() if count > 1 or width > 2 else 0.0  # noqa: PLR2004


def read_delimited(source: Text, delimiter: str, limits: Limits = DEFAULT) -> Grid:
    """A grid of the records, numbered from 1; a blank record is an absent row.

    Raises UnreadableError: FIL001 for a quote that is never closed, FIL004 for what exceeds the limits.
    """
    text = source.text
    limits.check("lines", text.count("\n") + 1)
    reader = _reader(text, delimiter, _narrow(text, delimiter, limits))
    rows = _records(source, delimiter, reader, limits)
    simple = reader.line_num == len(rows) + 1
    limits.check("columns", max(map(len, rows.values()), default=0))
    _trim(rows)
    if "\r" in text and not simple:
        rows = {number: [each.replace("\r\n", "\n") for each in record] for number, record in rows.items()}
    return Grid("", rows, Places(source, delimiter, simple))


def _reader(text: str, delimiter: str, lines: Iterable[str] | None = None) -> Reader:
    """The csv module on a text and one line more: a record of its own unless a quote is still open."""
    lines = StringIO(text, newline="") if lines is None else lines
    return csv.reader(chain(lines, (f"{SENTINEL}{delimiter}{SENTINEL}",)), delimiter=delimiter)


def _narrow(text: str, delimiter: str, limits: Limits) -> Iterator[str]:
    """The lines of a text. Raises UnreadableError (FIL004) for one that has too many columns, before it is split."""
    field = re.compile(f'(?:"[^"]*+(?:""[^"]*+)*+"[^{delimiter}]*+|[^"{delimiter}][^{delimiter}]*+)?+{delimiter}')
    for line in StringIO(text, newline=""):
        if len(line) > limits.columns and line.count(delimiter) > limits.columns:
            limits.check("columns", _fields_in(line, field, limits.columns) + 1)
        yield line


def _fields_in(line: str, field: re.Pattern[str], enough: int) -> int:
    """How many fields of a line end in a delimiter, those inside quotes not counted; no further than `enough`."""
    at = count = 0
    while count < enough and (match := field.match(line, at)):
        at, count = match.end(), count + 1
    return count


def _records(source: Text, delimiter: str, reader: Reader, limits: Limits) -> dict[int, list[str]]:
    """All records by number. Raises UnreadableError for an unclosed quote, else for a field that is too long."""
    rows: dict[int, list[str]] = {}
    try:
        with field_limit(limits.field_characters), collector_at_rest():
            rows.update(enumerate(_shared(reader), start=1))
    except csv.Error:
        _refuse_unclosed(source, delimiter, len(rows) + 1)
        limits.refuse("field_characters")
    last, record = rows.popitem()
    if record != [SENTINEL, SENTINEL]:
        _refuse_unclosed(source, delimiter, last)
    return rows


def _shared(records: Iterable[list[str]]) -> Iterator[list[str]]:
    """The same records with one copy of texts that repeat, as levels, signs and units do: it halves the memory."""
    known: dict[str, str] = {}
    for record in records:
        if len(known) > KNOWN:
            known.clear()
        yield list(map(known.setdefault, record, record))


def _refuse_unclosed(source: Text, delimiter: str, record: int) -> None:
    """Raise UnreadableError (FIL001) with the line of the opening quote when a record's last field never ends."""
    start = Places(source, delimiter, simple=False).start(record)
    opening = Tokenizer(source.text, delimiter).fields(start)[-1]
    if not opening.closed:
        refuse_unreadable("unclosed_quote", line=source.place(opening.start, opening.start, record, 1).line)


def _trim(rows: dict[int, list[str]]) -> None:
    """End each row at its last cell that holds something, and drop rows that hold nothing."""
    for number in [number for number, record in rows.items() if not record or not record[-1]]:
        record = rows[number]
        while record and not record[-1]:
            record.pop()
        if not record:
            del rows[number]


@contextmanager
def field_limit(characters: int) -> Iterator[None]:
    """Let the csv module accept fields of this length for a while; its own limit is global and too small."""
    before = csv.field_size_limit(characters)
    try:
        yield
    finally:
        csv.field_size_limit(before)
