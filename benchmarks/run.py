"""Cold start and throughput beside the peers, in one run: `make bench`."""

from __future__ import annotations

import argparse
import csv
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "xiangcheng-2024.txt"
WORK = ROOT / ".cache" / "bench"
CONTENDERS = Path(__file__).with_name("contenders.py")
WORKBOOKS = Path(__file__).with_name("workbooks.py")
HEADER = ("category", "level1", "level2", "name", "operator", "unit", "description")
SMALL = 1 << 18
"""Bytes of a workbook that is read many times to be measured."""
SLOW = {"frictionless validate": 100_000}
"""Contenders that are asked once only above this many rows."""


def main() -> None:
    """Print the four parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pandas-python", help="python of an environment that has pandera and pandas")
    parser.add_argument("--rows", type=int, nargs="*", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", choices=("start", "throughput", "reading", "fixing"), help="one part instead of all")
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    parts: dict[str, Callable[[], None]] = {
        "start": lambda: cold_start(runs=9),
        "throughput": lambda: throughput(options.rows, options.repeats, options.pandas_python),
        "reading": lambda: reading(options.repeats),
        "fixing": lambda: fixing(options.repeats),
    }
    for name, measure in parts.items():
        if options.only in (None, name):
            measure()


def cold_start(runs: int) -> None:
    """Whole processes, taken in turn so that both see the same machine; medians and the ratio of medians."""
    python = sys.executable
    tool = str(Path(python).with_name("indicator-lint"))
    pairs = {
        "check on the sample (132 indicators)": (
            [tool, "check", str(SAMPLE), "--fail-level", "never", "--no-cache"],
            [python, "-c", "import pandera.polars, frictionless"],
            1.8,
        ),
        "the same, remembered from the run before": (
            [tool, "check", str(SAMPLE), "--fail-level", "never"],
            [python, "-c", "import pandera.polars, frictionless"],
            1.8,
        ),
        "--help": ([tool, "--help"], [python, "-c", "pass"], 4.0),
    }
    print("Cold start (whole process, medians)")
    for name, (ours, theirs, wanted) in pairs.items():
        mine, yours = [], []
        for _ in range(runs):
            mine.append(_wall(ours))
            yours.append(_wall(theirs))
        first, second = statistics.median(mine), statistics.median(yours)
        print(
            f"  {name:40} {first * 1000:6.0f} ms beside {second * 1000:6.0f} ms: ratio {first / second:.2f} (at most {wanted})"
        )


def throughput(sizes: list[int], repeats: int, pandas_python: str | None) -> None:
    """Seconds and rows per second for each contender and size, and the cost per row against the smallest size."""
    print("\nThroughput (imports left out, best of the repeats)")
    print(f"  {'contender':34}{'rows':>10}{'seconds':>10}{'rows/s':>12}{'÷ csv':>8}{'growth':>8}{'peak MB':>9}")
    plain: dict[int, float] = {}
    for contender, python in _contenders(pandas_python):
        first = 0.0
        for size in sizes:
            path = _table(size)
            times = 1 if size > SLOW.get(contender, size) else repeats
            results = [_run(python, contender, path) for _ in range(times)]
            best = min(result["seconds"] for result in results)
            memory = max(result["peak_mb"] for result in results)
            plain.setdefault(size, best)
            first = first or best / size
            growth = best / size / first
            print(
                f"  {contender:34}{size:10}{best:10.3f}{size / best:12.0f}{best / plain[size]:8.1f}{growth:8.2f}{memory:9.0f}"
            )


def reading(repeats: int) -> None:
    """Workbooks, small and large, beside the readers that are known as fast and as usual."""
    print("\nReading workbooks, merges included (time of the processor, imports left out, best of the repeats)")
    print(f"  {'file':34}{'contender':18}{'ms':>9}{'÷ calamine':>12}{'÷ ours':>8}{'peak MB':>9}")
    subprocess.run([sys.executable, str(WORKBOOKS), str(WORK)], check=True)  # noqa: S603 - our own script
    for path in (*sorted(SAMPLE.parent.glob("*.xlsx")), *sorted(WORK.glob("*-152.xlsx"))):
        name = path.stem.replace("-152", ": 20,064 rows")
        many = path.stat().st_size < SMALL
        results = {who: _best(who, path, repeats, 40 if many else 1) for who in ("indicator-lint", "python-calamine")}
        results["openpyxl"] = _best("openpyxl", path, 1, 5 if many else 1)
        if len({result["result"] for result in results.values()}) > 1:
            sys.exit(f"the readers disagree about the merged areas of {path}: {results}")
        ours, calamine = (results[who]["processor"] for who in ("indicator-lint", "python-calamine"))
        for who, result in results.items():
            spent = result["processor"]
            ratios = f"{spent / calamine:12.2f}{spent / ours:8.2f}"
            print(f"  {name:34}{who:18}{spent * 1000:9.1f}{ratios}{result['peak_mb']:9.0f}")
    print("  wanted: indicator-lint at most 4.00 ÷ calamine; with 20,520 merges openpyxl at least 10.00 ÷ ours")


def fixing(repeats: int) -> None:
    """Whole processes on workbooks of 20,064 rows with 6,688 safe fixes, beside those that only show what was read."""
    print("\nFixing workbooks (whole process, time of the processor, best of the repeats)")
    subprocess.run([sys.executable, str(WORKBOOKS), str(WORK)], check=True)  # noqa: S603 - our own script
    tool = str(Path(sys.executable).with_name("indicator-lint"))
    for path in sorted(WORK.glob("*-152.xlsx")):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / path.name
            shown = min(_spent([tool, "show", str(path), "--output-format", "csv"]) for _ in range(repeats))
            fixed = min(_fixed(tool, path, copy) for _ in range(repeats))
        name = path.stem.replace("-152", ": 20,064 rows")
        print(f"  {name:34} fix {fixed:5.1f} s beside show {shown:5.1f} s: ratio {fixed / shown:.2f} (at most 4)")


def _fixed(tool: str, path: Path, copy: Path) -> float:
    """What fixing a fresh copy costs."""
    shutil.copy(path, copy)
    spent = _spent([tool, "fix", str(copy), "-q", "--no-backup", "--fail-level", "never"])
    if copy.read_bytes() == path.read_bytes():
        sys.exit(f"nothing was fixed in {path}")
    return spent


def _spent(command: list[str]) -> float:
    """The processor's time that a process takes, its own children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own commands
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _best(contender: str, path: Path, repeats: int, times: int) -> dict[str, float]:
    """The best of some processes, each of which reads the file so many times."""
    results = [_run(sys.executable, contender, path, times) for _ in range(repeats)]
    return min(results, key=lambda result: result["processor"])


