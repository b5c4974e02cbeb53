"""Texts whose characters make no words: spoilt by a conversion, or never meant to be read."""

from __future__ import annotations

from functools import cache
from typing import Final

from indicator_lint.chinese.characters import FUNCTION, hanzi_runs
from indicator_lint.formats.refusal import refuse_garbled
from indicator_lint.vocabulary import load_rows
from indicator_lint.vocabulary.words import segment

MANY: Final = 5_000
"""Hanzi from which on a share says something: a list of names may hold hundreds that make no words."""

VARIED: Final = 50
"""Different characters that a text of any sense has by then; fewer are a form that repeats itself."""

RUNS: Final = 400
"""Stretches of hanzi that are looked at, evenly spread."""

LONE_SHARE: Final = 0.5
"""Of the characters looked at. Indicator tables have 0.02 to 0.10, random common characters 0.53 to 0.67, any hanzi 0.99."""


def refuse_wordless(text: str) -> None:
    """Raise UnreadableError (FIL003) where most characters of a long text stand alone, whatever word list is held against it."""
    runs = hanzi_runs(text)
    if sum(map(len, runs)) < MANY:
        return
    seen = [run.translate(_simplified()) for run in runs[:: max(1, len(runs) // RUNS)]]
    count = sum(map(len, seen))
    lone = sum(1 for run in seen for word in segment(run) if len(word) == 1 and word not in FUNCTION)
    if lone > LONE_SHARE * count and len(set().union(*seen)) >= VARIED:
        refuse_garbled("wordless", count=count, lone=lone)


@cache
def _simplified() -> dict[int, str]:
    return str.maketrans({row["traditional"]: row["simplified"] for row in load_rows("traditional")})
