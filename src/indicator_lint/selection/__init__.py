"""The settings of a run and the configuration of a file → the rules it is asked."""

from __future__ import annotations

from indicator_lint.selection.ruling import Ruling, Rulings, SheetRuling, check_names, rules_asked

__all__ = ["Ruling", "Rulings", "SheetRuling", "check_names", "rules_asked"]
