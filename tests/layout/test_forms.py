"""Whole tables as they come, each beside its truth: category, roles, records, where their classes stand, skipped rows.

`forms.txt` holds the drawings (see `grids.draw`; `## ` begins a sheet) and, below `---`, a line for each table: category and
its place, roles by column (`.` for none, `role=3` for column 3), rows, source rows of level 1 and of level 2 (where not the
record's own; `5*3` is 5 thrice, `~` none), skipped rows with their reasons, `doubtful` where confidence must be below 1, the columns
left unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from grids import draw

from indicator_lint.layout import find_tables
from indicator_lint.model.grid import Grid
from indicator_lint.model.table import Table

TEXT = Path(__file__).with_name("forms.txt").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Form:
    """Sheets as drawn and the tables in them as they must be read."""

    title: str
    sheets: tuple[Grid, ...]
    truth: tuple[str, ...]


def forms() -> Iterator[Form]:
    for block in re.split(r"^=== ", TEXT, flags=re.MULTILINE)[1:]:
        title, _, rest = block.partition("\n")
        drawing, _, truth = rest.partition("\n---\n")
        yield Form(title, tuple(sheets(drawing)), tuple(truth.strip().splitlines()))


def sheets(drawing: str) -> Iterator[Grid]:
    parts = re.split(r"^## (.*)\n", drawing, flags=re.MULTILINE)
    if len(parts) == 1:
        yield draw(drawing)
    for name, lines in zip(parts[1::2], parts[2::2], strict=True):
        yield draw(lines, name)


def numbers(text: str, default: list[int]) -> list[int]:
    """`5*3 8 10-12` written out."""
    found: list[int] = []
    for part in text.split():
        span, _, times = part.replace("~", "0").partition("*")
        start, _, end = span.partition("-")
        found += list(range(int(start), int(end or start) + 1)) * int(times or 1)
    return found or default


def roles(text: str) -> dict[str, int]:
    named = ((at, *one.partition("=")[::2]) for at, one in enumerate(text.split(), start=1))
    found, shift = {}, 0
    for at, role, column in named:
        shift += bool(column)
        if role != ".":
            found[role] = int(column) if column else at - shift
    return found


def told(table: Table, role: str) -> list[int]:
    own = [table.source(role, at) for at in range(len(table.rows))]
    return [table.grid.anchor(row, table.columns[role])[0] if table.text(role, at) else 0 for at, row in enumerate(own)]


def check(table: Table, truth: str) -> None:
    parts = [part.strip() for part in truth.split(";")] + [""] * 6
    category, columns, rows, first, second, skipped, doubt, unread = (*parts, "", "")[:8]
    name, _, at = category.partition("@")
    assert (table.category or "-") == name
    if at:
        assert table.category_at == tuple(map(int, at.split(":")))
    assert dict(table.columns) == roles(columns)
    assert list(table.rows) == numbers(rows, [])
    for role, sources in (("level1", first), ("level2", second)):
        if role in table.columns and doubt != "doubtful-levels":
            own = [row if table.text(role, at) else 0 for at, row in enumerate(table.rows)]
            assert told(table, role) == numbers(sources, own), role
    assert ", ".join(f"{skip.row} {skip.reason}" for skip in table.skipped) == skipped
    assert (table.confidence < 1) or doubt != "doubtful"
    assert not unread or " ".join(map(str, table.unread)) == unread.replace("none", "")


@pytest.mark.parametrize("form", list(forms()), ids=lambda form: form.title)
def test_a_form_is_read_as_it_is_meant(form: Form) -> None:
    tables = find_tables(form.sheets).tables
    truth = [] if form.truth == ("none",) else list(form.truth)
    assert len(tables) == len(truth), [(table.category, dict(table.columns), list(table.rows)) for table in tables]
    for table, line in zip(tables, truth, strict=True):
        check(table, line)
