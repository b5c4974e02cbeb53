"""Usage errors and help pages in Chinese: click speaks English only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any, Final

import click

from indicator_lint.cli.streams import print_out
from indicator_lint.patterns import pattern
from indicator_lint.reports.display import pad, visible, width, wrap

_WIDTH: Final = 100
_LONGEST_TERM: Final = 34
_LEAST: Final = pattern(r"\[x>=(\d+)\]")


class Command(click.Command):
    """A command whose help has Chinese headings, lines broken by what they measure on a terminal, and examples."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        """Remember the examples, command lines that can be copied."""
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`-h` and `--help`, explained in Chinese."""
        return _in_chinese(super().get_help_option(ctx))

    def get_help(self, ctx: click.Context) -> str:
        """Usage, what the command does, arguments and options, examples."""
        pieces = " ".join(self.collect_usage_pieces(ctx)).replace("[OPTIONS]", "[选项]")
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [
            (term, _remark(text)) for option in options for term, text in filter(None, [option.get_help_record(ctx)])
        ]
        parts = [
            [f"用法：{ctx.command_path} {pieces}"],
            [line for text in (self.help or "").strip().splitlines() for line in wrap(text.strip(), _WIDTH)],
            ["选项：", *_definitions(records)],
            ["示例：", *(f"  {example}" for example in self.examples)],
        ]
        return "\n\n".join("\n".join(part) for part in parts)


class Group(click.Group):
    """Commands below a command; its help, like theirs, is Chinese with examples. A wrong name is told with the nearest."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        """Remember the examples, command lines that can be copied."""
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`-h` and `--help`, explained in Chinese."""
        return _in_chinese(super().get_help_option(ctx))

    def get_help(self, ctx: click.Context) -> str:
        """Usage, what it is for, the commands, examples."""
        commands = [(name, (self.commands[name].short_help or "").strip()) for name in self.commands]
        parts = [
            [f"用法：{ctx.command_path} [选项] 命令 [参数]"],
            [line for text in (self.help or "").strip().splitlines() for line in wrap(text.strip(), _WIDTH)],
            ["命令：", *_definitions(commands)],
            ["示例：", *(f"  {example}" for example in self.examples)],
        ]
        return "\n\n".join("\n".join(part) for part in parts)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Without a command, say what commands there are."""
        if not args and not ctx.resilient_parsing:  # that is what completion does
            message = f"缺少命令，可用的有 {'、'.join(self.commands)}。"
            raise click.UsageError(message, ctx)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names."""
        if args[0] not in self.commands:
            message = f"没有命令“{ctx.info_name} {args[0]}”{near(args[0], self.commands)}"
            raise click.UsageError(message, ctx)
        return super().resolve_command(ctx, args)


def _remark(text: str) -> str:
    """What click adds to the explanation of an option, in Chinese."""
    return _LEAST.sub(r"［不小于\1］", text).replace("[required]", "［必填］")


def _print_help(ctx: click.Context, _: click.Parameter, asked: bool) -> None:  # noqa: FBT001  # as click calls it
    """Print the help like everything else: also where standard output is closed or full."""
    if asked and not ctx.resilient_parsing:
        print_out(f"{ctx.get_help()}\n")
        ctx.exit()


def _definitions(records: Iterable[tuple[str, str]]) -> Iterable[str]:
    """Terms and their explanations in two columns."""
    indent = " " * (_LONGEST_TERM + 4)
    for term, text in records:
        first, *rest = wrap(text, _WIDTH - len(indent))
        if width(term) > _LONGEST_TERM:
            yield f"  {term}"
            yield indent + first
        else:
            yield f"  {pad(term, _LONGEST_TERM)}  {first}"
        yield from (indent + line for line in rest)


def near(name: str, known: Iterable[str]) -> str:
    """The end of a sentence that asks whether another name was meant; a full stop where none comes near."""
    close = get_close_matches(name, list(known), 1)
    return f"，是不是要用“{close[0]}”？" if close else "。"


def said(error: click.ClickException, command: str | None = None) -> str:
    """A usage error of a command on one line, and where to read on."""
    path = f"indicator-lint {command}" if command else "indicator-lint"
    line = " ".join(visible(_explained(error)).split())
    return f"用法错误：{line}（帮助：{path} --help）\n"


def _explained(error: click.ClickException) -> str:
    """What click means. Errors raised by our own commands are Chinese already."""
    match error:
        case click.NoSuchOption():
            return f"没有选项“{error.option_name}”{near(error.option_name, _options(error))}"
        case click.BadOptionUsage():
            return f"选项“{error.option_name}”的用法不对：要么缺少它的值，要么它不带值。"
        case click.MissingParameter():
            return f"缺少{_subject(error)}。"
        case click.BadParameter():
            return f"{_subject(error)}：{_bad_value(error)}"
        case _:
            return error.message


def _options(error: click.NoSuchOption) -> list[str]:
    """The long and short names that the command does know."""
    if error.ctx is None:
        return []
    return [name for param in error.ctx.command.get_params(error.ctx) for name in (*param.opts, *param.secondary_opts)]


def _subject(error: click.BadParameter) -> str:
    """The option or argument that an error is about."""
    if isinstance(error.param, click.Option):
        return f"选项“{max(error.param.opts, key=len)}”"
    return f"参数“{error.param.human_readable_name}”" if error.param is not None else "参数"


def _bad_value(error: click.BadParameter) -> str:
    """Why a value will not do: for a choice, what there is to choose from."""
    if error.param is not None and isinstance(error.param.type, click.Choice):
        return f"只能是 {'、'.join(map(str, error.param.type.choices))}。"
    return error.message


def _in_chinese(option: click.Option | None) -> click.Option | None:
    """The option for help, explained in Chinese."""
    if option is not None:
        option.help = "显示本帮助"
        option.callback = _print_help
    return option
