"""The word list: which strings of characters are words, how frequent they are, and how a text falls apart into them.

`rules/vocabulary/words.txt` holds a line for each first character (see `tools/build_words.py`); a look-up is one search in
one line, so that hardly anything is parsed when the list is opened.
"""

from __future__ import annotations

import string
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import Final

from indicator_lint.resources import shipped

CLASSES: Final = {
    character: number
    for number, character in enumerate(string.digits + string.ascii_uppercase + string.ascii_lowercase)
}
"""A word's class, by the character that follows it in the list: its frequency is about 2 ** (class / 2)."""

FREQUENT: Final = 11
"""Class of the words with a frequency of about fifty."""

OURS: Final = 24
"""Class of the words of our own field: common enough to win over their parts."""

REMEMBERED: Final = 1 << 15
"""Pairs of characters whose words are kept."""

SEGMENTED: Final = 1 << 17
"""Texts whose words are kept: names and descriptions of a province's fifty thousand indicators, which several checks read."""

BEGUN, ENDED, FOLLOWED = slice(2, 4), slice(4, 6), slice(6, None)
"""What a line says of its character: how many words of two that are not rare begin, and how many end, with it; what comes second."""

_ALL: Final = 52
"""Class of all frequencies of the list together (about 60 million)."""


@cache
def domain_words() -> frozenset[str]:
    """The words of public finance, administration and its sectors (`rules/vocabulary/domain_words.txt`)."""
    return _listed("domain_words.txt")


@cache
def official_words() -> frozenset[str]:
    """Common words of official language (`rules/vocabulary/official_words.txt`): they attest a spelling, nothing else."""
    return _listed("official_words.txt")


def _listed(name: str) -> frozenset[str]:
    lines = _read(name).split("\n")
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def word_class(word: str) -> int:
    """How frequent a word of the general list is (see CLASSES); -1 for what is none."""
    if len(word) == 1:
        return _opened(word)[0]
    if word[1] not in followers(word[0]):
        return -1
    tails = _tails(word[:2])
    at = tails.find(f" {word[1:]}")  # the list is sorted: the word itself comes before longer ones
    return CLASSES.get(_sign(tails, at + len(word)), -1) if at >= 0 else -1


def followers(first: str) -> str:
    """The characters that come second in the words, of the general list or of our own field, that begin with a character."""
    return _opened(first)[1]


def is_word(string: str) -> bool:
    """Whether a string is a word, of the general list or of our own field."""
    return string in domain_words() or word_class(string) >= 0


def certainty(word: str) -> int:
    """How much likelier a word is than its characters one by one, in classes; the word must be in the general list."""
    return word_class(word) + (len(word) - 1) * _ALL - sum(map(word_class, word))


def freedom(pair: str) -> int:
    """How many words of two characters of the general list begin as a pair does, or end as it does, whichever are fewer."""
    return min(_number(_head(pair[0])[BEGUN]), _number(_head(pair[-1])[ENDED]))


def _number(digits: str) -> int:
    """What two characters of the list count; 0 where there are none."""
    return CLASSES[digits[0]] * len(CLASSES) + CLASSES[digits[1]] if digits else 0


def likelihood(words: Iterable[str]) -> int:
    """How likely words are to stand side by side by chance, in classes: comparable between readings of one text."""
    return sum(max(word_class(word), OURS if word in domain_words() else 0) - _ALL for word in words)


def segment(text: str) -> tuple[str, ...]:
    """The most probable words of a text of hanzi, each taken for itself (a unigram model)."""
    ends = list(accumulate(_segmented(text), initial=0))
    return tuple([text[start:end] for start, end in pairwise(ends)])


@lru_cache(maxsize=SEGMENTED)
def _segmented(text: str) -> bytes:
    """The lengths of the words of a text: many texts are kept, and the words themselves would weigh ten times as much."""
    scores, lengths = [0] * (len(text) + 1), bytearray(len(text))
    following = " "
    for start in range(len(text) - 1, -1, -1):
        alone, seconds = _opened(text[start])
        score, length = scores[start + 1] + alone - _ALL, 1
        if following in seconds:  # few pairs begin a word: mostly the character stands alone
            longer, classes = _begun(text[start : start + 2])
            for more in longer:
                number = classes.get(text[start + 2 : start + more]) if start + more < len(scores) else None
                if number is not None and (scores[start + more] + number - _ALL, more) > (score, length):
                    score, length = scores[start + more] + number - _ALL, more
        scores[start], lengths[start] = score, length
        following = text[start]
    return bytes(_path(lengths))


def _path(lengths: Sequence[int]) -> Iterator[int]:
    start = 0
    while start < len(lengths):
        yield lengths[start]
        start += lengths[start]


@cache
def _opened(character: str) -> tuple[int, str]:
    """The class of a character for itself, and the characters that may follow it in a word, as one text."""
    head = _head(character)
    return CLASSES[head[1]] if head else 0, head[FOLLOWED] + _ours().get(character, "")


@cache
def _ours() -> dict[str, str]:
    """The characters that follow a first one in the words of our own field."""
    seconds: dict[str, str] = {}
    for pair in _ours_by_pair():
        seconds[pair[0]] = seconds.get(pair[0], "") + pair[1:]
    return seconds


@lru_cache(maxsize=REMEMBERED)
def _begun(pair: str) -> tuple[Sequence[int], Mapping[str, int]]:
    """The words that begin with two characters, of the list and of our own field: their lengths, and by what follows their class.

    Of a word that both have the higher class counts.
    """
    found = {entry[1:-1]: CLASSES[entry[-1]] for entry in _tails(pair).split(" ")[1:]}
    for word in _ours_by_pair().get(pair, ()):
        found[word[2:]] = max(OURS, found.get(word[2:], 0))
    return bytes(sorted({len(rest) + 2 for rest in found})), found


@cache
def _ours_by_pair() -> dict[str, list[str]]:
    """The words of our own field by their first two characters."""
    words: dict[str, list[str]] = {}
    for word in domain_words():
        words.setdefault(word[:2], []).append(word)
    return words


def _sign(tails: str, place: int) -> str:
    """What stands at a place of a list; nothing behind its end, where a text has the very sign of a word after it (遗骸DNA)."""
    return tails[place : place + 1]


@lru_cache(maxsize=REMEMBERED)
def _tails(pair: str) -> str:
    """What the list says of the words that begin with two characters; empty where none does.

    The list is sorted: the shortest of them comes first, and no other word stands between them.
    """
    line, beginning = _line(pair[0]), f" {pair[1]}"
    start = line.find(beginning)
    end = line.find(" ", line.rfind(beginning) + 1)
    return "" if start < 0 else line[start : None if end < 0 else end]


@cache
def _line(character: str) -> str:
    """What the list says of a character and the words that begin with it; empty where it has none."""
    return _found(character).decode("utf-8")


def _head(character: str) -> str:
    """What the list says of a character, without the words that begin with it."""
    return _found(character).partition(b" ")[0].decode("utf-8")


def _found(character: str) -> bytes:
    """The line of a character. They are in code point order, which is that of their UTF-8."""
    wanted, lines = character.encode("utf-8", "surrogatepass"), _lines()
    place = bisect_left(lines, wanted)
    return lines[place] if place < len(lines) and lines[place].startswith(wanted) else b""


@cache
def _lines() -> list[bytes]:
    """The lines of the list: as bytes, for hardly a tenth of them is ever looked at."""
    return (shipped("rules") / "vocabulary" / "words.txt").read_bytes().splitlines()


def _read(name: str) -> str:
    return (shipped("rules") / "vocabulary" / name).read_bytes().decode("utf-8")
