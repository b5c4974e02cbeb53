"""The reports of an audit, each whole or not at all, written side by side by whoever has been at work on the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from indicator_lint.chinese.system import reason_of
from indicator_lint.cli.outlets import write_file
from indicator_lint.cli.streams import print_err
from indicator_lint.reports import View
from indicator_lint.reports.display import visible

if TYPE_CHECKING:
    from indicator_lint.audit.course import Course
    from indicator_lint.audit.engines import Engine
    from indicator_lint.audit.results import Standing

WORKBOOK: Final = ".xlsx"
PAGE: Final = ".html"
RECORDS: Final = ".json"
TABLES: Final = (".findings.parquet", ".indicators.parquet")
REPORTS: Final = (WORKBOOK, RECORDS, PAGE, *TABLES)
"""What is written after the prefix, what takes longest first."""

TOLD: Final = (RECORDS, PAGE, WORKBOOK)
"""In the order in which they are told; tables come with them."""


@dataclass(frozen=True, slots=True)
class Reported:
    """An audit, the standings of its departments, the prefix of its reports and how these look."""

    course: Course
    departments: Sequence[Standing]
    output: str
    view: View


def write_reports(reported: Reported, engine: Engine) -> None:
    """Write all of them. Raises UsageError where one cannot be written."""
    beside = replace(reported.view, color=False, folder=str(Path(reported.output).parent))
    write = partial(write_report, reported=replace(reported, view=beside))
    for suffix, written in engine(write, REPORTS):
        if written is None:
            write(suffix)
    for suffix in TOLD:
        if not reported.view.quiet:
            print_err(f"已写入 {visible(reported.output + suffix)}\n")


def write_report(suffix: str, reported: Reported) -> bool:
    """Write one; always true, so that a worker that died of it is told apart. Raises UsageError where that cannot be."""
    from indicator_lint.audit.tables import write_table  # noqa: PLC0415  # polars

    path = Path(f"{reported.output}{suffix}")
    if suffix not in TABLES:
        write_file(path, CONTENTS[suffix](reported))
        return True
    try:
        write_table(reported.course, suffix.split(".")[1], path)
    except OSError as error:
        message = f"不能写入“{path}”：{reason_of(error)}。"
        raise click.UsageError(message) from error
    return True


def _records(reported: Reported) -> Iterator[bytes]:
    from indicator_lint.audit.records import json_pieces  # noqa: PLC0415

    return (piece.encode() for piece in json_pieces(reported.course, reported.departments))


def _page(reported: Reported) -> bytes:
    from indicator_lint.audit.page import render_audit_page  # noqa: PLC0415  # jinja2

    return render_audit_page(reported.course, reported.departments, reported.view).encode()


def _workbook(reported: Reported) -> bytes:
    from indicator_lint.audit.book import render_book  # noqa: PLC0415  # openpyxl

    return render_book(reported.course, reported.departments, reported.view)


CONTENTS: Final[Mapping[str, Callable[[Reported], bytes | Iterator[bytes]]]] = {
    RECORDS: _records,
    PAGE: _page,
    WORKBOOK: _workbook,
}
