"""Tables as read: for people (`table`), in normal form (`csv`), for programs (`json`), for `git diff` (`md`)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from indicator_lint.model.grid import Grid
from indicator_lint.model.report import Reading
from indicator_lint.model.table import ROLES, Table
from indicator_lint.patterns import pattern
from indicator_lint.reports.certainty import named, remarked, told_of
from indicator_lint.reports.display import clip, visible, wrap
from indicator_lint.reports.minigrid import GridCell, draw
from indicator_lint.reports.places import column_name, data_range, header_range
from indicator_lint.reports.records import SCHEMA_VERSION, Record, dumped, file_record, place_in, table_record, tool
from indicator_lint.reports.telling import headed, role_word
from indicator_lint.reports.view import View
from indicator_lint.reports.words import WORDS

NORMAL: Final = (
    "path", "category", "row", "level1", "level2", "name", "operator", "unit", "description", "target", "weight", "ref",
)  # fmt: skip
"""The columns of the normal form."""

_LINE_BREAK: Final = pattern(r"\r\n?")
_CONTROL: Final = pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SKIPPED_TEXT: Final = 24


def render_csv(readings: Sequence[Reading], view: View) -> str:
    """The normal form: every record of every file, texts as shown, levels filled in.

    Texts are not altered, so that it can be read again; only control characters, which no table means, become visible.
    """
    del view
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(NORMAL)
    for reading in readings:
        for table in reading.tables:
            writer.writerows([_harmless(text) for text in row] for row in _normal_rows(reading.path, table))
    return out.getvalue()


def render_json(readings: Sequence[Reading], view: View) -> str:
    """The files of the JSON report, each table with its labels, its unmapped columns and its records."""
    del view
    files = ",\n".join(dumped(_file(reading)) for reading in readings)
    head = f'"schema_version": {SCHEMA_VERSION},\n"tool": {dumped(tool())}'
    return f'{{\n{head},\n"files": [\n{files}\n]\n}}\n'


def render_markdown(readings: Sequence[Reading], view: View) -> str:
    """Each table under its category. Nothing in it says where the table stands, so a moved table is no difference."""
    parts = []
    for reading in readings:
        for table in reading.tables:
            roles = _roles(table)
            rows = [[role_word(role, view) for role in roles], ["---"] * len(roles)]
            rows += [[_markdown(table.text(role, i)) for role in roles] for i in range(len(table.rows))]
            parts.append(f"## {_markdown(table.category or view.say('untitled'))}")
            parts.append("\n".join(f"| {' | '.join(row)} |" for row in rows))
    return "\n\n".join(parts) + "\n" if parts else ""


def render_table(readings: Sequence[Reading], view: View) -> str:
    """What was understood, and the records themselves."""
    return "\n".join("".join(f"{line}\n" for line in _told(reading, view)) for reading in readings)


TABLES: Final[Mapping[str, Callable[[Sequence[Reading], View], str]]] = {
    "table": render_table,
    "csv": render_csv,
    "json": render_json,
    "md": render_markdown,
}
"""What `show --output-format` offers."""


def _normal_rows(path: str, table: Table) -> Iterator[list[str]]:
    """The records of a table as rows of `NORMAL`."""
    for i, number in enumerate(table.numbers):
        texts = {role: table.text(role, i) for role in table.columns}
        texts.update(path=path, row=str(number), ref=table.location("name", i).display)
        texts.setdefault("category", table.category or "")
        yield [texts.get(column, "") for column in NORMAL]


def _harmless(text: str) -> str:
    """The text without what would move a terminal's cursor; line breaks become plain ones."""
    return _CONTROL.sub(lambda match: visible(match[0]), _LINE_BREAK.sub("\n", text))


def _file(reading: Reading) -> Record:
    record = file_record(reading)
    tables = [_table(table, reading.frameworks.get(i)) for i, table in enumerate(reading.tables)]
    return {key: tables if key == "tables" else value for key, value in record.items() if key != "coverage"}


def _table(table: Table, framework: str | None) -> Record:
    roles = _roles(table)
    container = table.container
    records = [
        {
            "row": number,
            **place_in(container, table.location("name", i)),
            **{role: table.text(role, i) for role in roles},
        }
        for i, number in enumerate(table.numbers)
    ]
    return {
        **table_record(table, framework),
        "labels": {str(column_name(table, column)): label for column, label in table.labels.items()},
        "records": records,
    }


def _roles(table: Table) -> list[str]:
    """The roles a table has, in the order of the normal form."""
    return [role for role in ROLES if role in table.columns]


