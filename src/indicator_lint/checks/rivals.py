"""Which of several readings of a misspelt string is meant: the one that makes the likeliest words of the whole run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import log2
from typing import Final, NamedTuple

from indicator_lint.checks.misspelt import alikes
from indicator_lint.checks.slips import Slip, lone
from indicator_lint.checks.usage import Usage
from indicator_lint.vocabulary.confusables import same_sound, sound_alikes
from indicator_lint.vocabulary.words import followers, likelihood, segment

USED: Final = 4.0
"""What a doubling of the texts that use a word is worth, in classes of words (see `words.CLASSES`)."""

AROUND, MET = 3, 8.0
"""So many characters around the place, if the document has them elsewhere, are worth so much, and twice that where often."""

LONE: Final = 8.0
"""What a character is worth that is left over by itself."""

BY_HEART: Final = 16.0
"""What it is worth that a misspelling is listed."""

AS_LIKELY, RIVAL = 2.0, -2.0
"""Within which distance another reading is as likely: one that is believed as well, any other word."""


class _Reading(NamedTuple):
    """A run with one slip mended; `place` is where it differs, `span` what the slip covers."""

    slip: Slip
    span: tuple[int, int]
    place: int
    text: str
    score: float

    def contradicts(self, other: _Reading) -> bool:
        return self.span[0] < other.span[1] and other.span[0] < self.span[1]


def likeliest(run: str, slips: Iterable[Slip], usage: Usage) -> Iterator[Slip]:
    """Of slips in a run that contradict one another the likeliest one, together with its rival where that is as likely."""
    readings = [reading for slip in dict.fromkeys(slips) for reading in _readings(run, slip, usage)]
    readings.sort(key=lambda reading: (-reading.score, -len(reading.slip.right), reading.slip.right))
    while readings:
        best, *rest = readings
        readings = [reading for reading in rest if not reading.contradicts(best)]
        others = [reading for reading in rest if reading.contradicts(best)]
        yield best.slip._replace(other=_rival(best, others, run, usage))


def _readings(run: str, slip: Slip, usage: Usage) -> Iterator[_Reading]:
    start = run.find(slip.wrong)
    if start < 0:
        return
    end = start + len(slip.wrong)
    yield _reading(run, slip, (start, end), start + slip.place, usage)


def _reading(run: str, slip: Slip, span: tuple[int, int], place: int, usage: Usage) -> _Reading:
    text = run[: span[0]] + slip.right + run[span[1] :]
    words = segment(text)
    used = max(usage.words.get(slip.right, 0), usage.words.get(_word_at(words, place), 0))
    met = usage.around(text, place, AROUND)
    score = (
        likelihood(words)
        - LONE * lone(words)
        + USED * log2(1 + used)
        + MET * min(log2(1 + met), 2)
        + (BY_HEART if slip.reason == "known" else _nearness(run[place], text[place : place + 1]))
    )
    return _Reading(slip, span, place, text, score)


def _word_at(words: Iterable[str], place: int) -> str:
    for word in words:
        if place < len(word):
            return word
        place -= len(word)
    return ""


def _nearness(wrong: str, right: str) -> int:
    """How near two characters are: by shape, by a sound that some confuse, by their very sound."""
    return same_sound(wrong, right) + (right in sound_alikes(wrong))


def _rival(best: _Reading, others: Iterable[_Reading], run: str, usage: Usage) -> str:
    """The word of another reading that is as likely; empty where there is none."""
    if best.slip.reason == "known":
        return ""
    near = [(other.score + RIVAL, other.slip.right) for other in _words_instead(best, run, usage)]
    near += [(other.score + AS_LIKELY, other.slip.right) for other in others if other.text != best.text]
    score, word = max(near, default=(best.score, ""))
    return word if score > best.score else ""


def _words_instead(best: _Reading, run: str, usage: Usage) -> Iterator[_Reading]:
    """The readings by any other word that a confusable character makes at the place, believed or not."""
    place = best.place
    before, after = run[place - 1 : place], run[place + 1 : place + 2]
    for new in sorted(alikes(run[place])):
        if new != best.text[place] and ((after and after in followers(new)) or (before and new in followers(before))):
            text = run[:place] + new + run[place + 1 :]
            words = segment(text)
            word = _word_at(words, place)
            if len(word) > 1:
                start = text.rfind(word, 0, place + len(word))
                span = (start, start + len(word))
                yield _reading(run, Slip(run[slice(*span)], word, best.slip.reason), span, place, usage)
