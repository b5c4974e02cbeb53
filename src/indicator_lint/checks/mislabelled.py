"""Descriptions that belong to another indicator: narrow tests, each with evidence that can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final, NamedTuple

import polars as pl

from indicator_lint.checks.check import Change, Check, Evidence, Findings, Params, search
from indicator_lint.checks.copies import find_copies
from indicator_lint.checks.corpus import Entry, corpora
from indicator_lint.checks.respondents import are_others, asked_in_description, asked_in_name
from indicator_lint.checks.scene import OTHER_NAME, STRANGER_OWN, Scene
from indicator_lint.checks.tellings import SATISFACTION, alien_measure, measured_otherwise, says_much, tells_two
from indicator_lint.chinese.similarity import likeness
from indicator_lint.model.columns import DIMENSION
from indicator_lint.model.rule import Severity
from indicator_lint.vocabulary.description_words import any_of, is_formula

SHARED_OWN, HALF_OWN, SHARED_OTHER = 0.30, 0.45, 0.35
"""A shared description fits its owner this much better."""

LITTLE: Final = 0.10
FITS: Final = (
    ((0.05, LITTLE, LITTLE), (0.15, 0.15, 0.15), (SHARED_OWN, SHARED_OTHER, 0.25), (HALF_OWN, 0.70, 0.35)),
    ((0.15, SHARED_OTHER, 0.25), (SHARED_OWN, 0.70, 0.40)),
)
"""How much of a name a description covers at most, of its owner's at least, and how far these lie apart within a category.

The second where both stand side by side and may be told together.
"""

MEASURED_OTHERWISE: Final = 0.4
"""Where only the owner can be measured so, it may be covered by so much less."""

ACROSS_GAP: Final = 0.10
"""Between categories the same words at different indicators are suspect by themselves."""

PLAIN_OWN, PLAIN_GAP = 0.15, 0.40
"""From here on a shared description alone is proof enough."""

RESIDUE_OWN, RESIDUE_OWN_IF_SHARED, RESIDUE_GAP = 0.35, 0.85, 0.20
NEAREST_AT_HOME: Final = 0.15
"""A description that shares more than this with its own category is at home there."""

TELLING: Final = 3
NEAREST_OWN, NEAREST_COVERED, NEAREST_COVERING = 0.12, 0.75, 0.45
STRANGER_PAIRS: Final = 4
STRANGER_SHARE: Final = 0.10
"""A description has so little of its own category, a word that many categories use counting for less, …"""

HOMES, HOME_PAIRS, HOME_SHARE = 2, 3, 0.20
"""… and so much of one other category: as many pairs that hardly another one has, and this share of all."""

KINDRED: Final = 0.4
"""A category that uses so many of a name's words is of the same subject."""

ROUNDED: Final = 1e-6
"""What a sum may differ by that is taken in another order."""

RARE_PAIRS, POSTED, SIBLINGS = 8, 64, 300
AT_LEAST: Final = 2
"""So many of the rarest pairs of a description the name that it was written for has as well."""


class _Clue(NamedTuple):
    """One kind of evidence: the page's reason, its fields and the row it points at.

    A `proof` is enough for an error, what only `supports` is not enough to speak at all.
    """

    reason: str
    params: Params
    source: Entry | None = None
    proof: bool = False
    supports: bool = False


@search
def own_description(frame: pl.DataFrame, role: str, *, rows: int) -> Findings:
    """A description is about the indicator beside it, not about another one."""
    del role
    copies = frozenset(pair for copy in find_copies(frame) for pair in _both(copy.block.group, copy.original.group))
    found: dict[int, Evidence] = {}
    for corpus in corpora(frame):
        scene = Scene(corpus, copies, rows, frame[DIMENSION])
        judged = ((entry, _clues(entry, scene)) for entry in corpus.entries)
        for entry, clues in chain(judged, ((entry, _borrowed(entry, scene)) for entry in corpus.formulas)):
            if clues:
                found.update(dict.fromkeys(entry.records, _evidence(entry, clues, frame)))
    return found


def _borrowed(formula: Entry, scene: Scene) -> list[_Clue]:
    clue = _shared(formula, formula.own, scene)
    return [] if clue is None else [clue]


def _both(one: int, other: int) -> tuple[tuple[int, int], tuple[int, int]]:
    return (one, other), (other, one)


def _clues(entry: Entry, scene: Scene) -> list[_Clue]:
    own = entry.own
    if own > RESIDUE_OWN_IF_SHARED:
        return []
    tests = (_shared, _residue, _nearest, _stranger, _asked, _alien)
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


