"""A task for workers, in a module that they can import."""

from __future__ import annotations

import os
import signal


def squared(number: int) -> int:
    """Dies of thirteen, as a worker dies that the system kills for its memory."""
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def stillborn() -> None:
    """Dies before there is anything to do."""
    os.kill(os.getpid(), signal.SIGKILL)
