"""How much of a file is read before it is refused: every guard, by name."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final, NoReturn

from indicator_lint.formats.refusal import refuse_over_limit

MEGABYTE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds of what a file may cost. Each name is also the reason key of a FIL004 finding.

    A workbook is bounded by what inflating and holding it costs; rows, columns and characters of a cell are Excel's own
    limits. A delimited text may be larger: a million rows is a fair submission of a whole province.
    """

    file_megabytes: int = 64
    text_megabytes: int = 512
    entries: int = 4_096
    part_megabytes: int = 256
    total_megabytes: int = 512
    ratio: int = 200
    ratio_from_megabytes: int = 16
    depth: int = 64
    elements: int = 1_000_000
    cells: int = 1_000_000
    """Of a sheet, and of all sheets of an .xlsx workbook together: more than a hundred thousand indicators have."""
    sheets: int = 2_000
    """Of an .xlsx workbook: its parts are limited, but any number of sheets can name one part."""
    repeats: int = 10_000
    """Rows of an OpenDocument spreadsheet that say in two cells or more what the one above says: a kilobyte can stand for a million."""
    slots: int = 16_000_000
    """Places in the rows of a sheet, empty ones before a cell: a million cells in column XFD need 17 billion."""
    merges: int = 65_536
    merged_area: int = 2_000_000
    """Cells covered by merges, inside the used range only."""
    columns: int = 16_384
    rows: int = 1_048_576
    cell_characters: int = 32_767
    field_characters: int = 1_000_000
    lines: int = 2_000_000
    xls_cells: int = 1_000_000
    settings: int = 65_536
    """Styles, drawings and notes of an old workbook: Excel itself stops at some four thousand styles."""
    spins: int = 1_000_000
    """Times that a password is hashed to open a file: Office asks for 100,000, and the standard allows ten million."""
    document_depth: int = 256
    """Elements inside elements of a text document: a table in a table costs four, in a text box twelve more."""
    nesting: int = 16
    """Tables inside tables."""
    grid_span: int = 63
    """Columns that a cell of a text document spans: Word has no more in a table."""
    blocks: int = 1_000_000
    """Paragraphs, cells and tables of a text document."""
    paragraph_characters: int = 100_000
    tags: int = 1_500_000
    """Of a web page; as many character references."""
    attributes: int = 1_000
    """Of one tag of a web page."""
    pdf_pages: int = 500
    pdf_seconds: int = 8
    pdf_megabytes: int = 400
    """Memory of the process that opens a PDF."""
    pdf_characters: int = 200_000
    pdf_strokes: int = 200_000
    """Characters and straight strokes on one page, before strokes are joined."""
    pdf_lines: int = 10_000
    pdf_places: int = 200_000
    """Ruling lines of a page, and the places between those of one table."""

    def refuse(self, name: str) -> NoReturn:
        """Raise UnreadableError (FIL004), which says that this limit was exceeded."""
        refuse_over_limit(name, getattr(self, name))

    def check(self, name: str, amount: int) -> None:
        """Raise UnreadableError (FIL004) when `amount` is more than the limit of that name."""
        if amount > getattr(self, name):
            self.refuse(name)

    def check_bytes(self, name: str, amount: int) -> None:
        """Like `check`, for a limit given in megabytes and an amount in bytes."""
        if amount > getattr(self, name) * MEGABYTE:
            self.refuse(name)


DEFAULT: Final = Limits()

NAMES: Final = tuple(field.name for field in fields(Limits) if field.name != "ratio_from_megabytes")
"""The limits that can be exceeded."""
