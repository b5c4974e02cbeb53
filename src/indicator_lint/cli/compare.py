"""`indicator-lint compare`: what is new or changed in a file or folder beside an older version of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from indicator_lint.cli.delivery import (
    FORMATS,
    deliver,
    fail_level,
    failing,
    report_options,
    rule_options,
    settings_of,
    view_of,
)
from indicator_lint.cli.outlets import outlets, spare_terminal
from indicator_lint.cli.wording import Command
from indicator_lint.reports import BINARIES

_HELP: Final = """
检查 NEW，只计入 OLD 中没有的和变了的问题；都是目录时，按相对路径对应。
问题按所在的指标和内容辨认，不看行号、列号和工作表的名称。
"""
_EXAMPLES: Final = (
    "indicator-lint compare 2023年指标体系表.xlsx 2024年指标体系表.xlsx",
    "indicator-lint compare 一上/ 二上/ --output-format json:变化.json",
)


@click.command("compare", cls=Command, help=_HELP, examples=_EXAMPLES)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@rule_options
@report_options
def command(old: str, new: str, formats: tuple[str, ...], **options: Any) -> int:
    """Lint both and render what the newer has more; 1 where that reaches the fail level."""
    chosen = outlets(formats, FORMATS, "console")
    spare_terminal(chosen, BINARIES)
    for path in (old, new):
        if not Path(path).exists():
            message = f"找不到“{path}”。"
            raise click.UsageError(message)
    if Path(old).is_dir() != Path(new).is_dir():
        message = "要比较的，须都是文件或都是目录。"
        raise click.UsageError(message)
    from indicator_lint.past import changes  # noqa: PLC0415  # the engines, which help must not wait for

    settings = settings_of(options)
    report = changes(old, new, settings)
    deliver(report, chosen, view_of(options, settings, report), announce=not options["quiet"])
    return int(failing(report, options["fail_level"] or fail_level(settings)))
