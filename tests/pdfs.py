"""PDF files as offices make them: tables of indicators laid out over pages."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, Final

from reportlab import rl_config
from reportlab.lib import colors, pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

FONT: Final = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
rl_config.invariant = 1  # no dates: the same table is the same file

TEXT: Final = ParagraphStyle("text", fontName=FONT, fontSize=10.5, leading=14, wordWrap="CJK")
HEADER: Final = (
    ("绩效指标", "", "", "", "", "指标描述"),
    ("一级指标", "二级指标", "三级指标", "", "", ""),
    ("", "", "指标名称", "性质", "单位", ""),
)
HEADER_SPANS: Final = (((0, 0), (4, 0)), ((5, 0), (5, 2)), ((0, 1), (0, 2)), ((1, 1), (1, 2)), ((2, 1), (4, 1)))
WIDTHS: Final = (60, 76, 120, 36, 46, 120)

Rows = Sequence[Sequence[str]]
Ink = Callable[[Canvas], None]


def table(rows: Rows, widths: Sequence[float] = WIDTHS, *, merge: bool = True, **options: Any) -> Table:
    """A ruled table below the three rows of the usual header, levels merged."""
    texts = [[Paragraph(text, TEXT) if text else "" for text in row] for row in (*HEADER, *rows)]
    style: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    style += [("SPAN", *span) for span in HEADER_SPANS]
    if merge:
        style += [("SPAN", *span) for column in (0, 1) for span in _runs(rows, column)]
    return Table(texts, colWidths=widths, style=style, **options)


def _runs(rows: Rows, column: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The cells of a column that hold the same text for rows of one parent."""
    spans, top = [], len(HEADER)
    for _, run in groupby(rows, key=lambda row: tuple(row[: column + 1])):
        size = len(list(run))
        if size > 1:
            spans.append(((column, top), (column, top + size - 1)))
        top += size
    return spans


def document(blocks: Sequence[Any], on_page: Callable[[Canvas, Any], None] | None = None, **options: Any) -> bytes:
    """Paragraphs (given as texts) and tables one below the other."""
    content = io.BytesIO()
    flow = [Paragraph(block, TEXT) if isinstance(block, str) else block for block in blocks]
    template = SimpleDocTemplate(content, **{"pagesize": A4, "topMargin": 60, "bottomMargin": 60, **options})
    extra = {"onFirstPage": on_page, "onLaterPages": on_page} if on_page else {}
    template.build(flow, **extra)
    return content.getvalue()


def drawn(*pages: Ink, size: tuple[float, float] = A4, **options: Any) -> bytes:
    """Pages drawn by hand."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=size, **options)
    for ink in pages:
        ink(canvas)
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def ruled(
    canvas: Canvas,
    rows: Rows,
    left: float = 60,
    top: float = 760,
    *,
    widths: Sequence[float] = WIDTHS,
    font: str = FONT,
) -> None:
    """A plain table drawn by hand, a line of text a cell."""
    height, size, widths = 20, 9, widths[: len(rows[0])]
    canvas.setFont(font, size)
    canvas.grid(
        [left + sum(widths[:at]) for at in range(len(widths) + 1)], [top - height * at for at in range(len(rows) + 1)]
    )
    for line, row in enumerate(rows):
        for at, text in enumerate(row):
            canvas.drawString(left + sum(widths[:at]) + 4, top - height * (line + 1) + 6, text)


def picture(canvas: Canvas) -> None:
    """A scan: one image as large as the page."""
    from PIL import Image  # noqa: PLC0415 - comes with reportlab

    canvas.drawImage(ImageReader(Image.new("L", (60, 84), 200)), 0, 0, *A4)


def locked(user: str, owner: str = "owner") -> pdfencrypt.StandardEncryption:
    """Encryption that asks for the user's password, or, when that is empty, only forbids to edit."""
    return pdfencrypt.StandardEncryption(user, owner, strength=128)


__all__ = [
    "FONT", "Canvas", "Spacer", "document", "drawn", "locked", "picture", "ruled", "table",
]  # fmt: skip
