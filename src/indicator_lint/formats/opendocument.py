"""OpenDocument: sheets (.ods, .fods) and texts (.odt, .fodt) from their `content.xml`, or from one flat XML file."""

from __future__ import annotations

import re
from typing import Final

from indicator_lint.formats.flow import grids_of
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.ooxml import ZIP_SIGNATURE, Package
from indicator_lint.formats.opensheets import SheetWalk
from indicator_lint.formats.opentext import TextWalk
from indicator_lint.formats.refusal import refuse_unreadable
from indicator_lint.model.grid import Grid

HEAD: Final = 8_192
"""Where a zip shows itself: programs that pass files on put lines in front of it."""
CONTENT: Final = "content.xml"
MANIFEST: Final = "META-INF/manifest.xml"
MIMETYPE: Final = "mimetype"
FAMILY: Final = re.compile(
    rb"application/(?:vnd\.oasis\.opendocument|x-vnd\.oasis\.opendocument)\.(text|spreadsheet|[a-z]+)"
)
KINDS: Final = (("spreadsheet", "ods"), ("text", "odt"), ("presentation", "ppt"), ("", "odg"))
"""Families of OpenDocument by the beginning of their names; the last are drawings, charts, databases."""

BODY: Final = re.compile(rb"<(?:[\w.-]+:)?body(?:\s[^>]*)?>\s*<(?:[\w.-]+:)?(\w+)")


def kind_of(package: Package) -> str | None:
    """Which OpenDocument a zip is by its own account, else by the element that its content begins with; None for no such."""
    if MIMETYPE in package and (family := FAMILY.match(package.part(MIMETYPE))):
        return _kind(family[1])
    if CONTENT not in package:
        return None
    body = BODY.search(package.part(CONTENT))
    return _kind(body[1]) if body else None


def flat_kind(head: bytes) -> str | None:
    """Which OpenDocument a single XML file is; None for no such."""
    family = FAMILY.search(head)
    return _kind(family[1]) if family else None


def _kind(family: bytes) -> str:
    return next(kind for name, kind in KINDS if family.decode("ascii", "replace").startswith(name))


def read_sheets(content: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The sheets of a spreadsheet. Raises UnreadableError (FIL001, FIL004) as the guards demand."""
    walk = SheetWalk(CONTENT, limits)
    walk.read(_content(content, limits))
    if not walk.grids:
        refuse_unreadable("no_sheets")
    return tuple(walk.grids)


def read_text(content: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The tables of a text, each with the paragraphs before it. Raises UnreadableError as `read_sheets` does."""
    walk = TextWalk(CONTENT, limits)
    walk.read(_content(content, limits))
    return grids_of(walk.blocks, limits)


def _content(content: bytes, limits: Limits) -> bytes:
    """The XML to read; that of an encrypted document is there, but says nothing."""
    if ZIP_SIGNATURE[0] not in content[:HEAD]:
        limits.check_bytes("file_megabytes", len(content))
        return content
    package = Package(content, limits)
    if MANIFEST in package and any(True for _ in package.tree(MANIFEST).iter("encryption-data")):
        refuse_unreadable("encrypted")
    return package.part(CONTENT)
