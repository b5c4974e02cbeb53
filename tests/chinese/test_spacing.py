"""Blanks are taken out where they are strays and left where they are layout."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicator_lint.chinese.spacing import closed, closed_at_marks, gap_at_mark, gaps


@pytest.mark.parametrize("text", ["附 件", "编 制 单 位", "姓　名", "IT 系统 2 期", "社会效益\n指标", "2024 年"])
def test_layout_and_foreign_neighbours_are_no_gaps(text: str) -> None:
    assert gaps(text) == []


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("建议 、 意见", "建议、意见"),
        ("根据 《预算法》", "根据《预算法》"),
        ("活动 , 一年", "活动,一年"),
        ("一、 总则", "一、 总则"),
        ("其中： A 为总数", "其中： A 为总数"),
        ("1、 农药 、化肥", "1、 农药、化肥"),
    ],
)
def test_blanks_at_marks(text: str, better: str) -> None:
    assert closed_at_marks(text) == better


@given(st.text(alphabet="指标优良A5 　、，：（）《》,\n一1", max_size=20))
def test_closing_is_done_once_and_takes_only_blanks(text: str) -> None:
    for close in (closed, closed_at_marks):
        once = close(text)
        assert close(once) == once
        assert once.replace(" ", "").replace("　", "") == text.replace(" ", "").replace("　", "")
    assert gap_at_mark(closed_at_marks(text)) is None
