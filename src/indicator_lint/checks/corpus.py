"""The names and descriptions of one document, and how well each description covers its name.

The document itself is the measure: a word is telling when few of its names and descriptions hold it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import polars as pl

from indicator_lint.checks.grouped import once_a_frame, shared_texts
from indicator_lint.chinese.normal import normal_form
from indicator_lint.chinese.similarity import Grams, Rarity, grams_and_bigrams, rarity
from indicator_lint.model.columns import DOCUMENT, GROUP, ID, TITLE, normal
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.description_words import any_of, is_elsewhere, is_formula, is_scoring

NO_HANZI: Final = pattern("[^\u4e00-\u9fff]+")

SHORTEST, LONGEST = 4, 80
"""Characters of a description that is about one thing; shorter ones say too little, longer ones are policy texts."""


@dataclass(slots=True)
class Entry:
    """One distinct name and description of a category, and the rows that have them."""

    group: int
    name: str
    description: str
    record: int
    """Its first row."""
    others: Sequence[int] = ()
    """Its other rows: hardly any entry has some, and a list each weighs more than the entry."""
    own: float = 1.0
    """How much of its name the description covers, by weight; 1 for a name without a subject."""
    _named: str = field(init=False)
    _said: str = field(init=False)

    def __post_init__(self) -> None:
        self._named, self._said = telling(self.name), telling(self.description)

    @property
    def texts(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Name and description, each with what is telling of it."""
        return (self.name, self._named), (self.description, self._said)

    @property
    def subject(self) -> Grams:
        """What the name is about: its grams without words that any name may have."""
        return _meant(self._named)[0]

    @property
    def named_pairs(self) -> Grams:
        """Those of its subject that are two characters."""
        return _meant(self._named)[1]

    def named_of(self, weights: Sequence[tuple[str, float]]) -> float:
        """What those of weighed grams come to that its subject has; for the asking of many entries, whose grams would have to be made."""
        named = self._named
        return sum([weight for gram, weight in weights if gram in named])

    @property
    def told(self) -> Grams:
        """What the description is about."""
        return _meant(self._said)[0]

    @property
    def pairs(self) -> Grams:
        """Those of these grams that are two characters: nearly words."""
        return _meant(self._said)[1]

    @property
    def records(self) -> tuple[int, ...]:
        """All its rows."""
        return self.record, *self.others


@dataclass(slots=True)
class Corpus:
    """The entries of one document whose descriptions can be judged, and everything that is looked up about them."""

    entries: Sequence[Entry]
    formulas: Sequence[Entry]
    """Entries whose description is a formula: of whom it speaks can be told only from who else has it."""
    titles: dict[int, str]
    rarity: Rarity
    by_group: dict[int, list[Entry]]

    def coverage(self, subject: Grams, entry: Entry) -> float:
        """How much of a subject an entry's description covers, 0 to 1."""
        return self.rarity.coverage(subject, entry.told)


REMEMBERED: Final = 1 << 13
"""Texts whose grams are kept: made anew they cost little, and all those of a large document weigh hundreds of megabytes."""


@lru_cache(maxsize=REMEMBERED)
def _meant(text: str) -> tuple[Grams, Grams]:
    """The grams of a text, and those of two characters; templates repeat the same texts over and over."""
    return grams_and_bigrams(text)


@lru_cache(maxsize=REMEMBERED)
def telling(text: str) -> str:
    """A normal form without the words that any name or description may have; spaces stand in their place."""
    return any_of("filler").sub(" ", text)


@lru_cache(maxsize=REMEMBERED)
def is_judged(description: str) -> bool:
    """Whether a description is about the indicator's subject: no formula, scoring standard, code, reference or policy text."""
    return _is_worded(description) and not is_formula(description)


def _is_worded(description: str) -> bool:
    hanzi = len(NO_HANZI.sub("", description))
    return (
        SHORTEST <= hanzi <= LONGEST
        and 2 * hanzi > len(description)
        and not (is_elsewhere(description) or is_scoring(description))
    )


@once_a_frame
def corpora(frame: pl.DataFrame) -> list[Corpus]:
    """A corpus for each document that has names and descriptions."""
    name, description = normal("name"), normal("description")
    keys = (DOCUMENT, GROUP, name, description)
    grouped = (
        frame.lazy()
        .filter((pl.col(name).fill_null("") != "") & (pl.col(description).fill_null("") != ""))
        .group_by(keys, maintain_order=True)
        .agg(pl.col(ID), pl.col(TITLE).first())
        .collect(engine="in-memory")
    )
    documents: dict[int, tuple[list[Entry], list[Entry], dict[int, str]]] = defaultdict(lambda: ([], [], {}))
    shared = shared_texts(frame)
    worded = {text for text in grouped[description].unique() if _is_worded(text)}
    for document, group, *texts, (record, *others), title in grouped.iter_rows():
        called, told = (shared.setdefault(text, text) for text in texts)
        entries, formulas, titles = documents[document]
        titles[group] = normal_form(title or "")
        if told in worded:
            (entries if is_judged(told) else formulas).append(Entry(group, called, told, record, others or ()))
    return [_corpus(*told) for told in documents.values() if told[0] or told[1]]


def meant(text: str) -> Grams:
    """The grams of what a text is about."""
    return _meant(telling(text))[0]


def _corpus(entries: Sequence[Entry], formulas: Sequence[Entry], titles: dict[int, str]) -> Corpus:
    texts = {text: said for entry in entries for text, said in entry.texts}
    by_group: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_group[entry.group].append(entry)
    corpus = Corpus(entries, formulas, titles, rarity(_meant(said)[0] for said in texts.values()), by_group)
    known: dict[tuple[str, str], float] = {}
    for entry in (*entries, *formulas):
        key = entry.name, entry.description
        if key not in known:
            if len(known) > REMEMBERED:
                known.clear()
            known[key] = corpus.coverage(entry.subject, entry)
        entry.own = known[key]
    return corpus
