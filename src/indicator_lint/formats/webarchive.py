"""Web pages saved into a single file (MHTML): a mail whose parts are the pages, their pictures and their styles.

The mail is cut into parts here, in one pass; the standard library's parser, which reads the head of each and decodes its
body, tries every line against every boundary and descends as deep as parts are nested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from itertools import islice
from typing import Final

from indicator_lint.formats.limits import Limits
from indicator_lint.formats.refusal import refuse_unsupported

HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
LONGEST_HEAD: Final = 16_384
DEEPEST: Final = 4
"""Parts of parts: a mail has the text in two forms, one of them with its pictures."""

TABS: Final = "tabstrip."
"""Excel's own page for the names of the sheets at the foot of the window."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an archive: its name, its bytes and the encoding that the archive claims for it."""

    name: str
    content: bytes
    charset: str


def pages(content: bytes, limits: Limits) -> list[Page]:
    """The pages of an archive in their order. Raises UnreadableError: FIL005 for a mail without any, FIL004 for what is too large."""
    limits.check_bytes("file_megabytes", len(content))
    found = [page for page in _parts(content, DEEPEST, limits) if TABS not in page.name]
    if not found:
        refuse_unsupported("mail")
    return found


def _parts(content: bytes, deepest: int, limits: Limits) -> Iterator[Page]:
    head, body = _divided(content)
    boundary = head.get_boundary()
    if head.get_content_maintype() == "multipart" and boundary and deepest:
        for piece in _pieces(body, boundary.encode("utf-8", "surrogateescape"), limits):
            yield from _parts(piece, deepest - 1, limits)
    elif head.get_content_type() in {"text/html", "application/xhtml+xml"}:
        yield Page(str(head.get("Content-Location", "")), _decoded(head, body), head.get_content_charset() or "")


def _divided(content: bytes) -> tuple[Message, bytes]:
    """The head of a part, and its body."""
    end = HEAD_END.search(content, 0, LONGEST_HEAD)
    if end is None:
        return Message(), b""
    return BytesHeaderParser().parsebytes(content[: end.end()]), content[end.end() :]


def _pieces(body: bytes, boundary: bytes, limits: Limits) -> list[bytes]:
    """What stands between the lines that are the boundary; what comes before the first and behind the last is none."""
    line = re.compile(rb"(?:^|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|$)")
    marks = list(islice(line.finditer(body), limits.entries + 1))
    limits.check("entries", len(marks))
    ends = [mark.start() for mark in marks[1:]] + [len(body)]
    return [body[mark.end() : end].lstrip(b"\r\n") for mark, end in zip(marks, ends, strict=False) if not mark[1]]


def _decoded(head: Message, body: bytes) -> bytes:
    head.set_payload(body.decode("ascii", "surrogateescape"))
    payload = head.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
