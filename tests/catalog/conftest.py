"""What the tests of the catalog share: a small one, and the program run on it."""

from __future__ import annotations

import shutil
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


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog made of that document; not to be written to."""
    folder = tmp_path_factory.mktemp("imported")
    (folder / "指标.csv").write_text(TRAINING, encoding="utf-8")
    assert main(["catalog", "import", str(folder / "指标.csv"), "--catalog", str(folder / "库")]) == 0
    return folder / "库"


@pytest.fixture(scope="session")
def released(imported: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, released as 2025; not to be written to."""
    folder = tmp_path_factory.mktemp("released") / "库"
    shutil.copytree(imported, folder)
    assert main(["catalog", "release", "2025", "--catalog", str(folder)]) == 0
    return folder


@pytest.fixture
def begun(imported: Path, tmp_path: Path) -> Path:
    """A copy of the catalog made of that document."""
    return Path(shutil.copytree(imported, tmp_path / "库"))


@pytest.fixture
def issued(released: Path, tmp_path: Path) -> Path:
    """A copy of the catalog released as 2025."""
    return Path(shutil.copytree(released, tmp_path / "库"))
