"""Which words a string that is none may have been meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from typing import Final

from indicator_lint.checks.slips import Slip
from indicator_lint.vocabulary.confusables import look_alikes, sound_alikes
from indicator_lint.vocabulary.words import FREQUENT, domain_words, followers, is_word, word_class

REMEMBERED: Final = 1 << 14
"""Strings whose readings are kept: broken words are made of the same few characters again and again."""


@cache
def alikes(character: str) -> frozenset[str]:
    """The characters that writers take for this one."""
    return sound_alikes(character) | look_alikes(character)


def candidates(string: str, places: Iterable[int], unmoved: frozenset[str]) -> list[Slip]:
    """The words of which a string that is none may be a misspelling by one character, `unmoved` ones being right."""
    moved = [place for place in places if string[place] not in unmoved and alikes(string[place])]
    return [slip for place in moved for slip in _misspelt(string, place)] if moved and not is_word(string) else []


@lru_cache(maxsize=REMEMBERED)
def _misspelt(string: str, place: int) -> tuple[Slip, ...]:
    """The words that a string would be with another character at a place."""
    old, before, after = string[place], string[:place], string[place + 1 :]
    words = [before + new + after for new in sorted(_in_place(string, place))]
    return tuple(
        Slip(string, word, "sound" if word[place] in sound_alikes(old) else "shape")
        for word in words
        if word in domain_words() or word_class(word) >= FREQUENT
    )


def _in_place(string: str, place: int) -> AbstractSet[str]:
    """The characters that may be meant at a place: few pairs begin a word."""
    meant = alikes(string[place])
    if place == 0:
        return {new for new in meant if string[1] in followers(new)}
    if place == 1:
        return {new for new in meant if new in followers(string[0])}
    return meant if string[1] in followers(string[0]) else frozenset()
