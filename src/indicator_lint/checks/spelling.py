"""Spelling: characters written for others that sound or look like them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import Final, TypeAlias

import polars as pl

from indicator_lint.checks.check import Change, Check, Evidence, search
from indicator_lint.checks.grouped import each, grouped
from indicator_lint.checks.misspelt import alikes, candidates
from indicator_lint.checks.slips import Slip, listed_slips, reads_better
from indicator_lint.checks.usage import UNUSED, Usage, usages_of
from indicator_lint.chinese.characters import AFFIX, FUNCTION, PLACES, SURNAMES, hanzi_runs
from indicator_lint.model.columns import COLUMN_OF, DOCUMENT
from indicator_lint.vocabulary.confusables import same_sound, sound_alikes
from indicator_lint.vocabulary.units import known_spellings
from indicator_lint.vocabulary.words import (
    FREQUENT,
    certainty,
    domain_words,
    official_words,
    segment,
    word_class,
)

LONGEST: Final = 4
"""Characters of the longest stretch of single characters that is looked at."""

SHORTEST: Final = 2
LONG: Final = 3
"""Characters of a word that is hardly hit by chance."""

VERY_LONG: Final = 4
LONGEST_OURS: Final = 7
"""Lengths of the words that are looked for across a broken segmentation."""

CERTAIN: Final = (28, 22)
"""How sure a word of two characters must be (see `certainty`) that only the field's words attest, or the document but once."""

UNHEARD: Final = (16, 8)
"""The same where no word of the field begins, or none ends, as the pair does."""

SURE, STEP = 22, 2
"""Certainty from which a right word bears a freer pair beside it, and how much of it for each further freedom."""

STRANGE: Final = (18, 8)
"""The same where the wrong character stands in no word of the field at all."""

TWICE: Final = 2
OFTEN: Final = 3
"""In how many texts the document must use a word to speak for itself."""

FREE: Final = (1, 3, 4, 8)
"""Up to which freedom (see `_freedom`) a pair is no word newly coined (报险, 提质), by the texts that use the right word."""

USUAL: Final = (0, 1, 3)
"""Below which freedom a pair with a particle in it is no phrase, by the texts that use the right word."""

UNMOVED: Final = AFFIX | FUNCTION
"""Characters that are not taken for slips of the pen: they stand beside anything."""

REMEMBERED: Final = 1 << 14
"""Texts of which it is kept what is doubtful in them: departments write the same ones."""

Test: TypeAlias = Callable[[Slip, Usage], bool]
Doubt: TypeAlias = tuple[tuple[Slip, Test | None], ...]
"""Readings of one string, each with what a document must say for it, if anything; the best of those is told."""


@search
def spelled_right(frame: pl.DataFrame, role: str, *, share: float, least: int) -> dict[int, Evidence]:
    """No word is written with a character that only sounds or looks like the right one."""
    column = COLUMN_OF.get(role, role)
    if column not in frame.columns:
        return {}
    usages = usages_of(frame)
    leads = _leads(frame, share, least) if role == "description" else {}

    def look(document: int, text: str | None) -> Evidence | None:
        if text is None:
            return None
        slips = (*_lead_slip(text, leads.get(document, "")), *_slips(text, usages.get(document, UNUSED)))
        return _evidence(text, role, slips)

    return each(frame, (DOCUMENT, column), look)


def _evidence(text: str, role: str, slips: Iterable[Slip]) -> Evidence | None:
    fixed, because = text, []
    for slip in slips:
        if slip.wrong in fixed:  # else a longer word around it was mended already
            fixed = fixed.replace(slip.wrong, slip.right)
            because.append((slip.reason, {"wrong": slip.wrong, "right": slip.right}))
    return Evidence(because=tuple(because), change=Change({role: fixed})) if because else None


def _leads(frame: pl.DataFrame, share: float, least: int) -> dict[int, str]:
    """The two characters with which most descriptions of a document begin, empty where no two do."""
    texts: dict[int, list[str]] = defaultdict(list)
    for document, text in grouped(frame, DOCUMENT, "description").values:
        if text is not None and len(text) > SHORTEST:
            texts[document].append(text)
    return {document: _lead(known, share, least) for document, known in texts.items()}


