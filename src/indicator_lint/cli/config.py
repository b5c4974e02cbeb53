"""`indicator-lint config`: what holds for a file and where that was written; a file to begin with; its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Final

import click

from indicator_lint.cli.options import config_option
from indicator_lint.cli.outlets import write_file
from indicator_lint.cli.streams import print_err, print_out
from indicator_lint.cli.wording import Command, Group
from indicator_lint.config import BASELINE, Settings
from indicator_lint.configuration import Configurations, has_ours, load
from indicator_lint.reports.display import pad, visible
from indicator_lint.reports.records import dumped, plain
from indicator_lint.rulebook import load_rules
from indicator_lint.selection import check_names
from indicator_lint.selection.provenance import Entry, entries_for
from indicator_lint.selection.schema import configuration_schema

_SHOW: Final = """
显示对一个文件有效的全部设置，每个值之后注明出自哪个配置文件的哪一行；没有注明的是默认值。
"""
_INIT: Final = """
在当前目录新建 indicator-lint.toml，内有各项设置的说明；已有配置文件时不改动。
"""
_SCHEMA: Final = """
输出配置文件的 JSON Schema，供编辑器补全和检查；md 是给人看的全部项目。
"""
_VALIDATE: Final = """
检查配置文件、豁免文件（*.lint.toml）和存量文件有没有写错；默认检查当前目录的配置。
"""
_MARGIN: Final = 44

TEMPLATE: Final = """\
# indicator-lint 的配置。各项的含义：indicator-lint config schema；对某个文件有效的值：indicator-lint config show 文件
# 去掉行首的 # 即可启用。

# pack = "strict"                 # 规则包：default 日常，strict 从严，audit 汇审
# ignore = ["TXT003"]             # 不用的规则：代码、名称或前缀
# framework = "classic"           # 成本指标列在产出指标之下；cost-first 为一级指标
# weights = 100                   # 各指标权重合计应为多少
# fail-level = "warning"          # 达到此程度的问题使退出码为 1

# [severity]                      # 各规则的程度：error、warning、info、off
# UNI002 = "warning"

# [options.NAM009]                # 各规则的选项，见 indicator-lint rule NAM009
# limit = 30

# [[files]]                       # 只对一些文件有效；写了 sheets 的，只对其中的工作表有效
# files = "历史/**"
# ignore = ["DSC"]

# [[layout.files]]                # 读得不对的表：指明表头行和各列
# files = "报送/*.xlsx"
# header-rows = [2, 3]
# columns = {name = "C", unit = "计量单位"}
"""


@click.group(
    "config",
    cls=Group,
    help="查看对文件有效的设置，新建配置文件，输出其 JSON Schema。",
    examples=("indicator-lint config show 绩效指标体系表.xlsx", "indicator-lint config init"),
)
def command() -> None:
    """Settings of files."""


@command.command(
    "show",
    cls=Command,
    short_help="对一个文件有效的全部设置，各出自哪里",
    help=_SHOW,
    examples=(
        "indicator-lint config show 绩效指标体系表.xlsx",
        "indicator-lint config show 表.xlsx --output-format json",
    ),
)
@click.argument("file", default=".", metavar="[FILE]")
@click.option(
    "--output-format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式，默认 text"
)
@config_option
def show(file: str, form: str, config: str | None) -> int:
    """Print every value with its origin. Raises ConfigurationError for a file that is not as it should be."""
    from indicator_lint.formats.limits import DEFAULT  # noqa: PLC0415  # help need not wait for the readers

    settings = Settings(config=config)
    configuration = Configurations(config).of(file)
    entries = list(entries_for(settings, configuration, file, asdict(DEFAULT)))
    if form == "json":
        print_out("[\n" + ",\n".join(dumped(_record(entry)) for entry in entries) + "\n]\n")
    else:
        print_out("\n".join(_told(entries)) + "\n")
    return 0


@command.command(
    "init",
    cls=Command,
    short_help="在当前目录新建配置文件",
    help=_INIT,
    examples=("indicator-lint config init",),
)
def init() -> int:
    """Write the template."""
    path = Path("indicator-lint.toml")
    if path.exists():
        message = f"已有“{path}”，没有改动。"
        raise click.UsageError(message)
    write_file(path, TEMPLATE)
    print_err(f"已写入 {path}\n")
    return 0


@command.command(
    "schema",
    cls=Command,
    short_help="配置文件的 JSON Schema",
    help=_SCHEMA,
    examples=("indicator-lint config schema > indicator-lint.schema.json",),
)
@click.option("--output-format", "form", type=click.Choice(["json", "md"]), default="json", help="输出格式，默认 json")
def schema(form: str) -> int:
    """Print the JSON Schema, or the reference."""
    if form == "json":
        print_out(json.dumps(configuration_schema(load_rules()), ensure_ascii=False, indent=2) + "\n")
        return 0
    from indicator_lint.formats.limits import DEFAULT  # noqa: PLC0415  # help need not wait for the readers
    from indicator_lint.selection.reference import configuration_reference  # noqa: PLC0415

    print_out(configuration_reference(asdict(DEFAULT)))
    return 0


@command.command(
    "validate",
    cls=Command,
    short_help="检查配置、豁免和存量文件有没有写错",
    help=_VALIDATE,
    examples=("indicator-lint config validate", "indicator-lint config validate indicator-lint.toml 表.xlsx.lint.toml"),
)
@click.argument("files", nargs=-1, metavar="[FILE]...")
def validate(files: tuple[str, ...]) -> int:
    """Read each as a run would. Raises ConfigurationError or BaselineError for the first that is not as it should be."""
    from indicator_lint import baseline  # noqa: PLC0415  # help need not wait for them
    from indicator_lint.suppression import sidecar  # noqa: PLC0415

    if not files:
        check_names(Settings(), Configurations().of_run)
    for file in files:
        if Path(file).name == BASELINE:
            baseline.load(Path(file))
        elif file.endswith(sidecar.SUFFIX):
            sidecar.read(file)
        elif has_ours(file):
            check_names(Settings(), load(file))
    return 0


def _record(entry: Entry) -> dict[str, object]:
    origins = [{"path": origin.path, "line": origin.line} for origin in entry.origins]
    return {
        "table": entry.table,
        "key": entry.key,
        "value": plain(entry.value),
        "origins": origins,
        "pack": entry.pack or None,
    }


def _told(entries: Iterable[Entry]) -> Iterator[str]:
    """As TOML, each value on a line, its origin behind it."""
    table = ""
    for entry in entries:
        if entry.table != table:
            table = entry.table
            yield ""
            yield f"[{visible(table)}]"
        line = f"{entry.key} = {visible(_written(entry.value))}"
        yield f"{pad(line, _MARGIN)}  # {visible(_origin(entry))}" if entry.origins or entry.pack else line


def _origin(entry: Entry) -> str:
    return f"规则包 {entry.pack}" if entry.pack else "、".join(map(str, entry.origins))


def _written(value: object) -> str:
    import tomli_w  # noqa: PLC0415  # help need not wait for it

    lines = tomli_w.dumps({"value": [value]}).splitlines()  # in a list, where a table is written in braces
    return " ".join(line.strip() for line in lines)[len("value = [") : -1].strip().rstrip(",")
