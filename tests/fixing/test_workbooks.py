"""A workbook that is fixed differs from what it was in the cells that were to change, and in nothing else."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from richbooks import BOOKS, EDITS, FOREIGN

from indicator_lint import Settings
from indicator_lint.discovery import Source
from indicator_lint.fixing.finishing import Way, finish
from indicator_lint.fixing.fixer import fix_source
from indicator_lint.formats.rawzip import raw_entries
from indicator_lint.model.outcome import Outcome
from indicator_lint.model.patch import Manner

pytestmark = pytest.mark.filterwarnings("ignore:.*not supported and will be removed")
"""What openpyxl says of the workbooks: why it must not be what saves them."""


def fixed(path: Path, *, unsafe: bool = False, **way: Any) -> Outcome:
    """What came of fixing a file."""
    manner = Manner()
    found = fix_source(Source(str(path)), Settings(), unsafe=unsafe, manner=manner)
    return finish(found, Way("run", manner, **way))


@pytest.fixture(scope="module", params=BOOKS)
def books(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """A rich workbook before and after its safe fixes."""
    path = tmp_path_factory.mktemp("books") / "表.xlsx"
    before = BOOKS[request.param]()
    path.write_bytes(before)
    outcome = fixed(path)
    assert (outcome.reason, outcome.settled.left) == ("", ())
    assert {edit.location.ref: edit.new for edit in outcome.settled.edits} == EDITS
    return before, path.read_bytes()


def cells(content: bytes) -> Iterator[tuple[str, str, Any, Any]]:
    """Every cell of every sheet as another library reads it: what it holds, and all of its looks."""
    for sheet in load_workbook(io.BytesIO(content), rich_text=True).worksheets:
        for row in sheet.iter_rows():
            yield from ((sheet.title, cell.coordinate, value(cell), looks(cell)) for cell in row)


def value(cell: Any) -> Any:
    """What a cell holds; of a formula that spills its text and where it spills to."""
    held = cell.value
    return (held.text, held.ref) if hasattr(held, "text") else held


def looks(cell: Any) -> tuple[Any, ...]:
    return cell.style_id if hasattr(cell, "style_id") else None, cell.number_format, cell.data_type == "f"


def test_every_other_part_keeps_its_bytes(books: tuple[bytes, bytes]) -> None:
    """All entries but the sheet's stand in the same order with the same compressed bytes; nothing is lost or added."""
    before, after = map(raw_entries, books)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]


def test_the_sheet_differs_in_the_elements_of_the_edited_cells(books: tuple[bytes, bytes]) -> None:
    """Take these elements out and the part is the same, byte by byte."""
    edited = "|".join(EDITS)
    pattern = re.compile(rf'<c r="(?:{edited})"[^>]*?(?:/>|>.*?</c>)'.encode())
    parts = [zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml") for content in books]
    taken = [pattern.findall(part) for part in parts]
    assert [len(each) for each in taken] == [len(EDITS)] * 2
    assert len({pattern.sub(b"", part) for part in parts}) == 1
    styles = [[re.findall(rb' s="\d+"', element) for element in each] for each in taken]
    assert styles[0] == styles[1]


def test_another_library_sees_the_edits_and_nothing_else(books: tuple[bytes, bytes]) -> None:
    """Values, formulas and styles of all other cells are equal; those that changed keep their style."""
    before, after = (list(cells(content)) for content in books)
    assert [cell[3] for cell in before] == [cell[3] for cell in after]
    differing = {new[1]: str(new[2]) for old, new in zip(before, after, strict=True) if str(old[2]) != str(new[2])}
    assert differing == EDITS


def test_runs_keep_their_fonts(books: tuple[bytes, bytes]) -> None:
    """Of a text in several fonts only the characters that differ go; each run stays as it was."""
    runs = [load_workbook(io.BytesIO(content), rich_text=True).worksheets[0]["F3"].value for content in books]
    old, new = ([(getattr(run, "font", None), str(run)) for run in each] for each in runs)
    kept = [(font, text.replace(" ", "")) for font, text in old]
    assert [(str(font), text) for font, text in new] == [(str(font), text) for font, text in kept]


def test_results_of_formulas_stay(books: tuple[bytes, bytes]) -> None:
    """What a formula gave is still there for who opens the file without calculating."""
    values = [load_workbook(io.BytesIO(content), data_only=True).worksheets[0]["H3"].value for content in books]
    assert values[0] == values[1]


def test_the_zip_is_whole(books: tuple[bytes, bytes]) -> None:
    """Checksums hold, sizes are true, the comment and the parts of other programs are there."""
    before, after = (zipfile.ZipFile(io.BytesIO(content)) for content in books)
    assert after.testzip() is None
    assert after.comment == before.comment
    assert [info.date_time for info in before.infolist()] == [info.date_time for info in after.infolist()]
    if FOREIGN.keys() <= set(before.namelist()):
        assert {name: after.read(name) for name in FOREIGN} == FOREIGN


def test_fixing_again_changes_nothing(tmp_path: Path) -> None:
    """fix(fix(x)) = fix(x), and the file is not even written."""
    path = tmp_path / "表.xlsx"
    path.write_bytes(BOOKS["openpyxl"]())
    fixed(path)
    status, content = path.stat(), path.read_bytes()
    assert fixed(path).written is None
    assert (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes()) == (
        status.st_ino,
        status.st_mtime_ns,
        content,
    )


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_the_edits_and_nothing_else(tmp_path: Path) -> None:
    """It opens both files and lists them alike but for the cells that were fixed."""
    for name in ("alt", "neu"):
        (tmp_path / f"{name}.xlsx").write_bytes(BOOKS["xlsxwriter"]())
    fixed(tmp_path / "neu.xlsx")
    profile = f"-env:UserInstallation={tmp_path.as_uri()}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"]
    files = [str(tmp_path / "alt.xlsx"), str(tmp_path / "neu.xlsx")]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), *files],
        capture_output=True,
        check=True,
        timeout=120,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    texts = [(tmp_path / f"{name}.csv").read_text(encoding="utf-8") for name in ("alt", "neu")]
    tables = [list(csv.reader(io.StringIO(text))) for text in texts]
    differing = {
        f"{chr(ord('A') + column)}{row}": new
        for row, (before, after) in enumerate(zip(*tables, strict=True), start=1)
        for column, (old, new) in enumerate(zip(before, after, strict=True))
        if old != new
    }
    assert differing == {**EDITS, "J4": EDITS["E4"]}, "J4 is calculated from E4"
