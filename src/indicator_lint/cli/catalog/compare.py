"""`catalog diff`: two states side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from indicator_lint.cli.groups import member
from indicator_lint.cli.options import (
    color_option,
    colored,
    config_option,
    lang_option,
    password_option,
    terminal_width,
)
from indicator_lint.cli.outlets import Outlet, outlets, spare_inputs, spare_terminal, write_file
from indicator_lint.cli.streams import print_err, print_out
from indicator_lint.config import Settings
from indicator_lint.reports.display import visible
from indicator_lint.reports.view import View

FORMATS: Final = ("text", "md", "json", "xlsx")
_HELP: Final = """
比较 A 和 B，逐项说明变更：新增、删除、改名、移动、拆分、合并，以及每一项内容由什么改成了什么。
A、B 各是指标库的目录、“目录@版本”（已发布的版本或 git 版本，previous 是上一次改动之前）、任何能读取的文件，或“文件@git版本”。
改名按类别、级次、单位、性质和名称的相近程度判断，并说明把握多大。
"""


@member(
    "catalog",
    "diff",
    _HELP,
    ["指标库@2024 指标库", "指标库@HEAD 指标库", "2023年目标表.xlsx 2024年目标表.xlsx --output-format xlsx:变更.xlsx"],
)
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option(
    "--output-format",
    "formats",
    multiple=True,
    metavar="FORMAT[:FILE]",
    help="输出格式：text、md、json、xlsx，默认 text；可写入文件，可重复",
)
@click.option("--exit-code", is_flag=True, help="有变更时退出码为 1")
@config_option
@password_option
@lang_option
@color_option
def command(before: str, after: str, formats: tuple[str, ...], **options: Any) -> int:
    """Print what changed; 1 with `--exit-code` where anything did."""
    chosen = outlets(formats, FORMATS, "text")
    spare_terminal(chosen, {"xlsx"})
    spare_inputs(chosen, [before, after])
    from indicator_lint.catalog.differences import compare  # noqa: PLC0415  # for help to be quick
    from indicator_lint.catalog.sides import read_side  # noqa: PLC0415

    settings = Settings(lang=options["lang"], password=options["password"], config=options["config"])
    difference = compare(read_side(before, settings), read_side(after, settings))
    view = View(lang=options["lang"], color=colored(options["color"]), width=terminal_width())
    for outlet in sorted(chosen, key=lambda outlet: outlet.path is None):
        _deliver(outlet, _rendered(outlet.format, difference, view, outlet.path))
    return int(options["exit_code"] and bool(difference.changes or difference.categories))


def _rendered(form: str, difference: Any, view: View, path: Path | None) -> str | bytes:
    from indicator_lint.catalog import diff_records, diff_text  # noqa: PLC0415  # as above

    plain = view if path is None else View(lang=view.lang, width=view.width)
    match form:
        case "md":
            return diff_text.render_markdown(difference, plain)
        case "json":
            return diff_records.render_json(difference, plain)
        case "xlsx":
            return diff_records.render_workbook(difference, plain)
        case _:
            return diff_text.render_text(difference, plain)


def _deliver(outlet: Outlet, content: str | bytes) -> None:
    if outlet.path is None:
        print_out(content)
        return
    write_file(outlet.path, content)
    print_err(f"已写入 {visible(str(outlet.path))}\n")
