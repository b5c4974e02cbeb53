"""Edits of one cell go together where they change different characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indicator_lint.fixing.collisions import ETC, MOST_TOLD, MOST_WISHES, collide, collisions, composed, hunks, merged
from indicator_lint.model.finding import Edit
from indicator_lint.model.location import FILE

TEXTS = st.text("甲乙 ，", max_size=8)


def edit(old: str, new: str) -> Edit:
    return Edit("name", 1, FILE, old, new)


@given(TEXTS, TEXTS)
def test_the_changes_of_an_edit_make_its_text(old: str, new: str) -> None:
    assert composed(old, [new]) == new


@given(TEXTS, TEXTS, TEXTS)
def test_turns_do_not_matter(old: str, one: str, other: str) -> None:
    """Two edits collide both ways or neither, and together they say the same whoever comes first."""
    assert collide(edit(old, one), edit(old, other)) == collide(edit(old, other), edit(old, one))
    assert composed(old, [one, other]) == composed(old, [other, one])


@given(TEXTS, TEXTS)
def test_the_same_edit_twice_is_made_once(old: str, new: str) -> None:
    assert not collide(edit(old, new), edit(old, new))
    assert merged([[edit(old, new)], [edit(old, new)]]) == {("", 0, 0): edit(old, new)}


@given(TEXTS, TEXTS, TEXTS)
def test_what_both_leave_alone_stays(old: str, one: str, other: str) -> None:
    """Characters in front of the first change of either, and behind the last, are still there."""
    if not collide(edit(old, one), edit(old, other)):
        changes = [*hunks(old, one), *hunks(old, other)]
        first, last = min((h.start for h in changes), default=0), max((h.end for h in changes), default=0)
        both = composed(old, [one, other])
        assert both.startswith(old[:first])
        assert both.endswith(old[last:])


def test_changes_of_different_characters_compose() -> None:
    assert composed("反映反映维修 、修缮", ["反映维修 、修缮", "反映反映维修、修缮"]) == "反映维修、修缮"


def test_one_may_do_what_the_other_does_and_more() -> None:
    """A space goes, and a comma with its spaces becomes a Chinese one."""
    old, closed, chinese = "活动 , 一年", "活动,一年", "活动，一年"
    assert not collide(edit(old, closed), edit(old, chinese))
    assert composed(old, [closed, chinese]) == chinese


def test_different_texts_for_the_same_characters_collide() -> None:
    assert collide(edit("个", "人"), edit("个", "家"))
    assert collide(edit("", "%"), edit("", "人"))
    assert collide(edit("优良", "优、良"), edit("优良", "优，良"))


def test_one_of_two_equal_words_goes_once() -> None:
    """Whatever else two edits do, they mean the same word by what they take away."""
    old = "反映反映情况。"
    assert composed(old, ["反映情况。", "反映情况"]) == "反映情况"


def test_those_at_odds_are_told_of_each_other_and_the_rest_is_free() -> None:
    news = ["购置设备数。", "购置设备数", " 购置设备", "购置设备数"]
    assert collisions([[edit("购置设备", new)] for new in news], ["A", "B", "C", "D"]) == {0: "B、D", 1: "A", 3: "A"}


def test_very_many_texts_for_one_cell_are_all_at_odds() -> None:
    """Whether every two of them are is not asked: twenty thousand make two hundred million pairs."""
    number = 20_000
    codes = [f"{code:05}" for code in range(number)]
    found = collisions([[edit("购置", f"购置{code}")] for code in codes], codes)
    assert set(found.values()) == {"、".join([*codes[:MOST_TOLD], ETC])}
    assert len(found) == number
    assert collisions([[edit("购置", "购买")]] * number, codes) == {}
    assert len(collisions([[edit("甲" * 99, "甲" * n)] for n in range(MOST_WISHES + 1)], codes)) == MOST_WISHES + 1


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_any_number_of_edits_that_get_along_compose_in_any_order(old: str, news: list[str]) -> None:
    free = [new for new in news if not any(collide(edit(old, new), edit(old, other)) for other in news)]
    assert composed(old, free) == composed(old, free[::-1])
    assert composed(old, [*free, *free]) == composed(old, free)
