"""Which way an indicator is better, read from its name."""

from __future__ import annotations

from itertools import pairwise

import pytest

from indicator_lint.vocabulary import load_rows
from indicator_lint.vocabulary.directions import find_direction


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("融资担保代偿率", "≤"),
        ("零投诉率", "≥"),
        ("设备无故障率", "≥"),
        ("信访件未按期办结率", "≤"),
        ("不动产登记率", "≥"),
        ("未成年人犯罪率", "≤"),
        ("县域外就诊率", "≤"),
        ("贫困人口下降率", "≥"),
    ],
)
def test_a_rate_has_the_direction_of_what_stands_before_it(name: str, sign: str) -> None:
    direction = find_direction(name, "quality", "ratio")
    assert direction is not None
    assert (direction.sign, direction.certain) == (sign, True)


@pytest.mark.parametrize(
    "name", ["问题发现率", "设备报废率", "居民消费下降率", "人口自然增长率", "药品价格下降率", "水资源利用率"]
)
def test_a_rate_that_may_be_meant_either_way_has_none(name: str) -> None:
    assert find_direction(name, "social", "ratio") is None


def test_the_character_of_passives_inside_a_word_is_none() -> None:
    """植被 holds 被, but repairing damaged vegetation is still work done."""
    assert find_direction("恢复植被受损面积", "ecological", "area") is None


def test_the_list_is_grouped_by_use() -> None:
    uses = [row["use"] for row in load_rows("directions")]
    assert len(set(uses)) == 1 + sum(one != other for one, other in pairwise(uses))


def test_no_word_is_at_once_good_and_bad_before_a_rate() -> None:
    rows = load_rows("directions")
    good = {row["cue"] for row in rows if row["use"] == "rate" and row["direction"] == "≥"}
    assert good & {row["cue"] for row in rows if row["use"] == "bad"} == set()
