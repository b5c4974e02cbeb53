"""What people decide in a review copy is what is done to its file, whichever program saved the copy last."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from reviewbooks import HEADER, ROWS, VIEW, at, finding, plain, report, rich, usual
from wordfiles import docx, p, tbl, tr

from indicator_lint.cli import main
from indicator_lint.discovery import find_sources
from indicator_lint.formats import read
from indicator_lint.model.finding import Edit
from indicator_lint.model.rule import Safety
from indicator_lint.reports.view import View
from indicator_lint.review.copying import review_copy
from indicator_lint.review.decisions import Decided, decided
from indicator_lint.review.memory import ReviewError
from indicator_lint.rulebook import load_rules

CODES = {"file": "FIL006", "space": "TXT001", "unit": "UNI001", "advice": "NAM004", "rate": "UNI008"}
TABLE = [["设备购置类"], HEADER, *ROWS]


def csv_table() -> bytes:
    return "".join(f"{','.join([*row, *[''] * (5 - len(row))])}\r\n" for row in TABLE).encode("gb18030")


def piped() -> bytes:
    return "".join(f"| {' | '.join(row)} |\n" if len(row) > 1 else f"{row[0]}\n" for row in TABLE).encode()


@cache
def documented() -> bytes:
    return docx(p("设备购置类") + tbl(*(tr(*row) for row in TABLE[1:])))


SOURCES: Mapping[str, tuple[Callable[[], bytes], int]] = {
    "表.xlsx": (plain, 0),
    "富.xlsx": (rich, 0),
    "表.csv": (csv_table, 0),
    "表.txt": (piped, 0),
    "表.docx": (documented, -1),
}
"""Files, and how many rows further down the table stands in their grids."""


@cache
def copy_of(path: str, lang: str = "zh") -> bytes:
    make, shift = SOURCES[path]
    content = make()
    document, found = usual(path, content, shift)
    return review_copy(report(document, found), content, f"{path}.审阅.xlsx", View(lang=lang, rules=load_rules(lang)))


def opened(content: bytes) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells what it does not know of rich workbooks
        return openpyxl.load_workbook(io.BytesIO(content))


def filled(content: bytes, lines: Sequence[tuple[str, str, str | None]], sheet: str = "检查结果") -> bytes:
    """The copy after somebody decided: code, decision, and the suggestion where it was changed; lines in their order."""
    book = opened(content)
    target = book[sheet]
    titles = {cell.value: cell.column for cell in target[1]}
    rule, decision, suggestion = (
        next(titles[word] for word in words if word in titles)
        for words in (("规则", "Rule"), ("处理", "Decision"), ("建议", "Suggestion"))
    )
    left = list(lines)
    for row in range(2, target.max_row + 1):
        code = target.cell(row, rule).value
        chosen = next((line for line in left if line[0] == code), None)
        if chosen is not None:
            left.remove(chosen)
            target.cell(row, decision).value = chosen[1]
            if chosen[2] is not None:
                target.cell(row, suggestion).value = chosen[2]
    assert not left
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def wanted(said: Decided) -> list[tuple[str, str, str]]:
    """Where a choice writes, and what."""
    return [(choice.code, edit.old, edit.new) for choice in said.file.choices for edit in choice.edits if choice.wanted]


@pytest.mark.parametrize("path", SOURCES)
def test_accepted_lines_are_carried_over_and_others_are_not(path: str) -> None:
    """Saved by openpyxl; the suggestion as it was, or as the reviewer changed it."""
    lines = [("TXT001", "接受", None), ("TXT001", "驳回", None), ("UNI008", "接受", "‰"), ("NAM004", "已改", None)]
    said = decided("x.审阅.xlsx", filled(copy_of(path), lines))
    assert wanted(said) == [("TXT001", "购置 设备数量", "购置设备数量"), ("UNI008", "个", "‰")]
    assert (said.unclear, said.decisions) == ((), 4)
    assert (said.file.path, said.file.format) == (path, read(path, SOURCES[path][0]()).format)
    assert said.file.sha256 == read(path, SOURCES[path][0]()).sha256


def test_what_was_not_decided_is_not_done() -> None:
    said = decided("x", copy_of("表.xlsx"))
    assert (said.file.choices, said.unclear, said.decisions) == ((), (), 0)


def test_advice_is_followed_once_somebody_writes_the_text() -> None:
    """Accepting mere advice says nothing of the text; what is filled in goes to the found cell."""
    said = decided("x", filled(copy_of("表.xlsx"), [("UNI001", "接受", None)]))
    assert (wanted(said), [each.reason for each in said.unclear]) == ([], ["advice"])
    said = decided("x", filled(copy_of("表.xlsx"), [("UNI001", "接受", "%"), ("NAM004", "接受", "公众知晓率 ")]))
    assert wanted(said) == [("UNI001", "", "%"), ("NAM004", "公众 知晓率", "公众知晓率")]


@pytest.mark.parametrize(
    ("column", "role", "advice", "said"),
    [
        (5, "unit", "%", "%"), (5, "unit", "元/人", "元/人"), (5, "unit", "%、台", "advice"), (5, "unit", "定性", "advice"),
        (5, "unit", "月 或 具体日期", "advice"), (4, "operator", "≤", "≤"), (4, "operator", "改用与名称相符的性质", "advice"),
        (2, "level2", "质量指标", "质量指标"), (2, "level2", "产出指标", "advice"), (3, "name", "%", "advice"),
    ],
)  # fmt: skip
def test_advice_that_reads_like_its_cell_is_accepted_as_the_text(
    column: int, role: str, advice: str, said: str
) -> None:
    """Who sees “%” among the suggestions and accepts it means that; words on what to do are no text."""
    content = plain()
    document, _ = usual("表.xlsx", content)
    place = at(document, 5, column)
    about = finding(
        place,
        document.grids[0].text(5, column),
        "UNI008",
        note=advice,
        role=role,
        safety=Safety.DISPLAY,
        path="表.xlsx",
    )
    copy = review_copy(report(document, [about]), content, "表.审阅.xlsx", View(lang="zh", rules=load_rules("zh")))
    outcome = decided("x", filled(copy, [("UNI008", "接受", None)]))
    assert [new for _, _, new in wanted(outcome)] + [each.reason for each in outcome.unclear] == [said]


@pytest.mark.parametrize(
    ("lines", "reasons"),
    [
        ([("NAM004", "接受", None)], ["empty"]),
        ([("TXT001", "接受", "")], ["empty"]),
        ([("TXT001", "同意", None)], ["decision"]),
        ([("FIL006", "接受", "改")], ["no_cell"]),
    ],
)
def test_lines_that_nobody_can_act_on_are_told(lines: list[tuple[str, str, str | None]], reasons: list[str]) -> None:
    said = decided("x", filled(copy_of("表.xlsx"), lines))
    assert (wanted(said), [each.reason for each in said.unclear]) == ([], reasons)


@pytest.mark.parametrize("path", ["表.xlsx", "表.docx"])
def test_whoever_changes_the_cell_of_the_copy_is_told_that_it_does_not_count(path: str) -> None:
    """It is the suggestion that is carried over; a finding that was mended in the file itself is left in peace."""
    copy = filled(copy_of(path), [("TXT001", "已改", None), ("TXT001", "已改", None)])
    book = opened(copy)
    sheet = book.worksheets[0]
    cell = next(each for row in sheet.iter_rows() for each in row if each.value == "公众 知晓率")
    cell.value = "公众知晓率"
    saved = io.BytesIO()
    book.save(saved)
    said = decided("x", saved.getvalue())
    assert (wanted(said), [each.reason for each in said.unclear]) == ([], ["edited"])
    assert decided("x", copy).unclear == ()


def test_english_copies_are_read_like_chinese_ones() -> None:
    said = decided("x", filled(copy_of("表.xlsx", "en"), [("TXT001", "Accept", None)], "Findings"))
    assert wanted(said) == [("TXT001", "购置 设备数量", "购置设备数量")]


def test_a_suggestion_about_several_cells_may_be_changed_in_part() -> None:
    """Each text stands behind the name of its cell; a text that does not is not guessed at."""
    content = plain()
    document, _ = usual("表.xlsx", content)
    place = document.grids[0].place
    edits = (Edit("operator", 1, place(3, 4), ">=", "≥"), Edit("unit", 1, place(3, 5), "台", "台（套）"))
    found = finding(place(3, 3), "购置 设备数量", "NAM006", edits=edits, note="请核对")
    copy = review_copy(report(document, [found]), content, "x.审阅.xlsx", VIEW)
    book = opened(copy)
    told = next(
        cell.value for row in book["检查结果"].iter_rows() for cell in row if cell.value and "≥" in str(cell.value)
    )
    assert told == "性质（表!D3）：≥；计量单位（表!E3）：台（套）；请核对"
    for text, new in (
        (None, "台（套）"),
        (told.replace("台（套）", "套"), "套"),
        (told.removesuffix("；请核对"), "台（套）"),
    ):
        said = decided("x", filled(copy, [("NAM006", "接受", text)]))
        assert wanted(said) == [("NAM006", ">=", "≥"), ("NAM006", "台", new)]
    said = decided("x", filled(copy, [("NAM006", "接受", "套")]))
    assert ([each.reason for each in said.unclear], wanted(said)) == (["suggestion"], [])


def test_a_part_of_a_cell_is_replaced_within_it() -> None:
    """A category is the end of 一、设备购置类; the number in front of it stays."""
    content = csv_table().replace("设备购置类".encode("gb18030"), "一、设备 购置类".encode("gb18030"))
    document = read("表.csv", content)
    found = finding(document.grids[0].place(1, 1), "设备 购置类", new="设备购置类", role="category", path="表.csv")
    copy = review_copy(report(document, [found]), content, "x.审阅.xlsx", VIEW)
    for suggestion, new in ((None, "一、设备购置类"), ("采购类", "一、采购类")):
        said = decided("x", filled(copy, [("TXT001", "接受", suggestion)]))
        assert wanted(said) == [("TXT001", "一、设备 购置类", new)]


def test_texts_come_back_letter_by_letter() -> None:
    """What people see of them is made harmless; what is written is not."""
    old = "购置\u200b设备_x000a_\t数量\u00a0=1\n" + "长" * 33_000
    new = old.replace("\u200b", "")
    content = csv_table().replace("购置 设备数量".encode("gb18030"), f'"{old}"'.encode("gb18030"))
    document = read("表.csv", content)
    found = finding(document.grids[0].place(3, 3), old, new=new, path="表.csv")
    copy = review_copy(report(document, [found]), content, "x.审阅.xlsx", VIEW)
    said = decided("x", filled(copy, [("TXT001", "接受", None)]))
    assert wanted(said) == [("TXT001", old, new)]


def test_lines_may_be_sorted_copied_and_removed() -> None:
    """A finding is known by its fingerprint; two lines about one must not contradict each other."""
    book = opened(filled(copy_of("表.xlsx"), [("TXT001", "接受", None), ("TXT001", "接受", None)]))
    sheet = book["检查结果"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    sheet.insert_rows(1, 2)
    for number, row in enumerate([*reversed(rows[1:]), rows[1], rows[3]], start=4):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value
    titles = {cell.value: cell.column for cell in sheet[3]}
    sheet.cell(sheet.max_row, titles["处理"]).value = "驳回"
    saved = io.BytesIO()
    book.save(saved)
    said = decided("x", saved.getvalue())
    assert wanted(said) == [("TXT001", "购置 设备数量", "购置设备数量")]
    assert [each.reason for each in said.unclear] == ["contradiction"]


@pytest.mark.parametrize("spoil", ["no memory", "garbled", "no sheet", "future"])
def test_what_is_no_review_copy_says_so(spoil: str) -> None:
    book = opened(copy_of("表.xlsx"))
    memory = book["indicator-lint"]
    if spoil == "no memory":
        book.remove(memory)
    elif spoil == "garbled":
        memory["B3"].value = "{"
    elif spoil == "future":
        memory["B1"].value = json.dumps({**json.loads(memory["B1"].value), "version": 9})
    else:
        book.remove(book["检查结果"])
    saved = io.BytesIO()
    book.save(saved)
    with pytest.raises(ReviewError):
        decided("x", saved.getvalue())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_copy_that_libreoffice_saved_is_read_like_any_other(tmp_path: Path) -> None:
    lines = [("TXT001", "接受", None), ("UNI008", "接受", "‰"), ("UNI001", "接受", "%")]
    (tmp_path / "in").mkdir()
    given = tmp_path / "in" / "表.审阅.xlsx"
    given.write_bytes(filled(copy_of("富.xlsx"), lines))
    command = ["soffice", f"-env:UserInstallation={tmp_path.as_uri()}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(given)],
        check=True,
        capture_output=True,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    saved = (tmp_path / given.name).read_bytes()
    assert saved != given.read_bytes()
    assert sorted(wanted(decided("x", saved))) == sorted(wanted(decided("x", given.read_bytes())))
    for before, after in zip(read("富.xlsx", rich()).grids, read("存.xlsx", saved).grids, strict=False):
        shown = [[texts[:5] for texts in grid.rows.values()] for grid in (before, after)]
        assert (before.name, shown[0]) == (after.name, shown[1])


def run(*arguments: str) -> int:
    return main([*arguments])


def test_from_the_file_to_the_copy_and_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The commands as people use them: review, decide, apply; cells that changed meanwhile are refused."""
    source, copy = tmp_path / "表.csv", tmp_path / "表.审阅.xlsx"
    source.write_bytes(csv_table())
    assert run("review", str(source)) == 0
    assert "已写入审阅副本" in capsys.readouterr().out
    copy.write_bytes(
        filled(copy.read_bytes(), [("TXT001", "接受", None), ("TXT001", "接受", None), ("OPR002", "接受", None)])
    )
    assert run("review", str(source)) == 2
    assert "已经填了 3 条处理意见" in capsys.readouterr().err
    source.write_bytes(csv_table().replace("公众 知晓率".encode("gb18030"), "群众知晓率".encode("gb18030")))
    run("apply", str(copy))
    text = source.read_bytes().decode("gb18030")
    assert "产出指标,数量指标,购置设备数量,≥,台\r\n" in text
    assert "群众知晓率" in text
    assert "单元格的内容已与检查时不同" in capsys.readouterr().out
    assert run("review", str(source), "--overwrite") == 0


