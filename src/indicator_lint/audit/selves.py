"""How a department calls itself in its own texts: 农业农村局, 农业农村."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from indicator_lint.chinese.bodies import ENDINGS
from indicator_lint.chinese.normal import normal_form

SHORTEST: Final = 2
"""Characters of a name that stands for a department; one alone may be part of any word."""

_ENDING: Final = re.compile(f"({ENDINGS})$")


def names_of(department: str) -> tuple[str, ...]:
    """The name, and what is left of it without the word for its kind; the longer first, none too short to mean anything."""
    whole = normal_form(department)
    names = dict.fromkeys((whole, _ENDING.sub("", whole)))
    return tuple(name for name in names if len(name) >= SHORTEST)


def without(text: str, names: Sequence[str]) -> str:
    """A text without these names."""
    for name in names:
        text = text.replace(name, "")
    return text
