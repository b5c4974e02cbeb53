"""Options that several commands have, and what their values mean."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

import click

from indicator_lint.reports.words import LANGUAGES

_F = TypeVar("_F", bound=Callable[..., Any])

_PIPE_WIDTH: Final = 100
_NARROWEST: Final = 40
PASSWORD_VARIABLE: Final = "INDICATOR_LINT_PASSWORD"  # noqa: S105 - its name, not a password


def lang_option(command: _F) -> _F:
    """`--lang`."""
    return click.option("--lang", type=click.Choice(LANGUAGES), default="zh", help="语言：zh 中文（默认），en 英文")(
        command
    )


def color_option(command: _F) -> _F:
    """`--color`."""
    choices = click.Choice(["auto", "always", "never"])
    words = "颜色：auto 仅在终端上（默认），always 总是，never 从不；遵守环境变量 NO_COLOR"
    return click.option("--color", type=choices, default="auto", help=words)(command)


def config_option(command: _F) -> _F:
    """`--config`."""
    words = "配置文件；默认用离被检查文件最近的 indicator-lint.toml 或 pyproject.toml 的 [tool.indicator-lint]"
    return click.option("--config", metavar="FILE", help=words)(command)


def password_option(command: _F) -> _F:
    """`--password`, or its environment variable."""
    words = f"加密文件的打开密码；命令行上的密码会留在历史记录里，用环境变量 {PASSWORD_VARIABLE} 更安全"
    return click.option("--password", metavar="TEXT", envvar=PASSWORD_VARIABLE, help=words)(command)


def colored(choice: str) -> bool:
    """Whether standard output gets colours: asked for, or a capable terminal where nobody asked for none."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def terminal_width() -> int:
    """The columns asked for by `COLUMNS`, else those of the terminal; a fixed number for files and pipes.

    What is written there must not vary by itself.
    """
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked):
        return max(int(asked), _NARROWEST)
    if not sys.stdout.isatty():
        return _PIPE_WIDTH
    return max(shutil.get_terminal_size((_PIPE_WIDTH, 24)).columns, _NARROWEST)


def names(values: Iterable[str]) -> tuple[str, ...]:
    """The names in repeated options, each of which may list several: `UNI001,TXT` or `UNI001、TXT`."""
    return tuple(name for value in values for name in re.split(r"[,，、;；\s]+", value) if name)
