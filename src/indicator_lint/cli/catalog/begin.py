"""`catalog init`: an empty catalog."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from indicator_lint.cli.catalog.options import folder_named
from indicator_lint.cli.groups import member
from indicator_lint.cli.streams import print_err
from indicator_lint.patterns import pattern
from indicator_lint.reports.display import visible

PREFIX: Final = pattern(r"[A-Za-z][A-Za-z0-9]{0,7}")

_HELP: Final = """
在目录 DIR 中建立一个空的指标库：datapackage.json、indicators.csv（指标，一行一个）和 changes.csv（变更记录）。
已有印发的文件时，直接用 catalog import 更方便。
"""


@member("catalog", "init", _HELP, ["指标库", "指标库 --title 某县绩效指标库 --prefix xc"])
@click.argument("folder", metavar="DIR", callback=folder_named)
@click.option("--title", default="绩效指标库", help="指标库的名称，默认“绩效指标库”")
@click.option("--prefix", default="zb", help="指标编码的开头，字母开头，默认 zb")
def command(folder: Path, title: str, prefix: str) -> int:
    """Write an empty catalog. Raises UsageError where there is one already."""
    from indicator_lint.model.catalog import Catalog  # noqa: PLC0415
    from indicator_lint.store.catalogs import is_catalog, write_catalog  # noqa: PLC0415  # for help to be quick

    if PREFIX.fullmatch(prefix) is None:
        message = f"编码的开头应当是一至八个字母或数字，并以字母开头，不能是“{prefix}”。"
        raise click.UsageError(message)
    if is_catalog(folder):
        message = f"“{folder}”中已经有指标库。"
        raise click.UsageError(message)
    write_catalog(folder, Catalog(title, prefix))
    print_err(f"已在 {visible(str(folder))} 建立空的指标库。\n")
    return 0
