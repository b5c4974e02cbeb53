"""One table in every format: the same indicators, the same findings, each at the cell where it stands in that format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pytest
import tilings
import wordfiles as word
import xlwt
from sheetfiles import saved

from indicator_lint.config import Settings
from indicator_lint.linter import lint
from indicator_lint.model.report import Report
from indicator_lint.model.table import Table

SAMPLE: Final = Path(__file__).parents[1] / "samples" / "xiangcheng-2024.txt"
HEADER: Final = ["一级指标", "二级指标", "指标名称", "性质", "单位", "指标描述"]
ROLES: Final = ("level1", "level2", "name", "operator", "unit", "description")
SHEET, PAPER, TEXT = re.compile(r"[A-Z]+\d+"), re.compile(r"r\d+c\d+|p\d+"), re.compile(r"\d+:\d+")
"""How a place is written in sheets, in documents and in text."""

Section = tuple[str, list[list[str]]]
"""A category's title, and the rows of its table, the header first."""


@pytest.fixture(scope="module")
def sections() -> list[Section]:
    """The categories of the sample, every row with its levels."""
    tables = lint([str(SAMPLE)], Settings(select=("FIL",))).readings[0].tables
    return [(table.category or "", [HEADER, *_texts(table)]) for table in tables]


@pytest.fixture(scope="module")
def expected(sections: list[Section], tmp_path_factory: pytest.TempPathFactory) -> Report:
    """What is said of them as plain text."""
    path = tmp_path_factory.mktemp("alike") / "表.txt"
    path.write_bytes(FORMATS["txt"][0](sections))
    return lint([str(path)], Settings())


def _texts(table: Table) -> Iterator[list[str]]:
    for at in range(len(table.rows)):
        yield [table.text(role, at) for role in ROLES]


def _rows(sections: Sequence[Section]) -> list[list[str]]:
    """All on one sheet, a blank row after each table."""
    return list(chain.from_iterable([[title], *rows, []] for title, rows in sections))


def _delimited(separator: str, encoding: str) -> Callable[[Sequence[Section]], bytes]:
    def text(sections: Sequence[Section]) -> bytes:
        return "\n".join(separator.join(map(quoted, row)) for row in _rows(sections)).encode(encoding)

    def quoted(field: str) -> str:
        return f'"{field}"' if separator == "," and separator in field else field

    return text


def _old_workbook(sections: Sequence[Section]) -> bytes:
    book: Any = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row, texts in enumerate(_rows(sections)):
        for column, text in enumerate(texts):
            sheet.write(row, column, text)
    return saved(book)


def _sheet(write: Callable[[Sequence[tilings.Tile]], bytes]) -> Callable[[Sequence[Section]], bytes]:
    return lambda sections: write(tilings.tiles_of(_rows(sections)))


def _page(sections: Sequence[Section]) -> bytes:
    parts = (f"<h3>{title}</h3>{tilings.html(tilings.tiles_of(rows))}" for title, rows in sections)
    return f"<html><meta charset=gb2312><body>{''.join(parts)}</body></html>".encode("gb18030")


def _open_text(sections: Sequence[Section]) -> bytes:
    parts = (f"<text:h>{title}</text:h>{tilings.table(tilings.tiles_of(rows))}" for title, rows in sections)
    return tilings.opendocument("".join(parts), "text")


def _paper(sections: Sequence[Section]) -> bytes:
    parts = (word.p(title) + word.tbl(*(word.tr(*row) for row in rows)) for title, rows in sections)
    return word.docx("".join(parts))


FORMATS: Final[dict[str, tuple[Callable[[Sequence[Section]], bytes], re.Pattern[str]]]] = {
    "txt": (_delimited(" | ", "utf-8"), TEXT),
    "md": (_delimited(" | ", "utf-8-sig"), TEXT),
    "csv": (_delimited(",", "gb18030"), TEXT),
    "tsv": (_delimited("\t", "utf-16"), TEXT),
    "xlsx": (_sheet(tilings.xlsx), SHEET),
    "xls": (_old_workbook, SHEET),
    "et": (_old_workbook, SHEET),
    "xml": (_sheet(tilings.xml_workbook), SHEET),
    "ods": (_sheet(lambda tiles: tilings.opendocument(tilings.table(tiles))), SHEET),
    "odt": (_open_text, PAPER),
    "html": (_page, PAPER),
    "docx": (_paper, PAPER),
}
"""How the sample is written in each format, and how places are written there. (PDF: `formats/test_pdf.py`.)"""


def _told(report: Report) -> list[tuple[object, ...]]:
    return sorted(
        (f.code, f.severity, f.category or "", f.row or 0, f.role, f.value, f.message, f.fix is None)
        for f in report.findings
        if f.row is not None or f.category is not None
    )


def _indicators(report: Report) -> list[tuple[object, ...]]:
    tables = [table for reading in report.readings for table in reading.tables]
    return [
        (table.category, number, *texts)
        for table in tables
        for number, texts in zip(table.numbers, _texts(table), strict=True)
    ]


@pytest.mark.parametrize("suffix", FORMATS)
def test_one_table_is_one_table(suffix: str, sections: list[Section], expected: Report, tmp_path: Path) -> None:
    write, place = FORMATS[suffix]
    path = tmp_path / f"表.{suffix}"
    path.write_bytes(write(sections))
    report = lint([str(path)], Settings())
    assert _indicators(report) == _indicators(expected)
    assert _told(report) == _told(expected)
    assert len(_told(report)) > 100
    assert [f.location.ref for f in report.findings if not place.fullmatch(f.location.ref)] == []


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_finding_stands_at_the_cell_that_it_quotes(suffix: str, sections: list[Section], tmp_path: Path) -> None:
    path = tmp_path / f"表.{suffix}"
    path.write_bytes(FORMATS[suffix][0](sections))
    report = lint([str(path)], Settings())
    (reading,) = report.readings
    assert reading.document is not None
    shown = {
        grid.place(row, column).display: text
        for grid in reading.document.grids
        for row in grid.rows
        for column, text in grid.cells(row)
    }
    quoted = [finding for finding in report.findings if finding.value and finding.role in ROLES]
    assert [f.value for f in quoted if shown.get(f.location.display) != f.value] == []
    assert len(quoted) > 50
