"""Opens a PDF and tells what is on its pages; runs in a process of its own (see `sandbox`)."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page as OpenedPage
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from indicator_lint.formats import pdf_pages
from indicator_lint.formats.confinement import serve
from indicator_lint.formats.lattice import Box, Lattice, Region, find_lattices
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.pdf_drawing import Drawing, drawing_of
from indicator_lint.formats.pdf_pages import Page, Ruled, Slot, Words
from indicator_lint.formats.refusal import refuse_damaged, refuse_unreadable
from indicator_lint.formats.typeset import UNMAPPED, Glyph, lines_of, set_in, turned, usual_turn
from indicator_lint.model.document import UnreadableError

FEW: Final = 10
"""A page with no more characters is a picture, where there is a picture on it."""

COVERED: Final = 0.5
"""A picture of more than this share of a page is the page."""

OUTLINES: Final = 200
"""So many curves without a character are letters turned into drawings."""

RUN: Final = 0.3
"""Characters nearer than this, in sizes of the type, belong to one run of text."""

PADDING: Final = 8.0
"""Text begins no further than this, in points, from the border of its cell."""


def read_pages(question: Mapping[str, Any], content: bytes) -> list[dict[str, Any]]:
    """What is on each page. Raises UnreadableError for what is damaged, encrypted, too large."""
    limits = Limits(**question["limits"])
    return [page.told() for page in _pages(content, question["password"], limits)]


def _pages(content: bytes, password: str, limits: Limits) -> Iterator[Page]:
    pdf = _opened(content, password)
    for number, layout in enumerate(_layouts(pdf, limits), start=1):
        yield _page(number, drawing_of(layout, limits), limits)


def _opened(content: bytes, password: str) -> PDF:
    """The document, opened with the password or with none: many PDF are encrypted only to keep them from being edited."""
    attempts = (_attempt(content, attempt) for attempt in dict.fromkeys((password, "")))
    opened = next((pdf for pdf in attempts if pdf is not None), None)
    return opened or refuse_unreadable("wrong_password" if password else "encrypted")


def _attempt(content: bytes, password: str) -> PDF | None:
    try:
        return PDF.open(io.BytesIO(content), password=password)
    except Exception as error:  # noqa: BLE001 - whatever a damaged file makes the parser raise
        _refuse_unopened(_cause(error))
        return None


def _refuse_unopened(cause: object) -> None:
    """Decline what no password opens."""
    if isinstance(cause, PDFPasswordIncorrect):
        return
    if isinstance(cause, PDFEncryptionError):
        refuse_unreadable("unknown_encryption")
    refuse_damaged()


def _cause(error: Exception) -> object:
    """What the parser stumbled over, freed of pdfplumber's wrapping; want of memory goes on as that."""
    cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
    if isinstance(cause, MemoryError):
        raise cause from None
    return cause


def _layouts(pdf: PDF, limits: Limits) -> Iterator[Any]:
    """The pages as the parser lays them out, each forgotten once it was read. A document without pages is damaged."""
    pages = _each(pdf, limits)
    number = 0
    while True:
        try:
            opened = next(pages, None)
            layout = None if opened is None else opened.layout
        except UnreadableError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a damaged page makes the parser raise
            _cause(error)
            refuse_damaged()
        if opened is None:
            break
        number += 1
        limits.check("pdf_pages", number)
        yield layout
        opened.close()
    if not number:
        refuse_damaged()


def _each(pdf: PDF, limits: Limits) -> Iterator[OpenedPage]:
    """The pages one after the other: a tree of millions of them is not gathered first."""
    for number, page in enumerate(PDFPage.create_pages(pdf.doc), start=1):
        limits.check("pdf_pages", number)
        yield OpenedPage(pdf, page, number)


def _page(number: int, drawing: Drawing, limits: Limits) -> Page:
    tables, outside = _tables(drawing, limits)
    shown = [glyph for glyph in drawing.glyphs if not glyph.text.isspace()]
    lines = [Words(line.text.strip(), _rounded(line.box)) for line in lines_of(outside, gaps=True)]
    return Page(
        number,
        _kind(drawing, len(shown)),
        drawing.width,
        drawing.height,
        tuple(lines),
        tuple(tables),
        len(shown),
        sum(1 for glyph in shown if UNMAPPED.search(glyph.text)),
    )


def _kind(drawing: Drawing, characters: int) -> str:
    area = drawing.width * drawing.height
    covered = sum(_area(_clipped(box, drawing)) for box in drawing.pictures) > COVERED * area
    if characters <= FEW and (covered or (not characters and drawing.strokes > OUTLINES)):
        return pdf_pages.SCAN
    if covered:
        return pdf_pages.RECOGNISED
    return pdf_pages.TEXT if characters else pdf_pages.BLANK


def _clipped(box: Box, drawing: Drawing) -> Box:
    return max(box[0], 0), max(box[1], 0), min(box[2], drawing.width), min(box[3], drawing.height)


def _area(box: Box) -> float:
    return max(box[2] - box[0], 0) * max(box[3] - box[1], 0)


