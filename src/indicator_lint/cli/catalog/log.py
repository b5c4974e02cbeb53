"""`catalog log`: the life of an indicator."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from indicator_lint.cli.catalog.options import catalog_option
from indicator_lint.cli.groups import member
from indicator_lint.cli.options import color_option, colored, lang_option, terminal_width
from indicator_lint.cli.streams import print_out
from indicator_lint.reports.view import View

_HELP: Final = """
说明一个指标的来历：现在的内容，各版的每一次变更及其理由，停用后由谁接替。
ID 是指标编码；名称只有一个指标用的，也可以写名称。
"""


@member("catalog", "log", _HELP, ["zb030404 --catalog 指标库", "完成设备购置时间 --catalog 指标库"])
@click.argument("wanted", metavar="ID")
@catalog_option
@click.option(
    "--output-format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式，默认 text"
)
@lang_option
@color_option
def command(wanted: str, folder: Path, form: str, lang: str, color: str) -> int:
    """Print the life of one indicator."""
    from indicator_lint.catalog.life import find_indicator, render_life, render_life_json  # noqa: PLC0415
    from indicator_lint.store.catalogs import read_catalog  # noqa: PLC0415  # for help to be quick

    catalog = read_catalog(folder)
    indicator = find_indicator(catalog, wanted)
    view = View(lang=lang, color=colored(color), width=terminal_width())
    print_out(render_life(catalog, indicator, view) if form == "text" else render_life_json(catalog, indicator))
    return 0
