"""How far a reading can be trusted, in words: for `show` all of it, for `check` one calm line a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from indicator_lint.model.report import Reading
from indicator_lint.model.table import Table
from indicator_lint.reports.display import clip, visible
from indicator_lint.reports.places import column_name, row_name
from indicator_lint.reports.records import filled, unmapped
from indicator_lint.reports.telling import role_word
from indicator_lint.reports.view import View
from indicator_lint.reports.words import WORDS

LOW: Final = 0.75
"""Less confidence than this is worth a look."""

NAMED: Final = 5
"""So many overlooked rows are shown; beyond that their number has to do."""

TEXT: Final = 24


def named(table: Table, column: int) -> str:
    """A column by its letter or number and its label, written without the spaces inside."""
    return f"{column_name(table, column)} {visible(''.join(table.labels.get(column, '').split()))}".rstrip()


def told_of(table: Table, view: View) -> Iterator[str]:
    """What was not read of a table, what was inferred, filled in or hidden: a line each."""
    if columns := [named(table, column) for column in unmapped(table)]:
        yield view.say("unmapped", columns=view.listed(columns))
    doubts = [doubt for doubt in table.doubts if doubt.kind not in {"unknown", "unlabelled"}]
    if doubts:
        words = [view.say(f"doubt_{one.kind}", column=named(table, one.column) if one.column else "") for one in doubts]
        yield view.say("doubts", reasons=view.listed(words))
    levels = {role: filled(table, role) for role in table.sources}
    if counts := [view.say("filled_role", role=role_word(role, view), count=n) for role, n in levels.items() if n]:
        yield view.say("filled", roles=view.listed(counts))
    hidden = [str(row_name(table, row)) for row in table.hidden_rows]
    if hidden:
        yield view.say("hidden_columns" if table.grid.transposed else "hidden_rows", names=view.listed(hidden))
    hidden = [str(column_name(table, column)) for column in table.hidden_columns]
    if hidden:
        yield view.say("hidden_rows" if table.grid.transposed else "hidden_columns", names=view.listed(hidden))


def remarked(reading: Reading, view: View) -> Iterator[str]:
    """The remarks of whoever read the file, and the lines outside its tables that look like indicators."""
    for remark in reading.document.remarks if reading.document else ():
        key = f"remark_{remark.kind}"
        text = view.say(key, **remark.params) if key in WORDS else remark.kind
        place = visible(remark.location.display)
        yield view.say("note", note=view.say("told", head=place, message=text) if place else text)
    if reading.strays:
        shown = reading.strays[:NAMED]
        lines = [line.location.display + view.say("quoted", text=clip(visible(line.text), TEXT)) for line in shown]
        yield view.say("strays", count=len(reading.strays), rows=view.listed(lines))


def attention(reading: Reading, view: View) -> str:
    """Why a file should be looked at with `show`, in one sentence; empty where nothing asks for it."""
    low = [table for table in reading.tables if table.confidence < LOW]
    strange = sum(not known for table in reading.tables for known in unmapped(table).values())
    points = {
        "look_confidence": len(low),
        "look_unmapped": strange,
        "look_strays": len(reading.strays),
        "look_sheets": len(_unread(reading)),
        "look_remarks": len(reading.document.remarks) if reading.document else 0,
    }
    told = [view.say(key, count=count) for key, count in points.items() if count]
    return view.say("look", points=view.listed(told)) if told else ""


def _unread(reading: Reading) -> set[str]:
    """The sheets without a table in which something looks like indicators."""
    holding = {table.grid.name for table in reading.tables}
    return {line.grid.name for line in reading.strays if line.grid.name and line.grid.name not in holding}
