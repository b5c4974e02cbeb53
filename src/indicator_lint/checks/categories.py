"""Categories against each other: copies, titles, and one indicator stated in two ways."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

import polars as pl

from indicator_lint.checks.blocks import COMPARED, Block, Texts
from indicator_lint.checks.check import Change, Check, Evidence, Findings, Params, search
from indicator_lint.checks.copies import Copy, find_copies
from indicator_lint.chinese.normal import normal_form
from indicator_lint.chinese.similarity import RUNS, Grams, bigrams
from indicator_lint.model.columns import CLASS2, DIMENSION, DOCUMENT, GROUP, ID, SIGN, TITLE, normal
from indicator_lint.model.rule import Severity
from indicator_lint.vocabulary.description_words import any_of

Reason = tuple[str, Params]

SHOWN: Final = 3
"""Differences told one by one; the rest are counted."""

FIT: Final = 0.15
"""From this share of rows on, one title fits the rows better than the other."""

NAME, DESCRIPTION = COMPARED.index("name"), COMPARED.index("description")
REMEMBERED: Final = 1 << 13
"""Titles' words and rows that are remembered: copies of a template have the same."""

SUFFIX: Final = "类"
AT_LEAST: Final = 2
MOST: Final = 3
"""So many titles in 类 make a habit from which even one title departs."""

RETURNS: Final = 2
"""More categories than this that come back mean a table sorted by something else, not titles used twice."""

UNMEASURED: Final = frozenset({"", "scale", "unknown", "several", "score", "grade", "other", "dimension"})
AKIN: Final = {"frequency": "count", "workload": "count", "date": "time", "volume": "weight"}
"""Dimensions that one indicator may well be stated in, now one, now the other."""

DIRECTIONS: Final = {"≥": "up", ">": "up", "≤": "down", "<": "down"}


def _dimension(dimension: str) -> str | None:
    return None if dimension in UNMEASURED else AKIN.get(dimension, dimension)


MEANINGS: Final[Mapping[str, tuple[str, Callable[[str], str | None]]]] = {
    "unit": (DIMENSION, _dimension),
    "operator": (SIGN, DIRECTIONS.get),
    "level2": (CLASS2, str),
}
"""The column that says what a role's text means, and what of the meaning can contradict."""

SPECIFIC: Final = 4
"""Characters of a name that says what is measured, its measure word apart."""


@search
def distinct_category(frame: pl.DataFrame, role: str, *, share: float, alike: float) -> Findings:
    """A category does not repeat the rows of an earlier one."""
    del role
    return {copy.block.record: copy_evidence(copy) for copy in find_copies(frame, share, alike)}


def copy_evidence(copy: Copy) -> Evidence:
    """What is to be told of a category that repeats another one."""
    block, other = copy.block, copy.original
    differences = list(_differences(copy))
    shown = differences[:SHOWN]
    if len(differences) > SHOWN:
        shown.append(("more", {"count": len(differences)}))
    params = {"category": block.called, "other": other.called, "rows": len(block.lines), "same": copy.same}
    twice = block.title != "" and block.title == other.title
    return Evidence(
        params=params,
        because=(*(shown or [("identical", {})]), ("twice" if twice else "kinds", {})),
        severity=None if copy.sure and not twice else Severity.WARNING,
        change=Change(advice=("once", {}) if twice else _advice(block, other)),
        related=((other.record, "category"),),
    )


def _differences(copy: Copy) -> Iterator[Reason]:
    if copy.identical:
        return
    for mine, theirs in copy.pairs:
        for role, here, there in zip(COMPARED, mine.texts, theirs.texts, strict=True):
            if here != there:
                yield f"{role}_differs", {"row": mine.number, "here": here or "—", "there": there or "—"}
    yield from (("only_here", {"row": line.number, "line": line.name}) for line in copy.added)
    yield from (("only_there", {"row": line.number, "line": line.name}) for line in copy.dropped)


def _advice(block: Block, other: Block) -> tuple[str, Params]:
    """Which of the two to keep, and why: the one whose title speaks of its rows, else the first."""
    mine, theirs = (_told_by(_words(one.title), one.texts) for one in (block, other))
    kept, rewritten, rows = (block, other, mine) if mine > theirs else (other, block, theirs)
    if abs(mine - theirs) < max(1, FIT * len(block.lines)):
        return "first", {"kept": other.called, "rewritten": block.called}
    return "fitting", {"kept": kept.called, "rewritten": rewritten.called, "rows": rows}


def _words(title: str) -> Grams:
    return bigrams(any_of("title").sub(" ", title))


@lru_cache(maxsize=REMEMBERED)
def _told_by(words: Grams, texts: Texts) -> int:
    """How many rows have a word of a title in their name or description."""
    told = (f"{row[NAME]}\n{row[DESCRIPTION]}" for row in texts)
    return sum(any(word in text for word in words) for text in told)


