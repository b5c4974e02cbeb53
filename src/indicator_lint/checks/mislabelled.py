"""Descriptions that belong to another indicator: four narrow tests, each with evidence that can be read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from indicator_lint.checks.check import Change, Check, Evidence, Findings, Params, search
from indicator_lint.checks.copies import find_copies
from indicator_lint.checks.corpus import Corpus, Entry, corpora, pairs_of, telling
from indicator_lint.checks.tellings import SATISFACTION, measured_otherwise, says_much, tells_two
from indicator_lint.chinese.similarity import bigrams, likeness
from indicator_lint.model.columns import DIMENSION
from indicator_lint.model.rule import Severity
from indicator_lint.vocabulary.description_words import any_of, is_formula, is_sourced

OTHER_NAME: Final = 80.0
"""Names less alike than this in percent are of different indicators."""

SHARED_OWN, HALF_OWN, SHARED_OTHER, SHARED_BY = 0.30, 0.45, 0.35, 5
"""A shared description fits its owner this much better; one that more names share is boilerplate."""

LITTLE: Final = 0.10
FITS: Final = (
    ((0.05, LITTLE, LITTLE), (0.15, 0.15, 0.15), (SHARED_OWN, SHARED_OTHER, 0.25), (HALF_OWN, 0.70, 0.35)),
    ((0.15, SHARED_OTHER, 0.25), (SHARED_OWN, 0.70, 0.40)),
)
"""How much of a name a description covers at most, of its owner's at least, and how far these lie apart within a category.

The second where both stand side by side and may be told together.
"""

ACROSS_GAP: Final = 0.10
"""Between categories the same words at different indicators are suspect by themselves."""

PLAIN_OWN, PLAIN_GAP = 0.15, 0.40
"""From here on a shared description alone is proof enough."""

RESIDUE_OWN, RESIDUE_OWN_IF_SHARED, RESIDUE_GAP = 0.35, 0.85, 0.20
NEAREST_AT_HOME: Final = 0.15
"""A description that shares more than this with its own category is at home there."""

TELLING: Final = 3
NEAREST_OWN, NEAREST_COVERED, NEAREST_COVERING = 0.12, 0.75, 0.45
STRANGER_OWN, STRANGER_PAIRS = 0.05, 4
STRANGER_SHARE: Final = 0.10
"""A description has so little of its own category, a word that many categories use counting for less, …"""

USUAL_STRANGERS: Final = 0.15
"""Where more descriptions than this have nothing of their names, that is the document's style."""

HOMES, HOME_PAIRS, HOME_SHARE = 2, 3, 0.20
"""… and so much of one other category: as many pairs that hardly another one has, and this share of all."""

KINDRED: Final = 0.4
"""A category that uses so many of a name's words is of the same subject."""

RARE_PAIRS, POSTED, SIBLINGS = 8, 64, 300
SPOKESMEN: Final = 4
"""Of the same name with the same description in many categories, the first few stand for all."""


@dataclass(frozen=True, slots=True)
class _Clue:
    """One kind of evidence: the page's reason, its fields and the row it points at.

    A `proof` is enough for an error, what only `supports` is not enough to speak at all.
    """

    reason: str
    params: Params
    source: Entry | None = None
    proof: bool = False
    supports: bool = False


