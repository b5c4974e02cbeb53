"""Workbooks written by hand, part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from indicator_lint.formats import read
from indicator_lint.model.grid import Grid

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row>'
SHEET = "xl/worksheets/sheet1.xml"


def saved(book: Any) -> bytes:
    """The bytes of a workbook of openpyxl."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def sheet_xml(rows: str, after: str = "", before: str = "") -> str:
    """The part of a sheet."""
    return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def parts_of(sheet: str, **more: str) -> dict[str, str]:
    """The least a workbook consists of."""
    return {
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{RELS}"><Relationship Id="r" Type="{OFFICE}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{RELS}">'
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        f'<Relationship Id="r3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        SHEET: sheet,
        **more,
    }


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """The bytes of a zip of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


def grid_of(rows: str, after: str = "", before: str = "", **more: str) -> Grid:
    """What is read from a workbook of one sheet with these rows, and more parts."""
    return read("表.xlsx", zipped(parts_of(sheet_xml(rows, after, before), **more))).grids[0]
