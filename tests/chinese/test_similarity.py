"""What two texts have in common."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indicator_lint.chinese.similarity import bigrams, grams, likeness, rarity

TEXTS = st.text(alphabet="水质合格率反映监测断面，。 12ab", max_size=12)


def test_a_gram_spans_neither_marks_nor_numbers() -> None:
    assert bigrams("水质、监测12次") == {"水质", "监测"}
    assert grams("水质") == {"水", "质", "水质"}


@given(TEXTS, TEXTS, TEXTS)
def test_coverage_is_a_share_that_grows_with_the_whole(part: str, whole: str, more: str) -> None:
    """Between 0 and 1, 1 for itself, and never less when the whole grows."""
    weights = rarity([grams(part), grams(whole), grams(more)])
    less = weights.coverage(grams(part), grams(whole))
    assert 0 <= less <= weights.coverage(grams(part), grams(whole) | grams(more)) + 1e-9 <= 1 + 1e-8
    assert weights.coverage(grams(part), grams(part)) >= 1 - 1e-9


@given(TEXTS, TEXTS)
def test_likeness_is_symmetric_and_full_for_equal_texts(left: str, right: str) -> None:
    assert likeness(left, right) == likeness(right, left)
    assert likeness(left, left) == 100


def test_a_rare_gram_weighs_more() -> None:
    weights = rarity([grams("水质监测"), grams("水质达标"), grams("水质")])
    assert weights.total(frozenset({"监测"})) > weights.total(frozenset({"水质"}))
