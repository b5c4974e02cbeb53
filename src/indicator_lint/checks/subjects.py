"""Categories whose rows speak of another one's subject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import polars as pl

from indicator_lint.checks.check import Check, Evidence, Findings, search
from indicator_lint.checks.copies import Block, find_copies
from indicator_lint.chinese.similarity import bigrams
from indicator_lint.model.rule import Severity
from indicator_lint.vocabulary.description_words import any_of

SHOWN: Final = 3
"""Names told as evidence."""

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
    strange = [line.name for line in mine.lines if other & set(_said(line.name, line.description))]
    if not mine.title or own & {word for line in mine.lines for word in _said(line.name, line.description)}:
        return None
    if len(strange) < max(LEAST, spoken * len(mine.lines)):
        return None
    params = {"other": theirs.title, "rows": len(mine.lines), "same": same, "spoken": len(strange)}
    return Evidence({**params, "names": "”“".join(strange[:SHOWN])}, related=((theirs.record, "category"),), whole=True)


def _words(title: str) -> set[str]:
    return set(bigrams(any_of("title").sub(" ", title)))


def _said(*texts: str) -> Iterator[str]:
    for text in texts:
        yield from bigrams(text)


CHECKS: Final[dict[str, Check]] = {"own_content": own_content}
