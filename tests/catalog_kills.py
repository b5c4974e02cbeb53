"""Processes that write a catalog, killed at random moments: `make kills`. One state or the other must be left, whole.

Each process writes one state after the other; whichever is found must be all of one piece, for us and for Frictionless.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import Final

from catalogs import frictionless_says

from indicator_lint.model.catalog import Catalog, Indicator
from indicator_lint.store.catalogs import read_catalog, write_catalog

ROWS: Final = 300
WHILE: Final = 0.2
"""Seconds within which a process is killed once it writes."""


def main() -> None:
    """Write, when called with a folder; else kill those that do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    if options.write is not None:
        for number in count(int(read_catalog(options.write).version) + 1):
            write_catalog(options.write, state(number))
    chance = random.Random(options.seed)  # noqa: S311 - nothing secret
    with tempfile.TemporaryDirectory() as folder:
        write_catalog(Path(folder), state(0))
        for _ in range(options.count):
            kill(Path(folder), chance)
        print(f"{options.count} kills of a catalog's writer: {read_catalog(Path(folder)).version} states, each whole")


def kill(folder: Path, chance: random.Random) -> None:
    """Let a process write for a while and kill it. Exits where what is left is neither one state nor the next."""
    before = read_catalog(folder).version
    process = subprocess.Popen([sys.executable, __file__, "--write", str(folder)])
    while read_catalog(folder).version == before:
        time.sleep(0.01)
    time.sleep(chance.uniform(0, WHILE))
    process.send_signal(signal.SIGKILL)
    process.wait()
    found = read_catalog(folder)
    if found != state(int(found.version)):
        sys.exit(f"state {found.version} is not of one piece")
    write_catalog(folder, found)
    if errors := frictionless_says(folder):
        sys.exit(f"state {found.version}: {errors}")


def state(number: int) -> Catalog:
    """A catalog in which every text bears a number."""
    indicators = [Indicator(f"zb{row:04}", f"类{row % 7}", name=f"名{row}之{number}") for row in range(ROWS)]
    return Catalog("库", version=str(number), indicators=indicators, changes=[])


if __name__ == "__main__":
    main()