@dataclass(slots=True)
class _Scene:
    """A corpus with what the tests look up in it."""

    corpus: Corpus
    copies: frozenset[tuple[int, int]]
    rows: int
    dimensions: pl.Series
    sharing: Mapping[str, list[Entry]] = field(init=False)
    names: Mapping[str, list[Entry]] = field(init=False)
    pairs: Mapping[int, Counter[str]] = field(init=False)
    groups: Mapping[str, AbstractSet[int]] = field(init=False)
    in_titles: Mapping[str, AbstractSet[int]] = field(init=False)
    echoing: bool = field(init=False)

    def __post_init__(self) -> None:
        corpus = self.corpus
        self.sharing = _sharing((*corpus.entries, *corpus.formulas))
        self.names = _named(corpus)
        self.pairs = {group: _pairs(corpus.by_group.get(group, ()), title) for group, title in corpus.titles.items()}
        self.groups = _groups(self.pairs) if len(self.pairs) > 1 else {}  # else nobody asks
        self.in_titles = _groups({group: Counter(bigrams(_subject(title))) for group, title in corpus.titles.items()})
        strangers = sum(1 for entry in corpus.entries if entry.own <= STRANGER_OWN)
        self.echoing = strangers <= max(1, USUAL_STRANGERS * len(corpus.entries))

    def title(self, entry: Entry) -> str:
        return self.corpus.titles[entry.group]

    def belonging(self, entry: Entry) -> float:
        """How well a description fits its name and the other rows of its category, 0 to 2."""
        return entry.own + self.share(entry)

    def share(self, entry: Entry) -> float:
        """How much of a description other texts of its category hold as well."""
        pairs, told = self.pairs[entry.group], entry.pairs
        return sum(1 for pair in told if pairs[pair] > 1) / len(told) if told else 0.0

    def twins(self, entry: Entry, other: Entry) -> bool:
        """Whether two entries stand in categories that are copies of one another."""
        return (entry.group, other.group) in self.copies


@search
def own_description(frame: pl.DataFrame, role: str, *, rows: int) -> Findings:
    """A description is about the indicator beside it, not about another one."""
    del role
    copies = frozenset(pair for copy in find_copies(frame) for pair in _both(copy.block.group, copy.original.group))
    found: dict[int, Evidence] = {}
    for corpus in corpora(frame):
        scene = _Scene(corpus, copies, rows, frame[DIMENSION])
        judged = [(entry, _clues(entry, scene)) for entry in corpus.entries]
        for entry, clues in (*judged, *((entry, _borrowed(entry, scene)) for entry in corpus.formulas)):
            if clues:
                found.update(dict.fromkeys(entry.records, _evidence(entry, clues, frame)))
    return found


def _borrowed(formula: Entry, scene: _Scene) -> list[_Clue]:
    clue = _shared(formula, formula.own, scene)
    return [] if clue is None else [clue]


def _both(one: int, other: int) -> tuple[tuple[int, int], tuple[int, int]]:
    return (one, other), (other, one)


def _clues(entry: Entry, scene: _Scene) -> list[_Clue]:
    own = entry.own
    if own > RESIDUE_OWN_IF_SHARED:
        return []
    tests = (_shared, _residue, _nearest, _stranger)
    clues = [clue for test in tests if (clue := test(entry, own, scene)) is not None]
    return clues if any(not clue.supports for clue in clues) else []


def _evidence(entry: Entry, clues: Sequence[_Clue], frame: pl.DataFrame) -> Evidence:
    source = next((clue.source for clue in clues if clue.source is not None), None)
    proven = sum(1 for clue in clues if not clue.supports) > 1 or any(clue.proof for clue in clues)
    return Evidence(
        because=tuple((clue.reason, clue.params) for clue in clues),
        severity=Severity.ERROR if proven else Severity.WARNING,
        change=Change(advice=("rewrite", {"name": frame["name"][entry.record].strip()})),
        related=((source.record, "name"),) if source else (),
    )


def _shared(entry: Entry, own: float, scene: _Scene) -> _Clue | None:
    """The same description stands at an indicator that it fits much better."""
    sharing = scene.sharing[entry.description]
    if len(sharing) == 1 or len({other.name for other in sharing}) > SHARED_BY or is_sourced(entry.description):
        return None
    if own > HALF_OWN and not measured_otherwise(entry, scene.dimensions[entry.record] or ""):
        return None
    others = [
        o for o in sharing if likeness(o.name, entry.name) < OTHER_NAME and not scene.twins(entry, o) and o.subject
    ]
    owner = max(others, key=scene.belonging, default=None)
    if owner is None or not _belongs_more(owner, entry, own, scene):
        return None
    fit = owner.own
    proof = own <= PLAIN_OWN and fit >= SHARED_OTHER and fit - own >= PLAIN_GAP
    return _Clue(_where("shared", entry, owner), _naming(owner, scene), owner, proof)


