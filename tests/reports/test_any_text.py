"""Whatever a cell or a file's name holds, every report can be written and read, and shows no control character."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any, Final
from xml.etree import ElementTree as ET

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from reports.canonical import rules, text_table

from indicator_lint.model.document import Document
from indicator_lint.model.finding import Edit, Finding, Fix, Related
from indicator_lint.model.location import Location
from indicator_lint.model.report import Reading, Report
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.reports import BINARIES, REPORTS, View

ALL: Final[Mapping[str, Callable[[Report, View], str | bytes]]] = {**REPORTS, **BINARIES}
ANY: Final = st.text(st.characters(exclude_categories=()), max_size=12)
NASTY: Final = "</script>\x00\x1b[31m\u202e\ud800𠮷|`=1\r\n::error::]]>&amp;\"'\ufffe\x85"


def read_lines(content: str) -> None:
    for line in content.splitlines():
        json.loads(line)


def read_workbook(content: bytes) -> None:
    book = load_workbook(io.BytesIO(content))
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)


READERS: Final[Mapping[str, Callable[[Any], object]]] = {
    "json": json.loads,
    "jsonl": read_lines,
    "sarif": json.loads,
    "sarif:github": json.loads,
    "gitlab": json.loads,
    "rdjson": json.loads,
    "rdjsonl": read_lines,
    "junit": lambda content: ET.fromstring(content.encode()),  # noqa: S314  # our own
    "csv": lambda content: list(csv.reader(io.StringIO(content), strict=True)),
    "html": html5lib.HTMLParser(strict=True).parse,
    "xlsx": read_workbook,
}


def report_on(text: str, path: str) -> Report:
    table = text_table([[text, "次"]], category=text)
    at = table.location("name", 0)
    edit = Edit("name", 1, at, text, text[::-1])
    finding = Finding(
        "TXT001", "space-in-word", Severity.WARNING, path, "name", text, at, text, 1, (text, text, text), text,
        fix=Fix(Safety.UNSAFE, text, (edit,)), related=(Related(path, Location(text, "A1", "A1", 1, 1), text, 2, "unit"),),
        fingerprint="f",
    )  # fmt: skip
    return Report([Reading(path, Document(path, "text", "utf-8", (table.grid,)), [table])], [finding])


@pytest.mark.parametrize("form", ALL)
@settings(max_examples=8)
@given(ANY, ANY)
@example(NASTY, "报 送/\udcff,:%=.csv")
def test_any_text_can_be_written_and_read(form: str, text: str, name: str) -> None:
    path = name.encode("utf-8", "replace").decode("utf-8").replace("\0", "") if "\udcff" not in name else name
    content = ALL[form](report_on(text, path or "a.csv"), View(rules=rules()))
    if isinstance(content, str):
        assert content.encode("utf-8")
        shown = content.replace("\n", "").replace("\r\n" if form == "csv" else "", "").removeprefix("\ufeff")
        assert not {character for character in shown if character < " " or "\x7f" <= character < "\xa0"} - {
            "\r" if form == "csv" else ""
        }
        assert not set(shown) & {"\u202e", "\u2028", "\ufeff"}
    READERS.get(form, len)(content)
