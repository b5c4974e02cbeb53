"""One contender on one file in a fresh process: prints `{"seconds": …, "peak_mb": …, "result": …}`."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable

OPERATORS = ["≥", "≤", "=", ">", "<", "定性"]
Job = Callable[[str], Callable[[], object]]


def csv_reader(path: str) -> Callable[[], object]:
    """Plain reading with the standard library."""
    import csv
    from pathlib import Path

    def run() -> object:
        with Path(path).open(encoding="utf-8", newline="") as handle:
            return sum(1 for _ in csv.reader(handle))

    return run


def polars_read(path: str) -> Callable[[], object]:
    """Plain reading with polars."""
    import polars as pl

    return lambda: pl.read_csv(path, infer_schema=False).height


def lint_reading(path: str) -> Callable[[], object]:
    """Our reader and layout, no rules."""
    from indicator_lint.discovery import Source
    from indicator_lint.intake import take_in

    return lambda: sum(len(table.rows) for table in take_in(Source(path)).reading.tables)


def lint_all(path: str) -> Callable[[], object]:
    """Everything that `check` does, without printing."""
    from indicator_lint.config import Settings
    from indicator_lint.linter import lint

    return lambda: len(lint([path], Settings()).findings)


def pandera_pandas(path: str) -> Callable[[], object]:
    """Required texts and allowed operators on a pandas frame, as most people use pandera."""
    import pandas as pd
    import pandera.pandas as pa

    filled = pa.Check.str_length(min_value=1)
    column = pa.Column(str, checks=filled)
    schema = pa.DataFrameSchema(
        {
            **dict.fromkeys(("category", "level1", "level2", "name", "unit", "description"), column),
            "operator": pa.Column(str, checks=pa.Check.isin(OPERATORS)),
        },
        unique=["category", "name"],
    )

    def run() -> object:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        try:
            schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as errors:
            return len(errors.failure_cases)
        return 0

    return run


def frictionless_validate(path: str) -> Callable[[], object]:
    """`frictionless validate` with our own schema."""
    from frictionless import Resource, Schema, system

    from indicator_lint.resources import shipped

    schema = Schema.from_descriptor(
        json.loads((shipped("schemas") / "indicator-system.json").read_text(encoding="utf-8"))
    )

    def run() -> object:
        with system.use_context(trusted=True):
            report = Resource(path=path, schema=schema).validate(limit_errors=10**9)
        return report.stats["errors"]

    return run


def workbook_ours(path: str) -> Callable[[], object]:
    """Our reader: texts as shown, merges, places, hidden parts, notes."""
    from indicator_lint.formats import read

    return lambda: sum(len(grid.merges) for grid in read(path).grids)


def workbook_calamine(path: str) -> Callable[[], object]:
    """All values and merges by python-calamine."""
    from python_calamine import CalamineWorkbook

    def run() -> object:
        with CalamineWorkbook.from_path(path) as book:
            sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
            values = [sheet.to_python(skip_empty_area=False) for sheet in sheets]
            return len(values) and sum(len(sheet.merged_cell_ranges or ()) for sheet in sheets)

    return run


def workbook_openpyxl(path: str) -> Callable[[], object]:
    """All cells and merges by openpyxl."""
    from openpyxl import load_workbook

    return lambda: sum(len(sheet.merged_cells.ranges) for sheet in load_workbook(path).worksheets)


JOBS: dict[str, Job] = {
    "csv.reader": csv_reader,
    "polars.read_csv": polars_read,
    "indicator-lint, reading": lint_reading,
    "indicator-lint, all rules": lint_all,
    "pandera on pandas, shape only": pandera_pandas,
    "frictionless validate": frictionless_validate,
    "indicator-lint": workbook_ours,
    "python-calamine": workbook_calamine,
    "openpyxl": workbook_openpyxl,
}


def main() -> None:
    """Prepare (imports), then run as often as asked and keep the best time of the processor and of the clock."""
    run = JOBS[sys.argv[1]](sys.argv[2])
    result: object = None
    seconds, processor = [], []
    for _ in range(int(sys.argv[3]) if len(sys.argv) > 3 else 1):  # noqa: PLR2004
        start, used = time.perf_counter(), time.process_time()
        result = run()
        seconds.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": min(seconds), "processor": min(processor), "peak_mb": peak, "result": result}))


if __name__ == "__main__":
    main()
