"""The issued document for a word processor: headings and tables as offices print them (GB/T 9704), headers on every page."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any, Final

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from indicator_lint.catalog.issuing import (
    ATTACHED,
    COLUMNS,
    CORE_NOTE,
    HEADER,
    HEADER_ROWS,
    WIDTHS,
    Block,
    Section,
    has_core,
    sections_of,
    subtitle,
)
from indicator_lint.model.catalog import Catalog

STYLES: Final = (
    ("附件", "黑体", 16, False),
    ("标题行", "黑体", 20, True),
    ("版本", "仿宋", 14, True),
    ("类别", "黑体", 15, False),
    ("注释", "仿宋", 12, False),
    ("表头", "黑体", 10.5, True),
    ("表文", "宋体", 10.5, False),
    ("表文居中", "宋体", 10.5, True),
)
"""The styles of paragraphs: name, font, size in points, whether in the middle."""

IN_CELLS: Final = ("表头", "表文", "表文居中")
PAGE: Final = (Mm(210), Mm(297))
MARGINS: Final = (Mm(37), Mm(26), Mm(35), Mm(28))
"""Top, right, bottom and left of a page, as GB/T 9704 has them."""

ROOM: Final = Mm(210 - 26 - 28)
LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
FLUSH: Final = frozenset({"name", "description"})


def render_issued_document(catalog: Catalog) -> bytes:
    """The document's bytes, the same for the same catalog."""
    paper = Document()
    _page(paper)
    for name, font, size, centred in STYLES:
        _style(paper, name, font, size, centred=centred)
    paper.add_paragraph(ATTACHED, "附件")
    paper.add_paragraph(catalog.title, "标题行")
    paper.add_paragraph(subtitle(catalog.version), "版本")
    for section in sections_of(catalog):
        paper.add_paragraph(section.title, "类别")
        _table(paper, section)
    if has_core(catalog):
        paper.add_paragraph(CORE_NOTE, "注释")
    return _still(paper)


def _page(paper: Any) -> None:
    """A4 with the margins of official documents, the page's number below."""
    section = paper.sections[0]
    section.page_width, section.page_height = PAGE
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = MARGINS
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        mark = OxmlElement("w:instrText" if text else "w:fldChar")
        mark.text = text
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)  # noqa: SLF001 - the package has no word for fields


def _style(paper: Any, name: str, font: str, size: float, *, centred: bool = False) -> None:
    """A style of paragraphs; its font is meant for Chinese characters too, which the package leaves to the theme."""
    style = paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.name, style.font.size = font, Pt(size)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0 if name in IN_CELLS else 6)
    style.paragraph_format.keep_with_next = name == "类别"


def _table(paper: Any, section: Section) -> None:
    """The header, repeated on each page, and the indicators; no row is broken over two pages."""
    table = paper.add_table(HEADER_ROWS + len(section.rows), len(COLUMNS), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths = [Length(int(ROOM * width / sum(WIDTHS))) for width in WIDTHS]
    cells = [_row_cells(row, widths) for row in table.rows]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    styles = {name: paper.styles[name].style_id for name in IN_CELLS}
    for block in HEADER:
        _put(cells, block, 0, styles["表头"])
    for block in section.body():
        _put(cells, block, HEADER_ROWS, styles["表文" if COLUMNS[block.column] in FLUSH else "表文居中"])
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - the package has no word for these
        properties.append(OxmlElement("w:cantSplit"))
        if number < HEADER_ROWS:
            properties.append(OxmlElement("w:tblHeader"))


def _row_cells(row: Any, widths: list[Length]) -> Any:
    """The cells of a row, asked for once: the package searches the table each time."""
    cells = row.cells
    for cell, width in zip(cells, widths, strict=True):
        cell.width = width
    return cells


def _put(cells: Any, block: Block, offset: int, style: str) -> None:
    """Write a block, rows counted below an offset."""
    first = cells[block.row + offset][block.column]
    last = cells[block.row + offset + block.down - 1][block.column + block.across - 1]
    cell = first if first is last else first.merge(last)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for paragraph in cell.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001 - merging leaves one for each cell
    paragraph = cell.paragraphs[0]
    paragraph._p.style = style  # noqa: SLF001 - by its id: the package searches all styles for each paragraph
    paragraph.add_run(block.text)


def _still(paper: Any) -> bytes:
    """The saved document without a trace of the hour."""
    core = paper.core_properties
    core.author, core.created, core.modified = "indicator-lint", datetime(*LONG_AGO), datetime(*LONG_AGO)  # noqa: DTZ001 - the format knows no time zone
    core.last_modified_by, core.revision, core.comments = "", 1, ""
    saved, still = io.BytesIO(), io.BytesIO()
    paper.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(still, "w") as target:
        for name in parts.namelist():
            target.writestr(zipfile.ZipInfo(name, LONG_AGO), parts.read(name), zipfile.ZIP_DEFLATED)
    return still.getvalue()
