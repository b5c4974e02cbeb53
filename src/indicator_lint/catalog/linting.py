"""The indicators in force, linted where they stand: in `indicators.csv`, line for line."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

from indicator_lint.config import Settings
from indicator_lint.discovery import Source
from indicator_lint.intake import take_in
from indicator_lint.linter import lint_readings
from indicator_lint.model.catalog import STATED, Catalog
from indicator_lint.model.report import Report
from indicator_lint.selection import rules_asked
from indicator_lint.store.package import INDICATORS

COLUMNS: Final = ("code", *STATED)
"""The first columns of `indicators.csv`: what is judged. What follows is about the catalog itself."""


def lines_of(catalog: Catalog) -> dict[int, str]:
    """The lines of `indicators.csv` on which indicators begin, each with the code."""
    lines, line = {}, 2
    for indicator in catalog.indicators:
        lines[line] = indicator.code
        line += 1 + sum(indicator.text(name).count("\n") for name in COLUMNS)
    return lines


def lint_catalog(folder: Path, catalog: Catalog, settings: Settings) -> Report:
    """What the rules say of the indicators in force; places are those of the catalog's own file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for indicator in catalog.indicators:
        texts = [indicator.text(name) for name in COLUMNS]
        if indicator.active:
            writer.writerow(texts)
        else:
            out.write("\n" * (1 + sum(text.count("\n") for text in texts)))
    taken = take_in(Source(str(folder / INDICATORS), out.getvalue().encode()))
    return lint_readings([taken.reading], rules_asked(settings))
