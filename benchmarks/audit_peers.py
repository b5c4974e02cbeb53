"""One peer over the workbooks of a county, in one process: each is read and checked by itself, as its users do."""

from __future__ import annotations

import sys
import time
from pathlib import Path

HEADER = ("level1", "level2", "name", "operator", "unit", "description")
CHECKS = 14
SAMPLE = 100


def frictionless(folder: Path) -> None:
    """`frictionless validate FILE` on each: the first sheet against a schema of six texts."""
    from frictionless import Resource, Schema, fields, system

    schema = Schema(fields=[fields.StringField(name=name, constraints={"required": True}) for name in HEADER])
    with system.use_context(trusted=True):
        for path in sorted(folder.glob("*.xlsx")):
            Resource(path=str(path), schema=schema).validate()


def pandera(folder: Path) -> None:
    """Openpyxl reads, levels are filled down, a pandera schema of fourteen checks validates each workbook by itself."""
    import pandera.polars as pa
    import polars as pl
    from openpyxl import load_workbook
    from pandera.errors import SchemaErrors

    def column(role: str) -> pa.Column:
        checks = [
            pa.Check.str_length(1, 40 + number) if number % 2 else pa.Check.str_matches(f"^.{{0,{60 + number}}}$")
            for number in range(CHECKS // len(HEADER) + 1)
        ]
        return pa.Column(pl.String, checks=checks[: 3 if role in {"name", "unit"} else 2], nullable=True)

    schema = pa.DataFrameSchema({role: column(role) for role in HEADER})
    for path in sorted(folder.glob("*.xlsx")):
        rows = [
            [None if cell is None else str(cell) for cell in row[:6]]
            for row in load_workbook(path).worksheets[0].values
        ]
        data = pl.DataFrame(rows, schema=dict.fromkeys(HEADER, pl.String), orient="row")
        data = data.with_columns(pl.col("level1", "level2").forward_fill())
        try:
            schema.validate(data, lazy=True)
        except SchemaErrors:
            continue


def across(folder: Path) -> None:
    """The rules across files on what an audit has spilled, beside reading the workbooks once more (told from a sample)."""
    import polars as pl

    from indicator_lint.audit import columns as c
    from indicator_lint.audit.across import marks_across
    from indicator_lint.audit.plan import Keys, Plan
    from indicator_lint.audit.spill import Spill
    from indicator_lint.audit.submissions import find_submissions
    from indicator_lint.config import Settings
    from indicator_lint.intake import take_in_all
    from indicator_lint.rulebook import load_rules

    spill = Spill(Path(f"{folder.parent / 'audit-'}{folder.name}.spill"))
    spill.open()
    keys = Keys(Plan(Settings(pack="audit")))
    found = [keys.of(file) for file in find_submissions(str(folder)).files]
    known = dict(
        pl.scan_parquet(list(spill.folder.glob("*.files.parquet"))).select(c.PATH, c.KEY).collect().iter_rows()
    )
    files = [type(one)(one.file, known[one.file.source.path], one.size) for one in found]
    some = [one.file.source for one in files[:: max(1, len(files) // SAMPLE)]]
    start = time.perf_counter()
    taken = take_in_all(some, Settings())
    reading = (time.perf_counter() - start) / len(some) * len(files)
    rows = sum(len(table.rows) for one in taken for table in one.reading.tables) * len(files) // len(some)
    start = time.perf_counter()
    marks, likeness = marks_across(spill, files, load_rules())
    asked = time.perf_counter() - start
    print(f"  about {rows:,} indicators: reading the workbooks again {reading:.1f} s, rules across files {asked:.1f} s")
    print(f"  {len(likeness.repeats)} categories repeat others, {len(marks)} findings")


if __name__ == "__main__":
    {"frictionless": frictionless, "pandera": pandera, "across": across}[sys.argv[1]](Path(sys.argv[2]))
