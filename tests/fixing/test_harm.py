"""What the engine does with fixes that would do harm, on findings made up for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from indicator_lint.fixing.fixpoint import Fixpoint
from indicator_lint.model.document import Document
from indicator_lint.model.finding import Edit, Finding, Fix
from indicator_lint.model.grid import Grid
from indicator_lint.model.location import Location
from indicator_lint.model.outcome import Settled
from indicator_lint.model.patch import Refusal
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.reports.words import WORDS
from indicator_lint.rulebook import load_rules

Judge = Callable[[list[str]], Iterator[Finding]]
"""What is found in a column of texts."""


def place(row: int) -> Location:
    return Location("", f"{row}:1", f"{row}:1", row, 1)


def finding(code: str, row: int, old: str = "", new: str | None = None, **more: object) -> Finding:
    """A finding in a row, with a safe fix of its cell where it has one."""
    fix = None if new is None else Fix(Safety.SAFE, "", (Edit("name", row, place(row), old, new),))
    made = Finding(code, code.lower(), Severity.ERROR, "x", "name", "", place(row), "类", row, value=old, fix=fix)
    return replace(made, **more)  # type: ignore[arg-type]  # fields of a finding


def settled(
    texts: Sequence[str], judge: Judge, refuse: Callable[[Sequence[Edit]], Sequence[Refusal]] = lambda _: ()
) -> tuple[dict[int, str], Settled]:
    """The texts that fixes end with by row, and how it came to them."""
    grid = Grid("", {row: [text] for row, text in enumerate(texts, start=1)}, lambda row, _: place(row))

    def lint(document: Document) -> Report:
        found = judge([document.grids[0].text(row, 1) for row in range(1, len(texts) + 1)])
        return Report([], list(found))

    document = Document("x", "text", None, (grid,))
    run = Fixpoint(document, lint(document), lint, refuse, load_rules())
    result = run.settle(Safety.SAFE)
    return {edit.location.row: edit.new for edit in result.edits}, result


def left(result: Settled) -> list[tuple[str, str]]:
    assert all(f"refused_{each.reason}" in WORDS for each in result.left)
    return [(each.choice.code, each.reason) for each in result.left]


def test_a_fix_that_brings_about_a_finding_is_taken_back() -> None:
    """And only it: the others of the round are made."""

    def judge(texts: list[str]) -> Iterator[Finding]:
        for row, text in enumerate(texts, start=1):
            if text.startswith("坏"):
                yield finding("BAD001", row, text, text.replace("坏", "好"))
        if texts[1] == "好二":
            yield finding("NEW001", 2, "好二")

    texts, result = settled(["坏一", "坏二", "坏三"], judge)
    assert texts == {1: "好一", 3: "好三"}
    assert left(result) == [("BAD001", "introduces")]
    assert result.left[0].params == {"codes": "NEW001"}
    assert [f.code for f in result.findings] == ["BAD001"]


def test_who_is_to_blame_is_found_also_far_away() -> None:
    """The new finding stands at a row that nobody changed: halving tells whose fix it was."""

    def judge(texts: list[str]) -> Iterator[Finding]:
        for row, text in enumerate(texts[:-1], start=1):
            if text == "坏":
                yield finding("BAD001", row, text, "好")
        if texts[4] == "好":
            yield finding("NEW001", 8, "远", category=None)

    texts, result = settled(["坏"] * 7 + ["远"], judge)
    assert sorted(texts) == [1, 2, 3, 4, 6, 7]
    assert [each.choice.edits[0].row for each in result.left] == [5]


def test_a_finding_that_only_moved_is_not_new() -> None:
    """A rule that tells a table once does so at its first place."""

    def judge(texts: list[str]) -> Iterator[Finding]:
        bad = [row for row, text in enumerate(texts, start=1) if text == "坏"]
        if bad:
            yield finding("ONE001", bad[0], "坏")
        if texts[0] == "坏":
            yield finding("BAD001", 1, "坏", "好")

    texts, result = settled(["坏", "坏"], judge)
    assert (texts, left(result)) == ({1: "好"}, [])


def test_what_a_fixed_finding_kept_silent_is_not_its_fault() -> None:
    """A rule that yields to another speaks once that one is content."""
    code, page = next((code, rule) for code, rule in load_rules().items() if rule.yields_to)

    def judge(texts: list[str]) -> Iterator[Finding]:
        if texts[0] == "坏":
            yield finding(page.yields_to[0], 1, "坏", "好")
        else:
            yield finding(code, 1, texts[0])

    texts, result = settled(["坏"], judge)
    assert (texts, left(result)) == ({1: "好"}, [])


def test_fixes_that_go_round_in_a_circle_end() -> None:
    """甲 becomes 乙, and 乙 would become 甲: what was there before does not come again."""

    def judge(texts: list[str]) -> Iterator[Finding]:
        yield finding("ONE001" if texts[0] == "甲" else "TWO001", 1, texts[0], "乙" if texts[0] == "甲" else "甲")

    texts, result = settled(["甲"], judge)
    assert texts in ({}, {1: "乙"})
    assert {code for code, _ in left(result)} <= {"ONE001", "TWO001"}
    assert result.left


def test_fixes_without_an_end_are_ended() -> None:
    def judge(texts: list[str]) -> Iterator[Finding]:
        yield finding("ADD001", 1, texts[0], texts[0] + "了")

    texts, result = settled(["完"], judge)
    assert texts[1].startswith("完了")
    assert left(result) == [("ADD001", "endless")]


@pytest.mark.parametrize(
    ("old", "new", "declared", "reason"),
    [
        ("1000人", "100人", False, "alters_numbers"),
        ("1000人", "100人", True, ""),
        ("１２人", "12人", False, ""),
        ("m3", "立方米", False, ""),
        ("12.50", "12.5", False, ""),
        ("1 000", "1000", False, "alters_numbers"),
    ],
)
def test_numbers_change_only_where_a_fix_says_so(old: str, new: str, declared: bool, reason: str) -> None:
    def judge(texts: list[str]) -> Iterator[Finding]:
        if texts[0] == old:
            found = finding("NUM001", 1, old, new)
            assert found.fix is not None
            declares = frozenset({"numbers"} if declared else ())
            yield replace(found, fix=replace(found.fix, declares=declares))

    texts, result = settled([old], judge)
    assert texts == ({} if reason else {1: new})
    assert left(result) == ([("NUM001", reason)] if reason else [])


def test_two_that_want_different_text_are_both_left() -> None:
    """Neither wins by its turn; a third that touches other characters is made."""

    def judge(texts: list[str]) -> Iterator[Finding]:
        text = texts[0]
        if text.startswith("个"):
            yield finding("ONE001", 1, text, "人" + text[1:])
            yield finding("TWO001", 1, text, "家" + text[1:])
        if text.endswith("。"):
            yield finding("DOT001", 1, text, text[:-1])

    texts, result = settled(["个数。"], judge)
    assert texts == {1: "个数"}
    assert left(result) == [("ONE001", "conflict"), ("TWO001", "conflict")]


def test_a_fix_of_several_cells_is_made_whole_or_not_at_all() -> None:
    """The file takes one cell of it and not the other."""
    edits = (Edit("name", 1, place(1), "甲", "乙"), Edit("unit", 2, place(2), "丙", "丁"))

    def judge(texts: list[str]) -> Iterator[Finding]:
        if texts[0] == "甲":
            yield finding("TWO001", 1, "甲", fix=Fix(Safety.SAFE, "", edits))

    def refuse(wanted: Sequence[Edit]) -> Sequence[Refusal]:
        return [Refusal(edit, "formula") for edit in wanted if edit.location.row == 2]

    texts, result = settled(["甲", "丙"], judge, refuse)
    assert (texts, left(result)) == ({}, [("TWO001", "formula")])


def test_what_a_rule_reads_may_be_part_of_a_cell() -> None:
    """设备 购置类 of 一、设备 购置类: the rest of the cell stays; where the part is not there, or twice, nothing is done."""

    def judge(texts: list[str]) -> Iterator[Finding]:
        for row, text in enumerate(texts, start=1):
            if " " in text:
                yield finding("TTL001", row, "设备 购置", "设备购置")

    texts, result = settled(["一、设备 购置类", "设备 购置设备 购置", "别的 话"], judge)
    assert texts == {1: "一、设备购置类"}
    assert left(result) == [("TTL001", "partial"), ("TTL001", "partial")]
