"""Spoil the specimen of each format thousands of times: `make fuzz`.

    make fuzz                                      the hostile files, then every format from the first seed
    make fuzz FORMATS="xlsx csv" FROM=5000 COUNT=20000 SECONDS=600

A child process reads the mutants, so that even one that kills the interpreter or hangs it is told from the rest. What
fails is kept in `.cache/fuzz`, and the run goes on behind it; the exit code is 1 then. `tests/` holds the machinery.
"""

from __future__ import annotations

import argparse
import faulthandler
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from apart import cost
from fuzzing import SECONDS, mutant, survive, taken
from hostile import HOSTILE, MOST_MEGABYTES, MOST_SECONDS, Case
from specimens import SPECIMENS

KEPT = Path(__file__).parents[1] / ".cache" / "fuzz"
ADDRESS_SPACE = 1 << 30
GRACE = 5
"""Seconds behind the time limit after which a child that does not answer its alarm is ended."""


@dataclass
class Tally:
    """What came of the mutants of one format."""

    suffix: str
    begun: float = field(default_factory=time.monotonic)
    read: int = 0
    refused: int = 0
    slowest: tuple[float, int] = (0.0, 0)
    failed: list[int] = field(default_factory=list)

    def count(self, seed: int, outcome: str, seconds: float) -> None:
        """Enter the outcome of one mutant."""
        self.read += outcome == "read"
        self.refused += outcome == "refused"
        self.slowest = max(self.slowest, (seconds, seed))
        if outcome == "failed":
            self.fail(seed)

    def fail(self, seed: int) -> None:
        """Keep the mutant that failed."""
        self.failed.append(seed)
        KEPT.mkdir(parents=True, exist_ok=True)
        path = KEPT / f"{seed}.{self.suffix}"
        path.write_bytes(mutant(SPECIMENS[self.suffix](), seed))
        print(f"  FAILED {self.suffix} seed {seed}: {path}", flush=True)

    def __str__(self) -> str:
        total, spent = self.read + self.refused + len(self.failed), time.monotonic() - self.begun
        return (
            f"{self.suffix:6} {total:7} mutants, {self.read} read, {self.refused} refused, {len(self.failed)} failed,"
            f" {spent:.0f} s; slowest {self.slowest[0]:.2f} s (seed {self.slowest[1]})"
        )


def main() -> int:
    """Go through the formats; 1 when a mutant failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("formats", nargs="*", help=", ".join(SPECIMENS))
    parser.add_argument("--from", dest="first", type=int, default=0, help="the first seed")
    parser.add_argument("--count", type=int, default=3000, help="mutants a format")
    parser.add_argument("--seconds", type=float, default=120, help="at most so long a format")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.count)
    if options.child:
        read_all(options.formats[0], seeds)
        return 0
    failed = [name for name, case in HOSTILE.items() if not endures(name, case)] if not options.formats else []
    tallies = [fuzz(suffix, seeds, options.seconds) for suffix in options.formats or SPECIMENS]
    return int(any(tally.failed for tally in tallies) or bool(failed))


def endures(name: str, case: Case) -> bool:
    """Whether a hostile file at its full size ends as it must, within the limits."""
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"hostile.{case.suffix}"
    path.write_bytes(case.build(1))
    spent = cost(path)
    well = spent.outcome == case.outcome and spent.seconds < MOST_SECONDS and spent.peak_mb < MOST_MEGABYTES
    print(
        f"{name:36} {spent.outcome:16} {spent.seconds:6.2f} s {spent.peak_mb:5} MB{'' if well else '  FAILED'}",
        flush=True,
    )
    return well


def fuzz(suffix: str, seeds: range, seconds: float) -> Tally:
    """The mutants of one format, a new child after each that did not outlive its mutant."""
    tally = Tally(suffix)
    print(f"{suffix}: seeds {seeds.start} to {seeds.stop - 1}", flush=True)
    while seeds and time.monotonic() - tally.begun < seconds:
        seeds = range(_run(tally, seeds, seconds), seeds.stop)
    print(tally, f"; next seed {seeds.start}" if seeds else "", flush=True)
    return tally


def _run(tally: Tally, seeds: range, seconds: float) -> int:
    """Let one child work until it is done, dead or out of time; gives the seed to go on with."""
    command = [
        sys.executable,
        __file__,
        tally.suffix,
        "--child",
        "--from",
        str(seeds.start),
        "--count",
        str(len(seeds)),
    ]
    upcoming = seeds.start
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        for seed, outcome, spent in _lines(child):
            tally.count(seed, outcome, spent)
            upcoming = seed + 1
            if time.monotonic() - tally.begun > seconds:
                child.terminate()
                return upcoming
    if child.returncode:
        tally.fail(upcoming)
        upcoming += 1
    return upcoming


def _lines(child: subprocess.Popen[str]) -> Iterator[tuple[int, str, float]]:
    assert child.stdout is not None
    for line in child.stdout:
        seed, outcome, spent = line.split()
        yield int(seed), outcome, float(spent)


def read_all(suffix: str, seeds: range) -> None:
    """In the child: read mutant after mutant, and say of each what came of it."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    content = SPECIMENS[suffix]()
    for seed in seeds:
        spoilt = mutant(content, seed)
        faulthandler.dump_traceback_later(SECONDS + GRACE, exit=True)
        begun = time.monotonic()
        outcome = _outcome(suffix, spoilt)
        faulthandler.cancel_dump_traceback_later()
        print(seed, outcome, f"{time.monotonic() - begun:.3f}", flush=True)


def _outcome(suffix: str, content: bytes) -> str:
    try:
        return "read" if survive(lambda spoilt: taken(f"x.{suffix}", spoilt), content) else "refused"
    except Exception:  # noqa: BLE001 - whatever it is, it is what we look for
        sys.excepthook(*sys.exc_info())
        return "failed"


if __name__ == "__main__":
    sys.exit(main())
