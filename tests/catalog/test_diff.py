"""Every change between two states is named, and nothing that did not change."""

from __future__ import annotations

import io
import json
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from catalogs import TRAINING, Program
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from indicator_lint.catalog import matching
from indicator_lint.catalog.differences import COMPARED, ORDER, Change, Side, compare
from indicator_lint.catalog.documents import read_stated
from indicator_lint.catalog.tellings import note_on
from indicator_lint.catalog.words import WORDS
from indicator_lint.identity.traits import Traits, confidence
from indicator_lint.model.catalog import STATED, Indicator

SCHEMAS = Path(__file__).parents[2] / "schemas"
FIELDS = frozenset({*STATED, "target"})


def side(*indicators: Indicator) -> Side:
    return Side("", FIELDS, indicators)


def changes(text: str, *edits: tuple[str, str], folder: Path) -> list[Change]:
    """What compare says of a document and the same with pieces of it replaced."""
    edited = text
    for old, new in edits:
        assert old in edited
        edited = edited.replace(old, new)
    states = []
    for name, content in (("before", text), ("after", edited)):
        path = folder / f"{name}.csv"
        path.write_text(content, encoding="utf-8")
        stated = read_stated(str(path))
        states.append(Side(name, stated.fields, stated.indicators))
    return list(compare(*states).changes)


def told(found: list[Change]) -> list[tuple[tuple[str, ...], list[str], list[str], list[tuple[str, str]]]]:
    return [
        (c.kinds, [i.name for i in c.before], [i.name for i in c.after], [(f.field, f.note) for f in c.fields])
        for c in found
    ]


ROW = "培训类,产出指标,数量指标,培训场次,≥,场,反映年度举办培训的场次\n"
CASES = {
    "added": ((ROW, ROW + "培训类,产出指标,数量指标,培训天数,≥,天,反映培训的天数\n"), [(("added",), [], ["培训天数"], [])]),
    "removed": ((ROW, ""), [(("removed",), ["培训场次"], [], [])]),
    "renamed": (("培训场次,", "举办培训场次,"), [(("renamed",), ["培训场次"], ["举办培训场次"], [("name", "")])]),
    "renamed wholly, described as before": (
        ("设备验收合格率,", "采购质量达标率,"),
        [(("renamed",), ["设备验收合格率"], ["采购质量达标率"], [("name", "")])],
    ),
    "moved": (
        ("效益指标,社会效益指标,设备", "产出指标,质量指标,设备"),
        [(("moved",), ["设备利用率或共享率"], ["设备利用率或共享率"], [("level1", ""), ("level2", "")])],
    ),
    "moved to another category": (
        ("培训类,产出指标,时效指标", "设备购置类,产出指标,时效指标"),
        [(("moved",), ["培训及时完成率"], ["培训及时完成率"], [("category", "")])],
    ),
    "unit": (("培训人次,≥,人次,", "培训人次,≥,人,"), [(("changed",), ["培训人次"], ["培训人次"], [("unit", "")])]),
    "unit into the name": (
        ("培训人次,≥,人次,", "培训人次（人次）,≥,,"),
        [(("renamed", "changed"), ["培训人次"], ["培训人次（人次）"], [("name", "unit_into_name"), ("unit", "cleared")])],
    ),
    "direction": (
        ("设备购置成本,≤", "设备购置成本,≥"),
        [(("changed",), ["设备购置成本"], ["设备购置成本"], [("operator", "turned")])],
    ),
    "spelling": (
        ("满意度指标,服务对象满意度指标", "满意度指标,服务对象满意度指 标"),
        [(("changed",), ["参训人员满意度"], ["参训人员满意度"], [("level2", "respelt")])],
    ),
    "split by kind": (
        (
            "培训人次,≥,人次,反映年度参加培训的人次\n",
            "线上培训人次,≥,人次,线上\n培训类,产出指标,数量指标,线下培训人次,≥,人次,线下\n",
        ),
        [(("split",), ["培训人次"], ["线上培训人次", "线下培训人次"], [])],
    ),
    "split": (
        (
            "设备利用率或共享率,≥,%,反映设备使用和共享的情况\n",
            "设备利用率,≥,%,使用设备占全部设备的比例\n设备购置类,效益指标,社会效益指标,设备共享率,≥,%,共享设备的比例\n",
        ),
        [(("split",), ["设备利用率或共享率"], ["设备利用率", "设备共享率"], [])],
    ),
}  # fmt: skip


