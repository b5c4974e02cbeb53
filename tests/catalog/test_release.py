"""A version is checked, frozen and issued; what is issued, read again, is the catalog."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from catalogs import TRAINING, Program, frictionless_says
from hypothesis import given, settings
from hypothesis import strategies as st

from indicator_lint.catalog.documents import clean, stated_in, unstarred
from indicator_lint.catalog.issued_document import render_issued_document
from indicator_lint.catalog.issued_workbook import render_issued_workbook
from indicator_lint.discovery import Source
from indicator_lint.intake import take_in
from indicator_lint.model.catalog import Catalog, Indicator
from indicator_lint.store.catalogs import read_catalog, write_catalog

SAMPLE = Path(__file__).parents[2] / "samples" / "xiangcheng-2024.docx"
DOCUMENTS = ("绩效指标体系表.xlsx", "绩效指标体系表.docx")


def test_the_sample_released_and_read_again_is_the_sample(tmp_path: Path, program: Program) -> None:
    """All 13 categories and 132 indicators, letter by letter, from the workbook and from the document."""
    place = tmp_path / "库"
    program("import", SAMPLE, "--catalog", place)
    code, out, err = program("release", "2024", "--catalog", place)
    assert (code, "处问题：错误" in out, "没有发布" in err) == (1, True, True)
    assert not (place / "releases").exists()
    assert program("release", "2024", "--catalog", place, "--fail-level", "never")[0] == 0
    code, out, err = program("release", "2024", "--catalog", place)
    assert (code, out, "已经发布" in err) == (2, "", True)  # before anybody mends the errors for it
    for name in DOCUMENTS:
        code, out, _ = program("diff", SAMPLE, place / "releases" / "2024" / name, "--exit-code")
        assert (code, out) == (0, "没有变更：132 个指标相同。\n")
    assert frictionless_says(place) == frictionless_says(place / "releases" / "2024") == []


CELL = st.text(st.sampled_from("培训率数≥%（）=+-@'<&>\"_x000D_\n 1甲") | st.characters(categories=["Lo"]), max_size=8)
NAMED = st.builds(lambda lead, rest: f"培训{lead}{rest}", CELL, CELL)


@settings(max_examples=4)
@given(st.lists(st.tuples(NAMED, CELL, CELL, st.booleans()), min_size=1, max_size=5))
def test_any_texts_are_the_same_when_read_again(rows: list[tuple[str, str, str, bool]]) -> None:
    """Equals signs, quotes, markup and line breaks in names, units and descriptions; stars for what is core."""
    indicators = [
        Indicator(
            category="培训类",
            level1="产出指标",
            level2="数量指标",
            name=unstarred(clean(name))[0],
            operator="≥",
            unit=clean(unit),
            description=clean(description),
            core="是" if core else "否",
        )
        for name, unit, description, core in rows
    ]
    catalog = Catalog("培训绩效指标体系表", version="2025", indicators=indicators)
    for name, content in zip(
        DOCUMENTS, (render_issued_workbook(catalog), render_issued_document(catalog)), strict=True
    ):
        read = stated_in(take_in(Source(name, content)).reading).indicators
        assert [replace(one, place="") for one in read] == indicators


def test_a_version_is_frozen_for_ever(issued: Path, training: Path, program: Program) -> None:
    """What was pending belongs to it, dates of force are set, and a second one of that name is refused."""
    place = issued
    training.write_text(TRAINING.replace("培训场次,", "举办培训场次,").replace(_line("培训人次"), ""), encoding="utf-8")
    program("import", training, "--catalog", place)
    code, _, err = program("release", "2025", "--catalog", place)
    assert (code, "已经发布" in err) == (2, True)
    assert program("release", "2026", "--catalog", place)[0] == 0
    catalog = read_catalog(place)
    assert catalog.version == "2026"
    assert (catalog.by_code["zb010101"].since, catalog.by_code["zb010102"].until) == ("2025", "2026")
    assert {change.version for change in catalog.changes} == {"2025", "2026"}
    assert read_catalog(place / "releases" / "2025").by_code["zb010102"].status == "现行"
    notes = (place / "releases" / "2026" / "变更说明.md").read_text(encoding="utf-8")
    assert "改名" in notes
    assert "停用" in notes


def test_changes_by_hand_are_logged_when_released(issued: Path, program: Program) -> None:
    place = issued
    path = place / "indicators.csv"
    text = (
        path.read_text(encoding="utf-8")
        .replace("反映年度参加", "反映全年参加")
        .replace("举办培训的场次,否,现行", "举办培训的场次,是,停用")
    )
    path.write_text(text + "zb010104,培训类,产出指标,数量指标,教材册数,≥,册,印发册数,否,现行,,,,,\n", encoding="utf-8")
    assert program("release", "2026", "--catalog", place)[0] == 0
    logged = [(c.kind, c.code, c.field, c.new, c.reason) for c in read_catalog(place).changes if c.version == "2026"]
    assert logged == [
        ("changed", "zb010101", "core", "是", "直接修改文件"),
        ("retired", "zb010101", "", "", "直接修改文件"),
        ("changed", "zb010102", "description", "反映全年参加培训的人次", "直接修改文件"),
        ("added", "zb010104", "name", "教材册数", "直接修改文件"),
        ("released", "", "", "2026", ""),
    ]


def test_a_change_by_hand_on_top_of_a_logged_one_is_logged(issued: Path, training: Path, program: Program) -> None:
    """The log leads from each version to the next without a gap."""
    training.write_text(TRAINING.replace("培训场次,", "举办培训场次,"), encoding="utf-8")
    program("import", training, "--catalog", issued)
    path = issued / "indicators.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("举办培训场次,", "举办培训班场次,"), encoding="utf-8")
    assert program("release", "2026", "--catalog", issued)[0] == 0
    renames = [(c.old, c.new) for c in read_catalog(issued).changes if c.kind == "renamed"]
    assert renames == [("培训场次", "举办培训场次"), ("举办培训场次", "举办培训班场次")]


def test_an_indicator_that_vanished_forbids_the_next_version(issued: Path, program: Program) -> None:
    """Every code that was issued has a fate."""
    place = issued
    for name in ("indicators.csv", "changes.csv"):
        lines = (place / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (place / name).write_text("".join(line for line in lines if "zb010102" not in line), encoding="utf-8")
    code, _, err = program("release", "2026", "--catalog", place)
    assert (code, err.count("\n")) == (2, 1)
    assert "1 个指标不见了：zb010102 培训人次" in err


@pytest.mark.parametrize("version", ["", "../x", "a/b", ".", "2025 ", "previous", "con", "x" * 40])
def test_a_version_is_a_name_that_every_system_takes(version: str, begun: Path, program: Program) -> None:
    code, _, err = program("release", version, "--catalog", begun)
    assert (code, err.count("\n")) == (2, 1)


def test_what_would_be_read_otherwise_is_not_released(tmp_path: Path, program: Program) -> None:
    """A category that looks like a header row would be lost in the document."""
    odd = Indicator("zb010101", "一级指标", "产出指标", "数量指标", "培训场次", "≥", "场", "反映场次")
    write_catalog(
        tmp_path, Catalog("指标库", indicators=[odd, replace(odd, code="zb010102", name="合计", category="类")])
    )
    code, _, err = program("release", "2025", "--catalog", tmp_path, "--fail-level", "never")
    assert (code, err.count("\n")) == (2, 1)
    assert "重新读取后与指标库不一致" in err
    assert not (tmp_path / "releases").exists()


def test_an_empty_catalog_is_not_released(tmp_path: Path, program: Program) -> None:
    program("init", tmp_path / "库")
    code, _, err = program("release", "2025", "--catalog", tmp_path / "库")
    assert (code, "没有现行的指标" in err) == (2, True)


def test_the_documents_are_the_same_for_the_same_catalog() -> None:
    one = Indicator("zb010101", "培训类", "产出指标", "数量指标", "培训场次", "≥", "场", "反映场次")
    catalog = Catalog("指标体系表", version="2025", indicators=[one])
    for render in (render_issued_workbook, render_issued_document):
        assert render(catalog) == render(catalog)


def _line(name: str) -> str:
    return next(line for line in TRAINING.splitlines(keepends=True) if name in line)


def test_configuration_beside_the_catalog_holds_for_it(tmp_path: Path, training: Path, program: Program) -> None:
    """As for any file: what is not asked does not forbid a version."""
    place = tmp_path / "库"
    training.write_text(TRAINING.replace("培训人次,≥,人次", "培训人次,≥,"), encoding="utf-8")
    program("import", training, "--catalog", place)
    assert program("release", "2024", "--catalog", place)[0] == 1
    (place / "indicator-lint.toml").write_text('ignore = ["UNI001"]\n', encoding="utf-8")
    assert program("release", "2024", "--catalog", place)[0] == 0
