"""`indicator-lint baseline`: write down what is there, so that only what is new counts from now on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from indicator_lint.cli.delivery import rule_options, settings_of
from indicator_lint.cli.outlets import write_file
from indicator_lint.cli.streams import print_err
from indicator_lint.cli.wording import Command, Group
from indicator_lint.config import BASELINE
from indicator_lint.configuration import Configurations
from indicator_lint.reports.display import visible
from indicator_lint.rulebook import codes_named, load_rules

if TYPE_CHECKING:
    from indicator_lint.baseline import Entry

_HELP: Final = """
存量记下开始使用时已有的问题（.indicator-lint-baseline.toml），此后 check、audit 只计入新增的和变了的。
问题按所在的指标和内容辨认，插入、删除、调整行列，工作表改名，重打空格，都不影响。
"""
_CREATE: Final = """
检查 PATH（默认当前目录），把全部问题记为存量；已有存量文件的，重新写过。
"""
_UPDATE: Final = """
检查 PATH，把新增的问题也记为存量，去掉已经没有的；没有检查的文件照旧，日期和 reason 保留。
"""
_PRUNE: Final = """
检查 PATH，只去掉已经没有的问题和文件，不添新的。
"""

_F = TypeVar("_F", bound=Callable[..., Any])


@click.group(
    "baseline",
    cls=Group,
    help=_HELP,
    examples=("indicator-lint baseline create 报送材料/", "indicator-lint check 报送材料/"),
)
def command() -> None:
    """What was there before."""


def _options(wrapped: _F) -> _F:
    named = click.option(
        "--baseline", metavar="FILE", help="存量文件；默认用当前目录中的 .indicator-lint-baseline.toml"
    )
    return click.argument("paths", nargs=-1, metavar="[PATH]...")(rule_options(named(wrapped)))


@command.command(
    "create",
    cls=Command,
    short_help="把现有的问题全部记为存量",
    help=_CREATE,
    examples=("indicator-lint baseline create 报送材料/",),
)
@_options
def create(paths: tuple[str, ...], **options: Any) -> int:
    """Write a baseline of all that is found."""
    path, entries = _renewed(paths, options, known=False)
    return _write(path, entries, f"记下 {len(entries)} 处问题")


@command.command(
    "update",
    cls=Command,
    short_help="把新增的问题也记为存量，去掉已经没有的",
    help=_UPDATE,
    examples=("indicator-lint baseline update 报送材料/", "indicator-lint baseline update 报送材料/ --rule UNI001"),
)
@click.option("--rule", "only", multiple=True, metavar="RULES", help="只添这些规则的问题")
@_options
def update(paths: tuple[str, ...], only: tuple[str, ...], **options: Any) -> int:
    """Bring the baseline up to date."""
    path, entries = _renewed(paths, options, codes=frozenset(codes_named(load_rules(), only)))
    return _write(path, entries, f"现有 {len(entries)} 处问题")


@command.command(
    "prune",
    cls=Command,
    short_help="去掉已经没有的问题",
    help=_PRUNE,
    examples=("indicator-lint baseline prune 报送材料/",),
)
@_options
def prune(paths: tuple[str, ...], **options: Any) -> int:
    """Take out what is gone."""
    path, entries = _renewed(paths, options, adding=False)
    return _write(path, entries, f"还有 {len(entries)} 处问题")


def _renewed(
    paths: tuple[str, ...],
    options: Mapping[str, Any],
    *,
    known: bool = True,
    adding: bool = True,
    codes: frozenset[str] = frozenset(),
) -> tuple[Path, list[Entry]]:
    """Where the baseline is, and what it should hold; `known` says that there must be one already."""
    from indicator_lint.baseline import is_other, load  # noqa: PLC0415  # the engines, which help must not wait for
    from indicator_lint.history import renewed  # noqa: PLC0415
    from indicator_lint.linter import lint  # noqa: PLC0415

    settings = settings_of(options)
    path = Path(options["baseline"] or Configurations(settings.config).of_run.last("baseline") or BASELINE)
    if known and not path.is_file():
        message = f"没有存量文件“{path}”，请先用 indicator-lint baseline create。"
        raise click.UsageError(message)
    if not known and is_other(path):
        message = f"“{path}”已经存在，而且不是存量文件；请用 --baseline 另指定一个文件。"
        raise click.UsageError(message)
    old = load(path) if known else []
    report = lint(paths or ["."], settings)
    return path, renewed(report, path, datetime.now(tz=UTC).astimezone().date(), old=old, adding=adding, codes=codes)


def _write(path: Path, entries: list[Entry], told: str) -> int:
    from indicator_lint.baseline import text_of  # noqa: PLC0415  # as above

    write_file(path, text_of(entries))
    print_err(f"{told}：{visible(str(path))}\n")
    return 0
