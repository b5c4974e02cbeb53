"""The same sheet in every shape that programs write it in, and in the corners of the format."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from sheetfiles import HEAD, MAIN, OFFICE, RELS, ROW, SHEET, STRICT, grid_of, parts_of, saved, sheet_xml, zipped

from indicator_lint.formats import read
from indicator_lint.model.document import UnreadableError
from indicator_lint.model.grid import Grid

STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
BOOK = "xl/workbook.xml"
BOOK_RELS = "xl/_rels/workbook.xml.rels"

ROWS = (
    '<row r="5" spans="3:6" ht="15" customHeight="1"><c r="C5" s="1" t="s"><v>0</v></c><c r="D5" s="1" t="s"><v>1</v></c>'
    '<c r="E5" s="1"/></row>'
    '<row r="6"><c r="C6" s="2"><v>0.95</v></c><c r="D6" t="inlineStr"><is><t xml:space="preserve"> 甲&amp;&#x4E59; </t></is></c>'
    '<c r="F6" t="b"><v>1</v></c></row>'
)
MORE = {
    STRINGS: f'{HEAD}<sst xmlns="{MAIN}"><si><t>产出指标</t></si><si><r><t>数量</t></r><r><t>指标</t></r></si></sst>',
    STYLES: f'{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="49"/><xf numFmtId="9"/></cellXfs>'
    "</styleSheet>",
}
EXPECTED = {5: ["", "", "产出指标", "数量指标"], 6: ["", "", "95%", " 甲&乙 ", "", "TRUE"]}


def prefixed(markup: str) -> str:
    """The same markup with a prefix before every name of an element."""
    return re.sub(r"<(/?)(\w)", r"<\1x:\2", markup).replace('xmlns="', 'xmlns:x="')


SHAPES: dict[str, Callable[[str], str | bytes]] = {
    "as Excel writes it": lambda sheet: sheet,
    "strict": lambda sheet: sheet.replace(MAIN, STRICT),
    "prefixed": prefixed,
    "prefixed and strict": lambda sheet: prefixed(sheet).replace(MAIN, STRICT),
    "a wrong dimension": lambda sheet: sheet.replace("<sheetData>", '<dimension ref="A1"/><sheetData>'),
    "other order of attributes": lambda sheet: re.sub(r'<c (r="\w+") (t="\w+"|s="\w")', r"<c \2 \1", sheet),
    "single quotes": lambda sheet: sheet.replace('"', "'"),
    "lower case addresses": lambda sheet: re.sub(r'r="([A-Z]+\d)"', lambda match: match[0].lower(), sheet),
    "indented": lambda sheet: re.sub("(<(?!/?[tv][ >])/?[a-z])", "\n  \\1", sheet),
    "spaces in tags": lambda sheet: re.sub(r"(?<!\?)(/?)>", r" \1>", sheet),
    "comments": lambda sheet: sheet.replace("<row", '<!-- <row r="9"><c r="A9"><v>1</v></c></row> --><row'),
    "quoted sections": lambda sheet: sheet.replace("<v>0</v>", "<v><![CDATA[0]]></v>"),
    "instructions": lambda sheet: sheet.replace("<row", "<?x <row?><row"),
    "a mark in front": lambda sheet: b"\xef\xbb\xbf" + sheet.encode(),
    "UTF-16": lambda sheet: sheet.replace("UTF-8", "UTF-16").encode("utf-16"),
    "UTF-16, big endian": lambda sheet: b"\xfe\xff" + sheet.replace("UTF-8", "UTF-16").encode("utf-16-be"),
    "no declaration": lambda sheet: sheet.removeprefix(HEAD),
    "references": lambda sheet: re.sub("[^\x00-\x7f]", lambda match: f"&#{ord(match[0])};", sheet),
    "Latin-1": lambda sheet: SHAPES["references"](sheet.replace("UTF-8", "ISO-8859-1")),
    "unknown elements": lambda sheet: sheet.replace("<row", "<x><row r='8'/></x><row", 1).replace("</c>", "<y/></c>"),
}


UNTOLD = {"comments", "quoted sections", "instructions", "unknown elements", "UTF-16", "UTF-16, big endian", "Latin-1"}
"""Where what looks like a row may be none, or bytes are not those of UTF-8: nothing is edited there."""


@pytest.mark.parametrize("shape", SHAPES)
def test_a_sheet_reads_alike_in_every_shape(shape: str) -> None:
    parts: dict[str, str | bytes] = {**parts_of("", **MORE), SHEET: SHAPES[shape](sheet_xml(ROWS))}
    grid = read("x.xlsx", zipped(parts)).grids[0]
    assert grid.rows == EXPECTED


@pytest.mark.parametrize("shape", SHAPES)
def test_bytes_of_a_cell_are_its_own_or_untold(shape: str) -> None:
    sheet = SHAPES[shape](sheet_xml(ROWS))
    content = sheet.encode() if isinstance(sheet, str) else sheet
    place = read("x.xlsx", zipped({**parts_of("", **MORE), SHEET: content})).grids[0].place(6, 3)
    if place.span is not None:
        element = content[place.span.start : place.span.end].decode()
        assert re.fullmatch(r"""<(x:)?c\s.*r=["'][cC]6["'].*</(x:)?c\s?>""", element, re.DOTALL)
        assert element.count("<") in {4, 5}
    assert (place.span is None) == (shape in UNTOLD)


CELLS = st.builds(
    lambda kind, number, text: {
        "s": f't="s"><v>{number % 2}</v>',
        "n": f"><v>{number / 8}</v>",
        "styled": f's="2"><v>{number}</v>',
        "b": f't="b"><v>{number % 2}</v>',
        "e": 't="e"><v>#N/A</v>',
        "str": f't="str"><v>{text}</v>',
        "is": f't="inlineStr"><is><t>{text}</t></is>',
        "formula": f"><f>A1</f><v>{number}</v>",
        "new": "><f>A1</f><v></v>",
        "empty": ">",
    }[kind],
    st.sampled_from(["s", "n", "styled", "b", "e", "str", "is", "formula", "new", "empty"]),
    st.integers(-(10**6), 10**6),
    st.text(alphabet="甲乙 _x0041_&amp;", max_size=6).map(lambda text: text.replace("&", "&amp;")),
)
SHEETS = st.dictionaries(st.integers(1, 40), st.dictionaries(st.integers(1, 30), CELLS, max_size=5), max_size=8)


@given(SHEETS, st.booleans())
def test_patterns_and_elements_read_alike(sheet: dict[int, dict[int, str]], hidden: bool) -> None:
    """Attributes in another order are no plain rows: everything goes through the XML reader then."""
    rows = [
        f'<row r="{row}"{" hidden=" + chr(34) + "1" + chr(34) if hidden and row % 2 else ""}>'
        + "".join(
            f'<c r="{chr(64 + at) if at <= 26 else "A" + chr(38 + at)}{row}" {sheet[row][at]}</c>'
            for at in sorted(sheet[row])
        )
        + "</row>"
        for row in sorted(sheet)
    ]
    plain = sheet_xml("".join(rows).replace('" >', '">'))
    other = re.sub(r'<c r="(\w+)"([^>]*)>', r'<c\2 r="\1">', plain)
    first, second = (read("x.xlsx", zipped(parts_of(each, **MORE))).grids[0] for each in (plain, other))
    assert fields(first) == fields(second)
    for row, cells in first.rows.items():
        for column, text in enumerate(cells, start=1):
            if text:
                one, two = first.place(row, column).span, second.place(row, column).span
                assert one is not None
                assert two is not None
                assert sorted(plain.encode()[one.start : one.end]) == sorted(other.encode()[two.start : two.end])


def fields(grid: Grid) -> tuple[object, ...]:
    return grid.rows, grid.exceptional, grid.hidden_rows, grid.merges


def test_texts_with_runs_readings_and_escapes() -> None:
    """What a reader sees: no readings, line ends for carriage returns, no characters that nobody can see."""
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>指</t></r><r><t xml:space="preserve">标 </t></r>'
        '<rPh sb="0" eb="1"><t>zhi</t></rPh><phoneticPr fontId="1"/></is></c>'
        '<c r="B1" t="inlineStr"><is><t>甲_x000D_乙_x005F_x000D_丙_x0007_</t></is></c>'
        '<c r="C1" t="str"><v>_xD83D__xDE00_</v></c><c r="D1" t="inlineStr"><is><t>_x005F_x0041_</t></is></c></row>'
    )
    assert grid_of(rows).rows == {1: ["指标 ", "甲乙_x000D_丙", "😀", "_x0041_"]}


