"""One run at a time replaces a file: a lock that the system lets go when its holder dies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from indicator_lint.fixing.statefolder import state_folder

if sys.platform == "win32":
    import msvcrt

    def _seize(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _seize(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _opened(path: str, flags: int) -> int:
    """No link is followed, no pipe waited for: a stranger may have put them there."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0), 0o666)


@contextmanager
def held(target: Path) -> Iterator[bool]:
    """Hold the lock of a file, and tell whether nobody else does. The lock's own file stays: taking it away would race."""
    with open(state_folder(target) / f"{target.name}.lock", "ab", opener=_opened) as file:
        try:
            _seize(file)
        except OSError:
            yield False
        else:
            yield True
