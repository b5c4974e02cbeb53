"""Audits of many workbooks: how they grow, what a second process brings, and peers on the same files: `make bench-audit`.

Counties are made by `county.py` (seed-shaped workbooks, each in its own words). Every measurement is a process of its own; memory
is that of the whole family of processes at its highest. Times are of the processor, so that whoever else is at work on the
machine does not count; only the gain of a second process has to be told by the clock. Read the ratios.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
WORK = ROOT / ".cache" / "bench"
TOOL = str(Path(sys.executable).with_name("indicator-lint"))
PEERS = Path(__file__).with_name("audit_peers.py")
SHAPE = "CLS001,CLS002,CLS003,OPR001,OPR002,OPR004,UNI001,UNI005,STR003,NAM001,NAM009,DSC001,TXT001,TXT004"
"""Fourteen rules: as much as the peers check."""


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock and of the processor, and megabytes of the family of processes at its highest."""

    wall: float
    processor: float
    memory: float


def main() -> None:
    """Print the parts asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[500, 1000, 5000])
    parser.add_argument("--pairs", type=int, default=3, help="how often one and two processes are compared")
    parser.add_argument("--sample", type=int, default=200, help="workbooks for processes and peers")
    parser.add_argument(
        "--select", default="", help=f"rules asked in the growing audits, such as {SHAPE[:14]}; all of them otherwise"
    )
    parser.add_argument("--only", choices=("growth", "processes", "peers", "across"))
    options = parser.parse_args()
    if options.only in (None, "processes"):
        processes(options.sample, options.pairs)
    if options.only in (None, "peers"):
        peers(options.sample)
    if options.only in (None, "growth"):
        growth(options.sizes, options.select)
    if options.only in (None, "across"):
        across(max(options.sizes))


def growth(sizes: list[int], select: str) -> None:
    """Time and memory of whole audits, workbook, page and JSON included."""
    print("Whole audits with two processes")
    print(f"  {'files':>8}{'wall s':>9}{'cpu s':>9}{'ms/file':>9}{'÷ first':>9}{'peak MB':>9}")
    first = 0.0
    for size in sizes:
        spent = audit(county(size), jobs=2, select=select, keep=size == max(sizes))
        each = spent.processor / size
        first = first or each
        print(
            f"  {size:8}{spent.wall:9.1f}{spent.processor:9.1f}{each * 1000:9.1f}{each / first:9.2f}{spent.memory:9.0f}"
        )
    print("  wanted: time per file within 1.15 of the first; memory at 5,000 at most 1.3 of that at 1,000")


def processes(files: int, pairs: int) -> None:
    """One process and two in turn."""
    print(f"\nOne process and two, {files} workbooks (by the clock)")
    folder = county(files)
    for _ in range(pairs):
        one, two = audit(folder, jobs=1), audit(folder, jobs=2)
        print(f"  {one.wall:8.1f} s {two.wall:8.1f} s: {one.wall / two.wall:.2f} times (wanted: 1.8)")


def peers(files: int) -> None:
    """Peers on the same files, one process each; ours asks as many rules as they have checks, and then all."""
    print(f"\nPeers on {files} workbooks (ms of the processor a file, one process)")
    folder = county(files)
    told = {
        "indicator-lint, 14 rules": audit(folder, jobs=1, select=SHAPE),
        "indicator-lint, all rules": audit(folder, jobs=1),
        "frictionless validate": run([sys.executable, str(PEERS), "frictionless", str(folder)]),
        "openpyxl + pandera, 14 checks": run([sys.executable, str(PEERS), "pandera", str(folder)]),
    }
    ours = told["indicator-lint, 14 rules"].processor
    for name, spent in told.items():
        print(f"  {name:32}{spent.processor / files * 1000:9.1f}{spent.processor / ours:8.2f}")


def across(files: int) -> None:
    """The rules across files, beside reading the workbooks once more."""
    print(f"\nThe rules across {files} workbooks beside reading these once more")
    if not (WORK / f"audit-county-{files}.spill").is_dir():  # what growth has left
        audit(county(files), jobs=2, keep=True)
    command = [sys.executable, str(PEERS), "across", str(county(files))]
    print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="")  # noqa: S603 - our own script


def county(size: int) -> Path:
    """The first so many workbooks of the county, made where they are not there."""
    folder = WORK / f"county-{size}"
    command = [sys.executable, str(Path(__file__).with_name("county.py")), str(folder), str(size)]
    subprocess.run(command, check=True)  # noqa: S603 - our own script
    return folder


def audit(folder: Path, *, jobs: int, select: str = "", keep: bool = False) -> Spent:
    """A whole audit from nothing; what it wrote is removed unless it is to be kept."""
    prefix = WORK / f"audit-{folder.name}"
    for path in WORK.glob(f"{prefix.name}.*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    command = [TOOL, "audit", str(folder), "--output", str(prefix), "--jobs", str(jobs), "-q", "--fail-level", "never"]
    spent = run([*command, *(["--select", select] if select else [])])
    if not keep:
        shutil.rmtree(f"{prefix}.spill")
    return spent


def run(command: list[str]) -> Spent:
    """A process and its children until they are done."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT, env={**os.environ, "COLUMNS": "100"})  # noqa: S603
    peak = [0.0]
    watch = threading.Thread(target=_watch, args=(process, peak))
    watch.start()
    if process.wait():
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    watch.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(time.perf_counter() - start, spent, peak[0] / 2**20)


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    """Look at the memory of a family of processes again and again."""
    while process.poll() is None:
        try:
            root = psutil.Process(process.pid)
            family = [root, *root.children(recursive=True)]
            peak[0] = max(peak[0], sum(one.memory_info().rss for one in family))
        except psutil.Error:
            pass
        time.sleep(0.1)


if __name__ == "__main__":
    main()