def test_types_of_cells() -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
        '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    )
    rows = (
        '<row r="1"><c r="A1" t="d"><v>2024-12-31</v></c><c r="B1" t="d" s="1"><v>2024-12-31T00:00:00</v></c>'
        '<c r="C1" s="1"><v>45657</v></c><c r="D1" t="e"><v>#REF!</v></c><c r="E1" t="b"><v>0</v></c>'
        '<c r="F1" t="str"><f>A1&amp;""</f><v>文</v></c><c r="G1" t="n"><v>1.50</v></c><c r="H1" t="s"><v></v></c>'
        '<c r="I1"><v>abc</v></c><c r="J1" t="odd"><v>9</v></c><c r="K1" s="999"><v>7</v></c></row>'
    )
    grid = grid_of(rows, **{STYLES: styles})
    assert grid.rows == {
        1: ["2024-12-31", "2024年12月", "2024年12月", "#REF!", "FALSE", "文", "1.5", "", "abc", "9", "7"]
    }
    assert grid.exceptional == {(1, 4): "error"}


def test_formulas_shared_calculated_and_never_calculated() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*2</f><v>4</v></c><c r="B1"><f/></c>'
        '<c r="C1"><f>1-1</f><v>0</v></c><c r="D1" t="str"><f>""</f><v/></c><c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>6</v></c></row>'
    )
    grid = grid_of(rows)
    assert grid.rows == {1: ["4", "", "0", "", "#DIV/0!"], 2: ["6"]}
    assert grid.exceptional == {(1, 2): "formula", (1, 5): "error"}


