"""Where the program meets other programs: pre-commit, git, hosts of code, the shell."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import Workbook, load_workbook

from indicator_lint.cli import main

TOP = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
HEAD = ["一级指标", "二级指标", "指标名称", "性质", "单位"]
HOOKS: list[dict[str, Any]] = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def ran(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a folder, our program and git's author at hand."""
    known = {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / ".git" / "cache"),
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        **environment,
    }
    return subprocess.run(command, cwd=folder, env=known, capture_output=True, encoding="utf-8", check=False)


def save(path: Path, *rows: list[str]) -> None:
    book = Workbook()
    for row in [HEAD, *rows]:
        book.worksheets[0].append([text or None for text in row])
    book.save(path)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of tables with our hooks, which run the program of this checkout."""
    ran(tmp_path, "git", "init", "-q", "-b", "main")
    local = [
        {key: value for key, value in hook.items() if key != "language"} | {"language": "system"} for hook in HOOKS
    ]
    config = {"repos": [{"repo": "local", "hooks": local}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    return tmp_path


@pytest.mark.skipif(not (BIN / "pre-commit").exists(), reason="pre-commit is not installed")
def test_a_bad_table_is_refused_mended_and_accepted(repository: Path) -> None:
    """What a newcomer goes through: refused with the reason, mended by hand and by the hook, committed."""
    assert ran(repository, "pre-commit", "install").returncode == 0
    table = repository / "指标 体系.xlsx"
    save(table, ["产出指标", "数量指标", "培训人数", ">=", ""], ["产出指标", "质量指标", "考核合格率", ">=", "%"])
    ran(repository, "git", "add", ".")
    refused = ran(repository, "git", "commit", "-qm", "表")
    assert refused.returncode == 1
    assert "UNI001" in refused.stderr + refused.stdout
    assert "files were modified by this hook" in refused.stderr + refused.stdout
    assert load_workbook(table).active["D2"].value == "≥"
    save(table, ["产出指标", "数量指标", "培训人数", "≥", "人"], ["产出指标", "质量指标", "考核合格率", "≥", "%"])
    ran(repository, "git", "add", ".")
    accepted = ran(repository, "git", "commit", "-qm", "表")
    assert accepted.returncode == 0, accepted.stderr


@pytest.mark.skipif(not (BIN / "pre-commit").exists(), reason="pre-commit is not installed")
def test_pre_commit_takes_the_manifest() -> None:
    assert ran(TOP, "pre-commit", "validate-manifest", ".pre-commit-hooks.yaml").returncode == 0


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("indicator-lint.toml", "pakc = 1", "没有“pakc”这一项，是不是要写“pack”？"),
        ("indicator-lint.toml", '[[files]]\nfiles = "别处/*"\nignore = "UNJ"', "没有名为“UNJ”的规则"),
        ("表.xlsx.lint.toml", "[[suppres]]", "没有“suppres”这一项"),
        (".indicator-lint-baseline.toml", "version = 9", "只认识 1"),
        ("pyproject.toml", "[tool.other]\na = 1", ""),
    ],
)
def test_the_hook_for_configurations_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, words: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert re.search(HOOKS[-1]["files"], name)
    arguments = HOOKS[-1]["entry"].split()[1:]
    assert main([*arguments, str(tmp_path / name)]) == (2 if words else 0)
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "checked"),
    [
        ("报送/指标 体系.XLSX", True),
        ("表.csv", True),
        ("a.docx", True),
        ("~$指标.xlsx", False),
        ("报送/.~lock.a.xlsx#", False),
        ("指标.审阅.xlsx", False),
        ("README.md", False),
        ("a.pdf", False),
    ],
)
def test_the_hook_is_about_tables(name: str, checked: bool) -> None:
    hook = HOOKS[0]
    assert (bool(re.search(hook["files"], name)) and not re.search(hook["exclude"], name)) is checked


def test_git_shows_what_changed_in_a_workbook(tmp_path: Path) -> None:
    """With `show` as textconv, a changed cell is a changed line of a table."""
    ran(tmp_path, "git", "init", "-q")
    ran(tmp_path, "git", "config", "diff.indicator.textconv", "indicator-lint show --output-format md")
    (tmp_path / ".gitattributes").write_text("*.xlsx diff=indicator\n", encoding="utf-8")
    save(
        tmp_path / "表.xlsx",
        ["产出指标", "数量指标", "培训人数", "≥", ""],
        ["产出指标", "数量指标", "培训期数", "≥", "期"],
    )
    ran(tmp_path, "git", "add", ".")
    ran(tmp_path, "git", "commit", "-qm", "表")
    save(
        tmp_path / "表.xlsx",
        ["产出指标", "数量指标", "培训人数", "≥", "人"],
        ["产出指标", "数量指标", "培训期数", "≥", "期"],
    )
    shown = ran(tmp_path, "git", "diff", "--", "表.xlsx").stdout
    changed = [line for line in shown.splitlines() if re.match(r"[-+]\|", line)]
    assert len(changed) == 2, shown
    assert "人数" in changed[0]
    assert "| 人 |" in re.sub(" +", " ", changed[1])


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_the_action_marks_the_files_and_fills_the_summary(tmp_path: Path) -> None:
    """Its script as written, with inputs that hold spaces; what GitHub would be given is there."""
    action = yaml.safe_load((TOP / "action.yml").read_text(encoding="utf-8"))
    step = action["runs"]["steps"][-1]
    assert set(step["env"].values()) <= {f"${{{{ inputs.{name} }}}}" for name in action["inputs"]}
    (tmp_path / ".git").mkdir()
    save(tmp_path / "指标 体系.xlsx", ["产出指标", "数量指标", "培训人数", "≥", ""])
    done = ran(
        tmp_path, "bash", "-e", "-o", "pipefail", "-c", step["run"], PATHS="指标 体系.xlsx\n", ARGUMENTS="--select\nUNI001",
        FAIL_LEVEL="error", SARIF_FILE="a b.sarif", GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"),
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout.startswith("::group::") or "::error" in done.stdout
    assert "UNI001" in (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert '"2.1.0"' in (tmp_path / "a b.sarif").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_the_template_for_gitlab_writes_its_reports(tmp_path: Path) -> None:
    job = yaml.safe_load((TOP / "templates" / "indicator-lint.gitlab-ci.yml").read_text(encoding="utf-8"))
    (tmp_path / ".git").mkdir()
    save(tmp_path / "表.xlsx", ["产出指标", "数量指标", "培训人数", "≥", ""])
    (script,) = job["indicator-lint"]["script"]
    done = ran(tmp_path, "bash", "-e", "-c", script, **{key: str(value) for key, value in job["variables"].items()})
    assert done.returncode == 1
    assert "UNI001" in done.stdout
    for report in job["indicator-lint"]["artifacts"]["reports"].values():
        assert (tmp_path / report).stat().st_size


def test_the_shell_completes_commands_and_options(tmp_path: Path) -> None:
    def offered(words: str, number: int) -> str:
        asked = {"COMP_WORDS": words, "COMP_CWORD": str(number), "_INDICATOR_LINT_COMPLETE": "bash_complete"}
        return ran(tmp_path, "indicator-lint", **asked).stdout

    assert "plain,check" in offered("indicator-lint ch", 1)
    assert "plain,--pack" in offered("indicator-lint check --pa", 2)
    assert "plain,show" in offered("indicator-lint config s", 2)
    script = ran(tmp_path, "indicator-lint", _INDICATOR_LINT_COMPLETE="zsh_source").stdout
    assert "#compdef indicator-lint" in script


def test_the_package_runs_as_a_module(tmp_path: Path) -> None:
    assert ran(tmp_path, sys.executable, "-m", "indicator_lint", "--version").stdout.startswith("indicator-lint ")
