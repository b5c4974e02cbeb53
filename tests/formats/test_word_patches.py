"""Cells and paragraphs of documents rewritten: as tracked changes that can be accepted or rejected, or directly."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wordfiles import (
    HEAD,
    INSTRUCTION,
    MAIN,
    OFFICE,
    PACKAGE,
    PART,
    STRICT,
    document,
    field,
    p,
    parts_of,
    run,
    tbl,
    tc,
    tr,
    zipped,
)
from wordfiles import docx as made

from indicator_lint.formats import read
from indicator_lint.formats.patching import patch, spliced
from indicator_lint.formats.rawzip import raw_entries
from indicator_lint.model.cells import Cells
from indicator_lint.model.finding import Edit
from indicator_lint.model.patch import Manner

W = f"{{{MAIN}}}"
DIRECT = Manner(direct=True)
DATED = Manner(date="2026-11-27T08:00:00Z")
PIECES = st.sampled_from(["购置", "设备 ", "率", "（个", "a<b>&", "\t", "\n", "、", "“引”", "𠮷"])
LINES = st.lists(st.lists(st.tuples(st.lists(PIECES, max_size=3), st.booleans()), max_size=3), min_size=1, max_size=3)
TEXTS = st.lists(PIECES, max_size=6).map("".join)


def shown(content: bytes, row: int = 1, column: int = 1) -> str:
    return read("表.docx", content).grids[0].text(row, column)


def edited(content: bytes, new: str, manner: Manner = DATED, at: tuple[int, int] = (1, 1)) -> tuple[bytes, list[str]]:
    """The document with another text in a cell, or the reasons why not."""
    before = read("表.docx", content)
    grid = before.grids[0]
    edit = Edit("name", None, grid.place(*at), grid.text(*at), new)
    made = patch(before, content, [edit], manner=manner)
    return spliced(content, made.splices), [each.reason for each in made.refused]


def main_of(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(PART)


def settled(content: bytes, *, accept: bool) -> bytes:
    """The document after all its changes were accepted or rejected, as a word processor does it."""
    root = ET.fromstring(main_of(content))  # noqa: S314 - written by ourselves
    kept, gone = (f"{W}ins", f"{W}del") if accept else (f"{W}del", f"{W}ins")
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == gone:
                parent.remove(child)
            elif child.tag == kept:
                at = list(parent).index(child)
                parent.remove(child)
                for each in reversed(list(child)):
                    parent.insert(at, each)
    for text in root.iter(f"{W}delText"):
        text.tag = f"{W}t"
    return zipped({**parts_of(""), PART: ET.tostring(root, encoding="unicode")})


def line(runs: list[tuple[list[str], bool]]) -> str:
    """A paragraph of runs, each of pieces, bold or not."""
    marks = {"\t": "<w:tab/>", "\n": "<w:br/>"}
    made = [
        f'<w:r w:rsidR="00AB">{"<w:rPr><w:b/></w:rPr>" if bold else ""}'
        + "".join(marks.get(each) or f'<w:t xml:space="preserve">{escaped(each)}</w:t>' for each in pieces)
        + "</w:r>"
        for pieces, bold in runs
    ]
    return f'<w:p w:rsidR="00AC"><w:pPr><w:jc w:val="center"/></w:pPr>{"".join(made)}</w:p>' if made else "<w:p/>"


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@settings(max_examples=80, deadline=None)
@given(LINES, TEXTS, st.booleans())
def test_a_cell_says_what_it_should_and_its_owner_has_the_last_word(
    lines: list[list[tuple[list[str], bool]]], new: str, direct: bool
) -> None:
    """Read again it is the new text; rejected it is the old one, accepted the new one; nothing outside the cell is touched."""
    before = made(tbl(tr(tc(*map(line, lines)), "右"), tr("左下", "右下")) + p("末"))
    old = shown(before)
    new = new.strip("\n")
    after, refused = edited(before, new, DIRECT if direct else DATED)
    if refused:
        assert refused == ["paragraphs"]
        assert len(lines) > 1
        assert after == before
        return
    assert shown(after) == new
    first, last = (main_of(each) for each in (before, after))
    start, end = (first.index(mark) for mark in (b"<w:tc>", b"</w:tc>"))
    assert last.startswith(first[:start])
    assert last.endswith(first[end:])
    if direct:
        assert b"indicator-lint" not in last
    else:
        assert shown(settled(after, accept=False)) == old
        assert shown(settled(after, accept=True)) == new
        ids = re.findall(rb'w:id="(\d+)"', last)
        assert len(ids) == len(set(ids))


def test_only_what_differs_is_marked() -> None:
    """The run is cut around it, and what comes looks as what goes."""
    before = made(tbl(tr(tc(p(run("购置 ", "<w:b/>"), run("、 安装设备", "<w:i/>"))), "右")))
    after, _ = edited(before, "购置、安装设备")
    parts = re.findall(r"<w:(del|ins) [^>]*>.*?<w:(?:t|delText)[^>]*>(.*?)<", main_of(after).decode())
    assert parts == [("del", " "), ("del", " ")]
    after, _ = edited(before, "购买 、 安装设备")
    assert (
        '<w:del w:id="1" w:author="indicator-lint" w:date="2026-11-27T08:00:00Z"><w:r><w:rPr><w:b/></w:rPr>'
        '<w:delText xml:space="preserve">置</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="indicator-lint" w:date="2026-11-27T08:00:00Z"><w:r><w:rPr><w:b/></w:rPr>'
        '<w:t xml:space="preserve">买</w:t></w:r></w:ins>'
    ) in main_of(after).decode()


def test_changes_bear_no_date_unless_one_is_given_and_numbers_of_their_own() -> None:
    """So that the same input gives the same bytes."""
    before = made(
        tbl(tr(tc('<w:bookmarkStart w:id="41" w:name="b"/>', p("甲乙丙"), '<w:bookmarkEnd w:id="41"/>'), "右"))
    )
    after, _ = edited(before, "甲丁丙", Manner())
    assert b"w:date" not in main_of(after)
    assert re.findall(rb'<w:(?:del|ins) w:id="(\d+)"', main_of(after)) == [b"42", b"43"]


def test_other_entries_keep_their_bytes() -> None:
    """A document of python-docx: only the main part is another one."""
    paper = docx.Document()
    paper.add_paragraph("设备购置 类")
    table = paper.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = "指标名称", "甲\n乙"
    written = io.BytesIO()
    paper.save(written)
    before = written.getvalue()
    document_ = read("表.docx", before)
    grid = document_.grids[0]
    edits = [
        Edit("category", None, grid.place(-1, 1), "设备购置 类", "设备购置类"),
        Edit("name", 1, grid.place(2, 2), "甲\n乙", "甲二\n乙"),
    ]
    for manner in (DATED, DIRECT):
        patched = patch(document_, before, edits, manner=manner)
        after = spliced(before, patched.splices)
        assert not patched.refused
        cells = Cells(read("表.docx", after))
        assert [cells.text(edit.location) for edit in edits] == ["设备购置类", "甲二\n乙"]
        kept, own = raw_entries(before), raw_entries(after)
        assert {name for name in kept if kept[name] != own[name]} == {PART}
        assert list(kept) == list(own)
    again = docx.Document(io.BytesIO(after))
    assert [each.text for each in again.paragraphs[:1]] == ["设备购置类"]
    assert again.tables[0].cell(1, 1).text == "甲二\n乙"


def test_an_empty_cell_is_filled_in_the_look_of_its_paragraph() -> None:
    mark = '<w:p><w:pPr><w:rPr><w:sz w:val="18"/></w:rPr></w:pPr></w:p>'
    for paragraph in (mark, "<w:p/>", '<w:p w:rsidR="1"/>', "<w:p><w:r><w:rPr><w:b/></w:rPr></w:r></w:p>"):
        before = made(tbl(tr(tc("指标"), tc(paragraph)), tr("甲", "乙")))
        after, refused = edited(before, "填写", at=(1, 2))
        assert (shown(after, 1, 2), refused) == ("填写", [])
        assert shown(settled(after, accept=False), 1, 2) == ""
        if paragraph == mark:
            assert b'<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t' in main_of(after)


SAFE = "购买设备"
UNSAFE = [
    ("购置设备", field(INSTRUCTION, "|", run("购置设备")), "field"),
    ("购置设备", f'<w:fldSimple w:instr="X">{run("购置设备")}</w:fldSimple>', "field"),
    ("购置设备", f"<w:sdt><w:sdtPr/><w:sdtContent>{run('购置设备')}</w:sdtContent></w:sdt>", "content_control"),
    ("购置设备", f'<w:ins w:id="7" w:author="某">{run("购置设备")}</w:ins>', "tracked"),
    ("购置设备", run("购置设备", '<w:rPrChange w:id="7" w:author="某"><w:rPr/></w:rPrChange>'), "tracked"),
    ("购置\uf0b3", run("购置\uf0b3", '<w:rFonts w:ascii="Symbol"/>'), "symbols"),
    ("购置设备", f"<w:ruby><w:rubyBase>{run('购置设备')}</w:rubyBase></w:ruby>", "structure"),
]


@pytest.mark.parametrize(("text", "markup", "reason"), UNSAFE, ids=[f"{each[2]}{i}" for i, each in enumerate(UNSAFE)])
def test_what_is_not_safe_to_write_in_is_refused(text: str, markup: str, reason: str) -> None:
    """And beside it in the same cell, where that is the text's own run, it is not."""
    before = made(tbl(tr(tc(f"<w:p>{markup}</w:p>"), "右")))
    after, refused = edited(before, SAFE)
    assert (after, refused) == (before, [reason])
    if reason not in {"structure", "symbols"}:
        before = made(tbl(tr(tc(f"<w:p>{run('拟 ')}{markup}{run('数 量')}</w:p>"), "右")))
        after, refused = edited(before, f"拟{text}数量")
        assert (shown(after), refused) == (f"拟{text}数量", [])


