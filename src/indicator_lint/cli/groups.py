"""A command that consists of commands, each imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

import click

from indicator_lint.cli.wording import Command, Group


class LateGroup(Group):
    """Commands by name: the module that defines each as `command`, and what it does in a line."""

    def __init__(
        self, name: str, modules: Mapping[str, tuple[str, str]], text: str, examples: Sequence[str] = ()
    ) -> None:
        """Remember where the commands are; none is imported yet."""
        known = {command: click.Command(command, short_help=told) for command, (_, told) in modules.items()}
        super().__init__(name, known, help=text, examples=examples)
        self.modules = dict(modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        del ctx
        if cmd_name not in self.modules:
            return None
        command: click.Command = import_module(self.modules[cmd_name][0]).command
        return command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order given."""
        del ctx
        return list(self.modules)


def member(group: str, name: str, text: str, examples: Sequence[str]) -> Callable[[Callable[..., int]], click.Command]:
    """The decorator for a command of a group: its name, help and examples."""
    shown = tuple(f"indicator-lint {group} {name} {example}".rstrip() for example in examples)
    return click.command(name, cls=Command, help=text, examples=shown)
