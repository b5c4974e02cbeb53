"""The audit as tables for further work: `PREFIX.findings.parquet` and `PREFIX.indicators.parquet`, one row each, in the order of files.

Both are put together from the batches one by one, so that a body of any size weighs what a batch does.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

import polars as pl

from indicator_lint.audit import columns as c
from indicator_lint.audit.chunks import FINDING_TYPES, finding_row
from indicator_lint.audit.course import Course
from indicator_lint.audit.results import renumbered

TABLES: Final = ("findings", "indicators")
ROW_GROUP: Final = 10_000
DEPARTMENT: Final = "department"
SHOWN: Final = {
    "findings": [DEPARTMENT, c.PATH, *(name for name in FINDING_TYPES if name not in {c.KEY, c.KNOWN})],
    "indicators": [
        DEPARTMENT, c.PATH, c.TITLE, c.NUMBER, c.shown("level2"), "name", c.shown("operator"), c.shown("unit"), "description",
        "target", c.LISTED,
    ],
}  # fmt: skip
"""The columns of each table; names, descriptions and targets are normal forms, as they are compared."""

CALLED: Final = {c.TITLE: "category", c.NUMBER: "row", **{c.shown(role): role for role in c.MEANT}}


def write_table(course: Course, name: str, target: Path) -> None:
    """Write one of the tables, whole or not at all. Raises OSError."""
    beside = target.with_name(f".{target.name}.tmp")
    with tempfile.TemporaryDirectory(prefix="indicator-lint-") as folder:
        parts = [_part(Path(folder), number, table) for number, table in enumerate(_batches(course, name))]
        try:
            read = pl.scan_parquet(parts, parallel="none", low_memory=True)  # else many parts are held at once
            read.sink_parquet(beside, compression="zstd", maintain_order=True, row_group_size=ROW_GROUP)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)


def _part(folder: Path, number: int, table: pl.DataFrame) -> Path:
    path = folder / f"{number:06}.parquet"
    table.write_parquet(path, compression="zstd")
    return path


def _batches(course: Course, name: str) -> Iterator[pl.DataFrame]:
    """The rows of each run of files that lie in one batch; an empty table first, so that there always is one."""
    yield _shaped(course.spill.load(name, course.files[0].key).clear(), name, [])
    numbered = list(enumerate(course.files))
    for _, run in groupby(numbered, key=lambda one: course.spill.kept[one[1].key]):
        files = list(run)
        table = course.spill.load(name, files[0][1].key)
        parts = {
            str(key): rows for (key,), rows in table.partition_by(c.KEY, as_dict=True, maintain_order=True).items()
        }
        pieces = [(number, _rows(course, name, number, parts.get(file.key, table.clear()))) for number, file in files]
        yield _shaped(pl.concat([rows for _, rows in pieces]), name, _senders(course, pieces))


def _rows(course: Course, name: str, number: int, own: pl.DataFrame) -> pl.DataFrame:
    """The rows of a file; of findings, those across files come last."""
    found = course.across.get(number, ()) if name == "findings" else ()
    if not found:
        return own
    key = course.files[number].key
    rows = [finding_row(finding, key) for finding in renumbered(found, own["fingerprint"].to_list())]
    return pl.concat([own, pl.DataFrame(rows, schema=own.schema, orient="row")])


def _senders(course: Course, pieces: Sequence[tuple[int, pl.DataFrame]]) -> list[tuple[str, str]]:
    """Department and path of each row."""
    told = []
    for number, rows in pieces:
        file = course.files[number].file
        told += [(c.stored(file.department), c.stored(file.source.path))] * rows.height
    return told


def _shaped(rows: pl.DataFrame, name: str, senders: Sequence[tuple[str, str]]) -> pl.DataFrame:
    sent = pl.DataFrame(senders, schema={DEPARTMENT: pl.String, c.PATH: pl.String}, orient="row")
    whole = rows.hstack(sent.get_columns()).select(SHOWN[name])
    return whole.rename({old: new for old, new in CALLED.items() if old in whole.columns})
