"""Where excuses stand in a document: lines of comment, a sheet `_lint`, notes at cells, a column of the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from indicator_lint.chinese.labels import label_key
from indicator_lint.model.document import Document
from indicator_lint.model.grid import Grid, Position
from indicator_lint.model.location import FILE, Location
from indicator_lint.model.suppression import Channel
from indicator_lint.model.table import Table
from indicator_lint.patterns import pattern
from indicator_lint.suppression.excuse import Excuse, Target
from indicator_lint.suppression.wording import Said, day, said_in, said_in_cell

SHEET: Final = "_lint"
COLUMNS: Final = frozenset({"检查豁免", "豁免", "豁免说明", "豁免理由"})
"""Labels of the column for excuses."""

FIELDS: Final[Mapping[str, str]] = {
    "规则": "rules", "规则代码": "rules", "rule": "rules", "rules": "rules",
    "范围": "where", "位置": "where", "where": "where", "scope": "where",
    "理由": "reason", "原因": "reason", "reason": "reason",
    "批准人": "approver", "审批人": "approver", "approver": "approver",
    "到期日": "until", "到期": "until", "有效期至": "until", "until": "until", "expires": "until",
}  # fmt: skip
"""Labels of the sheet for excuses."""

COMMENT: Final = pattern(r"\s*(?:#|//|<!--|;|；)\s*(?=(?:indicator-)?lint\s*[:：])", re.IGNORECASE)
TEXTS: Final = frozenset({"csv", "tsv", "text"})
NAMES: Final = pattern(r"[\s,，、;；]+")


class Cleared(NamedTuple):
    """A document without what is no table's content, the excuses found in that, and lines of comment by grid and row."""

    document: Document
    excuses: tuple[Excuse, ...]
    comments: Sequence[tuple[Grid, int, Said]]


def cleared(document: Document) -> Cleared:
    """Take the sheet `_lint` and the lines of comment out of a document: they are about its tables, not in them."""
    lint = [grid for grid in document.grids if grid.name.strip().casefold() == SHEET]
    rest = [grid for grid in document.grids if grid not in lint] if lint else document.grids
    comments = list(_comments(rest)) if document.format in TEXTS else []
    for grid, row, _ in comments:
        grid.rows.pop(row, None)
    excuses = [excuse for grid in lint for excuse in _listed(document.path, grid)]
    return Cleared(replace(document, grids=tuple(rest)) if lint else document, tuple(excuses), comments)


def written_in_tables(path: str, read: Cleared, tables: Sequence[Table]) -> Iterator[Excuse]:
    """The excuses of a document whose tables are known."""
    yield from read.excuses
    records = {
        (id(table.grid), row): (table, number)
        for table in tables
        for row, number in zip(table.rows, table.numbers, strict=True)
    }
    for grid, row, said in read.comments:
        yield _of(path, said, Channel.COMMENT, grid.place(row, 1), _below(grid, row, said, records))
    for grid in read.document.grids:
        yield from _noted(path, grid, tables)
    for table in tables:
        yield from _in_column(path, table)


def _comments(grids: Sequence[Grid]) -> Iterator[tuple[Grid, int, Said]]:
    for grid in grids:
        for row, texts in list(grid.rows.items()):
            first = next((text for text in texts if text), "")
            if COMMENT.match(first):
                said = list(said_in(",".join(texts)))
                yield from ((grid, row, one) for one in said)


def _below(grid: Grid, row: int, said: Said, records: Mapping[tuple[int, int], tuple[Table, int]]) -> Target:
    """A comment is about the indicator below it; before a header, or where it says so, about the whole file."""
    following = min((at for at in grid.rows if at > row), default=0)
    if said.whole or (id(grid), following) not in records:
        return Target()
    table, number = records[id(grid), following]
    return Target(grid.place(following, table.columns.get("name", 1)), (table.category, number))


def _of(path: str, said: Said, channel: Channel, place: Location, target: Target) -> Excuse:
    return Excuse(said.names, channel, path, said.reason, place, target, said.until, said.approver, said.fault)


def _noted(path: str, grid: Grid, tables: Sequence[Table]) -> Iterator[Excuse]:
    """A note is about its cell; at a name about the indicator, at a title about the category."""
    for at, note in grid.notes.items():
        for said in said_in(note):
            target = Target() if said.whole else _noted_at(grid, at, tables)
            yield _of(path, said, Channel.NOTE, grid.place(*at), target)


def _noted_at(grid: Grid, at: Position, tables: Sequence[Table]) -> Target:
    anchor = grid.anchor(*at)
    place = grid.place(*anchor)
    for table in tables:
        if table.grid is not grid:
            continue
        if table.category_at == anchor:
            return Target(place, category=table.category)
        if table.columns.get("name") == anchor[1] and anchor[0] in table.rows:
            return Target(place, (table.category, table.numbers[list(table.rows).index(anchor[0])]))
    return Target(place)


def _in_column(path: str, table: Table) -> Iterator[Excuse]:
    columns = [column for column, label in table.labels.items() if label_key(label) in COLUMNS]
    for column in columns:
        for row, number in zip(table.rows, table.numbers, strict=True):
            for said in said_in_cell(table.grid.text(row, column)):
                target = Target(table.grid.place(row, table.columns.get("name", 1)), (table.category, number))
                yield _of(path, said, Channel.COLUMN, table.grid.place(row, column), target)


def _listed(path: str, grid: Grid) -> Iterator[Excuse]:
    """The lines of the sheet `_lint`, below the labels that say what its columns are."""
    fields: dict[str, int] = {}
    for row, texts in grid.rows.items():
        labels = {FIELDS[label_key(text)]: column for column, text in enumerate(texts, 1) if label_key(text) in FIELDS}
        if "rules" in labels and "reason" in labels:
            fields = labels
        elif fields and any(text.strip() for text in texts):
            yield _line(path, grid, row, {name: grid.text(row, column).strip() for name, column in fields.items()})


def _line(path: str, grid: Grid, row: int, said: Mapping[str, str]) -> Excuse:
    until, fault = day(said["until"]) if said.get("until") else (None, "")
    names = tuple(name for name in NAMES.split(said["rules"]) if name)
    target = Target(FILE, words=said["where"]) if said.get("where") not in {None, "", "全部", "文件"} else Target()
    return Excuse(
        names, Channel.SHEET, path, said["reason"], grid.place(row, 1), target, until, said.get("approver", ""), fault
    )
