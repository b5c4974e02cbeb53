"""Which year a file is of, by its path."""

from __future__ import annotations

import re
from typing import Final

YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")


def year_of(path: str) -> str | None:
    """The last year in a path: a file's own goes before that of its folder. None where no year is written."""
    return next(reversed(YEAR.findall(path)), None)
