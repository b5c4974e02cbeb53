"""What a file is, its content says: not its name, and not what happens to be embedded in it."""

from __future__ import annotations

import io
import zipfile

import pytest
from biffs import EOF, book, locked_by_rc4, number, record
from olefiles import compound_file
from openpyxl import Workbook

from indicator_lint.formats import read
from indicator_lint.formats.sniff import sniff
from indicator_lint.model.document import UnreadableError


@pytest.mark.parametrize(
    ("streams", "inner", "kind"),
    [
        ({"Workbook": b""}, {}, "xls"),
        ({"Book": b""}, {}, "xls"),
        ({"WordDocument": b"", "1Table": b""}, {}, "doc"),
        ({"PowerPoint Document": b""}, {}, "ppt"),
        ({"EncryptionInfo": b"", "EncryptedPackage": b""}, {}, "encrypted"),
        ({"Workbook": "WordDocument".encode("utf-16-le")}, {}, "xls"),
        ({"Workbook": b""}, {"WordDocument": b""}, "xls"),
        ({"WordDocument": b""}, {"Workbook": b"", "EncryptedPackage": b""}, "doc"),
        ({"Whatever": b""}, {"Workbook": b""}, "compound"),
        ({"MatOST": b"", "CONTENTS": b""}, {}, "doc"),
        ({"__properties_version1.0": b""}, {}, "mail"),
        ({"WORKBOOK": b""}, {}, "xls"),
    ],
)
def test_ole_files_are_what_lies_open_in_them(streams: dict[str, bytes], inner: dict[str, bytes], kind: str) -> None:
    assert sniff(compound_file(streams, inner)) == kind


def zipped(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name in names:
            package.writestr(name, "<x/>")
    return content.getvalue()


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (("XL/WORKBOOK.XML",), "xlsx"),
        (("word/document.xml", "word/embeddings/a.xlsx"), "docx"),
        (("xl/workbook.bin", "xl/worksheets/sheet1.bin"), "xlsb"),
        (("ppt/presentation.xml",), "ppt"),
        (("OFD.xml", "Doc_0/Document.xml"), "ofd"),
        (("Index/Document.iwa", "Metadata/Properties.plist"), "iwork"),
        (("uof.xml", "content.xml"), "uof"),
        (("报表/一.xlsx", "报表/二.doc"), "archive"),
    ],
)
def test_zips_are_what_their_parts_are(names: tuple[str, ...], kind: str) -> None:
    """Also where a careless program wrote backslashes, or something else stands in front."""
    content = zipped(*names)
    backslashed = zipped(*names)
    for name in names:
        backslashed = backslashed.replace(name.encode(), name.replace("/", "\\").encode())
    assert [sniff(each) for each in (content, backslashed, b"\r\n" + content, b"X-Note: 1\r\n\r\n" + content)] == [
        kind
    ] * 4


def test_a_workbook_behind_other_bytes_and_with_backslashes_is_read() -> None:
    made = Workbook()
    made.active.append(["指标名称", "单位"])
    content = io.BytesIO()
    made.save(content)
    expected = {1: ["指标名称", "单位"]}
    assert read("表.xlsx", b"junk\r\n" + content.getvalue()).grids[0].rows == expected
    backslashed = io.BytesIO()
    with zipfile.ZipFile(content) as source, zipfile.ZipFile(backslashed, "w") as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name)
            info.filename = name.replace("/", "\\")
            target.writestr(info, source.read(name))
    assert read("表.xlsx", backslashed.getvalue()).grids[0].rows == expected


@pytest.mark.parametrize("opcode", [0x0809, 0x0409, 0x0209, 0x0009])
def test_bare_streams_of_records_are_old_workbooks(opcode: int) -> None:
    version = 0x0600 if opcode == 0x0809 else 2
    assert sniff(record(opcode, bytes([version & 0xFF, version >> 8, 0x10, 0, 0, 0])) + EOF) == "xls"


def test_locked_old_workbooks_are_known_by_their_first_records() -> None:
    stream = locked_by_rc4(book(number(0, 0, 1)), "Pass-1")
    assert sniff(stream) == "encrypted"
    assert sniff(compound_file({"Workbook": stream})) == "encrypted"
    assert sniff(compound_file({"Book": stream, "x": b""})) == "encrypted"


@pytest.mark.parametrize(
    "text",
    ["\t\t指标名称\t单位", "\t0\t1", "BM 指标", "PK 指标名称,单位", "II*指标", "RIFF 指标", "指标 %PDF", "uof:指标"],
)
def test_texts_stay_texts(text: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        assert sniff(text.encode(encoding)) == "text"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\r\n {\\rtf1\\ansi", "rtf"),
        (b"\xef\xbb\xbf<html><table>", "html"),
        (b'<?xml version="1.0" encoding="UTF-8"?><uof:UOF xmlns:uof="x">', "uof"),
        (b"BM" + bytes(4) + bytes(4) + b"\x36\0", "image"),
        (b"BM\x36\x01\x02\0" + bytes(4), "image"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "image"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image"),
        (b"BZh91AY&SY", "archive"),
    ],
)
def test_other_formats_are_known_by_their_heads(content: bytes, kind: str) -> None:
    assert sniff(content) == kind


@pytest.mark.parametrize("name", ["表.doc", "表.wps", "表.xls", "表.docx", "表"])
def test_names_decide_nothing(name: str) -> None:
    """A .wps may be a docx, a .doc a web page, an .xls a text: what is inside is read or named."""
    made = io.BytesIO()
    Workbook().save(made)
    assert read(name, made.getvalue()).format == "xlsx"
    assert read(name, book(number(0, 0, 1))).format == "xls"
    assert read(name, "指标名称\t单位\n完成率\t%\n".encode()).format in {"tsv", "text"}
    for content, kind in ((b"{\\rtf1}", "rtf"), (compound_file({"WordDocument": b""}), "doc")):
        with pytest.raises(UnreadableError) as caught:
            read(name, content)
        assert (caught.value.code, caught.value.reason) == ("FIL005", kind)


def test_spoilt_compound_files_are_known_or_declined() -> None:
    for size in (0, 8, 100, 511, 512, 600, 1_024):
        with pytest.raises(UnreadableError) as caught:
            read("表.xls", compound_file({"Workbook": b""})[:size] or b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
        assert caught.value.code == "FIL001"
