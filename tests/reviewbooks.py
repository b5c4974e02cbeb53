"""Workbooks rich in features, and reports about documents made by hand, for tests of the review copy."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable
from functools import cache
from typing import Any

import xlsxwriter

from indicator_lint.formats import read
from indicator_lint.model.document import Document
from indicator_lint.model.finding import Edit, Finding, Fix
from indicator_lint.model.location import FILE, Location
from indicator_lint.model.report import Reading, Report
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.reports.view import View
from indicator_lint.rulebook import load_rules

HEADER = ["一级指标", "二级指标", "指标名称", "性质", "计量单位"]
ROWS = [
    ["产出指标", "数量指标", "购置 设备数量", ">=", "台"],
    ["产出指标", "质量指标", "验收合格率", "≥", ""],
    ["效益指标", "社会效益指标", "公众 知晓率", "≥", "个"],
]
VIEW = View(rules=load_rules("zh"))


def picture() -> io.BytesIO:
    """A picture of one pixel."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        whole = kind + content
        return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = chunk(b"IHDR", struct.pack(">2I5B", 1, 1, 8, 0, 0, 0, 0))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b""))


@cache
def rich() -> bytes:
    """A workbook with nearly everything that saving through a library loses: two sheets, the table on the first."""
    saved = io.BytesIO()
    book = xlsxwriter.Workbook(saved, {"in_memory": True})
    bold, box = book.add_format({"bold": True}), book.add_format({"border": 1, "text_wrap": True})
    sheet = book.add_worksheet("绩效 表'1")
    sheet.merge_range("A1:E1", "设备购置类", bold)
    for row, texts in enumerate([HEADER, *ROWS], start=1):
        for column, text in enumerate(texts):
            sheet.write(row, column, text, box)
    sheet.write_rich_string("C3", bold, "购置 ", "设备数量", box)
    sheet.write_comment("C5", "老王：这里再核一下", {"author": "老王"})
    sheet.write_formula("G3", "=SUM(H3:H5)", None, 6)
    sheet.write_dynamic_array_formula("I3:I5", "=SORT(H3:H5)", None, 1)
    for row in range(2, 5):
        sheet.write_number(row, 7, row - 1)
    sheet.conditional_format("H3:H5", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_sparkline("J3", {"range": "H3:H5"})
    sheet.insert_textbox("K2", "填报说明")
    sheet.insert_image("K8", "点.png", {"image_data": picture()})
    sheet.insert_button("K12", {"caption": "提交"})
    sheet.set_header("&C&G", {"image_center": "点.png", "image_data_center": picture()})
    sheet.data_validation("E3:E5", {"validate": "list", "source": ["个", "%", "台"]})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='绩效 表''1'!$H$3:$H$5"})
    other = book.add_worksheet("说明")
    other.write("A1", "本表由财务科填报")
    other.insert_chart("C3", chart)
    other.freeze_panes(1, 0)
    book.define_name("合计", "='绩效 表''1'!$G$3")
    book.close()
    return saved.getvalue()


@cache
def plain(*sheets: str) -> bytes:
    """A workbook of openpyxl, the same table on each sheet."""
    from openpyxl import Workbook  # noqa: PLC0415 - half a tenth of a second that most tests do not need

    book = Workbook()
    book.remove(book.worksheets[0])
    for name in sheets or ("表",):
        sheet = book.create_sheet(name)
        for texts in [["设备购置类"], HEADER, *ROWS]:
            sheet.append(texts)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def at(document: Document, row: int, column: int, grid: int = 0) -> Location:
    """A place of a document."""
    return document.grids[grid].place(row, column)


def finding(location: Location, value: str, code: str = "TXT001", **more: Any) -> Finding:
    """A finding at a place; `new` is what to write there."""
    new, severity = more.pop("new", None), more.pop("severity", Severity.WARNING)
    edits = (Edit("name", 1, location, value, new),) if new is not None else more.pop("edits", ())
    fix = Fix(more.pop("safety", Safety.SAFE), more.pop("note", ""), edits)
    role, category = more.pop("role", "name"), more.pop("category", "设备购置类")
    return Finding(
        code=code,
        name="space-in-word",
        severity=severity,
        path=more.pop("path", "表.xlsx"),
        role=role,
        message=f"“{value}”有问题",
        location=location,
        category=category,
        row=1,
        indicator=("产出指标", "数量指标", value),
        value=value,
        fix=fix,
        fingerprint=f"{code}-{location.ref}-{location.container}-{more.pop('number', 0)}",
    )


def report(document: Document, findings: Iterable[Finding]) -> Report:
    """A report about one file."""
    return Report([Reading(document.path, document)], list(findings), asked=frozenset({"TXT001", "UNI001"}))


def usual(path: str, content: bytes, shift: int = 0) -> tuple[Document, list[Finding]]:
    """A document, read, and findings in its first table: safe, unsafe, mere advice, and about the file."""
    document = read(path, content)
    unit = {"safety": Safety.DISPLAY, "role": "unit", "path": path}
    found = [
        finding(FILE, "", "FIL006", role="file", severity=Severity.INFO, path=path),
        finding(at(document, 3 + shift, 3), "购置 设备数量", new="购置设备数量", path=path),
        finding(at(document, 4 + shift, 5), "", "UNI001", note="% 或 台", severity=Severity.ERROR, **unit),
        finding(at(document, 5 + shift, 3), "公众 知晓率", new="公众知晓率", path=path),
        finding(at(document, 5 + shift, 3), "公众 知晓率", "NAM004", severity=Severity.ERROR, path=path, number=2),
        finding(at(document, 5 + shift, 5), "个", "UNI008", new="%", **(unit | {"safety": Safety.UNSAFE})),
    ]  # fmt: skip
    return document, found