def test_what_was_deleted_before_stays_deleted() -> None:
    gone = '<w:del w:id="7" w:author="某"><w:r><w:delText>旧</w:delText></w:r></w:del>'
    before = made(tbl(tr(tc(f"<w:p>{run('购置')}{gone}{run('设备')}</w:p>"), "右")))
    after, _ = edited(before, "购买设备数量")
    assert shown(after) == "购买设备数量"
    assert gone in main_of(after).decode()


def test_paragraphs_are_neither_joined_nor_parted() -> None:
    before = made(tbl(tr(tc(p("甲乙"), p("丙丁")), "右")))
    assert edited(before, "甲乙丙丁") == (before, ["paragraphs"])
    after, refused = edited(before, "甲\n丙丁戊")
    assert (shown(after), refused) == ("甲\n丙丁戊", [])


def test_a_paragraph_outside_the_tables_does_not_vanish() -> None:
    """Those behind it would have other numbers."""
    before = made(p("设备购置类") + p("第二段"))
    assert edited(before, "") == (before, ["paragraphs"])
    assert edited(before, "维修类")[1] == []


def guarded(settings_: str, **more: str) -> bytes:
    """A document with these settings."""
    relation = f'<Relationship Id="s" Type="{OFFICE}/settings" Target="settings.xml"/>'
    rels = f'{HEAD}<Relationships xmlns="{PACKAGE}">{relation}</Relationships>'
    own = f'{HEAD}<w:settings xmlns:w="{MAIN}">{settings_}</w:settings>'
    main = document(tbl(tr("购置设备", "右")))
    return zipped({**parts_of(main), "word/_rels/document.xml.rels": rels, "word/settings.xml": own, **more})


