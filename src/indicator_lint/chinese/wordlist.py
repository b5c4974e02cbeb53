"""Words looked for in texts: looked up where they may begin, for a pattern of hundreds takes longer to compile than a file to check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator


class Wordlist:
    """Words, none of them empty, in an order of preference."""

    def __init__(self, words: Iterable[str]) -> None:
        """Remember how long the words are that begin alike."""
        self._places = {word: place for place, word in enumerate(dict.fromkeys(words))}
        self._head = min(map(len, self._places), default=1)
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for word in self._places:
            lengths[word[: self._head]].add(len(word))
        self._lengths = {head: sorted(known, reverse=True) for head, known in lengths.items()}

    def found(self, text: str) -> Iterator[tuple[int, str]]:
        """Every place of a text where a word begins, and the word: from left to right, at one place the longest first."""
        lengths, head = self._lengths, self._head
        for start in range(len(text) - head + 1):
            for length in lengths.get(text[start : start + head], ()):
                word = text[start : start + length]
                if word in self._places and len(word) == length:
                    yield start, word

    def apart(self, text: str) -> Iterator[tuple[int, str]]:
        """The same without words that overlap one further left, or a longer one at the same place."""
        end = 0
        for start, word in self.found(text):
            if start >= end:
                yield start, word
                end = start + len(word)

    def first(self, text: str) -> str:
        """The first word of the list that a text holds; empty where it holds none."""
        return min((word for _, word in self.found(text)), key=self._places.__getitem__, default="")
