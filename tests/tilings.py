"""Tables as tiles, rows by columns covered without a gap, and the files of every kind of markup that show them."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
ROOT = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "table", "text", "style"))
DRAW = f'xmlns:draw="{OASIS}:drawing:1.0" xmlns:svg="{OASIS}:svg-compatible:1.0"'
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
EXCEL = "urn:schemas-microsoft-com:office:spreadsheet"
MIMETYPE = "application/vnd.oasis.opendocument."


@dataclass(frozen=True)
class Tile:
    """A cell: where it stands, how far it reaches, what it says."""

    row: int
    column: int
    height: int
    width: int
    text: str


def tiling(chance: random.Random, rows: int, columns: int) -> list[Tile]:
    """A random layout of spans, with two plain columns behind it: what stands in one column is no table."""
    free = {(row, column) for row in range(1, rows + 1) for column in range(1, columns + 1)}
    tiles = []
    for row, column in sorted(free):
        if (row, column) not in free:
            continue
        width = next(w for w in range(chance.randint(1, 3), 0, -1) if all((row, column + i) in free for i in range(w)))
        height = chance.randint(1, min(3, rows - row + 1))
        free -= {(row + i, column + j) for i in range(height) for j in range(width)}
        text = chance.choice(("产出指标", "≥", "a<b&c", "95%", "第一行\n第二行", "", "甲 乙"))
        tiles.append(Tile(row, column, height, width, text and f"{text}{row}.{column}"))
    plain = [Tile(row, columns + at, 1, 1, "|") for row in range(1, rows + 1) for at in (1, 2)]
    return sorted((*tiles, *plain), key=lambda tile: (tile.row, tile.column))


def tiles_of(rows: Sequence[Sequence[str]]) -> list[Tile]:
    """Plain rows as tiles."""
    return [Tile(r, c, 1, 1, text) for r, row in enumerate(rows, start=1) for c, text in enumerate(row, start=1)]


def html(tiles: Sequence[Tile]) -> str:
    """A table of a web page."""
    lines = "".join(f"<tr>{''.join(_td(tile) for tile in row)}</tr>\n" for row in _rows(tiles))
    return f"<table>\n{lines}</table>"


def _td(tile: Tile) -> str:
    spans = f' rowspan="{tile.height}"' * (tile.height > 1) + f" colspan={tile.width}" * (tile.width > 1)
    return f"<td{spans}>{escape(tile.text).replace(chr(10), '<br>')}</td>"


def table(tiles: Sequence[Tile], name: str = "表") -> str:
    """A table of OpenDocument."""
    owners = {
        (tile.row + i, tile.column + j): tile for tile in tiles for i in range(tile.height) for j in range(tile.width)
    }
    rows = sorted({row for row, _ in owners})
    lines = (
        "".join(_cell(owners[at], at) for at in sorted(owners) if at[0] == row).join(
            ("<table:table-row>", "</table:table-row>")
        )
        for row in rows
    )
    return f"<table:table table:name={quoteattr(name)}>{''.join(lines)}</table:table>"


def _cell(tile: Tile, at: tuple[int, int]) -> str:
    if at != (tile.row, tile.column):
        return "<table:covered-table-cell/>"
    spans = (
        f' table:number-rows-spanned="{tile.height}" table:number-columns-spanned="{tile.width}"'
        if tile.height > 1 or tile.width > 1
        else ""
    )
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in tile.text.split("\n") if line)
    return f"<table:table-cell{spans}>{lines}</table:table-cell>"


def content_xml(body: str, kind: str = "spreadsheet", styles: str = "", attributes: str = "") -> str:
    """The main part of an OpenDocument; the whole of a flat one."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ROOT} {DRAW} {CALC} {attributes}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )


def opendocument(body: str, kind: str = "spreadsheet", styles: str = "", **more: str) -> bytes:
    """An OpenDocument in its zip."""
    parts = {
        "mimetype": MIMETYPE + kind,
        "content.xml": content_xml(body, kind, styles),
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0"/>',
    } | more
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part, zipfile.ZIP_STORED if name == "mimetype" else None)
    return content.getvalue()


def xml_workbook(tiles: Sequence[Tile], name: str = "表") -> bytes:
    """An XML spreadsheet of Excel 2003."""
    rows = (f'<Row ss:Index="{row[0].row}">{"".join(map(_data, row))}</Row>' for row in _rows(tiles) if row)
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{EXCEL}" xmlns:ss="{EXCEL}">'
        f"<Worksheet ss:Name={quoteattr(name)}><Table>{''.join(rows)}</Table></Worksheet></Workbook>"
    ).encode()


def _data(tile: Tile) -> str:
    text = escape(tile.text).replace("\n", "&#10;")
    return (
        f'<Cell ss:Index="{tile.column}" ss:MergeAcross="{tile.width - 1}" ss:MergeDown="{tile.height - 1}">'
        f'<Data ss:Type="String">{text}</Data></Cell>'
    )


def xlsx(tiles: Sequence[Tile], name: str = "表") -> bytes:
    """A workbook."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    for tile in tiles:
        if tile.text:
            sheet.cell(tile.row, tile.column, tile.text).data_type = "s"
        if tile.height > 1 or tile.width > 1:
            last = {"end_row": tile.row + tile.height - 1, "end_column": tile.column + tile.width - 1}
            sheet.merge_cells(start_row=tile.row, start_column=tile.column, **last)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _rows(tiles: Sequence[Tile]) -> Iterator[list[Tile]]:
    bottom = max(tile.row + tile.height - 1 for tile in tiles)
    yield from ([tile for tile in tiles if tile.row == row] for row in range(1, bottom + 1))
