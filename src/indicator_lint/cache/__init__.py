"""What was found in a file, remembered under a key of all that it depends on."""

from __future__ import annotations

from indicator_lint.cache.store import Cache, folder_for

__all__ = ["Cache", "folder_for"]
