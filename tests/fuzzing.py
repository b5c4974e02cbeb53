"""Files spoilt at random, and what a reader must make of them: a document or a refusal, in good time, and nothing else.

Every mutant is made by one number: the seed that a failure prints makes it again.
"""

from __future__ import annotations

import io
import random
import re
import signal
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeAlias

from biffs import record, records
from olefiles import compound_file

from indicator_lint.formats import read
from indicator_lint.formats.biff import BOFS
from indicator_lint.formats.compound import SIGNATURE, Compound
from indicator_lint.layout import find_tables
from indicator_lint.model.document import Document, UnreadableError

Mutation: TypeAlias = Callable[[bytes, random.Random], bytes]

ZIP: Final = b"PK\x03\x04"
OLD_STREAM: Final = "Workbook"
SECONDS: Final = 10.0
WORDS: Final = (
    b"\0", b"\1", b"\2", b"\x08", b"\x0c", b"\xff", b"\x7f", b"\0\0", b"\0\1", b"\xff\0", b"\xff\xff", b"\xff\x7f", b"\0\x80",
    b"\xff\xff\xff\x7f", b"\xff\xff\xff\xff", b"\0\0\0\x80", b"\xf0\x7f", b"\xf8\xff",
)  # fmt: skip
MOST_CHANGES: Final = 4
LONGEST_PIECE: Final = 400
MOST_REPEATS: Final = 300

NUMBER: Final = re.compile(rb"\d+")
NUMBERS: Final = (
    b"", b"0", b"-1", b"1", b"2", b"63", b"64", b"255", b"65535", b"65536", b"16384", b"16385", b"1048576", b"1048577",
    b"2147483647", b"4294967296", b"999999999", b"99999999999999999999", b"1e308", b"1e999", b"NaN", b"0.5", b"007",
    b"3" * 300,
)  # fmt: skip
TOKENS: Final = (
    b"\0", b"\x1b[2J", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\x81\x30\x81", b"\r", b"\n", b"\t",
    b'"', b"'", b'""', b"<", b">", b"&", b"&lol;", b"&#0;", b"&#x110000;", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x",
    b"<!DOCTYPE x [<!ENTITY lol 'lol'>]>", b"<!DOCTYPE x SYSTEM 'file:///dev/zero'>", b"<x>" * 200, b"</x>" * 200,
    b"_x0000_", b"_xD83D_", b"_x005F_", b"A1:XFD1048576", b"A0", b"ZZZZ1", b"$C$3", b"r1c1", b"../../x", b"|", b"| --- |",
    b",", b";", b"%s%n", b"</table>", b"<table>", b"</row>", b"<row>", b"<c>", b'<c r="A1" t="s"><v>9</v></c>', b"xmlns",
    b'rowspan="65534"', b'colspan="999999999"', b'<w:gridSpan w:val="999999999"/>', b"<w:vMerge/>",
    b'table:number-columns-repeated="1048576"', b"endobj", b"endstream", b"<</Length 999999999>>",
)  # fmt: skip


def mutants(content: bytes, seed: int, count: int) -> Iterator[bytes]:
    """`count` files that differ from this one by a few random changes, those of `seed` and the numbers after it."""
    for number in range(seed, seed + count):
        yield _changed(content, random.Random(number))  # noqa: S311 - repeatable, not secret


def package_mutants(content: bytes, seed: int, count: int) -> Iterator[bytes]:
    """The same for a zip whose parts are changed and packed again, so that the changes get past the checksums."""
    parts = _parts(content)
    for number in range(seed, seed + count):
        chance = random.Random(number)  # noqa: S311
        spoilt = dict(parts)
        for _ in range(chance.choice((1, 1, 1, 2))):
            _spoil_part(spoilt, chance)
        yield _packed(spoilt)


def record_mutants(content: bytes, seed: int, count: int) -> Iterator[bytes]:
    """The same for an old workbook: its records are changed one by one, so that the stream of them stays whole."""
    stream = Compound(content).stream(OLD_STREAM)
    for number in range(seed, seed + count):
        chance = random.Random(number)  # noqa: S311
        spoilt = list(records(stream))
        for _ in range(chance.randint(1, MOST_CHANGES)):
            _spoil_record(spoilt, chance)
        yield compound_file({OLD_STREAM: b"".join(record(kind, data) for _, kind, data in spoilt)})


