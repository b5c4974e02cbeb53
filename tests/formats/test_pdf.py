"""PDF: tables found again in lines and letters, over the ends of pages, and nothing hostile gets through."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import pytest
from pdfs import FONT, Canvas, Spacer, document, drawn, locked, picture, ruled, table
from reportlab.lib.pagesizes import A4

from indicator_lint.formats import pdf, read, sandbox
from indicator_lint.formats.limits import DEFAULT, Limits
from indicator_lint.formats.pdf_worker import read_pages
from indicator_lint.layout import find_tables
from indicator_lint.model.document import Document, UnreadableError
from indicator_lint.model.table import Table

ROLES: Final = ("level1", "level2", "name", "operator", "unit", "description")
NARROW: Final = (48, 60, 70, 30, 36, 80)
SEED: Final = Path(__file__).parents[2] / "samples" / "xiangcheng-2024.txt"
FLAT: Final = (
    ("一级指标", "二级指标", "指标名称", "性质", "单位", "指标描述"),
    ("产出指标", "数量指标", "购置设备数量", "≥", "台", "反映购置数量"),
    ("产出指标", "质量指标", "验收合格率", "≥", "%", "反映验收情况"),
    ("效益指标", "社会效益指标", "设备利用率", "≥", "%", "反映利用情况"),
)

Rows = list[tuple[str | None, tuple[str, ...]]]


def tables_of(content: bytes) -> tuple[Document, list[Table]]:
    document = read("表.pdf", content)
    return document, list(find_tables(document.grids).tables)


def rows_of(tables: list[Table]) -> Rows:
    """Category and texts of every record, without white space: where a line breaks, a blank may be lost."""
    return [
        (one.category, tuple("".join(one.text(role, at).split()) for role in ROLES))
        for one in tables
        for at in range(len(one.rows))
    ]


def kinds(document: Document) -> list[str]:
    return [remark.kind for remark in document.remarks]


def refusal(content: bytes, limits: Limits = DEFAULT, password: str | None = None) -> tuple[str, str]:
    with pytest.raises(UnreadableError) as caught:
        read("表.pdf", content, limits=limits, password=password)
    return caught.value.code, caught.value.reason


@pytest.fixture(scope="module")
def seed() -> list[Table]:
    return list(find_tables(read(str(SEED)).grids).tables)


def laid_out(seed: list[Table], widths: tuple[float, ...], **options: Any) -> bytes:
    """The 13 categories one below the other, page numbers at the feet."""
    blocks: list[Any] = ["绩效指标体系表(试行)"]
    for one in seed:
        texts = [[one.text(role, at) for role in ROLES] for at in range(len(one.rows))]
        blocks += [one.category, table(texts, widths, **options), Spacer(0, 12)]

    def number(canvas: Canvas, _: object) -> None:
        canvas.drawCentredString(A4[0] / 2, 30, f"- {canvas.getPageNumber()} -")

    return document(blocks, number)


@pytest.mark.parametrize(
    ("widths", "options"),
    [((60, 76, 120, 36, 46, 120), {"repeatRows": 3}), (NARROW, {"splitInRow": 1, "repeatRows": 3})],
    ids=["header-repeated", "rows-cut"],
)
def test_the_seed_comes_back_whole(seed: list[Table], widths: tuple[float, ...], options: dict[str, Any]) -> None:
    """13 categories, 132 rows, six fields each, over the ends of pages; and the reading says so."""
    document, tables = tables_of(laid_out(seed, widths, **options))
    assert rows_of(tables) == rows_of(seed)
    assert "pdf_reserve" in kinds(document)
    assert ("pdf_row_joined" in kinds(document)) == ("splitInRow" in options)
    assert all(one.confidence < 1 for one in tables)
    assert [
        name for grid in document.grids for row in grid.rows.values() for name in row if name.startswith("- ")
    ] == []


MIDDLE: Final = (60, 120, 196, 316, 352, 398, 518)
"""The lines between the columns of the tables below."""


def _upper(canvas: Canvas) -> None:
    """The head of a table: its levels run on below the page, and are set in the middle of all their rows."""
    canvas.setFont(FONT, 9)
    canvas.grid(MIDDLE, [140, 120])
    canvas.grid(MIDDLE[2:], [120, 100, 80])
    canvas.line(60, 120, 60, 80)
    canvas.line(120, 120, 120, 80)
    _write(canvas, 126, FLAT[0])
    _write(canvas, 106, ("", "", "购置设备数量", "≥", "台", "反映购置数量"))
    _write(canvas, 86, ("", "", "购置软件数量", "≥", "套", "反映购置数量"))
    _write(canvas, 64, ("产出指标", "数量指标", "", "", "", ""))
    canvas.drawCentredString(A4[0] / 2, 30, "- 1 -")


def _lower(canvas: Canvas) -> None:
    """The rest of it, the header once more above."""
    canvas.setFont(FONT, 9)
    canvas.grid(MIDDLE, [780, 760])
    canvas.grid(MIDDLE[2:], [760, 740, 720, 700])
    canvas.lines([(x, 760, x, 700) for x in MIDDLE[:2]])
    canvas.line(60, 700, 196, 700)
    canvas.line(120, 740, 196, 740)
    _write(canvas, 766, FLAT[0])
    _write(canvas, 746, ("", "数量指标", "购置图书数量", "≥", "册", "反映购置数量"))
    _write(canvas, 726, ("产出指标", "质量指标", "设备验收合格率", "≥", "%", "反映质量"))
    _write(canvas, 706, ("", "", "图书验收合格率", "≥", "%", "反映质量"))
    canvas.drawCentredString(A4[0] / 2, 30, "- 2 -")


def _write(canvas: Canvas, y: float, texts: Sequence[str]) -> None:
    for x, text in zip(MIDDLE, texts, strict=False):
        canvas.drawString(x + 4, y, text)


@pytest.fixture(scope="module")
def stitched() -> tuple[Document, Table]:
    document, (whole,) = tables_of(drawn(_upper, _lower))
    return document, whole


def test_a_table_over_pages_is_one_and_each_cell_stands_on_its_page(stitched: tuple[Document, Table]) -> None:
    document, whole = stitched
    names = ["购置设备数量", "购置软件数量", "购置图书数量", "设备验收合格率", "图书验收合格率"]
    assert [row[2] for _, row in rows_of([whole])] == names
    assert [whole.location("name", at).display for at in (0, 1, 2, 4)] == [
        "第1页表1!r2c3", "第1页表1!r3c3", "第2页表1!r2c3", "第2页表1!r4c3",
    ]  # fmt: skip
    assert [(remark.kind, remark.location.container) for remark in document.remarks] == [
        ("pdf_reserve", ""),
        ("pdf_stitched", "第2页表1"),
    ]


def test_a_merged_level_cut_by_the_page_is_one_cell_wherever_its_text_was_set(stitched: tuple[Document, Table]) -> None:
    document, whole = stitched
    assert [row[:2] for _, row in rows_of([whole])] == [("产出指标", "数量指标")] * 3 + [("产出指标", "质量指标")] * 2
    assert {whole.location("level1", at).display for at in range(5)} == {"第2页表1!r2c1"}
    assert [text for grid in document.grids for cells in grid.rows.values() for text in cells if "- " in text] == []


def test_findings_stand_in_the_order_of_the_pages(stitched: tuple[Document, Table]) -> None:
    """A table that spans pages has places on all of them; its first page names it."""
    document, _ = stitched
    assert [(grid.name, grid.more) for grid in document.grids] == [("第1页表1", ("第2页表1",))]


def test_a_whole_row_that_lacks_its_unit_is_not_taken_for_a_rest() -> None:
    """At the top of a page, with no header above: two signs are two rows."""
    rows = [*FLAT, *FLAT[1:]]
    lacking = ("效益指标", "社会效益指标", "图书利用率", "≥", "", "反映利用情况")

    def rest(canvas: Canvas) -> None:
        ruled(canvas, [lacking, *FLAT[1:]])

    _, (whole,) = tables_of(drawn(lambda canvas: ruled(canvas, rows, top=240), rest))
    assert [row for _, row in rows_of([whole])][6] == lacking
    assert len(whole.rows) == 10


def test_lines_are_joined_as_they_were_written() -> None:
    """A word that had to be broken is one word, letters keep their blank, a line that ends early stays a line."""
    texts = read("表.pdf", drawn(_broken_lines)).grids[0].rows[1]
    assert texts == ["可持续影响指标", "Gross Domestic Product", "1.按月\n2.按季"]


def _broken_lines(canvas: Canvas) -> None:
    """A row of three cells, two lines each."""
    canvas.setFont(FONT, 9)
    canvas.grid([60, 114, 184, 304], [760, 736, 712])
    for x, lines in ((64, ("可持续影响", "指标")), (118, ("Gross Domestic", "Product")), (188, ("1.按月", "2.按季"))):
        for at, line in enumerate(lines):
            canvas.drawString(x, 751 - 10 * at, line)
    for x, text in ((64, "甲"), (118, "乙"), (188, "丙")):
        canvas.drawString(x, 720, text)


def _flat(canvas: Canvas) -> None:
    ruled(canvas, FLAT)


def _sideways(canvas: Canvas) -> None:
    canvas.translate(A4[0], 0)
    canvas.rotate(90)
    ruled(canvas, FLAT, top=500)


def _turned(canvas: Canvas) -> None:
    canvas.setPageRotation(90)  # of this page and all that follow
    _sideways(canvas)


def _bold(canvas: Canvas) -> None:
    """Each letter drawn twice, a little aside."""
    ruled(canvas, FLAT)
    canvas.translate(0.3, 0)
    ruled(canvas, FLAT)


def _framed(canvas: Canvas) -> None:
    canvas.rect(20, 20, A4[0] - 40, A4[1] - 40)
    ruled(canvas, FLAT)


def _open_sides(canvas: Canvas) -> None:
    """Without the outer lines left and right, as in journals."""
    widths = (60, 76, 120, 36, 46, 120)
    canvas.setFont(FONT, 9)
    for line, row in enumerate(FLAT):
        canvas.line(60, 760 - 20 * line, 60 + sum(widths), 760 - 20 * line)
        for at, text in enumerate(row):
            canvas.drawString(64 + sum(widths[:at]), 746 - 20 * line, text)
    canvas.line(60, 680, 60 + sum(widths), 680)
    for at in range(1, 6):
        canvas.line(60 + sum(widths[:at]), 760, 60 + sum(widths[:at]), 680)


def _bars(canvas: Canvas) -> None:
    """Lines that are filled bars, one a cell's side, and grey behind the header."""
    widths = (60, 76, 120, 36, 46, 120)
    canvas.setFillGray(0.9)
    canvas.rect(61, 741, sum(widths) - 2, 18, stroke=0, fill=1)
    canvas.setFillGray(0)
    for line in range(5):
        for at in range(6):
            canvas.rect(60 + sum(widths[:at]), 760 - 20 * line, widths[at], 0.5, stroke=0, fill=1)
    for at in range(7):
        for line in range(4):
            canvas.rect(60 + sum(widths[:at]), 740 - 20 * line, 0.5, 20, stroke=0, fill=1)
    canvas.setFont(FONT, 9)
    for line, row in enumerate(FLAT):
        for at, text in enumerate(row):
            canvas.drawString(64 + sum(widths[:at]), 746 - 20 * line, text)