@pytest.mark.parametrize(
    ("settings_", "tracked", "direct"),
    [
        ('<w:documentProtection w:edit="readOnly" w:enforcement="1"/>', ["protected"], ["protected"]),
        ('<w:documentProtection w:edit="trackedChanges" w:enforcement="1"/>', [], ["protected"]),
        ('<w:documentProtection w:edit="readOnly" w:enforcement="0"/>', [], []),
        ('<w:documentProtection w:edit="readOnly"/>', [], []),
        ('<w:writeProtection w:recommended="1"/>', [], []),
        ('<w:writeProtection w:hash="abc"/>', ["protected"], ["protected"]),
    ],
)
def test_protected_documents_are_left_alone(settings_: str, tracked: list[str], direct: list[str]) -> None:
    """Unless the protection asks for tracked changes, and these are made."""
    assert edited(guarded(settings_), SAFE)[1] == tracked
    assert edited(guarded(settings_), SAFE, DIRECT)[1] == direct


def test_a_document_whose_settings_are_broken_is_left_alone() -> None:
    """It is read all the same; but nobody can tell whether it is protected."""
    assert edited(guarded("<"), SAFE)[1] == ["structure"]


def test_a_signed_document_is_left_alone() -> None:
    assert edited(guarded("", **{"_xmlsignatures/origin.sigs": ""}), SAFE)[1] == ["signed"]


