"""`indicator-lint apply`: carry what people decided into the files."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from indicator_lint.cli.fix import exit_code, fix_view, new_way
from indicator_lint.cli.options import color_option, config_option, lang_option, password_option
from indicator_lint.cli.reach import beyond
from indicator_lint.cli.streams import print_err, print_out
from indicator_lint.cli.wording import Command
from indicator_lint.config import Settings
from indicator_lint.model.plan import PlannedFile
from indicator_lint.model.rule import Severity
from indicator_lint.reports.display import visible
from indicator_lint.reports.fixes import render_fixes

if TYPE_CHECKING:
    from indicator_lint.fixing.finishing import Way
    from indicator_lint.model.outcome import Outcome

_HELP: Final = """
执行人工作出的取舍，写入原文件。PLAN 是 fix --plan 写出的修改计划（apply 改为 true 或 false，new 可以改写），
或 review 写出的审阅副本（“处理”栏选了接受的各行，“建议”栏可以改写）。
单元格的内容在此期间变过的，不予修改；其余与 fix 相同：逐字节不变、留备份、可撤销。
只修改计划（或审阅副本）所在目录和当前目录中的文件，别处的文件用 --allow 指明后才修改：计划可能是别人送来的。
"""
_EXAMPLES: Final = (
    "indicator-lint apply plan.json --diff",
    "indicator-lint apply plan.json",
    "indicator-lint apply 绩效指标体系表.审阅.xlsx",
    "indicator-lint apply 送审/plan.json --allow ../报送材料",
)


def _from_plan(path: str, content: bytes) -> Sequence[PlannedFile]:
    from indicator_lint.fixing.plans import PlanError, read_plan  # noqa: PLC0415  # help must not wait

    try:
        return read_plan(content)
    except PlanError as error:
        message = f"“{path}”：{error}。"
        raise click.UsageError(message) from error


def _from_review(path: str, content: bytes) -> Sequence[PlannedFile]:
    """The file that a review copy is about; lines that cannot be acted on are told."""
    from dataclasses import replace  # noqa: PLC0415  # see _from_plan

    from indicator_lint.model.document import UnreadableError  # noqa: PLC0415
    from indicator_lint.review.decisions import decided, explained  # noqa: PLC0415
    from indicator_lint.review.memory import ReviewError  # noqa: PLC0415

    try:
        said = decided(path, content)
    except ReviewError as error:
        message = f"“{path}”：{error}。"
        raise click.UsageError(message) from error
    except UnreadableError as error:
        message = f"不能读取“{path}”。"
        raise click.UsageError(message) from error
    print_err(
        "".join(f"{visible(line)}\n" for line in explained(said.unclear, click.get_current_context().params["lang"]))
    )
    return [replace(said.file, path=str(Path(path).parent / said.file.path))]


DECISIONS: Final[Mapping[str, Callable[[str, bytes], Sequence[PlannedFile]]]] = {
    "text": _from_plan,
    "xlsx": _from_review,
}
"""Who reads decisions, by the kind of file that holds them, as sniffed: path and content → the choices for each file.

Raises UsageError for what holds none. Paths of files are as the run gave them, or relative to the file with the decisions.
"""


@click.command("apply", cls=Command, help=_HELP, examples=_EXAMPLES)
@click.argument("plan", metavar="PLAN")
@click.option("--diff", is_flag=True, help="只显示将作的修改，不写入")
@click.option("--allow", multiple=True, metavar="PATH", help="也可修改这个文件，或这个目录中的文件；可重复")
@click.option("--direct", is_flag=True, help="docx 直接修改，不留修订标记")
@click.option("--no-backup", is_flag=True, help="不留 .bak（仍可用 undo 撤销）")
@config_option
@password_option
@lang_option
@color_option
@click.option("-q", "--quiet", is_flag=True, help="不逐个列出修改")
def command(plan: str, **options: Any) -> int:
    """Apply; 1 where findings of severity error remain or a wanted fix was left, 2 where a file could not be written."""
    settings = Settings(lang=options["lang"], password=options["password"], config=options["config"])
    way = new_way(direct=options["direct"], dry=options["diff"], backup=not options["no_backup"])
    files = [_located(file, Path(plan)) for file in _decisions(plan)]
    _confine(files, [Path(plan).parent, ".", *options["allow"]])
    outcomes = [_applied(file, settings, way) for file in files]
    print_out(render_fixes(outcomes, fix_view(options)))
    left = any(outcome.settled.left or outcome.reason for outcome in outcomes)
    return exit_code(outcomes, str(Severity.ERROR)) or int(left)


def _decisions(path: str) -> Sequence[PlannedFile]:
    """What a file says is wanted. Raises UsageError where it cannot be read or says nothing of the kind."""
    from indicator_lint.formats.limits import DEFAULT  # noqa: PLC0415  # see _from_plan
    from indicator_lint.formats.opening import load  # noqa: PLC0415
    from indicator_lint.formats.sniff import sniff  # noqa: PLC0415
    from indicator_lint.model.document import UnreadableError  # noqa: PLC0415

    try:
        content = load(path, DEFAULT)
        kind = sniff(content, DEFAULT)
    except UnreadableError as error:
        message = f"不能读取“{path}”。"
        raise click.UsageError(message) from error
    if kind not in DECISIONS:
        message = f"“{path}”不是修改计划。"
        raise click.UsageError(message)
    return DECISIONS[kind](path, content)


def _located(file: PlannedFile, plan: Path) -> PlannedFile:
    """The planned file where it is: as the run named it, else beside the plan. Raises UsageError where it is nowhere."""
    from dataclasses import replace  # noqa: PLC0415

    for path in (Path(file.path), plan.parent / file.path, plan.parent / Path(file.path).name):
        if os.path.isfile(path):  # noqa: PTH113 - Path's own raises for names too long
            return replace(file, path=str(path))
    message = f"找不到计划中的文件“{file.path}”。"
    raise click.UsageError(message)


def _confine(files: Sequence[PlannedFile], places: Sequence[str | Path]) -> None:
    """Raise UsageError where a file lies in none of the places, or is named twice; nothing was changed yet."""
    known: dict[str, str] = {}
    for file in files:
        real = beyond(file.path, places)
        if real:
            message = (
                f"计划要修改“{file.path}”，它在“{real}”，不在计划所在的目录或当前目录之下；没有作任何修改。"
                f"如果确要修改，请加 --allow，写明这个文件或它所在的目录。"
            )
            raise click.UsageError(message)
        same = os.path.normcase(os.path.realpath(file.path))
        if same in known:
            message = f"计划中的“{known[same]}”和“{file.path}”是同一个文件；没有作任何修改。"
            raise click.UsageError(message)
        known[same] = file.path


def _applied(file: PlannedFile, settings: Settings, way: Way) -> Outcome:
    from indicator_lint.fixing.finishing import finish  # noqa: PLC0415  # see _from_plan
    from indicator_lint.fixing.fixer import apply_choices  # noqa: PLC0415

    return finish(apply_choices(file, settings, manner=way.manner), way)
