"""Untrusted bytes are parsed in a process of their own: whatever happens there, this one goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread, Timer
from typing import IO, Any, Final

from indicator_lint.formats.limits import MEGABYTE, Limits
from indicator_lint.formats.refusal import refuse_unreadable
from indicator_lint.model.document import UnreadableError

PACKAGE: Final = Path(__file__).parents[2]
"""The folder that holds the package, be it of a checkout or of an installation."""

WORKERS: Final = "indicator_lint.formats."
"""Where the workers are."""

KEPT: Final = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
"""Of our environment only what an interpreter may need to start."""

LARGEST_ANSWER: Final = 64 * MEGABYTE


@dataclass(frozen=True, slots=True)
class _Ended:
    """What a worker wrote and how it ended; `late` where it had to be stopped."""

    answer: bytes
    status: int
    late: bool


def ask(kind: str, question: object, content: bytes, limits: Limits) -> object:
    """What the worker of a kind, `formats/KIND_worker.py`, answers about a file's content.

    It gets as much time and memory as the limits `KIND_seconds` and `KIND_megabytes` say. Raises UnreadableError: what the
    worker itself declines, FIL004 beyond these two limits, FIL001 where it broke down.
    """
    bounds = {"seconds": getattr(limits, f"{kind}_seconds"), "megabytes": getattr(limits, f"{kind}_megabytes")}
    head = json.dumps({"bounds": bounds, "question": question}).encode()
    ended = _run(f"{WORKERS}{kind}_worker", head + b"\n" + content, bounds["seconds"])
    if ended.late:
        limits.refuse(f"{kind}_seconds")
    said = _parsed(ended.answer)
    if "refused" in said:
        code, reason, params = said["refused"]
        raise UnreadableError(code, reason, **params)
    if "memory" in said:
        limits.refuse(f"{kind}_megabytes")
    if ended.status or "answer" not in said:
        refuse_unreadable("broken_down")
    return said["answer"]


def _parsed(answer: bytes) -> dict[str, Any]:
    """What a worker said; nothing where it stopped in the middle of a word."""
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _run(module: str, asked: bytes, seconds: float) -> _Ended:
    """Run a worker to its end, or to that of its time. Its complaints go nowhere: they may quote the file."""
    late: list[bool] = []

    def stop() -> None:
        late.append(True)
        _kill(worker)

    command = [sys.executable, "-P", "-B", "-m", module]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module, no word of the file among its arguments
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=PACKAGE,
        env=_environment(),
        start_new_session=True,
    ) as worker:
        timer = Timer(seconds, stop)
        timer.start()
        try:
            answer = _talk(worker, asked)
        finally:
            timer.cancel()
            _kill(worker)
    return _Ended(answer, worker.returncode, bool(late) or _out_of_time(worker.returncode))


def _talk(worker: subprocess.Popen[bytes], asked: bytes) -> bytes:
    """Feed a worker and hear its answer at the same time, so that neither waits for the other."""
    if worker.stdin is None or worker.stdout is None:  # pragma: no cover - both were asked for
        return b""
    feeder = Thread(target=_feed, args=(worker.stdin, asked))
    feeder.start()
    answer = worker.stdout.read(LARGEST_ANSWER + 1)
    if len(answer) > LARGEST_ANSWER:
        _kill(worker)
    worker.wait()
    feeder.join()
    return answer


def _feed(pipe: IO[bytes], asked: bytes) -> None:
    with suppress(OSError), pipe:  # a worker that ended early reads no more; its answer says why
        pipe.write(asked)


def _kill(worker: subprocess.Popen[bytes]) -> None:
    """End a worker and whatever it may have started; one that is gone already is left alone."""
    if worker.poll() is not None:
        return
    with suppress(ProcessLookupError):  # it ended in between
        if sys.platform == "win32":
            worker.kill()
        else:
            os.killpg(worker.pid, signal.SIGKILL)


def _out_of_time(status: int) -> bool:
    """Whether the system ended a worker because its share of the processor was used up."""
    return sys.platform != "win32" and status == -signal.SIGXCPU


def _environment() -> dict[str, str]:
    """Next to nothing, and where to find what this process imports; never the folder that the user happens to be in."""
    here = Path.cwd()
    folders = (Path(entry).resolve() for entry in sys.path if entry)
    wanted = [str(folder) for folder in folders if folder.exists() and (folder == PACKAGE or folder != here)]
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(dict.fromkeys(wanted)), "PYTHONIOENCODING": "utf-8"}
