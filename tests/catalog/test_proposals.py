"""Findings and submissions become proposals; what is accepted is applied whole, or not at all."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from catalogs import HEADER, Program, frictionless_says, names
from hypothesis import given, settings
from hypothesis import strategies as st

from indicator_lint.catalog.proposal_files import SUFFIXES, read_proposals, render_proposals
from indicator_lint.model.proposal import KINDS, Proposal
from indicator_lint.store.catalogs import read_catalog

SAMPLE = Path(__file__).parents[2] / "samples" / "xiangcheng-2024.docx"


@pytest.fixture
def place(issued: Path) -> Path:
    """A catalog of nine indicators, released as 2025."""
    return issued


def submitted(folder: Path, **departments: str) -> Path:
    """A folder with a folder for each department, its table in it."""
    for name, text in departments.items():
        (folder / "报送" / name).mkdir(parents=True)
        (folder / "报送" / name / "申报表.csv").write_text(HEADER + text, encoding="utf-8")
    return folder / "报送"


def decided(file: Path, *rows: dict[str, str]) -> Path:
    """A file of proposals as JSON, all accepted unless they say otherwise."""
    records = [
        {"decision": "接受", "evidence": "会议决定", "number": number, **row} for number, row in enumerate(rows, 1)
    ]
    file.write_text(json.dumps({"proposals": records}, ensure_ascii=False), encoding="utf-8")
    return file


def told(file: Path) -> list[tuple[str, str, str, str, str]]:
    return [(one.kind, one.code, one.name, one.field, one.new) for one in read_proposals(file)]


ONE = "培训类,产出指标,数量指标,{},≥,{},\n"


def test_what_many_use_is_proposed(place: Path, tmp_path: Path, program: Program) -> None:
    """To add, to rename, to unify the unit, to retire; with who uses it, and not what only two use."""
    rows = ONE.format("开展培训场次", "场") + ONE.format("培训人次", "人") + ONE.format("编印乡土教材册数", "册")
    more, other = rows + ONE.format("外出考察里程", "公里"), ONE.format("参训人员满意度", "%")
    folder = submitted(tmp_path, 教育局=rows, 农业局=rows, 文旅局=more, 林业局=other)
    code, _, err = program("propose", folder, "--catalog", place, "--no-findings", "-o", tmp_path / "建议.json")
    assert (code, "4 个文件，4 个单位" in err) == (0, True)
    found = told(tmp_path / "建议.json")
    assert found[:3] == [
        ("add", "", "编印乡土教材册数", "", ""),
        ("rename", "zb010101", "培训场次", "name", "开展培训场次"),
        ("unify", "zb010102", "培训人次", "unit", "人"),
    ]
    assert {kind for kind, *_ in found[3:]} == {"retire"}
    assert {code for _, code, *_ in found[3:]} == {"zb010201", "zb010301"}
    assert "没有单位使用的类别，其指标不建议停用：设备购置类" in err
    first, second, *_, last = read_proposals(tmp_path / "建议.json")
    assert (first.unit, first.level2, first.count) == ("册", "数量指标", 3)
    assert second.evidence == "3 个单位（农业局、教育局、文旅局）写作“开展培训场次”，无人使用原名"
    assert last.evidence == "2025版启用，本次 4 个单位的材料均未使用"


def test_a_submission_that_cannot_be_read_does_not_stop_the_others(
    place: Path, tmp_path: Path, program: Program
) -> None:
    folder = submitted(tmp_path, 教育局=ONE.format("培训场次", "场"))
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04" + b"?" * 50)
    code, out, err = program("propose", folder, "--catalog", place, "--at-least", "1", "--no-findings")
    assert (code, "坏.xlsx：" in err, "停用" in out) == (0, True, True)


def test_one_name_under_another_title_is_no_use_of_its_category(place: Path, tmp_path: Path, program: Program) -> None:
    """Everybody asks for a 满意度 or counts 人次: whoever the category is for need not be among them."""
    elsewhere = "下乡活动,产出指标,数量指标,{},≥,{},\n"
    folder = submitted(tmp_path, 教育局=elsewhere.format("培训场次", "场"))
    command = ["propose", folder, "--catalog", place, "--at-least", "1", "--no-findings"]
    code, out, err = program(*command)
    assert (code, "停用" in out, "培训类" in err) == (0, False, True)
    table = folder / "教育局" / "申报表.csv"
    table.write_text(table.read_text(encoding="utf-8") + elsewhere.format("培训人次", "人次"), encoding="utf-8")
    code, out, err = program(*command)
    assert (code, "停用" in out, "培训类" in err) == (0, True, False)


def test_findings_of_the_sample_become_proposals_and_a_better_catalog(tmp_path: Path, program: Program) -> None:
    """Those that change no meaning are accepted ahead; the rest is for people, some of it to be filled in."""
    folder, file = tmp_path / "库", tmp_path / "建议.xlsx"
    program("import", SAMPLE, "--catalog", folder)
    program("propose", "--catalog", folder, "--accept-safe", "-o", file)
    proposals = read_proposals(file)
    assert {"merge", "rename", "change"} == {one.kind for one in proposals}
    assert ("merge", "zb100201", "党员做风建设", "", "") in told(file)
    assert [one.new for one in proposals if (one.code, one.field) == ("zb130601", "unit")] == ["优良中"]
    open_ones = [one for one in proposals if one.source == "OPR005"]
    assert [(one.new, one.decision) for one in open_ones] == [("", "")]
    code, out, err = program("accept", file, "--catalog", folder)
    assert (code, "写法不同，含义未变" in out) == (0, True)
    assert "条建议" in err
    catalog = read_catalog(folder)
    assert not any(" " in one.level2 for one in catalog.active)
    assert catalog.by_code["zb010801"].level2 == "可持续影响指标"
    assert [c.code for c in catalog.changes if c.field == "level2"][:1] == ["zb010801"]
    assert frictionless_says(folder) == []


def test_decisions_made_in_the_workbook_are_applied(place: Path, tmp_path: Path, program: Program) -> None:
    """A person chooses from the list and writes what is missing; the log keeps why."""
    rows = ONE.format("开展培训场次", "场") + ONE.format("编印教材册数", "册")
    file = tmp_path / "建议.xlsx"
    program("propose", submitted(tmp_path, 甲=rows, 乙=rows, 丙=rows), "--catalog", place, "--no-findings", "-o", file)
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"接受,拒绝"'
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        kind = sheet.cell(row, columns["建议"]).value
        sheet.cell(row, columns["处理"]).value = "拒绝" if kind == "停用" else "接受"
        if kind == "新增":
            sheet.cell(row, columns["处理理由"]).value = "局务会议定"
    book.save(file)
    assert program("accept", file, "--catalog", place, "--date", "2025-03-01")[0] == 0
    assert names(place)["zb010101"] == "开展培训场次"
    assert names(place)["zb010103"] == "编印教材册数"
    assert len(names(place)) == 10
    logged = [(c.kind, c.code, c.date, c.reason) for c in read_catalog(place).changes[-2:]]
    assert logged == [
        ("renamed", "zb010101", "2025-03-01", "3 个单位（丙、乙、甲）写作“开展培训场次”，无人使用原名"),
        ("added", "zb010103", "2025-03-01", "局务会议定"),
    ]


RENAME = {"kind": "rename", "code": "zb010101", "field": "name", "old": "培训场次", "new": "举办场次"}
RETIRE = {"kind": "retire", "code": "zb010101"}
MERGE = {"kind": "merge", "code": "zb010101", "other": "zb010102"}
ADD = {"kind": "add", "category": "培训类", "level1": "产出指标", "level2": "数量指标", "name": "培训场次"}
CONFLICTS = {
    "two names": ([RENAME, {**RENAME, "new": "培训期数"}], "第 1 条.*和第 2 条.*冲突：zb010101 的同一项目"),
    "retired and renamed": ([RENAME, RETIRE], "冲突：zb010101 既要停用或合并，又要修改"),
    "two fates": ([RETIRE, MERGE], "冲突：zb010101 只能停用或并入一个指标"),
    "into one that goes": ([MERGE, {**RETIRE, "code": "zb010102"}], "冲突：zb010101 要并入的 zb010102 也要停用"),
    "into itself": ([{**MERGE, "other": "zb010101"}], "不能并入自己"),
    "into nothing": ([{**MERGE, "other": ""}], "没有写明并入哪个指标"),
    "into nobody": ([{**MERGE, "other": "zb99"}], "要并入的“zb99”不在指标库中"),
    "nobody": ([{**RETIRE, "code": "zb99"}], "编码“zb99”不在指标库中"),
    "an old state": ([{**RENAME, "old": "培训次数"}], "指标库已经变动：原为“培训次数”，现为“培训场次”"),
    "nothing to write": ([{**RENAME, "new": " "}], "“改为”没有填写"),
    "a name that is taken": ([{**RENAME, "new": "培训人次"}], "会有两个“培训人次”"),
    "one that is there": ([ADD], "会有两个"),
    "no category": ([{"kind": "add", "name": "培训场次"}], "新增的指标没有类别"),
    "no such field": ([{**RENAME, "field": "编码"}], "不认识的项目“编码”"),
    "no such kind": ([{**RENAME, "kind": "删除"}], "不认识的建议“删除”"),
    "no such decision": ([{**RENAME, "decision": "再议"}], "“处理”只能是 接受、拒绝 或空着，不能是“再议”"),
}  # fmt: skip


@pytest.mark.parametrize("case", CONFLICTS)
def test_a_conflict_stops_everything(case: str, place: Path, tmp_path: Path, program: Program) -> None:
    """One Chinese line that says which, exit code 2, and nothing was written."""
    rows, message = CONFLICTS[case]
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    other = {"kind": "change", "code": "zb010901", "field": "unit", "old": "%", "new": "分"}
    code, _, err = program("accept", decided(tmp_path / "a.json", *rows, other), "--catalog", place)
    assert (code, err.count("\n")) == (2, 1)
    assert re.search(message, err), err
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before


def test_a_merger_leads_to_its_successor(place: Path, tmp_path: Path, program: Program) -> None:
    """Twice the same is once; what is undecided or rejected is left."""
    file = decided(
        tmp_path / "a.json",
        MERGE,
        MERGE,
        {**RENAME, "decision": ""},
        {**RETIRE, "code": "zb010901", "decision": "拒绝"},
    )
    assert program("accept", file, "--catalog", place)[0] == 0
    catalog = read_catalog(place)
    assert (catalog.by_code["zb010101"].status, catalog.by_code["zb010101"].successor) == ("停用", "zb010102")
    assert [(c.kind, c.other, c.reason) for c in catalog.changes[-1:]] == [("merged", "zb010102", "会议决定")]
    assert len(catalog.active) == 8


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", "{"),
        ("a.json", "[]"),
        ("a.json", '{"proposals": [1]}'),
        ("a.csv", "一,二\n三,四\n"),
        ("a.xlsx", "不是工作簿"),
    ],
)
def test_a_file_without_proposals_is_refused(
    name: str, content: str, place: Path, tmp_path: Path, program: Program
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    code, _, err = program("accept", tmp_path / name, "--catalog", place)
    assert (code, err.count("\n")) == (2, 1)


CELL = st.text(st.sampled_from("=+-@'\"培训,率<\n ≥5"), max_size=6).map(str.strip)


PROPOSAL = st.builds(Proposal, st.sampled_from(sorted(KINDS)), CELL, st.just("zb1"), old=CELL, new=CELL)


@settings(max_examples=12)
@given(st.lists(PROPOSAL, min_size=1, max_size=3))
def test_any_proposals_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, proposals: list[Proposal]
) -> None:
    """From every format, whatever their cells say; in CSV nothing begins like a formula."""
    folder = tmp_path_factory.mktemp("proposals")
    numbered = [replace(one, number=number, field="name") for number, one in enumerate(proposals, 1)]
    for suffix in SUFFIXES:
        path = folder / f"a{suffix}"
        path.write_bytes(render_proposals(numbered, suffix))
        back = [replace(one, evidence="") for one in read_proposals(path)]
        assert back == [replace(one, evidence="") for one in numbered], suffix
    with (folder / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not any(len(cell) > 1 and cell[0] in "=+-@" for cell in cells)


def test_what_cannot_be_written_is_told(place: Path, tmp_path: Path, program: Program) -> None:
    code, _, err = program("propose", "--catalog", place, "-o", tmp_path / "a.pdf")
    assert (code, "应以 .xlsx、.csv、.json 结尾" in err) == (2, True)