def _contenders(pandas_python: str | None) -> Iterator[tuple[str, str]]:
    for name in ("csv.reader", "polars.read_csv", "indicator-lint, reading", "indicator-lint, all rules"):
        yield name, sys.executable
    if pandas_python:
        yield "pandera on pandas, shape only", pandas_python
    yield "frictionless validate", sys.executable


def _run(python: str, contender: str, path: Path, times: int = 1) -> dict[str, float]:
    command = [python, str(CONTENDERS), contender, str(path), str(times)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own script
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _wall(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own commands
    return time.perf_counter() - start


def _table(size: int) -> Path:
    """The sample's indicators repeated: each repetition is another department's, so that categories stay of their size."""
    path = WORK / f"rows-{size}.csv"
    if not path.is_file():
        rows = list(_sample_rows())
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(HEADER)
            for number, row in enumerate(islice(cycle(rows), size)):
                writer.writerow([f"{number // len(rows) + 1:05}号单位·{row[0]}", *row[1:]])
    return path


def _sample_rows() -> Iterator[list[str]]:
    tool = str(Path(sys.executable).with_name("indicator-lint"))
    command = [tool, "show", str(SAMPLE), "--output-format", "csv"]
    shown = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout  # noqa: S603
    for row in csv.DictReader(shown.splitlines()):
        yield [row[role] for role in HEADER]


if __name__ == "__main__":
    main()
