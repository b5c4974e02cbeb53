"""The bytes of cells, told by a pattern where it fits, are those that an XML reader tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from richbooks import BOOKS
from sheetfiles import sheet_xml

from indicator_lint.formats import read
from indicator_lint.formats.merging import SheetPlaces
from indicator_lint.formats.spans import ROW_END, Spans, _cells_of_row, _parsed_cells

CELLS = st.lists(
    st.sampled_from(
        (
            '<c r="{at}"/>', '<c r="{at}" s="3"><v>1</v></c>', '<c r="{at}" t="inlineStr"><is><t>a&gt;b</t></is></c>',
            "<c><v>2</v></c>", "<c/>", '<c s="1" r="{at}"/>', "<c\tr='{at}'></c>", '<c r="{at}" ><f>A1&lt;2</f><v/></c >',
            "<cx/>",
        )
    ),
    max_size=6,
)  # fmt: skip


@given(CELLS)
def test_a_pattern_tells_what_a_reader_tells(shapes: list[str]) -> None:
    """Whatever shape cells have; those that the pattern does not know make it stand aside."""
    cells = "".join(shape.format(at=f"{chr(ord('A') + at)}1") for at, shape in enumerate(shapes))
    content = sheet_xml(f'<row r="1">{cells}</row><row r="2"><c r="A2"/></row>').encode()
    begin = content.index(b"<row")
    close = ROW_END.search(content, begin)
    assert close is not None
    assert _cells_of_row(content, begin, 1, b"") == _parsed_cells(content, begin, close.end(), 1)


def test_a_row_without_cells_has_none_of_the_next() -> None:
    content = sheet_xml('<row r="1"/><row r="2"><c r="A2"/></row>').encode()
    assert _cells_of_row(content, content.index(b"<row"), 1, b"") == {}


@pytest.mark.parametrize("name", BOOKS)
def test_every_row_of_a_workbook(name: str) -> None:
    for grid in read("x.xlsx", BOOKS[name]()).grids:
        assert isinstance(grid.place, SheetPlaces)
        spans = grid.place.span
        assert isinstance(spans, Spans)
        for row in grid.rows:
            begin, cells = spans.row(row)
            assert cells
            close = ROW_END.search(spans.content, begin)
            assert close is not None
            assert cells == _parsed_cells(spans.content, begin, close.end(), row)
