"""Words in a name that tell the class an indicator belongs to, and the names of mere inputs."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from indicator_lint.chinese.wordlist import Wordlist
from indicator_lint.vocabulary import REMEMBERED, load_rows

TIMELY: Final = "timely"
"""On time, by when, how long."""

BAD: Final = "bad"
"""Events whose count is a matter of quality: faults, complaints, accidents."""

MERIT: Final = "merit"
"""Awards, grades and recognitions: counted, they tell quality."""

ECOLOGICAL: Final = "ecological"
MONETARY: Final = "monetary"

WORK: Final = "work"
"""What takes time when work is done: a time beside such a word is timeliness."""

CHANGE: Final = "change"
"""Rates of change: what came of the work, not the work itself."""

PERFORMANCE: Final = "performance"
"""What a time says about a thing (response of a page, years of use) rather than about work being on time."""


@lru_cache(maxsize=REMEMBERED)
def find_cue(meaning: str, name: str) -> str:
    """The first word of this meaning that a name's normal form holds, empty where there is none."""
    return _cues(meaning).first(name)


@lru_cache(maxsize=REMEMBERED)
def find_input(name: str) -> str:
    """`amount` or `rate` where a name's normal form ends as money put in (资金到位率), empty where it does not."""
    if any(word in name for word in _inputs("exempt")):
        return ""
    return next((kind for kind in ("rate", "amount") if name.endswith(_inputs(kind))), "")


@cache
def _cues(meaning: str) -> Wordlist:
    return Wordlist(row["word"] for row in load_rows("class_cues") if row["meaning"] == meaning)


@cache
def _inputs(kind: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in load_rows("inputs") if row["kind"] == kind)
