"""The settings of a run → the rules it asks."""

from __future__ import annotations

from indicator_lint.config import Settings
from indicator_lint.model.rule import Rule
from indicator_lint.rulebook import load_rules, select_rules


def rules_asked(settings: Settings) -> list[Rule]:
    """The rules that a run asks, in its language. Raises RulebookError where the settings name what does not exist."""
    return select_rules(
        load_rules(settings.lang),
        pack=settings.pack,
        select=settings.select,
        ignore=settings.ignore,
        extend_select=settings.extend_select,
    )
