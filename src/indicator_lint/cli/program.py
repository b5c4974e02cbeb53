"""The commands together: found by name, run, and every end turned into an exit code."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from importlib import import_module
from typing import Final

import click

from indicator_lint import __version__
from indicator_lint.cli.overview import OVERVIEW
from indicator_lint.cli.streams import StdoutError, print_err, unprinted
from indicator_lint.cli.wording import near, said
from indicator_lint.collector import collector_at_rest
from indicator_lint.model.usererror import UserError
from indicator_lint.reports.display import visible

COMMANDS: Final = (
    "check", "fix", "review", "apply", "undo", "audit", "baseline", "compare", "show", "rule", "config", "catalog",
)  # fmt: skip
"""Each is a module of this package that defines `command`."""

USAGE: Final = 2
INTERRUPTED: Final = 130


class Program(click.Group):
    """The group of commands; a command's module is imported when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the overview."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"indicator_lint.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names; a UsageError with the nearest name where there is none."""
        if args[0] not in COMMANDS:
            message = f"没有命令“{args[0]}”{near(args[0], COMMANDS)}"
            raise click.UsageError(message, ctx)
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        """The overview, written by hand."""
        del ctx
        return OVERVIEW.rstrip()


program = click.version_option(__version__, message="%(prog)s %(version)s")(
    Program("indicator-lint", context_settings={"help_option_names": ["-h", "--help"]})
)


FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
NO_ROOM: Final = "磁盘已满，或文件超过了允许的大小（临时文件也要占用空间）。\n"


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code: 2 for a wrong use and for a defect of ours, 130 when interrupted."""
    try:
        with collector_at_rest():  # importing the engines makes many objects, and the process ends soon
            code = program.main(list(arguments), prog_name="indicator-lint", standalone_mode=False)
    except (click.ClickException, UserError) as error:
        print_err(_told(error, next((name for name in arguments[:1] if name in COMMANDS), None)))
        return USAGE
    except StdoutError as error:
        return unprinted(error)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the interpreter itself would exit with 1, which means findings
        print_err(_failed(error))
        return USAGE
    return code if isinstance(code, int) else 0


def _failed(error: Exception) -> str:
    """What to say of an end that nobody foresaw: where the program failed, unless there was only no room."""
    if isinstance(error, OSError) and error.errno in FULL:
        return NO_ROOM
    from traceback import format_exception  # noqa: PLC0415  # rarely wanted

    return "".join(format_exception(error))


def _told(error: click.ClickException | UserError, command: str | None) -> str:
    """What went wrong, on one line; of a wrong use also where to read on."""
    if isinstance(error, click.ClickException):
        return said(error, command)
    if error.is_usage:
        return said(click.UsageError(str(error)), command)
    return f"{error.head}{visible(' '.join(str(error).split()))}\n"
