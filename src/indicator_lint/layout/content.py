"""What a column's texts look like, by role: what decides where labels leave a doubt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from indicator_lint.chinese.labels import squeeze
from indicator_lint.layout.marks import is_level, without_ordinal
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.levels import find_level
from indicator_lint.vocabulary.operators import UNKNOWN, find_sign
from indicator_lint.vocabulary.units import find_unit

MOST: Final = 0.6
"""The share of a column's texts that decides what it holds."""

FEWEST: Final = 2
"""Fewer texts decide nothing."""

VALUE: Final = pattern(r"[≥≤＞＜><=＝≧≦]{0,2}\s*[\d０-９]")
"""How values begin."""

KIND: Final = pattern(
    r"(?:正向|反向|逆向|负向|中性|适度|区间|定量|定性|共性|个性|核心|关键|一般|必选|可选)(?:型|类|性)?(?:指标)?"
)
"""What is said of single indicators: which way they are to go, how they are measured, how common they are."""

OPENINGS: Final = ("反映", "考核", "体现", "衡量", "用于反映")
"""How descriptions begin."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The first rows under a header: what its columns hold."""

    lines: Sequence[Sequence[str]]
    _texts: dict[int, list[str]] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """The length of the longest row."""
        return max(map(len, self.lines), default=0)

    def texts(self, column: int) -> list[str]:
        """The texts of a column's cells that hold something."""
        if column not in self._texts:
            texts = (line[column - 1].strip() for line in self.lines if len(line) >= column)
            self._texts[column] = [text for text in texts if text]
        return self._texts[column]


def mostly(texts: Sequence[str], test: Callable[[str], bool]) -> bool:
    """Whether the test holds for enough of the texts, and there are some."""
    return sum(map(test, texts)) >= MOST * len(texts) > 0


def agrees(role: str, texts: Sequence[str]) -> bool:
    """Whether a column's content may be of a role; without content it may."""
    test = CONTENT.get(role)
    if role == "category":
        return not texts or not (mostly(texts, is_level) or mostly(texts, _is_kind))
    return test is None or role in {"unit", "description"} or not texts or mostly(texts, test)


def attests(role: str, texts: Sequence[str]) -> bool:
    """Whether content that is typical of a role does not speak against it."""
    test = CONTENT.get(role)
    return test is None or not texts or mostly(texts, test)


def refutes(role: str, texts: Sequence[str]) -> bool:
    """Whether not one of several texts can be of a role: points without a digit, units or signs of which none is known."""
    test = ALONE.get(role)
    return test is not None and len(texts) >= FEWEST and not any(map(test, texts))


def is_first_class(text: str) -> bool:
    """Whether a text is one of the known classes of the first level."""
    return find_level(1, without_ordinal(squeeze(text)).partition("(")[0]) is not None


def is_value(text: str) -> bool:
    """Whether a text begins as a value does: with a digit, or a sign before one."""
    return VALUE.match(text) is not None


def _is_kind(text: str) -> bool:
    return KIND.fullmatch(text) is not None


def _is_class(level: int) -> Callable[[str], bool]:
    other = 3 - level
    return lambda text: is_level(text) and (find_level(level, text) is not None or find_level(other, text) is None)


def _is_sign(text: str) -> bool:
    return find_sign(text) not in {"", UNKNOWN}


def _is_unit(text: str) -> bool:
    return len(text) <= 6 and find_unit(text) is not None  # noqa: PLR2004 - longer texts are no units


def _is_description(text: str) -> bool:
    return text.startswith(OPENINGS)


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


CONTENT: Final[Mapping[str, Callable[[str], bool]]] = {
    "level1": _is_class(1),
    "level2": _is_class(2),
    "operator": _is_sign,
    "unit": _is_unit,
    "description": _is_description,
}
"""What a column's texts look like, by role."""


def _is_not_second(text: str) -> bool:
    return find_level(2, text) is None or find_level(1, text) is not None


ALONE: Final[Mapping[str, Callable[[str], bool]]] = {
    "level1": _is_not_second,
    "operator": _is_sign,
    "unit": _is_unit,
    "weight": _has_digit,
    "score": _has_digit,
}
"""What at least one text of a column looks like, by role."""
