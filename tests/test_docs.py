"""The documents cannot lie: what they show is what the program prints."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from examples import findings_in

from indicator_lint import rulebook
from indicator_lint.cli import main
from indicator_lint.reports import BINARIES, REPORTS
from indicator_lint.told import QUOTED

TOP = Path(__file__).parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")
ENGLISH = (TOP / "README.en.md").read_text(encoding="utf-8")
CONTRIBUTING = (TOP / "CONTRIBUTING.md").read_text(encoding="utf-8")
FENCED = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
GAP = "…"
"""A line of its own in shown output: whatever the program prints there is left out."""


def transcripts() -> Iterator[tuple[str, str]]:
    """Each command after a `$` in the README, and the output shown below it."""
    for block in FENCED.findall(README + ENGLISH):
        for shown in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = shown.partition("\n")
            yield command, output


@pytest.fixture
def indicator_lint(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What the program prints to a pipe; it must neither fail nor complain."""

    def run(*arguments: str) -> str:
        monkeypatch.chdir(TOP)
        monkeypatch.delenv("COLUMNS", raising=False)
        assert main(arguments) in {0, 1}
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out

    return run


@pytest.mark.parametrize(("command", "shown"), list(transcripts()))
def test_the_readme_shows_what_is_printed(command: str, shown: str, indicator_lint: Callable[..., str]) -> None:
    """A real finding, letter by letter; a line `…` stands for lines left out."""
    program, *arguments = shlex.split(command)
    assert program == "indicator-lint"
    pattern = ".*?".join(re.escape(part) for part in re.split(rf"(?<=\n){GAP}\n|^{GAP}\n", shown))
    printed = indicator_lint(*arguments)
    assert re.fullmatch(pattern, printed, re.DOTALL), f"the program prints:\n{printed}"


def test_the_readme_opens_with_the_two_commands() -> None:
    """A newcomer reads them first."""
    first = FENCED.findall(README)[0]
    assert [line.split("#")[0].strip() for line in first.splitlines()] == ["make demo", "make check"]


@pytest.mark.parametrize(
    "target", sorted(set(re.findall(r"(?:^|`)make ([a-z]+)", README + CONTRIBUTING, re.MULTILINE)))
)
def test_every_make_target_named_exists(target: str) -> None:
    makefile = (TOP / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README + CONTRIBUTING))))
def test_every_link_leads_somewhere(path: str) -> None:
    assert (TOP / path).exists()


@pytest.mark.parametrize("command", sorted(set(re.findall(r"^\| `indicator-lint (\w+)", README, re.MULTILINE))))
def test_every_command_named_helps_with_an_example(command: str, indicator_lint: Callable[..., str]) -> None:
    """Its `--help` shows how it is called, in a line that can be copied."""
    assert re.search(rf"^ +(?:\$ )?indicator-lint {command}\b.+$", indicator_lint(command, "--help"), re.MULTILINE)


def test_every_format_is_described() -> None:
    """The table of docs/formats.md has those that there are, and no others."""
    page = (TOP / "docs" / "formats.md").read_text(encoding="utf-8")
    told = [
        name for row in re.findall(r"^\| (`[^|]+) \|", page, re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)
    ]
    assert sorted(told) == sorted({**REPORTS, **BINARIES})


def test_the_index_of_rules_is_up_to_date(indicator_lint: Callable[..., str]) -> None:
    """`make index` would change nothing."""
    index = (TOP / "rules" / "README.md").read_text(encoding="utf-8")
    assert index == indicator_lint("rule", "--output-format", "md"), "run make index"


def test_the_template_of_a_page_is_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has every key there is, and its examples come true."""
    (page,) = re.findall(r"^```toml\n(.*?)^```$", CONTRIBUTING, re.MULTILINE | re.DOTALL)
    (tmp_path / "unit").mkdir()
    (tmp_path / "unit" / "template.toml").write_text(page, encoding="utf-8")
    monkeypatch.setattr(rulebook, "shipped", lambda _: tmp_path)
    (rule,) = rulebook.load_rules.__wrapped__(proofs=True).values()
    assert set(tomllib.loads(page)) == set(rulebook.KEYS)
    for example in rule.examples:
        findings, drawn = findings_in(example.bad or example.good, rule, example.catalog)
        assert {(finding.location.row, finding.location.column) for finding in findings} == drawn.marks


def test_the_fields_that_are_always_ready_are_told() -> None:
    """Those that CONTRIBUTING names are those that a finding offers."""
    told = re.search(r"^In `message` these fields.*?`params`", CONTRIBUTING, re.MULTILINE | re.DOTALL)
    assert told is not None
    assert set(re.findall(r"{(\w+)}", told[0])) == {*QUOTED, "value", "category", "fixed", "because"}


def test_ci_runs_the_command_of_the_readme() -> None:
    assert (TOP / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == "make check"
