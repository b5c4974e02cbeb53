"""The samples are one document in four forms."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import docx
import pytest
from docx.document import Document
from openpyxl import Workbook, load_workbook

from indicator_lint.cli import main

SAMPLES = Path(__file__).parents[1] / "samples"
LEAVES = ("level1", "level2", "name", "operator", "unit", "description")
COLUMN = {
    role: {".xlsx": letter, ".docx": f"c{at}"}
    for at, (role, letter) in enumerate(zip(LEAVES, "ABCDEF", strict=True), 1)
}
WORKBOOKS = sorted(path.name for path in SAMPLES.glob("*.xlsx"))
DOCUMENT = "xiangcheng-2024.docx"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    """The script that makes the workbooks."""
    spec = importlib.util.spec_from_file_location("samples_build", SAMPLES / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where its dataclass looks itself up
    spec.loader.exec_module(module)
    return module


def shown(book: Workbook) -> dict[str, object]:
    """Texts and merges of each sheet."""
    return {
        sheet.title: (
            {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None},
            sorted(str(block) for block in sheet.merged_cells.ranges),
        )
        for sheet in book.worksheets
    }


def test_there_are_two_workbooks(build: ModuleType) -> None:
    assert WORKBOOKS == ["xiangcheng-2024-sheets.xlsx", "xiangcheng-2024-stacked.xlsx"]
    assert sorted(build.workbooks("甲类")) == WORKBOOKS


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_is_what_the_script_builds(build: ModuleType, name: str) -> None:
    """Cell by cell and merge by merge: `make samples` would change nothing."""
    built = build.workbooks(build.TEXT.read_text(encoding="utf-8"))[name]
    assert shown(load_workbook(SAMPLES / name)) == shown(built)


def written(paper: Document) -> tuple[list[str], list[list[list[str]]]]:
    """The paragraphs of a document, and of each table each row's texts; a merged cell is told in all its places."""
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables]
    return [paragraph.text for paragraph in paper.paragraphs], tables


def test_the_document_is_what_the_script_builds(build: ModuleType) -> None:
    built = build.document(build.TEXT.read_text(encoding="utf-8"))
    assert written(docx.Document(str(SAMPLES / DOCUMENT))) == written(built)


def test_the_workbooks_hold_the_whole_text(build: ModuleType) -> None:
    """13 categories, 132 indicators, and every row of the text unchanged."""
    _, categories = build.parsed(build.TEXT.read_text(encoding="utf-8").splitlines())
    assert len(categories) == 13
    assert sum(len(category.rows) for category in categories) == 132
    assert all(len(row) == 6 for category in categories for row in category.rows)


def test_only_equal_levels_are_merged(build: ModuleType) -> None:
    """A level 2 never runs on beneath another level 1, nor over a text that differs by a space."""
    rows = [["产出", "数量"], ["产出", "数量"], ["产出", "数 量"], ["效益", "数 量"], ["效益", "社会"]]
    assert list(build.runs(rows)) == [(1, 0, 3), (1, 3, 2), (2, 0, 2), (2, 2, 1), (2, 3, 1), (2, 4, 1)]


def test_building_twice_gives_the_same_bytes(build: ModuleType) -> None:
    text = "甲类\n绩效指标 | 指标描述 |\n产出指标 | 数量指标 | 培训场次 | ≥ | 场 | 当年培训场次 |"
    makers: tuple[Callable[[], object], ...] = (
        lambda: build.workbooks(text)["xiangcheng-2024-sheets.xlsx"],
        lambda: build.document(text),
    )
    for make in makers:
        assert build.packed(make()) == build.packed(make())


def read(name: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    """The rows of a sample in the normal form, without where they stand."""
    assert main(["show", str(SAMPLES / name), "--output-format", "csv"]) == 0
    rows = csv.DictReader(io.StringIO(capsys.readouterr().out))
    return [{key: text for key, text in row.items() if key not in {"path", "ref"}} for row in rows]


@pytest.mark.parametrize("name", [*WORKBOOKS, DOCUMENT])
def test_a_sample_is_read_as_the_text_is(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Merged cells, stacked tables and sheets make no difference to what the indicators say."""
    text = read("xiangcheng-2024.txt", capsys)
    assert len(text) == 132
    assert read(name, capsys) == text


def found(name: str, capsys: pytest.CaptureFixture[str]) -> dict[tuple[object, ...], str]:
    """Place in the indicator's own terms → place in the file, of every finding in a sample.

    A merged cell is told once, and its other indicators are related to that: they are found with it.
    """
    assert main(["check", str(SAMPLES / name), "--fail-level", "never", "--output-format", "json"]) == 0
    places: dict[tuple[object, ...], str] = {}
    for finding in json.loads(capsys.readouterr().out)["findings"]:
        at = finding["location"]
        places[finding["code"], finding["category"], finding["row"], finding["role"]] = at["ref"]
        for other in finding["related"]:
            if other["display"] == at["display"] and other["row"]:
                places[finding["code"], other["category"], other["row"], other["role"]] = at["ref"]
    return places


@pytest.mark.parametrize("name", [*WORKBOOKS, DOCUMENT])
def test_the_same_is_found_in_every_form(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Rule, category, row and role do not depend on how the document is kept; a role has its column."""
    text, other = found("xiangcheng-2024.txt", capsys), found(name, capsys)
    assert other.keys() ^ text.keys() == set()
    columns = {
        (role, ref[: len(ref.rstrip("0123456789"))] if name != DOCUMENT else ref[ref.index("c") :])
        for (*_, row, role), ref in other.items()
        if row
    }
    assert columns <= {(role, column[Path(name).suffix]) for role, column in COLUMN.items()}
