"""PDF: what another process found on its pages becomes tables and paragraphs. To be read with reserve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from typing import Final

from indicator_lint.formats import pdf_pages
from indicator_lint.formats.flow import BODY
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.merging import merged
from indicator_lint.formats.pdf_chains import Chain, Piece, chains_of, pieces_of, right_halves
from indicator_lint.formats.pdf_lines import Paragraph, paragraphs_of
from indicator_lint.formats.pdf_pages import Page, pages_of
from indicator_lint.formats.pdf_stitching import Placed, Stitched, stitch
from indicator_lint.formats.refusal import refuse_garbled, refuse_unreadable, refuse_unsupported
from indicator_lint.formats.sandbox import ask
from indicator_lint.model.document import Remark
from indicator_lint.model.grid import Grid, Position
from indicator_lint.model.location import Location

TRUST: Final = 0.9
STITCHED: Final = 0.9
DOUBTFUL: Final = 0.6
"""Factors of the confidence in a table: read from a PDF at all, with rows joined over pages, from recognised text or in part."""

UNMAPPED_SHARE: Final = 0.02
"""Where more than this share of the characters is unknown, the rest is not worth reading."""


def read_pdf(
    content: bytes, limits: Limits, password: str | None = None
) -> tuple[tuple[Grid, ...], tuple[Remark, ...]]:
    """The grids of a PDF's ruled tables with the text above each, and what should be known about the reading.

    Raises UnreadableError: FIL005 without pdfplumber, FIL001 for damaged, encrypted and scanned files, FIL003 where characters
    are unknown, FIL004 beyond a limit.
    """
    if find_spec("pdfplumber") is None:
        refuse_unsupported("pdf")
    limits.check_bytes("file_megabytes", len(content))
    pages = _pages(ask("pdf", {"password": password or "", "limits": asdict(limits)}, content, limits))
    _refuse_unread(pages)
    chains, below = chains_of(list(_flow(pages)))
    halves = right_halves(piece for page in pages for piece in pieces_of(page))
    doubtful = {page.number for page in pages if page.kind == pdf_pages.RECOGNISED} | set(halves.values())
    tables = [(chain, stitch(chain)) for chain in chains]
    grids = [_grid(chain, whole, doubtful, limits) for chain, whole in tables]
    if below or not grids:
        grids.append(_prose(below))
    return tuple(grids), (*_page_remarks(pages, halves), *_table_remarks(tables))


def _pages(told: object) -> tuple[Page, ...]:
    try:
        return pages_of(told)
    except (KeyError, TypeError, ValueError):
        refuse_unreadable("broken_down")


def _refuse_unread(pages: Sequence[Page]) -> None:
    """Decline a document whose text is nowhere to be read."""
    characters = sum(page.characters for page in pages)
    unmapped = sum(page.unmapped for page in pages)
    if unmapped > characters * UNMAPPED_SHARE:
        refuse_garbled("unmapped", count=unmapped)
    shown = [page for page in pages if page.kind != pdf_pages.BLANK]
    if shown and all(page.kind == pdf_pages.SCAN for page in shown):
        refuse_unreadable("scanned")


def _flow(pages: Sequence[Page]) -> Iterator[Paragraph | Piece]:
    for page, lines in zip(pages, paragraphs_of(pages), strict=True):
        blocks = [(line.top, line) for line in lines]
        placed: list[tuple[float, Paragraph | Piece]] = [*blocks]
        placed += [(piece.ruled.box[1], piece) for piece in pieces_of(page)]
        yield from (block for _, block in sorted(placed, key=lambda block: block[0]))


def _grid(chain: Chain, whole: Stitched, doubtful: set[int], limits: Limits) -> Grid:
    rows: dict[int, list[str]] = {row: [line.text] for row, line in whole.lines.items()}
    limits.check("cells", len(whole.cells))
    for cell in sorted(whole.cells, key=lambda cell: (cell.area.top, cell.area.left)):
        if cell.text:
            texts = rows.setdefault(cell.area.top, [])
            texts.extend([""] * (cell.area.left - len(texts)))
            texts[cell.area.left - 1] = cell.text
    spanning = [cell for cell in whole.cells if cell.area.bottom > cell.area.top or cell.area.right > cell.area.left]
    merges = tuple(cell.area for cell in spanning)
    limits.check("merges", len(merges))
    _, anchors = merged(merges, rows, limits)
    above = {at - len(chain.above): line for at, line in enumerate(chain.above)}
    places = Places(whole.cells, {**above, **whole.lines}, anchors)
    pieces = chain.pieces
    trust = TRUST * (STITCHED if whole.seams else 1) * (DOUBTFUL if doubtful & {one.page for one in pieces} else 1)
    name, *others = [f"第{piece.page}页表{piece.number}" for piece in pieces]
    rows = {row: [line.text] for row, line in above.items()} | dict(sorted(rows.items()))
    return Grid(name, rows, places, merges, anchors, trust=trust, more=tuple(others))


def _prose(below: Sequence[Paragraph]) -> Grid:
    lines = dict(enumerate(below, start=1))
    pages = tuple(dict.fromkeys(f"第{line.page}页" for line in below))
    rows = {row: [line.text] for row, line in lines.items()}
    return Grid(BODY, rows, Places((), lines, {}), trust=TRUST, more=pages)


class Places:
    """The places of a table's cells, each on its own page, and of the paragraphs above it."""

    def __init__(
        self, cells: Sequence[Placed], lines: Mapping[int, Paragraph], anchors: Mapping[Position, Position]
    ) -> None:
        """`lines` maps the rows that are paragraphs."""
        self.cells = {(cell.area.top, cell.area.left): cell for cell in cells}
        self.lines, self.anchors = lines, anchors

    def __call__(self, row: int, column: int) -> Location:
        """`第2页表1!r3c2` for a cell (of its anchor for a covered one), `第2页!p4` for a paragraph."""
        if row in self.lines:
            line = self.lines[row]
            return Location(f"第{line.page}页", f"p{line.number}", f"p{line.number}", row, 1)
        row, column = self.anchors.get((row, column), (row, column))
        cell = self.cells.get((row, column))
        if cell is None:
            return Location("", f"r{row}c{column}", f"r{row}c{column}", row, column)
        slot = cell.slot
        ref = f"r{slot.row}c{slot.column}"
        corner = f"r{slot.row + slot.height - 1}c{slot.column + slot.width - 1}"
        extent = ref if corner == ref else f"{ref}:{corner}"
        return Location(f"第{cell.piece.page}页表{cell.piece.number}", ref, extent, row, column)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Numbers of pages as people write them: 2、4-6."""

    pages: Sequence[int]

    def __str__(self) -> str:
        runs: list[list[int]] = []
        for page in self.pages:
            if runs and page == runs[-1][-1] + 1:
                runs[-1].append(page)
            else:
                runs.append([page])
        return "、".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _page_remarks(pages: Sequence[Page], halves: Mapping[int, int]) -> Iterator[Remark]:
    """That a PDF is read with reserve, and which pages could be read badly or not at all."""
    yield Remark("pdf_reserve")
    kinds = ((pdf_pages.SCAN, "pdf_scanned"), (pdf_pages.RECOGNISED, "pdf_recognised"))
    for kind, remark in kinds:
        numbers = [page.number for page in pages if page.kind == kind]
        if numbers:
            yield Remark(remark, params={"pages": str(_Numbers(numbers))})
    if not any(page.tables for page in pages):
        yield Remark("pdf_unruled")
    for page, left in halves.items():
        yield Remark("pdf_half", params={"page": page, "left": left})
    stray = [page.number for page in pages if any(table.stray for table in page.tables)]
    if stray:
        yield Remark("pdf_stray", params={"pages": str(_Numbers(stray))})


def _table_remarks(tables: Sequence[tuple[Chain, Stitched]]) -> Iterator[Remark]:
    """Where tables, and where rows, were joined over the end of a page."""
    for chain, whole in tables:
        seams = {id(piece) for piece in whole.seams}
        for piece in chain.pieces[1:]:
            kind = "pdf_row_joined" if id(piece) in seams else "pdf_stitched"
            name = f"第{piece.page}页表{piece.number}"
            yield Remark(kind, Location(name, "r1c1", "r1c1", 1, 1), {"page": piece.page, "before": piece.page - 1})
