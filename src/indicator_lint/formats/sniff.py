"""What a file is, by its content; its suffix decides nothing."""

from __future__ import annotations

import re
from typing import Final

from indicator_lint.formats.biff import is_locked, version_of
from indicator_lint.formats.compound import SIGNATURE, Compound
from indicator_lint.formats.limits import DEFAULT, Limits
from indicator_lint.formats.ooxml import Package

ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
ZIP_END: Final = ZIP[1]
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
    ("uof.xml", "uof"), ("content.xml", "ods"), ("index/", "iwork"), ("index.zip", "iwork"),
)  # fmt: skip
TYPES: Final = "[Content_Types].xml"
TYPED: Final = ((b"spreadsheetml", "xlsx"), (b"wordprocessingml", "docx"))
"""What the types of parts say of packages whose folders have unusual names."""
MAGIC: Final = (
    (b"\x89PNG", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"), (b"II*\x00", "image"),
    (b"MM\x00*", "image"), (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"{\\rtf", "rtf"), (b"MIME-Version:", "html"),
)  # fmt: skip
WITHIN: Final = (
    (0, b"BM", 6, bytes(4), "image"), (0, b"RIFF", 8, b"WEBP", "image"), (4, b"ftyp", 8, b"hei", "image"),
    (4, b"ftyp", 8, b"mif1", "image"), (0, b"BZh", 4, b"1AY&SY", "archive"),
)  # fmt: skip
"""Formats known by two words in their heads: bitmaps, and what telephones save photographs as."""
PDF_WITHIN: Final = 1024
MARKUP: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?P<tag>!doctype\s+html|[a-z][\w:.-]*)", re.IGNORECASE | re.DOTALL
)
HTML_TAGS: Final = frozenset({b"html", b"head", b"body", b"table", b"meta", b"style", b"div", b"!doctype html"})
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
HEAD: Final = 8192


def sniff(content: bytes, limits: Limits = DEFAULT) -> str:
    """The kind of a file: a key of FORMATS, or a reason key of FIL005 for what is known but not read.

    Raises UnreadableError (FIL001, FIL004) for a zip or OLE file that cannot be opened.
    """
    if content.startswith(ZIP):
        return _zipped(Package(content, limits))
    if content.startswith(SIGNATURE):
        return _compound(content)
    if version_of(content[:HEAD]):
        return ENCRYPTED if is_locked(content[:HEAD]) else "xls"
    if b"%PDF-" in content[:PDF_WITHIN]:
        return "pdf"
    kind = _by_magic(content) or _markup(content[:HEAD])
    if kind is None and ZIP[0] in content[:HEAD] and ZIP_END in content[-ZIP_END_WITHIN:]:
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
    types = package.part(TYPES) if TYPES in package else b""
    return next((kind for word, kind in TYPED if word in types), "archive")


def _compound(content: bytes) -> str:
    """An OLE file, by the streams that lie open in it. Office wraps an encrypted workbook into one."""
    compound = Compound(content)
    stream, kind = next(((stream, kind) for stream, kind in STREAMS if stream in compound), ("", "compound"))
    return ENCRYPTED if kind == "xls" and is_locked(compound.head(stream, HEAD)) else kind


def _markup(head: bytes) -> str | None:
    """Html or another XML, when the text begins with a tag; UTF-16 shrinks to its Latin half for this."""
    match = MARKUP.match(head.removeprefix(BYTE_ORDER_MARK).lstrip(b"\xff\xfe").replace(b"\0", b""))
    if match is None:
        return None
    tag = b" ".join(match["tag"].lower().split())
    if tag.startswith(b"uof:"):
        return "uof"
    if tag in HTML_TAGS:
        return "html"
    return "xml" if match[0].lstrip().startswith(b"<?xml") or b"urn:schemas-microsoft-com" in head else None
