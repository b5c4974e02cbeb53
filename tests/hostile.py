"""Files made to hang, crash or flood a reader, each with what must come of it.

Every one is built to a scale: the tests take a small one, `make fuzz` the full one.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from typing import Final, NamedTuple

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS: Final = {
    "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="r" Type="{OFFICE}/officeDocument"'
    ' Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELS}">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}
SHEET: Final = "xl/worksheets/sheet1.xml"
FIRST: Final = '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row>'
MEGABYTE: Final = 1 << 20


MOST_SECONDS: Final = 10
MOST_MEGABYTES: Final = 600


class Case(NamedTuple):
    """A file: its suffix, its bytes at full scale (1) or less, and the outcome, `read` or the reason of the refusal."""

    suffix: str
    build: Callable[[float], bytes]
    outcome: str


def package(
    rows: Iterable[str],
    after: str = "",
    strings: Iterable[str] = (),
    method: int = zipfile.ZIP_DEFLATED,
    level: int = 1,
) -> bytes:
    """A workbook of one sheet, written piece by piece; one that is merely stored cannot be told by its ratio."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method, compresslevel=level) as target:
        for name, part in PARTS.items():
            target.writestr(name, part)
        _write(target, "xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">', strings, "</sst>")
        _write(target, SHEET, f'<worksheet xmlns="{MAIN}"><sheetData>', rows, f"</sheetData>{after}</worksheet>")
    return content.getvalue()


def _write(target: zipfile.ZipFile, name: str, before: str, pieces: Iterable[str], after: str) -> None:
    with target.open(name, "w", force_zip64=True) as part:
        part.write(before.encode())
        for piece in pieces:
            part.write(piece.encode())
        part.write(after.encode())


def many(piece: str, times: float) -> Iterator[str]:
    """A piece so many times, some thousands of them at once."""
    whole, rest = divmod(int(times), 4096)
    yield from repeat(piece * 4096, whole)
    yield piece * rest


def numbered(row: str, first: int, last: float) -> Iterator[str]:
    """Rows whose numbers take the place of `#`."""
    for start in range(first, int(last) + 1, 4096):
        yield "".join(row.replace("#", str(number)) for number in range(start, min(start + 4096, int(last) + 1)))


def empty_rows(scale: float) -> bytes:
    """A sheet formatted down to its last row."""
    cells = "".join(f'<c r="{letter}#" s="1"/>' for letter in "ABCDEF")
    return package([FIRST, *numbered(f'<row r="#">{cells}</row>', 2, 1_048_576 * scale)])


def stored(*pieces: str | Iterable[str]) -> bytes:
    """A workbook of these rows, not compressed."""
    rows = (piece for each in pieces for piece in ([each] if isinstance(each, str) else each))
    return package(rows, method=zipfile.ZIP_STORED)


MERGES: Final = "".join(f'<mergeCell ref="A{row}:A{row + 1}"/>' for row in range(1, 40_001, 2))

HOSTILE: Final[dict[str, Case]] = {
    "a cell in the far corner": Case(
        "xlsx", lambda _: package([FIRST, '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>']), "read"
    ),
    "a merge of the whole sheet": Case(
        "xlsx", lambda _: package([FIRST], '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "read"
    ),
    "20,000 merges": Case(
        "xlsx",
        lambda _: package(
            numbered('<row r="#"><c r="A#"><v>1</v></c></row>', 1, 40_000), f"<mergeCells>{MERGES}</mergeCells>"
        ),
        "read",
    ),
    "a million formatted empty rows": Case("xlsx", empty_rows, "read"),
    "half a million rows": Case(
        "xlsx",
        lambda scale: package(
            numbered(
                '<row r="#"><c r="A#"><v>#</v></c><c r="B#" t="inlineStr"><is><t>甲#</t></is></c></row>',
                1,
                450_000 * scale,
            )
        ),
        "read",
    ),
    "ten million cells": Case("xlsx", lambda _: stored("<row>", many("<c/>", 1e7), "</row>"), "cells"),
    "ten million cells in plain rows": Case(
        "xlsx", lambda _: stored(numbered('<row r="#">' + '<c r="A#"/>' * 100 + "</row>", 1, 40_000)), "cells"
    ),
    "a gigabyte of spaces": Case("xlsx", lambda scale: package(many(" ", scale * 1024 * MEGABYTE), level=9), "ratio"),
    "a cell of 16 million characters": Case(
        "xlsx",
        lambda _: stored('<row r="1"><c r="A1" t="inlineStr"><is><t>', many("甲", 16e6), "</t></is></c></row>"),
        "cell_characters",
    ),
    "an endless cell": Case("xlsx", lambda _: stored("<row><c>", many("<x/>", 12e6), "</c></row>"), "cell_characters"),
    "text between rows": Case("xlsx", lambda _: stored(many("text", 12e6)), "cell_characters"),
    "elements a hundred thousand deep": Case("xlsx", lambda _: package(many("<x>", 1e5)), "depth"),
    "a million elements of no use": Case(
        "xlsx", lambda _: package([FIRST], f"<ext>{'<x/>' * 1_000_000}</ext>"), "read"
    ),
    "two million shared strings": Case("xlsx", lambda _: package([FIRST], strings=many("<si/>", 2_100_000)), "cells"),
    "a thousand rows as wide as can be": Case(
        "xlsx", lambda _: package(numbered('<row r="#"><c r="XFD#"><v>1</v></c></row>', 1, 1100)), "slots"
    ),
}