def test_a_copy_replaces_nothing_that_is_none_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "表.csv", tmp_path / "表.txt"
    first.write_bytes(csv_table())
    second.write_bytes(piped())
    assert run("review", str(first), str(second)) == 2
    assert run("review", str(first), "--output", str(first)) == 2
    assert run("review", str(first), "--output", str(second)) == 2
    assert run("review", str(tmp_path)) == 2
    assert run("review", str(tmp_path / "无.csv")) == 2
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["表.csv", "表.txt"]
    assert run("review", str(first)) == 0
    capsys.readouterr()
    assert run("review", str(second)) == 2
    assert "是“表.csv”的审阅副本" in capsys.readouterr().err
    assert run("review", str(first)) == 0
    assert run("review", str(tmp_path / "表.审阅.xlsx")) == 2
    assert "请用 apply 命令" in capsys.readouterr().err


def test_copies_are_no_submissions(tmp_path: Path) -> None:
    """Whoever lints a folder does not lint what a review left in it."""
    for name in ("表.xlsx", "表.审阅.xlsx"):
        (tmp_path / name).write_bytes(b"")
    assert [Path(source.path).name for source in find_sources([str(tmp_path)])] == ["表.xlsx"]


def test_an_unreadable_file_has_no_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04")
    assert run("review", str(broken)) == 1
    assert "FIL001" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["坏.xlsx"]
