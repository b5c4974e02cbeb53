"""Sheets that the configuration names and no file of the body has: what only the whole of it tells (`LNT005`)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from indicator_lint.audit import columns as c
from indicator_lint.audit.plan import Keyed
from indicator_lint.audit.spill import Spill
from indicator_lint.config import Settings
from indicator_lint.configuration import Configurations
from indicator_lint.intake import Taken, unreached
from indicator_lint.model.document import Document
from indicator_lint.model.finding import Finding
from indicator_lint.model.grid import Grid
from indicator_lint.model.location import FILE
from indicator_lint.model.report import Reading
from indicator_lint.model.rule import Rule


def find_unreached(spill: Spill, files: Sequence[Keyed], settings: Settings, told: Mapping[str, Rule]) -> list[Finding]:
    """The findings, at the first file that each pattern is about; `told` are the rules about files."""
    configurations = Configurations(settings.config)
    asked = [file for file in files if any(scope.reach.sheets for scope in configurations.of(_path(file)).layout)]
    if not asked:
        return []
    numbers = {file.key: number for number, file in enumerate(asked)}
    sheets = dict(spill.scan("files", numbers).select(c.PATH, c.SHEETS).collect().iter_rows())
    taken = [Taken(_reading(_path(file), sheets), configuration=configurations.of(_path(file))) for file in asked]
    return unreached(taken, told)


def _path(file: Keyed) -> str:
    return file.file.source.path


def _reading(path: str, sheets: Mapping[str, str]) -> Reading:
    """A reading of which nothing is known but the names of its sheets."""
    names = json.loads(sheets.get(c.stored(path), "[]"))
    grids = tuple(Grid(name, {}, lambda _row, _column: FILE) for name in names)
    return Reading(path, Document(path, "", None, grids))
