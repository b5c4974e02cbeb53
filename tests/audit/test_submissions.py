"""Whose a file is: told by folders and names, or by the configuration."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from indicator_lint.audit.course import Means, run_audit
from indicator_lint.audit.engines import here
from indicator_lint.audit.plan import Plan
from indicator_lint.audit.results import audited
from indicator_lint.audit.spill import Spill
from indicator_lint.audit.submissions import find_submissions
from indicator_lint.cli import main
from indicator_lint.config import Settings

TABLE = "一级指标,二级指标,指标名称,性质,单位\n产出指标,数量指标,培训班期数,≥,期\n产出指标,质量指标,考核合格率,≥,%\n"


def put(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(TABLE, encoding="utf-8")


def senders(folder: Path, departments: Mapping[str, tuple[str, ...]] | None = None) -> dict[str, str]:
    body = find_submissions(str(folder), departments)
    return {os.path.relpath(file.source.path, folder): file.department for file in body.files}


def test_folders_and_files_are_departments(tmp_path: Path) -> None:
    put(tmp_path, "教育局/上半年/a.csv", "教育局/b.csv", "民政局.csv")
    assert senders(tmp_path) == {"教育局/上半年/a.csv": "教育局", "教育局/b.csv": "教育局", "民政局.csv": "民政局"}


def test_files_of_several_years_are_one_department(tmp_path: Path) -> None:
    """Which is called as its name begins, or as is left of the name without the year; nobody is told that it came twice."""
    put(
        tmp_path,
        "教育局2024年申报表.csv",
        "教育局2025年申报表.csv",
        "某园（2024）.csv",
        "某园（2025）.csv",
        "民政局2025.csv",
        "2025.csv",
    )
    body = find_submissions(str(tmp_path))
    assert [file.department for file in body.files] == ["2025", "教育局", "教育局", "某园", "某园", "民政局2025"]
    assert not body.namesakes


def test_the_configuration_goes_before(tmp_path: Path) -> None:
    put(tmp_path, "edu/a.csv", "学校1.csv", "学校2.csv", "民政局.csv")
    mapping = {"教育局": ("edu/**", "学校*.csv")}
    assert senders(tmp_path, mapping) == {
        "edu/a.csv": "教育局", "学校1.csv": "教育局", "学校2.csv": "教育局", "民政局.csv": "民政局",
    }  # fmt: skip
    assert not find_submissions(str(tmp_path), mapping).namesakes


def test_two_submissions_of_one_name_are_joined_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    put(tmp_path, "教育局/a.csv", "教育局.csv", "民政局.csv")
    body = find_submissions(str(tmp_path))
    assert {file.department for file in body.files} == {"教育局", "民政局"}
    (told,) = body.namesakes
    assert {Path(told.first).name, Path(told.second).name} == {"教育局", "教育局.csv"}
    main(["audit", str(tmp_path), "--jobs", "1", "--select", "LNT", "--fail-level", "warning"])
    assert "一个部门有两份报送材料 1 处" in capsys.readouterr().out


def test_an_empty_folder_stays_a_department(tmp_path: Path) -> None:
    put(tmp_path, "教育局/a.csv")
    (tmp_path / "民政局").mkdir()
    files = {file.department: file.source.empty for file in find_submissions(str(tmp_path)).files}
    assert files == {"教育局": False, "民政局": True}


def test_nothing_at_all_is_a_finding(tmp_path: Path) -> None:
    assert main(["audit", str(tmp_path), "--jobs", "1"]) == 1


def test_reports_that_lie_in_the_folder_are_no_submissions(tmp_path: Path) -> None:
    """The second audit sees what the first saw."""
    put(tmp_path, "教育局/a.csv")
    command = ["audit", str(tmp_path), "--output", str(tmp_path / "审核"), "--jobs", "1", "-q"]
    assert main(command) == main(command) == 0
    spared = {os.path.realpath(tmp_path / f"审核{suffix}") for suffix in (".json", ".html", ".xlsx", ".spill", ".分送")}
    assert len(find_submissions(str(tmp_path), spared=spared).files) == 1


def test_a_sheet_that_no_file_has_is_told_once(tmp_path: Path) -> None:
    """However the files are cut into chunks."""
    put(tmp_path / "报送", "教育局.csv", "民政局.csv", "公安局.csv")
    (tmp_path / "c.toml").write_text('[[layout.files]]\nsheets = "没有"\nheader-rows = 1\n', encoding="utf-8")
    plan = Plan(Settings(config=str(tmp_path / "c.toml")))
    for workers in (1, 20):
        means = Means(here, workers, Spill(tmp_path / f"spill-{workers}"), lambda _: None)
        course = run_audit(find_submissions(str(tmp_path / "报送")), plan, means)
        told = [finding.code for file in audited(course) for finding in file.findings if finding.code == "LNT005"]
        assert told == ["LNT005"]
