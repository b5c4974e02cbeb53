"""Which OpenDocument a file is, told without reading it."""

from __future__ import annotations

import re
from typing import Final

from indicator_lint.formats.ooxml import Package

CONTENT: Final = "content.xml"
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
