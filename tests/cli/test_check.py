"""`check` lints what it is told to, prints where it is told to, and its exit code can be relied on."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import pytest
from reports.canonical import canonical_report

from indicator_lint.cli import main
from indicator_lint.cli.options import colored, terminal_width
from indicator_lint.cli.outlets import Outlet, outlets
from indicator_lint.config import Settings
from indicator_lint.discovery import Source, find_sources
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Severity
from indicator_lint.rulebook import RulebookError

Asked = list[tuple[tuple[str, ...], Settings, tuple[str, bytes] | None]]
Install = Callable[[Report | BaseException], Asked]


@pytest.fixture
def linter(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put a linter in place that answers with a report, or fails, and remembers what it was asked."""

    def install(answer: Report | BaseException) -> Asked:
        asked: Asked = []
        sought: list[tuple[tuple[str, ...], tuple[str, bytes] | None]] = []

        def find(paths: Sequence[str], stdin: tuple[str, bytes] | None = None) -> list[Source]:
            sought.append((tuple(paths), stdin))
            return find_sources(paths, stdin)

        def assembled(sources: Sequence[Source], settings: Settings, *_: object) -> Report:
            del sources
            paths, stdin = sought[-1]
            asked.append((paths, settings, stdin))
            if isinstance(answer, BaseException):
                raise answer
            return answer

        module = ModuleType("indicator_lint.assembly")
        vars(module)["assembled"] = assembled
        monkeypatch.setitem(sys.modules, "indicator_lint.assembly", module)
        monkeypatch.setattr("indicator_lint.discovery.find_sources", find)
        return asked

    return install


def only(severity: Severity) -> Report:
    report = canonical_report()
    return Report(report.readings, [finding for finding in report.findings if finding.severity is severity])


@pytest.mark.parametrize(
    ("severity", "level", "code"),
    [
        (Severity.ERROR, "error", 1),
        (Severity.WARNING, "error", 0),
        (Severity.WARNING, "warning", 1),
        (Severity.INFO, "warning", 0),
        (Severity.INFO, "info", 1),
        (Severity.ERROR, "never", 0),
    ],
)
def test_the_exit_code_follows_the_fail_level(linter: Install, severity: Severity, level: str, code: int) -> None:
    linter(only(severity))
    assert main(["check", "a.txt", "--fail-level", level]) == code


def test_nothing_found_is_success(linter: Install, capsys: pytest.CaptureFixture[str]) -> None:
    linter(Report(canonical_report().readings, []))
    assert main(["check", "a.txt", "--fail-level", "info"]) == 0
    assert capsys.readouterr().out.startswith("未发现问题")


def test_settings_reach_the_linter(linter: Install) -> None:
    asked = linter(Report([], []))
    main([
        "check", "a.txt", "目录", "--select", "UNI,OPR001", "--select", "TXT", "--ignore", "TXT001、TXT002",
        "--extend-select", "missing-unit", "--pack", "strict", "--lang", "en",
    ])  # fmt: skip
    settings = Settings("strict", ("UNI", "OPR001", "TXT"), ("TXT001", "TXT002"), ("missing-unit",), "en")
    assert asked == [(("a.txt", "目录"), settings, None)]


def test_without_a_path_the_working_directory_is_linted(linter: Install) -> None:
    asked = linter(Report([], []))
    main(["check"])
    assert asked[0][0] == (".",)


