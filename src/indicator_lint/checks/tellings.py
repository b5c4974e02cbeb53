"""What a description tells by itself: much or little, of one thing or two, in which measure."""

from __future__ import annotations

from typing import Final

from indicator_lint.checks.corpus import Entry
from indicator_lint.checks.stated import UNTOLD
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.description_words import is_formula
from indicator_lint.vocabulary.measures import find_measure

SATISFACTION: Final = ("满意度", "满意率", "认可度")
"""What people are satisfied with is the category's subject: such descriptions are near to other rows by nature."""

ASKED: Final = pattern(r"满意|评价|认可|感受|好评|意见|反馈|问卷|调查|访|测评|评议|评分|得分|投票|打分|口碑|感知|体验")
"""How descriptions of satisfaction say that people are asked."""

JOINED: Final = pattern(r"[和及与、]")
"""What joins two things that one cell, merged, says of two rows."""

DEGREES: Final = frozenset({"scale", "score"})
"""What a measure that may be in these is of says little: …程度 may be said of any quantity."""

SHARE: Final = pattern("占|之比|比值|除以")
"""How a description says that it is a share, whatever it ends in."""

MUCH, SOME = 6, 4
"""A description says much, or something, that has so many different characters which not any description may have."""


def says_much(entry: Entry, least: int = MUCH) -> bool:
    """Whether a description has so many characters that are not any description's."""
    return sum(1 for gram in entry.told if len(gram) == 1) >= least


def tells_two(entry: Entry) -> bool:
    """Whether a description may speak of two indicators at once."""
    return JOINED.search(entry.description) is not None


def measured_otherwise(entry: Entry, dimension: str) -> bool:
    """Whether a description ends in a measure that the indicator's unit cannot be of (…的平均时间 beside %).

    Or whether nobody is asked how satisfied he is.
    """
    if not says_much(entry, SOME) or tells_two(entry):
        return False
    if entry.name.endswith(SATISFACTION) and not ASKED.search(entry.description):
        return True
    if dimension in UNTOLD:
        return False
    if is_formula(entry.description):
        return dimension != "ratio" and entry.description.endswith("%")
    measure = find_measure(entry.description)
    return measure is not None and not measure.fits(dimension)


def alien_measure(entry: Entry, dimension: str) -> str | None:
    """The measure that a description ends in where neither the name nor the unit can be of it; empty where nobody is asked."""
    shared = dimension == "ratio" and SHARE.search(entry.description)
    if shared or not says_much(entry) or not measured_otherwise(entry, dimension):
        return None
    named, told = find_measure(entry.name), find_measure(entry.description)
    if named is not None and not named.fits(dimension):
        return None  # it may be the unit that is wrong
    if told is None or told.fits(dimension):
        return ""
    return told.word if told.dimensions.isdisjoint(DEGREES) else None
