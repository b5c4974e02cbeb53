"""The other end of `sandbox`: a process that may read its input, think for a while, answer, and nothing else."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any, Final

from indicator_lint.formats.limits import MEGABYTE
from indicator_lint.model.document import UnreadableError

FORBIDDEN: Final = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "os.remove",
    "os.rename",
)
"""The events that end a confined process: it has no business with networks, programs and other files."""

WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class ForbiddenError(Exception):
    """The process tried what it may not do."""


def serve(answer: Callable[[Any, bytes], object]) -> None:
    """Confine this process, read one question and a file's content, and write what `answer` makes of them.

    What it declines (UnreadableError) and want of memory are answers too; after any other error the process ends with a
    traceback that nobody reads, and the asker is told of a breakdown.
    """
    asked = json.loads(sys.stdin.buffer.readline())
    confine(asked["bounds"]["seconds"], asked["bounds"]["megabytes"])
    try:
        said = {"answer": answer(asked["question"], sys.stdin.buffer.read())}
        text = json.dumps(said, ensure_ascii=False)
    except UnreadableError as refusal:
        text = json.dumps({"refused": [refusal.code, refusal.reason, refusal.params]}, ensure_ascii=False, default=str)
    except MemoryError:
        text = '{"memory": true}'
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()


def confine(seconds: float, megabytes: int) -> None:
    """Bound what this process may use, where the system can; forbid files, programs and networks everywhere."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - absent on Windows

        processor = int(seconds) + 1  # the asker stops us by the clock; this is for when nobody is left to do so
        bounds = {
            resource.RLIMIT_AS: megabytes * MEGABYTE,
            resource.RLIMIT_CPU: processor,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_CORE: 0,
        }
        for kind, most in bounds.items():
            _, hard = resource.getrlimit(kind)
            allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (allowed, hard if kind == resource.RLIMIT_CPU else allowed))
    sys.addaudithook(_watch)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(FORBIDDEN) or (event == "open" and _writes(*arguments)):
        raise ForbiddenError(event)


def _writes(_path: object, mode: str | None, flags: int) -> bool:
    return bool(flags & WRITING) or not set(mode or "r").isdisjoint("wax+")
