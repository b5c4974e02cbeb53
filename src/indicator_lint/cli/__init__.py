"""The command line. Help and version cost next to nothing: what a command needs is imported when it runs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

from indicator_lint import __version__

OVERVIEW: Final = """\
用法：indicator-lint 命令 [选项] [参数]

检查预算绩效指标体系表：哪里有问题、为什么、应当怎样写。

命令：
  check   检查文件或目录中的指标表
  show    显示从文件中读出的指标表
  rule    查看规则目录，或某条规则的说明

选项：
  --version   显示版本
  -h, --help  显示本帮助

示例：
  indicator-lint check 绩效指标体系表.xlsx
  indicator-lint check 报送材料/ --output-format json:report.json
  indicator-lint rule UNI001

各命令的选项：indicator-lint 命令 --help
退出码：0 没有达到 --fail-level 的问题，1 有，2 用法错误或内部错误，130 被中断
"""
"""Written by hand and printed without click, whose import alone takes longer than the interpreter's start."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line on `arguments`, by default the process's own, and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # a text stream
    if given[:1] in (["--help"], ["-h"]):
        sys.stdout.write(OVERVIEW)
        return 0
    if not given:
        sys.stderr.write(OVERVIEW)
        return 2
    if given == ["--version"]:
        sys.stdout.write(f"indicator-lint {__version__}\n")
        return 0
    from indicator_lint.cli.program import run  # noqa: PLC0415  # see OVERVIEW

    return run(given)
