"""Text files: encodings, delimited records, prose with pipe tables; and that every place leads back to its text."""

from __future__ import annotations

import csv
import io
import random
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indicator_lint.formats import read
from indicator_lint.formats.delimited import Tokenizer, read_delimited
from indicator_lint.formats.encoding import LINE_END, Text, decode
from indicator_lint.model.document import Document, UnreadableError
from indicator_lint.model.grid import Grid

NOTICE = """关于印发绩效指标体系表的通知
各科室:
为加强管理,现印发 《指标体系表》,请遵照执行。
设备购置类
绩效指标 | 指标描述 | ||||
一级指标 | 二级指标 | 三级指标 | |||
指标名称 | 性质 | 单位 | |||
产出指标 | 数量指标 | 购置设备数量 | ≥ | 台 | 反映设备购置 、 安装情况 |
产出指标 | 质量指标 | 验收合格率 | ≥ | % | 反映验收情况 |
"""
TABLE = '类别,一级指标,指标名称,单位\r\n设备类,产出指标,"购置, 安装",台\r\n\r\n设备类,产出指标,"验收\n合格率",%\r\n'
SPOILT_BY_LATIN = TABLE.encode().decode("cp1252", "replace").replace("\ufffd", "\x81")
SPOILT_BY_GBK = "绩效指标体系,单位\n产出指标数量,个\n".encode().decode("gb18030", "replace").replace("\ufffd", "?")
CHANCE = random.Random(2026)  # noqa: S311 - repeatable, not secret
BINARY = bytes(range(256)) * 8


def failure(path: str, content: bytes) -> tuple[str, str]:
    with pytest.raises(UnreadableError) as caught:
        read(path, content)
    return caught.value.code, caught.value.reason


def assert_places_lead_back(document: Document, content: bytes) -> None:
    """Every text stands at its line and character, and its span holds its bytes."""
    (grid,) = document.grids
    text = decode(content)
    lines = LINE_END.split(text.text)
    for row, cells in grid.rows.items():
        for column, cell in enumerate(cells, start=1):
            if cell:
                place = grid.place(row, column)
                assert place.line is not None
                assert place.character is not None
                assert place.span is not None
                raw = content[place.span.start : place.span.end].decode(text.codec)
                assert raw.replace("\r\n", "\n").strip('"') == cell
                assert lines[place.line - 1][place.character - 1 :].startswith(LINE_END.split(raw)[0])
                assert place.ref == place.extent == f"{place.line}:{place.character}"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(("name", "text"), [("通知.txt", NOTICE), ("表.csv", TABLE)])
def test_every_encoding_reads_alike(codec: str, name: str, text: str) -> None:
    content = text.encode(codec)
    document = read(name, content)
    assert document.grids[0].rows == read(name, text.encode()).grids[0].rows
    assert_places_lead_back(document, content)


def test_big5_is_told_from_gb18030() -> None:
    text = "類別,名稱,單位\n設備類,購置設備數量,台\n設備類,驗收合格率,%\n"
    document = read("表.csv", text.encode("big5"))
    assert (document.encoding, document.grids[0].rows[2]) == ("big5", ["設備類", "購置設備數量", "台"])


def test_a_notice_is_one_grid_with_a_row_for_each_line() -> None:
    document = read("通知.txt", NOTICE.encode())
    grid = document.grids[0]
    assert (document.format, grid.name) == ("text", "")
    assert grid.rows[3] == ["为加强管理,现印发 《指标体系表》,请遵照执行。"]
    assert grid.rows[5] == ["绩效指标", "指标描述"]
    assert grid.rows[8] == ["产出指标", "数量指标", "购置设备数量", "≥", "台", "反映设备购置 、 安装情况"]
    assert grid.place(8, 3).ref == "8:15"


def test_markdown_loses_its_frame_and_its_rule() -> None:
    grid = read(
        "表.md", "## 设备购置类\n\n| 名称 | 单位 |\n|:---|---:|\n| 购置数量 | 台 |\n|  | 套 |\n".encode()
    ).grids[0]
    assert grid.rows == {1: ["设备购置类"], 3: ["名称", "单位"], 5: ["购置数量", "台"], 6: ["", "套"]}
    assert (grid.place(1, 1).ref, grid.place(5, 2).ref) == ("1:4", "5:10")


def test_a_leading_pipe_in_an_open_table_is_an_empty_cell() -> None:
    grid = read("表.txt", "产出指标 | 数量指标 | 甲\n | 质量指标 | 乙\n".encode()).grids[0]
    assert grid.rows[2] == ["", "质量指标", "乙"]


