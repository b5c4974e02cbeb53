"""What an audit hands on: tables for further work, and each department its own part."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from counties import MEETING, header, write_csv

from indicator_lint.audit.splitting import is_worked_on
from indicator_lint.cli import main


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The prefix of the reports on two departments that copied each other, one with two files of a name."""
    folder = tmp_path_factory.mktemp("handed")
    write_csv(folder / "报送" / "发改局.csv", header("health"), MEETING)
    write_csv(
        folder / "报送" / "统计局" / "上" / "表.csv", header("health"), [[*row[:5], "", row[6]] for row in MEETING]
    )
    write_csv(
        folder / "报送" / "统计局" / "下" / "表.csv",
        header("health"),
        [["培训类", *row[1:3], f"培训{row[3]}", *row[4:]] for row in MEETING],
    )
    (folder / "报送" / "档案局").mkdir()
    prefix = folder / "审核"
    command = ["audit", str(folder / "报送"), "--output", str(prefix), "--jobs", "1", "--split-by", "department", "-q"]
    assert main(command) == 1
    return prefix


def test_the_table_of_findings_is_that_of_the_report(handed: Path) -> None:
    report = json.loads(Path(f"{handed}.json").read_text(encoding="utf-8"))
    table = pl.read_parquet(f"{handed}.findings.parquet")
    told = Counter((one["path"], one["code"], one["fingerprint"]) for one in report["findings"])
    assert Counter(table.select("path", "code", "fingerprint").iter_rows()) == told
    assert table["department"].to_list() == [one["department"] for one in report["findings"]]


def test_the_table_of_indicators_has_every_one(handed: Path) -> None:
    report = json.loads(Path(f"{handed}.json").read_text(encoding="utf-8"))
    table = pl.read_parquet(f"{handed}.indicators.parquet")
    assert table.height == report["summary"]["rows"]
    assert set(table["department"]) == {"发改局", "统计局"}


def test_each_department_gets_its_own_files_and_nobody_else_s(handed: Path) -> None:
    """With what was found in them, the copy from another department too."""
    copies = sorted(path.relative_to(f"{handed}.分送") for path in Path(f"{handed}.分送").rglob("*.xlsx"))
    assert Counter(path.parts[0] for path in copies) == {"发改局": 1, "统计局": 2}
    told = []
    for path in copies:
        book = openpyxl.load_workbook(f"{handed}.分送/{path}")
        head, *rows = book["检查结果"].iter_rows(values_only=True)
        told += [(path.parts[0], row[head.index("规则")]) for row in rows]
    report = json.loads(Path(f"{handed}.json").read_text(encoding="utf-8"))
    mine = {(one["department"], one["code"]) for one in report["findings"] if one["department"] != "档案局"}
    assert set(told) == mine
    assert any(code == "REF006" for _, code in told)


def test_a_copy_that_was_worked_on_is_known(handed: Path) -> None:
    """And is left as it is by the next audit; one that nobody touched is replaced."""
    fresh, worked = sorted(Path(f"{handed}.分送").rglob("*.xlsx"))[:2]
    book = openpyxl.load_workbook(worked)
    sheet = book["检查结果"]
    sheet.cell(2, [cell.value for cell in sheet[1]].index("处理") + 1).value = "接受"
    book.save(worked)
    assert [is_worked_on(path) for path in (fresh, worked, worked.with_name("没有.xlsx"))] == [False, True, False]
    worked.write_bytes(b"somebody's own")
    assert is_worked_on(worked)
