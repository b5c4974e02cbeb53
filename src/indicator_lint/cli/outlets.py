"""Where reports go: standard output, or files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import click

from indicator_lint.chinese.system import reason_of
from indicator_lint.cli.wording import near

MOST_KEPT: Final = 50
"""Characters of a name that are kept in that of the file beside it: names end at 255 bytes."""


class Outlet(NamedTuple):
    """A format, and the file it goes to; None for standard output."""

    format: str
    path: Path | None = None


def outlets(values: Iterable[str], formats: Iterable[str], default: str) -> list[Outlet]:
    """`FORMAT[:FILE]` as given. Raises UsageError for an unknown format, or two reports on standard output.

    A format may have a colon itself (`sarif:github`): the longest one that fits is meant. A file of such a name is written with
    a folder: `sarif:./github`.
    """
    known = list(formats)
    chosen = [_outlet(value, known) for value in values] or [Outlet(default)]
    if sum(outlet.path is None for outlet in chosen) > 1:
        message = "标准输出只能有一种格式，其余请写成“格式:文件”。"
        raise click.UsageError(message)
    return chosen


def _outlet(value: str, known: list[str]) -> Outlet:
    fitting = [form for form in known if value == form or value.startswith(f"{form}:")]
    name = max(fitting, key=len, default=value.partition(":")[0])
    file = value[len(name) + 1 :]
    if not fitting:
        message = f"没有输出格式“{name}”{near(name, known)}可用的有 {'、'.join(known)}。"
        raise click.UsageError(message)
    path = Path(file) if file not in {"", "-"} else None
    if path is not None and (path.is_dir() or not path.parent.is_dir()):
        message = f"不能写入“{path}”：{'它是目录' if path.is_dir() else '所在目录不存在'}。"
        raise click.UsageError(message)
    return Outlet(name, path)


def spare_terminal(chosen: Iterable[Outlet], binaries: Container[str]) -> None:
    """Raise UsageError where bytes that are no text would be printed on a terminal."""
    for outlet in chosen:
        if outlet.path is None and outlet.format in binaries and sys.stdout.isatty():
            message = f"{outlet.format} 不是文字，不能显示在终端上，请写成“{outlet.format}:文件名”。"
            raise click.UsageError(message)


def spare_inputs(chosen: Iterable[Outlet], inputs: Iterable[str]) -> None:
    """Raise UsageError where a report would replace a file that is to be read."""
    written = {identity: outlet.path for outlet in chosen if outlet.path for identity in _identities(outlet.path)}
    for path in inputs if written else ():
        for identity in _identities(Path(path)):
            if identity in written:
                message = f"不能把报告写入“{written[identity]}”：它是要检查的文件，请换一个文件名。"
                raise click.UsageError(message)


def _identities(path: Path) -> Iterator[tuple[int, int] | str]:
    """What tells whether two paths are one file: the resolved name, and the file itself under all its names.

    A device or a pipe is no file that a report could replace.
    """
    try:
        status = path.stat()
    except OSError:  # not there, or not to be looked at: the name alone tells
        yield os.path.realpath(path)
        return
    if stat.S_ISREG(status.st_mode):
        yield os.path.realpath(path)
        yield status.st_dev, status.st_ino


def write_file(path: Path, content: str | bytes | Iterable[bytes]) -> None:
    """Write a file, text as UTF-8, whole or not at all; what is large may come in pieces. Raises UsageError where it cannot be."""
    written = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file():  # a device or a pipe is written to, never replaced
            _put(path, written)
            return
        _replace(_behind(path), written)
    except OSError as error:
        message = f"不能写入“{path}”：{reason_of(error)}。"
        raise click.UsageError(message) from error


def append_file(path: Path, text: str) -> None:
    """Add text to the end of a file, as UTF-8. Raises UsageError where that is not possible."""
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        message = f"不能写入“{path}”：{reason_of(error)}。"
        raise click.UsageError(message) from error


def _behind(path: Path) -> Path:
    """The file itself. Raises OSError for a link to nothing: a stranger may say by it what is made, and where."""
    if path.is_symlink() and not path.exists():
        raise OSError(errno.ENOENT, "它是链接，所指的文件不存在")
    return path.resolve()


def _replace(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write beside the file, then put in its place; what was there keeps its permissions."""
    beside = path.with_name(
        f".{path.name[:MOST_KEPT]}.{os.urandom(4).hex()}.tmp"
    )  # nobody else knows it, nor puts a link there
    try:
        _put(beside, content)
        if path.exists():
            beside.chmod(path.stat().st_mode)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _put(path: Path, content: bytes | Iterable[bytes]) -> None:
    if isinstance(content, bytes):
        path.write_bytes(content)
        return
    with path.open("wb") as file:
        file.writelines(content)
