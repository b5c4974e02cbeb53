"""`indicator-lint fix`: make the fixes in the files themselves, or tell what they would be."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from indicator_lint.cli.check import baseline_path
from indicator_lint.cli.delivery import NEVER, fail_level, rule_options, settings_of
from indicator_lint.cli.options import color_option, colored, lang_option, terminal_width
from indicator_lint.cli.outlets import Outlet, spare_inputs, write_file
from indicator_lint.cli.reach import beyond
from indicator_lint.cli.streams import print_err, print_out
from indicator_lint.cli.wording import Command
from indicator_lint.config import Settings
from indicator_lint.model.patch import Manner
from indicator_lint.model.rule import Severity
from indicator_lint.reports import View
from indicator_lint.reports.display import visible
from indicator_lint.reports.fixes import render_fixes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from indicator_lint.discovery import Source
    from indicator_lint.fixing.finishing import Way
    from indicator_lint.model.outcome import Outcome
    from indicator_lint.model.report import Report

WORKBOOK: Final = ".xlsx"
BROKEN: Final = frozenset({"disk_full", "failed", "unverified"})
"""Reasons not to replace a file that are no fault of its own: the system refused, or we are wrong."""
ELSEWHERE: Final = "elsewhere"

_HELP: Final = """
修改文件中的问题：只改有问题的单元格，文件的其余内容逐字节不变。默认只作改后含义不变的修改。
不给 PATH 时，修改当前目录中的全部文件。
修改前的文件留作 .bak；每次修改都可以用 undo 命令撤销。docx 的修改以修订标记写入，由文件的主人接受或拒绝。
xlsx、xlsm、docx、ods、csv、tsv 和带竖线表格的文本可以修改，其他格式只报告，可用 --output 另存为 xlsx 再修改。
"""
_EXAMPLES: Final = (
    "indicator-lint fix 绩效指标体系表.xlsx --diff",
    "indicator-lint fix 报送材料/ --unsafe",
    "indicator-lint fix 绩效指标体系表.xlsx --plan plan.json",
    "indicator-lint fix 绩效指标体系表.docx --output 修改稿.docx",
)


@click.command("fix", cls=Command, help=_HELP, examples=_EXAMPLES)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--unsafe", is_flag=True, help="也作需要核对的修改：答案很可能只有一个，但内容会变")
@click.option("--diff", is_flag=True, help="只显示将作的修改，不写入")
@click.option("--output", metavar="FILE", help="把修改后的文件写到这里，原文件不动；只能有一个 PATH")
@click.option("--plan", metavar="FILE", help="把可作的修改写成计划，人工取舍后用 apply 命令执行；不修改文件")
@click.option("--direct", is_flag=True, help="docx 直接修改，不留修订标记")
@click.option("--no-backup", is_flag=True, help="不留 .bak（仍可用 undo 撤销）")
@rule_options
@click.option(
    "--baseline", metavar="FILE", help="存量文件，其中的问题不改；默认用当前目录中的 .indicator-lint-baseline.toml"
)
@click.option("--no-baseline", is_flag=True, help="不用存量，已有的问题也改")
@click.option(
    "--fail-level",
    type=click.Choice([*map(str, Severity), NEVER]),
    default=None,
    help="改后仍有达到此程度的问题时退出码为 1，默认按配置，再默认 error",
)
@lang_option
@color_option
@click.option("-q", "--quiet", is_flag=True, help="不逐个列出修改")
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Fix; 1 where findings that reach the fail level remain, 2 where a file could not be written."""
    settings = settings_of(options)
    from indicator_lint.discovery import find_sources  # noqa: PLC0415  # help must not wait for the readers
    from indicator_lint.fixing.finishing import finish  # noqa: PLC0415
    from indicator_lint.fixing.fixer import fix_source  # noqa: PLC0415

    sources = find_sources(paths or ["."])
    way = _way(sources, options)
    if way.output is not None and way.output.suffix.lower() == WORKBOOK:
        sources = [_as_workbook(source, settings, way.output) for source in sources]
    asked = {"unsafe": options["unsafe"], "manner": way.manner, "beside": _beside(settings, options)}
    found = [source.path for source in sources if source.found and way.output is None]
    far = {path: beyond(path, paths or ["."]) for path in found}
    outcomes = [
        _left_alone(finish(fix_source(source, settings, **asked), replace(way, dry=True)), far[source.path])
        if far.get(source.path)
        else finish(fix_source(source, settings, **asked), way)
        for source in sources
    ]
    if options["plan"]:
        _write_plan(outcomes, options["plan"])
    print_out(render_fixes(outcomes, fix_view(options)))
    return exit_code(outcomes, options["fail_level"] or fail_level(settings))


