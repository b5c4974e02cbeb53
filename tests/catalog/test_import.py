"""An issued document becomes a catalog; next year's keeps the codes of whoever is still there."""

from __future__ import annotations

from pathlib import Path

import pytest
from catalogs import HEADER, TRAINING, Program, frictionless_says, names

from indicator_lint.catalog.documents import read_stated, unstarred
from indicator_lint.catalog.importing import import_stated
from indicator_lint.identity.issued import Issued
from indicator_lint.model.catalog import Catalog, Indicator
from indicator_lint.store.catalogs import read_catalog

SAMPLES = Path(__file__).parents[2] / "samples"


NEXT_YEAR = (
    TRAINING.replace("培训场次,", "举办培训场次,")
    .replace("时效指标,培训及时完成率,≥,%,按期完成的场次占计划场次的比例", "数量指标,教材印发册数,≥,册,印发教材的册数")
    .replace(
        "设备利用率或共享率,≥,%,反映设备使用和共享的情况\n",
        "设备利用率,≥,%,使用的比例\n设备购置类,效益指标,社会效益指标,设备共享率,≥,%,共享的比例\n",
    )
)
"""One renamed, one gone, one new, one split."""


def test_the_sample_becomes_a_catalog(tmp_path: Path, program: Program) -> None:
    """13 categories and 132 indicators, from whatever format, with the same codes."""
    place = tmp_path / "库"
    code, _, err = program("import", SAMPLES / "xiangcheng-2024.docx", "--catalog", place)
    catalog = read_catalog(place)
    assert (code, len(catalog.categories), len(catalog.active)) == (0, 13, 132)
    assert "13 类，132 个现行指标" in err
    assert "处问题：错误" in err
    assert frictionless_says(place) == []
    again = import_stated(Catalog(""), read_stated(str(SAMPLES / "xiangcheng-2024.txt"))).catalog
    assert again.indicators == catalog.indicators
    assert catalog.by_code["zb010101"].name == "完成调研报告数量"
    assert catalog.title == "乡城县人民政府办公室绩效指标体系表(试行)"


def test_importing_the_same_again_changes_nothing(begun: Path, training: Path, program: Program) -> None:
    before = read_catalog(begun)
    code, out, _ = program("import", training, "--catalog", begun)
    assert (code, "没有变更" in out) == (0, True)
    assert read_catalog(begun) == before


def test_an_update_keeps_codes_and_leaves_a_fate(tmp_path: Path, training: Path, program: Program) -> None:
    """Renamed keeps its code, new gets the next, gone is retired, split and merged have successors, all of it logged."""
    place = tmp_path / "库"
    program("import", training, "--catalog", place, "--issued", "2024")
    training.write_text(NEXT_YEAR, encoding="utf-8")
    program("import", training, "--catalog", place)
    catalog = read_catalog(place)
    assert catalog.by_code["zb010101"].name == "举办培训场次"
    assert catalog.by_code["zb010103"].name == "教材印发册数"
    assert catalog.by_code["zb010301"].status == "停用"
    assert catalog.by_code["zb020601"].successor == "zb020602"
    pending = [(change.kind, change.code, change.other) for change in catalog.changes if not change.version]
    assert pending == [
        ("renamed", "zb010101", ""),
        ("added", "zb010103", ""),
        ("added", "zb020602", ""),
        ("added", "zb020603", ""),
        ("split", "zb020601", "zb020602"),
        ("split", "zb020601", "zb020603"),
        ("retired", "zb010301", ""),
    ]
    assert frictionless_says(place) == []
    training.write_text(TRAINING, encoding="utf-8")
    program("import", training, "--catalog", place)
    assert read_catalog(place).by_code["zb010301"].status == "现行"
    assert [one.code for one in read_catalog(place).active][:5] == [
        "zb010101",
        "zb010102",
        "zb010201",
        "zb010301",
        "zb010901",
    ]


def test_categories_that_a_document_does_not_speak_of_are_left_alone(
    begun: Path, training: Path, program: Program
) -> None:
    """Unless it is said to be complete."""
    place = begun
    training.write_text(
        "".join(line for line in TRAINING.splitlines(True) if not line.startswith("设备")), encoding="utf-8"
    )
    _, _, err = program("import", training, "--catalog", place)
    assert "文件中没有，未作变动（已取消的请加 --complete）：设备购置类" in err
    assert len(names(place)) == 9
    program("import", training, "--catalog", place, "--complete")
    assert len(names(place)) == 5


def test_codes_that_a_document_gives_are_kept(tmp_path: Path, program: Program) -> None:
    """Where they are well formed and given once."""
    path = tmp_path / "a.csv"
    path.write_text(
        "指标编码,类别,一级指标,二级指标,指标名称,性质,单位\ngx010401,类,产出指标,成本指标,人员经费,≤,万元\n"
        "双,类,产出指标,成本指标,公用经费,≤,万元\nzb010101,类,产出指标,数量指标,次数,≥,次\n,类,产出指标,数量指标,人数,≥,人\n",
        encoding="utf-8",
    )
    program("import", path, "--catalog", tmp_path / "库")
    assert names(tmp_path / "库") == {
        "gx010401": "人员经费",
        "zb010401": "公用经费",
        "zb010101": "次数",
        "zb010102": "人数",
    }


