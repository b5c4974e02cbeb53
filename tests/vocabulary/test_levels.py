"""What is written where a class should stand."""

from __future__ import annotations

import time

from indicator_lint.vocabulary.levels import bare_level


def test_weights_behind_a_class_are_left_out() -> None:
    assert bare_level("一、产出指标(50分)") == "产出指标"


def test_long_runs_of_numbers_cost_nothing() -> None:
    start = time.process_time()
    for number in range(20):
        bare_level("1." * 950 + str(number))
    assert time.process_time() - start < 1
