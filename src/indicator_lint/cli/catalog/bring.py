"""`catalog import`: an issued document becomes the catalog, or its next state."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from indicator_lint.cli.catalog.options import catalog_option, date_option, file_named
from indicator_lint.cli.groups import member
from indicator_lint.cli.options import (
    color_option,
    colored,
    config_option,
    lang_option,
    password_option,
    terminal_width,
)
from indicator_lint.cli.streams import print_err, print_out
from indicator_lint.config import Settings
from indicator_lint.reports.display import visible
from indicator_lint.reports.view import View

if TYPE_CHECKING:
    from indicator_lint.catalog.importing import Imported

_HELP: Final = """
读入印发的文件 FILE（支持的格式同 check），建立指标库 DIR；DIR 已是指标库时，按文件更新它。
编码由类别、级次和序号组成，按文件中的顺序给出；更新时，改了名的指标保留编码，文件中没有的指标停用。
文件中没有的类别不作变动，--complete 表示文件是全部指标，没有的一律停用。
显示的是与原指标库相比的变更，以及文件中有待处理的问题；用 catalog propose 把问题变成修改建议。
"""


@member(
    "catalog",
    "import",
    _HELP,
    ["绩效指标体系表.docx --catalog 指标库 --issued 2024", "2025年指标体系表.xlsx --catalog 指标库 --complete"],
)
@click.argument("file", metavar="FILE", callback=file_named)
@catalog_option
@click.option("--issued", metavar="VERSION", default="", help="文件就是已印发的这一版，原样冻结为该版本，不再检查")
@click.option("--complete", is_flag=True, help="文件是全部指标：没有的类别也停用")
@click.option("--category", default="", help="没有标题的表属于哪个类别")
@click.option("--title", default="", help="指标库的名称，默认取文件中的标题")
@date_option
@config_option
@password_option
@lang_option
@color_option
def command(file: Path, folder: Path, **options: Any) -> int:
    """Import, say what changed and what is to be done."""
    from indicator_lint.catalog.documents import read_stated  # noqa: PLC0415  # for help to be quick
    from indicator_lint.catalog.freezing import freeze  # noqa: PLC0415
    from indicator_lint.catalog.importing import import_stated  # noqa: PLC0415
    from indicator_lint.model.catalog import Catalog  # noqa: PLC0415
    from indicator_lint.store.catalogs import is_catalog, mark_of, read_catalog, write_catalog  # noqa: PLC0415

    settings = Settings(lang=options["lang"], password=options["password"], config=options["config"])
    stated = read_stated(str(file), settings, category=options["category"])
    there = is_catalog(folder)
    mark = mark_of(folder) if there else ""
    known = read_catalog(folder) if there else Catalog(options["title"])
    imported = import_stated(known, stated, complete=options["complete"], date=options["date"])
    frozen = freeze(folder, imported.catalog, options["issued"], options["date"]) if options["issued"] else None
    write_catalog(
        folder, frozen.catalog if frozen else imported.catalog, since=mark, more=frozen.files if frozen else None
    )
    _tell(imported, folder, options)
    _count_findings(stated.reading, settings)
    return 0


def _tell(imported: Imported, folder: Path, options: dict[str, Any]) -> None:
    """The changes; for a catalog that has just begun, how large it is."""
    from indicator_lint.catalog.diff_text import render_text  # noqa: PLC0415  # as above

    catalog = imported.catalog
    if imported.difference.before.indicators:
        view = View(lang=options["lang"], color=colored(options["color"]), width=terminal_width())
        print_out(render_text(imported.difference, view))
    print_err(f"指标库 {visible(str(folder))}：{len(catalog.categories)} 类，{len(catalog.active)} 个现行指标。\n")
    if imported.untouched:
        listed = visible("、".join(imported.untouched))
        print_err(f"以下类别文件中没有，未作变动（已取消的请加 --complete）：{listed}。\n")


def _count_findings(reading: Any, settings: Settings) -> None:
    """How much there is to do."""
    from indicator_lint.linter import lint_readings  # noqa: PLC0415  # as above
    from indicator_lint.reports.summary import render_summary  # noqa: PLC0415
    from indicator_lint.selection import rules_asked  # noqa: PLC0415

    report = lint_readings([reading], rules_asked(settings))
    print_err(render_summary(report, View(lang=settings.lang)))
