"""Which year a file is of, by its path."""

from __future__ import annotations

import re
from typing import Final

YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")

YEARLY: Final = re.compile(r"[（(〔\[]?(?<!\d)20\d\d(?!\d)(?:年度|年)?[)）〕\]]?")
"""A year with what belongs to it, in brackets or not."""


def year_of(path: str) -> str | None:
    """The last year in a path: a file's own goes before that of its folder. None where no year is written."""
    return next(reversed(YEAR.findall(path)), None)


def without_year(name: str) -> str:
    """A name that is the same every year; empty where nothing else is left, or no year is in it."""
    bare = YEARLY.sub("", name).strip(" _-—")
    return bare if bare != name else ""
