"""`indicator-lint check`: lint, print, say by the exit code whether there was anything."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from indicator_lint.cli.delivery import (
    FORMATS,
    deliver,
    fail_level,
    failing,
    report_options,
    rule_options,
    settings_of,
    view_of,
)
from indicator_lint.cli.outlets import Outlet, outlets, spare_inputs, spare_terminal
from indicator_lint.cli.wording import Command
from indicator_lint.config import BASELINE, Settings
from indicator_lint.reports import BINARIES

if TYPE_CHECKING:
    from indicator_lint.assembly import Judged
    from indicator_lint.intake import Taken
    from indicator_lint.model.report import Report
    from indicator_lint.selection import Ruling

STDIN: Final = "-"

_HELP: Final = """
检查文件或目录中的指标表，默认检查当前目录。
PATH 是文件、目录，或表示标准输入的“-”（须同时给出 --stdin-filename）。
支持 xlsx、xls、et、docx、ods、odt、html（含系统导出时命名为 xls 的网页）、csv、tsv，以及正文中带竖线表格的 txt、md。
读得不对时，用 show 命令查看，在 indicator-lint.toml 的 [layout] 中指明表头行和各列。
"""
_EXAMPLES: Final = (
    "indicator-lint check 绩效指标体系表.xlsx",
    "indicator-lint check 报送材料/ --select UNI,OPR --fail-level warning",
    "indicator-lint check 表.csv --output-format console --output-format html:检查结果.html",
    "cat 表.csv | indicator-lint check - --stdin-filename 表.csv",
)


@click.command("check", cls=Command, help=_HELP, examples=_EXAMPLES)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@rule_options
@click.option("--catalog", metavar="DIR", help="指标库所在的目录：与它对照（REF001 至 REF005）")
@click.option("--baseline", metavar="FILE", help="存量文件；默认用当前目录中的 .indicator-lint-baseline.toml")
@click.option("--no-baseline", is_flag=True, help="不用存量，已有的问题也计入")
@click.option("--since", metavar="REF", help="只计入 git 版本 REF 之后新增的和变了的问题")
@click.option(
    "--no-cache", is_flag=True, envvar="INDICATOR_LINT_NO_CACHE", help="不用缓存：未改动的文件也重新检查，也不记下结果"
)
@click.option("--watch", is_flag=True, help="文件保存后自动重新检查，按 Ctrl-C 结束")
@click.option("--stdin-filename", metavar="NAME", help="标准输入的文件名，用于判断格式和显示")
@report_options
def command(paths: tuple[str, ...], formats: tuple[str, ...], **options: Any) -> int:
    """Lint and render; 1 where findings reach the fail level."""
    chosen = outlets(formats, FORMATS, "console")
    spare_terminal(chosen, BINARIES)
    if options["since"] and options["baseline"]:
        message = "--since 和 --baseline 只能用一个。"
        raise click.UsageError(message)
    if options["watch"]:
        if STDIN in paths:
            message = "--watch 不能与标准输入同用。"
            raise click.UsageError(message)
        from indicator_lint.cli.watching import watch  # noqa: PLC0415  # rarely wanted

        written = [outlet.path for outlet in chosen if outlet.path is not None]
        watch(paths or (".",), lambda: _run(paths, chosen, options), written=written)
        return 0
    return _run(paths, chosen, options)


def _run(paths: tuple[str, ...], chosen: Sequence[Outlet], options: dict[str, Any]) -> int:
    settings = replace(settings_of(options), catalog=options["catalog"])
    report = _linted(paths, settings, options["stdin_filename"], chosen, cached=not options["no_cache"])
    report = _compared(report, settings, options)
    deliver(report, chosen, view_of(options, settings, report), announce=not options["quiet"])
    return int(failing(report, options["fail_level"] or fail_level(settings)))


def _compared(report: Report, settings: Settings, options: dict[str, Any]) -> Report:
    """The report beside what was found before, where there is anything to compare it with."""
    if options["since"]:
        from indicator_lint.past import since  # noqa: PLC0415  # the engines, which help must not wait for

        return since(report, options["since"], settings)
    path = None if options["no_baseline"] else baseline_path(settings, options["baseline"])
    if path is None:
        return report
    from indicator_lint.history import against  # noqa: PLC0415  # as above

    return against(report, path, settings)


def baseline_path(settings: Settings, named: str | None) -> Path | None:
    """The baseline named, that of the configuration, or the one in the working directory if it is there."""
    from indicator_lint.configuration import Configurations  # noqa: PLC0415  # as above

    if told := named or Configurations(settings.config).of_run.last("baseline"):
        return Path(told)
    return Path(BASELINE) if Path(BASELINE).is_file() else None


def _linted(
    paths: Sequence[str], settings: Settings, stdin_name: str | None, chosen: Sequence[Outlet], *, cached: bool
) -> Report:
    """The report. Raises UsageError or RulebookError where standard input, outputs, rules or packs make no sense."""
    stdin = _stdin(paths, stdin_name)
    files = [path for path in paths if path != STDIN] or ([] if stdin else ["."])
    from indicator_lint.assembly import assembled  # noqa: PLC0415  # the readers, which help must not wait for
    from indicator_lint.cache import Cache, folder_for  # noqa: PLC0415
    from indicator_lint.discovery import find_sources  # noqa: PLC0415

    sources = find_sources(files, stdin)
    if any(outlet.path for outlet in chosen):
        spare_inputs(chosen, [source.path for source in sources if not source.empty])
    return assembled(sources, settings, partial(_judge, settings), Cache(folder_for()) if cached else None)


def _judge(settings: Settings, ruling: Ruling, taken: Sequence[Taken]) -> Sequence[Judged]:
    from indicator_lint.linter import judge_of  # noqa: PLC0415  # polars and pandera: half a second, if nothing is remembered

    return judge_of(settings)(ruling, taken)


def _stdin(paths: Sequence[str], name: str | None) -> tuple[str, bytes] | None:
    """The name and content of standard input where it is to be read."""
    if STDIN not in paths and (name is None or paths):
        if name is not None:
            message = "给出了 --stdin-filename，但 PATH 中没有“-”。"
            raise click.UsageError(message)
        return None
    if name is None:
        message = "从标准输入读取时，请用 --stdin-filename 给出文件名，以便判断格式。"
        raise click.UsageError(message)
    return name, sys.stdin.buffer.read()
