"""The page in a real browser: it asks for nothing, complains of nothing, and does what its controls say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import CHROMIUM, Tab, browser
from reports.canonical import canonical_report
from reports.conftest import Wild
from reports.test_page import many, page_of

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here"),
    pytest.mark.xdist_group("browser"),
]

SHOWN = "document.querySelectorAll('.card:not(.off)').length"
OUTPUT = "document.querySelector('#shown').textContent"


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def file(wild: Wild, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("页 面") / "检查 结果.html"
    path.write_text(page_of(wild.report, wild.view), encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def page(tab: Tab, file: Path) -> Iterator[Tab]:
    """The page just opened; afterwards it must have asked for itself alone, and have written nothing to the console."""
    tab.open(file)
    yield tab
    assert tab.requests == [file.as_uri()]
    assert tab.complaints == []


def test_it_opens_from_disk_with_its_style_and_script(page: Tab, wild: Wild) -> None:
    assert page.ask("document.compatMode") == "CSS1Compat"
    assert page.ask("document.documentElement.classList.contains('js')")
    assert page.ask("getComputedStyle(document.querySelector('.filters')).position") == "sticky"
    assert page.ask("document.scripts.length") == 1
    assert page.ask(OUTPUT) == str(len(wild.report.active))


def test_the_policy_stops_what_a_cell_might_bring(tab: Tab, file: Path) -> None:
    tab.open(file)
    tab.ask(
        "{ const s = document.createElement('style'); s.textContent = 'body { display: none }'; document.body.append(s) }"
    )
    assert tab.ask("getComputedStyle(document.body).display") == "block"
    tab.ask("{ const i = new Image(); i.src = 'https://example.invalid/x.png'; document.body.append(i) }")
    assert (
        tab.ask("(() => { try { document.body.innerHTML = '<b>x</b>'; return 'set' } catch (e) { return e.name } })()")
        == "TypeError"
    )
    assert "TypeError" not in "".join(tab.complaints)
    assert len(tab.complaints) >= 2


def test_severities_are_filtered(page: Tab, wild: Wild) -> None:
    page.point("input[value=warning]", click=True)
    page.point("input[value=info]", click=True)
    errors = sum(finding.severity == "error" for finding in wild.report.active)
    assert page.ask(SHOWN) == errors
    assert page.ask(OUTPUT) == f"{errors} / {len(wild.report.active)}"
    assert page.ask("document.querySelectorAll('td.found.warning, td.found.info').length") == 0
    page.point("#reset", click=True)
    assert page.ask(SHOWN) == len(wild.report.active)


def test_rules_categories_files_and_words_are_filtered(page: Tab, wild: Wild) -> None:
    def choose(name: str, value: str) -> None:
        page.ask(
            f"{{ const s = document.querySelector('#{name}'); s.value = {value!r}; s.dispatchEvent(new Event('change')) }}"
        )

    active = wild.report.active
    choose("rule", "TXT001")
    assert page.ask(SHOWN) == sum(f.code == "TXT001" for f in active)
    choose("category", "设备购置类")
    assert page.ask(SHOWN) == sum(f.code == "TXT001" and f.category == "设备购置类" for f in active)
    page.point("#reset", click=True)
    choose("file", active[-1].path)
    assert page.ask(SHOWN) == sum(f.path == active[-1].path for f in active)
    page.point("#reset", click=True)
    page.press("/")
    page.type("没有这样的文字")
    assert page.ask(SHOWN) == 0
    assert page.ask("!document.querySelector('#none').hidden")


def test_a_bar_of_a_chart_filters(page: Tab, wild: Wild) -> None:
    page.point(".charts a[data-kind=rule]", click=True)
    code = page.ask("document.querySelector('#rule').value")
    assert page.ask(SHOWN) == sum(finding.code == code for finding in wild.report.active)


def test_a_cell_tells_its_finding_reason_and_suggestion(page: Tab) -> None:
    page.point("td.found.error", click=True)
    text = page.ask("document.querySelector('#card').innerText")
    card = page.ask(
        "document.querySelector('td.found.error').cards.map(c => c.querySelector('.message [lang=zh]').textContent)"
    )
    assert card
    assert all(message in text for message in card)
    assert page.ask("!!document.querySelector('#card .why')")
    page.press("Escape")
    assert page.ask("document.querySelector('#card').hidden")


def test_everything_is_reached_by_keyboard(page: Tab) -> None:
    page.press("j")
    first = page.ask("document.activeElement.outerHTML")
    page.press("j")
    assert page.ask("document.activeElement.outerHTML") != first
    page.press("k")
    assert page.ask("document.activeElement.outerHTML") == first
    page.ask("document.querySelector('td.found').focus()")
    assert not page.ask("document.querySelector('#card').hidden")
    box = page.ask(
        "(b => [b.left, b.top, b.right - innerWidth])(document.querySelector('#card').getBoundingClientRect())"
    )
    assert box[0] >= 0 >= box[2]


def test_the_language_is_switched_throughout(page: Tab) -> None:
    page.point("#tongue", click=True)
    assert page.ask("[document.documentElement.lang, document.title, document.querySelector('#search').placeholder]") == [
        "en", "Indicator tables: what was found", "Find text",
    ]  # fmt: skip
    chrome = page.ask(
        "['header', '.tiles', '.filters label', '.rules h2', 'footer'].map(s => document.querySelector(s).innerText).join()"
    )
    assert not re.search(r"[\u4e00-\u9fff]", chrome.replace("中文", ""))
    page.point("#tongue", click=True)
    assert page.ask("document.querySelector('h1').innerText") == "绩效指标表检查结果"


def test_rows_are_folded_and_told(page: Tab, wild: Wild) -> None:
    seen = "[...document.querySelectorAll('{}')].filter(e => e.offsetParent).length"
    assert page.ask(seen.format(".told")) == 0
    page.point("#open", click=True)
    assert page.ask(seen.format(".told .card, .loose .card")) == len(wild.report.active)
    assert page.ask(seen.format(".again")) == 0
    page.point("#bare", click=True)
    assert page.ask(seen.format(".again")) > 0
    assert page.ask(seen.format(".line")) == page.ask(seen.format(".told"))


def test_without_scripts_everything_is_there(tab: Tab, file: Path, wild: Wild) -> None:
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        tab.open(file)
        tab.call("DOM.enable")
        root = tab.call("DOM.getDocument")["root"]["nodeId"]
        cards = tab.call("DOM.querySelectorAll", nodeId=root, selector=".told .card, .loose .card")["nodeIds"]
        assert len(cards) == len(wild.report.active)
        assert all("model" in tab.call("DOM.getBoxModel", nodeId=card) for card in cards[::20]), (
            "each has a place on the page"
        )
        filters = tab.call("DOM.querySelector", nodeId=root, selector=".filters")["nodeId"]
        style = tab.call("CSS.enable") or tab.call("CSS.getComputedStyleForNode", nodeId=filters)["computedStyle"]
        assert {"name": "display", "value": "none"} in style
    finally:
        tab.call("Emulation.setScriptExecutionDisabled", value=False)


def test_it_prints_on_a4(tab: Tab, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(page_of(canonical_report()), encoding="utf-8")
    tab.open(path)
    tab.printed(tmp_path / "page.pdf")
    boxes = set(re.findall(rb"/MediaBox\s*\[\s*([\d. ]+)\]", (tmp_path / "page.pdf").read_bytes()))
    (box,) = {tuple(round(float(side)) for side in box.split()) for box in boxes}
    assert box == (0, 0, 595, 842)
    tab.call("Emulation.setEmulatedMedia", media="print")
    try:
        assert tab.ask("[...document.querySelectorAll('.card')].every(card => card.offsetParent)")
        assert not tab.ask("document.querySelector('.filters').offsetParent")
    finally:
        tab.call("Emulation.setEmulatedMedia", media="")


def test_a_thousand_findings_are_filtered_at_once(tab: Tab, wild: Wild, tmp_path: Path) -> None:
    """Between a click and what it shows nothing is quadratic: some 100 ms, layout included, on an idle machine."""
    report = many(wild, 7)
    path = tmp_path / "many.html"
    path.write_text(page_of(report, wild.view), encoding="utf-8")
    tab.open(path)
    took = tab.ask(
        "(() => { const begin = performance.now(); document.querySelector('input[value=warning]').click();"
        " document.body.offsetHeight; return performance.now() - begin })()"
    )
    assert tab.ask(SHOWN) == sum(finding.severity != "warning" for finding in report.active)
    assert took < 5_000
