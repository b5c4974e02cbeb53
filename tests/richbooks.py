"""Workbooks rich in what a load and a save would lose, each with the same few defects in its table."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import DataBarRule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from sheetfiles import saved

TITLE: Final = "设备购置类"
LABELS: Final = ("一级指标", "二级指标", "指标名称", "性质", "单位", "指标描述")
RECORDS: Final = (
    ("产出指标", "数量指标", "购置设备数量", ">=", "台", "反映购置设备 、软件的数量"),
    ("产出指标", "质量指 标", "验收合格率", "≥", "％", "反映设备验收合格情况"),
    ("效益指标", "社会效益指标", "设备利用率", "≥", "%", "反映反映设备利用情况"),
    ("满意度指标", "服务对象满意度指标", "使用人员满意度", "≥", "%", "反映使用人员满意情 况"),
)
"""From the third row on; `EDITS` are the safe fixes."""

EDITS: Final[Mapping[str, str]] = {
    "D3": "≥",
    "F3": "反映购置设备、软件的数量",
    "B4": "质量指标",
    "E4": "%",
    "F6": "反映使用人员满意情况",
}
FOREIGN: Final[Mapping[str, bytes]] = {
    "xl/cellimages.xml": b'<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"/>',
    "xl/threadedComments/threadedComment1.xml": b"<ThreadedComments/>",
    "xl/persons/person.xml": b"<personList/>",
    "xl/slicers/slicer1.xml": b"<slicers/>",
    "customXml/item1.xml": b"<sealed>\xe7\xa7\x98</sealed>",
    "docMetadata/LabelInfo.xml": b"<labelList/>",
}
"""Parts that nobody relates to: whoever rebuilds a package leaves them out."""


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


PIXEL: Final = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">2I5B", 1, 1, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
    + _chunk(b"IEND", b"")
)
"""A picture of one red point."""


def by_xlsxwriter() -> bytes:
    """Shared strings, rich text in a cell that changes, sparklines, data bars, a chart, a text box, a picture, a spill."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet, other = book.add_worksheet("指标"), book.add_worksheet("附表")
    red, bold, grey = (
        book.add_format(each) for each in ({"font_color": "red"}, {"bold": True}, {"bg_color": "#DDDDDD"})
    )
    sheet.merge_range("A1:F1", TITLE, bold)
    for row, texts in enumerate((LABELS, *RECORDS), start=1):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, grey if row == 1 else None)
    sheet.write_rich_string("F3", "反映", red, "购置设备 ", bold, "、软件", "的数量", grey)
    sheet.write_comment("C4", "请核实", {"author": "审核", "x_scale": 2})
    sheet.write_formula("H3", "=COUNTA(C3:C6)", None, 4)
    sheet.write_dynamic_array_formula("J3:J6", "=UPPER(E3:E6)", None, "台")
    sheet.add_sparkline("H4", {"range": "附表!A1:A5"})
    sheet.conditional_format("H3:H6", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation("D3:D6", {"validate": "list", "source": [">=", "≥", "≤"]})
    sheet.insert_textbox("L2", "填报说明")
    sheet.insert_image("L12", "点.png", {"image_data": io.BytesIO(PIXEL)})
    sheet.set_header("&C&G", {"image_center": "点.png", "image_data_center": io.BytesIO(PIXEL)})
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD99"})
    sheet.freeze_panes(2, 0)
    other.write_column("A1", [1, 5, 2, 4, 3])
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=附表!$A$1:$A$5"})
    other.insert_chart("C2", chart)
    other.add_table("E1:F3", {"data": [["甲", 1], ["乙", 2]], "columns": [{"header": "名"}, {"header": "数"}]})
    book.define_name("范围", "=指标!$A$3:$F$6")
    book.close()
    return content.getvalue()


def by_openpyxl() -> bytes:
    """Inline fonts, styles of every cell, hidden parts, protection with open cells, a validation, a conditional format."""
    book = Workbook()
    sheet: Any = book.worksheets[0]
    for texts in ((TITLE,), LABELS, *RECORDS):
        sheet.append(texts)
    sheet["F3"] = CellRichText("反映", TextBlock(InlineFont(color="FF0000", b=True), "购置设备 、"), "软件的数量")
    for row in sheet.iter_rows(min_row=3, max_row=6):
        for cell in row:
            cell.font, cell.fill = Font(name="仿宋", size=12), PatternFill("solid", fgColor="FFEEEE")
            cell.protection = Protection(locked=False)
    sheet["C4"].comment = Comment("请核实", "审核")
    sheet["H3"], sheet["H4"] = "=LEN(F3)", 0.95
    sheet["H4"].number_format = "0%"
    sheet.merge_cells("A1:F1")
    sheet.protection.sheet = True
    sheet.column_dimensions["H"].hidden = True
    sheet.add_data_validation(DataValidation("list", formula1='"台,％,%"', sqref="E3:E6"))
    sheet.conditional_formatting.add("H3:H6", DataBarRule("min", 0, "max", 100, "638EC6"))
    book.defined_names["范围"] = DefinedName("范围", attr_text="Sheet!$A$3:$F$6")
    book.create_sheet("内部").sheet_state = "veryHidden"
    return saved(book)


def with_foreign_parts(content: bytes, **options: Any) -> bytes:
    """A workbook with parts of other programs added, streamed: sizes stand behind the entries."""
    package = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(_Unseekable(package), "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info), zipfile.ZIP_DEFLATED, **options)
        for name, part in FOREIGN.items():
            new.writestr(name, part, zipfile.ZIP_STORED)
        new.comment = "封存".encode()
    return package.getvalue()


class _Unseekable(io.RawIOBase):
    """A stream: whoever writes a zip to it must put sizes behind what they are of."""

    def __init__(self, target: io.BytesIO) -> None:
        super().__init__()
        self._target = target

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        return self._target.write(piece)


BOOKS: Final[Mapping[str, Callable[[], bytes]]] = {
    "xlsxwriter": by_xlsxwriter,
    "openpyxl": by_openpyxl,
    "xlsxwriter, streamed": lambda: with_foreign_parts(by_xlsxwriter()),
    "openpyxl, streamed": lambda: with_foreign_parts(by_openpyxl()),
    "libreoffice": Path(__file__).with_name("libreoffice.xlsx").read_bytes,
}
"""How each is built; that of LibreOffice 7.4 is what it saves of the first one."""
