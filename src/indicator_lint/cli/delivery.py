"""Reports on their way: how they are to look, where they go, and what the exit code makes of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

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
from indicator_lint.cli.outlets import Outlet, append_file, write_file
from indicator_lint.cli.streams import print_err, print_out
from indicator_lint.config import Settings
from indicator_lint.model.rule import Severity
from indicator_lint.reports import BINARIES, REPORTS, View
from indicator_lint.reports.display import visible

if TYPE_CHECKING:
    from indicator_lint.model.report import Report

FORMATS: Final[Mapping[str, Callable[[Report, View], str | bytes]]] = {**REPORTS, **BINARIES}
NEVER: Final = "never"

_F = TypeVar("_F", bound=Callable[..., Any])


def report_options(command: _F) -> _F:
    """The options of whatever prints a report."""
    for option in reversed(
        (
            click.option(
                "--output-format",
                "formats",
                multiple=True,
                metavar="FORMAT[:FILE]",
                help=f"输出格式：{'、'.join(FORMATS)}，默认 console；可写入文件，可重复",
            ),
            click.option(
                "--fail-level",
                type=click.Choice([*map(str, Severity), NEVER]),
                default=None,
                help="达到此程度的问题使退出码为 1，默认按配置，再默认 error",
            ),
            click.option("--statistics", is_flag=True, help="只列出每条规则的次数"),
            lang_option,
            color_option,
            click.option("-q", "--quiet", is_flag=True, help="只显示小结"),
            click.option("-v", "--verbose", is_flag=True, help="同时显示每条规则的理由"),
        )
    ):
        command = option(command)
    return command


def rule_options(command: _F) -> _F:
    """The options that choose rules."""
    for option in reversed(
        (
            click.option(
                "--select", multiple=True, metavar="RULES", help="只用这些规则：代码、名称或前缀（如 UNI），逗号分隔"
            ),
            click.option("--ignore", multiple=True, metavar="RULES", help="不用这些规则，最后生效"),
            click.option("--extend-select", multiple=True, metavar="RULES", help="在规则包之外再加上这些规则"),
            click.option("--pack", default=None, metavar="PACK", help="规则包：default（默认）、strict、audit"),
            config_option,
            password_option,
        )
    ):
        command = option(command)
    return command


def settings_of(options: Mapping[str, Any]) -> Settings:
    """What the options of `rule_options`, and `--lang` where there is one, ask for."""
    return Settings(
        pack=options["pack"],
        select=names(options["select"]),
        ignore=names(options["ignore"]),
        extend_select=names(options["extend_select"]),
        lang=options.get("lang", "zh"),
        password=options["password"],
        config=options["config"],
    )


def failing(report: Report, level: str) -> bool:
    """Whether any active finding is at least that bad."""
    return level != NEVER and any(finding.severity.rank <= Severity(level).rank for finding in report.active)


def fail_level(settings: Settings) -> str:
    """What the configuration of the run says."""
    from indicator_lint.configuration import Configurations  # noqa: PLC0415  # help must not wait

    return Configurations(settings.config).of_run.last("fail-level") or str(Severity.ERROR)


def view_of(options: Mapping[str, Any], settings: Settings, report: Report) -> View:
    """How the options of `report_options` want it to look."""
    from indicator_lint.rulebook import load_rules  # noqa: PLC0415  # as above

    return View(
        lang=options["lang"],
        color=colored(options["color"]),
        width=terminal_width(),
        quiet=options["quiet"],
        verbose=options["verbose"],
        statistics=options["statistics"],
        rules=load_rules(settings.lang),
        asked=report.asked,
        fail_level=options["fail_level"] or fail_level(settings),
    )


def deliver(report: Report, chosen: Sequence[Outlet], view: View, *, announce: bool) -> None:
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
