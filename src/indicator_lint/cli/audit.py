"""`indicator-lint audit`: many submissions at once, held against each other, with a grade for each department."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from indicator_lint.chinese.system import reason_of
from indicator_lint.cli.audit_reports import Reported, write_reports
from indicator_lint.cli.check import baseline_path
from indicator_lint.cli.options import (
    color_option,
    colored,
    config_option,
    lang_option,
    names,
    password_option,
    terminal_width,
)
from indicator_lint.cli.progress import Progress
from indicator_lint.cli.streams import print_err, print_out
from indicator_lint.cli.wording import Command
from indicator_lint.config import Settings
from indicator_lint.configuration import Configuration, Configurations
from indicator_lint.model.rule import Severity
from indicator_lint.reports import View
from indicator_lint.reports.display import visible
from indicator_lint.rulebook import load_rules

if TYPE_CHECKING:
    from indicator_lint.audit.course import Course
    from indicator_lint.audit.engines import Engine
    from indicator_lint.audit.plan import Plan
    from indicator_lint.audit.results import Standing
    from indicator_lint.audit.submissions import Body

NEVER: Final = "never"
USAGE: Final = 2
PACK: Final = "audit"
SUFFIXES: Final = (".json", ".html", ".xlsx", ".spill", ".分送")
"""Of the files and folders that are written and may be taken for submissions, after the prefix."""

SPILL: Final = ".spill"
LINTING: Final = "indicator_lint.audit.chunks"
"""What workers import, and all that it takes to lint."""

_HELP: Final = """
审核一个文件夹中各部门报送的指标表：逐个检查，再互相对照（雷同、同名指标口径不一），给每个部门评级。
DIR 下每个子文件夹是一个部门，直接放在 DIR 下的文件各算一个部门（只有年份不同的算同一个）；
也可在配置的 departments 中指明。
给出 --output 时写出 PREFIX.xlsx、PREFIX.html、PREFIX.json 和 Parquet 表；中间结果在 PREFIX.spill 文件夹里，
中断后再运行同一命令即可继续，改动过的文件才重新检查。
"""
_EXAMPLES: Final = (
    "indicator-lint audit 报送材料/",
    "indicator-lint audit 报送材料/ --catalog 指标库 --output 审核/2025 --jobs 4",
    "indicator-lint audit 报送材料/ --output 审核/2025 --engine dask --scheduler tcp://10.0.0.5:8786",
)


@click.command("audit", cls=Command, help=_HELP, examples=_EXAMPLES)
@click.argument("folder", metavar="DIR")
@click.option("-o", "--output", metavar="PREFIX", help="报告写到以此开头的文件；不给则只在屏幕上显示")
@click.option("--catalog", metavar="DIR", help="与这个指标库对照，见 catalog 命令")
@click.option(
    "--split-by",
    type=click.Choice(["department"]),
    help="另为每个部门的每个文件写一份审阅副本，放在 PREFIX.分送 文件夹里",
)
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="同时工作的进程数，默认按处理器的个数")
@click.option(
    "--engine", type=click.Choice(["processes", "dask"]), help="由谁来做：processes 本机的进程（默认），dask 集群"
)
@click.option("--scheduler", metavar="ADDRESS", help="Dask 调度器的地址，如 tcp://10.0.0.5:8786")
@click.option(
    "--baseline", metavar="FILE", help="存量文件，其中的问题不计入；默认用当前目录中的 .indicator-lint-baseline.toml"
)
@click.option("--no-baseline", is_flag=True, help="不用存量，已有的问题也计入")
@click.option("--fresh", is_flag=True, help="不用上次的中间结果，全部重新检查")
@click.option("--select", multiple=True, metavar="RULES", help="只用这些规则：代码、名称或前缀（如 UNI），逗号分隔")
@click.option("--ignore", multiple=True, metavar="RULES", help="不用这些规则，最后生效")
@click.option("--extend-select", multiple=True, metavar="RULES", help="在规则包之外再加上这些规则")
@click.option("--pack", metavar="PACK", help="规则包：audit（默认）、default、strict")
@click.option(
    "--fail-level",
    type=click.Choice([*map(str, Severity), NEVER]),
    help="达到此程度的问题使退出码为 1，默认按配置，再默认 error",
)
@config_option
@password_option
@lang_option
@color_option
@click.option("-q", "--quiet", is_flag=True, help="只显示小结")
def command(folder: str, output: str | None, **options: Any) -> int:
    """Audit and report; 1 where findings reach the fail level."""
    if not os.path.isdir(folder):  # noqa: PTH112 - Path's own raises for odd names
        message = f"“{folder}”{'不是文件夹' if os.path.exists(folder) else '不存在'}。"  # noqa: PTH110
        raise click.UsageError(message)
    if output is not None:
        _make_room(output)
    if options["split_by"] and output is None:
        message = "--split-by 要和 --output 一起用。"
        raise click.UsageError(message)
    configuration = Configurations(options["config"]).of(str(Path(folder) / "*"))
    from indicator_lint.audit.errors import AuditError  # noqa: PLC0415  # light, but of no use to help

    try:
        with _spilled(output, fresh=options["fresh"]) as spill:
            return _audit(folder, output, spill, configuration, options)
    except KeyboardInterrupt:
        print_err(f"\r已中断{'；再运行同一命令即可继续' if output else ''}。\n")
        raise
    except AuditError as error:
        print_err(f"\r{visible(str(error))}\n")
        return USAGE


def _make_room(output: str) -> None:
    """The folder that the reports go to, made where there is none."""
    try:
        Path(output).parent.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = "所在目录无法建立" if isinstance(error, OSError) else "名称中有不能用的字符"
        message = f"不能写入“{output}”：{reason}。"
        raise click.UsageError(message) from error


def _audit(folder: str, output: str | None, spill: Path, configuration: Configuration, options: dict[str, Any]) -> int:
    from indicator_lint.audit.submissions import find_submissions  # noqa: PLC0415

    spared = {os.path.realpath(f"{output}{suffix}") for suffix in SUFFIXES} if output else set()
    body = find_submissions(folder, configuration.last("departments") or {}, spared)
    with _engine(options, len(body.files)) as (engine, workers):
        return _audited(body, output, Spilled(engine, workers, spill), configuration, options)


@dataclass(frozen=True, slots=True)
class Spilled:
    """Who does the work, how many they are, and the folder for what lies between reading and reporting."""

    engine: Engine
    workers: int
    folder: Path


def _audited(body: Body, output: str | None, by: Spilled, configuration: Configuration, options: dict[str, Any]) -> int:
    from indicator_lint.audit.course import Means, Step, run_audit  # noqa: PLC0415  # polars, pandera and the readers
    from indicator_lint.audit.plan import Plan  # noqa: PLC0415
    from indicator_lint.audit.results import standings  # noqa: PLC0415
    from indicator_lint.audit.spill import Spill  # noqa: PLC0415

    plan = _planned(Plan(_settings(options, configuration)), options)
    progress, steps = Progress(), [Step(0, 0, 0, 0)]

    def tell(step: Step) -> None:
        steps[0] = step
        progress.tell(step.done, step.files, step.rows, step.known)

    course = run_audit(body, plan, Means(by.engine, by.workers, Spill(by.folder), tell))
    departments = standings(course)
    progress.clear()
    view = _view(options)
    if output is not None:
        _write(Reported(course, departments, output, view), by.engine, options)
    if output is not None and options["split_by"]:
        _split(course, plan, by.engine, output)
    _print(course, departments, steps[0].known, view)
    course.tidy()
    return int(_failing(departments, options["fail_level"] or configuration.last("fail-level") or str(Severity.ERROR)))


def _view(options: dict[str, Any]) -> View:
    lang = options["lang"]
    return View(lang, colored(options["color"]), terminal_width(), options["quiet"], rules=load_rules(lang))


def _write(reported: Reported, engine: Engine, options: dict[str, Any]) -> None:
    """The reports, by the processes of this machine: those of a cluster may see another file system."""
    from indicator_lint.audit.engines import here  # noqa: PLC0415

    write_reports(reported, engine if options["scheduler"] is None else here)


def _print(course: Course, departments: Sequence[Standing], known: int, view: View) -> None:
    from indicator_lint.audit.console import render_console  # noqa: PLC0415

    print_out(render_console(course, departments, known, view))


def _split(course: Course, plan: Plan, engine: Engine, output: str) -> None:
    """A copy for each file of each department; those that somebody has worked on stay as they are."""
    from indicator_lint.audit.splitting import FOLDER, copies, is_worked_on, put  # noqa: PLC0415  # openpyxl

    written = 0
    for target, content in copies(course, plan, engine, output):
        if content is None:
            continue
        if is_worked_on(target):
            print_err(f"“{visible(str(target))}”已填了处理意见，或不是审阅副本，没有替换。\n")
            continue
        try:
            put(target, content)
        except OSError as error:
            message = f"不能写入“{target}”：{reason_of(error)}。"
            raise click.UsageError(message) from error
        written += 1
    print_err(f"已写入 {written} 份审阅副本：{visible(output + FOLDER)}\n")


def _planned(plan: Plan, options: dict[str, Any]) -> Plan:
    """The plan with the baseline where there is one. Raises BaselineError."""
    path = None if options["no_baseline"] else baseline_path(plan.settings, options["baseline"])
    if path is None:
        return plan
    from indicator_lint.audit.known import mark_of_baseline  # noqa: PLC0415  # the engines, which help must not wait for

    return replace(plan, baseline=str(path), baseline_mark=mark_of_baseline(path))


def _settings(options: dict[str, Any], configuration: Configuration) -> Settings:
    """What was asked for; the pack for audits where neither the command line nor the configuration names one."""
    return Settings(
        pack=options["pack"] or (None if configuration.last("pack") else PACK),
        select=names(options["select"]),
        ignore=names(options["ignore"]),
        extend_select=names(options["extend_select"]),
        lang=options["lang"],
        password=options["password"],
        config=options["config"],
        catalog=options["catalog"],
        today=datetime.now(tz=UTC).astimezone().date(),
    )


@contextmanager
def _engine(options: dict[str, Any], files: int) -> Iterator[tuple[Engine, int]]:
    """A cluster where one is asked for, else processes, unless one is enough: this one. Raises UsageError, ClusterError.

    Processes begin at once, so that they have imported what they need when this one has.
    """
    from indicator_lint.audit.engines import here, processes  # noqa: PLC0415

    if options["scheduler"] is not None or options["engine"] == "dask":
        yield _cluster(options)
    elif options["jobs"] == 1:
        yield here, 1
    else:
        workers = min(options["jobs"] or _processors(), max(files, 1))
        with processes(workers) as engine:
            engine.begin(LINTING)
            yield engine, workers


def _processors() -> int:
    """Those that this process may use, where the system tells."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _cluster(options: dict[str, Any]) -> tuple[Engine, int]:
    address = options["scheduler"]
    if address is None or options["engine"] == "processes":
        message = "--engine dask 和 --scheduler ADDRESS 要一起用。"
        raise click.UsageError(message)
    try:
        from indicator_lint.audit.dasked import cluster  # noqa: PLC0415
    except ModuleNotFoundError as error:
        message = '没有安装 Dask；请运行 pip install "indicator-lint[dask]"。'
        raise click.UsageError(message) from error
    return cluster(address)


@contextmanager
def _spilled(output: str | None, *, fresh: bool) -> Iterator[Path]:
    """The folder for what lies between reading and reporting: beside the reports, or one that goes away where there are none."""
    if output is None:
        with tempfile.TemporaryDirectory(prefix="indicator-lint-") as folder:
            yield Path(folder)
        return
    spill = Path(f"{output}{SPILL}")
    if fresh and spill.is_dir():
        from indicator_lint.audit.spill import batches_in  # noqa: PLC0415  # polars

        for path in batches_in(spill):
            path.unlink()
    yield spill


def _failing(departments: Sequence[Standing], level: str) -> bool:
    """Whether any finding is at least that bad."""
    reached = () if level == NEVER else list(Severity)[: Severity(level).rank + 1]
    return any(standing.severities[severity] for standing in departments for severity in reached)
