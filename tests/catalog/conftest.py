"""What the tests of the catalog share: a small one, and the program run on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from catalogs import TRAINING, Program

from indicator_lint.cli import main


@pytest.fixture
def program(capsys: pytest.CaptureFixture[str]) -> Program:
    """`indicator-lint catalog …` in this process: exit code, standard output, standard error."""

    def run(*arguments: object) -> tuple[int, str, str]:
        code = main(["catalog", *map(str, arguments)])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


@pytest.fixture
def training(tmp_path: Path) -> Path:
    """A document in normal form: two categories, nine indicators."""
    path = tmp_path / "指标.csv"
    path.write_text(TRAINING, encoding="utf-8")
    return path
