"""What differs between two texts is told exactly, however they are made."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicator_lint.chinese.changes import LONGEST, Change, changes

TEXTS = st.text("甲乙 ，", max_size=12)


def made(old: str, new: str) -> str:
    """The second text, out of the first one and the changes."""
    pieces, done = [], 0
    for start, end, begin, stop in changes(old, new):
        pieces += [old[done:start], new[begin:stop]]
        done = end
    return "".join([*pieces, old[done:]])


@given(TEXTS, TEXTS)
def test_changes_make_the_other_text_and_do_not_touch(old: str, new: str) -> None:
    assert made(old, new) == new
    found = changes(old, new)
    assert all(one.end < other.start and one.stop < other.begin for one, other in itertools.pairwise(found))


def test_what_goes_and_what_comes_at_one_place_is_one_change() -> None:
    assert changes("活动 , 一年", "活动，一年") == [Change(2, 5, 2, 3)]


@pytest.mark.parametrize("middle", ["甲", "甲" * LONGEST])
def test_characters_repeated_without_end_keep_nobody_waiting(middle: str) -> None:
    """The matcher of the standard library compares every one with every other, and then again."""
    old = "购" * 30_000
    new = old[:9_000] + middle + old[9_000:]
    assert made(old, new) == new
    assert made(new, old) == old
