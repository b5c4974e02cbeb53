"""Spelling: characters written for others that sound or look like them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import Final, TypeAlias

import polars as pl

from indicator_lint.checks.attested import LONG, is_believable, is_no_coinage, is_usual
from indicator_lint.checks.check import Change, Check, Evidence, search
from indicator_lint.checks.grouped import each, grouped
from indicator_lint.checks.misspelt import alikes, candidates
from indicator_lint.checks.rivals import likeliest
from indicator_lint.checks.slips import Slip, listed_slips, reads_better
from indicator_lint.checks.usage import UNUSED, Usage, usages_of
from indicator_lint.chinese.characters import AFFIX, FUNCTION, PLACES, SURNAMES, hanzi_runs
from indicator_lint.model.columns import COLUMN_OF, DOCUMENT
from indicator_lint.vocabulary.confusables import sound_alikes
from indicator_lint.vocabulary.words import domain_words, segment, word_class

LONGEST: Final = 4
"""Characters of the longest stretch of single characters that is looked at."""

SHORTEST: Final = 2

VERY_LONG: Final = 4
LONGEST_OURS: Final = 7
"""Lengths of the words that are looked for across a broken segmentation."""

UNMOVED: Final = AFFIX | FUNCTION
"""Characters that are not taken for slips of the pen: they stand beside anything."""

REMEMBERED: Final = 1 << 14
"""Texts of which it is kept what is doubtful in them: departments write the same ones."""

Test: TypeAlias = Callable[[Slip, str, Usage], bool]
Doubts: TypeAlias = tuple[tuple[Slip, Test | None], ...]
"""Readings of strings in a run, each with what a document must say for it, if anything; the best of those are told."""


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
        if slip.wrong not in fixed:
            continue  # a longer word around it was mended already
        if slip.other:
            because.append(("either", {"wrong": slip.wrong, "right": slip.right, "other": slip.other}))
            continue
        fixed = fixed.replace(slip.wrong, slip.right)
        because.append((slip.reason, {"wrong": slip.wrong, "right": slip.right}))
    change = Change({role: fixed}) if fixed != text else None
    return Evidence(because=tuple(because), change=change) if because else None


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
    for run, doubts in _doubts(text):
        yield from likeliest(run, (slip for slip, test in doubts if test is None or test(slip, run, usage)), usage)


@lru_cache(maxsize=REMEMBERED)
def _doubts(text: str) -> tuple[tuple[str, Doubts], ...]:
    """What a document has to decide about the runs of a text; nothing for most, and the same text stands in many documents."""
    return tuple((run, doubts) for run in hanzi_runs(text) if (doubts := tuple(_of_run(run, segment(run)))))


def _of_run(run: str, words: Sequence[str]) -> Iterator[tuple[Slip, Test | None]]:
    yield from ((slip, None) for slip in listed_slips(run, words))
    yield from ((slip, is_believable) for slip in _torn(run, words))
    for stretch, following in _stretches(words):
        yield from _in_stretch(stretch, following)
    for first, second in pairwise(words):
        if {len(first), len(second)} in ({1, 2}, {1, 3}):
            place = 0 if len(first) == 1 else len(first)
            yield from ((slip, is_believable) for slip in candidates(first + second, [place], UNMOVED))
    yield from ((slip, is_no_coinage) for slip in _long(words))
    for pair, place in _particles(words):
        yield from ((slip, is_usual) for slip in candidates(pair, [place], frozenset()))


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


def _long(words: Sequence[str]) -> Iterator[Slip]:
    """A long word of the field, broken by one wrong character that was left alone (领导销组, 满以度)."""
    text, place = "".join(words), 0
    starts = _starts(text)
    if not starts:
        return
    before, after = _lone(words), _lone(words[::-1])[::-1]
    for number, word in enumerate(words):
        if len(word) == 1 and alikes(word):
            near = [start for start in starts if place - LONGEST_OURS < start <= place]
            yield from _around(text, place, (before[number], after[number]), near)
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


def _believable_name(slip: Slip, run: str, usage: Usage) -> bool:
    """The same of what may be part of a name."""
    return slip.right in usage.words and is_believable(slip, run, usage)


def _usual_name(slip: Slip, run: str, usage: Usage) -> bool:
    return slip.right in usage.words and is_usual(slip, run, usage)


IN_STRETCH: Final[Mapping[tuple[bool, bool], Test]] = {
    (False, False): is_believable,
    (True, False): is_usual,
    (False, True): _believable_name,
    (True, True): _usual_name,
}
"""What decides about a slip in a stretch: whether an affix would be wrong, and whether it may be part of a name."""

CHECKS: Final[dict[str, Check]] = {"spelled_right": spelled_right}
