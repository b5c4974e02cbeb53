"""Reports that lie where the tables lie are not linted, and nothing else is left out for their sake."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from reports.canonical import canonical_report

from indicator_lint.discovery import find_sources
from indicator_lint.marks import is_report
from indicator_lint.reports import BINARIES, REPORTS, View

FILES = {"r.html": "html", "r.xlsx": "xlsx", "r.csv": "csv", "r.md": "markdown"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Reports in both languages beside one table."""
    for lang in ("zh", "en"):
        for name, form in FILES.items():
            report, view = canonical_report(), View(lang=lang)
            content = BINARIES[form](report, view) if form in BINARIES else REPORTS[form](report, view).encode()
            (tmp_path / f"{lang}-{name}").write_bytes(content)
    (tmp_path / "表.csv").write_text("level1,level2,name\n产出指标,数量指标,次数\n", encoding="utf-8")
    return tmp_path


def test_a_folder_is_linted_without_the_reports_in_it(folder: Path) -> None:
    assert [Path(source.path).name for source in find_sources([str(folder)])] == ["表.csv"]


def test_a_report_that_is_named_is_read(folder: Path) -> None:
    assert len(find_sources([str(folder / "zh-r.csv")])) == 1


def test_a_report_stays_one_when_an_office_program_saves_it(folder: Path) -> None:
    saved = io.BytesIO()
    load_workbook(folder / "zh-r.xlsx").save(saved)
    (folder / "zh-r.xlsx").write_bytes(saved.getvalue())
    assert is_report(str(folder / "zh-r.xlsx"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"level1,name\n"),
        ("a.xlsx", b"PK\x03\x04 broken"),
        ("a.xlsx", b""),
        ("a.html", "<p>indicator-lint 的说明</p>".encode()),
        ("a.md", b"# indicator-lint\n"),
        ("a.txt", "性质｜单位".encode("gb18030")),
    ],
)
def test_other_files_are_no_reports(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert not is_report(str(tmp_path / name))
    assert not is_report(str(tmp_path / "absent" / name))
