"""Workbooks whose tables can be read, but to which nothing can be added."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from indicator_lint.cli import main
from indicator_lint.config import Settings
from indicator_lint.discovery import Source
from indicator_lint.formats.limits import DEFAULT
from indicator_lint.linter import lint_sources
from indicator_lint.reports import View
from indicator_lint.review import copying
from indicator_lint.review.copying import review_copy
from indicator_lint.rulebook import load_rules

SAMPLE = Path(__file__).parents[2] / "samples" / "xiangcheng-2024-sheets.xlsx"


@pytest.mark.parametrize("part", ["[Content_Types].xml"])
def test_their_tables_are_laid_out_anew(tmp_path: Path, part: str) -> None:
    spoilt = io.BytesIO()
    with zipfile.ZipFile(SAMPLE) as sample, zipfile.ZipFile(spoilt, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sample.namelist():
            content = sample.read(name)
            if name == part:
                content = b'<!DOCTYPE x [<!ENTITY a "a">]>' + content[content.index(b"<Types") :]
            target.writestr(name, content)
    path = tmp_path / "表.xlsx"
    path.write_bytes(spoilt.getvalue())
    assert main(["review", str(path)]) == 0
    with zipfile.ZipFile(tmp_path / "表.审阅.xlsx") as copy:
        assert b"DOCTYPE" not in copy.read(part)


def test_what_was_laid_out_by_us_is_read_however_much_it_repeats(tmp_path: Path) -> None:
    """The same long text in every cell is packed a thousand times smaller, which nobody else's workbook may be."""
    path = tmp_path / "表.csv"
    path.write_text("指标名称,性质,单位\n" + "购置设备数量,≥,台\n" * 200, encoding="utf-8")
    report = lint_sources([Source(str(path))], Settings())
    stingy = replace(DEFAULT, ratio=2, ratio_from_megabytes=0)
    assert review_copy(report, path.read_bytes(), str(tmp_path / "表.xlsx"), View(rules=load_rules("zh")), stingy)


def test_a_copy_that_would_be_too_large_is_told_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "表.csv"
    path.write_text("指标名称,性质,单位\n购置设备数量,≥,台\n", encoding="utf-8")
    monkeypatch.setattr(copying.review_copy, "__defaults__", (replace(DEFAULT, part_megabytes=0),))
    assert main(["review", str(path)]) == 1
    assert capsys.readouterr().err == f"{path} 的审阅副本会太大，没有写出；请把文件分成几个。\n"
    assert not (tmp_path / "表.审阅.xlsx").exists()
