"""`check` and `show` honour the configuration, and say in one line what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indicator_lint.cli import main

TABLE = "评价维度,要点,考核点,方向,计\n产出指标,数量指标,培训班期数,>=,期\n产出指标,质量指标,考核合格率,≥,%\n"
LAYOUT = '[layout]\nheader-rows = 1\ncolumns = {level1 = "A", name = "考核点"}\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "表.csv").write_text(TABLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", ["check", "show"])
def test_a_wrong_reading_is_corrected(folder: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert main([command, "表.csv"]) == 1
    (folder / "indicator-lint.toml").write_text(LAYOUT, encoding="utf-8")
    capsys.readouterr()
    assert main([command, "表.csv", "--output-format", "json"]) == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert file["tables"][0]["rows"] == 2
    assert file["tables"][0]["columns"]["name"] == 3


@pytest.mark.parametrize("command", ["check", "show"])
def test_another_file_may_be_named(folder: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    (folder / "indicator-lint.toml").write_text("[layout]\nheader-rows = 9\n", encoding="utf-8")
    (folder / "我的.toml").write_text(LAYOUT, encoding="utf-8")
    assert main([command, "表.csv", "--config", "我的.toml"]) == 0
    assert "LNT005" not in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "show"])
@pytest.mark.parametrize("named", [False, True])
def test_what_is_wrong_is_one_line_and_exit_code_2(
    folder: Path, capsys: pytest.CaptureFixture[str], command: str, named: bool
) -> None:
    name = "错.toml" if named else "indicator-lint.toml"
    (folder / name).write_text("[layout]\nheader-row = 1\n", encoding="utf-8")
    assert main([command, "表.csv", *(["--config", name] if named else [])]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"配置文件 {name}：没有“layout.header-row”这一项，是不是要写“header-rows”？\n"


def test_hints_that_fit_nothing_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "indicator-lint.toml").write_text(LAYOUT.replace("考核点", "考核典"), encoding="utf-8")
    main(["show", "表.csv"])
    assert "LNT005" in capsys.readouterr().err
    main(["check", "表.csv", "--select", "UNI", "--output-format", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [(one["code"], one["params"]["value"]) for one in findings] == [("LNT005", "考核典")]
