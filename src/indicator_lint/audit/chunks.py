"""A chunk of files → tables of what was read and found: pure, so that any process on any machine may do it, and twice.

The tables travel as Parquet: a chunk of fifty workbooks makes about a megabyte, and whoever gathers them only writes it down.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import polars as pl

from indicator_lint import __version__
from indicator_lint.audit import columns as c
from indicator_lint.audit.errors import WorkerError
from indicator_lint.audit.known import beside_baseline
from indicator_lint.audit.plan import Keyed, Keys, Plan
from indicator_lint.audit.selves import names_of, without
from indicator_lint.checks.categories import MEANINGS, is_specific
from indicator_lint.chinese.normal import normal_form
from indicator_lint.collector import collector_at_rest
from indicator_lint.frame import build_frame
from indicator_lint.identity.issued import Issued
from indicator_lint.intake import UNFIT, Taken, file_findings
from indicator_lint.linter import lint_sources
from indicator_lint.model.catalog import Indicator
from indicator_lint.model.columns import DOCUMENT, GROUP, ID, ROW, TITLE, normal
from indicator_lint.model.document import UnreadableError
from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Reading, Report
from indicator_lint.ordering import fingerprinted
from indicator_lint.reports.display import visible
from indicator_lint.reports.records import dumped, file_record, finding_record
from indicator_lint.rulebook import load_rules
from indicator_lint.store.catalogs import read_catalog

REMEMBERED: Final = 1 << 14
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
        report = beside_baseline(lint_sources([one.file.source for one in found], plan.settings), plan)
        return _batch(report, found, _issued(plan))


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
    return _batch(Report([taken.reading], findings), [one])


def _issued(plan: Plan) -> Issued | None:
    """The catalog that indicators may be taken from."""
    catalog = plan.settings.catalog
    return None if catalog is None else Issued(read_catalog(Path(catalog)))


def _batch(report: Report, chunk: Sequence[Keyed], issued: Issued | None = None) -> Batch:
    keys = {one.file.source.path: one.key for one in chunk}
    files = [_file(reading, keys[reading.path]) for reading in report.readings]
    findings = [finding_row(finding, keys[finding.path]) for finding in report.findings if not of_whole_body(finding)]
    return Batch(
        _parquet(pl.DataFrame(files, schema=FILE_TYPES, orient="row")),
        _parquet(pl.DataFrame(findings, schema=FINDING_TYPES, orient="row")),
        _parquet(_indicators(report.readings, chunk, issued)),
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


def _indicators(readings: Sequence[Reading], chunk: Sequence[Keyed], issued: Issued | None) -> pl.DataFrame:
    """The indicators that have a name, with what the rules across files compare."""
    keys = {one.file.source.path: one.key for one in chunk}
    selves = {one.key: names_of(one.file.department) for one in chunk}
    data = build_frame(readings).data
    first = pl.col(ID).min().over(DOCUMENT), pl.col(GROUP).min().over(DOCUMENT)
    texts = {role: pl.col(normal(role)).fill_null("").alias(role) for role in c.COMPARED}
    told = data.select(
        pl.Series(c.KEY, [keys[reading.path] for reading in readings], dtype=pl.String).gather(data[DOCUMENT]),
        (pl.col(ID) - first[0]).alias(c.RECORD),
        (pl.col(GROUP) - first[1]).alias(c.GROUP),
        pl.col(ROW).alias(c.NUMBER),
        pl.col(TITLE).alias(c.TITLE),
        *texts.values(),
        *(
            _mapped(data[column], _or_none(meaning)).alias(c.means(role))
            for role, (column, meaning) in MEANINGS.items()
        ),
        *(pl.col(role).str.strip_chars().alias(c.shown(role)) for role in c.MEANT),
    ).filter(pl.col("name") != "")
    return told.with_columns(
        _listed(told, issued),
        _specific(told, issued),
        _mapped(told.select(pl.concat_str(c.COMPARED, separator="\x1f").alias(c.SAME))[c.SAME], _hash, pl.UInt64),
        *_keys(told, "name", selves, (c.NAMED, c.NAMED_AS_IS)),
        *_keys(told, "description", selves, (c.TOLD, c.TOLD_AS_IS)),
    )


def _keys(
    told: pl.DataFrame, role: str, selves: Mapping[str, Sequence[str]], called: tuple[str, str]
) -> Iterator[pl.Series]:
    """Hashes of texts without the words by which a department calls itself, and of the whole ones that hold such words."""
    texts = [(text, without(text, selves[key])) for key, text in told.select(c.KEY, role).iter_rows()]
    yield pl.Series(called[0], [_hash_if_any(bare) for _, bare in texts], dtype=pl.UInt64)
    yield pl.Series(called[1], [_hash(text) if bare != text else None for text, bare in texts], dtype=pl.UInt64)


def _listed(told: pl.DataFrame, issued: Issued | None) -> pl.Series:
    """Whether the catalog words an indicator so; a table may leave descriptions out."""
    rows = told.select(c.TITLE, "name", "description").iter_rows() if issued else ()
    listed = [issued is not None and _is_listed(issued, *row) for row in rows] if issued else [False] * told.height
    return pl.Series(c.LISTED, listed, dtype=pl.Boolean)


def _specific(told: pl.DataFrame, issued: Issued | None) -> pl.Series:
    """Whether the name alone says what is meant; what the catalog knows is held against the catalog, and not against others."""
    specific = _mapped(told["name"], is_specific, pl.Boolean).alias(c.SPECIFIC)
    if issued is None:
        return specific
    known = [
        issued.entry(Indicator(category=title or "", name=name)) is not None
        for title, name in told.select(c.TITLE, "name").iter_rows()
    ]
    return specific & ~pl.Series(known, dtype=pl.Boolean)


def _is_listed(issued: Issued, title: str | None, name: str, description: str) -> bool:
    entry = issued.entry(Indicator(category=title or "", name=name))
    return entry is not None and entry.how == "name" and description in {"", normal_form(entry.indicator.description)}


def _or_none(meaning: Callable[[str], str | None]) -> Callable[[str], str | None]:
    return lambda text: meaning(text) or None


def _mapped(texts: pl.Series, function: Callable[[str], object], dtype: Any = pl.String) -> pl.Series:
    """A function of each distinct text; null stays null."""
    known = {text: None if text is None else function(text) for text in set(texts.to_list())}
    return pl.Series(texts.name, [known[text] for text in texts], dtype=dtype)


@lru_cache(maxsize=REMEMBERED)
def _hash(text: str) -> int:
    """The same on every machine, unlike polars' own."""
    return int.from_bytes(hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest(), "big")


def _hash_if_any(text: str) -> int | None:
    return _hash(text) if text else None


def _parquet(table: pl.DataFrame) -> bytes:
    made = io.BytesIO()
    table.write_parquet(made, compression="zstd")
    return made.getvalue()
