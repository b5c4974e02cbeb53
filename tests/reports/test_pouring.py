"""Sheets whose rows are written as XML: other programs read what was meant."""

from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from indicator_lint.reports.display import visible
from indicator_lint.reports.pouring import Link, Poured, poured_bytes
from indicator_lint.reports.sheets import Column, Sheet

TEXTS = st.text(max_size=30).map(visible)
ROWS = st.lists(st.tuples(TEXTS, st.integers(0, 10**9) | st.integers(0, 1000).map(lambda n: n / 10)), max_size=5)


def written(rows: list[tuple[str, int | float]]) -> Poured:
    columns = (Column("text", "文字", 20), Column("total", "数", 8))
    return Poured(Workbook().create_sheet("表"), Sheet("x", "表", columns, tuple(rows)))


@settings(max_examples=15)
@given(ROWS)
def test_texts_stay_texts_and_numbers_numbers(rows: list[tuple[str, int | float]]) -> None:
    poured = written(rows)
    sheet = load_workbook(io.BytesIO(poured_bytes(poured.target.parent, [poured])))["表"]
    assert sheet.dimensions == f"A1:B{len(rows) + 1}"
    for (text, number), (first, second) in zip(rows, sheet.iter_rows(min_row=2), strict=True):
        assert (first.value or "", second.value) == (text, number)
        assert first.data_type != "f"
        assert first.quotePrefix == text.startswith(("=", "+", "-", "@"))


def test_accents_links_and_looks_are_those_of_their_cells() -> None:
    poured = written([("错误", 1), ("=警告", 2)])
    poured.accents["text"] = {"错误": poured.look("text", font=Font(bold=True))}
    poured.links = [
        Link("A2", "../甲%20&.xlsx", "'绩效'!C3"),
        Link("A3", None, "'明细'!A9"),
        Link("B3", "../甲%20&.xlsx", None),
    ]
    sheet = load_workbook(io.BytesIO(poured_bytes(poured.target.parent, [poured])))["表"]
    assert [cell.font.b for (cell,) in sheet["A2:A3"]] == [True, False]
    links = {cell.coordinate: cell.hyperlink for row in sheet["A2:B3"] for cell in row if cell.hyperlink}
    assert {ref: (link.target, link.location) for ref, link in links.items()} == {
        "A2": ("../甲%20&.xlsx", "'绩效'!C3"),
        "A3": (None, "'明细'!A9"),
        "B3": ("../甲%20&.xlsx", None),
    }