INKS: Final = (_flat, _sideways, _bold, _framed, _open_sides, _bars, _turned)


@pytest.fixture(scope="module")
def pages() -> Document:
    return read("表.pdf", drawn(*INKS))


@pytest.mark.parametrize("at", range(len(INKS)), ids=[ink.__name__.strip("_") for ink in INKS])
def test_the_same_table_however_it_was_drawn(pages: Document, at: int) -> None:
    grid = pages.grids[at]
    assert [tuple(cells) for row, cells in grid.rows.items() if row > 0] == list(FLAT)
    assert grid.place(2, 3).display == f"第{at + 1}页表1!r2c3"


def test_upright_text_in_a_lying_cell() -> None:
    """A level written upwards beside its rows, and one written downwards letter by letter."""

    def ink(canvas: Canvas) -> None:
        canvas.setFont(FONT, 9)
        canvas.grid([60, 80, 100, 200], [760, 680])
        canvas.saveState()
        canvas.translate(73, 700)
        canvas.rotate(90)
        canvas.drawString(0, 0, "产出指标")
        canvas.restoreState()
        for at, letter in enumerate("数量指标"):
            canvas.drawString(85, 740 - 12 * at, letter)
        canvas.drawString(104, 720, "购置设备数量")

    grid = read("表.pdf", drawn(ink)).grids[0]
    assert grid.rows[1] == ["产出指标", "数量指标", "购置设备数量"]


