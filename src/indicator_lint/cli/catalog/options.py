"""Options that the catalog's commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

import click

_F = TypeVar("_F", bound=Callable[..., Any])

ISO: Final = "%Y-%m-%d"


def catalog_option(command: _F) -> _F:
    """`--catalog`, the folder of the catalog."""
    words = "指标库所在的目录"
    return click.option("--catalog", "folder", required=True, metavar="DIR", callback=folder_named, help=words)(command)


def folder_named(ctx: click.Context, param: click.Parameter, given: str) -> Path:
    """A folder that is there or is to be made. Raises BadParameter for a file."""
    path = Path(given)
    if path.exists() and not path.is_dir():
        message = f"“{given}”是文件，不是目录。"
        raise click.BadParameter(message, ctx, param)
    return path


def file_named(ctx: click.Context, param: click.Parameter, given: str) -> Path:
    """A file that is there. Raises BadParameter for what is none."""
    path = Path(given)
    if not path.exists() or path.is_dir():
        message = f"“{given}”是目录，不是文件。" if path.is_dir() else f"找不到文件“{given}”。"
        raise click.BadParameter(message, ctx, param)
    return path


def paths_named(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Files and folders that are there. Raises BadParameter for what is not."""
    for path in given:
        if not Path(path).exists():
            message = f"找不到“{path}”。"
            raise click.BadParameter(message, ctx, param)
    return given


def date_option(command: _F) -> _F:
    """`--date`, the day that goes into the log."""
    return click.option("--date", callback=_day, metavar="DATE", help="记入变更记录的日期，如 2025-01-31；默认今天")(
        command
    )


def _day(ctx: click.Context, param: click.Parameter, given: str | None) -> str:
    """The date as ISO writes it. Raises BadParameter for what is none."""
    if given is None:
        return datetime.now().astimezone().date().isoformat()
    try:
        return datetime.strptime(given, ISO).date().isoformat()  # noqa: DTZ007 - a day has no time zone
    except ValueError as error:
        message = f"“{given}”不是日期，应当写成 2025-01-31 的样子。"
        raise click.BadParameter(message, ctx, param) from error
