"""A chunk of files → tables of what was read and found: pure, so that any process on any machine may do it, and twice.

The tables travel as Parquet: a chunk of fifty workbooks makes about a megabyte, and whoever gathers them only writes it down.
"""

from __future__ import annotations

import io
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from indicator_lint import __version__
from indicator_lint.assembly import Judge, Judged, assembled
from indicator_lint.audit import columns as c
from indicator_lint.audit.errors import WorkerError
from indicator_lint.audit.indicators import indicators_of
from indicator_lint.audit.known import beside_baseline
from indicator_lint.audit.plan import Keyed, Keys, Plan
from indicator_lint.collector import collector_at_rest
from indicator_lint.config import Settings
from indicator_lint.formats.merging import SheetPlaces, nowhere
from indicator_lint.frame import Frame, build_frame
from indicator_lint.identity.issued import Issued
from indicator_lint.intake import UNFIT, Taken, file_findings
from indicator_lint.linter import judge_of
from indicator_lint.model.document import UnreadableError
from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Reading, Report
from indicator_lint.ordering import fingerprinted
from indicator_lint.reports.display import visible
from indicator_lint.reports.records import dumped, file_record, finding_record
from indicator_lint.rulebook import load_rules
from indicator_lint.selection import Ruling
from indicator_lint.store.catalogs import read_catalog

Dtypes = Mapping[str, Any]

FILE_TYPES: Final[Dtypes] = {
    c.KEY: pl.String, c.PATH: pl.String, c.READ: pl.Boolean, c.TABLES: pl.UInt32, c.ROWS: pl.UInt32,
    c.SHEETS: pl.String, c.FILE: pl.String,
}  # fmt: skip
FINDING_TYPES: Final[Dtypes] = {
    c.KEY: pl.String, "code": pl.String, "severity": pl.String, "active": pl.Boolean, "category": pl.String, "row": pl.UInt32,
    "indicator": pl.String, "role": pl.String, "container": pl.String, "ref": pl.String, "value": pl.String, "message": pl.String,
    "fixable": pl.String, "fingerprint": pl.String, c.KNOWN: pl.Boolean, c.RECORD: pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of a chunk: three tables as Parquet, see `columns`; the keys of its files as they were read; their indicators."""

    files: bytes
    findings: bytes
    indicators: bytes
    keys: tuple[str, ...]
    rows: int


def lint_chunk(chunk: Sequence[Keyed], plan: Plan) -> Batch:
    """Lint the files of a chunk as they are now. Raises what `lint_sources` raises, and WorkerError."""
    settle(plan)
    keys = Keys(plan)
    found = [keys.of(one.file) for one in chunk]
    for one, now in zip(chunk, found, strict=True):
        if one.size and not now.size:
            message = f"工作进程读不到“{one.file.source.path}”：各台机器须能用同样的路径打开所审核的文件夹。"
            raise WorkerError(message)
    with collector_at_rest():
        frames: list[Frame] = []
        report = assembled([one.file.source for one in found], plan.settings, _judging(plan.settings, frames))
        return _batch(beside_baseline(report, plan), found, indicators_of(frames, found, _issued(plan)))


def _judging(settings: Settings, frames: list[Frame]) -> Judge:
    """The judge of a run, who leaves the frames here and does not ask for the bytes of cells: nothing is fixed in an audit."""
    ask = judge_of(settings, frames)

    def judge(ruling: Ruling, taken: Sequence[Taken]) -> Sequence[Judged]:
        for grid in (grid for one in taken if one.reading.document for grid in one.reading.document.grids):
            if isinstance(grid.place, SheetPlaces):
                grid.place = replace(grid.place, span=nowhere)
        return ask(ruling, taken)

    return judge


def settle(plan: Plan) -> None:
    """Be where the paths lead from, and what the others are."""
    if plan.version != __version__:
        message = f"工作进程的版本是 {__version__}，本机是 {plan.version}，请安装相同的版本。"
        raise WorkerError(message)
    if os.getcwd() != plan.base:  # noqa: PTH109 - a worker of a cluster, which has no folder of its own to keep to
        try:
            os.chdir(plan.base)
        except OSError as error:
            message = f"工作进程打不开文件夹“{plan.base}”：各台机器须能用同样的路径打开所审核的文件夹。"
            raise WorkerError(message) from error


def dead_batch(one: Keyed, plan: Plan) -> Batch:
    """What is told of a file of which the worker died: that it could not be checked."""
    taken = Taken(Reading(one.file.source.path), UnreadableError("FIL001", "broken_down"))
    findings = fingerprinted(file_findings([taken], load_rules(plan.settings.lang)))
    return _batch(Report([taken.reading], findings), [one], indicators_of([build_frame([taken.reading])], [one], None))


def _issued(plan: Plan) -> Issued | None:
    """The catalog that indicators may be taken from."""
    catalog = plan.settings.catalog
    return None if catalog is None else Issued(read_catalog(Path(catalog)))


def _batch(report: Report, chunk: Sequence[Keyed], indicators: pl.DataFrame) -> Batch:
    keys = {one.file.source.path: one.key for one in chunk}
    files = [_file(reading, keys[reading.path]) for reading in report.readings]
    findings = [finding_row(finding, keys[finding.path]) for finding in report.findings if not of_whole_body(finding)]
    return Batch(
        _parquet(pl.DataFrame(files, schema=FILE_TYPES, orient="row")),
        _parquet(pl.DataFrame(findings, schema=FINDING_TYPES, orient="row")),
        _parquet(indicators),
        tuple(one.key for one in chunk),
        report.records,
    )


def of_whole_body(finding: Finding) -> bool:
    """Whether it says that no file of the run has a sheet that is configured: a chunk does not know the others."""
    return finding.code == UNFIT and any(reason == "no_sheet" for reason, _ in finding.because)


def _file(reading: Reading, key: str) -> tuple[object, ...]:
    rows = sum(len(table.rows) for table in reading.tables)
    sheets = dumped([grid.name for grid in reading.document.grids] if reading.document else [])
    return key, c.stored(reading.path), rows > 0, len(reading.tables), rows, sheets, dumped(file_record(reading))


def finding_row(finding: Finding, key: str) -> tuple[object, ...]:
    """A finding in the columns of FINDING_TYPES; texts of cells with nothing in them that cannot be seen, but for the record."""
    return (
        key,
        finding.code,
        str(finding.severity),
        finding.active,
        finding.category,
        finding.row,
        visible(finding.indicator[2]) if finding.indicator else None,
        finding.role,
        visible(finding.location.container),
        finding.location.ref,
        visible(finding.value),
        visible(finding.message),
        str(finding.fix.safety) if finding.fix and finding.fix.edits else None,
        finding.fingerprint,
        is_known(finding),
        dumped(finding_record(finding)),
    )


def is_known(finding: Finding) -> bool:
    """Whether it stands in the baseline and nothing else excuses it."""
    return not finding.active and finding.suppression is None


def _parquet(table: pl.DataFrame) -> bytes:
    made = io.BytesIO()
    table.write_parquet(made, compression="zstd")
    return made.getvalue()
