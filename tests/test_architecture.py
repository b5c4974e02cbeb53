"""The house stands: imports point down, functions are short, and a cold start carries nothing heavy."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

PACKAGE: Final = "indicator_lint"
SOURCE: Final = Path(__file__).parents[1] / "src" / PACKAGE
FLOORS: Final = (
    {"model", "patterns"},
    {"chinese", "collector", "jsontext", "marks", "resources", "tomlfile"},
    {"vocabulary", "schemas", "rulebook", "config", "configuration"},
    {"bridge", "identity", "selection"},
    {"formats", "layout", "checks"},
    {"frame", "discovery", "executor", "reports", "store", "suppression", "baseline", "ordering"},
    {"conformance", "told"},
    {"findings", "coverage"},
    {"overlong"},
    {"intake", "structure", "prose", "caveats", "forms", "cache"},
    {"assembly", "history"},
    {"linter"},
    {"fixing", "catalog", "past", "api"},
    {"pipelines", "review"},
    {"audit"},
    {"cli"},
    {"__main__"},
)
"""From the ground up; whoever adds a module gives it a floor."""

FLOOR_OF: Final = {name: number for number, floor in enumerate(FLOORS) for name in floor}
HEAVY: Final = {"polars", "pandera", "frictionless", "openpyxl", "jinja2", "rich", "rapidfuzz"}
LONGEST_FUNCTION: Final = 50
LONGEST_MODULE: Final = 300
"""In lines; of a module, those that are not blank."""

COLD: Final = ["--help", "--version", "rule", "rule UNI001", "check --help", "catalog --help", "catalog import --help"]
"""Command lines that answer at once."""

MODULES: Final = sorted(path for path in SOURCE.rglob("*.py") if path != SOURCE / "__init__.py")


def name_of(path: Path) -> str:
    """`checks/units.py` as `checks.units`; a package's own `__init__.py` keeps that name: it is a module too."""
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts)


NAMES: Final = {name_of(path) for path in MODULES}


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module imported anywhere in a file, in full; `from a import b` as `a.b`."""
    return frozenset(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ours(path: Path) -> set[str]:
    """Which of our modules a file imports, without the package's name (the package itself holds the version only)."""
    wanted = (name.removeprefix(f"{PACKAGE}.") for name in imports(path) if name.startswith(f"{PACKAGE}."))
    return {module for name in wanted if (module := resolved(name))}


def resolved(name: str) -> str:
    """The module that a dotted name means: itself, or the one that holds it."""
    while name:
        for module in (name, f"{name}.__init__"):
            if module in NAMES:
                return module
        name = name.rpartition(".")[0]
    return ""


def room(module: str) -> str:
    """The package or module directly under ours."""
    return module.partition(".")[0]


def foreign(path: Path) -> set[str]:
    """The top-level packages that a file imports."""
    return {name.partition(".")[0] for name in imports(path)}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_down(path: Path) -> None:
    """A module imports lower floors only; neighbours on a floor do not know each other."""
    here = room(name_of(path))
    assert here in FLOOR_OF, f"{here} has no floor yet: give it one in FLOORS"
    wrong = {module for module in ours(path) if room(module) != here and FLOOR_OF[room(module)] >= FLOOR_OF[here]}
    assert wrong == set()


def test_siblings_import_each_other_without_cycles() -> None:
    """Within a package there is an order in which its modules can be read."""
    left = {name_of(path): {m for m in ours(path) if room(m) == room(name_of(path))} for path in MODULES}
    while ready := {name for name, wanted in left.items() if not wanted & left.keys()}:
        left = {name: wanted for name, wanted in left.items() if name not in ready}
    assert left == {}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nobody_brings_in_what_is_not_wanted(path: Path) -> None:
    """No pandas; openpyxl makes workbooks and never reads a user's; Frictionless is asked about structure only."""
    module = name_of(path)
    assert "pandas" not in foreign(path)
    assert not (room(module) == "formats" and "openpyxl" in foreign(path))
    assert "frictionless" not in foreign(path) or room(module) in {"structure", "catalog"}
    assert room(module) != "model" or not foreign(path) & HEAVY


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_and_modules_are_short(path: Path) -> None:
    """What does not fit on a screen is two things."""
    text = path.read_text(encoding="utf-8")
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {f.name for f in functions if (f.end_lineno or f.lineno) - f.lineno >= LONGEST_FUNCTION}
    assert long == set()
    assert len([line for line in text.splitlines() if line.strip()]) <= LONGEST_MODULE


def test_a_cold_start_carries_nothing_heavy() -> None:
    """Help, version and rule pages answer without the engines: one after the other, in a process of their own."""
    program = (
        "import sys\n"
        "from indicator_lint.cli import main\n"
        f"for line in {COLD!r}:\n"
        "    print('#', line)\n"
        "    assert main(line.split()) == 0, line\n"
        f"    print(*sorted({HEAVY | {'pandas', 'numpy'}!r} & sys.modules.keys()), end='', file=sys.stderr)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    told = re.findall(r"^# (.+)$\n\S", ran.stdout, re.MULTILINE)
    assert told == COLD, "each says something"
