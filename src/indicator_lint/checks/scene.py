"""A document's descriptions, and what is looked up when one of them is asked whose it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import polars as pl

from indicator_lint.checks.corpus import Corpus, Entry, telling
from indicator_lint.chinese.similarity import bigrams
from indicator_lint.vocabulary.description_words import any_of

SHARED_BY: Final = 5
"""A description that more names share is boilerplate."""

SPOKESMEN: Final = 4
"""Of the same name with the same description in many categories, the first few stand for all."""

STRANGER_OWN, USUAL_STRANGERS = 0.05, 0.15
"""Where more descriptions than this share have nothing of their names, that is the document's style, …"""

MOST_STRANGERS: Final = 500
"""… and where they are so many besides, nobody looks for what else each may be about."""


@dataclass
class Scene:
    """A corpus with what the tests look up in it; most of it is made when somebody asks."""

    corpus: Corpus
    copies: frozenset[tuple[int, int]]
    rows: int
    dimensions: pl.Series
    sharing: Mapping[str, list[Entry]] = field(init=False)
    named: Mapping[int, AbstractSet[str]] = field(init=False)
    in_titles: Mapping[str, AbstractSet[int]] = field(init=False)
    echoing: bool = field(init=False)
    styled: bool = field(init=False)
    """So many descriptions have nothing of their names that it is a style: it tells nothing, whatever else they have."""

    def __post_init__(self) -> None:
        corpus = self.corpus
        self.sharing = _sharing((*corpus.entries, *corpus.formulas))
        self.named = {group: bigrams(_subject(title)) for group, title in corpus.titles.items()}
        self.in_titles = _groups(self.named.items())
        strangers = sum(1 for entry in corpus.entries if entry.own <= STRANGER_OWN)
        self.echoing = strangers <= max(1, USUAL_STRANGERS * len(corpus.entries))
        self.styled = not self.echoing and strangers > MOST_STRANGERS

    @cached_property
    def names(self) -> Mapping[str, list[Entry]]:
        """Who has a pair of characters in the name."""
        return _named(self.corpus)

    @property
    def pairs(self) -> Mapping[int, Counter[str]]:
        """In how many texts of each category a pair of characters stands that stands in several."""
        return self._met[0]

    @property
    def groups(self) -> Mapping[str, AbstractSet[int]]:
        """Which categories have a pair of characters."""
        return self._met[1]

    @cached_property
    def _met(self) -> tuple[Mapping[int, Counter[str]], Mapping[str, AbstractSet[int]]]:
        """Both, category by category: the pairs that stand in one text only are most, and nobody asks for their number."""
        several: dict[int, Counter[str]] = {}

        def counted() -> Iterator[tuple[int, Counter[str]]]:
            for group, title in self.corpus.titles.items():
                pairs = _pairs(self.corpus.by_group.get(group, ()), title)
                several[group] = Counter({pair: count for pair, count in pairs.items() if count > 1})
                yield group, pairs

        groups = _groups(counted())
        return several, groups

    def title(self, entry: Entry) -> str:
        """The normal form of its category's title."""
        return self.corpus.titles[entry.group]

    def belonging(self, entry: Entry) -> float:
        """How well a description fits its name and the other rows of its category, 0 to 2."""
        return entry.own + self.share(entry)

    def share(self, entry: Entry) -> float:
        """How much of a description other texts of its category hold as well."""
        pairs, told = self.pairs[entry.group], entry.pairs
        return sum(1 for pair in told if pairs[pair] > 1) / len(told) if told else 0.0

    def kindred(self, one: int, other: int) -> bool:
        """Whether the titles of two categories name one field (教师队伍建设, 职业教育)."""
        return not self.named[one].isdisjoint(self.named[other])

    def twins(self, entry: Entry, other: Entry) -> bool:
        """Whether two entries stand in categories that are copies of one another."""
        return (entry.group, other.group) in self.copies


def _pairs(entries: Sequence[Entry], title: str) -> Counter[str]:
    """In how many texts of a category each pair of characters stands: its title, and its distinct names and descriptions."""
    texts = {entry.name: entry.named_pairs for entry in entries} | {entry.description: entry.pairs for entry in entries}
    return Counter(pair for text in (*texts.values(), bigrams(telling(title))) for pair in text)


def _subject(title: str) -> str:
    return any_of("title").sub(" ", title)


def _named(corpus: Corpus) -> dict[str, list[Entry]]:
    """The entries whose names hold a pair, of the pairs that a description may hold as well: not of one in a single text.

    A name that is a description, word for word, counts as one text with it.
    """
    descriptions = {entry.description for entry in corpus.entries}
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in corpus.entries:
        for pair in entry.named_pairs:
            if pair in corpus.rarity.weights or entry.name in descriptions:
                found[pair].append(entry)
    return found


def _sharing(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Who has a description, a few of each name and one name more than make it boilerplate."""
    found: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        names = found[entry.description]
        if entry.name in names or len(names) <= SHARED_BY:
            same = names[entry.name]
            if len(same) < SPOKESMEN:
                same.append(entry)
    return {description: [entry for same in names.values() for entry in same] for description, names in found.items()}


def _groups(pairs: Iterable[tuple[int, Iterable[str]]]) -> dict[str, AbstractSet[int]]:
    """Which groups have a pair. Most pairs are of one group only, and these share one set: a set each weighs more than the text."""
    found: dict[str, AbstractSet[int]] = {}
    for group, own in pairs:
        alone = frozenset((group,))
        for pair in own:
            known = found.setdefault(pair, alone)
            if isinstance(known, set):
                known.add(group)
            elif known is not alone:
                found[pair] = {*known, group}
    return found
