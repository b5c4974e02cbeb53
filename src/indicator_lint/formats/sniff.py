"""What a file is, by its content; its suffix decides nothing."""

from __future__ import annotations

import re
from typing import Final

from indicator_lint.formats.biff import is_locked, version_of
from indicator_lint.formats.compound import SIGNATURE, Compound
from indicator_lint.formats.limits import DEFAULT, Limits
from indicator_lint.formats.ooxml import ZIP_SIGNATURE, Package
from indicator_lint.formats.openkinds import flat_kind, kind_of

ZIP_END: Final = ZIP_SIGNATURE[1]
ZIP_END_WITHIN: Final = 1 << 16
"""A zip is known by its end: mail systems and exporters put lines in front of it."""
ENCRYPTED: Final = "encrypted"
"""The kind of a file whose own kind shows after decryption."""
STREAMS: Final = (
    ("EncryptedPackage", ENCRYPTED), ("WordDocument", "doc"), ("PowerPoint Document", "ppt"), ("Workbook", "xls"),
    ("Book", "xls"), ("MatOST", "doc"), ("__properties_version1.0", "mail"),
)  # fmt: skip
"""Streams and storages that lie open in a compound file; MatOST is that of Microsoft Works (.wps)."""
PACKAGES: Final = (
    ("xl/workbook.bin", "xlsb"), ("xl/", "xlsx"), ("word/", "docx"), ("ppt/", "ppt"), ("ofd.xml", "ofd"),
    ("uof.xml", "uof"), ("index/", "iwork"), ("index.zip", "iwork"),
)  # fmt: skip
TYPES: Final = "[Content_Types].xml"
TYPED: Final = ((b"spreadsheetml", "xlsx"), (b"wordprocessingml", "docx"))
"""What the types of parts say of packages whose folders have unusual names."""
MAGIC: Final = (
    (b"\x89PNG", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"), (b"II*\x00", "image"),
    (b"MM\x00*", "image"), (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"{\\rtf", "rtf"),
)  # fmt: skip
WITHIN: Final = (
    (0, b"BM", 6, bytes(4), "image"), (0, b"RIFF", 8, b"WEBP", "image"), (4, b"ftyp", 8, b"hei", "image"),
    (4, b"ftyp", 8, b"mif1", "image"), (0, b"BZh", 4, b"1AY&SY", "archive"),
)  # fmt: skip
"""Formats known by two words in their heads: bitmaps, and what telephones save photographs as."""
PDF_WITHIN: Final = 1024
FIELD: Final = re.compile(rb"(?:(?P<name>[!-9;-~]+):|[ \t])(?P<value>[^\n]*)\n")
PAGED: Final = (b"multipart/", b"text/html")
"""What a mail is that holds a web page: how browsers and Excel save one into a single file."""

BEFORE: Final = re.compile(rb"\s+|<\?[^>]*>|<!--.*?-->|<!doctype(?!\s+html)[^>]*>", re.IGNORECASE | re.DOTALL)
"""What may stand before the first element."""
TAG: Final = re.compile(rb"<(?:(?P<page>!doctype\s+html)|(?P<name>[a-z][\w:.-]*))", re.IGNORECASE)
PAGE_TAGS: Final = frozenset(
    b"html head body table meta style div base br caption center font form h1 h2 h3 h4 link p script span title tr".split()
)
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
SPREADSHEET_XML: Final = b"urn:schemas-microsoft-com:office:spreadsheet"
HEAD: Final = 8192


def sniff(content: bytes, limits: Limits = DEFAULT) -> str:
    """The kind of a file: a key of FORMATS, or a reason key of FIL005 for what is known but not read.

    Raises UnreadableError (FIL001, FIL004) for a zip or OLE file that cannot be opened.
    """
    if content.startswith(ZIP_SIGNATURE):
        return _zipped(Package(content, limits))
    if content.startswith(SIGNATURE):
        return _compound(content)
    if version_of(content[:HEAD]):
        return ENCRYPTED if is_locked(content[:HEAD]) else "xls"
    if b"%PDF-" in content[:PDF_WITHIN]:
        return "pdf"
    kind = _by_magic(content) or ("html" if _is_mail(content[:HEAD]) else _markup(content[:HEAD]))
    if kind is None and ZIP_SIGNATURE[0] in content[:HEAD] and ZIP_END in content[-ZIP_END_WITHIN:]:
        return _zipped(Package(content, limits))
    return kind or "text"


def _by_magic(content: bytes) -> str | None:
    head = content[:HEAD].removeprefix(BYTE_ORDER_MARK).lstrip()
    for magic, kind in MAGIC:
        if content.startswith(magic) or head.startswith(magic):
            return kind
    for at, word, beside, other, kind in WITHIN:
        if content.startswith(word, at) and content.startswith(other, beside):
            return kind
    return None


def _zipped(package: Package) -> str:
    for prefix, kind in PACKAGES:
        if any(name.casefold().startswith(prefix) for name in package.names):
            return kind
    if (open_document := kind_of(package)) is not None:
        return open_document
    types = package.part(TYPES) if TYPES in package else b""
    return next((kind for word, kind in TYPED if word in types), "archive")


def _compound(content: bytes) -> str:
    """An OLE file, by the streams that lie open in it. Office wraps an encrypted workbook into one."""
    compound = Compound(content)
    stream, kind = next(((stream, kind) for stream, kind in STREAMS if stream in compound), ("", "compound"))
    return ENCRYPTED if kind == "xls" and is_locked(compound.head(stream, HEAD)) else kind


def _is_mail(head: bytes) -> bool:
    """Whether it begins with the head of a mail that holds a web page."""
    at, fields = 0, {}
    while line := FIELD.match(head, at):
        at = line.end()
        if line["name"]:
            fields[line["name"].lower()] = line["value"].strip().lower()
    return b"mime-version" in fields and fields.get(b"content-type", b"").startswith(PAGED)


def _markup(head: bytes) -> str | None:
    """Html or another XML, when the text begins with a tag; UTF-16 shrinks to its Latin half for this."""
    head = head.removeprefix(BYTE_ORDER_MARK).lstrip(b"\xff\xfe").replace(b"\0", b"")
    at = 0
    while before := BEFORE.match(head, at):
        at = before.end()
    tag, declared = TAG.match(head, at), head.lstrip().startswith(b"<?xml")
    if tag is None:
        return _xml(head) if declared else None
    if tag["name"] and tag["name"].lower().startswith(b"uof:"):
        return "uof"
    if tag["page"] or tag["name"].lower() in PAGE_TAGS:
        return "html"
    return _xml(head) if declared or b"urn:schemas-microsoft-com" in head or b"opendocument" in head else None


def _xml(head: bytes) -> str:
    """Spreadsheets in a single XML file, of Excel 2003 and of OpenDocument; any other is only known to be XML."""
    if (kind := flat_kind(head)) is not None:
        return kind
    return "spreadsheetml" if SPREADSHEET_XML in head else "xml"