def _shared(entry: Entry, own: float, scene: Scene) -> _Clue | None:
    """The same description stands at an indicator that it fits much better."""
    rivals = scene.rivals(entry)
    if not rivals:
        return None
    if own > HALF_OWN and not measured_otherwise(entry, scene.dimensions[entry.record] or ""):
        return None
    others = [other for other in rivals if not scene.twins(entry, other)]
    owner = max(others, key=scene.belonging, default=None)
    if owner is None or not _belongs_more(owner, entry, own, scene):
        return None
    fit = owner.own
    proof = own <= PLAIN_OWN and fit >= SHARED_OTHER and fit - own >= PLAIN_GAP
    return _Clue(_where("shared", entry, owner), _naming(owner, scene), owner, proof)


def _belongs_more(owner: Entry, entry: Entry, own: float, scene: Scene) -> bool:
    """In one category the names must tell; across categories their other rows tell as well."""
    fit = owner.own
    if measured_otherwise(entry, scene.dimensions[entry.record] or "") and not measured_otherwise(
        owner, scene.dimensions[owner.record] or ""
    ):
        return fit >= own - MEASURED_OTHERWISE and (fit >= LITTLE or not is_formula(entry.description))
    if owner.group != entry.group:
        return own <= SHARED_OWN and fit >= own and scene.belonging(owner) - scene.belonging(entry) >= ACROSS_GAP
    joined = abs(owner.record - entry.record) == 1 and tells_two(entry)  # one merged cell may tell two rows
    return any(own <= most and fit >= least and fit - own >= gap for most, least, gap in FITS[bool(joined)]) and (
        fit >= SHARED_OTHER or says_much(entry)
    )


def _residue(entry: Entry, own: float, scene: Scene) -> _Clue | None:
    """A word of the description is of one other category's title and rows and occurs nowhere else but there."""
    if len(scene.corpus.titles) == 1:
        return None
    words = [(home, word) for word, home in scene.titled(entry) if _occurs_there(word, home, entry, scene)]
    for home, word in sorted(words, key=lambda found: (-scene.pairs[found[0]][found[1]], found[1])):
        source = _source(entry, own, home, scene)
        if source is not None and not scene.twins(entry, source):
            params = {"word": word, "other": scene.title(source)}
            return _Clue("residue", params, source, supports=source.description != entry.description)
    return None


def _occurs_there(word: str, home: int, entry: Entry, scene: Scene) -> bool:
    """Whether the category whose title has a word has it in its rows, no other category has it, and this one only here."""
    if entry.group == home or scene.pairs[entry.group][word] > 1:
        return False
    holders = scene.groups[word]
    both = len(holders) == len({home, entry.group}) and home in holders and entry.group in holders
    return both and scene.pairs[home][word] > 1


def _source(entry: Entry, own: float, group: int, scene: Scene) -> Entry | None:
    """The row of a category that a description may come from: with the same description, or covered much better."""
    rows = scene.corpus.by_group.get(group, [])[:SIBLINGS]
    same = next((other for other in rows if other.description == entry.description), None)
    if same is not None:
        return same
    if not rows or own > RESIDUE_OWN:
        return None
    best = _likeliest(entry, group, scene)
    return best if scene.corpus.coverage(best.subject, entry) >= max(own + RESIDUE_GAP, SHARED_OTHER) else None


def _nearest(entry: Entry, own: float, scene: Scene) -> _Clue | None:
    """The description has nothing of its own name, and nearly all of another's."""
    if own > NEAREST_OWN or _thin(entry):
        return None
    near = scene.remembered(scene.near, entry.description, lambda: _near(entry, scene))
    fits = [other for other in near if _fits(other, entry, scene)]
    best = max(fits, key=lambda other: (scene.corpus.coverage(other.subject, entry), -other.record), default=None)
    return None if best is None else _Clue(_where("nearest", entry, best), _naming(best, scene), best)


def _near(entry: Entry, scene: Scene) -> list[Entry]:
    """Those whose names a description covers and is covered by, whoever has it: found by its rarest pairs."""
    pairs = sorted((p for p in entry.pairs if p in scene.names), key=lambda p: (len(scene.names[p]), p))
    posted = [other for pair in pairs[:RARE_PAIRS] for other in scene.names[pair][:POSTED]]
    met = Counter(map(id, posted))
    enough = min(AT_LEAST, len(pairs))  # most have no more than a pair in common with it
    near = {other.name: other for other in posted if met[id(other)] >= enough}
    return [
        other
        for other in _covering(near.values(), entry, scene)
        if scene.corpus.coverage(other.subject, entry) >= NEAREST_COVERED
        and scene.corpus.rarity.coverage(entry.told, other.subject) >= NEAREST_COVERING
    ]


