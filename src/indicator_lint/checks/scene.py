"""A document's descriptions, and what is looked up when one of them is asked whose it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Final, TypeVar

import polars as pl

from indicator_lint.checks.corpus import REMEMBERED, Corpus, Entry, telling
from indicator_lint.chinese.similarity import Grams, bigrams, likeness
from indicator_lint.vocabulary.description_words import any_of, is_sourced

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

OTHER_NAME: Final = 80.0
"""Names less alike than this in percent are of different indicators."""

SHARED_BY: Final = 5
"""A description that more names share is boilerplate."""

SPOKESMEN: Final = 4
"""Of the same name with the same description in many categories, the first few stand for all."""

STRANGER_OWN, USUAL_STRANGERS = 0.05, 0.15
"""Where more descriptions than this share have nothing of their names, that is the document's style."""


class Holders(Collection[int]):
    """The categories that have a pair of characters, by kinds of those that hold the same: a template's are of one kind."""

    __slots__ = ("_kinds", "_members", "_of", "_size")

    def __init__(self, of: Mapping[int, int], members: Sequence[Sequence[int]]) -> None:
        """None yet; the kind of each category, and the categories of each kind."""
        self._of, self._members = of, members
        self._kinds: set[int] = set()
        self._size = 0

    def add(self, kind: int, groups: Sequence[int]) -> None:
        """The categories of one kind more."""
        self._kinds.add(kind)
        self._size += len(groups)

    def joined(self, kind: int, groups: Sequence[int]) -> Holders:
        """With those of one kind more; what is of one kind only is shared, and stays as it is."""
        both = self
        if len(self._kinds) == 1:
            both = Holders(self._of, self._members)
            for known in self._kinds:
                both.add(known, self._members[known])
        both.add(kind, groups)
        return both

    def __len__(self) -> int:
        return self._size

    def __contains__(self, group: object) -> bool:
        return self._of.get(group) in self._kinds  # type: ignore[call-overload]

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(self._members[kind] for kind in self._kinds)


