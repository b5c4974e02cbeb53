"""Weights as forms write them: 20, 20分, 20%, 0.2, and inside a class: 产出指标（50分）."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from indicator_lint.chinese.normal import normal_form
from indicator_lint.patterns import pattern

NUMBER: Final = pattern(r"\(?(\d+(?:\.\d+)?)(?:分|%)?\)?")
NOTHING: Final = pattern(r"(?:[-—–/\\]+|无)?")
CLASSED: Final = pattern(
    r"[\u4e00-\u9fff]\D{0,12}?(?:[(\[]|:)?(?:共|计|满分|分值|权重|占)?:?(\d+(?:\.\d+)?)(分|%)?[)\]]?"
)
"""产出指标(50分), 数量指标20分, 效益指标[30%], 产出指标（分值50）; a number in brackets alone may be one, or a numbering."""


class ClassWeight(NamedTuple):
    """The weight that the name of a class states, and whether it says that it is one (分, %)."""

    value: float
    sure: bool


@cache
def read_weight(text: str) -> float | None:
    """The number of a weight cell, None for an empty one and for what is no number."""
    found = NUMBER.fullmatch(normal_form(text))
    return float(found[1]) if found else None


@cache
def no_weight(text: str) -> bool:
    """Whether a cell says that there is no weight: empty, a dash."""
    return NOTHING.fullmatch(normal_form(text)) is not None


@cache
def class_weight(text: str) -> ClassWeight | None:
    """The weight inside the name of a class, None where it names none."""
    found = CLASSED.fullmatch(normal_form(text))
    return ClassWeight(float(found[1]), found[2] is not None) if found else None
