"""Read files in a process of its own that may spend so much time and memory and no more: what it cost, and what came of it.

As a script: a line of JSON for each path given.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ADDRESS_SPACE = 1 << 30
SECONDS = 30


@dataclass(frozen=True)
class Cost:
    """`outcome` is `read`, the reason of a refusal, or what went wrong; `seconds` are those of the processor."""

    outcome: str
    seconds: float
    peak_mb: float


def cost(path: Path) -> Cost:
    """What reading a file takes, measured apart from this process."""
    command = [sys.executable, __file__, str(path)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, timeout=2 * SECONDS)
    return Cost(**json.loads(ran.stdout))


def main() -> None:
    """Read each path in a child, whose end tells what it used."""
    from indicator_lint import formats  # noqa: F401, PLC0415 - here, so that the children find it loaded

    for path in sys.argv[1:]:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.write(writing, _outcome(path).encode())
            os._exit(0)
        os.close(writing)
        outcome = os.read(reading, 200).decode()
        _, status, used = os.wait4(child, 0)
        line = {
            "outcome": outcome or f"died of {status}",
            "seconds": round(used.ru_utime + used.ru_stime, 3),
            "peak_mb": round(used.ru_maxrss / 1024),
        }
        sys.stdout.write(json.dumps(line) + "\n")


def _outcome(path: str) -> str:
    from indicator_lint.formats import read  # noqa: PLC0415
    from indicator_lint.model.document import UnreadableError  # noqa: PLC0415

    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        read(path)
    except UnreadableError as refusal:
        return refusal.reason
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is what we look for
        return type(error).__name__
    return "read"


if __name__ == "__main__":
    main()
