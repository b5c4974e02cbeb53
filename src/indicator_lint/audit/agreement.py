"""One indicator stated in two ways by two departments: `CAT004` over the whole body."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

import polars as pl

from indicator_lint.audit import columns as c
from indicator_lint.audit.marks import Mark, Spot
from indicator_lint.checks.check import Change, Evidence
from indicator_lint.model.rule import Severity

CODE: Final = "CAT004"


class _Use(NamedTuple):
    """How an indicator is stated somewhere."""

    file: int
    record: int
    title: str
    meaning: str
    text: str


def find_disagreements(indicators: pl.LazyFrame, departments: Sequence[str]) -> Iterator[Mark]:
    """Each file that states a specific indicator otherwise than most departments do; inside a file `CAT004` has told it before.

    `departments` are those of the files by number. Of equally many departments the first counts as the usual one.
    """
    for role in c.MEANT:
        for uses in _doubtful(indicators, role):
            yield from _marks(uses, role, departments)


def _doubtful(indicators: pl.LazyFrame, role: str) -> Iterator[list[_Use]]:
    """The uses of each name that several files state in several ways, in the order of names and files."""
    stated = indicators.filter(
        pl.col(c.SPECIFIC), pl.col(c.means(role)).is_not_null(), pl.col(c.shown(role)).fill_null("") != ""
    ).select("name", "at", c.RECORD, c.TITLE, c.means(role), c.shown(role), pl.col("name").hash().alias("hash"))
    several = [pl.col(column).min() != pl.col(column).max() for column in ("at", c.means(role))]
    doubtful = stated.group_by("hash").agg(pl.all_horizontal(several).alias("doubtful")).filter("doubtful")
    found = stated.join(doubtful.select("hash").collect(engine="streaming").lazy(), on="hash", how="semi").drop("hash")
    rows = found.collect(engine="streaming").sort("name", "at", c.RECORD).iter_rows()
    for _, uses in groupby(rows, key=lambda row: row[0]):
        yield [_Use(at, record, title or "", meaning, text) for _, at, record, title, meaning, text in uses]


def _marks(uses: Sequence[_Use], role: str, departments: Sequence[str]) -> Iterator[Mark]:
    own = _of_files(uses)
    voters: dict[str, set[str]] = defaultdict(set)
    for use in own:
        voters[use.meaning].add(departments[use.file])
    usual = max(voters, key=lambda meaning: len(voters[meaning]))
    model = next(use for use in own if use.meaning == usual)
    for use in own:
        if use.meaning != usual:
            other = f"{departments[model.file]}：{model.title}" if model.title else departments[model.file]
            params: Mapping[str, object] = {"other": other, "usual": model.text}
            severity = Severity.INFO if role == "level2" else None
            evidence = Evidence(params, severity=severity, change=Change(advice=("unify", params)))
            yield Mark(CODE, Spot(use.file, use.record, role), evidence, (Spot(model.file, model.record, role),))


def _of_files(uses: Sequence[_Use]) -> list[_Use]:
    """What each file states most often, as it states it first."""
    found = []
    for _, group in groupby(uses, key=lambda use: use.file):
        stated = list(group)
        meaning = Counter(use.meaning for use in stated).most_common(1)[0][0]
        found.append(next(use for use in stated if use.meaning == meaning))
    return found
