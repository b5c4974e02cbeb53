"""`catalog accept`: what was accepted is applied, all of it or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from indicator_lint.cli.catalog.options import catalog_option, date_option, file_named
from indicator_lint.cli.groups import member
from indicator_lint.cli.options import color_option, colored, lang_option, terminal_width
from indicator_lint.cli.streams import print_err, print_out
from indicator_lint.reports.display import visible
from indicator_lint.reports.view import View

_HELP: Final = """
采纳 catalog propose 写出的 FILE 中“处理”为接受的建议：编码不变，逐条记入变更记录，理由取“处理理由”，没有则取“依据”。
彼此冲突的、与指标库现状不符的，一条也不采纳，并说明是哪一条。
"""


@member("catalog", "accept", _HELP, ["修改建议.xlsx --catalog 指标库"])
@click.argument("file", metavar="FILE", callback=file_named)
@catalog_option
@date_option
@lang_option
@color_option
def command(file: Path, folder: Path, date: str, **options: Any) -> int:
    """Apply what was accepted and say what changed."""
    from indicator_lint.catalog.accepting import accepted, apply  # noqa: PLC0415  # for help to be quick
    from indicator_lint.catalog.diff_text import render_text  # noqa: PLC0415
    from indicator_lint.catalog.differences import compare, side_of  # noqa: PLC0415
    from indicator_lint.catalog.proposal_files import read_proposals  # noqa: PLC0415
    from indicator_lint.store.catalogs import mark_of, read_catalog, write_catalog  # noqa: PLC0415

    mark = mark_of(folder)
    catalog = read_catalog(folder)
    proposals = read_proposals(file)
    chosen = accepted(proposals)
    if not chosen:
        print_err(f"{visible(str(file))} 中没有接受的建议，指标库没有改动。\n")
        return 0
    changed = apply(catalog, chosen, date)
    write_catalog(folder, changed, since=mark)
    difference = compare(side_of(catalog, ""), side_of(changed, ""))
    print_out(
        render_text(difference, View(lang=options["lang"], color=colored(options["color"]), width=terminal_width()))
    )
    print_err(f"采纳 {len(chosen)} 条，共 {len(proposals)} 条建议。\n")
    return 0
