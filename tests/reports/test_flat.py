"""CSV that Excel opens, Markdown that stays text, groups that count right."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from reports.canonical import canonical_report, rules
from reports.conftest import TEXT, Wild

from indicator_lint.marks import MARKDOWN
from indicator_lint.model.report import Report
from indicator_lint.reports import REPORTS, View
from indicator_lint.reports.display import width
from indicator_lint.reports.markdown import LONGEST

PARSER = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def rows_of(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_csv_has_a_row_for_each_finding_and_no_formula(wild: Wild) -> None:
    header, *rows = rows_of(REPORTS["csv"](wild.report, wild.view))
    assert header[:4] == ["程度", "规则", "文件", "位置"]
    assert len(rows) == len(wild.report.findings)
    assert {len(row) for row in rows} == {len(header)}
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)
    assert any(cell.startswith("'-2+3") for row in rows for cell in row)


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "  +1", "－1", "'=1", "\t=1"])
def test_csv_keeps_a_text_a_text(text: str) -> None:
    finding = replace(canonical_report().findings[0], value=text)
    _, row = rows_of(REPORTS["csv"](Report([], [finding]), View()))
    assert row[8].startswith("'") == (not text.startswith("\t"))
    assert row[8].removeprefix("'").replace("⇥", "\t") == text


def cells_of(text: str) -> list[list[str]]:
    """The cells of every table of a page, as a reader sees them: text only."""
    rows: list[list[str]] = []
    for token in PARSER.parse(text):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and token.level > 2:
            rows[-1].append(
                "".join(child.content for child in token.children or () if child.type in {"text", "text_special"})
            )
    return rows


def test_markdown_shows_what_cells_say(wild: Wild) -> None:
    """Pipes, back quotes, markup and links are text; nothing is lost and no cell is split."""
    text = REPORTS["markdown"](
        replace(wild.report, findings=[f for f in wild.report.findings if f.path == TEXT]), wild.view
    )
    rows = cells_of(text)
    told = [row for row in rows if len(row) == 5][1:]
    findings = [finding for finding in wild.report.findings if finding.path == TEXT]
    assert [row[2] for row in told] == [finding.code for finding in findings]
    for row, finding in zip(told, findings, strict=True):
        if finding.message.isprintable():
            assert row[3] == finding.message


def test_markdown_holds_no_markup_of_others(wild: Wild) -> None:
    text = REPORTS["markdown"](wild.report, wild.view)
    rendered = PARSER.render(text)
    bare = rendered.replace(MARKDOWN, "").replace("<!-- -->", "")
    assert set(re.findall(r"</?(\w+)", bare)) <= {
        "h2",
        "h3",
        "p",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "blockquote",
    }
    assert "@octocat" not in rendered


def test_markdown_fits_a_comment_and_says_what_is_left_out(wild: Wild) -> None:
    many = replace(wild.report, findings=list(wild.report.findings) * 6)
    text = REPORTS["markdown"](many, wild.view)
    assert len(text) <= LONGEST
    told = sum(len(row) == 5 and row[0] != "程度" for row in cells_of(text))
    left = re.search(r"另有 (\d+) 处问题没有列出", text)
    assert left is not None
    assert told + int(left[1]) == len(many.active)


def test_markdown_of_a_clean_run_says_so() -> None:
    text = REPORTS["markdown"](Report(canonical_report().readings, []), View())
    assert text.startswith(f"{MARKDOWN}\n")
    assert "未发现问题" in text


@pytest.mark.parametrize("form", ["grouped", "grouped:file"])
@pytest.mark.parametrize("columns", [60, 100])
def test_groups_fit_the_terminal_and_end_in_the_summary(form: str, columns: int, wild: Wild) -> None:
    text = REPORTS[form](wild.report, replace(wild.view, width=columns))
    assert max(map(width, text.splitlines())) <= columns
    assert f"共 {len(wild.report.active)} 处问题" in text


def test_a_group_shows_five_and_counts_the_rest(wild: Wild) -> None:
    text = REPORTS["grouped"](wild.report, wild.view)
    blocks = [block.splitlines() for block in text.split("\n\n")]
    for block in blocks[:-1]:
        code = block[0].split()[0]
        count = sum(finding.code == code for finding in wild.report.active)
        assert len(block) == 1 + min(count, 5) + (count > 5)
        if count > 5:
            assert block[-1].strip() == f"……另有 {count - 5} 处"
    everything = REPORTS["grouped"](wild.report, replace(wild.view, verbose=True))
    assert sum(line.startswith("  ") for line in everything.splitlines()) == len(wild.report.active)


def test_groups_by_file_name_each_file_once() -> None:
    text = REPORTS["grouped:file"](canonical_report(), View(rules=rules()))
    assert [
        text.count(f"\n{path}") + text.startswith(path) for path in ("报送/绩效指标体系表.xlsx", "报送/损坏.xlsx")
    ] == [1, 1]
