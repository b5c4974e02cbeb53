"""The page: valid, complete in both languages, small, and nothing in it that is not ours."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from typing import Any, Final

import html5lib
import pytest
from reports.canonical import PATH, canonical_report, rules, sheet_place, training
from reports.conftest import TEXT, Wild

from indicator_lint.model.document import Document
from indicator_lint.model.grid import Grid, Rectangle
from indicator_lint.model.report import Reading, Report
from indicator_lint.reports import REPORTS, View
from indicator_lint.reports.page.grids import LARGE
from indicator_lint.reports.translation import translated
from indicator_lint.rulebook import load_rules

XHTML: Final = "{http://www.w3.org/1999/xhtml}"
VIEW: Final = View(rules=rules())


def page_of(report: Report, view: View = VIEW) -> str:
    return REPORTS["html"](report, view)


def parsed(text: str) -> Any:
    """The page as an independent parser has it, which forgives nothing."""
    return html5lib.HTMLParser(strict=True).parse(text)


def all_of(tree: Any, tag: str, name: str = "") -> list[Any]:
    found = (node for node in tree.iter() if node.tag in {f"{XHTML}{tag}", f"{{http://www.w3.org/2000/svg}}{tag}"})
    return [node for node in found if not name or name in (node.get("class") or "").split()]


def words(node: Any) -> str:
    return "".join(node.itertext())


@pytest.fixture(scope="module")
def wild_page(wild: Wild) -> str:
    return page_of(wild.report, wild.view)


@pytest.fixture(scope="module")
def wild_tree(wild_page: str) -> Any:
    return parsed(wild_page)


def test_it_is_valid(wild_page: str, wild_tree: Any, excused: Report) -> None:
    assert wild_page.startswith("<!doctype html>")
    assert wild_tree.tag == f"{XHTML}html"
    for text in (page_of(excused), page_of(Report([], [])), page_of(canonical_report(), replace(VIEW, lang="en"))):
        parsed(text)


def test_identifiers_are_unique_and_links_stay_inside(wild_tree: Any) -> None:
    tree = wild_tree
    names = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(names) == len(set(names))
    assert {link.get("href").removeprefix("#") for link in all_of(tree, "a")} <= set(names)
    described = [name for node in tree.iter() for name in (node.get("aria-describedby") or "").split()]
    assert set(described) <= set(names)


def test_nothing_in_it_comes_from_elsewhere_or_acts_by_itself(wild_page: str, wild_tree: Any) -> None:
    """No address, no handler, no inline style: the policy would stop them, and there are none to be stopped."""
    tree = wild_tree
    assert len(all_of(tree, "script")) == len(all_of(tree, "style")) == 1
    allowed = {
        "section",
        "svg",
        "rect",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
        "del",
        "ins",
        "details",
        "summary",
    }
    forbidden = {"iframe", "object", "embed", "img", "link", "base", "form", "video", "audio", "math", "foreignobject"}
    tags = {str(node.tag).rpartition("}")[2].lower() for node in tree.iter()}
    assert allowed <= tags
    assert not forbidden & tags
    for node in tree.iter():
        assert not [key for key in node.attrib if key.startswith("on") or key in {"style", "src", "srcset", "action"}]
    outside = re.sub(r"(?s)<style>.*?</style>|<script>.*?</script>", "", wild_page)
    assert not re.search(r"(?:https?:)?//\w", re.sub(r">[^<]*<", "><", outside))
    assert "url(" not in wild_page
    assert "@import" not in wild_page


def test_the_policy_allows_this_style_and_this_script_only(wild_page: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', wild_page)
    assert policy is not None
    told = policy[1].replace("&#39;", "'")
    assert "unsafe" not in told
    assert "default-src 'none'" in told
    for tag in ("style", "script"):
        (text,) = re.findall(rf"(?s)<{tag}>(.*?)</{tag}>", wild_page)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in told


def test_every_finding_is_told_in_both_languages(wild: Wild, wild_tree: Any) -> None:
    cards = {card.get("id"): words(card) for card in all_of(wild_tree, "li", "card")}
    english = load_rules("en")
    assert len(cards) == len(wild.report.active)
    for number, finding in enumerate(wild.report.active, start=1):
        card = cards[f"f{number}"]
        assert finding.code in card
        for told in (finding, translated(finding, english)):
            assert not told.message.isprintable() or told.message in card
            assert told.fix is None or not told.fix.note.isprintable() or told.fix.note in card


def test_cells_stand_as_in_the_file(wild_tree: Any, wild_page: str) -> None:
    """Text by text, line breaks too; what nobody can see, or would turn the writing round, is drawn."""
    (section,) = (one for one in all_of(wild_tree, "section", "file") if one.get("data-file") == TEXT)
    cells = [words(cell) for cell in all_of(section, "td") if "edge" not in (cell.get("class") or "")]
    for text in ("𠮷场 培训<b>次数</b>", "-2+3 的 [链接](javascript:alert(1)) @octocat", "反映\n::error::培训 情况𠮷"):
        assert text in cells
    assert any(
        "</script><script>alert(1)</script>" in cell and "␛[31m" in cell and "‹U+202E›" in cell for cell in cells
    )
    assert not set(wild_page) & set("\x1b\u202e\x00")


def test_found_cells_are_marked_with_the_worst_of_what_was_found() -> None:
    tree = parsed(page_of(canonical_report()))
    marked = {words(cell): cell.get("class") for cell in all_of(tree, "td", "found")}
    assert marked == {
        ">=": "found warning", "": "found error", "反映培训 合格情况": "found warning", "年": "found error",
        training().text("description", 2): "found warning", "反映培训覆盖情况": "found info",
    }  # fmt: skip


def test_a_merged_cell_is_marked_throughout_and_told_again_where_its_first_row_is_put_away() -> None:
    rows = {1: ["一级指标", "指标名称"], 2: ["产出指标", "甲"], 3: ["", "乙"], 4: ["", "丙"]}
    merge = Rectangle(2, 1, 4, 1)
    grid = Grid("绩效", rows, sheet_place, (merge,), {(row, 1): (2, 1) for row in (3, 4)})
    table = replace_table(grid)
    finding = replace(canonical_report().findings[2], category="甲类", row=1, role="level1", location=sheet_place(2, 1))
    report = Report([Reading(PATH, Document(PATH, "xlsx", None, (grid,)), [table])], [finding])
    tree = parsed(page_of(report))
    cells = [(words(cell), cell.get("class"), cell.get("tabindex")) for cell in all_of(tree, "td", "error")]
    assert cells == [
        ("产出指标", "found error", "0"),
        ("产出指标", "found error joined", None),
        ("产出指标", "found error joined", None),
    ]


def replace_table(grid: Grid) -> Any:
    return replace(
        training(), grid=grid, category="甲类", category_at=None, header=Rectangle(1, 1, 1, 2), columns={"level1": 1, "name": 2},
        labels={1: "一级指标", 2: "指标名称"}, label_rows={1: 1, 2: 1}, rows=[2, 3, 4], numbers=[1, 2, 3],
        sources={"level1": [2, 2, 2]}, skipped=(),
    )  # fmt: skip


def many(wild: Wild, copies: int) -> Report:
    """The report as if each file lay in several folders."""
    folders = [f"第{number}组" for number in range(copies)]
    readings = [replace(one, path=f"{folder}/{one.path}") for folder in folders for one in wild.report.readings]
    findings = [replace(one, path=f"{folder}/{one.path}") for folder in folders for one in wild.report.findings]
    return Report(readings, findings)


def test_it_stays_small(wild: Wild, wild_page: str) -> None:
    assert len(wild_page.encode()) < 500_000
    report = many(wild, 7)
    assert len(report.findings) > 1_000
    text = page_of(report, wild.view)
    assert len(text.encode()) < 2_000_000
    assert len(re.findall(r'<li class="card', text)) == len(report.findings)


def test_a_large_report_leaves_out_rows_without_findings_and_counts_them(wild: Wild) -> None:
    report = many(wild, LARGE // wild.report.records + 1)
    few = [finding for finding in report.findings if finding.code == "OPR005"]
    text = page_of(Report(report.readings, few), wild.view)
    shown = text.count('<tr class="line')
    left = [int(number) for number in re.findall(r"省略 (\d+) 行", text)]
    tables = [
        t for r in report.readings for t in r.tables if any(f.path == r.path and f.category == t.category for f in few)
    ]
    assert shown + sum(left) == sum(len(table.rows) for table in tables)
    assert len(few) <= shown <= 3 * len(few)


def test_excused_findings_are_listed_apart(excused: Report) -> None:
    tree = parsed(page_of(excused))
    assert len(all_of(tree, "li", "card")) == len(excused.active)
    (aside,) = (one for one in all_of(tree, "details") if "豁免" in words(one)[:60])
    assert "已豁免：历史数据" in words(aside)
    assert "存量" in words(aside)


def test_a_clean_run_is_a_page_too() -> None:
    tree = parsed(page_of(Report(canonical_report().readings, [])))
    assert "未发现问题" in words(tree)
    assert not all_of(tree, "section", "dashboard")


def test_two_runs_make_the_same_page(wild: Wild, wild_page: str) -> None:
    assert page_of(wild.report, wild.view) == wild_page
