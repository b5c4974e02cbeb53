"""The guides cannot lie: every command in them runs, every link leads somewhere, every example comes true."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
import subprocess
from itertools import takewhile
from pathlib import Path

import pytest
from specimens import SPECIMENS

from indicator_lint.cli import main

TOP = Path(__file__).parents[1]
GUIDES = [*sorted((TOP / "docs").glob("*.md")), TOP / "README.en.md"]
BLOCKS = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FOREIGN = {"python", "make", "git", "echo", "eval", "frictionless"}
"""Programs that the guides call besides ours; they, and how ours works with them, are tested elsewhere."""


def commands(guide: Path) -> list[list[str]]:
    """The command lines of a guide in their order, comments left out."""
    lines = [line for block in BLOCKS.findall(guide.read_text(encoding="utf-8")) for line in block.splitlines()]
    return [words for line in lines if (words := shlex.split(line, comments=True))]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the guides speak of, under git."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "报送材料").mkdir()
    for name in ("绩效指标体系表", "2023年指标体系表", "2024年指标体系表", "报送材料/甲局"):
        (tmp_path / f"{name}.xlsx").write_bytes(SPECIMENS["xlsx"]())
    (tmp_path / "表.csv").write_bytes(SPECIMENS["csv"]())
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "表"]):
        who = ["-c", "user.name=甲", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *command], check=True, capture_output=True)  # noqa: S607
    return tmp_path


@pytest.mark.skipif(shutil.which("git") is None, reason="no git")
@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_command_of_a_guide_runs(guide: Path, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One after the other, as a reader would type them: none is a wrong use, and files that are promised are there."""
    for program, *arguments in commands(guide):
        assert program in FOREIGN | {"indicator-lint"}, f"{guide.name} calls {program}"
        if program == "indicator-lint":
            given = list(takewhile(lambda word: word not in {">", "|"}, arguments))
            assert main(given) in {0, 1}, f"{guide.name}: {shlex.join(arguments)}\n{capsys.readouterr().err}"
            for name in re.findall(r":([^:]+\.(?:html|xlsx|json|xml|sarif))$", " ".join(given)):
                assert (desk / name).stat().st_size
    capsys.readouterr()


@pytest.mark.parametrize("guide", [*GUIDES, TOP / "README.md"], ids=lambda path: path.name)
def test_every_link_of_a_guide_leads_somewhere(guide: Path) -> None:
    for path in re.findall(r"\]\(([^)#:]+)\)", guide.read_text(encoding="utf-8")):
        assert (guide.parent / path).exists(), path


@pytest.mark.parametrize("guide", ["docs/for-developers.md", "README.en.md"])
def test_every_example_of_a_guide_comes_true(guide: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TOP)
    outcome = doctest.testfile(str(TOP / guide), module_relative=False, encoding="utf-8")
    assert (outcome.failed, outcome.attempted > 0) == (0, True)


def test_the_reference_of_the_configuration_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    """`make index` would change nothing."""
    main(["config", "schema", "--output-format", "md"])
    printed = capsys.readouterr().out
    assert (TOP / "docs" / "configuration.md").read_text(encoding="utf-8") == printed, "run make index"


def test_the_readme_fits_a_screen() -> None:
    assert len((TOP / "README.md").read_text(encoding="utf-8").splitlines()) <= 66
