"""What the baseline knows does not count in an audit, and is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from indicator_lint.cli import main

TABLE = "一级指标,二级指标,指标名称,性质,单位,指标描述\n产出指标,质量指标,{},>=,个,反映事项办结的比例\n"
AUDIT = ("audit", "报送", "--jobs", "1", "--output", "审核", "-q")


@pytest.fixture(autouse=True)
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("报送").mkdir()
    for number in range(3):
        Path(f"报送/部门{number}.csv").write_text(TABLE.format("事项办结率"), encoding="utf-8")
    assert main(["baseline", "create", "报送"]) == 0


def summary() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(Path("审核.json").read_text(encoding="utf-8"))["summary"]
    return read


def test_known_findings_do_not_count_and_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*AUDIT, "--no-baseline"]) == 1
    before = summary()
    assert main(AUDIT) == 0
    assert (summary()["error"], summary()["unchanged"]) == (0, before["error"] + before["warning"] + before["info"])
    assert f"另有 {summary()['unchanged']} 处问题在存量之中" in capsys.readouterr().out


def test_what_is_new_counts(capsys: pytest.CaptureFixture[str]) -> None:
    """Also when the results of before are at hand."""
    main(AUDIT)
    Path("报送/部门1.csv").write_text(TABLE.format("投诉办结率"), encoding="utf-8")
    capsys.readouterr()
    assert main(AUDIT) == 1
    told = json.loads(Path("审核.json").read_text(encoding="utf-8"))
    assert {one["department"] for one in told["departments"] if one["error"]} == {"部门1"}
    assert [one["path"] for one in told["findings"] if one["code"] == "LNT003"] == ["报送/部门1.csv"]


def test_a_baseline_that_makes_no_sense_is_told_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    Path(".indicator-lint-baseline.toml").write_text("version = 9\n", encoding="utf-8")
    assert main(AUDIT) == 2
    error = capsys.readouterr().err
    assert (len(error.splitlines()), "只认识 1" in error) == (1, True)
