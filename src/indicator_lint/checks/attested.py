"""Whether a right word in the place of a string is attested: by the document, or by the words of the field."""

from __future__ import annotations

from collections import Counter
from functools import cache
from operator import itemgetter
from typing import Final

from indicator_lint.checks.slips import Slip
from indicator_lint.checks.usage import Usage
from indicator_lint.chinese.characters import AFFIX, COUNTERS
from indicator_lint.vocabulary.units import known_spellings
from indicator_lint.vocabulary.words import FREQUENT, certainty, domain_words, freedom, official_words, word_class

LONG: Final = 3
"""Characters of a word that is hardly hit by chance."""

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

FREE: Final = (2, 4, 6, 10)
"""Up to which freedom (see `_likes`) a pair is no word newly coined (报险, 提质), by the texts that use the right word."""

COINED: Final = (20, 30)
"""Up to how many words begin as a pair does, and end as it does (see `words.freedom`), it is no word newly coined either.

The second where the document uses the right word often.
"""

LOOSE: Final = frozenset("前后内外上下中里间时宜适代拟待")
"""Of the characters that make words freely those that do so with any other whatever (逝后, 代煎), not with a measure's name only."""

BESIDE: Final = 2
"""So many characters beside a string, if the document has them elsewhere with the right word, are proof."""

EVIDENT: Final = 25
"""Certainty from which a right word outweighs each two further such words."""

COUNTING: Final = frozenset("数次")
"""What makes a word with whatever is counted (趟数, 仓次)."""

USUAL: Final = (0, 1, 3)
"""Below which freedom a pair with a particle in it is no phrase, by the texts that use the right word."""


def is_believable(slip: Slip, run: str, usage: Usage) -> bool:
    """Whether the right word is attested, by the document or by the field, and better than the string in its place."""
    return (_is_better(slip, usage) and not is_coinable(slip, usage)) or is_echoed(slip, run, usage)


def is_echoed(slip: Slip, run: str, usage: Usage) -> bool:
    """Whether the document has the right word elsewhere between the very characters beside it, and the string only here."""
    if not usage.words.get(slip.right) or usage.written(slip.wrong) > 1:
        return False
    start = run.find(slip.wrong)
    text = run[:start] + slip.right + run[start + len(slip.wrong) :]
    return usage.around(text, start + slip.place, len(slip.wrong) + BESIDE) > 0


def is_coinable(slip: Slip, usage: Usage) -> bool:
    """Whether a string may well be a word that no list has (进近, 标石, 脱管率; 趟数): many words begin, and many end, as it does."""
    pair = slip.wrong[:-1] if len(slip.wrong) == LONG and slip.wrong[-1] in AFFIX else slip.wrong
    if len(pair) != LONG - 1 or pair == slip.right[: len(pair)]:
        return False
    if pair[1] in COUNTING and pair[0] in COUNTERS:
        return True
    sure = certainty(slip.right) if word_class(slip.right) >= FREQUENT and pair == slip.wrong else 0
    often = usage.words.get(slip.right, 0) >= OFTEN
    return freedom(pair) > COINED[often] + STEP * max(0, sure - EVIDENT)


def is_no_coinage(slip: Slip, run: str, usage: Usage) -> bool:
    """Whether a string that a long word of the field may be meant by is no new word itself."""
    del run
    return not is_coinable(slip, usage)


def _is_better(slip: Slip, usage: Usage) -> bool:
    used, likes = usage.words.get(slip.right, 0), _likes(slip.wrong)
    strange = not _field_characters().issuperset(slip.wrong)
    kept = [new for old, new in zip(slip.wrong, slip.right, strict=True) if old == new]
    free = not used and len(kept) == 1 and kept[0] in AFFIX
    attested = slip.right in domain_words() or slip.right in official_words()
    if strange and not likes and attested and not (free and kept[0] in LOOSE):
        return usage.written(slip.wrong) <= 1
    if len(slip.wrong) < LONG and likes > FREE[min(used, OFTEN)] + _margin(slip.right):
        return False
    written = usage.written(slip.wrong)
    if word_class(slip.right) < FREQUENT and len(slip.right) < LONG:  # a coined word: only where the document uses it
        return used >= TWICE and used > written
    if used > max(written, 1) or (used > written and slip.right not in domain_words()):
        return True
    least = (STRANGE if strange else CERTAIN if likes else UNHEARD)[bool(used)]
    sure = len(slip.right) >= LONG or certainty(slip.right) >= least
    return attested and written <= 1 and sure and not free


def _margin(word: str) -> int:
    """How much more freedom is allowed beside a word that is hardly hit by chance."""
    return max(0, (certainty(word) - SURE) // STEP) if word_class(word) >= FREQUENT else 0


def is_usual(slip: Slip, run: str, usage: Usage) -> bool:
    """Whether the document uses the right word, often or where hardly a word is like the string, and the string only once."""
    used = min(usage.words.get(slip.right, 0), OFTEN)
    rare = word_class(slip.right) < FREQUENT
    likely = used == OFTEN or (not rare and _likes(slip.wrong) < USUAL[used])
    only = usage.written(slip.wrong) == 1
    return (likely and only and not is_coinable(slip, usage)) or is_echoed(slip, run, usage)


def _likes(pair: str) -> int:
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
