"""What programs call: lint whatever holds tables — paths, bytes, data frames."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from typing import Any, Final, Protocol, TypeAlias, runtime_checkable

from indicator_lint.config import Settings
from indicator_lint.linter import lint as lint_paths
from indicator_lint.model.report import Report

DEFAULT: Final = Settings()
UNNAMED: Final = "表.csv"
"""What a data frame, and bytes without a name, are called in the report."""


@runtime_checkable
class DataFrame(Protocol):
    """A data frame of polars or pandas: columns by label, rows in their order."""

    @property
    def columns(self) -> Any:
        """The labels."""

    def __getitem__(self, label: Any) -> Any:
        """A column by its label."""


Path: TypeAlias = str | os.PathLike[str]


def lint(
    what: Path | bytes | DataFrame | Iterable[Path],
    settings: Settings = DEFAULT,
    *,
    name: str = UNNAMED,
    stdin: tuple[str, bytes] | None = None,
) -> Report:
    r"""Lint a file or directory, several of them, the content of a file, or a data frame.

    `name` is what content is called; its suffix helps to tell the format. The rows of a data frame are those of its report: row
    N of the frame, from 0, stands at `location.row == N + 2`, below its labels. `stdin` is a name and content read besides
    paths. No cache and no baseline is used. Raises RulebookError where rules or packs are named that do not exist,
    ConfigurationError for a configuration file that is not as it should be, TypeError for what is none of these; a file that
    cannot be read is a finding.

    >>> report = lint("一级指标,二级指标,指标名称,性质,单位\n产出指标,质量指标,考核合格率,>=,%\n".encode())
    >>> [(finding.code, finding.location.ref, finding.value) for finding in report.active if finding.fix]
    [('OPR002', '2:17', '>=')]
    """
    if isinstance(what, str | os.PathLike):
        return lint_paths([os.fspath(what)], settings, stdin=stdin)
    if isinstance(what, bytes | bytearray):
        return lint_paths([], settings, stdin=(name, bytes(what)))
    if hasattr(what, "columns"):
        return lint_paths([], settings, stdin=(name, written(what)))
    return lint_paths([os.fspath(path) for path in what], settings, stdin=stdin)


def written(frame: Any) -> bytes:
    """A data frame as CSV in UTF-8: labels, then a record a row; what is missing is empty. Raises TypeError for anything else."""
    labels = [str(label) for label in frame.columns]
    columns = [[_text(value) for value in _values(frame[label])] for label in frame.columns]
    return as_csv(labels, zip(*columns, strict=True))


def as_csv(labels: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Records as CSV, each quoted, so that none looks like a comment or an empty line."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(labels)
    writer.writerows(rows)
    return text.getvalue().encode(errors="surrogatepass")


def _values(column: Any) -> list[Any]:
    values = column.to_list() if hasattr(column, "to_list") else list(column)
    assert isinstance(values, list)  # noqa: S101 - polars and pandas say so
    return values


def _text(value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124 - what is not a number does not equal itself
        return ""
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value)
