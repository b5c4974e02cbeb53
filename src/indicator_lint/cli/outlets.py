"""Where reports go: standard output, or files that appear whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from indicator_lint.cli.wording import near


@dataclass(frozen=True, slots=True)
class Outlet:
    """A format, and the file it goes to; None for standard output."""

    format: str
    path: Path | None = None


def outlets(values: Iterable[str], formats: Iterable[str], default: str) -> list[Outlet]:
    """`FORMAT[:FILE]` as given. Raises UsageError for an unknown format, or two reports on standard output."""
    known = list(formats)
    chosen = [_outlet(value, known) for value in values] or [Outlet(default)]
    if sum(outlet.path is None for outlet in chosen) > 1:
        message = "标准输出只能有一种格式，其余请写成“格式:文件”。"
        raise click.UsageError(message)
    return chosen


def _outlet(value: str, known: list[str]) -> Outlet:
    name, _, file = value.partition(":")
    if name not in known:
        message = f"没有输出格式“{name}”{near(name, known)}可用的有 {'、'.join(known)}。"
        raise click.UsageError(message)
    path = Path(file) if file not in {"", "-"} else None
    if path is not None and (path.is_dir() or not path.parent.is_dir()):
        message = f"不能写入“{path}”：{'它是目录' if path.is_dir() else '所在目录不存在'}。"
        raise click.UsageError(message)
    return Outlet(name, path)


def print_out(text: str) -> None:
    """Print to standard output. A reader that has gone away (`| head`) is no error."""
    try:
        for piece in _pieces(text):
            sys.stdout.write(piece)
        sys.stdout.flush()
    except BrokenPipeError:
        # Nobody reads any more; what is still buffered must not complain again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _pieces(text: str, size: int = 1 << 16) -> Iterator[str]:
    return (text[start : start + size] for start in range(0, len(text), size))


def write_file(path: Path, text: str) -> None:
    """Write a file as UTF-8, whole or not at all. Raises UsageError where that is not possible."""
    try:
        if path.exists() and not path.is_file():  # a device or a pipe is written to, never replaced
            path.write_text(text, encoding="utf-8")
            return
        _replace(path.resolve(), text)
    except OSError as error:
        message = f"不能写入“{path}”：{error.strerror or error}。"
        raise click.UsageError(message) from error


def _replace(path: Path, text: str) -> None:
    """Write beside the file, then put in its place; what was there keeps its permissions."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        if path.exists():
            beside.chmod(path.stat().st_mode)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