def _left_alone(outcome: Outcome, real: str) -> Outcome:
    """A file that a link in a folder leads to, far from it: it is looked at, as by `check`, and changed when it is named itself."""
    return replace(outcome, reason=ELSEWHERE, params={"path": real}) if outcome.settled.edits else outcome


def _as_workbook(source: Source, settings: Settings, output: Path) -> Source:
    """A file of a format that is not edited, laid out as a workbook: this is written, and then what is fixed in it."""
    from indicator_lint.formats.patching import PATCHERS  # noqa: PLC0415
    from indicator_lint.intake import take_in_all  # noqa: PLC0415
    from indicator_lint.review.copying import emphasis_of  # noqa: PLC0415
    from indicator_lint.review.laying import laid_out  # noqa: PLC0415

    reading = take_in_all([source], settings)[0].reading
    if reading.document is None or reading.document.format in PATCHERS:
        return source
    content = laid_out(reading.document, emphasis_of(reading, reading.document))
    write_file(output, content)
    print_err(f"{visible(source.path)} 已另存为工作簿 {visible(str(output))}\n")
    return source._replace(content=content)


def fix_view(options: Mapping[str, Any]) -> View:
    """How the commands that change files report."""
    return View(lang=options["lang"], color=colored(options["color"]), width=terminal_width(), quiet=options["quiet"])


def exit_code(outcomes: Sequence[Outcome], level: str) -> int:
    """2 where something of ours failed, 1 where findings as bad as the level remain, else 0."""
    if any(outcome.reason in BROKEN for outcome in outcomes):
        return 2
    active = (finding for outcome in outcomes for finding in outcome.findings if finding.active)
    return int(level != NEVER and any(finding.severity.rank <= Severity(level).rank for finding in active))


def new_way(*, direct: bool = False, **more: Any) -> Way:
    """How the fixes of a run that begins now are carried out."""
    from indicator_lint.fixing.finishing import Way  # noqa: PLC0415  # see command

    now = datetime.now(UTC)
    manner = Manner(direct=direct, date=now.strftime("%Y-%m-%dT%H:%M:%SZ"))
    return Way(f"{now:%Y%m%dT%H%M%S.%f}-{os.getpid()}", manner, **more)


def _beside(settings: Settings, options: Mapping[str, Any]) -> Callable[[Report], Report] | None:
    """What tells findings of old standing from new ones, where there is a baseline."""
    path = None if options["no_baseline"] else baseline_path(settings, options["baseline"])
    if path is None:
        return None
    from indicator_lint.history import against  # noqa: PLC0415  # see command

    return lambda report: against(report, path, settings)


def _way(sources: Sequence[Source], options: Mapping[str, Any]) -> Way:
    """Raises UsageError where options do not go together, or an output would replace what is read."""
    output, plan = options["output"], options["plan"]
    if output and (options["diff"] or plan):
        message = "--output 不能与 --diff、--plan 一起使用。"
        raise click.UsageError(message)
    if output and len(sources) != 1:
        message = f"--output 只能用于一个文件，现有 {len(sources)} 个。"
        raise click.UsageError(message)
    for file in filter(None, (output, plan)):
        spare_inputs([Outlet("", Path(file))], [source.path for source in sources])
    return new_way(
        direct=options["direct"],
        dry=bool(options["diff"] or plan),
        backup=not options["no_backup"],
        output=Path(output) if output else None,
    )


def _write_plan(outcomes: Sequence[Outcome], path: str) -> None:
    from indicator_lint.fixing.plans import plan_text, planned  # noqa: PLC0415  # see command

    write_file(
        Path(path),
        plan_text(planned(outcome) for outcome in outcomes if outcome.format and outcome.reason != ELSEWHERE),
    )
    print_err(f"已写入 {visible(path)}\n")
