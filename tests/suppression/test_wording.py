"""What people write to suppress a finding is understood, and nothing they write breaks the run."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicator_lint.suppression.wording import Said, day, said_in, said_in_cell

TOKENS = st.sampled_from(
    [
        "lint:",
        "忽略",
        "ignore[",
        "UNI001",
        "missing-unit",
        "理由=",
        "到期：",
        "2026-12-31",
        "]",
        "；",
        "\n",
        "文",
        "-->",
        "（",
    ]
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "lint: 忽略 UNI001 理由=按定额核定 到期=2026-12-31",
            Said(("UNI001",), "按定额核定", date(2026, 12, 31)),
        ),
        (
            "张三:\nlint：豁免 UNI001、TXT003 理由：系统导出 批准：李四",
            Said(("UNI001", "TXT003"), "系统导出", approver="李四"),
        ),
        ("indicator-lint: ignore[UNI001, missing-unit] fixed quota", Said(("UNI001", "missing-unit"), "fixed quota")),
        ("lint: ignore UNI until 2027年1月2日 reason fixed", Said(("UNI",), "fixed", date(2027, 1, 2))),
        ("lint: 忽略文件 TXT 理由=引用原文", Said(("TXT",), "引用原文", whole=True)),
        ("<!-- lint: 忽略 UNI001 见批复 -->", Said(("UNI001",), "见批复")),
        ("lint: 忽略 UNI001", Said(("UNI001",), "")),
        ("lint: 忽略 理由=都不查", Said((), "都不查")),
        ("lint: 忽略 UNI001 理由=甲 到期=年底", Said(("UNI001",), "甲", fault="年底")),
        ("lint: 忽略 UNI001 理由=甲 到期=2026-02-31", Said(("UNI001",), "甲", fault="2026-02-31")),
    ],
)
def test_notes_are_read(text: str, said: Said) -> None:
    assert list(said_in(text)) == [said]


def test_a_note_may_hold_several_and_other_words() -> None:
    note = "请核对。lint: 忽略 UNI001 理由=甲\nlint: 忽略 TXT003 理由=乙"
    assert [one.names for one in said_in(note)] == [("UNI001",), ("TXT003",)]
    assert list(said_in("本单位的 lint 检查：忽略不计")) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("UNI001：按定额核定", [Said(("UNI001",), "按定额核定")]),
        (
            "UNI001：甲（到期 2026-12-31）；TXT003：乙",
            [Said(("UNI001",), "甲", date(2026, 12, 31)), Said(("TXT003",), "乙")],
        ),
        (
            "UNI001、OPR001：同一原因\nmissing-unit：丙",
            [Said(("UNI001", "OPR001"), "同一原因"), Said(("missing-unit",), "丙")],
        ),
        ("UNI001", [Said(("UNI001",), "")]),
        ("不用查", [Said((), "不用查")]),
        ("  ", []),
    ],
)
def test_cells_are_read(text: str, said: list[Said]) -> None:
    assert list(said_in_cell(text)) == said


@given(st.lists(TOKENS, max_size=12).map("".join) | st.text(max_size=40))
def test_whatever_is_written_is_read_without_a_fault(text: str) -> None:
    """No text raises, and a head is never lost: each gives one excuse."""
    for said in [*said_in(text), *said_in_cell(text)]:
        assert said.until is None or not said.fault
    assert len(list(said_in(f"{text}\nlint: 忽略 UNI001 理由=文"))) >= 1
    day(text)


@pytest.mark.parametrize(
    "filling", [" ", "\n", "lint:", "lint: 忽略 ", "UNI001 ", "理由 ", "；", "到期 2026-", "(", "UNI001：\n"]
)
def test_long_texts_take_no_time(filling: str) -> None:
    """Cells hold up to thirty thousand characters, whoever wrote them."""
    text = f"lint: 忽略 UNI001{filling * (30_000 // len(filling))}"
    began = process_time()
    for read in (said_in, said_in_cell):
        assert list(read(text)) is not None
        assert list(read(text[6:])) is not None
    assert process_time() - began < 1
