"""Words of excuse: written in notes, a column, a sheet, comment lines or a file beside; read, applied, and themselves checked."""

from __future__ import annotations

from indicator_lint.suppression.applying import excused
from indicator_lint.suppression.excuse import Excuse, Target
from indicator_lint.suppression.gathering import Cleared, cleared, written_in_tables
from indicator_lint.suppression.sidecar import beside

__all__ = ["Cleared", "Excuse", "Target", "beside", "cleared", "excused", "written_in_tables"]