@pytest.mark.parametrize(
    ("shown", "name", "core"),
    [("★培训场次", "培训场次", "是"), ("培训场次★★★", "培训场次", "是"), ("*培训场次", "培训场次", "是"),
     ("【新增】★培训场次", "培训场次", "是"), ("[新增]培训场次", "培训场次", "否"), ("**", "**", "否"), ("A*B", "A*B", "否")],
)  # fmt: skip
def test_marks_around_a_name_say_that_it_is_core(shown: str, name: str, core: str) -> None:
    assert unstarred(shown) == (name, core)


def test_a_table_without_a_category_needs_one(tmp_path: Path, program: Program) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADER.replace("category,", "") + "产出指标,数量指标,培训场次,≥,场,反映场次\n", encoding="utf-8")
    code, _, err = program("import", path, "--catalog", tmp_path / "库")
    assert (code, err.count("\n")) == (2, 1)
    assert "--category" in err
    assert not (tmp_path / "库").exists()
    assert program("import", path, "--catalog", tmp_path / "库", "--category", "培训类")[0] == 0


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0" * 200, "没有表".encode()])
def test_a_file_without_a_table_makes_no_catalog(content: bytes, tmp_path: Path, program: Program) -> None:
    (tmp_path / "a.xls").write_bytes(content)
    code, _, err = program("import", tmp_path / "a.xls", "--catalog", tmp_path / "库")
    assert (code, err.count("\n")) == (2, 1)
    assert not (tmp_path / "库").exists()


def test_init_makes_an_empty_catalog_once(tmp_path: Path, program: Program) -> None:
    place = tmp_path / "库"
    assert program("init", place, "--title", "某县指标库", "--prefix", "xc")[0] == 0
    assert frictionless_says(place) == []
    assert (read_catalog(place).title, read_catalog(place).prefix) == ("某县指标库", "xc")
    code, _, err = program("init", place)
    assert (code, "已经有指标库" in err) == (2, True)
    assert program("init", tmp_path / "又", "--prefix", "1")[0] == 2


def test_a_new_indicator_is_never_given_an_old_code(begun: Path, training: Path, program: Program) -> None:
    place = begun
    other = TRAINING.replace("培训人次,≥,人次,反映年度参加培训的人次", "教材册数,≥,册,印发教材")
    training.write_text(other, encoding="utf-8")
    program("import", training, "--catalog", place)
    assert names(place)["zb010103"] == "教材册数"


def test_operator_and_unit_come_from_the_target_where_there_are_no_columns(tmp_path: Path, program: Program) -> None:
    """As declarations write them; what is no number with a unit tells nothing."""
    path = tmp_path / "a.csv"
    path.write_text(
        "category,level1,level2,name,target\n类,产出指标,质量指标,合格率,≥95%\n类,产出指标,数量指标,培训次数,不少于3次\n类,效益指标,社会效益指标,影响,提升\n",
        encoding="utf-8",
    )
    program("import", path, "--catalog", tmp_path / "库")
    assert [(one.operator, one.unit) for one in read_catalog(tmp_path / "库").active] == [
        ("≥", "%"),
        ("≥", "次"),
        ("", ""),
    ]
    assert "没有变更" in program("import", path, "--catalog", tmp_path / "库")[1]


def test_a_category_with_another_title_keeps_its_codes(begun: Path, training: Path, program: Program) -> None:
    """And the log of each indicator tells it; no name is taken for a former one."""
    training.write_text(TRAINING.replace("培训类", "教育培训类"), encoding="utf-8")
    _, out, _ = program("import", training, "--catalog", begun)
    assert "类别改名  “培训类” → “教育培训类”" in out
    catalog = read_catalog(begun)
    assert {one.category for one in catalog.active} == {"教育培训类", "设备购置类"}
    assert len(catalog.indicators) == 9
    logged = [(c.kind, c.code, c.field, c.new) for c in catalog.changes if c.field == "category"]
    assert logged[0] == ("renamed", "zb010101", "category", "教育培训类")
    assert len(logged) == 5
    assert Issued(catalog).entry(Indicator(name="培训类")) is None
    program("release", "2025", "--catalog", begun)
    assert not any(change.reason == "直接修改文件" for change in read_catalog(begun).changes)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("import", "无.xlsx", "--catalog", "库"), "找不到文件“无.xlsx”"),
        (("import", ".", "--catalog", "库"), "“.”是目录，不是文件"),
        (("import", __file__, "--catalog", __file__), "是文件，不是目录"),
        (("propose", "无", "--catalog", "库"), "找不到“无”"),
        (("accept", "无.xlsx", "--catalog", "库"), "找不到文件“无.xlsx”"),
        (("init", __file__), "是文件，不是目录"),
        (("init",), "缺少参数"),
        (("import", __file__, "--catalog", "库", "--date", "昨天"), "“昨天”不是日期"),
        ((), "缺少命令，可用的有 init、import"),
        (("imprt",), "是不是要用“import”"),
    ],
)
def test_a_wrong_use_is_told_in_a_chinese_line(arguments: tuple[str, ...], told: str, program: Program) -> None:
    code, out, err = program(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert told in err


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("某县绩效指标体系表（2024年版）", "某县绩效指标体系表"),
        ("某县绩效指标体系表2024", "某县绩效指标体系表"),
        ("某县2024年绩效指标体系表（试行）", "某县2024年绩效指标体系表（试行）"),
    ],
)
def test_the_year_of_one_issue_is_not_the_catalogs(stated: str, title: str, program: Program, tmp_path: Path) -> None:
    """What is issued next year names its own version."""
    path = tmp_path / f"{stated}.csv"
    path.write_text("类别,指标名称\n培训类,培训人次\n", encoding="utf-8")
    program("import", path, "--catalog", tmp_path / "库")
    assert read_catalog(tmp_path / "库").title == title
