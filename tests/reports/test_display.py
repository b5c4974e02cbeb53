"""Text on a terminal keeps its width and does no harm."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicator_lint.reports.display import clip, joined, pad, visible, width, wrap

TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=40)
HARMFUL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("完成率", 6), ("≥95%", 4), ("ＡＢ", 4), ("㎡", 2), ("𠮷", 2), ("e\u0301", 1), ("（空）", 6)],
)
def test_width_counts_columns(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("设备\n购置", "设备⏎购置"),
        ("设备\r\n购置\r", "设备⏎购置⏎"),
        ("一\t二", "一⇥二"),
        ("\x1b[31m红", "␛[31m红"),
        ("\x9b31m", "‹U+009B›31m"),
        ("\u202e率成完", "‹U+202E›率成完"),
        ("完成\u200b率", "完成‹U+200B›率"),
        ("5\u00a0台", "5‹U+00A0›台"),
        ("\udc80.csv", "‹U+DC80›.csv"),
        ("正常 text，全角　空格", "正常 text，全角　空格"),
    ],
)
def test_what_does_not_show_becomes_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(TEXTS)
def test_nothing_visible_is_harmful_and_making_visible_is_done_once(text: str) -> None:
    shown = visible(text)
    assert not {unicodedata.category(character) for character in shown} & HARMFUL
    assert visible(shown) == shown


@given(TEXTS.map(visible), st.integers(4, 50), st.integers(0, 40))
def test_clipped_text_fits_and_comes_from_the_text(text: str, columns: int, focus: int) -> None:
    """What remains stands in the text, apart from the marks of what is missing."""
    clipped = clip(text, columns, focus)
    assert width(clipped) <= columns
    assert clipped == text or clipped.removeprefix("…").removesuffix("…") in text


@given(st.integers(0, 29), st.integers(10, 40))
def test_the_focus_stays_in_sight(focus: int, columns: int) -> None:
    """Wherever the found character is, the cut text shows it."""
    text = "指" * focus + "错" + "标" * (29 - focus)
    assert "错" in clip(text, columns, focus)


@given(TEXTS.map(visible), st.integers(0, 80))
def test_padding_only_adds(text: str, columns: int) -> None:
    padded = pad(text, columns)
    assert padded.startswith(text)
    assert width(padded) == max(width(text), columns)


def test_paragraphs_are_joined_and_wrapped_by_width() -> None:
    """Chinese lines meet without a space, others with one; no line begins with a closing mark."""
    assert joined("没有单位，\n目标值就无法比较。\n") == "没有单位，目标值就无法比较。"
    assert joined("one\ntwo") == "one two"
    assert wrap("目标值无法比较。年终", 14) == ["目标值无法比", "较。年终"]
    assert wrap("写作“年”（见《办法》）", 6) == ["写作", "“年”", "（见", "《办", "法》）"]
    assert wrap("见 表1.csv, 按(年)计.", 8) == ["见 表", "1.csv,", "按(年)", "计."]
    assert wrap("indicator-lint check 表格", 20) == ["indicator-lint check", "表格"]


@given(TEXTS.map(visible), st.integers(6, 40))
def test_wrapped_lines_are_never_too_wide(text: str, columns: int) -> None:
    assert all(width(line) <= columns for line in wrap(text, columns))


@given(st.text(alphabet="指标a1“”（）《》，。 ", max_size=60), st.integers(12, 40))
def test_lines_break_outside_of_marks(text: str, columns: int) -> None:
    """No line ends in an opening mark or begins with a closing one, unless the marks alone fill a line."""
    assume(not re.search(r"[“（《”）》，。 ]{4,}", text))
    lines = wrap(text, columns)
    assert not [line for line in lines[:-1] if line.endswith(tuple("“（《"))]
    assert not [line for line in lines[1:] if line.startswith(tuple("”）》，。"))]


@given(TEXTS.map(visible), st.integers(6, 40))
def test_wrapping_loses_nothing_but_spaces(text: str, columns: int) -> None:
    assert "".join("".join(wrap(text, columns)).split()) == "".join(text.split())
