"""The indicators in force, linted where they stand: in `indicators.csv`, line for line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from indicator_lint.config import Settings
from indicator_lint.discovery import Source
from indicator_lint.linter import lint_sources
from indicator_lint.model.catalog import FIELDS, STATED, Catalog, Indicator
from indicator_lint.model.report import Report
from indicator_lint.store.package import INDICATORS

COLUMNS: Final = ("code", *STATED)
"""The first columns of `indicators.csv`: what is judged. What follows is about the catalog itself."""


def lines_of(catalog: Catalog) -> dict[int, str]:
    """The lines of `indicators.csv` on which indicators begin, each with the code."""
    lines, line = {}, 2
    for indicator in catalog.indicators:
        lines[line] = indicator.code
        line += 1 + _breaks(indicator, FIELDS)
    return lines


def lint_catalog(folder: Path, catalog: Catalog, settings: Settings) -> Report:
    """What the rules say of the indicators in force; places are those of the catalog's own file.

    Configuration and suppressions that lie beside that file are heeded.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for indicator in catalog.indicators:
        if indicator.active:
            writer.writerow([indicator.text(name) for name in COLUMNS])
            out.write("\n" * (_breaks(indicator, FIELDS) - _breaks(indicator, COLUMNS)))
        else:
            out.write("\n" * (1 + _breaks(indicator, FIELDS)))
    return lint_sources([Source(str(folder / INDICATORS), out.getvalue().encode())], settings)


def _breaks(indicator: Indicator, names: Iterable[str]) -> int:
    """How many lines more than one an indicator takes."""
    return sum(indicator.text(name).count("\n") for name in names)
