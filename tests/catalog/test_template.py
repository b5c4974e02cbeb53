"""A blank submission offers what there is to choose, leaves open what is to be written, and lints clean when filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from catalogs import Program

from indicator_lint import Settings, lint
from indicator_lint.catalog.template import render_template
from indicator_lint.cli import main
from indicator_lint.model.catalog import Catalog, CatalogError, Indicator
from indicator_lint.store.catalogs import read_catalog, write_catalog

CLEAN = Path(__file__).parents[1] / "clean" / "education.csv"


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template of a catalog of two categories."""
    folder = tmp_path_factory.mktemp("blank")
    for arguments in (["import", str(CLEAN)], ["template", "-o", str(folder / "填报.xlsx")]):
        assert main(["catalog", *arguments, "--catalog", str(folder / "库")]) == 0
    return folder / "填报.xlsx"


def tables(book: Any) -> list[Any]:
    return [sheet for sheet in book.worksheets if sheet.title not in {"填报说明", "选项"}]


OWN = {
    "一级指标": "产出指标",
    "二级指标": "数量指标",
    "指标名称": "家长开放日举办场次",
    "性质": "≥",
    "计量单位": "场次",
    "指标描述": "反映年度内举办家长开放日的场次",
}


def filled(path: Path, into: Path) -> Path:
    """As a department fills it in: every open cell of a given indicator, and one indicator of its own."""
    book = openpyxl.load_workbook(path)
    for sheet in tables(book):
        columns = {cell.value: cell.column for cell in sheet[2]}
        rows = [row for row in range(3, sheet.max_row + 1) if sheet.cell(row, columns["指标名称"]).value]
        own = next(row for row in range(3, sheet.max_row + 1) if not sheet.cell(row, columns["指标名称"]).value)
        for label, text in OWN.items():
            sheet.cell(own, columns[label]).value = text
        rows.append(own)
        for place, row in enumerate(rows):
            unit, operator = (sheet.cell(row, columns[label]).value for label in ("计量单位", "性质"))
            target = "优" if operator == "定性" else 95 if unit == "%" else 12
            sheet.cell(row, columns["指标值"]).value = target
            sheet.cell(row, columns["权重"]).value = 100 - 3 * (len(rows) - 1) if place == 0 else 3
    book.save(into)
    return into


def test_filled_in_it_lints_clean(blank: Path, tmp_path: Path) -> None:
    """No finding of any severity, and the rules about targets and weights were asked."""
    report = lint([str(filled(blank, tmp_path / "某局.xlsx"))], Settings())
    assert [f"{finding.code} {finding.location.display} {finding.message}" for finding in report.findings] == []
    assert report.records == 29 + 2
    (reading,) = report.readings
    assert reading.strays == ()
    assert len(reading.tables) == 2
    assert {coverage.rule for coverage in reading.coverage if coverage.skipped} <= {"TGT007", "TGT003"}


def test_only_what_is_to_be_written_is_open(blank: Path) -> None:
    """Of a given indicator target, weight and remark; of the rows below everything but the code."""
    for sheet in tables(openpyxl.load_workbook(blank)):
        labels = [cell.value for cell in sheet[2]]
        assert sheet.protection.sheet
        for row in sheet.iter_rows(min_row=3):
            is_open = {label for label, cell in zip(labels, row, strict=True) if not cell.protection.locked}
            given = row[labels.index("指标名称")].value
            assert is_open == ({"指标值", "权重", "备注"} if given else set(labels) - {"指标编码"})
        assert all(cell.protection.locked for row in sheet.iter_rows(max_row=2) for cell in row)


def test_lists_offer_levels_operators_units_and_scales(tmp_path: Path) -> None:
    """Units that the catalog uses come first; a qualitative row chooses its grade; the other framework is not offered."""
    classic = {"category": "类", "level1": "产出指标", "level2": "质量指标"}
    write_catalog(
        tmp_path,
        Catalog(
            "指标库",
            indicators=[
                Indicator("zb1", name="鉴定结果", operator="定性", unit="优、良、中、差", **classic),
                Indicator("zb2", name="服务态度", operator="定性", **classic),
                Indicator("zb3", name="鉴定数量", unit="批", **classic),
            ],
        ),
    )
    (tmp_path / "a.xlsx").write_bytes(render_template(read_catalog(tmp_path)))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    listed = [cell.value for cell in book["选项"]["A"]]
    assert book["选项"].sheet_state == "hidden"
    assert "成本指标" in listed
    assert "经济成本指标" not in listed
    assert listed[listed.index("≥") :][:7] == ["≥", "≤", "=", ">", "<", "定性", "批"]
    assert {"%", "优、良、中、差"} <= set(listed)
    (sheet,) = tables(book)
    offered = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert offered["F3"] == '"优,良,中,差"'
    assert offered["G4"].startswith("选项!")
    signs = listed.index("≥") + 1
    assert "E5" in next(ref for ref, formula in offered.items() if formula == f"选项!$A${signs}:$A${signs + 5}")


def test_titles_become_names_of_sheets(tmp_path: Path) -> None:
    """Whatever they hold and however long they are, each its own."""
    titles = ["a/b:c*[?]", "长" * 40, "长" * 40 + "二", "填报说明", "'引'"]
    indicators = [
        Indicator(f"zb{n}", title, "产出指标", "数量指标", "次数", "≥", "次") for n, title in enumerate(titles)
    ]
    write_catalog(tmp_path, Catalog("指标库", indicators=indicators))
    (tmp_path / "a.xlsx").write_bytes(render_template(read_catalog(tmp_path)))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert len(set(book.sheetnames)) == 7
    assert max(map(len, book.sheetnames)) <= 31
    assert [sheet.cell(1, 1).value for sheet in tables(book)] == titles


def test_only_the_categories_asked_for(tmp_path: Path, training: Path, program: Program) -> None:
    program("import", training, "--catalog", tmp_path / "库")
    out = tmp_path / "a.xlsx"
    assert program("template", "--catalog", tmp_path / "库", "--category", "培训类", "-o", out)[0] == 0
    assert openpyxl.load_workbook(out).sheetnames == ["填报说明", "培训类", "选项"]
    code, _, err = program("template", "--catalog", tmp_path / "库", "--category", "培训", "-o", out)
    assert (code, "没有类别“培训”，现行的有：培训类、设备购置类" in err) == (2, True)
    assert program("template", "--catalog", tmp_path / "库", "-o", tmp_path / "a.docx")[0] == 2
    with pytest.raises(CatalogError, match="没有现行的指标"):
        render_template(Catalog("空"))
