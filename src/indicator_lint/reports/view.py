"""How a report is to look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from indicator_lint.reports.words import say

if TYPE_CHECKING:
    from indicator_lint.model.rule import Rule

_CODES: Final[Mapping[str, str]] = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "bold": "1",
    "dim": "2",
    "found": "7",
    "mark": "1;31",
    "good": "32",
}


@dataclass(frozen=True, slots=True)
class View:
    """What every renderer may be told; each takes what concerns it.

    `width` is in terminal columns. `rules` are the pages by code, for titles and reasons; `asked` the codes selected, empty
    where that is not known. `folder` is where the report will lie: links lead from there. `fail_level` is the severity
    that fails the run, or `never`.
    """

    lang: str = "zh"
    color: bool = False
    width: int = 100
    quiet: bool = False
    verbose: bool = False
    statistics: bool = False
    rules: Mapping[str, Rule] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    folder: str = "."
    fail_level: str = "error"

    def say(self, key: str, /, **fields: object) -> str:
        """The words for `key` in the view's language."""
        return say(key, self.lang, **fields)

    def listed(self, items: list[str]) -> str:
        """Items as people enumerate them."""
        return self.say("list").join(items)

    def paint(self, text: str, style: str) -> str:
        """The text in a colour, where there are colours."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.color and text else text
