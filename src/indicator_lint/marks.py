"""What our own reports carry, so that a run over the folder in which they lie leaves them alone."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Final

PAGE: Final = '<meta name="generator" content="indicator-lint '
"""Stands in the head of the page."""

MARKDOWN: Final = "<!-- indicator-lint -->"
"""The first line; whoever comments anew finds the old comment by it."""

WORKBOOK: Final = "indicator-lint report"
"""The keywords among the properties; office programs keep them when they save."""

TABLE: Final = "indicator-lint:fingerprint"
"""The last label of the csv."""

_HEAD: Final = 2_048
_PROPERTIES: Final = "docProps/core.xml"
_LARGEST: Final = 1 << 16
"""Bytes of the properties of a workbook that are looked at."""

_END: Final = b"PK\x05\x06"
_COUNTED: Final = struct.Struct("<10xH")
_TAIL: Final = 22 + (1 << 16)
"""The record that ends a zip and says how many entries there are, and how far from the end a comment may push it."""

_PARTS: Final = 1_000
"""A report of ours has a few dozen parts; a directory of millions is not read to learn that it is none."""


def is_report(path: str) -> bool:
    """Whether a file is a report of ours; a file that cannot be read is none."""
    try:
        if not Path(path).is_file():
            return False  # a pipe waits for a writer for ever
        if path.lower().endswith((".xlsx", ".xlsm")):
            return WORKBOOK in _properties(path)
        with Path(path).open("rb") as file:
            head = file.read(_HEAD).decode("utf-8", "replace").removeprefix("\ufeff")
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return False
    return PAGE in head or head.startswith(MARKDOWN) or head.partition("\n")[0].rstrip("\r").endswith(f",{TABLE}")


def _properties(path: str) -> str:
    """The properties of a workbook as they are written; empty where it has none."""
    if _parts(path) > _PARTS:
        return ""
    with zipfile.ZipFile(path) as parts:
        if _PROPERTIES not in parts.namelist():
            return ""
        with parts.open(_PROPERTIES) as part:
            return part.read(_LARGEST).decode("utf-8", "replace")


def _parts(path: str) -> int:
    """How many entries the end of a zip says that it has; more than any where it does not say."""
    with Path(path).open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL))
        tail = file.read()
    at = tail.rfind(_END)
    return _COUNTED.unpack_from(tail, at)[0] if 0 <= at <= len(tail) - _COUNTED.size else _PARTS + 1