def _markdown(text: str) -> str:
    """Text that stays one cell of a Markdown table, and stays text."""
    return re.sub(r"([\\`*_\[\]<|&])", r"\\\1", visible(text))


def _told(reading: Reading, view: View) -> Iterator[str]:
    """A file's heading and what bears on trust in its reading, then its tables, then the sheets without one."""
    document = reading.document
    if document is None:
        yield from headed(visible(reading.path), [view.say("unread")], view)
        return
    details = [view.say("format", format=document.format)]
    if document.encoding:
        details.append(view.say("encoding", encoding=document.encoding))
    details.append(view.say("tables", count=len(reading.tables)) if reading.tables else view.say("no_tables"))
    yield from headed(visible(reading.path), details, view)
    for line in remarked(reading, view):
        yield from wrap(line, view.width)
    for number, table in enumerate(reading.tables):
        yield ""
        yield from _table_lines(table, reading.frameworks.get(number), view)
    if bare := _bare(reading):
        yield ""
        for grid in bare:
            key = "ignored" if grid.name in reading.ignored else "no_table"
            yield from headed(visible(grid.name), [view.say(key), _hidden(grid, view)], view)


def _bare(reading: Reading) -> list[Grid]:
    """The sheets that hold no table, those without a name left out: a text is told by its path.

    Where there is no table at all only those are named that were not to be looked at.
    """
    holding = {name for table in reading.tables for name in (table.grid.name, *table.grid.more)}
    grids = reading.document.grids if reading.document else ()
    named = [grid for grid in grids if grid.name and grid.name not in holding]
    return named if reading.tables else [grid for grid in named if grid.name in reading.ignored]


def _hidden(grid: Grid, view: View) -> str:
    return view.say("hidden") if grid.hidden else ""


def _table_lines(table: Table, framework: str | None, view: View) -> Iterator[str]:
    """A table: where it stands, what its columns mean, its records, what was passed over."""
    details = [visible(table.container), _hidden(table.grid, view)]
    details.append(view.say("indicators", count=len(table.rows)))
    areas = (("header", header_range(table)), ("data", data_range(table)))
    details += [view.say(key, range=area) for key, area in areas if area]
    if framework:
        details.append(view.say("framework", framework=view.say(framework) if framework in WORDS else framework))
    details.append(view.say("confidence", percent=f"{table.confidence:.0%}"))
    yield from headed(visible(table.category) if table.category else view.say("untitled"), details, view)
    yield from (f"  {line}" for line in _understood(table, view))


def _understood(table: Table, view: View) -> Iterator[str]:
    """What the columns mean and what is doubtful, the records, and the rows passed over."""
    columns = view.width - 2
    mapped = [_mapped(table, role, column, view) for role, column in _by_column(table)]
    yield from wrap(view.say("mapping", columns=view.listed(mapped)), columns)
    for line in told_of(table, view):
        yield from wrap(line, columns)
    yield from _records(table, view)
    if table.skipped:
        yield from wrap(view.say("skipped", rows=view.listed(_skipped(table, view))), columns)


def _by_column(table: Table) -> list[tuple[str, int]]:
    return sorted(table.columns.items(), key=lambda item: item[1])


def _mapped(table: Table, role: str, column: int, view: View) -> str:
    """A column and what it means, said once where its label is the very word for it."""
    name, word = named(table, column), role_word(role, view)
    return name if name.endswith(f" {word}") else f"{name} → {word}"


def _records(table: Table, view: View) -> list[str]:
    """The records, numbered, as wide as the view allows."""
    roles = [role for role, _ in _by_column(table)]
    texts = [[str(number), *(table.text(role, i) for role in roles)] for i, number in enumerate(table.numbers)]
    rows = [[GridCell(text) for text in row] for row in texts]
    labels = [view.say("row_number"), *(role_word(role, view) for role in roles)]
    return draw(labels, rows, view, view.width - 2) if rows else []


def _skipped(table: Table, view: View) -> list[str]:
    """Each row passed over: its place, why, and how it begins."""
    rows, container = [], table.container
    for skipped in table.skipped:
        key = f"skipped_{skipped.reason}"
        reason = view.say(key) if key in WORDS else skipped.reason
        text = clip(visible(skipped.text), _SKIPPED_TEXT)
        place = table.grid.place(skipped.row, skipped.column)
        ref = place.ref if place.container == container else visible(place.display)
        rows.append(view.say("skipped_row", ref=ref, reason=reason) + (view.say("quoted", text=text) if text else ""))
    return rows