def _covering(others: Iterable[Entry], entry: Entry, scene: Scene) -> list[Entry]:
    """Those whose names cover enough of a description: most have no more than a word in common with it."""
    rarity = scene.corpus.rarity
    weights = [(gram, rarity.weight(gram)) for gram in entry.told]
    enough = NEAREST_COVERING * sum(weight for _, weight in weights) - ROUNDED
    return [other for other in others if other.named_of(weights) >= enough]


def _fits(other: Entry, entry: Entry, scene: Scene) -> bool:
    return (
        likeness(other.name, entry.name) < OTHER_NAME
        and not scene.twins(entry, other)
        and (other.group != entry.group or not entry.name.endswith(SATISFACTION))
        and (other.group == entry.group or scene.share(entry) <= NEAREST_AT_HOME)
        and (other.group == entry.group or not _at_home(entry, other.group, scene))
    )


def _stranger(entry: Entry, own: float, scene: Scene) -> _Clue | None:
    """The description has nothing of its own name, next to nothing of its category, and much of another category."""
    if (
        own > NEAREST_OWN
        or not scene.echoing
        or entry.pairs & entry.named_pairs
        or _thin(entry)
        or len(entry.pairs) < STRANGER_PAIRS
        or any_of("method").search(entry.description)
        or len(scene.corpus.by_group) == 1
        or len(scene.corpus.by_group[entry.group]) < scene.rows
    ):
        return None
    home = _elsewhere(entry, scene)
    if (
        home is None
        or scene.kindred(entry.group, home)
        or _at_home(entry, home, scene)
        or any(likeness(o.name, entry.name) >= OTHER_NAME for o in scene.corpus.by_group[home][:SIBLINGS])
    ):
        return None  # the other category may well have the same indicator, described alike
    return _Clue("stranger", {"where": scene.corpus.titles[home]}, _likeliest(entry, home, scene))


def _asked(entry: Entry, own: float, scene: Scene) -> _Clue | None:
    """The description speaks of the opinion of people whose satisfaction is another row of the category."""
    del own
    called = asked_in_name(entry)
    said = asked_in_description(entry) if called else ""
    if not called or not said or not are_others(called, said):
        return None
    siblings = scene.corpus.by_group[entry.group][:SIBLINGS]
    source = next((o for o in siblings if (name := asked_in_name(o)) and (name in said or said in name)), None)
    return None if source is None else _Clue("asked", {"who": said, "other": source.name}, source)


def _alien(entry: Entry, own: float, scene: Scene) -> _Clue | None:
    """The description has nothing of its own name and ends in a measure that neither name nor unit can be of, whosever it is."""
    if own > STRANGER_OWN or _thin(entry) or any_of("method").search(entry.description):
        return None
    found = alien_measure(entry, scene.dimensions[entry.record] or "")
    return None if found is None else _Clue("otherwise", {"measure": found}) if found else _Clue("unasked", {})


def _at_home(entry: Entry, group: int, scene: Scene) -> bool:
    """Whether another category speaks of what the name is about as well: two categories of one subject.

    What it says once may itself have been mislaid, and a pair that many categories use tells little.
    """
    weights = {pair: 1 / len(scene.groups[pair]) for pair in entry.named_pairs}
    shared = sum(weight for pair, weight in weights.items() if scene.pairs[group][pair] > 1)
    return shared >= KINDRED * sum(weights.values()) > 0


def _elsewhere(entry: Entry, scene: Scene) -> int | None:
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


def _likeliest(entry: Entry, group: int, scene: Scene) -> Entry:
    rows = [other for other in scene.corpus.by_group[group][:SIBLINGS] if other.subject]
    return max(rows or scene.corpus.by_group[group], key=lambda other: scene.corpus.coverage(other.subject, entry))


def _thin(entry: Entry) -> bool:
    """Whether a name says too little for its absence to say anything."""
    return sum(1 for gram in entry.subject if len(gram) == 1) < TELLING


def _where(kind: str, entry: Entry, other: Entry) -> str:
    return f"{kind}_here" if entry.group == other.group else kind


def _naming(other: Entry, scene: Scene) -> Params:
    return {"other": other.name, "where": scene.title(other)}


CHECKS: Final[dict[str, Check]] = {"own_description": own_description}
