"""Whose tables repeat whose: forms with targets, copies of parts, years, and what only looks like a copy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from counties import write_csv

from indicator_lint.audit import engines
from indicator_lint.audit.course import Means, run_audit
from indicator_lint.audit.plan import Plan
from indicator_lint.audit.records import json_pieces
from indicator_lint.audit.results import standings
from indicator_lint.audit.spill import Spill
from indicator_lint.audit.submissions import find_submissions
from indicator_lint.cli import main
from indicator_lint.config import Settings

Row = Sequence[str]
LABELS = ("项目名称", "一级指标", "二级指标", "三级指标", "性质", "指标值", "计量单位", "指标解释")


def rows(title: str, text: str) -> list[list[str]]:
    """A project of a declaration form from lines `name operator target unit description`."""
    return [[title, "产出指标", "数量指标", *line.split()] for line in text.strip().splitlines()]


FLOODS = rows(
    "山洪灾害防治",
    """
    布设自动雨量监测站点数 ≥ 42 个 反映新建和改造的自动雨量监测站点数
    组织山洪避险演练场次 ≥ 65 场 反映组织群众开展避险演练的场次
    监测数据到报率 ≥ 96 % 实际到报数据条数占应到报数据条数的比例
    预警信息发布时限 ≤ 15 分钟 从达到预警指标到发布预警的最长用时
    监测站点平均运维费 ≤ 3200 元/个 运维支出与在用站点数之比
    危险区群众转移率 ≥ 100 % 实际转移人数占应转移人数的比例
    危险区群众满意度 ≥ 88 % 危险区群众对预警避险工作满意的比例
    """,
)
OWN = rows(
    "防汛监测能力提升",
    """
    暴雨预警准确率 ≥ 88 % 准确发布的暴雨预警占发布预警的比例
    预警接收人员满意度 ≥ 88 % 接收预警信息的责任人满意的比例
    """,
)


def audited(folder: Path, **settings: Any) -> list[dict[str, Any]]:
    """The findings across files."""
    plan = Plan(Settings(pack="audit", **settings))
    spill = Spill(folder.parent / "spill")
    course = run_audit(find_submissions(str(folder)), plan, Means(engines.here, 1, spill, lambda _: None))
    report = json.loads("".join(json_pieces(course, standings(course))))
    return [one for one in report["findings"] if one["code"] in {"REF006", "CAT001", "CAT004"}]


def codes(folder: Path, **tables: Sequence[Row]) -> list[str]:
    """What an audit of departments, a table each, finds across them."""
    for department, table in tables.items():
        write_csv(folder / f"{department}.csv", LABELS, table)
    return [finding["code"] for finding in audited(folder)]


def retitled(table: Sequence[Row], title: str) -> list[list[str]]:
    return [[title, *row[1:]] for row in table]


def test_most_of_a_form_with_the_amounts_of_another_department_is_copied(tmp_path: Path) -> None:
    """Five of seven rows, in another order and under another title: two departments do not set such amounts alike."""
    copied = [*OWN, *reversed(retitled(FLOODS[:5], OWN[0][0]))]
    assert codes(tmp_path / "报送", 水利局=FLOODS, 气象局=copied) == ["REF006"]


def test_rates_that_everybody_sets_show_no_copy(tmp_path: Path) -> None:
    """The same share of rows, but the amounts are own ones: a template of the trade."""
    amounts = ("40", "60", "96", "20", "3000")
    template = [[*row[:5], amount, *row[6:]] for row, amount in zip(FLOODS[:5], amounts, strict=True)]
    taken = [*OWN, *retitled([*template, *FLOODS[5:]], OWN[0][0])]
    assert codes(tmp_path / "报送", 水利局=FLOODS, 气象局=taken) == []


def test_the_same_in_another_form_is_the_same(tmp_path: Path) -> None:
    """Sign, number and unit in one cell, or in three; 3200.0 for 3200, ㎡ for 平方米."""
    folder = tmp_path / "报送"
    write_csv(folder / "水利局.csv", LABELS, FLOODS)
    joined = [[*row[:4], f"{row[4]}{row[5]}{row[6]}", row[7]] for row in retitled(FLOODS, "避险能力")]
    write_csv(folder / "气象局.csv", (*LABELS[:4], "年度指标值", LABELS[7]), joined)
    (finding,) = audited(folder)
    assert "7行中有7行相同" in finding["message"]


def test_sisters_have_like_amounts(tmp_path: Path) -> None:
    """Two towns with one form: five of seven rows are no copy there, nor is a form without amounts, but all amounts are."""
    copied = [*OWN, *retitled(FLOODS[:5], OWN[0][0])]
    assert codes(tmp_path / "甲", 东河镇=FLOODS, 西坝乡=copied) == []
    bare = [[*row[:5], "", *row[6:]] for row in FLOODS]
    assert codes(tmp_path / "乙", 东河镇=bare, 西坝乡=bare) == []
    assert codes(tmp_path / "丙", 东河镇=FLOODS, 西坝乡=FLOODS) == ["REF006"]


def test_what_is_done_every_month_shows_no_copy(tmp_path: Path) -> None:
    """Twelve times, four times, 365 days, a hundred: numbers that everybody writes."""
    amounts = ("12", "4", "96", "365", "500")
    often = [[*row[:5], amount, *row[6:]] for row, amount in zip(FLOODS[:5], amounts, strict=True)]
    taken = [*OWN, *retitled(often, OWN[0][0])]
    assert codes(tmp_path / "报送", 水利局=[*often, *FLOODS[5:]], 气象局=taken) == []


def test_a_copy_that_speaks_of_what_the_other_is_called_after_is_found(tmp_path: Path) -> None:
    """残疾人 in the rows of the 残疾人联合会 is their subject, not the name that a copyist replaces."""
    training = rows(
        "残疾人就业培训",
        """
        培训残疾人人次 ≥ 360 人次 反映参加技能培训的残疾人人次
        扶持残疾人创业户数 ≥ 45 户 反映获得创业扶持的残疾人户数
        残疾人培训结业率 ≥ 92 % 取得结业证书的残疾人占参训残疾人的比例
        残疾人人均培训费用 ≤ 1500 元/人 培训支出与参训残疾人人数之比
        残疾人新增就业人数 ≥ 110 人 反映当年新增就业的残疾人人数
        """,
    )
    assert codes(tmp_path / "报送", 残疾人联合会=training, 康复中心=retitled(training, "技能培训")) == ["REF006"]


def test_who_sent_little_else_is_told_to_have_copied(tmp_path: Path) -> None:
    """气象局 comes after 水利局 by name and before it in blame; here it is the other way round."""
    more = rows("农村饮水安全", "\n".join(f"供水指标{word}数量 ≥ {word} 处 反映第{word}类工程" for word in "123456789"))
    folder = tmp_path / "报送"
    write_csv(folder / "安监站.csv", LABELS, retitled(FLOODS, "安全监测"))
    write_csv(folder / "水利局.csv", LABELS, [*FLOODS, *more])
    (finding,) = audited(folder)
    assert finding["path"].endswith("安监站.csv")
    assert "几乎整份相同" in finding["message"]


def test_the_later_year_copied(tmp_path: Path) -> None:
    """水利局 comes last by name, and wrote it first."""
    folder = tmp_path / "报送"
    write_csv(folder / "水利局" / "2024年.csv", LABELS, FLOODS)
    write_csv(folder / "气候中心" / "2025年.csv", LABELS, [*retitled(FLOODS, "气候监测"), *OWN])
    (finding,) = audited(folder)
    assert "气候中心" in finding["path"]


def test_what_goes_on_next_year_is_no_copy(tmp_path: Path) -> None:
    """The same table in 2024 and in 2025; submitted twice in one year it is told."""
    folder = tmp_path / "报送"
    for name in ("2024年申报表", "2025年申报表"):
        write_csv(folder / "水利局" / f"{name}.csv", LABELS, FLOODS)
    assert audited(folder) == []
    write_csv(folder / "水利局" / "2025年申报表（更正）.csv", LABELS, FLOODS)
    (finding,) = audited(folder)
    assert ("更正" in finding["path"], finding["severity"]) == (True, "warning")
    assert "报送了两次" in finding["message"]
    assert "只保留一份" in finding["fix"]["note"]


def test_the_catalogs_rows_may_be_taken_but_targets_are_own(tmp_path: Path) -> None:
    """Without the catalog it is a copy; with it, the same targets are worth an info, other ones nothing."""
    folder, catalog = tmp_path / "报送", tmp_path / "指标库"
    main(["catalog", "init", str(catalog)])
    issued = [row[:5] + row[6:] for row in FLOODS]
    write_csv(tmp_path / "印发.csv", LABELS[:5] + LABELS[6:], issued)
    assert main(["catalog", "import", str(tmp_path / "印发.csv"), "--catalog", str(catalog)]) == 0
    for department in ("水利局", "气象局"):
        write_csv(folder / f"{department}.csv", LABELS, FLOODS)
    assert [one["severity"] for one in audited(folder)] == ["warning"]
    (finding,) = audited(folder, catalog=str(catalog))
    assert (finding["severity"], finding["params"]["count"]) == ("info", 1)
    write_csv(folder / "气象局.csv", LABELS, [[*row[:5], "7", *row[6:]] for row in FLOODS])
    assert audited(folder, catalog=str(catalog)) == []
