"""What was found before: kept in a file, or told by an older version of the files; what is found now is compared with it."""

from __future__ import annotations

from indicator_lint.baseline.comparing import compared, entries_of, stale
from indicator_lint.baseline.entry import Entry
from indicator_lint.baseline.keeping import is_other, load, text_of

__all__ = ["Entry", "compared", "entries_of", "is_other", "load", "stale", "text_of"]
