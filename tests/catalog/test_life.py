"""What became of an indicator, from its first version to whoever follows it."""

from __future__ import annotations

import json
from pathlib import Path

from catalogs import TRAINING, Program


def test_a_life_of_three_versions(tmp_path: Path, training: Path, program: Program) -> None:
    """Born, renamed, split: each version with its changes and reasons, and at the end who follows."""
    place = tmp_path / "库"
    program("import", training, "--catalog", place, "--issued", "2023", "--date", "2023-01-05")
    renamed = TRAINING.replace("设备利用率或共享率,", "设备利用率、共享率,")
    split = renamed.replace(
        "设备利用率、共享率,≥,%,反映设备使用和共享的情况",
        "设备利用率,≥,%,使用的比例\n设备购置类,效益指标,社会效益指标,设备共享率,≥,%,共享的比例",
    )
    for version, text in (("2024", renamed), ("2025", split)):
        training.write_text(text, encoding="utf-8")
        program("import", training, "--catalog", place, "--issued", version, "--date", f"{version}-01-05")
    code, out, _ = program("log", "zb020601", "--catalog", place)
    assert code == 0
    lines = [line.strip() for line in out.splitlines()]
    assert lines[0] == "zb020601  设备利用率、共享率"
    assert lines[lines.index("2023") + 1] == "2023-01-05  新增：设备利用率或共享率（导入 指标）"
    assert "“设备利用率或共享率” → “设备利用率、共享率”" in lines[lines.index("2024") + 1]
    assert lines[-1] == "已停用：2023 至 2025。接替：zb020602 设备利用率。"
    assert "zb020601 设备利用率、共享率 拆分，由本指标接替" in program("log", "zb020603", "--catalog", place)[1]
    record = json.loads(program("log", "设备共享率", "--catalog", place, "--output-format", "json")[1])
    assert record["indicator"]["since"] == "2025"
    assert [change["kind"] for change in record["changes"]] == ["added", "split"]
    assert program("log", "zb020601", "--catalog", place, "--lang", "en")[1].endswith(
        "Followed by zb020602 设备利用率.\n"
    )


def test_an_indicator_that_is_not_there_is_told_with_the_nearest(
    tmp_path: Path, training: Path, program: Program
) -> None:
    program("import", training, "--catalog", tmp_path / "库")
    code, _, err = program("log", "培训场数", "--catalog", tmp_path / "库")
    assert (code, err) == (2, "指标库中没有“培训场数”，是不是要找“培训场次”？\n")
    code, _, err = program("log", "x", "--catalog", tmp_path / "无")
    assert (code, "不是指标库" in err) == (2, True)