def test_noughts_of_a_program_that_never_calculates_are_no_results() -> None:
    """Such a workbook asks to be calculated when it is opened; what it holds until then are placeholders."""
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets>'
        '<calcPr fullCalcOnLoad="1"/></workbook>'
    )
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>0</v></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1"><v>0</v></c></row>'
    grid = grid_of(rows, **{BOOK: book})
    assert (grid.rows, grid.exceptional) == ({1: ["", "2", "0"]}, {(1, 1): "formula"})


def test_dates_of_1904() -> None:
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="true"/><sheets>'
        '<sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    rows = '<row r="1"><c r="A1" s="0"><v>44195</v></c><c r="B1" t="d" s="0"><v>2024-12-31</v></c></row>'
    assert grid_of(rows, **{BOOK: book, STYLES: styles}).rows == {1: ["2024/12/31", "2024/12/31"]}


def test_what_nobody_sees_is_hidden_however_it_is_said() -> None:
    rows = "".join(
        f'<row r="{row}" {how}><c r="A{row}"><v>1</v></c><c r="F{row}"><v>1</v></c></row>'
        for row, how in enumerate(
            (
                'hidden="1"',
                'hidden="true"',
                'ht="0" customHeight="1"',
                'outlineLevel="1" hidden="1"',
                'collapsed="1"',
                'ht="0.5"',
            ),
            start=1,
        )
    )
    columns = (
        '<cols><col min="2" max="3" width="9" hidden="1"/><col min="4" max="4" width="0" customWidth="1"/>'
        '<col min="5" max="5" width="0.0"/><col min="6" max="6" width="10"/><col min="8" max="16384" hidden="1"/></cols>'
    )
    grid = grid_of(rows, before=columns)
    assert (set(grid.hidden_rows), set(grid.hidden_columns)) == ({1, 2, 3, 4}, {2, 3, 4, 5})


def sheets(*listed: tuple[str, str, str, str]) -> dict[str, str]:
    """A workbook of sheets: name, state, kind and part of each; ids run backwards."""
    tags = "".join(
        f'<sheet name="{name}" sheetId="{9 - at}" state="{state}" r:id="r{9 - at}"/>'
        for at, (name, state, *_) in enumerate(listed)
    )
    relations = "".join(
        f'<Relationship Id="r{9 - at}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for at, (*_, kind, target) in reversed(list(enumerate(listed)))
    )
    return {
        BOOK: f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{tags}</sheets></workbook>',
        BOOK_RELS: f'<Relationships xmlns="{RELS}">{relations}</Relationships>',
    }


