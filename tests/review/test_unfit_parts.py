"""Workbooks whose tables can be read, but to which nothing can be added."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from indicator_lint.cli import main

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
