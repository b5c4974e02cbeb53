"""Categories whose rows speak of another one's subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

import polars as pl

from indicator_lint.checks.blocks import Block, Line, Texts
from indicator_lint.checks.check import Check, Evidence, Findings, search
from indicator_lint.checks.copies import find_copies
from indicator_lint.chinese.similarity import Grams, bigrams
from indicator_lint.model.rule import Severity
from indicator_lint.vocabulary.description_words import any_of

SHOWN: Final = 3
"""Names told as evidence."""

REMEMBERED: Final = 1 << 13
"""Rows whose words are kept: a category is held against several others, and a copy has the same rows."""

LEAST: Final = 2
"""Rows that must speak of the other's subject."""


@search
def own_content(frame: pl.DataFrame, role: str, *, share: float, alike: float, spoken: float) -> Findings:
    """The rows of a category are not another one's: they are not shared with it while they speak of its title only."""
    del role
    found: dict[int, Evidence] = {}
    told = {(copy.block.record, copy.original.record) for copy in find_copies(frame)}
    for copy in find_copies(frame, share, alike):
        for mine, theirs in ((copy.block, copy.original), (copy.original, copy.block)):
            evidence = _foreign(mine, theirs, copy.same, spoken)
            cloned = (copy.block.record, copy.original.record) in told
            if evidence is not None:
                found[mine.record] = replace(evidence, severity=Severity.INFO) if cloned else evidence
    return found


def _foreign(mine: Block, theirs: Block, same: int, spoken: float) -> Evidence | None:
    """Why the rows of a category are another one's; None where its own title is met in any of them."""
    own, other = _words(mine.title), _words(theirs.title)
    if not mine.title or _speaking(own, mine.texts):
        return None
    strange = _speaking(other, mine.texts)
    if len(strange) < max(LEAST, spoken * len(mine.lines)):
        return None
    params = {"other": theirs.title, "rows": len(mine.lines), "same": same, "spoken": len(strange)}
    return Evidence({**params, "names": "”“".join(strange[:SHOWN])}, related=((theirs.record, "category"),), whole=True)


@lru_cache(maxsize=REMEMBERED)
def _speaking(words: Grams, texts: Texts) -> Sequence[str]:
    """The names of the rows that say any of the words."""
    lines = (Line(0, 0, *row) for row in texts)
    return [line.name for line in lines if words & _said(line.name, line.description)]


def _words(title: str) -> Grams:
    return bigrams(any_of("title").sub(" ", title))


@lru_cache(maxsize=REMEMBERED)
def _said(name: str, description: str) -> Grams:
    return bigrams(name) | bigrams(description)


CHECKS: Final[dict[str, Check]] = {"own_content": own_content}
