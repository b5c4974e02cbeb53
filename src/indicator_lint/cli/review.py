"""`indicator-lint review`: a workbook to look at, decide in, and hand back to `apply`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from indicator_lint.cli.options import config_option, lang_option, names, password_option
from indicator_lint.cli.outlets import Outlet, spare_inputs, write_file
from indicator_lint.cli.streams import print_err, print_out
from indicator_lint.cli.wording import Command
from indicator_lint.config import Settings
from indicator_lint.model.report import Report
from indicator_lint.reports import View
from indicator_lint.reports.concise import concise_line
from indicator_lint.reports.display import visible
from indicator_lint.reports.summary import render_summary
from indicator_lint.rulebook import load_rules

_HELP: Final = """
为每个文件写出审阅副本“文件名.审阅.xlsx”：原表照旧，有问题的单元格按程度着色并加批注，
另有检查结果、统计、未评估、规则说明四张表。
在检查结果的“处理”栏选接受、驳回或已改，“建议”栏可以改写；之后用 apply 命令把接受的修改写入原文件。
原文件不变。docx、csv、文本、pdf、网页等排成工作簿。
"""
_EXAMPLES: Final = (
    "indicator-lint review 绩效指标体系表.xlsx",
    "indicator-lint review 绩效指标体系表.docx --output 送审/审阅稿.xlsx",
    "indicator-lint apply 绩效指标体系表.审阅.xlsx",
)


@click.command("review", cls=Command, help=_HELP, examples=_EXAMPLES)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--output", metavar="PATH", help="把审阅副本写到这里；只能有一个 FILE")
@click.option("--overwrite", is_flag=True, help="替换已经填了处理意见的审阅副本")
@click.option("--select", multiple=True, metavar="RULES", help="只用这些规则：代码、名称或前缀（如 UNI），逗号分隔")
@click.option("--ignore", multiple=True, metavar="RULES", help="不用这些规则，最后生效")
@click.option("--extend-select", multiple=True, metavar="RULES", help="在规则包之外再加上这些规则")
@click.option("--pack", default=None, metavar="PACK", help="规则包：default（默认）、strict、audit")
@config_option
@password_option
@lang_option
def command(files: tuple[str, ...], output: str | None, *, overwrite: bool, **options: Any) -> int:
    """Write the copies; 1 where a file could not be read, or its copy would be too large."""
    settings = Settings(
        pack=options["pack"],
        select=names(options["select"]),
        ignore=names(options["ignore"]),
        extend_select=names(options["extend_select"]),
        lang=options["lang"],
        password=options["password"],
        config=options["config"],
    )
    targets = _targets(files, output)
    for file, target in zip(files, targets, strict=True) if not overwrite else ():
        _spare_decisions(file, target)
    return max(_reviewed(file, target, settings) for file, target in zip(files, targets, strict=True))


def _targets(files: Sequence[str], output: str | None) -> list[Path]:
    """Where each copy goes. Raises UsageError for what is no file, and where a copy would replace something else."""
    from indicator_lint.discovery import REVIEW_SUFFIX  # noqa: PLC0415  # the readers: help must not wait for them
    from indicator_lint.review.copying import copy_path  # noqa: PLC0415

    for file in files:
        if not Path(file).is_file():
            message = f"“{file}”是目录，请给出文件。" if Path(file).is_dir() else f"找不到文件“{file}”。"
            raise click.UsageError(message)
        if file.endswith(REVIEW_SUFFIX):
            message = f"“{file}”本身是审阅副本；要执行其中接受的修改，请用 apply 命令。"
            raise click.UsageError(message)
    if output is not None and len(files) > 1:
        message = "--output 只能用于一个文件。"
        raise click.UsageError(message)
    targets = [Path(output or copy_path(file)) for file in files]
    for target in targets:
        if target.is_dir() or not target.parent.is_dir():
            message = f"不能写入“{target}”：{'它是目录' if target.is_dir() else '所在目录不存在'}。"
            raise click.UsageError(message)
    spare_inputs([Outlet("xlsx", target) for target in targets], files)
    twice = next((target for target in targets if targets.count(target) > 1), None)
    if twice is not None:
        message = f"几个文件的审阅副本同名：“{twice}”，请分别用 --output 指定。"
        raise click.UsageError(message)
    return targets


def _spare_decisions(file: str, target: Path) -> None:
    """Raise UsageError where the copy that would be replaced was worked on, is that of another file, or is no such copy."""
    from indicator_lint.model.document import UnreadableError  # noqa: PLC0415  # see _targets
    from indicator_lint.review.decisions import decided  # noqa: PLC0415
    from indicator_lint.review.memory import ReviewError  # noqa: PLC0415

    if not target.exists():
        return
    try:
        known = decided(str(target), target.read_bytes())
    except (ReviewError, UnreadableError, OSError) as error:
        message = f"“{target}”已经存在，而且不是审阅副本；要替换它，请加 --overwrite。"
        raise click.UsageError(message) from error
    if Path(known.file.path).name != Path(file).name:
        message = f"“{target}”是“{known.file.path}”的审阅副本；要替换它，请加 --overwrite，或用 --output 指定别的名字。"
        raise click.UsageError(message)
    if known.decisions:
        message = f"“{target}”中已经填了 {known.decisions} 条处理意见；要替换它，请加 --overwrite。"
        raise click.UsageError(message)


def _reviewed(file: str, target: Path, settings: Settings) -> int:
    """Write the copy of a file and say so; 1 where it could not be read or would be too large."""
    from indicator_lint.discovery import Source  # noqa: PLC0415  # the readers, polars and pandera
    from indicator_lint.formats.limits import DEFAULT  # noqa: PLC0415
    from indicator_lint.formats.opening import load  # noqa: PLC0415
    from indicator_lint.linter import lint_sources  # noqa: PLC0415
    from indicator_lint.model.document import UnreadableError  # noqa: PLC0415
    from indicator_lint.review.copying import active, review_copy  # noqa: PLC0415

    try:
        content: bytes | None = load(file, DEFAULT)
    except UnreadableError:
        content = None  # the lint says why
    report = lint_sources([Source(file, content)], settings)
    view = View(lang=settings.lang, quiet=True, rules=load_rules(settings.lang), asked=report.asked)
    if content is None or report.readings[0].document is None:
        print_err("".join(f"{concise_line(finding, view)}\n" for finding in report.findings))
        return 1
    try:
        copy = review_copy(active(report), content, str(target), view)
    except UnreadableError:
        print_err(f"{visible(file)} 的审阅副本会太大，没有写出；请把文件分成几个。\n")
        return 1
    write_file(target, copy)
    _announce(report, target, view)
    return 0


def _announce(report: Report, target: Path, view: View) -> None:
    print_out(render_summary(report, view))
    print_out(f"{view.say('reviewed', path=visible(str(target)))}\n")
