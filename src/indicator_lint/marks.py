"""What our own reports carry, so that a run over the folder in which they lie leaves them alone."""

from __future__ import annotations

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


def is_report(path: str) -> bool:
    """Whether a file is a report of ours; a file that cannot be read is none."""
    try:
        if path.lower().endswith((".xlsx", ".xlsm")):
            return WORKBOOK in _properties(path)
        with Path(path).open("rb") as file:
            head = file.read(_HEAD).decode("utf-8", "replace").removeprefix("\ufeff")
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return False
    return PAGE in head or head.startswith(MARKDOWN) or head.partition("\n")[0].rstrip("\r").endswith(f",{TABLE}")


def _properties(path: str) -> str:
    """The properties of a workbook as they are written; empty where it has none."""
    with zipfile.ZipFile(path) as parts:
        if _PROPERTIES not in parts.namelist():
            return ""
        with parts.open(_PROPERTIES) as part:
            return part.read(_LARGEST).decode("utf-8", "replace")
