"""A disk without room, also for temporary files, is told in a line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TABLE = "指标名称,性质,单位,一级指标,二级指标\n办结率,>=,个,产出指标,质量指标\n"
LIMITED = """
import resource, sys
from indicator_lint.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="asks for limits that Windows has not")
def test_no_room_for_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text(TABLE, encoding="utf-8")
    command = [sys.executable, "-B", "-c", LIMITED, "review", str(path)]
    ran = subprocess.run(command, capture_output=True, check=False, text=True, encoding="utf-8")
    assert (ran.returncode, [one.name for one in tmp_path.iterdir()]) == (2, ["表.csv"])
    assert ran.stderr.startswith("磁盘已满"), (
        ran.stderr
    )  # openpyxl's writers may complain below when they are collected