def test_tabs_within_prose_are_columns() -> None:
    text = "关于印发的通知\n\t各科室,你们好\n名称\t性质\t单位\n甲数量\t≥\t个\n特此通知,望周知。\n"
    assert read("表.txt", text.encode()).grids[0].rows[4] == ["甲数量", "≥", "个"]


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("a,b,c\n1,2,3\n", "x.txt", "csv"),
        ("标题\na,b,c\n1,2,3\n4,5,6\n", "x.txt", "csv"),
        ("a;b;c\n1;2;3\n", "x.csv", "csv"),
        ("a\tb\n1,5\t2\n", "x.csv", "tsv"),
        ("名称\n甲\n乙\n", "x.csv", "csv"),
        ("a | b\nc, d | e\n", "x.csv", "text"),
        ('标题\na,b,c\n1,"x|y",3\n', "x.csv", "csv"),
        ("你好,各位。\n请于12月底前报送,逾期不候,特此通知。\n没有逗号的行。\n", "-", "text"),
    ],
)
def test_content_decides_between_records_and_prose(text: str, path: str, expected: str) -> None:
    assert read(path, text.encode()).format == expected


def test_blank_records_count_and_empty_tails_do_not() -> None:
    grid = read("x.csv", b"a,b,c,,\n\n,,\nd\n").grids[0]
    assert grid.rows == {1: ["a", "b", "c"], 4: ["d"]}


def test_records_over_several_lines_keep_their_number_and_find_their_line() -> None:
    grid = read("x.csv", TABLE.encode()).grids[0]
    assert grid.rows[4] == ["设备类", "产出指标", "验收\n合格率", "%"]
    assert (grid.place(4, 3).ref, grid.place(4, 4).ref) == ("4:10", "5:6")


FIELD = st.text(alphabet='ab,;"\n\t 指标', max_size=8)


def grid_of(text: str, delimiter: str) -> Grid:
    return read_delimited(Text(text, "utf-8", 0, len(text.encode())), delimiter)


@given(
    st.lists(st.lists(FIELD, min_size=1, max_size=4), min_size=1, max_size=5),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
)
@settings(deadline=None, max_examples=150)
def test_written_records_come_back(records: list[list[str]], delimiter: str, end: str) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator=end).writerows(records)
    expected = {
        number: [field.replace("\r\n", "\n") for field in record] for number, record in enumerate(records, start=1)
    }
    shown = {number: [*record] for number, record in grid_of(written.getvalue(), delimiter).rows.items()}
    for number, record in expected.items():
        while record and not record[-1]:
            record.pop()
        assert shown.get(number, []) == record


@given(st.text(alphabet='ab,"\n\r指', max_size=24), st.sampled_from(",;"))
@settings(deadline=None, max_examples=300)
def test_the_tokenizer_agrees_with_the_csv_module(text: str, delimiter: str) -> None:
    """Any text at all, well-formed or not: the same records, unless a quote stays open."""
    oracle = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    tokenizer = Tokenizer(text, delimiter)
    start, found, closed = 0, [], True
    while start < len(text):
        fields = tokenizer.fields(start)
        closed = fields[-1].closed
        found.append([tokenizer.value(field) for field in fields] if fields[-1].end > start else [])
        end = fields[-1].end
        match = LINE_END.match(text, end)
        start = match.end() if match else len(text)
    assert found == oracle
    if closed:
        grid_of(text, delimiter)
    else:
        with pytest.raises(UnreadableError, match="unclosed_quote"):
            grid_of(text, delimiter)


def test_an_unclosed_quote_is_named_by_the_line_that_opens_it() -> None:
    with pytest.raises(UnreadableError) as caught:
        read("x.csv", b'a,b\n"x\ny",2\nc,"d\n1,2\n')
    assert (caught.value.code, caught.value.reason, caught.value.params["line"]) == ("FIL001", "unclosed_quote", 4)


