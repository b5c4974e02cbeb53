"""What bears on trust in a reading is found where it stands: hidden indicators, formulas without a result, inferred columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from indicator_lint.config import Settings
from indicator_lint.linter import lint
from indicator_lint.model.finding import Finding
from indicator_lint.model.rule import Severity

HEADER = ("一级指标", "二级指标", "三级指标", "性质", "单位", "指标描述", "数据来源")
ROWS = (
    ("产出指标", "数量指标", "培训班期数", "≥", "期", "反映办班期数", ""),
    ("产出指标", "质量指标", "考核合格率", "≥", "%", "反映考核合格的比例", ""),
    ("满意度指标", "服务对象满意度指标", "学员满意度", "≥", "%", "反映学员满意程度", "问卷"),
)


@pytest.fixture
def made(tmp_path: Path) -> Callable[[Callable[[Worksheet], object]], list[Finding]]:
    """What the rules say of a workbook of two sheets, the second altered."""

    def make(alter: Callable[[Worksheet], object]) -> list[Finding]:
        book = Workbook()
        book.active.append(["目录"])
        sheet = book.create_sheet("产出")
        for row in (HEADER, *ROWS):
            sheet.append(row)
        alter(sheet)
        book.save(tmp_path / "表.xlsx")
        return list(lint([str(tmp_path / "表.xlsx")], Settings(select=("FIL", "STR011"))).findings)

    return make


def hide(*, rows: tuple[int, ...] = (), columns: str = "", sheet: bool = False) -> Callable[[Worksheet], None]:
    def alter(shown: Worksheet) -> None:
        for row in rows:
            shown.row_dimensions[row].hidden = True
        for column in columns:
            shown.column_dimensions[column].hidden = True
        shown.sheet_state = "hidden" if sheet else "visible"

    return alter


def place(finding: Finding) -> tuple[str, str, list[str]]:
    return finding.code, finding.location.display, [key for key, _ in finding.because]


def test_nothing_is_said_of_a_plain_workbook(made: Callable[..., list[Finding]]) -> None:
    assert made(lambda _: None) == []


def test_hidden_rows_and_columns_are_told_once_a_sheet(made: Callable[..., list[Finding]]) -> None:
    (finding,) = made(hide(rows=(3, 4, 9), columns="EG"))
    assert place(finding) == ("FIL006", "产出!C3", ["rows", "columns"])
    assert "第 3、4 行（共 2 行）" in finding.message
    assert "E 列（共 1 列）" in finding.message
    assert finding.severity is Severity.WARNING


def test_hidden_columns_alone(made: Callable[..., list[Finding]]) -> None:
    (finding,) = made(hide(columns="F"))
    assert place(finding) == ("FIL006", "产出!F2", ["columns"])


def test_a_hidden_sheet_with_indicators(made: Callable[..., list[Finding]]) -> None:
    (finding,) = made(hide(rows=(3,), sheet=True))
    assert place(finding) == ("FIL006", "产出!C2", ["sheet"])
    assert finding.params == {"sheet": "产出", "count": 3}


def test_what_holds_no_indicators_may_be_hidden(made: Callable[..., list[Finding]]) -> None:
    """A header, an empty row, a column that is not read, an index."""

    def alter(sheet: Worksheet) -> None:
        hide(rows=(1, 9), columns="GH")(sheet)
        sheet.parent.worksheets[0].sheet_state = "hidden"

    assert made(alter) == []


def test_formulas_never_calculated_and_errors(made: Callable[..., list[Finding]]) -> None:
    def alter(sheet: Worksheet) -> None:
        sheet["C2"], sheet["F3"], sheet["G2"], sheet["J9"] = '="培训"&"人数"', "=A1", "=A1", "=A1"
        sheet["C4"] = "#REF!"

    error, formula = sorted(made(alter), key=lambda finding: finding.severity.rank)
    assert place(formula) == ("FIL007", "产出!C2", ["formula"])
    assert (formula.params["cells"], formula.params["count"], formula.severity) == ("C2、F3", 2, Severity.INFO)
    assert place(error) == ("FIL007", "产出!C4", ["error"])
    assert (error.params["shown"], error.severity) == ("#REF!", Severity.WARNING)


@pytest.mark.parametrize(
    ("label", "reason"), [("方向标", "content"), ("", "unlabelled"), ("性质", None), ("计算符号", None)]
)
def test_columns_known_by_content(made: Callable[..., list[Finding]], label: str, reason: str | None) -> None:
    found = made(lambda sheet: sheet.__setitem__("D1", label))
    assert [finding.because[0][0] for finding in found] == ([reason] if reason else [])
    assert all(finding.params["role"] == "性质" for finding in found)


def test_a_misspelt_label_is_told_at_its_place(made: Callable[..., list[Finding]]) -> None:
    (finding,) = made(lambda sheet: sheet.__setitem__("B1", "二级指木"))
    assert place(finding) == ("STR011", "产出!B1", ["misspelt"])
    assert finding.params["label"] == "二级指木"


def test_one_of_several_columns_for_a_role(made: Callable[..., list[Finding]]) -> None:
    """What stands in the other one is not checked."""
    (finding,) = made(lambda sheet: sheet.__setitem__("G1", "计量单位"))
    assert place(finding) == ("STR011", "产出!E1", ["rivalled"])
    assert "按“单位”列检查，其余的未作检查" in finding.message


def test_a_cell_too_long_to_be_an_indicators_is_told_once_and_asked_nothing(tmp_path: Path) -> None:
    """Its row is checked as ever, and so is what is just short enough."""
    rows = [("培训班期数", "个个" * 1001, "反映办班期数"), ("学员满意度", "%", "反映 学员满意" + "程" * 990)]
    lines = [",".join(row) for row in (("三级指标", "单位", "指标描述"), *rows, ("培训班 次数", "期", "反" * 30_000))]
    (tmp_path / "表.csv").write_text("\n".join(lines), encoding="utf-8")
    found = list(lint([str(tmp_path / "表.csv")], Settings(select=("FIL008", "TXT", "UNI", "DSC"))).findings)
    told = [(finding.code, finding.location.ref, finding.params) for finding in found if finding.code == "FIL008"]
    assert told == [
        ("FIL008", "2:7", {"characters": 2002, "allowed": 2000}),
        ("FIL008", "4:10", {"characters": 30_000, "allowed": 2000}),
    ]
    others = {(finding.code, finding.location.row) for finding in found if finding.code != "FIL008"}
    assert {row for _, row in others} == {3, 4}
    assert not any(
        finding.role == "unit" and finding.location.row == 2 for finding in found if finding.code != "FIL008"
    )


def test_a_line_too_long_to_be_read_is_told(tmp_path: Path) -> None:
    text = f"# 说明\n{'各单位要 认真填报。' * 400}\n\n| 三级指标 | 单位 |\n| 培训班期数 | 期 |\n"
    (tmp_path / "表.md").write_text(text, encoding="utf-8")
    found = list(lint([str(tmp_path / "表.md")], Settings(select=("FIL008", "TXT"))).findings)
    assert [(finding.code, finding.location.row) for finding in found] == [("FIL008", 2)]
