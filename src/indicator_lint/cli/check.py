"""`indicator-lint check`: lint, print, say by the exit code whether there was anything."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click

from indicator_lint.cli.options import (
    color_option,
    colored,
    config_option,
    lang_option,
    names,
    password_option,
    terminal_width,
)
from indicator_lint.cli.outlets import Outlet, append_file, outlets, spare_inputs, spare_terminal, write_file
from indicator_lint.cli.streams import print_err, print_out
from indicator_lint.cli.wording import Command
from indicator_lint.config import Settings
from indicator_lint.configuration import Configurations
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Severity
from indicator_lint.reports import BINARIES, REPORTS, View
from indicator_lint.reports.display import visible
from indicator_lint.rulebook import load_rules

FORMATS: Final[Mapping[str, Callable[[Report, View], str | bytes]]] = {**REPORTS, **BINARIES}
STDIN: Final = "-"
NEVER: Final = "never"

_HELP: Final = """
检查文件或目录中的指标表，默认检查当前目录。
PATH 是文件、目录，或表示标准输入的“-”（须同时给出 --stdin-filename）。
支持 xlsx、xls、et、docx、ods、odt、html（含系统导出时命名为 xls 的网页）、csv、tsv，以及正文中带竖线表格的 txt、md。
读得不对时，用 show 命令查看，在 indicator-lint.toml 的 [layout] 中指明表头行和各列。
"""
_EXAMPLES: Final = (
    "indicator-lint check 绩效指标体系表.xlsx",
    "indicator-lint check 报送材料/ --select UNI,OPR --fail-level warning",
    "indicator-lint check 表.csv --output-format console --output-format json:report.json",
    "cat 表.csv | indicator-lint check - --stdin-filename 表.csv",
)


@click.command("check", cls=Command, help=_HELP, examples=_EXAMPLES)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--select", multiple=True, metavar="RULES", help="只用这些规则：代码、名称或前缀（如 UNI），逗号分隔")
@click.option("--ignore", multiple=True, metavar="RULES", help="不用这些规则，最后生效")
@click.option("--extend-select", multiple=True, metavar="RULES", help="在规则包之外再加上这些规则")
@click.option("--pack", default=None, metavar="PACK", help="规则包：default（默认）、strict、audit")
@click.option(
    "--output-format",
    "formats",
    multiple=True,
    metavar="FORMAT[:FILE]",
    help=f"输出格式：{'、'.join(FORMATS)}，默认 console；可写入文件，可重复",
)
@click.option(
    "--fail-level",
    type=click.Choice([*map(str, Severity), NEVER]),
    default=None,
    help="达到此程度的问题使退出码为 1，默认按配置，再默认 error",
)
@click.option("--statistics", is_flag=True, help="只列出每条规则的次数")
@click.option("--stdin-filename", metavar="NAME", help="标准输入的文件名，用于判断格式和显示")
@config_option
@password_option
@lang_option
@color_option
@click.option("-q", "--quiet", is_flag=True, help="只显示小结")
@click.option("-v", "--verbose", is_flag=True, help="同时显示每条规则的理由")
def command(paths: tuple[str, ...], formats: tuple[str, ...], **options: Any) -> int:
    """Lint and render; 1 where findings reach the fail level."""
    chosen = outlets(formats, FORMATS, "console")
    spare_terminal(chosen, BINARIES)
    settings = Settings(
        pack=options["pack"],
        select=names(options["select"]),
        ignore=names(options["ignore"]),
        extend_select=names(options["extend_select"]),
        lang=options["lang"],
        password=options["password"],
        config=options["config"],
    )
    report = _linted(paths, settings, options["stdin_filename"], chosen)
    options["fail_level"] = options["fail_level"] or _fail_level(settings)
    _deliver(report, chosen, _view(options, settings, report), announce=not options["quiet"])
    return int(failing(report, options["fail_level"]))


def failing(report: Report, level: str) -> bool:
    """Whether any active finding is at least that bad."""
    return level != NEVER and any(finding.severity.rank <= Severity(level).rank for finding in report.active)


def _fail_level(settings: Settings) -> str:
    """What the configuration of the run says."""
    return Configurations(settings.config).of_run.last("fail-level") or str(Severity.ERROR)


def _linted(paths: Sequence[str], settings: Settings, stdin_name: str | None, chosen: Sequence[Outlet]) -> Report:
    """The report. Raises UsageError or RulebookError where standard input, outputs, rules or packs make no sense."""
    stdin = _stdin(paths, stdin_name)
    files = [path for path in paths if path != STDIN] or ([] if stdin else ["."])
    from indicator_lint.discovery import find_sources  # noqa: PLC0415  # the readers, polars and pandera:
    from indicator_lint.linter import lint  # noqa: PLC0415  # half a second that help must not wait for

    if any(outlet.path for outlet in chosen):
        spare_inputs(chosen, [source.path for source in find_sources(files, stdin) if not source.empty])
    return lint(files, settings, stdin=stdin)


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


def _view(options: Mapping[str, Any], settings: Settings, report: Report) -> View:
    return View(
        lang=options["lang"],
        color=colored(options["color"]),
        width=terminal_width(),
        quiet=options["quiet"],
        verbose=options["verbose"],
        statistics=options["statistics"],
        rules=load_rules(settings.lang),
        asked=report.asked,
        fail_level=options["fail_level"],
    )


def _deliver(report: Report, chosen: Sequence[Outlet], view: View, *, announce: bool) -> None:
    """Every report to its outlet: files first, so that a reader of standard output finds them in place."""
    for outlet in sorted(chosen, key=lambda outlet: outlet.path is None):
        if outlet.path is None:
            print_out(FORMATS[outlet.format](report, view))
        else:
            apart = replace(view, color=False, folder=str(outlet.path.parent))
            write_file(outlet.path, FORMATS[outlet.format](report, apart))
            if announce:
                print_err(f"已写入 {visible(str(outlet.path))}\n")
        if outlet.format == "github":
            _summarise(report, view)


def _summarise(report: Report, view: View) -> None:
    """On GitHub, add the report to the summary of the step: of annotations only a few are shown."""
    if path := os.environ.get("GITHUB_STEP_SUMMARY"):
        append_file(Path(path), REPORTS["markdown"](report, view))
