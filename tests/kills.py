"""Whole runs of `fix`, killed at random moments: `make kills COUNT=500`. The file must be the old one or the new one, whole.

Half of the kills fall anywhere in a run, half into its last fifth, where files are written.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "samples"
NAMES = ("xiangcheng-2024-stacked.xlsx", "xiangcheng-2024.docx", "xiangcheng-2024.txt")
COMMAND = (sys.executable, "-m", "indicator_lint")


def main() -> None:
    """Kill, look, mend; then tell how often which file was left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311 - nothing secret
    with tempfile.TemporaryDirectory() as folder:
        left = Counter[str]()
        for name in NAMES:
            left += killed(Path(folder) / name, -(-options.count // len(NAMES)), chance)
    print(f"{left.total()} kills: {left['old']} left the old file, {left['new']} the new one")


def killed(path: Path, count: int, chance: random.Random) -> Counter[str]:
    """What was left of a file after so many kills. Exits where it was neither the old file nor the new one."""
    old, took, new = measured(path)
    left = Counter[str]()
    for number in range(count):
        path.write_bytes(old)
        process = subprocess.Popen(fixing(path), stdout=subprocess.DEVNULL)
        time.sleep(took * (chance.uniform(0, 1.1) if number % 2 else chance.uniform(0.8, 1.1)))
        process.send_signal(signal.SIGKILL)
        process.wait()
        found = path.read_bytes()
        if found not in (old, new):
            sys.exit(f"{path.name}: {len(found)} bytes that are neither the old file nor the new one")
        left["old" if found == old else "new"] += 1
    recovered(path, old, new)
    return left


def measured(path: Path) -> tuple[bytes, float, bytes]:
    """The old bytes, the seconds that a whole run takes, and the new bytes; changes bear no date that would differ."""
    shutil.copy(SAMPLES / path.name, path)
    old, start = path.read_bytes(), time.monotonic()
    subprocess.run(fixing(path), stdout=subprocess.DEVNULL, check=False)
    return old, time.monotonic() - start, path.read_bytes()


def fixing(path: Path) -> tuple[str, ...]:
    """A run that says the same whenever it is made."""
    return *COMMAND, "fix", str(path), "--direct", "--no-backup", "-q"


def recovered(path: Path, old: bytes, new: bytes) -> None:
    """After all that a run goes through, sweeps up what the killed ones left, and can be undone."""
    path.write_bytes(old)
    subprocess.run(fixing(path), stdout=subprocess.DEVNULL, check=False)
    assert path.read_bytes() == new
    assert not list(path.parent.rglob(f".{path.name}*.tmp"))
    subprocess.run((*COMMAND, "undo", str(path)), stdout=subprocess.DEVNULL, check=True)
    assert path.read_bytes() == old


if __name__ == "__main__":
    main()