def _belongs_more(owner: Entry, entry: Entry, own: float, scene: _Scene) -> bool:
    """In one category the names must tell; across categories their other rows tell as well."""
    fit = owner.own
    if measured_otherwise(entry, scene.dimensions[entry.record] or "") and not measured_otherwise(
        owner, scene.dimensions[owner.record] or ""
    ):
        return fit >= own and (fit >= LITTLE or not is_formula(entry.description))
    if owner.group != entry.group:
        return own <= SHARED_OWN and fit >= own and scene.belonging(owner) - scene.belonging(entry) >= ACROSS_GAP
    joined = abs(owner.record - entry.record) == 1 and tells_two(entry)  # one merged cell may tell two rows
    return any(own <= most and fit >= least and fit - own >= gap for most, least, gap in FITS[bool(joined)]) and (
        fit >= SHARED_OTHER or says_much(entry)
    )


def _residue(entry: Entry, own: float, scene: _Scene) -> _Clue | None:
    """A word of the description is of one other category's title and rows and occurs nowhere else but there."""
    words = [(home, word) for word in entry.pairs if (home := _home(word, entry, scene)) is not None]
    for home, word in sorted(words, key=lambda found: (-scene.pairs[found[0]][found[1]], found[1])):
        source = _source(entry, own, home, scene)
        if source is not None and not scene.twins(entry, source):
            params = {"word": word, "other": scene.title(source)}
            return _Clue("residue", params, source, supports=source.description != entry.description)
    return None


def _home(word: str, entry: Entry, scene: _Scene) -> int | None:
    """The one category whose title and rows have a word that no other category has, and this one only here."""
    homes: AbstractSet[int] = scene.in_titles.get(word, set())
    if len(homes) != 1 or entry.group in homes or scene.pairs[entry.group][word] > 1:
        return None
    home = next(iter(homes))
    return home if scene.groups[word] == {home, entry.group} and scene.pairs[home][word] > 1 else None


def _source(entry: Entry, own: float, group: int, scene: _Scene) -> Entry | None:
    """The row of a category that a description may come from: with the same description, or covered much better."""
    rows = scene.corpus.by_group.get(group, [])[:SIBLINGS]
    same = next((other for other in rows if other.description == entry.description), None)
    if same is not None:
        return same
    if not rows or own > RESIDUE_OWN:
        return None
    best = _likeliest(entry, group, scene)
    return best if scene.corpus.coverage(best.subject, entry) >= max(own + RESIDUE_GAP, SHARED_OTHER) else None


def _nearest(entry: Entry, own: float, scene: _Scene) -> _Clue | None:
    """The description has nothing of its own name, and nearly all of another's."""
    if own > NEAREST_OWN or _thin(entry):
        return None
    pairs = sorted((p for p in entry.told if len(p) > 1 and p in scene.names), key=lambda p: (len(scene.names[p]), p))
    near = {other.name: other for pair in pairs[:RARE_PAIRS] for other in scene.names[pair][:POSTED]}
    fits = [other for other in near.values() if _fits(other, entry, scene)]
    best = max(fits, key=lambda other: (scene.corpus.coverage(other.subject, entry), -other.record), default=None)
    return None if best is None else _Clue(_where("nearest", entry, best), _naming(best, scene), best)


def _fits(other: Entry, entry: Entry, scene: _Scene) -> bool:
    return (
        likeness(other.name, entry.name) < OTHER_NAME
        and not scene.twins(entry, other)
        and (other.group != entry.group or not entry.name.endswith(SATISFACTION))
        and (other.group == entry.group or scene.share(entry) <= NEAREST_AT_HOME)
        and (other.group == entry.group or not _at_home(entry, other.group, scene))
        and scene.corpus.coverage(other.subject, entry) >= NEAREST_COVERED
        and scene.corpus.rarity.coverage(entry.told, other.subject) >= NEAREST_COVERING
    )


