"""What lies between reading and reporting, when others were at it."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from indicator_lint.cli import main

TABLE = "指标名称,性质,单位,一级指标,二级指标\n办结率,>=,个,产出指标,质量指标\n"
AUDIT = ("audit", "报送", "--jobs", "1", "--output", "审核")


@pytest.fixture
def spill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("报送").mkdir()
    Path("报送/甲.csv").write_text(TABLE, encoding="utf-8")
    assert main(AUDIT) == 1
    return Path("审核.spill")


def test_parts_that_are_not_what_they_were_are_made_again(spill: Path) -> None:
    """A pipe, a link, columns of other types, records that are none: nothing waits, nothing breaks, and the report is that of before."""
    told = Path("审核.json").read_bytes()
    (findings,) = spill.glob("*.findings.parquet")
    (files,) = spill.glob("*.files.parquet")
    findings.unlink()
    os.mkfifo(findings)
    assert main(AUDIT) == 1
    files.unlink()
    files.symlink_to("/etc/passwd")
    assert main(AUDIT) == 1
    pl.read_parquet(findings).with_columns(record=1).write_parquet(findings)
    assert main(AUDIT) == 1
    (findings,) = spill.glob("*.findings.parquet")
    pl.read_parquet(findings).with_columns(record=pl.lit("{")).write_parquet(findings)
    assert main(AUDIT) == 1
    assert (findings.is_file(), files.is_symlink(), Path("审核.json").read_bytes()) == (True, False, told)


def test_what_is_not_ours_stays(spill: Path) -> None:
    (spill / "a.parquet").mkdir()
    (spill / "b.tmp").write_text("mine")
    (spill / "c.parquet").write_text("mine")
    outside = spill.parent / "elsewhere"
    (spill / "说明.txt").unlink()
    (spill / "说明.txt").symlink_to(outside.resolve())
    assert main(AUDIT) == main([*AUDIT, "--fresh"]) == 1
    assert {"a.parquet", "b.tmp", "c.parquet"} <= {path.name for path in spill.iterdir()}
    assert not outside.exists()
