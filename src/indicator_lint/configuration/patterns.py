"""Patterns with `*`, `?` and `**` for the names of files and sheets."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def matches_path(pattern: str, path: str) -> bool:
    """Whether a path, its parts parted by `/`, fits; a pattern without `/` is about the file's name in whatever folder."""
    pattern = pattern.removeprefix("./")
    subject = path if "/" in pattern else path.rpartition("/")[2]
    return _compiled(_composed(pattern)).fullmatch(_composed(subject)) is not None


def matches_name(pattern: str, name: str) -> bool:
    """Whether the name of a sheet fits, white space around it left aside."""
    subject = _composed(name.strip()).replace("/", "_")
    return _compiled(_composed(pattern.strip()).replace("/", "_")).fullmatch(subject) is not None


def _composed(text: str) -> str:
    """One spelling of letters with accents, whatever the file system made of them."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    pieces = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    return re.compile("".join(pieces.get(part, re.escape(part)) for part in parts), re.DOTALL)
