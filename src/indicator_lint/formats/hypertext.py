"""Web pages (.html, .htm, .mht), also those that systems call .xls: a grid for each table."""

from __future__ import annotations

import re
from typing import Final

from indicator_lint.formats.encoding import Text, decode
from indicator_lint.formats.flow import grids_of
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.markup import resolved
from indicator_lint.formats.pagewalk import Walk
from indicator_lint.formats.refusal import refuse_unreadable
from indicator_lint.formats.webarchive import Page, pages
from indicator_lint.model.document import Remark
from indicator_lint.model.grid import Grid
from indicator_lint.patterns import pattern

HEAD: Final = 8_192
COMMENT: Final = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
DECLARED: Final = re.compile(
    rb"""<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)|^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE
)
CODECS: Final = {
    "utf-8": "utf-8", "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "cp936": "gb18030", "ms936": "gb18030",
    "windows-936": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "gb_2312": "gb18030", "chinese": "gb18030",
    "csgb2312": "gb18030", "iso-ir-58": "gb18030", "euc-cn": "gb18030", "x-euc-cn": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "cn-big5": "big5hkscs", "x-x-big5": "big5hkscs", "cp950": "big5hkscs",
}  # fmt: skip
"""What pages call the encodings of Chinese, by the codec that covers each; any other name is not believed."""

XML: Final = pattern(r"\s*<\?xml\s", re.IGNORECASE)
SHEETS: Final = pattern(
    r"""<x:ExcelWorksheet>\s*<x:Name>([^<]*)</x:Name>[^<]*<x:WorksheetSource\s+HRef\s*=\s*["']?([^"'>\s]+)""",
    re.IGNORECASE,
)
"""How the first page of a workbook names its sheets and the pages they are on."""

UNNAMED: Final = pattern(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)


def read_page(content: bytes, limits: Limits) -> tuple[tuple[Grid, ...], tuple[Remark, ...], str]:
    """The tables of a page or an archive of pages, what was remarked, and the encoding of the first.

    Raises UnreadableError: FIL001 for damaged files and empty frames, FIL003, FIL004 as the guards demand.
    """
    limits.check_bytes("file_megabytes", len(content))
    walk = Walk(limits)
    if _looks_like_page(content):
        source = decode(content, _declared(content))
        walk.read(source.text, xml=bool(XML.match(source.text)))
        encoding = source.encoding
    else:
        encoding = _read_archive(content, walk, limits)
    if walk.framed and not walk.blocks:
        refuse_unreadable("frames")
    return grids_of(walk.blocks, limits), tuple(walk.remarks), encoding


def _looks_like_page(content: bytes) -> bool:
    """Whether it begins with markup; an archive begins with the head of a mail."""
    return content[:HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<"


def _declared(content: bytes, charset: str = "") -> str:
    """The codec that a page names in its head, where that is one of Chinese; `charset` is what its archive claims."""
    found = DECLARED.search(COMMENT.sub(b"", content[:HEAD]))
    name = (found[1] or found[2]).decode("ascii", "replace") if found else charset
    return CODECS.get(name.lower(), "")


def _read_archive(content: bytes, walk: Walk, limits: Limits) -> str:
    """The pages of an archive in turn; where they are the sheets of a workbook, each under its name."""
    archived = [(page, _page_text(page)) for page in pages(content, limits)]
    names = {
        _file(source): resolved(name).strip() for _, text in archived for name, source in SHEETS.findall(text.text)
    }
    for page, text in archived:
        name = names.get(_file(page.name), "")
        title = "" if len(names) == 1 or UNNAMED.fullmatch(name) else name
        walk.read(text.text, xml=bool(XML.match(text.text)), title=title)
    return archived[0][1].encoding


def _page_text(page: Page) -> Text:
    return decode(page.content, _declared(page.content, page.charset))


def _file(address: str) -> str:
    """The last part of an address: what a page of an archive is called."""
    return re.split(r"[/\\]", address)[-1].lower()