@search
def titles_alike(frame: pl.DataFrame, role: str) -> Findings:
    """The titles of a document all end in 类, or none does."""
    del role
    found = {}
    for titles in _titles(frame).values():
        suffixed = [title for title in titles if title[1].endswith(SUFFIX)]
        plain = [title for title in titles if not title[1].endswith(SUFFIX)]
        if plain and (min(len(suffixed), len(plain)) >= AT_LEAST or len(suffixed) >= MOST):
            fewer, more = sorted((suffixed, plain), key=len)
            params = {
                "with_suffix": len(suffixed),
                "without": len(plain),
                "titles": _listed([title for _, title in fewer]),
            }
            advice = ("with" if more is suffixed else "without", {"suffix": SUFFIX})
            related = tuple((record, "category") for record, _ in fewer[1:])
            found[fewer[0][0]] = Evidence(params, change=Change(advice=advice), related=related, whole=True)
    return found


@search
def title_once(frame: pl.DataFrame, role: str) -> Findings:
    """A title heads one category of a document."""
    del role
    found: dict[int, Evidence] = {}
    for runs in _runs(frame).values():
        first: dict[str, int] = {}
        again = {}
        for record, title in runs:
            if title in first:
                again[record] = Evidence(related=((first[title], "category"),))
            first.setdefault(title, record)
        if len(again) <= RETURNS:
            found |= again
    return found


def _titles(frame: pl.DataFrame) -> Mapping[int, list[tuple[int, str]]]:
    firsts = frame.filter(pl.col(TITLE).is_not_null()).unique(GROUP, keep="first", maintain_order=True)
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for document, record, title in firsts.select(DOCUMENT, ID, TITLE).iter_rows():
        if normal_form(title):
            found[document].append((record, normal_form(title)))
    return found


def _runs(frame: pl.DataFrame) -> Mapping[int, list[tuple[int, str]]]:
    """The stretches of rows of one category, titled ones only, by document."""
    changed = (pl.col(GROUP) != pl.col(GROUP).shift(1)).fill_null(value=True)
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for document, record, title in frame.filter(changed).select(DOCUMENT, ID, TITLE).iter_rows():
        if normal_form(title or ""):
            found[document].append((record, normal_form(title)))
    return found


@search
def same_everywhere(frame: pl.DataFrame, role: str) -> Findings:
    """One indicator has one unit, one direction and one class wherever it stands in a document."""
    column, meaning = MEANINGS[role]
    found: dict[int, Evidence] = {}
    for uses in _uses(frame, role, column):
        stated = [(use, meant) for use in uses if (meant := meaning(use[2]))]
        kinds = Counter(meant for _, meant in stated)
        if len(kinds) > 1:
            usual = kinds.most_common(1)[0][0]  # of equally frequent ones the first
            model = next(use for use, meant in stated if meant == usual)
            found |= {use[0]: _other_way(role, model) for use, meant in stated if meant != usual and use[1] != model[1]}
    return found


def _other_way(role: str, model: tuple[int, str, str, str]) -> Evidence:
    record, title, _, shown = model
    return Evidence(
        params={"other": title, "usual": shown},
        severity=Severity.INFO if role == "level2" else None,
        change=Change(advice=("unify", {"other": title, "usual": shown})),
        related=((record, role),),
    )


def _uses(frame: pl.DataFrame, role: str, column: str) -> Iterator[list[tuple[int, str, str, str]]]:
    """Record, title, meaning and text of a role, of each name that several categories of a document state in several ways."""
    name = normal("name")
    known = frame.filter(
        pl.col(name).is_not_null() & (pl.col(column).fill_null("") != "") & pl.col(TITLE).is_not_null(),
        pl.col(role).str.strip_chars() != "",
    )
    grouped = (
        known.group_by(DOCUMENT, name, maintain_order=True)
        .agg(pl.col(GROUP).n_unique().alias("groups"), pl.col(column).n_unique().alias("ways"), ID, TITLE, column, role)
        .filter((pl.col("groups") > 1) & (pl.col("ways") > 1))
    )
    for row in grouped.iter_rows(named=True):
        if is_specific(row[name]):
            yield list(zip(row[ID], row[TITLE], row[column], row[role], strict=True))


def is_specific(name: str) -> bool:
    """Whether a name says of what: 满意度 and 项目成本 mean something else in each category."""
    return sum(map(len, RUNS.findall(any_of("filler").sub(" ", name)))) >= SPECIFIC


def _listed(titles: Sequence[str]) -> str:
    return "、".join(titles[:SHOWN]) + ("等" if len(titles) > SHOWN else "")


CHECKS: Final[dict[str, Check]] = {
    "distinct_category": distinct_category,
    "same_everywhere": same_everywhere,
    "title_once": title_once,
    "titles_alike": titles_alike,
}
