"""The check: gathers the rows of a table as Frictionless reads them, and has them linted at its end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import attrs
from frictionless import Check, Error, Resource, Row
from frictionless.errors import CellError
from frictionless.resources import TableResource

from indicator_lint.api import as_csv, lint
from indicator_lint.config import Settings
from indicator_lint.model.finding import Finding

HEADER = 1
"""The row of the labels; Frictionless counts rows alike."""


class IndicatorError(CellError):
    """A finding at a cell."""

    type = "indicator-lint"
    title = "Indicator Error"
    description = "An indicator is not as the rules of indicator-lint want it"
    template = "{note}"


@attrs.define(kw_only=True, repr=False)
class IndicatorCheck(Check):
    """Lint the table; `pack`, `select` and `ignore` choose rules, `lang` is the language of the notes."""

    type = "indicator-lint"
    Errors: ClassVar[list[Any]] = [IndicatorError]

    pack: str | None = None
    select: list[str] = attrs.field(factory=list)
    ignore: list[str] = attrs.field(factory=list)
    lang: str = "zh"

    _rows: list[tuple[int, list[str]]] = attrs.field(factory=list, init=False)

    def connect(self, resource: Resource) -> None:
        """Begin anew with a table."""
        super().connect(resource)
        self._rows = []

    def validate_row(self, row: Row) -> Iterable[Error]:
        """Remember the row; what is wrong with it, the whole table tells."""
        self._rows.append((row.row_number, [_text(cell) for cell in row.cells]))
        return ()

    def validate_end(self) -> Iterable[Error]:
        """The findings: at cells, or at the first cell of the row where one is about more than a cell."""
        assert isinstance(self.resource, TableResource)  # noqa: S101 - rows are those of a table
        labels = list(self.resource.labels)
        content = as_csv(labels, (cells for _, cells in self._rows))
        settings = Settings(pack=self.pack, select=tuple(self.select), ignore=tuple(self.ignore), lang=self.lang)
        name = f"{self.resource.name or '表'}.csv"
        for finding in lint(content, settings, name=name).active:
            yield self._error(finding, labels)

    def _error(self, finding: Finding, labels: list[str]) -> Error:
        place, note = finding.location, f"{finding.code} {finding.message}"
        at = place.row - HEADER - 1
        number, cells = self._rows[at] if 0 <= at < len(self._rows) else (HEADER, labels)
        column = min(max(place.column, 1), len(labels))
        return IndicatorError(
            note=note,
            cells=cells,
            row_number=number,
            cell=cells[column - 1] if column <= len(cells) else "",
            field_name=labels[column - 1],
            field_number=column,
        )

    metadata_profile_patch: ClassVar[dict[str, Any]] = {
        "properties": {
            "pack": {"type": "string"},
            "select": {"type": "array", "items": {"type": "string"}},
            "ignore": {"type": "array", "items": {"type": "string"}},
            "lang": {"enum": ["zh", "en"]},
        }
    }


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)
