"""`indicator-lint show`: the tables of a file as they are understood."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from indicator_lint.cli.options import (
    color_option,
    colored,
    config_option,
    lang_option,
    password_option,
    terminal_width,
)
from indicator_lint.cli.streams import print_err, print_out
from indicator_lint.cli.wording import Command
from indicator_lint.config import Settings
from indicator_lint.reports import View
from indicator_lint.reports.concise import concise_line
from indicator_lint.reports.tables import TABLES
from indicator_lint.rulebook import load_rules

_HELP: Final = """
显示从文件中读出的指标表：表头怎样理解、把握多大、有哪些类别和指标、跳过和隐藏了哪些行。
理解有误的，在 indicator-lint.toml 的 [layout] 中用 columns、header-rows、category 等指明。
csv 是规范格式：每行一个指标，合并的级别已补全，文字与表中所见一致；md 可用于 git diff。
"""
_EXAMPLES: Final = (
    "indicator-lint show 绩效指标体系表.xlsx",
    "indicator-lint show 绩效指标体系表.xlsx --output-format csv > 规范.csv",
    "git config diff.indicator.textconv 'indicator-lint show --output-format md'",
)


@click.command("show", cls=Command, help=_HELP, examples=_EXAMPLES)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--output-format", "form", type=click.Choice(list(TABLES)), default="table", help="输出格式，默认 table")
@config_option
@password_option
@lang_option
@color_option
def command(files: tuple[str, ...], form: str, lang: str, color: str, **reading: Any) -> int:
    """Print the tables; 1 where a file cannot be read or holds none."""
    for file in files:
        if not Path(file).exists():
            message = f"找不到文件“{file}”。"
            raise click.UsageError(message)
    from indicator_lint.discovery import find_sources  # noqa: PLC0415  # the readers: help must not wait for them
    from indicator_lint.intake import file_findings, take_in_all, unreached  # noqa: PLC0415

    view = View(lang=lang, color=colored(color), width=terminal_width())
    taken = take_in_all(find_sources(files), Settings(**reading))
    print_out(TABLES[form]([one.reading for one in taken], view))
    rules = load_rules(lang)
    troubles = [*file_findings(taken, rules), *unreached(taken, rules)]
    print_err("".join(f"{concise_line(finding, View(lang=lang))}\n" for finding in troubles))
    return int(any(one.trouble is not None for one in taken))