def mutant(content: bytes, seed: int) -> bytes:
    """The mutant of that number; of a container, every third is changed as a whole and the others inside."""
    inside = (
        package_mutants if content.startswith(ZIP) else record_mutants if content.startswith(SIGNATURE) else mutants
    )
    return next((inside if seed % 3 else mutants)(content, seed, 1))


def taken(path: str, content: bytes) -> Document:
    """Read a file as a run does, its tables and places included."""
    document = read(path, content)
    for grid in document.grids:
        for row, cells in grid.rows.items():
            grid.place(row, len(cells))
    find_tables(document.grids)
    return document


def survive(reader: Callable[[bytes], Document], content: bytes, seconds: float = SECONDS) -> bool:
    """Whether the content was read rather than refused; whatever else comes out fails, and so does taking too long."""
    with _alarm(seconds):
        try:
            document = reader(content)
        except UnreadableError:
            return False
    assert isinstance(document, Document)
    return True


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in the main thread after so long."""

    def ring(*_: object) -> None:
        raise TimeoutError(seconds)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _changed(content: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, MOST_CHANGES)):
        content = chance.choice(MUTATIONS)(content, chance)
    return content


def _piece(content: bytes, chance: random.Random) -> slice:
    start = chance.randrange(len(content) + 1)
    return slice(start, start + chance.randint(1, LONGEST_PIECE))


def _flip(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content or b"\0")
    for _ in range(chance.randint(1, 6)):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def _truncate(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _remove(content: bytes, chance: random.Random) -> bytes:
    piece = _piece(content, chance)
    return content[: piece.start] + content[piece.stop :]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    piece = _piece(content, chance)
    times = chance.choice((2, 2, 3, MOST_REPEATS))
    return content[: piece.start] + content[piece] * times + content[piece.stop :]


def _insert(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(TOKENS) + content[at:]


def _renumber(content: bytes, chance: random.Random) -> bytes:
    """Put an awkward number in place of one that stands there."""
    found = list(NUMBER.finditer(content))
    if not found:
        return _insert(content, chance)
    match = chance.choice(found)
    return content[: match.start()] + chance.choice(NUMBERS) + content[match.end() :]


def _splice(content: bytes, chance: random.Random) -> bytes:
    """Set a piece from one place over another."""
    source, target = _piece(content, chance), _piece(content, chance)
    return content[: target.start] + content[source] + content[target.stop :]


MUTATIONS: Final[tuple[Mutation, ...]] = (
    _flip, _flip, _truncate, _remove, _repeat, _insert, _insert, _renumber, _renumber, _splice,
)  # fmt: skip
"""Those named twice happen more often."""


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _spoil_part(parts: dict[str, bytes], chance: random.Random) -> None:
    """Change one part; now and then lose it, or give it what stands in another."""
    name = chance.choice(sorted(parts))
    fate = chance.random()
    if fate < 0.03:
        parts[name] = parts[chance.choice(sorted(parts))]
    elif fate < 0.06 and len(parts) > 1:
        del parts[name]
    else:
        parts[name] = _changed(parts[name], chance)


def _spoil_record(spoilt: list[tuple[int, int, bytes]], chance: random.Random) -> None:
    """Put an awkward number into a record, give it another kind, or repeat it behind all sheets that are found by their place."""
    which = chance.randrange(len(spoilt))
    at, kind, data = spoilt[which]
    fate = chance.random()
    if fate < 0.1:
        spoilt[which] = at, chance.choice(spoilt)[1], data
    elif fate < 0.25:
        last = max(number for number, each in enumerate(spoilt) if each[1] in BOFS)
        where = chance.randint(last + 1, len(spoilt) - 1)
        spoilt[where:where] = [spoilt[which]] * chance.choice((1, 2, MOST_REPEATS))
    else:
        changed = bytearray(data or b"\0\0")
        start = chance.randrange(len(changed))
        awkward = chance.choice(WORDS)
        changed[start : start + len(awkward)] = awkward[: len(changed) - start]
        spoilt[which] = at, kind, bytes(changed[: len(data)])


def _packed(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()
