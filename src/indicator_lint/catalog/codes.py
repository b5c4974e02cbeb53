"""Codes that never change: category, class and number within both, as in gx010401."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from indicator_lint.model.catalog import Indicator
from indicator_lint.vocabulary.levels import class_rank, find_level

COSTS: Final = {"economic_cost": 10, "social_cost": 11, "ecological_cost": 12}
"""Numbers of the classes of cost where cost is a level 1 of its own; the others go by their order from 01 to 09."""

DIGITS: Final = re.compile(r"(\d{2,})(\d{2})(\d{2,})")
"""Category, class and serial number. Where numbers are long this may be read in several ways: the codes are no less unique."""


class Coder:
    """Gives codes in the order in which it is asked; none is ever given twice, not even of a retired indicator."""

    def __init__(self, prefix: str, known: Iterable[Indicator]) -> None:
        """Begin where the codes already given end."""
        self._prefix = prefix
        self._taken: set[str] = set()
        self._categories: dict[str, int] = {}
        self._serials: dict[tuple[int, int], int] = {}
        votes: dict[str, Counter[int]] = {}
        for indicator in known:
            self._taken.add(indicator.code)
            match = DIGITS.fullmatch(indicator.code.removeprefix(prefix))
            if match and indicator.code.startswith(prefix):
                votes.setdefault(indicator.category, Counter())[int(match[1])] += 1
        self._categories = {category: count.most_common(1)[0][0] for category, count in votes.items()}
        self._last = max((number for count in votes.values() for number in count), default=0)

    def take(self, code: str) -> None:
        """Remember a code that was given elsewhere."""
        self._taken.add(code)

    def code_for(self, indicator: Indicator) -> str:
        """The next free code of the indicator's category and class."""
        key = self._category(indicator.category), class_number(indicator.level2)
        serial = self._serials.get(key, 0)
        while True:
            serial += 1
            code = f"{self._prefix}{key[0]:02}{key[1]:02}{serial:02}"
            if code not in self._taken:
                break
        self._serials[key] = serial
        self._taken.add(code)
        return code

    def _category(self, title: str) -> int:
        if title not in self._categories:
            self._last += 1
            self._categories[title] = self._last
        return self._categories[title]


def class_number(level2: str) -> int:
    """The number of a second level: 01 数量 to 09 满意度, 10 to 12 the three costs, 00 what is not official."""
    found = find_level(2, level2)
    return (COSTS.get(found.key) or class_rank(found.key)) if found else 0
