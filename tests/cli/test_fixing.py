"""`fix`, `apply` and `undo` as they are called: what is printed, what is written, what the exit code says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from indicator_lint.cli import main

TABLE = (
    "设备购置类\r\n指标名称,性质,单位,指标描述\r\n购置设备数量,>=,台,反映购置设备 、软件的数量\r\n"
    "慰问对象人数,≥,个,反映反映慰问对象的数量\r\n"
)
SAFE = TABLE.replace(">=", "≥").replace("备 、", "备、")
UNSAFE = SAFE.replace("个", "人").replace("反映反映", "反映")
ONLY = ("--select", "OPR002,TXT002,TXT004,UNI009", "--fail-level", "info")


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("表.csv")
    path.write_bytes(TABLE.encode("gb18030"))
    return path


def text(path: Path) -> str:
    return path.read_bytes().decode("gb18030")


def test_fix_writes_what_is_safe_and_says_what_remains(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", str(table), *ONLY]) == 1
    assert text(table) == SAFE
    assert text(Path("表.csv.bak")) == TABLE
    said = capsys.readouterr().out
    assert "3:8 性质：“>=” → “≥”（OPR002）" in said
    assert "已修改 2 个单元格，消除 2 处问题。" in said
    assert "还有 2 处问题" in said
    assert "2 处请核对，加 --unsafe 可一并修改" in said


def test_unsafe_fixes_on_request_and_nothing_left(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", str(table), *ONLY, "--unsafe", "--no-backup"]) == 0
    assert text(table) == UNSAFE
    assert not Path("表.csv.bak").exists()
    said = capsys.readouterr().out
    assert "（UNI009，请核对）" in said
    assert "没有问题了。" in said


def test_diff_writes_nothing(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Place, old and new, and the code of each; the exit code speaks of the file as it is."""
    assert main(["fix", str(table), *ONLY, "--unsafe", "--diff", "--lang", "en"]) == 1
    assert [path.name for path in Path().iterdir()] == ["表.csv"]
    assert text(table) == TABLE
    said = capsys.readouterr().out
    assert "4:10 unit: “个” → “人” (UNI009, please check)" in said
    assert "4 cell(s) would change, 4 finding(s) would be gone; nothing was written." in said


def test_output_leaves_the_file_alone(table: Path) -> None:
    assert main(["fix", str(table), *ONLY, "--output", "新.csv"]) == 1
    assert (text(table), text(Path("新.csv"))) == (TABLE, SAFE)
    assert main(["fix", "新.csv", *ONLY, "--output", "又.csv"]) == 1
    assert text(Path("又.csv")) == SAFE