def test_sheets_come_in_the_order_of_the_workbook_and_charts_are_none() -> None:
    book = sheets(
        ("二", "visible", "worksheet", "worksheets/sheet2.xml"),
        ("图", "visible", "chartsheet", "chartsheets/sheet1.xml"),
        ("一", "hidden", "worksheet", "/xl/worksheets/sheet1.xml"),
        ("藏", "veryHidden", "worksheet", "worksheets/none.xml"),
        ("框", "visible", "dialogsheet", "dialogsheets/sheet1.xml"),
        ("宏", "visible", "xlMacrosheet", "macrosheets/sheet1.xml"),
    )
    parts = parts_of(sheet_xml(ROW)) | book | {"xl/worksheets/sheet2.xml": sheet_xml(ROW.replace("甲", "乙"))}
    grids = read("x.xlsx", zipped(parts)).grids
    assert [(grid.name, grid.hidden, grid.rows) for grid in grids] == [
        ("二", False, {1: ["乙"]}),
        ("一", True, {1: ["甲"]}),
    ]


@pytest.mark.parametrize(
    "target", ["worksheets/SHEET1.XML", "/XL/worksheets/sheet1.xml", "../xl/./worksheets/sheet1.xml"]
)
def test_parts_are_found_however_they_are_addressed(target: str) -> None:
    parts = parts_of(sheet_xml(ROW)) | sheets(("表", "visible", "worksheet", target))
    assert read("x.xlsx", zipped(parts)).grids[0].rows == {1: ["甲"]}


@pytest.mark.parametrize("target", ["worksheets/sheet9.xml", "../../etc/passwd", ""])
def test_a_sheet_without_its_part_is_not_passed_over(target: str) -> None:
    parts = parts_of(sheet_xml(ROW)) | sheets(("表", "visible", "worksheet", target))
    with pytest.raises(UnreadableError) as caught:
        read("x.xlsx", zipped(parts))
    assert (caught.value.code, caught.value.reason) == ("FIL001", "missing_part")


def test_strict_relations_lead_to_the_sheet() -> None:
    """A workbook saved as strict has other addresses for everything."""
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    parts = {
        name: part.replace(OFFICE, strict).replace(MAIN, STRICT) for name, part in parts_of(sheet_xml(ROW)).items()
    }
    assert read("x.xlsx", zipped(parts)).grids[0].rows == {1: ["甲"]}


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
        "application/vnd.ms-excel.template.macroEnabled.main+xml",
        "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    ],
)
def test_workbooks_templates_and_add_ins_are_read(kind: str) -> None:
    """Wherever the main part lies; what the type says decides nothing."""
    types = f'<Types><Override PartName="/book/main.xml" ContentType="{kind}"/></Types>'
    parts = parts_of(sheet_xml(ROW))
    moved = {
        "[Content_Types].xml": types,
        "_rels/.rels": parts["_rels/.rels"].replace("xl/workbook.xml", "book/main.xml"),
        "book/main.xml": parts[BOOK],
        "book/_rels/main.xml.rels": parts[BOOK_RELS].replace("worksheets/sheet1.xml", f"/{SHEET}"),
        SHEET: parts[SHEET],
    }
    assert read("x.xlsm", zipped(moved)).grids[0].rows == {1: ["甲"]}


def test_notes_and_what_people_answered() -> None:
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    more = {
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{RELS}">'
        f'<Relationship Id="a" Type="{OFFICE}/comments" Target="../comments1.xml"/>'
        f'<Relationship Id="b" Type="{kind}" Target="../threadedComments/t.xml"/></Relationships>',
        "xl/comments1.xml": f'<comments xmlns="{MAIN}"><commentList><comment ref="A1"><text><r><t>[Threaded comment]</t></r></text>'
        '</comment><comment ref="B2"><text><r><t>请</t></r><r><t>核实</t></r><rPh><t>qing</t></rPh></text></comment>'
        "</commentList></comments>",
        "xl/threadedComments/t.xml": '<ThreadedComments xmlns="urn:x"><threadedComment ref="A1"><text>单位？</text></threadedComment>'
        '<threadedComment ref="A1"><text>台</text></threadedComment></ThreadedComments>',
    }
    assert grid_of(ROW, **more).notes == {(1, 1): "单位？\n台", (2, 2): "请核实"}


