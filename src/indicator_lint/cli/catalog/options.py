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
    folder = click.Path(file_okay=False, path_type=Path)
    return click.option("--catalog", "folder", type=folder, required=True, metavar="DIR", help="指标库所在的目录")(
        command
    )


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
