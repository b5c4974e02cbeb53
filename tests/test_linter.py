"""From paths to a report: which files, in which order, and what becomes of those that cannot be linted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from indicator_lint.config import Settings
from indicator_lint.formats.flow import Block, Cell, Paragraph, grids_of
from indicator_lint.formats.flow import Table as DocumentTable
from indicator_lint.formats.limits import DEFAULT
from indicator_lint.linter import lint
from indicator_lint.model.document import Document
from indicator_lint.model.finding import Finding
from indicator_lint.model.location import FILE
from indicator_lint.model.report import Reading
from indicator_lint.model.rule import Severity
from indicator_lint.ordering import in_order
from indicator_lint.rulebook import RulebookError

TABLE = """培训类
一级指标 | 二级指标 | 指标名称 | 性质 | 单位 | 指标描述
产出指标 | 数量指标 | 培训班期数 | >= | 期 | 反映全年办班的期数
产出指标 | 质量指标 | 考核合格率 | ≥ | % | 反映学员考核合格的比例
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "乙局").mkdir()
    (tmp_path / "乙局" / "表.txt").write_text(TABLE, encoding="utf-8")
    (tmp_path / "甲局.csv").write_bytes(TABLE.replace(" | ", ",").encode("gb18030"))
    (tmp_path / "~$甲局.xlsx").write_bytes(b"lock")
    (tmp_path / ".草稿.txt").write_text(TABLE, encoding="utf-8")
    return tmp_path


def _codes(paths: list[Path | str], **choices: object) -> list[tuple[str, str]]:
    report = lint([str(path) for path in paths], Settings(**choices))  # type: ignore[arg-type]
    return [(Path(finding.path).name, finding.code) for finding in report.findings]


def test_directories_are_walked_in_order(folder: Path) -> None:
    """Every table below, lock files and hidden files left out, sorted by path."""
    report = lint([str(folder)], Settings(select=("OPR002",)))
    assert [Path(reading.path).name for reading in report.readings] == ["甲局.csv", "表.txt"]
    assert [finding.location.display for finding in report.findings] == ["3:17", "3:23"]


def test_a_file_named_twice_is_linted_once(folder: Path) -> None:
    """A folder and a file in it do not double the findings."""
    assert len(_codes([folder, folder / "甲局.csv"], select=("OPR002",))) == 2


