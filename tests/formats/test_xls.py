"""Old workbooks: the same texts, merges and places as in a new one; broken and hostile ones declined in good time."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlrd
import xlwt
from biffs import EOF, STYLE, bof, book, formula, label, number, record, records
from olefiles import compound_file
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from indicator_lint import Settings, lint
from indicator_lint.formats import read
from indicator_lint.formats.compound import Compound
from indicator_lint.formats.limits import Limits
from indicator_lint.model.document import UnreadableError
from indicator_lint.model.grid import Grid, Rectangle

CHANCE = random.Random(2026)  # noqa: S311 - repeatable, not secret
BIFF5, BIFF8 = 0x0500, 0x0600
OLD_STYLE = record(0xE0, bytes(16))
CODEPAGE_936 = record(0x42, struct.pack("<H", 936))
TABLE: list[list[Any]] = [
    ["设备购置类"],
    ["一级指标", "二级指标", "三级指标", "性质", "单位", "指标值", "指标描述"],
    ["产出指标", "数量指标", "购置 设备数量", "≥", "", 12, "反映购置设备数量情况"],
    ["", "质量指标", "验收合格率", "≥", "个", 0.95, "反映验收合格情况"],
    ["", "时效指标", "完成设备购置时间", "≤", "年", date(2024, 12, 31), "反映完成时间情况"],
]
MERGES = ((1, 1, 1, 7), (3, 1, 5, 1))
FORMATS = {(4, 6): "0%", (5, 6): 'yyyy"年"m"月"d"日"'}


def saved(made: Any) -> bytes:
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def as_xls() -> bytes:
    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("申报表", cell_overwrite_ok=True)
    for row, values in enumerate(TABLE, start=1):
        for column, value in enumerate(values, start=1):
            if value != "":
                style = xlwt.easyxf(num_format_str=FORMATS.get((row, column), "General"))
                sheet.write(row - 1, column - 1, value, style)
    for top, left, bottom, right in MERGES:
        sheet.merge(top - 1, bottom - 1, left - 1, right - 1)
    return saved(made)


def as_xlsx() -> bytes:
    made = Workbook()
    sheet = made.active
    sheet.title = "申报表"
    for row, values in enumerate(TABLE, start=1):
        for column, value in enumerate(values, start=1):
            if value != "":
                sheet.cell(row, column, value).number_format = FORMATS.get((row, column), "General")
    for top, left, bottom, right in MERGES:
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    return saved(made)


def grids_of(content: bytes, limits: Limits | None = None) -> tuple[Grid, ...]:
    return read("表.xls", content, limits=limits or Limits()).grids


def declined(content: bytes, limits: Limits | None = None) -> tuple[str, str]:
    begun = time.process_time()
    with pytest.raises(UnreadableError) as caught:
        grids_of(content, limits)
    assert time.process_time() - begun < 8
    return caught.value.code, caught.value.reason


def test_an_old_workbook_reads_like_a_new_one() -> None:
    old, new = read("表.xls", as_xls()), read("表.xlsx", as_xlsx())
    assert (old.format, old.encoding) == ("xls", None)
    mine, other = old.grids[0], new.grids[0]
    assert mine.rows == other.rows
    assert mine.rows[4] == ["", "质量指标", "验收合格率", "≥", "个", "95%", "反映验收合格情况"]
    assert mine.rows[5][5] == "2024年12月31日"
    assert set(mine.merges) == set(other.merges)
    assert mine.anchors == other.anchors
    for row in mine.rows:
        for column in range(1, 8):
            here, there = mine.place(row, column), other.place(row, column)
            assert (here.container, here.ref, here.extent, here.display) == (
                there.container,
                there.ref,
                there.extent,
                there.display,
            )
            assert here.span is None


def test_findings_are_those_of_the_new_one(tmp_path: Path) -> None:
    found = []
    for name, content in (("表.xls", as_xls()), ("表.xlsx", as_xlsx())):
        path = tmp_path / name
        path.write_bytes(content)
        report = lint([str(path)], Settings())
        found.append([(each.code, each.location.display, each.value, each.message) for each in report.findings])
    assert found[0] == found[1]
    assert len(found[0]) > 2


def test_random_workbooks_read_as_xlrd_and_calamine_read_them() -> None:
    """Values of every kind at random places: two other readers agree where each stands."""
    for _ in range(8):
        made = xlwt.Workbook()
        sheet = made.add_sheet("表", cell_overwrite_ok=True)
        for _ in range(120):
            value = CHANCE.choice(
                ["产出指标", "a&<b>", " 空 格 ", 7, 2.5, -1e-7, True, False, "第\n行", "é", "x" * 5000]
            )
            sheet.write(CHANCE.randint(0, 40), CHANCE.randint(0, 40), value)
        for i in range(5):
            sheet.merge(50 + 3 * i, 51 + 3 * i, 1, CHANCE.randint(1, 9))
        content = saved(made)
        grid = grids_of(content)[0]
        theirs = xlrd.open_workbook(file_contents=content, formatting_info=True).sheet_by_index(0)
        third = (
            CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
        )
        for row in range(theirs.nrows):
            for column in range(theirs.ncols):
                kind, value = theirs.cell_type(row, column), theirs.cell_value(row, column)
                text = grid.rows.get(row + 1, [])[column : column + 1] or [""]
                assert text[0] == shown(kind, value)
                if row < len(third) and column < len(third[row]) and isinstance(third[row][column], str):
                    assert text[0] == third[row][column]
        expected = {Rectangle(top + 1, left + 1, bottom, right) for top, bottom, left, right in theirs.merged_cells}
        assert set(grid.merges) == expected


def shown(kind: int, value: Any) -> str:
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == xlrd.XL_CELL_NUMBER:
        return "-0.0000001" if value == -1e-7 else f"{value:g}"
    return str(value)


def test_texts_are_as_shown() -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("表")
    for column, (value, code) in enumerate(
        [
            (0.95, "0%"), (90, '"≥"0'), (82800.92, "#,##0.00"), (date(2024, 3, 1), "yyyy-mm-dd"), (3, "@"),
            (date(2024, 3, 1), "M/D/YY"), ("万元", '@"/年"'), (1e15, "General"), (12, "0_);(0)"),
        ]
    ):  # fmt: skip
        sheet.write(0, column, value, xlwt.easyxf(num_format_str=code))
    assert grids_of(saved(made))[0].rows[1] == [
        "95%", "≥90", "82,800.92", "2024-03-01", "3", "2024/3/1", "万元/年", "1E+15", "12",
    ]  # fmt: skip


def test_rich_text_is_its_text_and_underscores_are_no_escapes() -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("表")
    bold = xlwt.easyfont("bold true")
    sheet.write_rich_text(0, 0, ["验收", ("合格率", bold), "（%）"])
    sheet.write(0, 1, "_x0041_\x07b")
    assert grids_of(saved(made))[0].rows == {1: ["验收合格率（%）", "_x0041_b"]}


def test_hidden_rows_columns_and_sheets_are_flagged_and_very_hidden_ones_unread() -> None:
    made = xlwt.Workbook()
    for number_, name in enumerate("甲乙丙"):
        sheet = made.add_sheet(name)
        sheet.visibility = number_
        for row in range(3):
            sheet.write(row, 2, f"{name}{row}")
    made.get_sheet(0).row(1).hidden = True
    made.get_sheet(0).col(0).hidden = True
    made.get_sheet(0).col(1).width = 0
    made.get_sheet(0).col(9).hidden = True
    grids = grids_of(saved(made))
    assert [(grid.name, grid.hidden) for grid in grids] == [("甲", False), ("乙", True)]
    assert set(grids[0].hidden_rows) == {2}
    assert set(grids[0].hidden_columns) == {1, 2}


def test_error_cells_are_shown_and_marked() -> None:
    errors = {
        0x00: "#NULL!",
        0x07: "#DIV/0!",
        0x0F: "#VALUE!",
        0x17: "#REF!",
        0x1D: "#NAME?",
        0x24: "#NUM!",
        0x2A: "#N/A",
    }
    cells = b"".join(record(0x0205, struct.pack("<HHHBB", 0, i, 0, code, 1)) for i, code in enumerate(errors))
    grid = grids_of(book(cells + number(0, 7, float("nan"))))[0]
    assert grid.rows[1] == [*errors.values(), "#NUM!"]
    assert grid.exceptional == {(1, column): "error" for column in range(1, 9)}


RESULT = {"empty": b"\x03" + bytes(5) + b"\xff\xff", "nought": bytes(8), "seven": struct.pack("<d", 7.0)}
UNCALCULATED, RECALCULATED = record(0x5E, b"\0\0"), record(0x01C1, struct.pack("<HHI", 0x01C1, 0, 0))


@pytest.mark.parametrize(
    ("globals_", "local", "doubted"),
    [
        (b"", b"", {"empty"}),
        (RECALCULATED, b"", set()),
        (RECALCULATED, UNCALCULATED, {"empty", "nought"}),
    ],
)
def test_formulas_that_were_never_calculated_are_said_so(globals_: bytes, local: bytes, doubted: set[str]) -> None:
    """An empty result counts where the writer calculates; a nought unless the sheet says that it is stale."""
    cells = local + b"".join(formula(0, i, result) for i, result in enumerate(RESULT.values()))
    grid = grids_of(book(cells, more=globals_))[0]
    assert {list(RESULT)[column - 1] for (_, column), kind in grid.exceptional.items() if kind == "formula"} == doubted
    assert grid.text(1, 2) == ("" if "nought" in doubted else "0")
    assert grid.text(1, 3) == "7"


def test_formulas_of_a_library_that_does_not_calculate_are_not_read_as_nothing() -> None:
    made = xlwt.Workbook()
    made.add_sheet("表").write(1, 1, xlwt.Formula("1+1"))
    assert grids_of(saved(made))[0].exceptional == {(2, 2): "formula"}


def noted(row: int, column: int, text: str, number_: int = 1, spoilt: bytes = b"") -> bytes:
    """A comment as Excel stores it: an object, its text, and where it belongs."""
    ident = struct.pack("<HHHHH12x", 0x15, 18, 0x19, number_, 0x4011)
    shape = record(0x5D, ident + spoilt + struct.pack("<HH", 0, 0))
    content = text.encode("utf-16-le")
    header = struct.pack("<HH6xHHI", 0x0212, 0, len(text), 16, 0)
    runs = struct.pack("<HHIHHI", 0, 0, 0, len(text), 0, 0)
    return (
        shape
        + record(0x01B6, header)
        + record(0x3C, b"\1" + content)
        + record(0x3C, runs)
        + record(0x1C, struct.pack("<HHHHHB", row, column, 0, number_, 2, 0) + b"ab\0")
    )


def test_notes_are_read_and_a_drawing_that_is_none_costs_no_table() -> None:
    cells = number(0, 0, 5)
    grid = grids_of(book(cells + noted(0, 0, "请核实")))[0]
    assert (grid.notes, grid.rows) == ({(1, 1): "请核实"}, {1: ["5"]})
    torn = record(0x01B6, struct.pack("<HH6xHHI", 0x0212, 0, 3, 16, 0))
    grid = grids_of(book(cells + torn + number(0, 1, 6)))[0]
    assert (grid.notes, grid.rows) == ({}, {1: ["5", "6"]})


@pytest.mark.parametrize("codepage", [936, 1252, None, 10008, 65001, 777])
def test_workbooks_from_before_unicode_are_read_in_the_encoding_they_are_in(codepage: int | None) -> None:
    """Chinese programs named the wrong codepage, or none."""
    encoding = "utf-8" if codepage == 65001 else "gbk"
    more = b"" if codepage is None else record(0x42, struct.pack("<H", codepage))
    cells = label(0, 0, "指标名称".encode(encoding)) + label(1, 0, "完成率abc".encode(encoding)) + label(2, 0, b"plain")
    grid = grids_of(book(cells, version=BIFF5, more=more, styles=OLD_STYLE, encoding=encoding))[0]
    assert grid.rows == {1: ["指标名称"], 2: ["完成率abc"], 3: ["plain"]}
    assert grid.name == "表1"


def test_western_workbooks_from_before_unicode_stay_western() -> None:
    cells = label(0, 0, "Qualité d'été, naïve façade".encode("cp1252"))
    stream = bof(5, BIFF5) + record(0x42, struct.pack("<H", 1252)) + record(0xE0, bytes(16))
    at = len(stream) + 4 + 6 + 3 + len(EOF)
    stream += record(0x85, struct.pack("<iBB", at, 0, 0) + b"\x02ab") + EOF + bof(0x10, BIFF5) + cells + EOF
    assert grids_of(stream)[0].rows[1] == ["Qualité d'été, naïve façade"]


@pytest.mark.parametrize(("kind", "cell"), [(0x0009, 0x0004), (0x0209, 0x0204), (0x0409, 0x0204)])
def test_bare_streams_of_the_first_versions_are_read(kind: int, cell: int) -> None:
    text = "指标名称".encode("gbk")
    early = cell == 0x0004
    attributes = (
        struct.pack("<HH3sB", 0, 0, b"\0\0\0", len(text)) if early else struct.pack("<HHHH", 0, 0, 0, len(text))
    )
    stream = (
        record(kind, struct.pack("<HH", 2, 0x10) + bytes(0 if early else 2))
        + CODEPAGE_936
        + record(cell, attributes + text)
        + EOF
    )
    assert grids_of(stream)[0].rows == {1: ["指标名称"]}


def test_the_newer_of_two_streams_counts() -> None:
    old = book(label(0, 0, b"old"), version=BIFF5, styles=OLD_STYLE)
    content = compound_file({"Book": old, "Workbook": book(number(0, 0, 1))})
    assert grids_of(content)[0].rows == {1: ["1"]}


def test_formatted_empty_cells_cost_nothing() -> None:
    """Forms are often formatted down to the last row of the sheet."""
    styles = struct.pack("<256H", *[0] * 256)
    blanks = b"".join(
        record(0xBE, struct.pack("<HH", row, 0) + styles + struct.pack("<H", 255)) for row in range(65_536)
    )
    content = book(number(0, 0, 1) + blanks)
    begun = time.process_time()
    grid = grids_of(content)[0]
    assert grid.rows == {1: ["1"]}
    assert time.process_time() - begun < 3


def test_warnings_of_the_library_are_not_ours(capfd: pytest.CaptureFixture[str]) -> None:
    odd = record(0x0208, struct.pack("<HHHHIi", 65_535, 0, 1, 0, 0, 0)) + record(
        0x7D, struct.pack("<HHHHHH", 9, 3, 0, 0, 0, 0)
    )
    grids_of(book(number(0, 0, 1) + odd + record(0xE5, struct.pack("<HHHHH", 1, 0, 0, 0, 300))))
    grids_of(compound_file({"Workbook": book(number(0, 0, 1))})[:-100] + bytes(77))
    assert capfd.readouterr() == ("", "")


def strings(count: int, table: bytes) -> bytes:
    return record(0xFC, struct.pack("<ii", 1, count) + table)


def shared(index: int) -> bytes:
    return record(0xFD, struct.pack("<HHHi", 0, 0, 0, index))


BACKWARDS = struct.pack("<HBi", 8_000, 0x04, -8_007) + b"x" * 8_000
HOSTILE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a string that runs backwards": (
        lambda: book(shared(0), more=strings(900_000, BACKWARDS)), "FIL001", "damaged_part"
    ),
    "more strings than bytes": (lambda: book(shared(0), more=strings(900_000, b"\1\0\0a")), "FIL001", "damaged_part"),
    "absurdly many strings": (lambda: book(shared(0), more=strings(-1, b"\1\0\0a")), "FIL004", "cells"),
    "a string that is not there": (lambda: book(shared(7), more=strings(1, b"\1\0\0a")), "FIL001", "damaged"),
    "many styles": (lambda: book(number(0, 0, 1), styles=STYLE * 70_000), "FIL004", "settings"),
    "many notes": (lambda: book(record(0x1C, bytes(12)) * 70_000), "FIL004", "settings"),
    "many column settings": (lambda: book(record(0x7D, struct.pack("<6H", 0, 255, 9, 0, 0, 0)) * 70_000), "FIL004", "settings"),
    "many rows": (lambda: book(record(0x0208, bytes(16)) * 1_100_000), "FIL004", "elements"),
    "many cells": (lambda: book(record(0x027E, bytes(10)) * 1_100_000), "FIL004", "xls_cells"),
    "far cells on many sheets": (
        lambda: book(*[b"".join(number(row, 255, 1) for row in range(0, 65_536, 2))] * 3), "FIL004", "slots"
    ),
    "many merges": (
        lambda: book(number(0, 0, 1) + record(0xE5, struct.pack("<H", 1_000) + bytes(8_000)) * 70), "FIL004", "merges"
    ),
    "a merge that ends before it begins": (
        lambda: book(number(9, 9, 1) + record(0xE5, struct.pack("<5H", 1, 5, 2, 0, 0))), "FIL001", "damaged"
    ),
    "a wide merged area": (
        lambda: book(number(65_535, 255, 1) + record(0xE5, struct.pack("<5H", 1, 0, 65_535, 0, 255))), "FIL004", "merged_area"
    ),
    "a row too far": (
        lambda: book(label(40_000, 0, b"x"), version=BIFF5, styles=OLD_STYLE), "FIL001", "damaged"
    ),
    "a column too far": (lambda: book(number(0, 256, 1)), "FIL001", "damaged"),
    "a sheet without an end": (lambda: book(number(0, 0, 1))[:-4], "FIL001", "damaged"),
    "cut inside a record": (lambda: book(number(0, 0, 1))[:-9], "FIL001", "damaged"),
    "a workbook without sheets": (book, "FIL001", "no_sheets"),
    "a workspace of several workbooks": (
        lambda: record(0x0409, struct.pack("<HHH", 0, 0x100, 0)) + EOF, "FIL005", "compound"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks_are_declined(name: str) -> None:
    make, code, reason = HOSTILE[name]
    content = make()
    if name.startswith("a workspace"):
        content = compound_file({"Workbook": content})
    assert declined(content) == (code, reason)


def test_sheets_that_share_bytes_are_declined() -> None:
    """Each would be read again and again."""
    content = book(number(0, 0, 1), number(0, 0, 2))
    first, second = [at for at, kind, _ in records(content) if kind == 0x85]
    twice = content[:second] + content[first : first + 4] + content[second + 4 :]
    assert declined(twice) == ("FIL001", "overlapping_entries")


def test_a_reset_dimension_costs_no_time() -> None:
    """The library begins anew at every such record and makes all rows up to the next cell again."""
    again = record(0x0200, struct.pack("<IIHHH", 0, 65_536, 0, 256, 0)) + number(65_535, 0, 1)
    content = book(again * 2_000)
    begun = time.process_time()
    assert grids_of(content)[0].rows == {65_536: ["1"]}
    assert time.process_time() - begun < 8


@pytest.mark.parametrize("where", ["table", "small", "places"])
def test_looped_chains_of_sectors_are_declined(where: str) -> None:
    """In the table of sectors, in that of small sectors, and in the list of places of the table."""
    content = bytearray(as_xls())
    first = 512 * (struct.unpack_from("<I", content, 76)[0] + 1)
    if where == "table":
        for at in range(first, first + 512, 4):
            struct.pack_into("<I", content, at, (at - first) // 4)
    elif where == "small":
        struct.pack_into("<II", content, 56, 0x7FFFFFFF, 0)
    else:
        struct.pack_into("<II", content, 68, 0, 1)
    begun = time.process_time()
    try:
        grids_of(bytes(content))
    except UnreadableError as refusal:
        assert refusal.code == "FIL001"  # noqa: PT017 - a list of places that is not needed harms nobody
    assert time.process_time() - begun < 2


def test_streams_of_a_compound_file_are_whole_or_declined() -> None:
    content = compound_file({"Workbook": b"a" * 5_000, "x": b"b"}, {"Workbook": b"inner"})
    assert Compound(content).stream("workbook") == b"a" * 5_000
    assert Compound(content).head("Workbook", 10) == b"a" * 10
    with pytest.raises(UnreadableError):
        Compound(content[:3_000] + content[9_000:]).stream("Workbook")


MUTANTS = """
import resource, sys
from fuzzing import mutants, survive
from indicator_lint.formats import read
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
content = sys.stdin.buffer.read()
print(sum(survive(lambda content: read("表.xls", content), mutant) for mutant in mutants(content, 1, 150)))
print(next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM:")) // 1024)
"""
"""The peak is that of the process alone: `ru_maxrss` begins with what its parent had."""


@pytest.mark.parametrize("make", [as_xls, lambda: book(noted(0, 0, "请核实") + number(1, 1, 2), more=RECALCULATED)])
def test_mutants_are_read_or_declined(make: Callable[[], bytes]) -> None:
    """Nothing but a Document or an UnreadableError comes out, in good time and within bounds, whatever bytes go in."""
    program = [sys.executable, "-c", MUTANTS]
    ran = subprocess.run(
        program, input=make(), capture_output=True, cwd=Path(__file__).parents[1], check=True, timeout=120
    )
    read_, megabytes = map(int, ran.stdout.split())
    assert ran.stderr == b""
    assert 0 < read_ < 150
    assert megabytes < 600