def test_the_schema_of_the_json_knows_every_kind_and_field() -> None:
    schema = json.loads((SCHEMAS / "catalog-diff.json").read_text(encoding="utf-8"))["$defs"]
    assert schema["change"]["properties"]["kinds"]["items"]["enum"] == list(ORDER)
    assert schema["field"]["properties"]["field"]["enum"] == list(COMPARED)
    assert {note for note in schema["field"]["properties"]["note"]["enum"] if note} <= set(WORDS)


@pytest.mark.parametrize("case", CASES)
def test_a_change_is_named(case: str, tmp_path: Path) -> None:
    """It and nothing else."""
    edit, expected = CASES[case]
    assert told(changes(TRAINING, edit, folder=tmp_path)) == expected


def test_a_merger_is_a_split_looked_at_from_behind(tmp_path: Path) -> None:
    (new, old), _ = CASES["split"]
    text = TRAINING.replace(new, old)
    found = told(changes(text, (old, new), folder=tmp_path))
    assert found == [(("merged",), ["设备利用率", "设备共享率"], ["设备利用率或共享率"], [])]


def test_a_category_that_is_called_otherwise_is_told_once(tmp_path: Path, program: Program) -> None:
    """Its indicators did not move."""
    for name, text in (("a", TRAINING), ("b", TRAINING.replace("培训类", "教育培训类"))):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    code, out, _ = program("diff", tmp_path / "a.csv", tmp_path / "b.csv", "--exit-code")
    assert code == 1
    assert "类别改名  “培训类” → “教育培训类”" in out
    assert "0 个指标有变更" in out


@pytest.mark.parametrize(
    ("field", "old", "new", "note"),
    [
        ("target", "≥200元每人每月", "≥190元每人每月", "lowered"),
        ("target", "≧98%", "100%", "raised"),
        ("target", "≧95%", "≥95%", "respelt"),
        ("target", "根据下达任务目标要求确定", "50000", "quantified"),
        ("target", "95%", "较高", "unquantified"),
        ("target", "95%", "XX", "withheld"),
        ("target", "5万人", "50000人", ""),
        ("unit", "㎡", "平方米", "respelt"),
        ("operator", "≥", ">=", "respelt"),
        ("operator", "≥", "≤", "turned"),
        ("name", "就业人数（万人）", "就业人数（人）", "unit_in_name"),
        ("name", "就业人数（人）", "就业人数", "unit_from_name"),
        ("description", "", "反映情况", "filled"),
        ("level2", "服务对象满意度指标", "服务对象", "respelt"),
    ],
)
def test_what_a_change_means(field: str, old: str, new: str, note: str) -> None:
    assert note_on(field, old, new) == note
    assert not note or note in WORDS


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        (("≥", "38000", "米"), ("≥", "45", "公里"), "raised"),
        (("≥", "3.8", "万亩"), ("≥", "38000", "亩"), "respelt"),
        (("≥", "5", "万人"), ("≥", "400", "千人"), "raised"),
        (("≥", "5", "台"), ("≥", "400", "万元"), ""),
        (("≤", "24", "小时"), ("≤", "48", "小时"), "eased"),
        (("≤", "24", "小时"), ("≤", "90", "分钟"), "tightened"),
    ],
)
def test_which_way_a_target_went(old: tuple[str, ...], new: tuple[str, ...], note: str) -> None:
    """Whatever its unit; a limit that is raised is eased."""
    before, after = (
        Indicator(category="甲类", name="某项数量", operator=one[0], target=one[1], unit=one[2]) for one in (old, new)
    )
    (change,) = compare(side(before), side(after)).changes
    assert [one.note for one in change.fields if one.field == "target"] == [note]


def test_targets_that_add_up_show_a_merger() -> None:
    """Where one of the names is near; by chance alone nothing is merged."""

    def line(name: str, target: str) -> Indicator:
        return Indicator(
            category="公交类", level1="产出指标", level2="数量指标", name=name, operator="≥", unit="条", target=target
        )

    parts = [line("城区公交线路开行条数", "9"), line("城乡客运班线开行条数", "14")]
    (change,) = compare(side(*parts), side(line("公交线路开行条数", "23"))).changes
    assert change.kinds == ("merged",)
    assert ("merged",) not in {one.kinds for one in compare(side(*parts), side(line("公交线路开行条数", "24"))).changes}


NAMES = st.text(st.sampled_from("培训场次人数设备率成本满意度"), min_size=1, max_size=6)
INDICATORS = st.lists(
    st.builds(
        Indicator,
        category=st.sampled_from(["甲类", "乙类"]),
        level1=st.just("产出指标"),
        level2=st.sampled_from(["数量指标", "质量指标"]),
        name=NAMES,
        operator=st.sampled_from(["≥", "≤", ""]),
        unit=st.sampled_from(["%", "次", ""]),
        description=st.sampled_from(["", "反映情况", "反映完成数量"]),
    ),
    max_size=8,
)