def test_spellings_of_one_path_are_one_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first spelling is the one that reports show."""
    monkeypatch.chdir(folder)
    report = lint(
        ["甲局.csv", "./甲局.csv", str(folder / "甲局.csv"), "乙局/../甲局.csv"], Settings(select=("OPR002",))
    )
    assert [finding.path for finding in report.findings] == ["甲局.csv"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipes_and_devices_are_told_and_never_opened(folder: Path) -> None:
    """Named or come across in a folder: the run does not wait for them, and goes on."""
    os.mkfifo(folder / "管道.csv")
    found = lint([str(folder), os.devnull], Settings(select=("OPR002",))).findings
    assert [(Path(f.path).name, f.because[0][0]) for f in found if f.code == "FIL001"] == [
        ("管道.csv", "irregular"),
        (Path(os.devnull).name, "irregular"),
    ]
    assert sum(f.code == "OPR002" for f in found) == 2


@pytest.mark.parametrize("name", ["坏\udcff.csv", "长" * 5000, "换\n行.csv"])
def test_odd_names_are_told_like_any_other(folder: Path, name: str) -> None:
    """What is not UTF-8 or too long for the system names a missing file; the others are linted."""
    found = _codes([name, folder / "甲局.csv"], select=("OPR002",))
    assert found == [(name, "FIL001"), ("甲局.csv", "OPR002")]


@pytest.mark.parametrize(("error", "reason"), [(PermissionError, "closed"), (TimeoutError, "unlisted")])
def test_a_closed_folder_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, error: type[OSError], reason: str
) -> None:
    """Named itself or inside another: its files went unread, those beside it are linted."""
    listed = os.scandir

    def scandir(path: str) -> Iterator[Any]:
        if Path(path).name == "乙局":
            raise error(13, "closed", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    for paths in ([str(folder)], [str(folder / "甲局.csv"), str(folder / "乙局")]):
        found = lint(paths, Settings(select=("OPR002",))).findings
        assert [(Path(f.path).name, f.code) for f in found] == [("甲局.csv", "OPR002"), ("乙局", "FIL001")]
        assert found[1].because[0][0] == reason


def test_troubles_do_not_stop_the_others(folder: Path) -> None:
    """A missing file, an empty one and binary junk are findings; the tables beside them are linted."""
    (folder / "空.csv").write_bytes(b"")
    (folder / "乱.csv").write_bytes(bytes(range(256)) * 40)
    found = _codes([folder, folder / "没有.xlsx"], select=("OPR002",))
    assert ("没有.xlsx", "FIL001") in found
    assert ("乱.csv", "FIL001") in found
    assert ("空.csv", "FIL002") in found or ("空.csv", "FIL001") in found
    assert ("表.txt", "OPR002") in found


def test_a_folder_without_tables_is_told(tmp_path: Path) -> None:
    """An empty folder is not a clean one."""
    assert _codes([tmp_path]) == [(tmp_path.name, "FIL002")]


def test_a_note_beside_the_tables_is_no_error(folder: Path) -> None:
    """Plain text come across in a folder may hold no table; named outright, it must."""
    note = folder / "说明.txt"
    note.write_text("报送材料说明：各表由业务科室填写。", encoding="utf-8")
    by_walk = [f for f in lint([str(folder)], Settings()).findings if f.code == "FIL002"]
    by_name = [f for f in lint([str(note)], Settings()).findings if f.code == "FIL002"]
    assert [f.severity for f in by_walk] == [Severity.INFO]
    assert [f.severity for f in by_name] == [Severity.ERROR]


def test_standard_input_has_the_name_it_is_given() -> None:
    """Content without a file is linted under its display name."""
    report = lint([], Settings(select=("OPR002",)), stdin=("表.txt", TABLE.encode()))
    assert [(finding.path, finding.location.display) for finding in report.findings] == [("表.txt", "3:23")]


def test_unknown_rules_are_refused() -> None:
    """With the nearest name, in one line."""
    with pytest.raises(RulebookError, match="OPR002"):
        lint([], Settings(select=("OPR02",)))


def test_two_runs_say_the_same(folder: Path) -> None:
    """Findings are in the order of files and places, with the same fingerprints."""
    first, second = (lint([str(folder)], Settings()).findings for _ in range(2))
    assert list(first) == list(second)
    assert len({finding.fingerprint for finding in first}) == len(first)


def test_a_formula_that_was_never_calculated_is_not_judged(tmp_path: Path) -> None:
    """What it will say is unknown: it is neither an empty cell nor a wrong one, and the rest of its row is still linted."""
    book = Workbook()
    for row in (
        ["一级指标", "二级指标", "三级指标", "性质", "单位", "指标描述"],
        ["产出指标", "数量指标", '=CONCATENATE("培训","人数")', ">=", "人", "反映参加培训的人数"],
        ["产出指标", "数量指标", "培训班期数", "≥", "期", '=A2&"情况"'],
        ["产出指标", "质量指标", "考核合格率", "≥", '="%"', "反映学员考核合格的比例"],
        ["产出指标", "质量指标", "课程优良率", "≥", "%", "反映课程评价优良的比例"],
    ):
        book.active.append(row)
    path = tmp_path / "公式.xlsx"
    book.save(path)
    report = lint([str(path)], Settings(pack="strict", ignore=("CLS006", "DSC007")))
    assert [(finding.code, finding.location.ref) for finding in report.findings] == [("FIL007", "C2"), ("OPR002", "D2")]
    assert report.findings[0].params["cells"] == "C2、F3、E4"


def test_paragraphs_sort_where_they_stand() -> None:
    """A paragraph comes before the table below it, and after the one above."""
    blocks: list[Block] = []
    for number in (1, 2):
        cells = [Cell(1, at, blocks=[Paragraph(text, 0)]) for at, text in enumerate(("指标名称", "单位"), start=1)]
        blocks += [
            Paragraph(f"第{number}段", number),
            Paragraph(f"又第{number}段", number + 5),
            DocumentTable(number, cells),
        ]
    grids = grids_of([*blocks, Paragraph("末段", 9)], DEFAULT)
    reading = Reading("甲.docx", Document("甲.docx", "docx", None, grids))
    places = [grids[2].place(1, 1), grids[1].place(1, 2), grids[1].place(-1, 1), grids[0].place(1, 1)]
    places += [grids[0].place(-2, 1), grids[1].place(-2, 1), FILE]
    found = [Finding("TXT001", "x", Severity.INFO, "甲.docx", "document", "", place) for place in places]
    assert [finding.location.display for finding in in_order(found, [reading])] == [
        "", "正文!p1", "表1!r1c1", "正文!p3", "正文!p4", "表2!r1c2", "正文!p5",
    ]  # fmt: skip


@pytest.mark.parametrize("labels", ["性质,单位,指标描述", "指标性质,指标值,计量单位", "年度指标值,实际完成值,得分"])
def test_a_column_of_numbers_in_sequence_is_no_unknown_column(tmp_path: Path, labels: str) -> None:
    """序号 is understood in every kind of table, though no schema asks for it."""
    path = tmp_path / "表.csv"
    path.write_text(
        f"序号,一级指标,二级指标,三级指标,{labels}\n1,产出指标,数量指标,培训人数,≥,50,人\n", encoding="utf-8"
    )
    report = lint([str(path)], Settings())
    assert "sequence" in report.readings[0].tables[0].columns
    assert not [finding for finding in report.findings if finding.code == "STR008"]


def test_columns_that_nobody_reads_may_be_called_alike(tmp_path: Path) -> None:
    """Two labels without a role are no doubled role, and no reason to break down."""
    path = tmp_path / "表.csv"
    path.write_text(
        "一级指标,二级指标,三级指标,性质,单位,指标描述,甲乙丙,甲乙丙\n产出指标,数量指标,培训人数,≥,人,反映参加培训的人数,1,2\n",
        encoding="utf-8",
    )
    assert {f.code for f in lint([str(path)], Settings()).findings if f.code.startswith("STR")} == {"STR008"}


def test_a_mild_finding_excuses_no_other(tmp_path: Path) -> None:
    """A number left before a name (指标1：) does not keep its missing target untold; a name that was never filled in does."""
    path = tmp_path / "表.csv"
    head = "一级指标,二级指标,三级指标,指标值\n产出指标,数量指标,演练场次,≥3场\n产出指标,数量指标,参演人次,≥90人次\n"
    path.write_text(f"{head}产出指标,质量指标,指标1：演练达标率,\n产出指标,质量指标,指标2：,\n", encoding="utf-8")
    assert sorted(code for _, code in _codes([path], select=("STR007", "TGT001"))) == ["STR007", "STR007", "TGT001"]
