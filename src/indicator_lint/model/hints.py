"""What a user says of a sheet's tables where the guess is wrong: whatever is not said is guessed as before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from indicator_lint.model.grid import Position
from indicator_lint.model.location import FILE, Location

ColumnHint: TypeAlias = int | str
"""A column by its 1-based number, by its letters (`C`, `AB`), or by the label that stands above it."""

LETTERS: Final = re.compile("[A-Z]{1,3}")


def column_number(hint: ColumnHint) -> int | None:
    """The number of a column that is named by number or letters; None for a label."""
    if isinstance(hint, int):
        return hint
    return letters_number(hint) if LETTERS.fullmatch(hint) else None


def letters_number(letters: str) -> int:
    """A → 1, ZZZ → 18278."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


@dataclass(frozen=True, slots=True)
class CategoryHint:
    """Where the category's name stands: `kind` is `title`, `cell` (at `cell`), `column` (see `column`) or `sheet`."""

    kind: str
    cell: Position = (0, 0)
    column: ColumnHint = 0


@dataclass(frozen=True, slots=True)
class Hints:
    """What was said of one sheet.

    `columns` maps roles to columns; `header_rows` are the header's rows, none at all where it is empty. `first_row` and
    `last_row` bound the rows that belong to tables. `transposed` says that an indicator is a column and its fields are rows:
    then all numbers of columns are numbers of rows, and the other way round. `named` says that the sheet itself was meant,
    not all sheets alike; `source` names where all this was said.
    """

    columns: Mapping[str, ColumnHint] = field(default_factory=dict)
    header_rows: tuple[int, ...] | None = None
    category: CategoryHint | None = None
    first_row: int | None = None
    last_row: int | None = None
    fill_down: bool | None = None
    transposed: bool | None = None
    ignored: bool = False
    named: bool = False
    source: str = ""

    def overridden(self, later: Hints) -> Hints:
        """These hints where the later ones say nothing; of columns, role by role."""
        said = {
            name: value
            for name in ("header_rows", "category", "first_row", "last_row", "fill_down", "transposed")
            if (value := getattr(later, name)) is not None
        }
        return replace(
            self,
            **said,
            columns={**self.columns, **later.columns},
            ignored=later.ignored or self.ignored,
            named=later.named or self.named,
            source=later.source or self.source,
        )


NONE = Hints()
"""Nothing was said."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A hint that fits nothing: the key that was set and its value, why (`no_column`, `no_label`, …), who said so, and where."""

    key: str
    value: str
    reason: str
    source: str
    location: Location = FILE
