"""Cells of text files rewritten: the cell says what it should, and every byte outside it is what it was."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicator_lint.formats import read
from indicator_lint.formats.patching import patch, spliced
from indicator_lint.model.document import Document
from indicator_lint.model.finding import Edit
from indicator_lint.model.grid import Position
from indicator_lint.model.patch import Refusal

CODECS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"]
HEADER = ["类别", "一级指标", "指标名称", "性质", "单位"]
ROW = ["设备类", "产出指标", "购置设备数量", "≥", "台"]
CELLS = st.text(alphabet='设备率 甲乙abc,;"\t|\\\n%≥', max_size=6)
PIPED = """标题
正文一句。
| 一级指标 | 指标名称 | 单位 |
|---|:--|---|
| 产出指标 | 购置设备数量 | 台 |
| 产出指标 |  | % |
"""


def edits(document: Document, wanted: Mapping[Position, str]) -> list[Edit]:
    """What a linter would ask for."""
    (grid,) = document.grids
    return [Edit("name", None, grid.place(*at), grid.text(*at), new) for at, new in wanted.items()]


def patched(document: Document, content: bytes, asked: Sequence[Edit]) -> tuple[bytes, list[Refusal]]:
    """The file with the edits made, and those that were refused."""
    made = patch(document, content, asked)
    return spliced(content, made.splices), list(made.refused)


def written(rows: list[list[str]], delimiter: str, ends: str, quoting: Literal[0, 1]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=ends, quoting=quoting).writerows(rows)
    return out.getvalue()


def outside(content: bytes, document: Document, cells: Iterable[Position]) -> bytes:
    """The bytes of a file without those of some cells."""
    spans = [span for at in cells if (span := document.grids[0].place(*at).span)]
    for span in sorted(spans, key=lambda span: span.start, reverse=True):
        content = content[: span.start] + b"<>" + content[span.end :]
    return content


def rows_with(document: Document, wanted: Mapping[Position, str]) -> dict[int, list[str]]:
    """The rows of a document with other texts at some places, in the form of a grid."""
    rows = {number: list(texts) for number, texts in document.grids[0].rows.items()}
    for (row, column), text in wanted.items():
        texts = rows.setdefault(row, [])
        texts.extend([""] * (column - len(texts)))
        texts[column - 1] = text
    for number, texts in list(rows.items()):
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            del rows[number]
    return rows


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=5, max_size=5), min_size=1, max_size=4),
    st.dictionaries(st.tuples(st.integers(1, 6), st.integers(1, 5)), CELLS, max_size=4),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.tuples(st.sampled_from(CODECS), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
)
def test_a_patched_record_reads_as_asked(
    drawn: list[list[str]], wanted: dict[Position, str], delimiter: str, ends: str, form: tuple[str, Literal[0, 1]]
) -> None:
    """The grid afterwards is the grid before with exactly these cells changed; all else is the same bytes."""
    rows = [HEADER, ROW, *([*each[:-1], each[-1] + "末"] for each in drawn), ROW]
    content = written(rows, delimiter, ends, form[1]).encode(form[0])
    before = read("表.csv", content)
    wanted = {(row, column): new for (row, column), new in wanted.items() if row in before.grids[0].rows}
    asked = edits(before, wanted)
    result, refused = patched(before, content, asked)
    assert not refused
    after = read("表.csv", result)
    assert after.grids[0].rows == rows_with(before, wanted)
    assert after.encoding == before.encoding
    assert outside(result, after, wanted) == outside(content, before, wanted)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.tuples(st.integers(1, 6), st.integers(1, 4)), CELLS, max_size=3),
    st.sampled_from(CODECS),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_patched_line_reads_as_asked_or_is_refused(wanted: dict[Position, str], codec: str, ends: str) -> None:
    """A text that would break the row, or that the line cannot hold, is refused; all others are read back."""
    content = PIPED.replace("\n", ends).encode(codec)
    before = read("表.md", content)
    result, refusals = patched(before, content, edits(before, wanted))
    refused = {(each.edit.location.row, each.edit.location.column) for each in refusals}
    assert read("表.md", result).grids[0].rows == rows_with(before, {at: wanted[at] for at in wanted.keys() - refused})
    assert all(odd(wanted[at]) for at in refused if at[0] > 4)  # the lines above it are no rows of the table


def odd(text: str) -> bool:
    """Whether no cell of a pipe table can hold a text."""
    return text != text.strip() or "|" in text or "\n" in text


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize(("name", "text"), [("表.csv", written([HEADER, ROW], ",", "\r\n", 0)), ("表.md", PIPED)])
def test_nothing_asked_is_nothing_changed(codec: str, name: str, text: str) -> None:
    content = text.encode(codec)
    assert patched(read(name, content), content, []) == (content, [])


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_only_the_bytes_of_the_cell_differ(ends: str) -> None:
    """Odd quoting elsewhere, line ends and a missing one at the end of the file stay."""
    text = ends.join(['类别,"名称",单位', 'a "b",  空格 ,个', '"x""y",,"台"'])
    document = read("表.csv", text.encode())
    asked = edits(document, {(2, 3): "台", (3, 2): "甲,乙", (3, 3): "个"})
    result, _ = patched(document, text.encode(), asked)
    assert result.decode() == ends.join(['类别,"名称",单位', 'a "b",  空格 ,台', '"x""y","甲,乙","个"'])


def test_a_quoted_field_keeps_its_line_breaks() -> None:
    text = '类别,名称,单位\r\n设备,"购置\r\n设备",台\r\n设备,"验收\n率",台\r\n'
    document = read("表.csv", text.encode())
    asked = edits(document, {(2, 2): "购置\n设备数量", (3, 2): "验收\n合格率"})
    result = patched(document, text.encode(), asked)[0].decode()
    assert '"购置\r\n设备数量"' in result
    assert '"验收\n合格率"' in result


def test_a_short_record_grows_to_its_cell() -> None:
    text = "类别,一级指标,指标名称,单位\n设备,产出\n设备,产出,验收合格率,%\n"
    document = read("表.csv", text.encode())
    result, _ = patched(document, text.encode(), edits(document, {(2, 4): "台"}))
    assert result.decode() == text.replace("设备,产出\n", "设备,产出,,台\n")


@pytest.mark.parametrize(
    ("name", "text", "new", "reason"),
    [
        ("表.csv", "類別,名稱,單位\n設備類,購置設備數量,台\n設備類,驗收合格率,%\n", "购置数量", "unencodable"),
        ("表.csv", "类别,名称,单位\n设备类,购置设备数量,台\n", "购置\x00", "control"),
        ("表.md", PIPED, "甲|乙", "breaks_row"),
        ("表.md", PIPED, "甲\n乙", "breaks_row"),
        ("表.md", PIPED, " 甲", "breaks_row"),
    ],
)
def test_what_cannot_be_written_is_refused(name: str, text: str, new: str, reason: str) -> None:
    """The file stays as it is, and the reason is told."""
    content = text.encode("big5" if "類" in text else "utf-8")
    document = read(name, content)
    at = (5, 2) if name == "表.md" else (2, 2)
    result, refused = patched(document, content, edits(document, {at: new}))
    assert result == content
    assert [each.reason for each in refused] == [reason]


def test_a_record_that_is_not_there_is_refused() -> None:
    """Other cells of the file are written all the same."""
    content = written([HEADER, ROW, ROW], ",", "\n", 0).encode()
    document = read("表.csv", content)
    name, unit = edits(document, {(2, 3): "购置数量", (3, 5): "个"})
    gone = replace(name, location=replace(name.location, row=9), old="")
    result, refused = patched(document, content, [unit, gone])
    assert [each.reason for each in refused] == ["no_cell"]
    assert result == content[: -len("台\n".encode())] + "个\n".encode()


def test_an_empty_cell_is_filled_in_the_style_of_its_line() -> None:
    """Blanks beside the strokes where the line has them, none where it has none."""
    document = read("表.md", PIPED.encode())
    result, _ = patched(document, PIPED.encode(), edits(document, {(6, 2): "验收合格率"}))
    assert "| 产出指标 | 验收合格率 | % |\n" in result.decode()
    tight = PIPED.replace(" | ", "|").replace("| ", "|").replace(" |", "|")
    document = read("表.md", tight.encode())
    result, _ = patched(document, tight.encode(), edits(document, {(6, 2): "验收合格率"}))
    assert "|产出指标|验收合格率|%|\n" in result.decode()
