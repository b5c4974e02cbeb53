"""`catalog release`: a version frozen and its documents rendered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click

from indicator_lint.cli.catalog.options import catalog_option, date_option
from indicator_lint.cli.delivery import NEVER, failing
from indicator_lint.cli.groups import member
from indicator_lint.cli.options import color_option, colored, config_option, lang_option, terminal_width
from indicator_lint.cli.streams import print_err, print_out
from indicator_lint.config import Settings
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Severity
from indicator_lint.reports.display import visible
from indicator_lint.reports.view import View

_HELP: Final = """
发布版本 VERSION：检查现行指标，待定的变更归入这一版，冻结在 DIR/releases/VERSION，并生成印发用的 xlsx、docx 和变更说明。
有达到 --fail-level 的问题时列出问题，不发布，退出码 1；上一版的指标必须仍在或标为停用，不能凭空消失。
直接改动 indicators.csv 而没有登记的，发布时补登到 changes.csv。生成的文件重新读取后与指标库一致才算发布。
"""


@member("catalog", "release", _HELP, ["2025 --catalog 指标库", "2024试行 --catalog 指标库 --fail-level never"])
@click.argument("version", metavar="VERSION")
@catalog_option
@click.option(
    "--fail-level",
    type=click.Choice([*map(str, Severity), NEVER]),
    default=str(Severity.ERROR),
    help="有达到此程度的问题就不发布，默认 error；never 照样发布",
)
@date_option
@config_option
@lang_option
@color_option
def command(version: str, folder: Path, fail_level: str, date: str, **options: Any) -> int:
    """Release; 1 where findings forbid it."""
    from indicator_lint.catalog.freezing import refuse_name  # noqa: PLC0415  # for help to be quick
    from indicator_lint.catalog.releasing import prepare, release  # noqa: PLC0415  # for help to be quick
    from indicator_lint.store.catalogs import mark_of, read_catalog, write_catalog  # noqa: PLC0415

    settings = Settings(lang=options["lang"], config=options["config"])
    refuse_name(folder, version)
    mark = mark_of(folder)
    prepared = prepare(folder, read_catalog(folder), date, settings)
    if failing(prepared.report, fail_level):
        _tell(prepared.report, fail_level, settings, options["color"])
        told = "先用 catalog propose、accept 处理，或直接修改 indicators.csv；确需照发的，加 --fail-level never"
        what = "错误" if fail_level == "error" else "问题"
        print_err(f"有{what}，没有发布版本 {visible(version)}。{told}。\n")
        return 1
    frozen = release(folder, prepared.catalog, version, date)
    write_catalog(folder, frozen.catalog, since=mark, more=frozen.files)
    print_err("".join(f"已写入 {visible(str(folder / name))}\n" for name in frozen.files))
    return 0


def _tell(report: Report, level: str, settings: Settings, color: str) -> None:
    """The findings that forbid it."""
    from indicator_lint.reports.console import render_console  # noqa: PLC0415  # as above
    from indicator_lint.rulebook import load_rules  # noqa: PLC0415

    grave = [finding for finding in report.active if finding.severity.rank <= Severity(level).rank]
    view = View(lang=settings.lang, color=colored(color), width=terminal_width(), rules=load_rules(settings.lang))
    print_out(render_console(replace(report, findings=grave), view))
