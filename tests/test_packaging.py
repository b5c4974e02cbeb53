"""What is installed is whole: the wheel and the checkout both hold every rule, word list and schema."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable
from importlib.metadata import metadata, packages_distributions, requires, version
from pathlib import Path

import pytest

import indicator_lint

TOP = Path(__file__).parents[1]
DATA = ("rules", "schemas")
EXTRAS = ("pdf", "crypto", "dask")
APART = {"pdf_worker.py", "pdf_drawing.py", "dasked.py"}
"""Run in a process of their own, or loaded when they are asked for, only where the extra is installed."""
KNOWN_PACKAGES = sys.stdlib_module_names | {"indicator_lint", "frictionless_indicators"}
BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
SHIPPED = """
from importlib.resources.abc import Traversable
from indicator_lint.resources import shipped

def walk(folder: Traversable, path: str) -> None:
    for entry in folder.iterdir():
        walk(entry, f"{path}/{entry.name}") if entry.is_dir() else print(f"{path}/{entry.name}")

walk(shipped("rules"), "rules")
walk(shipped("schemas"), "schemas")
"""


def data_files() -> set[str]:
    """Every data file of the checkout, as `rules/…` or `schemas/…`."""
    files = (path for folder in DATA for path in (TOP / folder).rglob("*") if path.is_file())
    return {path.relative_to(TOP).as_posix() for path in files if not path.name.startswith(".")}


def listed(command: list[str], folder: Path, **environment: str) -> set[str]:
    """The data files that an installation finds, asked from another folder in a process of its own."""
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=True)
    return set(ran.stdout.split())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout, built without network and without isolation."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-c", BUILD, str(folder)]
    ran = subprocess.run(command, cwd=TOP, capture_output=True, encoding="utf-8", check=True)
    return folder / ran.stdout.split()[-1]


def test_the_wheel_holds_all_data(wheel: Path) -> None:
    """Rules and schemas lie under `indicator_lint/data/`, all of them and nothing else."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
    prefix = "indicator_lint/data/"
    assert {name.removeprefix(prefix) for name in names if name.startswith(prefix)} == data_files()


def test_the_wheel_holds_all_code_and_notices(wheel: Path) -> None:
    """Every module, the parts of the page, the marker of typing, the licence, and the notices of the data taken over."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
    source = TOP / "src"
    kinds = {".py", ".html", ".css", ".js"}
    code = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.suffix in kinds}
    assert code <= names
    assert "indicator_lint/py.typed" in names
    assert {"LICENSE", "NOTICE"} <= {name.rpartition("/")[2] for name in names if ".dist-info/" in name}
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"indicator_lint", "frictionless_indicators"}


def test_the_wheel_finds_its_data(wheel: Path, tmp_path: Path) -> None:
    """The package in the wheel lists its own copy, with the checkout nowhere on its path."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    # isolated (-I) and without site (-S), so that the installed checkout cannot answer instead
    program = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{SHIPPED}"
    assert listed([sys.executable, "-I", "-S", "-c", program], tmp_path) == data_files()


def test_the_checkout_finds_its_data(tmp_path: Path) -> None:
    """The editable installation reads the folders of the checkout: an edited rule counts at once."""
    assert listed([sys.executable, "-I", "-c", SHIPPED], tmp_path) == data_files()


def test_data_has_plain_names_and_no_code() -> None:
    """File names are ASCII, for archives of every age; data is never Python."""
    assert [name for name in data_files() if not name.isascii() or name.endswith((".py", ".pyc"))] == []


def test_one_version_and_no_pandas() -> None:
    """The version is written twice and says the same; pandas, which would triple the start, is nobody's dependency."""
    assert version("indicator-lint") == indicator_lint.__version__
    assert metadata("indicator-lint")["Requires-Python"] == ">=3.11"
    assert not any(requirement.startswith("pandas") for requirement in requires("indicator-lint") or ())


def imported_by(source: Path) -> dict[str, bool]:
    """The packages that a module imports, and whether it does so only where they are needed, inside a function."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    found: dict[str, bool] = {}
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            package = name.partition(".")[0]
            found[package] = found.get(package, True) and node not in tree.body
    return {package: lazily for package, lazily in found.items() if package not in KNOWN_PACKAGES}


def declared_in(requirements: Iterable[str]) -> set[str]:
    return {called(re.split(r"[\[<>=!~; (]", requirement)[0]) for requirement in requirements}


def called(distribution: str) -> str:
    """A name as the index compares it."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_what_is_imported_is_declared() -> None:
    """No package that is not asked for, and none asked for that nobody uses; openpyxl makes the sample workbooks.

    What an extra brings, itself or by what it rests on, is imported where it is needed only: without it everything else works.
    """
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = set().union(*(declared_in(project["optional-dependencies"][extra]) for extra in EXTRAS))
    extras |= set().union(*(declared_in(requires(extra) or ()) for extra in extras))
    extras -= declared_in(project["dependencies"])
    distributions = packages_distributions()
    used: set[str] = set()
    for source in (TOP / "src").rglob("*.py"):
        for package, lazily in imported_by(source).items():
            owners = set(map(called, distributions[package])) & (extras | declared_in(project["dependencies"]))
            assert owners, f"{source.name} imports {package}, which nothing asks for"
            late = lazily or source.name in APART
            assert late or not owners <= extras, f"{source.name} imports the extra {package} whenever it is loaded"
            used |= owners
    assert declared_in(project["dependencies"]) == used - extras | {"openpyxl"}
    assert "msoffcrypto-tool" in used