def _lead(texts: Sequence[str], share: float, least: int) -> str:
    (lead, count), *_ = Counter(text[:SHORTEST] for text in texts).most_common(1) or [("", 0)]
    return lead if count >= least and count >= share * len(texts) and word_class(lead) >= 0 else ""


def _lead_slip(text: str, lead: str) -> Iterator[Slip]:
    """A first word that differs from everybody's by one confusable character."""
    if not lead or len(text) <= len(lead) or text.startswith(lead):
        return
    start = text[: len(lead)]
    runs = hanzi_runs(text)
    differing = [(old, new) for old, new in zip(start, lead, strict=True) if old != new]
    if len(differing) == 1 and _confusable(*differing[0]) and runs and start in (segment(runs[0])[0], runs[0][:2]):
        whole = segment(runs[0])[0]
        if len(whole) <= len(lead):
            yield Slip(start, lead, "lead")


def _confusable(old: str, new: str) -> bool:
    return new in alikes(old)


def _slips(text: str, usage: Usage) -> Iterator[Slip]:
    for doubt in _doubts(text):
        yield from _best((slip for slip, test in doubt if test is None or test(slip, usage)), usage)


@lru_cache(maxsize=REMEMBERED)
def _doubts(text: str) -> tuple[Doubt, ...]:
    """What a document has to decide about a text; nothing for most, and the same text stands in many documents."""
    return tuple(doubt for run in hanzi_runs(text) for doubt in map(tuple, _of_run(run, segment(run))) if doubt)


def _of_run(run: str, words: Sequence[str]) -> Iterator[Iterable[tuple[Slip, Test | None]]]:
    yield from ([(slip, None)] for slip in listed_slips(run, words))
    yield ((slip, _believable) for slip in _torn(run, words))
    yield from (_in_stretch(stretch, following) for stretch, following in _stretches(words))
    for first, second in pairwise(words):
        if {len(first), len(second)} in ({1, 2}, {1, 3}):
            place = 0 if len(first) == 1 else len(first)
            yield ((slip, _believable) for slip in candidates(first + second, [place], UNMOVED))
    yield from (((slip, None) for slip in slips) for slips in _long(words))
    for pair, place in _particles(words):
        yield ((slip, _usual) for slip in candidates(pair, [place], frozenset()))


def _best(slips: Iterable[Slip], usage: Usage) -> list[Slip]:
    """The most likely of several readings of one string, as a list of one; empty where there is none."""
    found = list(slips)
    if len(found) <= 1:
        return found

    def rank(slip: Slip) -> tuple[int, int, bool, int, int]:
        used, ours = usage.words.get(slip.right, 0), slip.right in domain_words()
        return len(slip.right), used, ours, _nearness(slip), word_class(slip.right)

    return sorted(found, key=rank)[-1:]


def _nearness(slip: Slip) -> int:
    """How near the wrong character is to the right one: by shape, by a sound that some confuse, by its very sound."""
    if slip.reason != "sound":
        return 0
    return 1 + all(old == new or same_sound(old, new) for old, new in zip(slip.wrong, slip.right, strict=True))