def test_scans_are_never_a_silent_success() -> None:
    assert refusal(drawn(picture, picture)) == ("FIL001", "scanned")
    document = read("表.pdf", drawn(picture, _flat, picture, picture))
    assert {remark.kind: dict(remark.params) for remark in document.remarks}["pdf_scanned"] == {"pages": "1、3-4"}


def test_text_upon_a_picture_is_trusted_less() -> None:
    def ink(canvas: Canvas) -> None:
        picture(canvas)
        ruled(canvas, FLAT)

    document, (one,) = tables_of(drawn(ink))
    assert "pdf_recognised" in kinds(document)
    assert one.confidence < 0.6


def test_a_table_too_wide_for_its_page_is_said_to_be_read_in_half() -> None:
    """Sheets printed without fitting them to a page have their right columns on pages of their own."""
    left, right = ([row[part] for row in (*FLAT, *FLAT[1:])] for part in (slice(3), slice(3, 6)))
    document, (one,) = tables_of(drawn(lambda canvas: ruled(canvas, left), lambda canvas: ruled(canvas, right)))
    assert ("pdf_half", {"page": 2, "left": 1}) in [(one.kind, dict(one.params)) for one in document.remarks]
    assert one.confidence < 0.6


def test_a_table_without_lines_is_declined_with_the_reason() -> None:
    def ink(canvas: Canvas) -> None:
        canvas.setFont(FONT, 9)
        for line, row in enumerate(FLAT):
            for at, text in enumerate(row):
                canvas.drawString(60 + 80 * at, 760 - 20 * line, text)

    document, tables = tables_of(drawn(ink))
    assert (tables, "pdf_unruled" in kinds(document)) == ([], True)