@pytest.mark.parametrize("address", [MAIN, STRICT])
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_any_prefix_is_written_as_its_document_does(address: str, prefix: str) -> None:
    """A default namespace too, which has none for attributes."""
    main = document(tbl(tr("购置 设备", "右"))).replace("<w:", f"<{prefix}").replace("</w:", f"</{prefix}")
    main = main.replace(f'xmlns:w="{MAIN}"', f'xmlns{":x" if prefix else ""}="{address}"').replace(" w:", f" {prefix}")
    before = zipped(parts_of(main))
    after, refused = edited(before, "购置设备")
    assert (shown(after), refused) == ("购置设备", [])
    (change,) = (each for each in ET.fromstring(main_of(after)).iter() if each.tag.endswith("}del"))  # noqa: S314
    assert change.get(f"{{{address}}}author") == "indicator-lint"


def test_control_characters_are_not_written() -> None:
    before = made(tbl(tr("购置设备", "右")))
    assert edited(before, "购置\x0b设备") == (before, ["control"])


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_what_was_edited(tmp_path: Path) -> None:
    """It keeps the changes as changes: saved by it, the document says the new text and remembers the old one."""
    paper, written = docx.Document(), io.BytesIO()
    paper.add_paragraph("设备 购置类")
    table = paper.add_table(2, 2)
    table.cell(0, 0).paragraphs[0].add_run("购置 ").bold = True
    table.cell(0, 0).paragraphs[0].add_run("设备")
    table.cell(1, 0).text, table.cell(0, 1).text = "甲", "右"
    paper.save(written)
    before = written.getvalue()
    document_ = read("表.docx", before)
    wanted = {(-1, 1): "设备购置类", (1, 1): "购置设备数量", (2, 2): "填写"}
    grid = document_.grids[0]
    edits = [Edit("name", 1, grid.place(*at), grid.text(*at), new) for at, new in wanted.items()]
    given = tmp_path / "in" / "表.docx"
    given.parent.mkdir()
    given.write_bytes(spliced(before, patch(document_, before, edits, manner=DATED).splices))
    command = ["soffice", f"-env:UserInstallation={tmp_path.as_uri()}/profile", "--headless", "--convert-to", "docx"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(given)],
        check=True,
        capture_output=True,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    saved = (tmp_path / "表.docx").read_bytes()
    cells = Cells(read("表.docx", saved))
    assert [cells.text(edit.location) for edit in edits] == list(wanted.values())
    assert len(re.findall(rb"<w:ins [^>]*w:author=\"indicator-lint\"", main_of(saved))) >= 2
    assert b"<w:delText" in main_of(saved)
