"""Where configuration files are, and what they say: found, read and checked."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Final, NoReturn

from indicator_lint.configuration.choices import EMPTY, Configuration, Scope
from indicator_lint.configuration.keys import OVERRIDES, SCOPE, TABLES, Key
from indicator_lint.configuration.kinds import MOST_ROWS, BadValueError, UnknownKeyError, guess
from indicator_lint.model.hints import Hints

NAMES: Final = ("indicator-lint.toml", ".indicator-lint.toml", "pyproject.toml")
"""What a configuration file is called, the first of a folder counts; the last only where it has our table."""

SHARED: Final = NAMES[-1]
OURS: Final = "tool.indicator-lint"


class ConfigurationError(ValueError):
    """A configuration file cannot be read or says what makes no sense; the message is one Chinese line that names it."""


class Configurations:
    """The configurations of a run: one file for all, or for each linted file the nearest in its folder or those above."""

    def __init__(self, only: str | None = None) -> None:
        """Raises ConfigurationError for a file that was named and is not as it should be."""
        self._only = None if only is None else load(only)
        self._nearest: dict[str, Configuration] = {}

    def of(self, path: str) -> Configuration:
        """The configuration for a file. Raises ConfigurationError where the nearest is not as it should be."""
        if self._only is not None:
            return self._only
        return self._in(os.path.dirname(os.path.abspath(path)))  # noqa: PTH100, PTH120 - Path's own refuse odd names

    def _in(self, folder: str) -> Configuration:
        passed: list[str] = []
        found = EMPTY
        for each in _upwards(folder):
            if each in self._nearest:
                found = self._nearest[each]
                break
            passed.append(each)
            if (own := _own(each)) is not None:
                found = own
                break
        self._nearest.update(dict.fromkeys(passed, found))
        return found


def load(path: str) -> Configuration:
    """What a file says. Raises ConfigurationError."""
    page = _toml(path)
    if os.path.basename(path) == SHARED:  # noqa: PTH119
        if not _has_ours(page):
            _refuse(path, f"没有 [{OURS}] 这一段")
        page = page["tool"]["indicator-lint"]
    return _checked(path, page)


def _own(folder: str) -> Configuration | None:
    """The configuration in a folder itself."""
    for name in NAMES:
        path = os.path.join(folder, name)  # noqa: PTH118
        if os.path.isfile(path) and (name != SHARED or _has_ours(_toml(path))):  # noqa: PTH113
            return load(path)
    return None


def _upwards(folder: str) -> Iterator[str]:
    """A folder and those above it, up to the root of a repository or the user's home."""
    home = os.path.abspath(os.path.expanduser("~"))  # noqa: PTH100, PTH111
    while True:
        yield folder
        above = os.path.dirname(folder)  # noqa: PTH120
        if folder in {home, above} or os.path.exists(os.path.join(folder, ".git")):  # noqa: PTH110, PTH118
            return
        folder = above


def _has_ours(page: Mapping[str, Any]) -> bool:
    tool = page.get("tool")
    return isinstance(tool, dict) and isinstance(tool.get("indicator-lint"), dict)


def _toml(path: str) -> dict[str, Any]:
    """The file's content; a mark that some editors put before UTF-8 is passed over."""
    try:
        with open(path, encoding="utf-8-sig") as file:  # noqa: PTH123
            return tomllib.loads(file.read())
    except FileNotFoundError:
        _refuse(path, "没有这个文件")
    except OSError as error:
        _refuse(path, f"打不开（{error.strerror or error}）")
    except UnicodeDecodeError:
        _refuse(path, "不是 UTF-8 编码的文本")
    except tomllib.TOMLDecodeError as error:
        _refuse(path, f"不是有效的 TOML（{error}）")


def _checked(path: str, page: Mapping[str, Any]) -> Configuration:
    tops = [name for name in TABLES if "." not in name]
    for name, table in page.items():
        if name not in tops:
            _refuse(path, _unknown(name, guess(name, tops)))
        if not isinstance(table, dict):
            _refuse(path, f"“{name}”应当是一段，写成 [{name}]")
    limits = _values(path, "limits", page.get("limits", {}))
    return Configuration(_shown(path), os.path.dirname(os.path.abspath(path)), limits, tuple(_scopes(path, page)))  # noqa: PTH100, PTH120


def _scopes(path: str, page: Mapping[str, Any]) -> Iterator[Scope]:
    """`[layout]`, then each `[[layout.files]]`."""
    layout = dict(page.get("layout", {}))
    overrides = layout.pop("files", [])
    if layout:
        yield _scope(_values(path, "layout", layout))
    if not isinstance(overrides, list) or not all(isinstance(one, dict) for one in overrides):
        _refuse(path, f"“{OVERRIDES}”应当是若干段，每段写成 [[{OVERRIDES}]]")
    for number, one in enumerate(overrides, start=1):
        name = f"{OVERRIDES}[{number}]"
        if not SCOPE.keys() & one.keys():
            _refuse(path, f"“{name}”缺少 files 或 sheets，不知道对哪些文件、工作表有效")
        yield _scope(_values(path, name, one))


def _scope(values: Mapping[str, Any]) -> Scope:
    said = {key.replace("-", "_"): value for key, value in values.items() if key not in {*SCOPE, "ignore-sheets"}}
    return Scope(Hints(**said), values.get("files", ()), values.get("sheets", ()), values.get("ignore-sheets", ()))


def _values(path: str, name: str, table: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a table, each of the kind that its key asks for."""
    keys = TABLES[name.partition("[")[0]]
    for key in table:
        if key not in keys:
            _refuse(path, _unknown(f"{name}.{key}", guess(key, keys)))
    values = {key: _value(path, f"{name}.{key}", keys[key], value) for key, value in table.items()}
    if values.get("first-row", 0) > values.get("last-row", MOST_ROWS):
        _refuse(path, f"“{name}.last-row”应当不小于 first-row")
    return values


def _value(path: str, name: str, key: Key, value: object) -> Any:
    try:
        return key.kind.read(value)
    except UnknownKeyError as fault:
        _refuse(path, _unknown(f"{name}.{fault.at}", str(fault)))
    except BadValueError as fault:
        _refuse(path, f"“{name}.{fault.at}”应当是：{fault}" if fault.at else f"“{name}”应当是：{fault}")


def _unknown(name: str, near: str) -> str:
    return f"没有“{name}”这一项{near}"


def _shown(path: str) -> str:
    """The path as people know it: from the working directory where it lies below it."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # on another drive
        return path
    return path if relative.startswith("..") else relative.replace(os.sep, "/")


def _refuse(path: str, fault: str) -> NoReturn:
    message = f"配置文件 {_shown(path)}：{fault}"
    raise ConfigurationError(message)