def _tables(drawing: Drawing, limits: Limits) -> tuple[list[Ruled], list[Glyph]]:
    """The ruled tables of a page that hold text, from top to bottom, and the characters outside of them."""
    lattices = find_lattices(drawing.across, drawing.down, limits)
    held: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    homeless: list[list[Glyph]] = []
    for run in _runs(drawing.glyphs):
        place = _place(run, lattices)
        if place is None:
            homeless.append(run)
        else:
            held[place].extend(run)
    beyond = dict(_beyond(homeless, lattices, held))
    for at, place in beyond.items():
        held[place].extend(homeless[at])
    outside = [run for at, run in enumerate(homeless) if at not in beyond]
    stray = Counter(number for run in outside for number in _around(run, lattices))
    ruled = []
    for number, lattice in enumerate(lattices):
        texts = [held[number, region] for region in range(len(lattice.regions))]
        if any(texts):
            ruled.append(
                _ruled(lattice, texts, {at for table, at in beyond.values() if table == number}, stray[number])
            )
    return sorted(ruled, key=lambda table: (table.box[1], table.box[0])), [glyph for run in outside for glyph in run]


def _beyond(
    homeless: Sequence[list[Glyph]], lattices: Sequence[Lattice], held: Mapping[tuple[int, int], Sequence[Glyph]]
) -> Iterator[tuple[int, tuple[int, int]]]:
    """The runs that belong to an empty cell cut by the page's end, in its column above or below the table.

    Some programs set the text of a merged cell in the middle of all its rows, be they on another page.
    """
    for number, lattice in enumerate(lattices):
        size = next((glyph.size for key, glyphs in held.items() if key[0] == number for glyph in glyphs), 0.0)
        for at, region in enumerate(lattice.regions):
            if not (region.open_top or region.open_bottom) or held.get((number, at)):
                continue
            for which, run in enumerate(homeless):
                if _reaches(region, run) and abs(run[0].size - size) < size / 10:
                    yield which, (number, at)


def _reaches(region: Region, run: Sequence[Glyph]) -> bool:
    left, top, right, bottom = region.box
    y = run[0].middle[1]
    level = (region.open_top and y < top) or (region.open_bottom and y > bottom)
    return level and left < run[0].box[0] and run[-1].box[2] < right


def _runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Characters set one right after the other: they stand in one cell, even where they run over its border."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _follows(run[-1], glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _follows(before: Glyph, glyph: Glyph) -> bool:
    size = max(glyph.size, 1.0)
    level = abs(before.middle[1] - glyph.middle[1]) < size * RUN
    return not before.turn and not glyph.turn and level and abs(glyph.box[0] - before.box[2]) < size * RUN


def _place(run: Sequence[Glyph], lattices: Sequence[Lattice]) -> tuple[int, int] | None:
    """The table and the cell that hold a run: the one where it begins, or whose middle it has, or where it ends."""
    for number, lattice in enumerate(lattices):
        cells = [lattice.at(*glyph.middle) for glyph in run]
        regions = list(dict.fromkeys(cell for cell in cells if cell is not None))
        if len(regions) > 1:
            return number, _owner(run, [(at, lattice.regions[at]) for at in regions])
        if regions:
            return number, regions[0]
    return None


def _owner(run: Sequence[Glyph], regions: Sequence[tuple[int, Region]]) -> int:
    left, right = run[0].box[0], run[-1].box[2]
    for at, region in regions:
        if abs((region.box[0] + region.box[2]) - (left + right)) < PADDING / 2:
            return at
    if abs(regions[-1][1].box[2] - right) < PADDING < left - regions[0][1].box[0]:
        return regions[-1][0]
    return regions[0][0]


def _around(run: Sequence[Glyph], lattices: Sequence[Lattice]) -> Iterator[int]:
    """The tables beside or in whose rows a run stands without being in one of their cells."""
    if all(glyph.text.isspace() for glyph in run):
        return
    y = run[0].middle[1]
    for number, lattice in enumerate(lattices):
        if lattice.ys[0] < y < lattice.ys[-1]:
            yield number


def _ruled(lattice: Lattice, held: Sequence[Sequence[Glyph]], beyond: AbstractSet[int], stray: int) -> Ruled:
    slots = tuple(
        _slot(region, glyphs, beyond=at in beyond)
        for at, (region, glyphs) in enumerate(zip(lattice.regions, held, strict=True))
    )
    xs = tuple(round(x, 2) for x in lattice.xs)
    return Ruled(_rounded(lattice.box), xs, slots, len(lattice.ys) - 1, stray)


def _slot(region: Region, glyphs: Sequence[Glyph], *, beyond: bool) -> Slot:
    width = region.box[2] - region.box[0]
    if turn := usual_turn(glyphs):
        size = region.box[2], region.box[3]
        glyphs = [Glyph(glyph.text, turned(glyph.box, turn, *size)) for glyph in glyphs]
        width = region.box[3] - region.box[1] if turn % 2 else width
    set_text = set_in(lines_of(glyphs), width)
    place = (region.row, region.column, region.height, region.width)
    return Slot(*place, _rounded(region.box), set_text.text, round(set_text.room, 2), round(set_text.lead, 2), beyond)


def _rounded(box: Box) -> Box:
    left, top, right, bottom = (round(bound, 2) for bound in box)
    return left, top, right, bottom


if __name__ == "__main__":
    serve(read_pages)