def written(**options: bool) -> bytes:
    """A zip in one of the ways that are allowed."""
    content = io.BytesIO()
    with zipfile.ZipFile(
        Unseekable(content) if options.get("streamed") else content, "w", zipfile.ZIP_DEFLATED
    ) as package:
        if options.get("folders"):
            package.writestr("xl/", "")
            package.writestr("xl/worksheets/", "")
        for name, part in parts_of(sheet_xml(ROW)).items():
            with package.open(name, "w", force_zip64=options.get("large", False)) as stream:
                stream.write(part.encode())
    return content.getvalue()


class Unseekable(io.RawIOBase):
    """A stream that cannot go back: sizes then follow the data they are of."""

    def __init__(self, target: io.BytesIO) -> None:
        self._target = target

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: object) -> int:
        """Hand on."""
        return self._target.write(data)  # type: ignore[arg-type]  # bytes, as zipfile gives them


@pytest.mark.parametrize("way", ["streamed", "folders", "large"])
def test_zips_are_read_however_they_are_written(way: str) -> None:
    assert read("x.xlsx", written(**{way: True})).grids[0].rows == {1: ["甲"]}


def test_a_zip_behind_other_bytes_is_read() -> None:
    assert read("x.xlsx", b"PK\x03\x04junk" + written()).grids[0].rows == {1: ["甲"]}


def test_names_that_differ_by_case_only_are_one_name() -> None:
    """Two programs would read two different sheets."""
    with pytest.raises(UnreadableError) as caught:
        read("x.xlsx", zipped(parts_of(sheet_xml(ROW)) | {SHEET.upper(): sheet_xml(ROW.replace("甲", "乙"))}))
    assert caught.value.reason == "duplicate_entry"


def test_entries_that_share_their_bytes_are_declined() -> None:
    """One entry that all others of a bomb point into."""
    content = bytearray(written())
    at = [match.start() for match in re.finditer(b"PK\x01\x02", content)]
    struct.pack_into("<I", content, at[1] + 42, struct.unpack_from("<I", content, at[0] + 42)[0])
    with pytest.raises(UnreadableError) as caught:
        read("x.xlsx", bytes(content))
    assert caught.value.reason == "overlapping_entries"


def test_a_document_type_is_declined_in_any_encoding() -> None:
    for encoding in ("utf-8", "utf-16"):
        sheet = (
            sheet_xml(ROW)
            .replace("UTF-8", encoding)
            .replace("<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1)
        )
        with pytest.raises(UnreadableError) as caught:
            read("x.xlsx", zipped({**parts_of(""), SHEET: sheet.encode(encoding)}))
        assert caught.value.reason == "doctype"


@pytest.mark.parametrize("text", ["&lol;", "&#0;", "&#xD800;", "&#x110000;", "a\0b", "&", "&#xFFFE;"])
def test_characters_that_no_xml_has_are_declined(text: str) -> None:
    """By the patterns as by the reader that they stand in for."""
    for cell in (
        f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c>',
        f'<c t="inlineStr" r="A1"><is><t>{text}</t></is></c>',
    ):
        with pytest.raises(UnreadableError) as caught:
            grid_of(f'<row r="1">{cell}</row>')
        assert caught.value.reason == "damaged_part"


def test_a_large_sheet_is_read_in_pieces_without_a_seam() -> None:
    """Rows, merges and strings that go on over many chunks."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in range(1, 4501):
        sheet.append([f"指标{row}", row, None, f"描述 {row} " * 5])
        if row % 3 == 0:
            sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)
    for content in (saved(book), zipped(shuffled(saved(book)))):
        grid = read("x.xlsx", content).grids[0]
        assert list(grid.rows) == list(range(1, 4501))
        assert all(
            cells[0] == f"指标{row}" and cells[1] == str(row) and len(cells) == 4 for row, cells in grid.rows.items()
        )
        assert len(grid.merges) == 1500


def shuffled(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook, none of its rows plain."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return parts | {SHEET: re.sub(rb'<c (r="\w+")([^>/]*)', rb"<c\2 \1", parts[SHEET])}
