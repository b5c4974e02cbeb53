"""Words of a list looked for in texts."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from indicator_lint.chinese.wordlist import Wordlist

LETTERS = st.text("事故率", max_size=12)
WORDS = st.lists(st.text("事故率", min_size=1, max_size=4), min_size=1, max_size=6)


@given(WORDS, LETTERS)
def test_words_are_found_as_a_pattern_of_them_would(words: list[str], text: str) -> None:
    """Apart: what alternatives, the longest first, find one after the other; first: the first of the list that is there."""
    pattern = re.compile("|".join(sorted(words, key=len, reverse=True)))
    assert list(Wordlist(words).apart(text)) == [(found.start(), found[0]) for found in pattern.finditer(text)]
    assert Wordlist(words).first(text) == next((word for word in words if word in text), "")


def test_overlapping_words_are_all_told_the_longest_first() -> None:
    assert list(Wordlist(["故障", "故障率", "障"]).found("无故障率")) == [(1, "故障率"), (1, "故障"), (2, "障")]


def test_no_words_are_never_found() -> None:
    assert Wordlist([]).first("故障率") == ""
