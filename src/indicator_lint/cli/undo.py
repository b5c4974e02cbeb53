"""`indicator-lint undo`: put back what a file was before it was fixed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from indicator_lint.cli.options import lang_option
from indicator_lint.cli.streams import print_err, print_out
from indicator_lint.cli.wording import Command
from indicator_lint.reports import View
from indicator_lint.reports.display import visible
from indicator_lint.reports.fixes import reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicator_lint.fixing.records import Record

_HELP: Final = """
撤销修改：把文件恢复成修改之前的样子，一个字节也不差。再次执行则撤销更早的一次修改。
PATH 是文件，或目录（撤销其中最近一次修改的所有文件）；默认当前目录。
文件在修改之后又变过的，不予恢复。记录保存在文件旁的 .indicator-lint 文件夹里，每个文件留最近 20 次。
"""
_EXAMPLES: Final = ("indicator-lint undo 绩效指标体系表.xlsx", "indicator-lint undo 报送材料/")


@click.command("undo", cls=Command, help=_HELP, examples=_EXAMPLES)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@lang_option
def command(paths: tuple[str, ...], lang: str) -> int:
    """Undo; 2 where a file could not be restored."""
    from indicator_lint.fixing.records import undo  # noqa: PLC0415  # help must not wait
    from indicator_lint.fixing.writing import UnwritableError  # noqa: PLC0415

    view, code = View(lang=lang), 0
    for path in paths or (".",):
        if not Path(path).exists():
            message = f"找不到“{path}”。"
            raise click.UsageError(message)
        records = list(_records(Path(path)))
        if not records:
            print_err(_refused(path, "no_record", {}, view))
            code = 2
        for record in records:
            shown = str(record.target) if Path(path).is_dir() else path
            try:
                undo(record)
                print_out(f"{view.say('undone', path=visible(shown))}\n")
            except UnwritableError as error:
                print_err(_refused(shown, error.reason, dict(error.params), view))
                code = 2
    return code


def _records(path: Path) -> Iterator[Record]:
    from indicator_lint.fixing.records import last_run, newest  # noqa: PLC0415  # see command

    if path.is_dir():
        yield from last_run(path)
    elif (record := newest(path.resolve())) is not None:
        yield record


def _refused(path: str, reason: str, params: dict[str, Any], view: View) -> str:
    return f"{visible(path)}：{view.say('fix_unwritten', reason=reason_of(reason, params, view))}\n"
