"""The page of an audit: everybody is on it, nothing gets out of its cell, nothing is fetched from anywhere."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from counties import MEETING, header, write_csv

from indicator_lint.audit import engines
from indicator_lint.audit.course import Course, Means, run_audit
from indicator_lint.audit.page import layout, render_audit_page
from indicator_lint.audit.plan import Plan
from indicator_lint.audit.results import standings
from indicator_lint.audit.spill import Spill
from indicator_lint.audit.submissions import find_submissions
from indicator_lint.config import Settings
from indicator_lint.reports import View
from indicator_lint.rulebook import load_rules

HOSTILE = "<script>alert(1)</script>"


def tags_of(page: str) -> list[tuple[str, dict[str, str | None]]]:
    """The opening tags of a page, with their attributes."""
    tags: list[tuple[str, dict[str, str | None]]] = []
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attrs: tags.append((tag, dict(attrs)))  # type: ignore[method-assign]
    reader.feed(page)
    return tags


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    folder = tmp_path_factory.mktemp("page") / "报送"
    rows = [list(row) for row in MEETING]
    rows[1][3], rows[1][5] = HOSTILE, ""
    for department in ("发改局", "a&b“局”"):
        write_csv(folder / department / "表.csv", header("health"), rows)
    (folder / "档案局").mkdir()
    means = Means(engines.here, 1, Spill(folder.parent / "spill"), lambda _: None)
    return run_audit(find_submissions(str(folder)), Plan(Settings()), means)


@pytest.fixture(scope="module")
def page(course: Course) -> str:
    return render_audit_page(course, standings(course), View(rules=load_rules()))


def test_every_department_is_there(page: str) -> None:
    for name in ("发改局", "a&amp;b“局”", "档案局"):
        assert name in page


def test_texts_stay_texts(page: str) -> None:
    """One script, which is ours; no markup of a cell is markup."""
    assert HOSTILE not in page
    assert [tag for tag, _ in tags_of(page)].count("script") == 1


def test_nothing_is_fetched(page: str) -> None:
    assert all(not {"src", "srcset", "action"} & attributes.keys() for _, attributes in tags_of(page))
    assert {
        href for _, attributes in tags_of(page) if (href := attributes.get("href")) and not href.startswith("#")
    } == set()
    (policy,) = (tag["content"] for _, tag in tags_of(page) if tag.get("http-equiv") == "Content-Security-Policy")
    assert str(policy).startswith("default-src 'none'")


def test_links_lead_somewhere(page: str) -> None:
    identities = [attributes["id"] for _, attributes in tags_of(page) if "id" in attributes]
    assert len(identities) == len(set(identities))
    targets = {str(attributes["href"])[1:] for tag, attributes in tags_of(page) if tag == "a"}
    assert targets <= set(identities)


def test_a_large_audit_keeps_a_page_that_opens(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worst findings are told, the rest counted."""
    monkeypatch.setattr(layout, "MOST", 3)
    monkeypatch.setattr(layout, "EACH", 2)
    departments = standings(course)
    laid = layout.lay_out(course, departments, View(rules=load_rules()))
    told = sum(len(file.cards) for one in laid.departments for file in one.files)
    assert told <= 3
    assert told + sum(one.left_out for one in laid.departments) == sum(one.severities.total() for one in departments)
