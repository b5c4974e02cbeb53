"""`catalog template`: a blank submission."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from indicator_lint.cli.catalog.options import catalog_option
from indicator_lint.cli.groups import member
from indicator_lint.cli.options import names
from indicator_lint.cli.outlets import write_file
from indicator_lint.cli.streams import print_err
from indicator_lint.reports.display import visible

_HELP: Final = """
生成空白的填报工作簿 FILE：每类一张工作表，指标库的内容已填好并锁定，只留指标值、权重和备注；
级次、性质、单位和档次从下拉列表选择，表末留空行填写自有的指标。填好后可用 check 检查。
"""


@member(
    "catalog",
    "template",
    _HELP,
    ["--catalog 指标库 -o 填报.xlsx", "--catalog 指标库 --category 设备购置类,出访活动 -o 填报.xlsx"],
)
@catalog_option
@click.option(
    "--category", "categories", multiple=True, metavar="TITLES", help="只要这些类别，逗号分隔，可重复；默认全部"
)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    type=Path,
    help="写入 FILE（.xlsx）",
)
def command(folder: Path, categories: tuple[str, ...], output: Path) -> int:
    """Write the workbook."""
    from indicator_lint.catalog.template import render_template  # noqa: PLC0415
    from indicator_lint.store.catalogs import read_catalog  # noqa: PLC0415  # for help to be quick

    catalog = read_catalog(folder)
    known = set(catalog.categories)
    wanted = [title for given in categories for title in ([given] if given in known else names([given]))]
    if output.suffix.lower() != ".xlsx":
        message = f"填报工作簿的文件名应以 .xlsx 结尾，不能是“{output}”。"
        raise click.UsageError(message)
    write_file(output, render_template(catalog, list(dict.fromkeys(wanted))))
    print_err(f"已写入 {visible(str(output))}。\n")
    return 0
