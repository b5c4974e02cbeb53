"""The program as a process: help, encodings, pipes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from indicator_lint import __version__, rulebook
from indicator_lint.cli import main
from indicator_lint.cli.overview import OVERVIEW
from indicator_lint.cli.program import COMMANDS
from indicator_lint.reports.display import width
from indicator_lint.rulebook import load_rules

NORMAL_FORM = "category,level1,level2,name,operator,unit,description\n培训类,产出指标,数量指标,培训场次,≥,场,反映场次\n"


def run(*arguments: str, cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own."""
    command = [sys.executable, "-m", "indicator_lint", *arguments]
    inherited = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    environment = {**inherited, "PYTHONPATH": str(Path(__file__).parents[2] / "src"), **variables}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False)


def test_the_overview_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """However it is asked for, and although it is written by hand."""
    for arguments in (["--help"], ["-h"], ["--help", "check"]):
        assert main(arguments) == 0
        assert capsys.readouterr().out == OVERVIEW
    assert re.findall(r"^  (\w+) {2,}", OVERVIEW, re.MULTILINE) == list(COMMANDS)


def test_without_a_command_the_overview_is_shown_as_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().err == OVERVIEW


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"indicator-lint {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_chinese_has_examples_and_fits(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"用法：indicator-lint {command} [选项]")
    assert re.search(rf"^示例：\n(  .+\n)*  .*indicator-lint {command}\b", text, re.MULTILINE)
    assert max(map(width, text.splitlines())) <= 100
    assert "Usage" not in text
    assert "Show this" not in text


@pytest.mark.parametrize(
    ("command", "remark"),
    [("catalog release", "［必填］"), ("catalog propose", "［不小于1］"), ("audit", "［不小于1］")],
)
def test_what_click_adds_to_an_option_is_chinese(command: str, remark: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command.split(), "--help"]) == 0
    text = capsys.readouterr().out
    assert remark in text
    assert not re.search(r"\[(required|default|x[<>])", text)


def test_rule_finds_by_code_name_title_and_prefix(capsys: pytest.CaptureFixture[str]) -> None:
    pages = []
    for name in ("OPR002", "opr002", "nonstandard-operator"):
        assert main(["rule", name]) == 0
        pages.append(capsys.readouterr().out)
    assert len(set(pages)) == 1
    assert pages[0].startswith("OPR002 ")
    assert main(["rule", "OPR", "--output-format", "json"]) == 0
    codes = [rule["code"] for rule in json.loads(capsys.readouterr().out)]
    assert "OPR002" in codes
    assert all(code.startswith("OPR") for code in codes)


def test_rule_lists_the_pages_of_a_check(capsys: pytest.CaptureFixture[str]) -> None:
    """A check's name tells which pages use it; each of them names it."""
    rules = load_rules()
    check, times = Counter(rule.check for rule in rules.values() if rule.check.isidentifier()).most_common(1)[0]
    users = [code for code, rule in rules.items() if rule.check == check]
    assert main(["rule", check]) == 0
    listed = capsys.readouterr().out
    assert [code for code in rules if code in listed] == users
    assert len(users) == times > 1
    assert main(["rule", users[0]]) == 0
    assert check in capsys.readouterr().out


BROKEN_PAGE = 'code = "UNI001"\nseverity = "bad"\n'


@pytest.mark.parametrize("arguments", [["rule"], ["check", "."], ["show", "表.csv"]], ids=lambda given: given[0])
def test_a_broken_page_is_one_line(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever edits a page is told which one is wrong, whatever the command; it is no wrong use and no traceback."""
    (tmp_path / "unit").mkdir()
    (tmp_path / "unit" / "missing-unit.toml").write_text(BROKEN_PAGE, encoding="utf-8")
    (tmp_path / "表.csv").write_text(NORMAL_FORM, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(rulebook, "shipped", lambda _: tmp_path)
    load_rules.cache_clear()
    try:
        assert main(arguments) == 2
    finally:
        load_rules.cache_clear()
    assert capsys.readouterr().err == "规则文件有误：rules/unit/missing-unit.toml：缺少“title”\n"


def test_any_locale_will_do(tmp_path: Path) -> None:
    """UTF-8 is printed whatever the environment says."""
    (tmp_path / "表.csv").write_text(NORMAL_FORM, encoding="utf-8")
    ran = run("show", "表.csv", "--output-format", "csv", cwd=tmp_path, LC_ALL="C", PYTHONIOENCODING="ascii")
    assert ran.returncode == 0
    assert "培训类,1,产出指标,数量指标,培训场次,≥,场,反映场次" in ran.stdout.decode("utf-8")


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = [sys.executable, "-m", "indicator_lint", "rule", "--output-format", "json"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ran = subprocess.run(command, env=environment, stdout=writing, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("redirection", "words"),
    [(">&-", "标准输出已关闭"), (">/dev/full", "磁盘空间不足")],
    ids=["closed", "full"],
)
@pytest.mark.parametrize("arguments", ["check 表.csv", "show 表.csv", "rule", "check --help", "--help", "--version"])
def test_output_that_is_lost_is_one_line_and_no_finding(
    tmp_path: Path, arguments: str, redirection: str, words: str
) -> None:
    (tmp_path / "表.csv").write_text(NORMAL_FORM, encoding="utf-8")
    ran = shell(f"{arguments} {redirection}", tmp_path)
    assert (ran.returncode, ran.stderr.decode("utf-8")) == (2, f"不能写到标准输出：{words}。\n")


@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full", ">&- 2>&-", ">/dev/full 2>/dev/full"])
def test_without_standard_error_the_exit_code_remains(tmp_path: Path, redirection: str) -> None:
    assert shell(f"check --selct {redirection}", tmp_path).returncode == 2


def test_a_report_in_a_file_needs_no_standard_output(tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_text(NORMAL_FORM, encoding="utf-8")
    ran = shell("check 表.csv --fail-level never --output-format json:x.json >&-", tmp_path)
    assert (ran.returncode, ran.stderr.decode("utf-8")) == (0, "已写入 x.json\n")
    assert json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["summary"]["rows"] == 1


def shell(line: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """The program with its streams as a shell leaves them."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src"), "PROGRAM": sys.executable}
    command = f'"$PROGRAM" -m indicator_lint {line}'
    return subprocess.run(["sh", "-c", command], cwd=cwd, env=environment, capture_output=True, check=False)  # noqa: S607


def test_what_a_file_says_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    text = NORMAL_FORM.replace("场次,≥", "\x1b]0;x\x07场\u202e次,≥")
    (tmp_path / "表.csv").write_text(text, encoding="utf-8")
    for form in ("table", "csv", "json", "md"):
        ran = run("show", str(tmp_path / "表.csv"), "--output-format", form)
        assert not set(ran.stdout.decode("utf-8")) & set("\x1b\x07\x9b")


def test_a_file_without_a_table_is_told_apart(tmp_path: Path) -> None:
    """`show` prints what there is, says why there is no more on standard error, and exits with 1."""
    (tmp_path / "空.csv").write_bytes(b"")
    (tmp_path / "表.csv").write_text(NORMAL_FORM, encoding="utf-8")
    ran = run("show", "表.csv", "空.csv", cwd=tmp_path)
    assert ran.returncode == 1
    assert "培训场次" in ran.stdout.decode("utf-8")
    trouble = ran.stderr.decode("utf-8").splitlines()
    assert [line.partition(":")[0] for line in trouble] == ["空.csv"]
    assert "FIL002" in trouble[0]