@pytest.mark.parametrize(
    ("content", "code", "reason"),
    [
        (BINARY, "FIL001", "binary"),
        ("名称,单位\n甲\0,乙\n".encode(), "FIL001", "binary"),
        (CHANCE.randbytes(3000), "FIL001", "binary"),
        ("名称,单位\n".encode() + b"\xff\xfe\xfd,\xe7\n" + "甲,个\n".encode(), "FIL003", "undecodable"),
        ("绩效指标,单位\n数\ufffd\ufffd,个\n".encode(), "FIL003", "replaced"),
        ("绩效指标锟斤拷锟斤拷,个\n".encode(), "FIL003", "replaced"),
        (SPOILT_BY_LATIN.encode(), "FIL003", "mojibake"),
        ("绩效指标名称,单位\n产出数量,个\n".encode("gb18030").decode("latin-1").encode(), "FIL003", "mojibake"),
        (SPOILT_BY_GBK.encode(), "FIL003", "mojibake"),
    ],
)  # fmt: skip
def test_junk_and_spoilt_text_are_told_apart(content: bytes, code: str, reason: str) -> None:
    assert failure("表.csv", content) == (code, reason)


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "\ufeff", "Résumé à côté, naïve façade\n", "≥95％，≤3㎡；①②③", "一" * 3, f"{NOTICE * 20}\ufffd"],
)
def test_good_and_empty_texts_are_read(text: str) -> None:
    assert read("x.txt", text.encode()).format in {"text", "csv"}


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=60))
@settings(max_examples=150, deadline=None)
def test_chinese_is_never_called_garbled(text: str) -> None:
    assume("锟斤拷" not in text)
    assert read("x.txt", f"绩效指标：{text}。".encode()).grids[0].rows


HANZI = [chr(code) for code in range(0x4E00, 0x9FA6)]
WORDLESS = "\n".join("".join(CHANCE.choices(HANZI, k=20)) for _ in range(500))
TRADITIONAL = "績效評價結果應當與預算安排相結合，並按規定向社會公開。項目單位應對資料的真實性負責。\n"


def test_a_long_text_without_words_is_garbled() -> None:
    """Ten thousand characters drawn by chance; neither few of them nor a long text in traditional characters."""
    assert failure("表.csv", WORDLESS.encode()) == ("FIL003", "wordless")
    assert read("表.txt", WORDLESS[:4000].encode()).grids[0].rows
    assert read("表.txt", (TRADITIONAL * 200).encode()).grids[0].rows


def test_what_cannot_be_opened_says_why(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "无.csv", "missing"), (tmp_path, "directory")):
        with pytest.raises(UnreadableError) as caught:
            read(str(path))
        assert (caught.value.code, caught.value.reason) == ("FIL001", reason)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{\\rtf1", "rtf"), (b"\x89PNG\r\n", "image"), (b"Rar!\x1a", "archive"),
        (b'<?xml version="1.0"?><Workbook xmlns="x">', "xml"),
    ],
)  # fmt: skip
def test_known_formats_that_are_not_read_are_named(content: bytes, kind: str) -> None:
    assert failure("表.xls", content) == ("FIL005", kind)


def test_mutants_of_texts_are_read_or_declined() -> None:
    """Nothing but a Document or an UnreadableError comes out, whatever bytes go in."""
    for original in (NOTICE.encode(), TABLE.encode("gb18030"), NOTICE.encode("utf-16")):
        for _ in range(100):
            mutant = bytearray(original)
            for _ in range(CHANCE.randint(1, 6)):
                mutant[CHANCE.randrange(len(mutant))] = CHANCE.randrange(256)
            try:
                grid = read(
                    "表.csv", bytes(mutant[: CHANCE.choice((len(mutant), CHANCE.randrange(len(mutant))))])
                ).grids[0]
            except UnreadableError:
                continue
            for row, cells in grid.rows.items():
                grid.place(row, len(cells))


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.txt", b"|a" * 2_000_000),
        ("a.csv", b"a,b\n" + b",a" * 2_000_000),
        ("a.csv", b"a,b\n" + b'"a",' * 1_000_000),
        ("a.csv", b'a,b\na"' + b",a" * 2_000_000),
        ("a.tsv", b"a\tb\n" + b"\ta" * 2_000_000),
    ],
)
def test_a_line_of_too_many_columns_is_declined_before_it_is_split(path: str, content: bytes) -> None:
    """Splitting would take a hundred times the line's own memory."""
    tracemalloc.start()
    try:
        assert failure(path, content) == ("FIL004", "columns")
        assert tracemalloc.get_traced_memory()[1] < 10 * len(content)
    finally:
        tracemalloc.stop()


def test_delimiters_inside_quotes_make_no_columns() -> None:
    """A long field may hold as many commas as it likes."""
    long = "数,量" * 20_000
    assert read("a.csv", f'甲,"{long}"\n乙,"丙"\n'.encode()).grids[0].rows[1] == ["甲", long]


def test_a_long_line_of_strokes_takes_linear_time() -> None:
    """Neither a rule nor nearly one is looked at twice."""
    line = "-" * 400_000
    assert read("a.txt", f"{line}\n甲\n{line}乙\n".encode()).grids[0].rows == {2: ["甲"], 3: [f"{line}乙"]}