@pytest.mark.parametrize("paths", [["-"], []])
def test_standard_input_is_read_as_bytes(linter: Install, monkeypatch: pytest.MonkeyPatch, paths: list[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xb5\xa5\xce\xbb")))
    asked = linter(Report([], []))
    main(["check", *paths, "--stdin-filename", "表.csv"])
    assert asked[0][0] == ()
    assert asked[0][2] == ("表.csv", b"\xb5\xa5\xce\xbb")


def test_several_reports_of_one_run(linter: Install, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One on standard output, the others in files; only the report on standard output, news on standard error."""
    linter(canonical_report())
    report, lines = tmp_path / "报告.json", tmp_path / "a.jsonl"
    formats = ("concise", f"json:{report}", f"jsonl:{lines}")
    assert main(["check", "--color", "always", *(part for form in formats for part in ("--output-format", form))]) == 1
    out, err = capsys.readouterr()
    assert "\x1b[1mOPR002" in out
    assert len(out.splitlines()) == len(canonical_report().findings)
    assert "报告.json" in err
    assert json.loads(report.read_text(encoding="utf-8"))["summary"]["error"] == 3
    assert len(lines.read_text(encoding="utf-8").splitlines()) == len(canonical_report().findings)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "报告.json"]


def test_a_report_replaces_a_file_and_keeps_its_permissions(linter: Install, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    linter(canonical_report())
    main(["check", "-q", "--output-format", f"json:{path}"])
    assert path.read_text(encoding="utf-8").startswith("{")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_device_is_written_to_and_not_replaced(linter: Install) -> None:
    linter(canonical_report())
    assert main(["check", "-q", "--output-format", "json:/dev/null"]) == 1
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("name", ["s6.csv", "./x/../s6.csv", "link.csv", "hard.csv"])
@pytest.mark.parametrize("path", ["s6.csv", ".", "link.csv", "-"])
def test_a_report_never_replaces_a_table(  # noqa: PLR0917  # pytest's fixtures
    linter: Install,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    path: str,
    name: str,
) -> None:
    """Whatever name the file has, and however it came to be checked; nothing is written, not even the other report."""
    (tmp_path / "x").mkdir()
    table = tmp_path / "s6.csv"
    table.write_text("指标名称\n", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(table)
    (tmp_path / "hard.csv").hardlink_to(table)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    asked = linter(canonical_report())
    stdin = ["--stdin-filename", "s6.csv"] if path == "-" else []
    formats = ["--output-format", "jsonl:other.jsonl", "--output-format", f"json:{name}"]
    assert main(["check", path, *stdin, *formats]) == 2
    assert "它是要检查的文件" in capsys.readouterr().err
    assert asked == []
    assert table.read_text(encoding="utf-8") == "指标名称\n"
    assert not (tmp_path / "other.jsonl").exists()


def test_the_width_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where no terminal is; a width that makes no sense is none."""
    for value, columns in (("72", 72), ("3", 40), ("", 100), ("0", 100), ("wide", 100)):
        monkeypatch.setenv("COLUMNS", value)
        assert terminal_width() == columns


def test_quiet_verbose_and_statistics(linter: Install, capsys: pytest.CaptureFixture[str]) -> None:
    linter(canonical_report())
    sizes = {}
    for option in ("-q", "-v", "--statistics"):
        main(["check", option])
        sizes[option] = len(capsys.readouterr().out)
    assert sizes["-q"] < sizes["--statistics"] < sizes["-v"]


@pytest.mark.parametrize(
    ("variables", "option", "painted"),
    [
        ({}, "auto", False),
        ({"FORCE_COLOR": "1"}, "auto", True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, "auto", False),
        ({"NO_COLOR": "1"}, "always", True),
        ({"FORCE_COLOR": "1"}, "never", False),
    ],
)
def test_colours(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], option: str, painted: bool) -> None:
    """What is asked for wins, then NO_COLOR, then FORCE_COLOR; a pipe has none."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert colored(option) is painted


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "--selct", "UNI"], "没有选项“--selct”，是不是要用“--select”？"),
        (["check", "--select"], "选项“--select”的用法不对"),
        (["check", "--fail-level", "bad"], "只能是 error、warning、info、never"),
        (["check", "--output-format", "jsn"], "没有输出格式“jsn”，是不是要用“json”？"),
        (["check", "--output-format", "json", "--output-format", "console"], "标准输出只能有一种格式"),
        (["check", "--output-format", "json:/没有/x.json"], "所在目录不存在"),
        (["check", "--output-format", "json:/"], "它是目录"),
        (["check", "-"], "--stdin-filename"),
        (["check", "a.txt", "--stdin-filename", "b.txt"], "PATH 中没有“-”"),
        (["chekc"], "没有命令“chekc”，是不是要用“check”？"),
        (["--verion"], "没有选项“--verion”，是不是要用“--version”？"),
        (["show"], "缺少参数"),
        (["show", "没有.xlsx"], "找不到文件“没有.xlsx”"),
        (["rule", "UNI999X"], "没有规则“UNI999X”"),
        (["check\x1b[2J"], "没有命令“check␛[2J”"),
    ],
)
def test_a_wrong_use_is_one_chinese_line(
    linter: Install, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    linter(Report([], []))
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert err.startswith("用法错误：")
    assert err.count("\n") == 1


def test_an_unknown_rule_is_a_wrong_use(linter: Install, capsys: pytest.CaptureFixture[str]) -> None:
    linter(RulebookError("没有名为“X”的规则"))
    assert main(["check", "--select", "X"]) == 2
    assert capsys.readouterr().err == "用法错误：没有名为“X”的规则（帮助：indicator-lint check --help）\n"


def test_a_file_that_cannot_be_written_is_a_wrong_use(
    linter: Install, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    linter(canonical_report())
    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert main(["check", "--output-format", f"json:{tmp_path / 'x.json'}"]) == 2
    assert "不能写入" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_defect_of_ours_is_no_finding(linter: Install, capsys: pytest.CaptureFixture[str]) -> None:
    linter(ZeroDivisionError("ours"))
    assert main(["check"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_is_quiet(linter: Install, capsys: pytest.CaptureFixture[str]) -> None:
    linter(KeyboardInterrupt())
    assert main(["check"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_workbook_is_written_to_files_and_pipes_only(
    linter: Install, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    linter(canonical_report())
    assert main(["check", "--output-format", f"xlsx:{tmp_path / '报告.xlsx'}"]) == 1
    assert (tmp_path / "报告.xlsx").read_bytes().startswith(b"PK")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert main(["check", "--output-format", "xlsx"]) == 2
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert "请写成“xlsx:文件名”" in err.decode()


def test_the_longest_format_that_fits_is_meant() -> None:
    forms = ["sarif", "sarif:github", "json"]
    assert outlets(["sarif:github"], forms, "json") == [Outlet("sarif:github")]
    assert outlets(["sarif:github:a:b.sarif"], forms, "json") == [Outlet("sarif:github", Path("a:b.sarif"))]
    assert outlets(["sarif:./github", "json:-"], forms, "json") == [Outlet("sarif", Path("github")), Outlet("json")]
    assert outlets(["sarif:githubs"], forms, "json") == [Outlet("sarif", Path("githubs"))]


def test_on_github_the_step_gets_its_summary(
    linter: Install, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Added to what is there already."""
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    linter(canonical_report())
    assert main(["check", "--output-format", "github"]) == 1
    assert capsys.readouterr().out.startswith("::error file=")
    assert summary.read_text(encoding="utf-8").startswith("before\n<!-- indicator-lint -->\n")
    assert "UNI001" in summary.read_text(encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "不在" / "summary.md"))
    assert main(["check", "--output-format", "github"]) == 2


def test_junit_fails_at_the_level_of_the_run(linter: Install, capsys: pytest.CaptureFixture[str]) -> None:
    linter(canonical_report())
    main(["check", "--output-format", "junit", "--fail-level", "never"])
    assert "<failure" not in capsys.readouterr().out
    main(["check", "--output-format", "junit"])
    assert "<failure" in capsys.readouterr().out
