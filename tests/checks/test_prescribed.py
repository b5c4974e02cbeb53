"""Whoever takes indicators from the catalog as they are need not answer for what was issued."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from counties import HEADER, write_csv

from indicator_lint.cli import main
from indicator_lint.config import Settings
from indicator_lint.linter import lint

ISSUED = [
    ["宣传类", "产出指标", "数量指标", "宣传活动场次", "≥", "场", "反映开展宣传活动的场次"],
    ["宣传类", "产出指标", "质量指标", "宣传任务按时完成率", "≥", "%", "按时完成的宣传任务占比"],
    ["宣传类", "效益指标", "社会效益指标", "政策知晓率", "≥", "%", "知晓政策的群众占比"],
    ["宣传类", "满意度指标", "服务对象满意度指标", "宣传对象满意度", "≥", "%", "宣传对象满意的占比"],
]
"""A rate of punctuality among the qualities, and no cost."""


@pytest.fixture
def catalog(tmp_path: Path) -> str:
    write_csv(tmp_path / "印发.csv", HEADER, ISSUED)
    assert main(["catalog", "import", str(tmp_path / "印发.csv"), "--catalog", str(tmp_path / "库")]) == 0
    return str(tmp_path / "库")


def found(folder: Path, rows: Sequence[Sequence[str]], catalog: str | None = None) -> set[str]:
    write_csv(folder / "报送.csv", HEADER, rows)
    report = lint([str(folder / "报送.csv")], Settings(select=("CLS", "NAM001", "UNI", "REF"), catalog=catalog))
    return {finding.code for finding in report.findings}


def test_what_is_taken_over_is_not_judged_again(tmp_path: Path, catalog: str) -> None:
    assert found(tmp_path, ISSUED) == {"CLS005", "CLS006"}
    assert found(tmp_path, ISSUED, catalog) == set()


def test_what_is_changed_or_said_twice_is(tmp_path: Path, catalog: str) -> None:
    """An indicator in another unit is no longer the issued one; to say it twice is the submission's own doing."""
    changed = [[*ISSUED[0][:5], "%", ISSUED[0][6]], *ISSUED[1:], ISSUED[2]]
    assert found(tmp_path, changed, catalog) == {"UNI008", "REF002", "NAM001"}


def test_a_class_that_was_issued_and_left_out_is_lacking(tmp_path: Path, catalog: str) -> None:
    rows = [ISSUED[0], [*ISSUED[0][:3], "宣传活动人次", *ISSUED[0][4:]], *ISSUED[1:3]]
    assert "CLS006" in found(tmp_path, rows, catalog)


def test_letters_are_those_of_the_catalog_only_where_they_are_the_same(tmp_path: Path) -> None:
    """A blank that was issued stays in locked cells; one that was put in is the submission's own."""
    issued = [[*row[:6], "反映政策知晓 、理解的情况"] if row[3] == "政策知晓率" else row for row in ISSUED]
    write_csv(tmp_path / "印发.csv", HEADER, issued)
    main(["catalog", "import", str(tmp_path / "印发.csv"), "--catalog", str(tmp_path / "库")])
    for table, codes in (
        (issued, set()),
        ([[*row[:3], row[3].replace("宣传任", "宣传 任"), *row[4:]] for row in issued], {"TXT001"}),
    ):
        write_csv(tmp_path / "报送.csv", HEADER, table)
        report = lint([str(tmp_path / "报送.csv")], Settings(select=("TXT",), catalog=str(tmp_path / "库")))
        assert {finding.code for finding in report.findings} == codes