@pytest.mark.parametrize(
    "options",
    [["--output", "x.csv", "--diff"], ["--output", "表.csv"], ["--plan", "表.csv"], [".", "--output", "x.csv"]],
    ids=" ".join,
)
def test_options_that_make_no_sense(table: Path, options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    Path("二.csv").write_bytes(table.read_bytes())
    assert main(["fix", str(table), *options]) == 2
    assert text(table) == TABLE
    assert "用法错误" in capsys.readouterr().err


def test_undo_restores_every_byte(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["fix", str(table), *ONLY])
    main(["fix", str(table), *ONLY, "--unsafe"])
    for expected in (SAFE, TABLE):
        assert main(["undo"]) == 0
        assert text(table) == expected
    assert main(["undo", str(table)]) == 2
    assert "表.csv：没有写入：没有可以撤销的修改" in capsys.readouterr().err
    main(["fix", str(table), *ONLY])
    assert main(["undo", str(table)]) == 0
    assert capsys.readouterr().out.endswith("已恢复 表.csv。\n")


def plan(table: Path) -> dict[str, Any]:
    assert main(["fix", str(table), *ONLY, "--plan", "plan.json"]) == 1
    assert text(table) == TABLE
    made: dict[str, Any] = json.loads(Path("plan.json").read_text(encoding="utf-8"))
    return made


def test_a_plan_is_what_its_schema_says(table: Path, checkout: Path) -> None:
    schema = json.loads((checkout / "schemas" / "plan.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(plan(table))


def applied(made: dict[str, Any], *options: str) -> int:
    Path("plan.json").write_text(json.dumps(made), encoding="utf-8")
    return main(["apply", "plan.json", *options])


def test_a_plan_is_gone_through_and_applied(table: Path) -> None:
    """Safe fixes are wanted, the others are there to be chosen; a suggestion can be rewritten."""
    made = plan(table)
    fixes = {fix["code"]: fix for fix in made["files"][0]["fixes"]}
    assert {code: fix["apply"] for code, fix in fixes.items()} == {
        "OPR002": True,
        "TXT002": True,
        "TXT004": False,
        "UNI009": False,
    }
    fixes["OPR002"]["apply"] = False
    fixes["UNI009"].update(apply=True)
    fixes["UNI009"]["edits"][0]["new"] = "户"
    applied(made)
    assert text(table) == TABLE.replace("备 、", "备、").replace("个", "户")
    assert main(["undo"]) == 0
    assert text(table) == TABLE


def test_a_plan_does_not_touch_cells_that_changed(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = plan(table)
    table.write_bytes(TABLE.replace(">=", "≤").encode("gb18030"))
    assert applied(made) == 1
    assert text(table) == TABLE.replace(">=", "≤").replace("备 、", "备、")
    assert "单元格的内容已与检查时不同" in capsys.readouterr().out


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "[]",
        '{"schema_version": 2}',
        '{"schema_version": 1, "files": {}}',
        '{"schema_version": 1, "files": [{"path": "a", "format": "csv", "sha256": "", "fixes": [{"apply": 1}]}]}',
    ],
)
def test_what_is_no_plan(table: Path, broken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert table.exists()
    Path("plan.json").write_text(broken, encoding="utf-8")
    assert main(["apply", "plan.json"]) == 2
    assert capsys.readouterr().err.startswith("用法错误：“plan.json”：")


def test_a_file_that_cannot_be_read_is_told_and_others_go_on(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("坏.xlsx").write_bytes(b"PK\x03\x04")
    assert main(["fix", ".", *ONLY]) == 1
    assert text(table) == SAFE
    assert "错误 FIL001" in capsys.readouterr().out


def test_a_file_that_is_open_elsewhere(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path(".~lock.表.csv#").touch()
    assert main(["fix", str(table), *ONLY]) == 1
    assert text(table) == TABLE
    said = capsys.readouterr().out
    assert "没有写入：文件正在别的程序中打开（有 .~lock.表.csv#）" in said
    assert "还有 4 处问题" in said


def test_findings_of_old_standing_are_left_alone(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the baseline knows is not mended unless that is asked for; what came since is."""
    assert main(["baseline", "create", str(table), "--select", ONLY[1]]) == 0
    table.write_bytes(TABLE.replace("台", "台 、套").encode("gb18030"))
    assert main(["fix", str(table), *ONLY]) == 0
    assert text(table) == TABLE.replace("台", "台、套")
    assert "没有问题了。\n另有 4 处原来就有，不计在内。\n" in capsys.readouterr().out
    assert main(["fix", str(table), *ONLY, "--no-baseline"]) == 1
    assert text(table) == SAFE.replace("台", "台、套")


def elsewhere(table: Path) -> Path:
    """The table in a folder beside the working directory, `mine`, and a plan in another, `plans`."""
    folder = table.resolve().parent
    for name in ("mine", "plans", "work"):
        (folder / name).mkdir()
    made = plan(table)
    moved = table.rename(folder / "mine" / table.name)
    made["files"][0]["path"] = str(moved.resolve())
    (folder / "plans" / "plan.json").write_text(json.dumps(made), encoding="utf-8")
    return moved.resolve()


def test_a_plan_reaches_its_own_folder_and_the_working_directory(
    table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = elsewhere(table)
    monkeypatch.chdir("work")
    assert main(["apply", "../plans/plan.json"]) == 2
    said = capsys.readouterr().err
    assert f"计划要修改“{mine}”" in said
    assert "--allow" in said
    assert main(["apply", "../plans/plan.json", "--allow", "../plans"]) == 2
    assert text(mine) == TABLE
    assert main(["apply", "../plans/plan.json", "--allow", "../mine", "--allow", "."]) == 1
    assert text(mine) == SAFE
    assert main(["undo", str(mine)]) == 0
    assert main(["apply", "../plans/plan.json", "--allow", str(mine)]) == 1
    assert main(["undo", str(mine)]) == 0
    monkeypatch.chdir("../mine")
    assert main(["apply", "../plans/plan.json"]) == 1
    assert text(mine) == SAFE


def test_a_plan_reaches_nothing_through_links_and_changes_nothing_before_all_is_known(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = elsewhere(table)
    made = json.loads(Path("plans/plan.json").read_text(encoding="utf-8"))
    near = Path("plans/近.csv").resolve()
    near.write_bytes(mine.read_bytes())
    Path("plans/链.csv").symlink_to(mine)
    (file,) = made["files"]
    made["files"] = [{**file, "path": "近.csv"}, {**file, "path": "链.csv"}]
    monkeypatch.chdir("plans")
    assert applied(made) == 2
    assert text(near) == text(mine) == TABLE


def test_a_plan_names_a_file_once(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = plan(table)
    made["files"] *= 2
    made["files"][1] = {**made["files"][1], "path": "./表.csv"}
    assert applied(made) == 2
    assert "是同一个文件" in capsys.readouterr().err
    assert text(table) == TABLE


def test_files_outside_of_a_folder_are_looked_at_and_not_changed(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A link in a folder leads out of it; whoever names the link, or both folders, has the file changed."""
    Path("in").mkdir()
    Path("in/链.csv").symlink_to(table.resolve())
    assert main(["fix", "in", *ONLY]) == 1
    assert text(table) == TABLE
    said = capsys.readouterr().out
    assert "没有写入：这是链接，文件在目录之外" in said
    assert "还有 4 处问题" in said
    assert main(["fix", "in", *ONLY, "--plan", "plan.json"]) == 1
    assert json.loads(Path("plan.json").read_text(encoding="utf-8"))["files"] == []
    assert main(["fix", "in/链.csv", *ONLY]) == 1
    assert text(table) == SAFE
    assert Path("in/链.csv").is_symlink()


def test_no_report_makes_what_a_link_leads_to(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("made").mkdir()
    Path("表.审阅.xlsx").symlink_to(Path("made/x.xlsx").resolve())
    assert main(["review", str(table)]) == 2
    assert "它是链接，所指的文件不存在" in capsys.readouterr().err
    assert list(Path("made").iterdir()) == []
