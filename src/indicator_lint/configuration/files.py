"""Where configuration files are, and what they say: found, read, joined with what they extend."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

from indicator_lint.chinese.system import reason_of
from indicator_lint.configuration.choices import EMPTY, Configuration, Origin
from indicator_lint.configuration.lines import Path, lines_of
from indicator_lint.configuration.pages import ConfigurationError, Page, refuse, shown
from indicator_lint.tomlfile import read_toml

NAMES: Final = ("indicator-lint.toml", ".indicator-lint.toml", "pyproject.toml")
"""What a configuration file is called, the first of a folder counts; the last only where it has our table."""

SHARED: Final = NAMES[-1]
OURS: Final = ("tool", "indicator-lint")
MEGABYTES: Final = 1
MOST: Final = 64
"""Files that one may come to extend, each counted as often as it is reached."""


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

    @property
    def of_run(self) -> Configuration:
        """The configuration of the run itself: that of the working directory, where none was named."""
        return self._only if self._only is not None else self._in(os.getcwd())  # noqa: PTH109 - as above

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
    """What a file says, and those that it extends. Raises ConfigurationError."""
    return _load(path, (), iter(range(MOST)))


def _load(path: str, above: tuple[str, ...], left: Iterator[int]) -> Configuration:
    """`above` are the files that led to it, `left` is how many more may be read."""
    if next(left, None) is None:
        refuse(path, f"经“extend”读取的配置文件超过 {MOST} 个")
    page, lines = _toml(path)
    if os.path.basename(path) == SHARED:  # noqa: PTH119
        if not _has_ours(page):
            refuse(path, f"没有 [{'.'.join(OURS)}] 这一段")
        page = page["tool"]["indicator-lint"]
        lines = {way[len(OURS) :]: line for way, line in lines.items() if way[: len(OURS)] == OURS}
    own, extends = Page(path, page, partial(_origin, shown(path), lines)).read()
    if not extends:
        return own
    known = (*above, os.path.realpath(path))
    return own.extending([_load(_reached(path, other, known), known, left) for other in extends])


def has_ours(path: str) -> bool:
    """Whether a file is about this program: a `pyproject.toml` may not be. Raises ConfigurationError for one that is no TOML."""
    return os.path.basename(path) != SHARED or _has_ours(_toml(path)[0])  # noqa: PTH119


def _origin(path: str, lines: Mapping[Path, int], way: Path) -> Origin:
    """Where a value stands; of one that has no line of its own, what holds it."""
    while way and way not in lines:
        way = way[:-1]
    return Origin(path, lines.get(way, 1))


def _reached(path: str, other: str, known: tuple[str, ...]) -> str:
    """The file that another one extends, which must not lead back to itself."""
    reached = os.path.join(os.path.dirname(path), other)  # noqa: PTH118, PTH120
    if os.path.realpath(reached) in known:
        refuse(path, f"“extend”中的“{other}”又回到了它自己")
    return reached


def _own(folder: str) -> Configuration | None:
    """The configuration in a folder itself."""
    for name in NAMES:
        path = os.path.join(folder, name)  # noqa: PTH118
        if os.path.isfile(path) and (name != SHARED or _has_ours(_toml(path)[0])):  # noqa: PTH113
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


def _toml(path: str) -> tuple[dict[str, Any], dict[Path, int]]:
    """The file's content, and the line of each key; a mark that some editors put before UTF-8 is passed over."""
    try:
        page, text = read_toml(path, MEGABYTES)
    except FileNotFoundError:
        refuse(path, "没有这个文件")
    except OSError as error:
        refuse(path, f"打不开（{reason_of(error)}）")
    except UnicodeDecodeError:
        refuse(path, "不是 UTF-8 编码的文本")
    except tomllib.TOMLDecodeError as error:
        refuse(path, f"不是有效的 TOML（{error}）")
    return page, lines_of(text) if os.path.basename(path) != SHARED or _has_ours(page) else {}  # noqa: PTH119


__all__ = ["ConfigurationError", "Configurations", "has_ours", "load"]