def _stretches(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Stretches of single characters that are no words by themselves, and the word that follows each."""
    stretch = ""
    for word in (*words, ""):
        if len(word) == 1 and word not in FUNCTION:
            stretch += word
            continue
        if 1 < len(stretch) <= LONGEST:  # a longer one spells a foreign name
            yield stretch, word
        stretch = ""


def _in_stretch(stretch: str, following: str) -> Iterator[tuple[Slip, Test]]:
    named = stretch[0] in SURNAMES or following in PLACES or stretch[-1] in PLACES
    for length in range(2, len(stretch) + 1):
        for start in range(len(stretch) - length + 1):
            string = stretch[start : start + length]
            for slip in candidates(string, range(length), FUNCTION):
                moved = any(old in AFFIX and old != new for old, new in zip(string, slip.right, strict=True))
                yield slip, IN_STRETCH[moved, named]


def _torn(run: str, words: Sequence[str]) -> Iterator[Slip]:
    """A character left alone whose neighbour another word has drawn to itself (抗|体检|侧: 抗体|检测)."""
    place = 0
    for before, word, after in zip(("", *words), words, (*words[1:], ""), strict=False):
        if len(word) == 1 and word not in FUNCTION:
            for start in (place - 1, place):
                neighbour = before if start < place else after
                if len(neighbour) > 1:
                    pair, span = run[start : start + SHORTEST], (start, start + SHORTEST)
                    slips = candidates(pair, [place - start], UNMOVED)
                    yield from (slip for slip in slips if reads_better(run, words, span, slip.right))
        place += len(word)


def _particles(words: Sequence[str]) -> Iterator[tuple[str, int]]:
    """A particle with a character left alone beside it, and the place that may be wrong: a broken word (因响, 比梨)."""
    if FUNCTION.isdisjoint(words):
        return
    padded = ("", *words, "")
    for before, first, second, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        if len(first) == len(second) == 1 and (first in FUNCTION) != (second in FUNCTION):
            place = 0 if first in FUNCTION else 1
            beyond, lone = (before, second) if place == 0 else (after, first)
            if (len(beyond) != 1 or beyond in FUNCTION) and lone not in AFFIX:
                yield first + second, place
                yield first + second, 1 - place


def _long(words: Sequence[str]) -> Iterator[Iterator[Slip]]:
    """A long word of the field, broken by one wrong character that was left alone (领导销组, 满以度): readings by place."""
    text, place = "".join(words), 0
    starts = _starts(text)
    if not starts:
        return
    before, after = _lone(words), _lone(words[::-1])[::-1]
    for number, word in enumerate(words):
        if len(word) == 1 and alikes(word):
            near = [start for start in starts if place - LONGEST_OURS < start <= place]
            yield _around(text, place, (before[number], after[number]), near)
        place += len(word)


def _starts(text: str) -> list[int]:
    """Where a long word may begin with one wrong character: two of its first three are right."""
    pairs = _long_pairs()
    triples = zip(text, text[1:], text[2:], strict=False)
    return [
        start
        for start, (one, two, three) in enumerate(triples)
        if (one, two, "") in pairs or (one, "", three) in pairs or ("", two, three) in pairs
    ]


@cache
def _long_pairs() -> frozenset[tuple[str, str, str]]:
    """The first three characters of the long words of the field, each time without one of them."""
    begun = {tuple(word[:LONG]) for word in domain_words() if LONG <= len(word) <= LONGEST_OURS}
    return frozenset(pair for one, two, three in begun for pair in ((one, two, ""), (one, "", three), ("", two, three)))


def _lone(words: Sequence[str]) -> list[int]:
    """How many single characters stand right before each word."""
    return list(accumulate(words[:-1], lambda count, word: count + 1 if len(word) == 1 else 0, initial=0))


def _around(text: str, place: int, lone: tuple[int, int], starts: Iterable[int]) -> Iterator[Slip]:
    """Readings of a place as part of a long word; a word of three characters must have left three single ones."""
    old = text[place]
    for length, start in sorted(_windows(text, place, starts)):
        broken = place - start <= lone[0] and start + length - 1 - place <= lone[1]
        if not broken and length < VERY_LONG + (old in UNMOVED):
            continue
        string = text[start : start + length]
        for right in _long_words().get((length, *((string[0], "") if start < place else ("", string[-1]))), ()):
            new = right[place - start]
            if new in alikes(old) and _differs_at(string, right, place - start):
                yield Slip(string, right, "sound" if new in sound_alikes(old) else "shape")


def _windows(text: str, place: int, starts: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Length and start of what may be a long word, wrong at a place: few characters begin one, or end one."""
    openings, closings = _long_ends()
    for start in starts:
        if start < place:
            lengths = openings.get(text[start], ())
            yield from ((length, start) for length in lengths if place - start < length <= len(text) - start)
        else:
            for end in range(place + LONG, min(len(text), place + LONGEST_OURS) + 1):
                if end - place in closings.get(text[end - 1], ()):
                    yield end - place, place


def _differs_at(string: str, word: str, place: int) -> bool:
    return string[:place] == word[:place] and string[place + 1 :] == word[place + 1 :] and string[place] != word[place]


def _freedom(pair: str) -> int:
    """How many words of the field begin as a pair does, or end as it does, whichever are fewer."""
    beginnings, ends = _habits()
    return min(beginnings[pair[0]], ends[pair[-1]])


@cache
def _habits() -> tuple[Counter[str], Counter[str]]:
    words = domain_words()
    return Counter(map(itemgetter(0), words)), Counter(map(itemgetter(-1), words))


@cache
def _field_characters() -> frozenset[str]:
    return frozenset("".join((*domain_words(), *official_words(), *known_spellings())))


@cache
def _long_words() -> dict[tuple[int, str, str], list[str]]:
    """The long words of the field, sorted, by length and by what is known of them: the first character or else the last."""
    known: defaultdict[tuple[int, str, str], list[str]] = defaultdict(list)
    for word in sorted(word for word in domain_words() if LONG <= len(word) <= LONGEST_OURS):
        known[len(word), word[0], ""].append(word)
        known[len(word), "", word[-1]].append(word)
    return dict(known)


@cache
def _long_ends() -> tuple[Mapping[str, set[int]], Mapping[str, set[int]]]:
    """How long the long words of the field are, by their first character and by their last."""
    openings: defaultdict[str, set[int]] = defaultdict(set)
    closings: defaultdict[str, set[int]] = defaultdict(set)
    for length, first, last in _long_words():
        (openings[first] if first else closings[last]).add(length)
    return dict(openings), dict(closings)


def _believable(slip: Slip, usage: Usage) -> bool:
    """Whether the right word is attested, by the document or by the field, and better than the string in its place."""
    used, freedom = usage.words.get(slip.right, 0), _freedom(slip.wrong)
    strange = not _field_characters().issuperset(slip.wrong)
    if strange and not freedom and (slip.right in domain_words() or slip.right in official_words()):
        return usage.written(slip.wrong) <= 1
    if len(slip.wrong) < LONG and freedom > FREE[min(used, OFTEN)] + _margin(slip.right):
        return False
    written = usage.written(slip.wrong)
    if word_class(slip.right) < FREQUENT and len(slip.right) < LONG:  # a coined word: only where the document uses it
        return used >= TWICE and used > written
    if used > max(written, 1) or (used > written and slip.right not in domain_words()):
        return True
    kept = [new for old, new in zip(slip.wrong, slip.right, strict=True) if old == new]
    free = not used and len(kept) == 1 and kept[0] in AFFIX
    least = (STRANGE if strange else CERTAIN if freedom else UNHEARD)[bool(used)]
    sure = len(slip.right) >= LONG or certainty(slip.right) >= least
    attested = slip.right in domain_words() or slip.right in official_words()
    return attested and written <= 1 and sure and not free


def _margin(word: str) -> int:
    """How much more freedom is allowed beside a word that is hardly hit by chance."""
    return max(0, (certainty(word) - SURE) // STEP) if word_class(word) >= FREQUENT else 0


def _usual(slip: Slip, usage: Usage) -> bool:
    """Whether the document uses the right word, often or where hardly a word is like the string, and the string only once."""
    used = min(usage.words.get(slip.right, 0), OFTEN)
    rare = word_class(slip.right) < FREQUENT
    likely = used == OFTEN or (not rare and _freedom(slip.wrong) < USUAL[used])
    return likely and usage.written(slip.wrong) == 1


def _believable_name(slip: Slip, usage: Usage) -> bool:
    """The same of what may be part of a name."""
    return slip.right in usage.words and _believable(slip, usage)


def _usual_name(slip: Slip, usage: Usage) -> bool:
    return slip.right in usage.words and _usual(slip, usage)


IN_STRETCH: Final[Mapping[tuple[bool, bool], Test]] = {
    (False, False): _believable,
    (True, False): _usual,
    (False, True): _believable_name,
    (True, True): _usual_name,
}
"""What decides about a slip in a stretch: whether an affix would be wrong, and whether it may be part of a name."""

CHECKS: Final[dict[str, Check]] = {"spelled_right": spelled_right}
