"""Standard output and error as they may be found: closed, full, or with nobody reading."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from typing import Final, TextIO

from indicator_lint.chinese.system import reason_of

FAILED: Final = 2
"""The exit code where standard output cannot be written to: 1 would mean findings."""


class StdoutError(Exception):
    """Standard output takes nothing; the message says why."""


def open_streams() -> None:
    """Put something in place of streams that the caller closed, and print UTF-8 whatever the environment says.

    What stands for a closed standard output cannot be written to, so that a report is not lost unnoticed; it also keeps the
    descriptor from a file opened later.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123  # open as long as the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  # likewise
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # a text stream


def print_out(content: str | bytes) -> None:
    """Print text or bytes to standard output. A reader that has gone away (`| head`) is no error; raises StdoutError for others."""
    try:
        if isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            for piece in _pieces(content):
                sys.stdout.write(piece)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)
    except io.UnsupportedOperation as error:
        message = "标准输出已关闭"
        raise StdoutError(message) from error
    except OSError as error:
        _silence(sys.stdout)
        raise StdoutError(reason_of(error)) from error


def print_err(text: str) -> None:
    """Print to standard error, where that is possible: there is nobody else to tell."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        _silence(sys.stderr)


def unprinted(error: StdoutError) -> int:
    """Say that the output was lost, and return the exit code for it."""
    print_err(f"不能写到标准输出：{error}。\n")
    return FAILED


def _silence(stream: TextIO) -> None:
    """What is still buffered must not complain again when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _pieces(text: str, size: int = 1 << 16) -> Iterator[str]:
    return (text[start : start + size] for start in range(0, len(text), size))
