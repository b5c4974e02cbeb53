"""Files whose names are no text: systems allow any bytes."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from indicator_lint.cli import main

TABLE = "指标名称,性质,单位,一级指标,二级指标\n办结率,>=,个,产出指标,质量指标\n"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="names are texts here")


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("甲").mkdir()
    name = os.path.join("甲", os.fsdecode(b"\xff\xfe\xed\xa0\x80.csv"))  # noqa: PTH118
    Path(name).write_text(TABLE, encoding="utf-8")
    return name


def test_plans_find_them_again(odd: str) -> None:
    assert main(["fix", "甲", "--plan", "plan.json"]) == 1
    assert json.loads(Path("plan.json").read_text(encoding="utf-8"))["files"][0]["path"] == odd
    main(["apply", "plan.json"])
    assert "≥" in Path(odd).read_text(encoding="utf-8")


def test_baselines_know_them(odd: str) -> None:
    assert main(["check", odd]) == 1
    assert main(["baseline", "create", "甲"]) == 0
    assert main(["check", odd]) == main(["baseline", "update", "甲"]) == 0


def test_audits_tell_of_them(odd: str) -> None:
    assert main(["audit", "甲", "--jobs", "1", "--output", "审核"]) == 1
    told = json.loads(Path("审核.json").read_text(encoding="utf-8"))
    assert odd in json.dumps(told, ensure_ascii=False)


def test_catalogs_are_begun_with_them(odd: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The catalog, which is called after the file, has a name that shows; one that is given must be a text."""
    ringing = Path(odd).rename("钟\x07.csv")
    assert main(["catalog", "import", str(ringing), "--catalog", "库一", "--category", "办公类"]) == 0
    assert "钟␇" in Path("库一", "datapackage.json").read_text(encoding="utf-8")
    ringing.rename(odd)
    assert main(["catalog", "import", odd, "--catalog", "库二", "--category", "办公类"]) == 0
    capsys.readouterr()
    assert main(["catalog", "import", odd, "--catalog", "库", "--category", "类", "--title", os.fsdecode(b"\xff")]) == 2
    assert "没有写入：内容中有不成文字的字节" in capsys.readouterr().err
