"""What a file is, by its content; its suffix decides nothing."""

from __future__ import annotations

import re
from typing import Final

from indicator_lint.formats.biff import is_locked, version_of
from indicator_lint.formats.compound import SIGNATURE, Compound
from indicator_lint.formats.limits import DEFAULT, Limits
from indicator_lint.formats.ooxml import Package

ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
ENCRYPTED: Final = "encrypted"
"""The kind of a file whose own kind shows after decryption."""
STREAMS: Final = (
    ("EncryptedPackage", ENCRYPTED), ("WordDocument", "doc"), ("PowerPoint Document", "ppt"), ("Workbook", "xls"),
    ("Book", "xls"),
)  # fmt: skip
PACKAGES: Final = (
    ("xl/workbook.bin", "xlsb"), ("xl/", "xlsx"), ("word/", "docx"), ("ppt/", "ppt"), ("OFD.xml", "ofd"),
    ("content.xml", "ods"),
)  # fmt: skip
MAGIC: Final = (
    (b"\x89PNG", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"), (b"BM\x00", "image"),
    (b"II*\x00", "image"), (b"MM\x00*", "image"), (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "rtf"), (b"MIME-Version:", "html"),
)  # fmt: skip
PDF_WITHIN: Final = 1024
MARKUP: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?P<tag>!doctype\s+html|[a-z][\w:.-]*)", re.IGNORECASE | re.DOTALL
)
HTML_TAGS: Final = frozenset({b"html", b"head", b"body", b"table", b"meta", b"style", b"div", b"!doctype html"})
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
    for magic, kind in MAGIC:
        if content.startswith(magic):
            return kind
    return _markup(content[:HEAD]) or "text"


def _zipped(package: Package) -> str:
    for prefix, kind in PACKAGES:
        if any(name.startswith(prefix) for name in package.names):
            return kind
    if "[Content_Types].xml" in package and b"spreadsheetml" in package.part("[Content_Types].xml"):
        return "xlsx"
    return "archive"


def _compound(content: bytes) -> str:
    """An OLE file, by the streams that lie open in it. Office wraps an encrypted workbook into one."""
    compound = Compound(content)
    stream, kind = next(((stream, kind) for stream, kind in STREAMS if stream in compound), ("", "compound"))
    return ENCRYPTED if kind == "xls" and is_locked(compound.head(stream, HEAD)) else kind


def _markup(head: bytes) -> str | None:
    """Html or another XML, when the text begins with a tag; UTF-16 shrinks to its Latin half for this."""
    match = MARKUP.match(head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").replace(b"\0", b""))
    if match is None:
        return None
    tag = b" ".join(match["tag"].lower().split())
    if tag in HTML_TAGS:
        return "html"
    return "xml" if match[0].lstrip().startswith(b"<?xml") or b"urn:schemas-microsoft-com" in head else None
