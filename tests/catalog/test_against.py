"""`check --catalog`: submissions held against the catalog, also where their findings were remembered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from catalogs import TRAINING, Program

from indicator_lint.cli import main


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def checked(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[Any]]:
    """The exit code, and the findings of REF rules."""
    code = main(["check", *map(str, arguments), "--select", "REF", "--output-format", "json"])
    return code, json.loads(capsys.readouterr().out)["findings"]


def test_what_changed_in_the_catalog_is_found_in_submissions(
    tmp_path: Path, training: Path, program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same file is clean against one version, and not against the next: nothing remembered stands in the way."""
    place, submission = tmp_path / "库", tmp_path / "报送.csv"
    submission.write_text(TRAINING, encoding="utf-8")
    program("import", training, "--catalog", place, "--issued", "2024")
    assert checked(capsys, submission, "--catalog", place) == (0, [])
    training.write_text(
        TRAINING.replace("培训场次,", "举办培训场次,")
        .replace("培训人次,≥,人次", "培训人次,≥,人")
        .replace("培训类,产出指标,时效指标,培训及时完成率,≥,%,按期完成的场次占计划场次的比例\n", "")
        .replace("设备购置成本", "★设备购置成本"),
        encoding="utf-8",
    )
    program("import", training, "--catalog", place, "--issued", "2025")
    code, found = checked(capsys, submission, "--catalog", place)
    assert (code, [finding["code"] for finding in found]) == (0, ["REF005", "REF002", "REF004"])
    assert found[0]["fix"]["edits"][0]["new"] == "举办培训场次"
    assert "自 2025 版起" in found[2]["message"]
    assert checked(capsys, submission) == (0, [])


def test_all_parts_of_what_was_split_are_named(
    tmp_path: Path, training: Path, program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    """One of them alone would be wrong advice for half of those who ask."""
    program("import", training, "--catalog", tmp_path / "库")
    whole = "培训类,产出指标,数量指标,培训人次,≥,人次,反映年度参加培训的人次\n"
    assert whole in TRAINING
    parts = "".join(whole.replace("培训人次", f"{word}培训人次") for word in ("线上", "线下"))
    training.write_text(TRAINING.replace(whole, parts), encoding="utf-8")
    program("import", training, "--catalog", tmp_path / "库")
    submission = tmp_path / "报送.csv"
    submission.write_text(TRAINING, encoding="utf-8")
    _, (finding,) = checked(capsys, submission, "--catalog", tmp_path / "库")
    assert finding["code"] == "REF004"
    assert all(f"“{word}培训人次”" in finding["fix"]["note"] for word in ("线上", "线下"))


def test_a_missing_core_indicator_is_an_error(
    tmp_path: Path, training: Path, program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    training.write_text(TRAINING.replace("设备购置成本", "★设备购置成本"), encoding="utf-8")
    program("import", training, "--catalog", tmp_path / "库")
    submission = tmp_path / "报送.csv"
    submission.write_text(
        "".join(line for line in TRAINING.splitlines(keepends=True) if "成本" not in line), encoding="utf-8"
    )
    code, found = checked(capsys, submission, "--catalog", tmp_path / "库")
    assert (code, [(one["code"], one["category"], one["row"]) for one in found]) == (
        1,
        [("REF003", "设备购置类", None)],
    )


def test_a_catalog_that_does_not_hold_ends_the_run(
    tmp_path: Path, training: Path, program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(training), "--catalog", str(tmp_path / "无")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    program("import", training, "--catalog", tmp_path / "库")
    (tmp_path / "库" / "changes.csv").unlink()
    assert main(["check", str(training), "--catalog", str(tmp_path / "库")]) == 2
    assert "缺少文件 changes.csv" in capsys.readouterr().err
