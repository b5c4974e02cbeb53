"""A cluster of several workers of which some are killed in the middle, beside an audit that was let be: `make cluster`.

Prints what was done, and ends with 1 where the two reports differ in a single byte.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from counties import write_planted
from distributed import LocalCluster

from indicator_lint.audit import engines
from indicator_lint.audit.course import Course, Means, run_audit
from indicator_lint.audit.dasked import cluster
from indicator_lint.audit.plan import Plan
from indicator_lint.audit.records import json_pieces
from indicator_lint.audit.results import standings
from indicator_lint.audit.spill import Spill
from indicator_lint.audit.submissions import find_submissions
from indicator_lint.config import Settings


def report(folder: Path, spill: Path, engine: engines.Engine, workers: int) -> tuple[str, Course]:
    """The text of the JSON report."""
    body = find_submissions(str(folder))
    means = Means(engine, workers, Spill(spill), lambda _: None)
    course = run_audit(body, Plan(Settings(pack="audit")), means)
    return "".join(json_pieces(course, standings(course))), course


def killing(engine: engines.Engine, victims: Iterable[int], killed: list[int]) -> engines.Engine:
    """The engine, while a worker is killed after each of the first answers."""
    waiting = iter(victims)

    def run(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        for answer in engine(function, tasks):
            victim = next(waiting, None)
            if victim is not None:
                os.kill(victim, signal.SIGKILL)
                killed.append(victim)
            yield answer

    return run


def main() -> int:
    """Audit a county by itself, then on a cluster whose workers die."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--kill", type=int, default=1, help="workers killed, one after each of the first answers")
    options = parser.parse_args()
    killed: list[int] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "报送"
        write_planted(folder)
        alone, _ = report(folder, Path(name) / "alone", engines.here, 1)
        with LocalCluster(n_workers=options.workers, threads_per_worker=1, dashboard_address=None) as local:  # type: ignore[no-untyped-call]
            engine, workers = cluster(local.scheduler_address)
            victims = [nanny.process.process.pid for nanny in local.workers.values()][: options.kill]
            together, course = report(folder, Path(name) / "together", killing(engine, victims, killed), workers)
    files = {file.file.source.path for file in course.files}
    print(
        f"{options.workers} workers, {len(killed)} killed: {len(course.files)} files, each once: {len(files) == len(course.files)}"
    )
    print("the same report, byte for byte" if alone == together else "THE REPORTS DIFFER")
    return int(alone != together or len(killed) != options.kill)


if __name__ == "__main__":
    sys.exit(main())