@dataclass
class Scene:
    """A corpus with what the tests look up in it; most of it is made when somebody asks."""

    corpus: Corpus
    copies: frozenset[tuple[int, int]]
    rows: int
    dimensions: pl.Series
    sharing: Mapping[str, list[Entry]] = field(init=False)
    named: Mapping[int, AbstractSet[str]] = field(init=False)
    in_titles: Mapping[str, Holders] = field(init=False)
    echoing: bool = field(init=False)
    near: dict[str, Sequence[Entry]] = field(init=False, default_factory=dict)
    """By description, those whose names it may have been written for, as far as they have been looked for."""
    _rivals: dict[tuple[str, str], Sequence[Entry]] = field(init=False, default_factory=dict)
    _titled: dict[str, Sequence[tuple[str, int]]] = field(init=False, default_factory=dict)
    _shares: dict[tuple[int, str], float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        corpus = self.corpus
        self.sharing = _sharing((*corpus.entries, *corpus.formulas))
        self.named = {group: bigrams(_subject(title)) for group, title in corpus.titles.items()}
        titled: dict[AbstractSet[str], list[int]] = defaultdict(list)
        for group, words in self.named.items():
            titled[words].append(group)
        self.in_titles = _holders((groups, words) for words, groups in titled.items())
        strangers = sum(1 for entry in corpus.entries if entry.own <= STRANGER_OWN)
        self.echoing = strangers <= max(1, USUAL_STRANGERS * len(corpus.entries))

    @cached_property
    def names(self) -> Mapping[str, list[Entry]]:
        """Who has a pair of characters in the name."""
        return _named(self.corpus)

    @property
    def pairs(self) -> Mapping[int, Counter[str]]:
        """In how many texts of each category a pair of characters stands that stands in several."""
        return self._met[0]

    @property
    def groups(self) -> Mapping[str, Holders]:
        """Which categories have a pair of characters."""
        return self._met[1]

    @cached_property
    def _met(self) -> tuple[Mapping[int, Counter[str]], Mapping[str, Holders]]:
        """Both, kind by kind: the pairs that stand in one text only are most, and nobody asks for their number."""
        several: dict[int, Counter[str]] = {}

        def counted() -> Iterator[tuple[Sequence[int], Iterable[str]]]:
            for (_, titled), groups in self._kinds().items():
                pairs = _pairs(self.corpus.by_group.get(groups[0], ()), titled)
                kept = Counter({pair: count for pair, count in pairs.items() if count > 1})
                several.update(dict.fromkeys(groups, kept))
                yield groups, pairs

        groups = _holders(counted())
        return several, groups

    def _kinds(self) -> Mapping[tuple[AbstractSet[str], Grams], Sequence[int]]:
        """The categories with the same names, descriptions and words in their titles."""
        kinds: dict[tuple[AbstractSet[str], Grams], list[int]] = defaultdict(list)
        for group, title in self.corpus.titles.items():
            entries = self.corpus.by_group.get(group, ())
            texts = frozenset(chain.from_iterable((entry.name, entry.description) for entry in entries))
            kinds[texts, bigrams(telling(title))].append(group)
        return kinds

    @staticmethod
    def remembered(known: dict[Key, Value], key: Key, make: Callable[[], Value]) -> Value:
        """What is known of a key, made where it is not: a large table repeats its texts, and not all of them are kept."""
        value = known.get(key)
        if value is None:
            if len(known) >= REMEMBERED:
                known.clear()
            value = known[key] = make()
        return value

    def rivals(self, entry: Entry) -> Sequence[Entry]:
        """Those of other names that have the same description; nobody where it is boilerplate or given by others."""
        sharing = self.sharing[entry.description]
        if len(sharing) == 1:
            return ()
        return self.remembered(self._rivals, (entry.name, entry.description), lambda: _rivals(entry, sharing))

    def titled(self, entry: Entry) -> Sequence[tuple[str, int]]:
        """The pairs of a description that stand in the title of one category only, each with this category."""
        return self.remembered(
            self._titled,
            entry.description,
            lambda: [(p, next(iter(homes))) for p in entry.pairs if len(homes := self.in_titles.get(p, ())) == 1],
        )

    def title(self, entry: Entry) -> str:
        """The normal form of its category's title."""
        return self.corpus.titles[entry.group]

    def belonging(self, entry: Entry) -> float:
        """How well a description fits its name and the other rows of its category, 0 to 2."""
        return entry.own + self.share(entry)

    def share(self, entry: Entry) -> float:
        """How much of a description other texts of its category hold as well."""
        pairs = self.pairs[entry.group]
        key = id(pairs), entry.description  # categories of one kind have the same pairs
        known = self._shares.get(key)
        if known is None:
            told = entry.pairs
            known = sum(1 for pair in told if pairs[pair] > 1) / len(told) if told else 0.0
            self._shares[key] = known
        return known

    def kindred(self, one: int, other: int) -> bool:
        """Whether the titles of two categories name one field (教师队伍建设, 职业教育)."""
        return not self.named[one].isdisjoint(self.named[other])

    def twins(self, entry: Entry, other: Entry) -> bool:
        """Whether two entries stand in categories that are copies of one another."""
        return (entry.group, other.group) in self.copies


def _rivals(entry: Entry, sharing: Sequence[Entry]) -> Sequence[Entry]:
    if len({other.name for other in sharing}) > SHARED_BY or is_sourced(entry.description):
        return ()
    return [other for other in sharing if likeness(other.name, entry.name) < OTHER_NAME and other.subject]


def _pairs(entries: Sequence[Entry], titled: Grams) -> Counter[str]:
    """In how many texts of a category each pair of characters stands: its title, and its distinct names and descriptions."""
    texts = {entry.name: entry.named_pairs for entry in entries} | {entry.description: entry.pairs for entry in entries}
    return Counter(pair for text in (*texts.values(), titled) for pair in text)


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


def _holders(kinds: Iterable[tuple[Sequence[int], Iterable[str]]]) -> dict[str, Holders]:
    """Which categories have a pair, given those that hold the same pairs, and these pairs.

    Most pairs are of one kind of categories only, and these share one object: one each weighs more than the text.
    """
    found: dict[str, Holders] = {}
    of: dict[int, int] = {}
    members: list[Sequence[int]] = []
    for groups, pairs in kinds:
        of.update(dict.fromkeys(groups, len(members)))
        alone = Holders(of, members)
        alone.add(len(members), groups)
        members.append(groups)
        for pair in pairs:
            known = found.setdefault(pair, alone)
            if known is not alone:
                found[pair] = known.joined(len(members) - 1, groups)
    return found
