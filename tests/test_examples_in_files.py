"""The examples of the rule pages, written as files of every format that is read, are found at the same cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import tilings
import wordfiles
from examples import OPEN, asked, findings_in, issued, sketch
from openpyxl import Workbook

from indicator_lint.conformance import NOT_FRAME
from indicator_lint.discovery import Source
from indicator_lint.intake import take_in
from indicator_lint.linter import lint_readings
from indicator_lint.model.rule import Example, Rule
from indicator_lint.rulebook import load_rules

Rows = dict[int, list[str]]


def _as_text(rows: Rows) -> bytes:
    lines = [_line(rows.get(number, [])) for number in range(1, max(rows) + 1)]
    return "\n".join(lines).encode()


def _line(cells: list[str]) -> str:
    return cells[0] if len(cells) == 1 else f"| {' | '.join(cells)} |" if cells else ""


def _as_csv(rows: Rows) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for number in range(1, max(rows) + 1):
        writer.writerow(rows.get(number, []))
    return out.getvalue().encode("gb18030")


def _as_xlsx(rows: Rows) -> bytes:
    book = Workbook()
    for number, cells in rows.items():
        for column, text in enumerate(cells, start=1):
            if text:
                cell = book.active.cell(number, column, text)
                cell.data_type = "s"  # a sign such as = is text, not the start of a formula
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _as_docx(rows: Rows) -> bytes:
    return wordfiles.docx("".join(markup for markup, _ in _pieces(rows)))


def _pieces(rows: Rows) -> Iterator[tuple[str, list[int]]]:
    """Lines of one cell as paragraphs, other lines in succession as tables; the numbers of the lines that each takes."""
    for alone, group in groupby(sorted(rows), key=lambda number: len(rows[number]) == 1):
        lines = list(group)
        if alone:
            yield from ((wordfiles.p(escape(rows[number][0])), [number]) for number in lines)
        else:
            yield wordfiles.tbl(*(wordfiles.tr(*map(escape, rows[number])) for number in lines)), lines


def _lines(rows: Rows) -> dict[tuple[str, int], int]:
    """Container and row of each line in the document."""
    places: dict[tuple[str, int], int] = {}
    paragraphs = tables = 0
    for markup, lines in _pieces(rows):
        if markup.startswith("<w:tbl>"):
            tables += 1
            places |= {(f"表{tables}", row): line for row, line in enumerate(lines, start=1)}
        else:
            paragraphs += 1
            places["正文", paragraphs] = lines[0]
    return places


def _as_html(rows: Rows) -> bytes:
    return tilings.html(_tiles(rows)).encode("gb18030")


def _as_ods(rows: Rows) -> bytes:
    return tilings.opendocument(tilings.table(_tiles(rows)))


def _tiles(rows: Rows) -> list[tilings.Tile]:
    """Lines of one cell span the table, as titles do."""
    width = max(map(len, rows.values()))
    wide = {number: (len(cells) == 1 and width) or 1 for number, cells in rows.items()}
    empty = (tilings.Tile(number, 1, 1, 1, "") for number in range(1, max(rows)) if number not in rows)
    return [
        *empty,
        *(
            tilings.Tile(number, column, 1, wide[number], text)
            for number, cells in rows.items()
            for column, text in enumerate(cells, start=1)
        ),
    ]


WRITERS: dict[str, Callable[[Rows], bytes]] = {
    "txt": _as_text,
    "csv": _as_csv,
    "xlsx": _as_xlsx,
    "docx": _as_docx,
    "html": _as_html,
    "ods": _as_ods,
}
CASES = [
    pytest.param(rule, example, id=f"{rule.code}-{at}")
    for rule in load_rules(proofs=True).values()
    if rule.check.partition(":")[0] not in NOT_FRAME - {"form"}
    for at, example in enumerate(rule.examples, start=1)
    if OPEN in example.bad
]


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize(("rule", "example"), CASES)
def test_examples_survive_the_round_trip(rule: Rule, example: Example, suffix: str, tmp_path: Path) -> None:
    """Reader, layout and rules together point at the marked cells."""
    drawn = sketch(example.bad)
    rows = next(grid for grid in [*(t.grid for t in drawn.reading.tables), *(p.grid for p in drawn.reading.prose)]).rows
    path = tmp_path / f"example.{suffix}"
    path.write_bytes(WRITERS[suffix](rows))
    reading = take_in(Source(str(path))).reading
    found = lint_readings([reading], [asked(rule)], catalog=issued(example.catalog)).findings
    expected = findings_in(example.bad, rule, example.catalog)[0]
    lines = _lines(rows)
    places = [
        (lines[f.location.container, f.location.row] if suffix == "docx" else f.location.row, f.location.column)
        for f in found
    ]
    assert set(places) == {(f.location.row, f.location.column) for f in expected}