def _stranger(entry: Entry, own: float, scene: _Scene) -> _Clue | None:
    """The description has nothing of its own name, next to nothing of its category, and much of another category."""
    if (
        own > NEAREST_OWN
        or entry.pairs & pairs_of(entry.subject)
        or _thin(entry)
        or not scene.echoing
        or len(entry.pairs) < STRANGER_PAIRS
        or any_of("method").search(entry.description)
        or len(scene.corpus.by_group) == 1
        or len(scene.corpus.by_group[entry.group]) < scene.rows
    ):
        return None
    home = _elsewhere(entry, scene)
    if (
        home is None
        or _at_home(entry, home, scene)
        or any(likeness(o.name, entry.name) >= OTHER_NAME for o in scene.corpus.by_group[home][:SIBLINGS])
    ):
        return None  # the other category may well have the same indicator, described alike
    return _Clue("stranger", {"where": scene.corpus.titles[home]}, _likeliest(entry, home, scene))


def _at_home(entry: Entry, group: int, scene: _Scene) -> bool:
    """Whether another category speaks of what the name is about as well: two categories of one subject.

    What it says once may itself have been mislaid, and a pair that many categories use tells little.
    """
    weights = {pair: 1 / len(scene.groups[pair]) for pair in pairs_of(entry.subject)}
    shared = sum(weight for pair, weight in weights.items() if scene.pairs[group][pair] > 1)
    return shared >= KINDRED * sum(weights.values()) > 0


def _elsewhere(entry: Entry, scene: _Scene) -> int | None:
    """The category that a description without a home in its own speaks the language of."""
    told, here = entry.pairs, scene.pairs[entry.group]
    holders = {pair: scene.groups[pair] for pair in told}  # its own category is one of them
    users = {pair: len(groups) - 1 + (here[pair] > 1) for pair, groups in holders.items()}
    if sum(1 / users[pair] for pair in told if here[pair] > 1) > STRANGER_SHARE * len(told):
        return None
    # a pair that more categories use adds next to nothing to a share: nobody has a home by such pairs alone
    near = {group for pair, groups in holders.items() if users[pair] <= POSTED for group in groups} - {entry.group}
    shares = {group: sum(1 / users[pair] for pair in told if group in holders[pair]) for group in near}
    home = max(near, key=lambda group: (shares[group], -group), default=None)
    if home is None or shares[home] < HOME_SHARE * len(told):
        return None
    rare = [pair for pair in told if home in holders[pair] and users[pair] <= HOMES and here[pair] <= 1]
    return home if len(rare) >= HOME_PAIRS else None


def _likeliest(entry: Entry, group: int, scene: _Scene) -> Entry:
    rows = [other for other in scene.corpus.by_group[group][:SIBLINGS] if other.subject]
    return max(rows or scene.corpus.by_group[group], key=lambda other: scene.corpus.coverage(other.subject, entry))


def _thin(entry: Entry) -> bool:
    """Whether a name says too little for its absence to say anything."""
    return sum(1 for gram in entry.subject if len(gram) == 1) < TELLING


def _where(kind: str, entry: Entry, other: Entry) -> str:
    return f"{kind}_here" if entry.group == other.group else kind


def _naming(other: Entry, scene: _Scene) -> Params:
    return {"other": other.name, "where": scene.title(other)}


def _pairs(entries: Sequence[Entry], title: str) -> Counter[str]:
    """In how many texts of a category each pair of characters stands: its title, and its distinct names and descriptions."""
    texts = {entry.name: pairs_of(entry.subject) for entry in entries} | {
        entry.description: entry.pairs for entry in entries
    }
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
        for pair in pairs_of(entry.subject):
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


def _groups(pairs: Mapping[int, Counter[str]]) -> dict[str, AbstractSet[int]]:
    """Which groups have a pair. Most pairs are of one group only, and these share one set: a set each weighs more than the text."""
    found: dict[str, AbstractSet[int]] = {}
    for group, counted in pairs.items():
        alone = frozenset((group,))
        for pair in counted:
            known = found.setdefault(pair, alone)
            if isinstance(known, set):
                known.add(group)
            elif known is not alone:
                found[pair] = {*known, group}
    return found


CHECKS: Final[dict[str, Check]] = {"own_description": own_description}
