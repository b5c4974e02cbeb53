"""OpenDocument: sheets (.ods, .fods) and texts (.odt, .fodt) from their `content.xml`, or from one flat XML file."""

from __future__ import annotations

from typing import Final

from indicator_lint.formats.flow import grids_of
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.ooxml import ZIP_SIGNATURE, Package
from indicator_lint.formats.openkinds import CONTENT
from indicator_lint.formats.opensheets import SheetWalk
from indicator_lint.formats.opentext import TextWalk
from indicator_lint.formats.refusal import refuse_unreadable
from indicator_lint.model.grid import Grid

HEAD: Final = 8_192
"""Where a zip shows itself: programs that pass files on put lines in front of it."""
MANIFEST: Final = "META-INF/manifest.xml"


def read_sheets(content: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The sheets of a spreadsheet. Raises UnreadableError (FIL001, FIL004) as the guards demand."""
    walk = SheetWalk(CONTENT, limits)
    walk.read(content_of(content, limits))
    if not walk.grids:
        refuse_unreadable("no_sheets")
    return tuple(walk.grids)


def read_text(content: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The tables of a text, each with the paragraphs before it. Raises UnreadableError as `read_sheets` does."""
    walk = TextWalk(CONTENT, limits)
    walk.read(content_of(content, limits))
    return grids_of(walk.blocks, limits)


def content_of(content: bytes, limits: Limits) -> bytes:
    """The XML to read; that of an encrypted document is there, but says nothing."""
    if ZIP_SIGNATURE[0] not in content[:HEAD]:
        limits.check_bytes("file_megabytes", len(content))
        return content
    package = Package(content, limits)
    if MANIFEST in package and any(True for _ in package.tree(MANIFEST).iter("encryption-data")):
        refuse_unreadable("encrypted")
    return package.part(CONTENT)
