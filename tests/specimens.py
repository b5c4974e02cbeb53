"""A small file of each format that is read, as offices write it: what fuzzing spoils.

A format enters with one line: its name, which is also the suffix, and the function that builds its bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any, Final

import tilings
import wordfiles as word
import xlwt
from openpyxl import Workbook
from openpyxl.comments import Comment
from pdfs import drawn, ruled
from reportlab.pdfgen.canvas import Canvas

ROWS: Final = (
    ("设备购置类",),
    ("一级指标", "二级指标", "指标名称", "性质", "单位", "指标值", "指标描述"),
    ("产出指标", "数量指标", "购置设备数量", "≥", "台", "12", "反映购置设备的数量"),
    ("", "质量指标", "验收合格率", "≥", "%", "95", "反映设备验收合格情况"),
    ("效益指标", "社会效益指标", "“设备, 利用率”", "定性", "", "高", "反映设备\n利用情况"),
    ("满意度指标", "服务对象满意度指标", "使用人员满意度", "≥", "%", "90", "反映使用人员满意情况"),
)
"""A title, a header and four indicators."""


def workbook() -> bytes:
    """Merged levels, a number format, a date, a note, hidden parts, a formula that was never calculated."""
    book = Workbook()
    sheet = book.worksheets[0]
    for texts in ROWS:
        sheet.append([text or None for text in texts])
    sheet["F4"], sheet["F6"], sheet["H3"], sheet["H4"] = 0.95, "=45*2", date(2024, 12, 31), True
    sheet["F4"].number_format = "0%"
    sheet["C4"].comment = Comment("请核实", "审核")
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("A3:A4")
    sheet.column_dimensions["H"].hidden = sheet.row_dimensions[6].hidden = True
    book.create_sheet("隐藏").sheet_state = "hidden"
    return _saved(book)


def old_workbook() -> bytes:
    """The same, as Excel 97 wrote it."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet", cell_overwrite_ok=True)
    for row, texts in enumerate(ROWS):
        for column, text in enumerate(texts):
            sheet.write(row, column, text)
    sheet.write(3, 5, 0.95, xlwt.easyxf(num_format_str="0%"))
    sheet.write(2, 7, date(2024, 12, 31), xlwt.easyxf(num_format_str="yyyy/m/d"))
    sheet.write(5, 5, xlwt.Formula("45*2"))
    sheet.write(3, 7, True)
    sheet.merge(0, 0, 0, 6)
    sheet.merge(2, 3, 0, 0)
    sheet.col(7).hidden = sheet.row(5).hidden = True
    book.add_sheet("隐藏").visibility = 1
    return _saved(book)


def _saved(book: Any) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def paper() -> bytes:
    """Paragraphs, merged levels, a repeated header, a deletion, a field, a content control, a text box, a table in a cell."""
    title, labels, *records = ROWS
    rows = [word.tr(*labels, properties="<w:tblHeader/>")]
    for at, (level, *others) in enumerate(records):
        merge = (word.DOWN, word.ON, "", "")[at]
        cells = [word.tc(word.p(*text.split("\n"))) for text in others]
        rows.append(word.tr(word.tc(level, properties=merge), *cells))
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{rows.pop()}</w:sdtContent></w:sdt>"
    inner = word.tbl(word.tr(word.tc("里", properties=word.span(2))), word.tr("", "层"))
    body = (
        word.p("某县绩效指标体系表", word.box(word.p("框"))),
        word.p(*title),
        word.tbl(*rows, control),
        word.p(
            "注：", "<w:del>" + word.run("删") + "</w:del>", word.field(word.INSTRUCTION, "|", word.run("仅供参考"))
        ),
        word.tbl(word.tr("甲", word.tc(inner))),
    )
    return word.docx("".join(body))


def delimited(separator: str, encoding: str) -> bytes:
    """A text with quoted fields, one of them over two lines."""
    lines = (separator.join(f'"{text}"' if "\n" in text or "," in text else text for text in row) for row in ROWS)
    return "\r\n".join(lines).encode(encoding)


def piped() -> bytes:
    """Cells between strokes, as tables look that were copied out of a notice."""
    return "\n".join(" | ".join(text.replace("\n", "") for text in row) for row in ROWS).encode()


def page() -> bytes:
    """As systems export one: a declared encoding, a hidden column, merged levels, scripts and comments of Office."""
    head = (
        "<html><head><meta charset=gb2312><script>'<table>'</script><!--[if gte mso 9]><xml/><![endif]--></head><body>"
    )
    table = tilings.html(tilings.tiles_of(ROWS[1:])).replace("<table>", "<table><colgroup span=7><col hidden>", 1)
    return f"{head}<p>{ROWS[0][0]}&nbsp;</p>{table.replace('<td>', '<td rowspan=1 colspan=1>')}</body></html>".encode(
        "gb18030"
    )


def open_document(kind: str) -> bytes:
    """A sheet or a text of OpenDocument."""
    rows = ROWS if kind == "spreadsheet" else ROWS[1:]
    title = "" if kind == "spreadsheet" else f"<text:h>{ROWS[0][0]}</text:h>"
    far = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/>'
    table = tilings.table(tilings.tiles_of(rows)).replace("</table:table>", f"{far}</table:table-row></table:table>")
    return tilings.opendocument(title + table, kind)


def printed() -> bytes:
    """A page with a title above a ruled table, levels left blank below the first."""
    (title,), *rows = ROWS
    texts = [[text.replace("\n", "") for text in row] for row in rows]

    def ink(canvas: Canvas) -> None:
        ruled(canvas, texts, left=40, widths=(64, 92, 90, 30, 30, 40, 130))
        canvas.drawString(40, 780, title)

    return drawn(ink, pageCompression=0)


SPECIMENS: Final[dict[str, Callable[[], bytes]]] = {
    "xlsx": workbook,
    "xls": old_workbook,
    "docx": paper,
    "csv": lambda: delimited(",", "gb18030"),
    "tsv": lambda: delimited("\t", "utf-16"),
    "txt": piped,
    "html": page,
    "pdf": printed,
    "ods": lambda: open_document("spreadsheet"),
    "odt": lambda: open_document("text"),
    "xml": lambda: tilings.xml_workbook(tilings.tiles_of(ROWS)),
}