@settings(max_examples=50)
@given(INDICATORS, INDICATORS)
def test_every_indicator_is_accounted_for(before: list[Indicator], after: list[Indicator]) -> None:
    """Each of either side is paired, split, merged, added or removed exactly once; nothing changes against itself."""
    difference = compare(side(*before), side(*after))
    mine, theirs = Counter[int](), Counter[int]()
    for change in difference.changes:
        if not change.fields:
            mine.update(map(id, change.before))
            theirs.update(map(id, change.after))
    for one, other, _ in difference.pairs:
        mine[id(one)] += 1
        theirs[id(other)] += 1
    assert mine == Counter(map(id, before))
    assert theirs == Counter(map(id, after))
    assert compare(side(*before), side(*[replace(one) for one in before])).changes == []


def test_no_catalog_is_compared_all_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows a category has, and however alike they are: so many are looked at for each, and all are found."""
    asked = Counter[str]()

    def counting(one: Traits, other: Traits) -> float:
        asked[one.name] += 1
        return confidence(one, other)

    monkeypatch.setattr(matching, "confidence", counting)
    before = [
        Indicator(category="类", level1="产出指标", level2="数量指标", name=f"项目{n}完成数量") for n in range(1000)
    ]
    after = [replace(one, name=f"重点{one.name}") for one in before]
    difference = compare(side(*before), side(*after))
    assert max(asked.values()) <= matching.CANDIDATES
    assert sum("renamed" in change.kinds for change in difference.changes) > 950


def test_all_formats_say_the_same(tmp_path: Path, program: Program) -> None:
    """And nothing that a cell says becomes a formula, markup or an escape."""
    evil = TRAINING.replace("培训人次,≥,人次", "=1+1|<b>培训\x1b[31m人次,≥,人次")
    for name, text in (("a", TRAINING), ("b", evil)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    paths = (tmp_path / "a.csv", tmp_path / "b.csv")
    outputs = [
        f"--output-format=xlsx:{tmp_path / 'x.xlsx'}",
        f"--output-format=md:{tmp_path / 'x.md'}",
        "--output-format=json",
    ]
    code, out, _ = program("diff", *paths, *outputs)
    assert code == 0
    schema = json.loads((SCHEMAS / "catalog-diff.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(out))
    (change,) = json.loads(out)["changes"]
    assert change["kinds"] == ["renamed"]
    assert change["after"][0]["name"].startswith("=1+1")
    page = (tmp_path / "x.md").read_text(encoding="utf-8")
    assert "<b>" not in page
    assert "\x1b" not in page
    sheet = openpyxl.load_workbook(io.BytesIO((tmp_path / "x.xlsx").read_bytes())).worksheets[0]
    assert sheet[2][0].value == "改名"
    assert {cell.data_type for cell in sheet[2]} <= {"s", "n"}
    assert program("diff", *paths, "--lang", "en")[1].startswith("\n培训类\n  renamed")


def test_versions_and_git_states_are_compared(tmp_path: Path, training: Path, program: Program) -> None:
    place = tmp_path / "库"
    program("import", training, "--catalog", place, "--issued", "2024", "--date", "2024-09-26")
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "2024"],
    ):
        subprocess.run(["git", "-C", str(place), *command], check=True)  # noqa: S607 - whichever git there is
    training.write_text(TRAINING.replace("培训场次,", "举办培训场次,"), encoding="utf-8")
    program("import", training, "--catalog", place)
    for before in ("2024", "HEAD", "previous"):
        code, out, _ = program("diff", f"{place}@{before}", place)
        assert code == 0
        assert "改名  培训场次 [zb010101] → 举办培训场次 [zb010101]" in out
    subprocess.run(["git", "-C", str(tmp_path), "init", "-q"], check=True)  # noqa: S607 - whichever git there is
    for command in (["add", "指标.csv"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "表"]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)  # noqa: S607 - as above
    training.write_text(TRAINING, encoding="utf-8")
    assert "改名  举办培训场次 → 培训场次" in program("diff", f"{training}@HEAD", training)[1]
    code, _, err = program("diff", f"{place}@1999", place)
    assert (code, err.count("\n")) == (2, 1)
    assert "已发布的有：2024" in err
    code, _, err = program("diff", tmp_path / "无", place)
    assert code == 2
    assert "找不到" in err
