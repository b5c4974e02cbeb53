"""What was found in a file, remembered under a key of all that it depends on."""

from __future__ import annotations

from indicator_lint.cache.keys import digest_of
from indicator_lint.cache.store import Cache, folder_for

__all__ = ["Cache", "digest_of", "folder_for"]
