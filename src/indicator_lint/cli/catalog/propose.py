"""`catalog propose`: what should change, with what speaks for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from indicator_lint.cli.catalog.options import catalog_option, paths_named
from indicator_lint.cli.groups import member
from indicator_lint.cli.options import config_option, password_option, terminal_width
from indicator_lint.cli.outlets import write_file
from indicator_lint.cli.streams import print_err, print_out
from indicator_lint.config import Settings
from indicator_lint.reports.display import visible, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_lint.model.catalog import Catalog
    from indicator_lint.model.proposal import Proposal

_HELP: Final = """
列出对指标库的修改建议，供逐条接受或拒绝：指标库自身的问题（改写、合并），以及各单位报送材料 PATH 中的使用情况：
许多单位使用而库中没有的（新增），通行的名称和单位（改名、统一），无人使用的（停用），每条附依据。
PATH 是文件或目录；目录下每个子目录（或文件）算一个单位。写入 xlsx 时“处理”一列可以下拉选择，之后用 catalog accept 采纳。
"""


@member(
    "catalog",
    "propose",
    _HELP,
    ["--catalog 指标库 -o 修改建议.xlsx", "报送材料/ --catalog 指标库 --at-least 5 -o 修改建议.xlsx"],
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", callback=paths_named)
@catalog_option
@click.option("-o", "--output", metavar="FILE", help="写入 FILE（.xlsx、.csv 或 .json）；默认显示在屏幕上")
@click.option("--at-least", type=click.IntRange(1), default=3, metavar="N", help="至少几个单位使用才成为建议，默认 3")
@click.option("--accept-safe", is_flag=True, help="改后含义不变的，“处理”预先填为接受")
@click.option("--no-findings", is_flag=True, help="不列指标库自身的问题，只看报送材料")
@config_option
@password_option
def command(paths: tuple[str, ...], folder: Path, output: str | None, at_least: int, **options: Any) -> int:
    """Collect proposals and write them, or show them."""
    from indicator_lint.catalog.proposal_files import SUFFIXES, render_proposals  # noqa: PLC0415  # for help to be quick
    from indicator_lint.catalog.proposing_findings import propose_from_findings  # noqa: PLC0415
    from indicator_lint.store.catalogs import read_catalog  # noqa: PLC0415

    if output is not None and Path(output).suffix.lower() not in SUFFIXES:
        message = f"不知道“{output}”是什么格式，文件名应以 {'、'.join(SUFFIXES)} 结尾。"
        raise click.UsageError(message)
    settings = Settings(password=options["password"], config=options["config"])
    catalog = read_catalog(folder)
    found: list[Proposal] = []
    if not options["no_findings"]:
        found += propose_from_findings(folder, catalog, settings, accept_safe=options["accept_safe"])
    found += _from_usage(catalog, paths, settings, at_least) if paths else []
    proposals = [replace(one, number=number) for number, one in enumerate(found, start=1)]
    if output is None:
        print_out(_shown(proposals))
        return 0
    write_file(Path(output), render_proposals(proposals, Path(output).suffix.lower()))
    print_err(f"已写入 {visible(output)}：{len(proposals)} 条建议。\n")
    return 0


def _from_usage(catalog: Catalog, paths: Sequence[str], settings: Settings, at_least: int) -> list[Proposal]:
    from indicator_lint.catalog.documents import read_submissions  # noqa: PLC0415  # as above
    from indicator_lint.catalog.proposing_usage import body_of, collect, propose_from_usage, untouched  # noqa: PLC0415

    submissions, troubles = read_submissions(paths, settings)
    print_err("".join(f"{visible(trouble)}\n" for trouble in troubles))
    collected = collect(catalog, ((body_of(stated.path, paths), stated) for stated in submissions))
    print_err(f"报送材料：{len(submissions)} 个文件，{len(collected.bodies)} 个单位。\n")
    if unused := untouched(catalog, collected):
        print_err(f"没有单位使用的类别，其指标不建议停用：{visible('、'.join(unused))}。\n")
    return propose_from_usage(catalog, collected, at_least)


def _shown(proposals: Sequence[Proposal]) -> str:
    """Each proposal in a few lines: what, and below it what speaks for it."""
    from indicator_lint.catalog.proposal_files import FIELD_TITLES  # noqa: PLC0415  # as above
    from indicator_lint.model.proposal import KINDS  # noqa: PLC0415

    columns = terminal_width()
    lines: list[str] = []
    for one in proposals:
        what = f"{FIELD_TITLES[one.field]}“{one.old}” → “{one.new or '（待填写）'}”" if one.field else ""
        into = f"并入 {one.other}" if one.other else ""
        head = f"{one.number}. {KINDS[one.kind]}  {one.code} {one.category}·{one.name}  {what}{into}"
        lines += wrap(visible(" ".join(head.split())), columns)
        lines += [f"    {line}" for line in wrap(visible(one.evidence), columns - 4)]
    return "\n".join([*lines, f"共 {len(proposals)} 条建议。", ""])