def test_letters_without_a_code_are_declined() -> None:
    content = drawn(_flat, pageCompression=0).replace(b"/UniGB-UCS2-H", b"/Identity-H  ").replace(b"/GB1", b"/XX1")
    content = content.replace(b"(GB1)", b"(XX1)")
    assert refusal(content) == ("FIL003", "unmapped")


def _latin(canvas: Canvas) -> None:
    """In letters of every reader: the names of Chinese fonts are not encrypted by what writes this file, but should be."""
    ruled(canvas, [("Level", "Name"), ("Output", "Number")], font="Helvetica")


def test_passwords() -> None:
    """The user's password is asked for; a file that only forbids editing opens without."""
    asking = drawn(_latin, encrypt=locked("secret"))
    assert refusal(asking) == ("FIL001", "encrypted")
    assert refusal(asking, password="wrong") == ("FIL001", "wrong_password")  # noqa: S106 - made for this test
    for content, password in ((asking, "secret"), (drawn(_latin, encrypt=locked("")), None)):
        assert read("表.pdf", content, password=password).grids[0].rows == {
            1: ["Level", "Name"],
            2: ["Output", "Number"],
        }


def test_without_pdfplumber_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)
    assert refusal(drawn(_flat)) == ("FIL005", "pdf")


def objects(*parts: bytes) -> bytes:
    """A file made of these objects, the first of them its root; readers find them without a table of places."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(parts, start=1))
    return b"%PDF-1.7\n" + body + b"trailer\n<</Root 1 0 R>>\n%%EOF"


def page_with(content: bytes, extra: bytes = b"") -> bytes:
    """A page whose content is this stream, compressed."""
    packed = zlib.compress(content, 1)
    return objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 14400 14400]/Contents 4 0 R%s>>" % extra,
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
    )


LATTICE: Final = b"".join(b"0 %d m 9000 %d l S %d 0 m %d 9000 l S\n" % ((at * 9,) * 4) for at in range(600))
NEEDLES: Final = b"".join(b"%d %d m %d %d l S\n" % (at % 99, at, at % 99 + 9, at) for at in range(500))


@pytest.mark.parametrize(
    ("content", "limits", "refused"),
    [
        (lambda: drawn(_flat)[:700], {}, ("FIL001", "damaged")),
        (
            lambda: objects(b"<</Type/Catalog/Pages 2 0 R>>", b"3 0 R", b"2 0 R"),
            {"pdf_seconds": 1},
            ("FIL004", "pdf_seconds"),
        ),
        (lambda: page_with(b" " * (1 << 28)), {"pdf_megabytes": 200}, ("FIL004", "pdf_megabytes")),
        (lambda: page_with(b""), {"file_megabytes": 0}, ("FIL004", "file_megabytes")),
    ],
    ids=["cut-off", "hang", "bomb", "size"],
)
def test_hostile_files_are_refused_by_name(
    content: Callable[[], bytes], limits: dict[str, int], refused: tuple[str, str]
) -> None:
    assert refusal(content(), replace(DEFAULT, **limits)) == refused


@pytest.mark.parametrize(
    ("content", "limits", "refused"),
    [
        (lambda: b"%PDF-1.4\n%%EOF", {}, ("FIL001", "damaged")),
        (
            lambda: objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
            {},
            ("FIL001", "damaged"),
        ),
        (lambda: drawn(*[_flat] * 4), {"pdf_pages": 3}, ("FIL004", "pdf_pages")),
        (lambda: page_with(LATTICE), {}, ("FIL004", "pdf_places")),
        (lambda: page_with(LATTICE), {"pdf_lines": 1000}, ("FIL004", "pdf_lines")),
        (lambda: page_with(NEEDLES), {"pdf_strokes": 400}, ("FIL004", "pdf_strokes")),
        (lambda: drawn(_flat), {"pdf_characters": 20}, ("FIL004", "pdf_characters")),
    ],
    ids=["nothing", "tree-loop", "pages", "places", "lines", "strokes", "characters"],
)
def test_the_worker_refuses_by_name(
    content: Callable[[], bytes], limits: dict[str, int], refused: tuple[str, str]
) -> None:
    """Asked here and not in a process of its own, which would take half a second each."""
    with pytest.raises(UnreadableError) as caught:
        read_pages({"password": "", "limits": asdict(replace(DEFAULT, **limits))}, content())
    assert (caught.value.code, caught.value.reason) == refused


def test_a_worker_that_breaks_down_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it ends with an error, says nothing, or says something else than it should."""
    for name, body in (("mute", "pass"), ("killed", "import os; os.abort()"), ("raving", "print('[1, 2')")):
        (tmp_path / f"{name}_pdf_worker.py").write_text(body, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("mute", "killed", "raving", "absent"):
        monkeypatch.setattr(sandbox, "WORKERS", f"{name}_")
        assert refusal(drawn(_flat)) == ("FIL001", "broken_down")


CONFINED: Final = """
import sys
from indicator_lint.formats.confinement import serve

def answer(question, content):
    exec(question)
    return question

serve(answer)
"""


@pytest.mark.parametrize(
    "deed",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "open('/tmp/x', 'w')",
        "import os; os.open('/tmp/x', os.O_CREAT | os.O_WRONLY)",
    ],
)
def test_a_confined_process_reaches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deed: str) -> None:
    (tmp_path / "free_pdf_worker.py").write_text(CONFINED, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sandbox, "WORKERS", "free_")
    assert sandbox.ask("pdf", "1", b"", DEFAULT) == "1"
    with pytest.raises(UnreadableError, match="broken_down"):
        sandbox.ask("pdf", deed, b"", DEFAULT)


def test_the_folder_one_stands_in_is_never_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file named like a module beside the user's tables is not run."""
    (tmp_path / "pdfplumber.py").write_text("raise SystemExit", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    assert len(read("表.pdf", drawn(_flat)).grids[0].rows) == len(FLAT)
