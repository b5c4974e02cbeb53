"""Sheets of one workbook added behind those of another: their cells, their looks, and the names that printing needs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import quoteattr

from indicator_lint.review.outline import Outline, outline
from indicator_lint.review.package import MAIN, TRANSITIONAL, Extension
from indicator_lint.review.styling import Styles

SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
SHEET_NAME: Final = "xl/worksheets/review{}.xml"
STYLED: Final = re.compile(rb'(<c r="[A-Z]+[0-9]+" s=")([0-9]+)(?=")')
LOCAL: Final = re.compile(rb'(\slocalSheetId=")([0-9]+)(?=")')
IDENTITY: Final = re.compile(rb"""\ssheetId\s*=\s*["']([0-9]+)["']""")
ACTIVE: Final = re.compile(rb"""\sactiveTab\s*=\s*["'][0-9]+["']""")
BEHIND_NAMES: Final = (
    "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
    "fileRecoveryPr", "webPublishObjects", "AlternateContent", "extLst",
)  # fmt: skip
"""What follows the names that a workbook defines."""
AHEAD_OF_NAMES: Final = ("bookViews", "sheets", "functionGroups", "externalReferences")
"""What they follow: alternatives may stand in front of these too."""


def graft(extension: Extension, workbook: str, scion: bytes, styles: Styles, *, first: bool = False) -> None:
    """Add all sheets of `scion`, a workbook that openpyxl wrote; with `first` their first one is what opens."""
    with zipfile.ZipFile(io.BytesIO(scion)) as parts:
        theirs = outline(parts.read("xl/workbook.xml"), "", ("sheets", "definedNames"))
        base = styles.graft(parts.read("xl/styles.xml"))
        names = [_attribute(theirs.text(each), b"name") for each in theirs.items["sheets"]]
        states = [_attribute(theirs.text(each), b"state") for each in theirs.items["sheets"]]
        contents = [parts.read(f"xl/worksheets/sheet{number}.xml") for number in range(1, len(names) + 1)]
    drawn = outline(extension.part(workbook), workbook, ("sheets",))
    count, identity = len(drawn.items["sheets"]), _free_identity(drawn)
    made = []
    for number, (name, state, content) in enumerate(zip(names, states, contents, strict=True)):
        part = extension.free(SHEET_NAME)
        extension.put(part, _dressed(content, base, drawn.address, selected=first and not number))
        extension.declare(part, SHEET_TYPE)
        own = extension.relate(workbook, "worksheet", part)
        made.append(_sheet(drawn, name, state, identity + number, (own, extension.address)))
    grown = drawn.with_grandchildren("sheets", b"".join(made))
    defined = [_shifted(theirs.text(each), count, drawn) for each in theirs.items["definedNames"]]
    grown = _with_names(outline(grown, workbook), defined)
    extension.put(workbook, _opening_at(grown, count) if first else grown)


def _attribute(tag: bytes, name: bytes) -> bytes:
    """An attribute as it is written, quotes left out; empty where absent."""
    found = re.search(rb'\s%b="([^"]*)"' % name, tag)
    return found[1] if found else b""


def _free_identity(drawn: Outline) -> int:
    numbers = (IDENTITY.search(drawn.text(each)) for each in drawn.items["sheets"])
    return max((int(number[1]) for number in numbers if number), default=0) + 1


def _dressed(content: bytes, base: int, address: str, *, selected: bool) -> bytes:
    """A sheet with the numbers of its formats in the other workbook, in the form of the standard that is spoken there."""
    styled = STYLED.sub(lambda found: b"%b%d" % (found[1], int(found[2]) + base), content)
    if selected:
        styled = styled.replace(b"<sheetView ", b'<sheetView tabSelected="1" ', 1)
    return styled.replace(MAIN.encode(), address.encode())


def _sheet(drawn: Outline, name: bytes, state: bytes, identity: int, relation: tuple[str, str]) -> bytes:
    own, address = relation
    hidden = b"" if state in {b"", b"visible"} else b' state="%b"' % state
    return b'<%bsheet xmlns:r=%b name="%b" sheetId="%d"%b r:id="%b"/>' % (
        drawn.prefix,
        quoteattr(address or TRANSITIONAL).encode(),
        name,
        identity,
        hidden,
        own.encode(),
    )


def _shifted(name: bytes, count: int, drawn: Outline) -> bytes:
    """A defined name of a sheet that stands so many sheets further back."""
    moved = LOCAL.sub(lambda found: b"%b%d" % (found[1], int(found[2]) + count), name)
    return moved.replace(b"<definedName", b"<%bdefinedName" % drawn.prefix).replace(
        b"</definedName", b"</%bdefinedName" % drawn.prefix
    )


def _with_names(drawn: Outline, names: Iterable[bytes]) -> bytes:
    """A workbook with more defined names."""
    new = b"".join(names)
    if not new:
        return drawn.content
    if drawn.child("definedNames") is not None:
        return drawn.with_grandchildren("definedNames", new)
    tag = drawn.prefix + b"definedNames"
    return drawn.with_child(b"<%b>%b</%b>" % (tag, new, tag), BEHIND_NAMES, AHEAD_OF_NAMES)


def _opening_at(content: bytes, number: int) -> bytes:
    """A workbook of ours that opens at a sheet."""
    return ACTIVE.sub(b' activeTab="%d"' % number, content, count=1)
