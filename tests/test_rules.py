"""Every page of `rules/` keeps its promises. Never edited when a rule is added: the pages are the cases."""

from __future__ import annotations

import inspect
import re
import string
from collections.abc import Iterator

import pytest
from examples import findings_in, sketch

from indicator_lint.checks import CHECKS
from indicator_lint.conformance import NOT_FRAME
from indicator_lint.model.rule import Rule, Safety
from indicator_lint.rulebook import load_rules

RULES = load_rules(proofs=True)
IN_FRAME = [rule for rule in RULES.values() if rule.check.partition(":")[0] not in NOT_FRAME]


def _cases(kind: str) -> list[object]:
    return [
        pytest.param(rule, getattr(example, kind), example, id=f"{rule.code}-{number}")
        for rule in IN_FRAME
        for number, example in enumerate(rule.examples, start=1)
        if getattr(example, kind)
    ]


@pytest.mark.parametrize(("rule", "text", "example"), _cases("good"))
def test_good_examples_are_clean(rule: Rule, text: str, example: object) -> None:
    """What a page calls good is not reported."""
    findings, _ = findings_in(text, rule)
    assert [finding.message for finding in findings] == []


@pytest.mark.parametrize(("rule", "text", "example"), _cases("bad"))
def test_bad_examples_are_found_where_marked(rule: Rule, text: str, example: object) -> None:
    """What a page marks is found there and nowhere else."""
    findings, drawn = findings_in(text, rule)
    assert {(finding.location.row, finding.location.column) for finding in findings} == drawn.marks
    assert drawn.marks, "a bad example marks at least one cell with [[…]]"


def _fixed(text: str, rule: Rule) -> list[list[str]]:
    findings, drawn = findings_in(text, rule)
    rows = {number: list(cells) for number, cells in next(iter(_grids(drawn.reading))).rows.items()}
    for finding in findings:
        for edit in finding.fix.edits if finding.fix else ():
            rows[edit.location.row][edit.location.column - 1] = edit.new
    return list(rows.values())


def _grids(reading: object) -> Iterator[object]:
    yield from (table.grid for table in reading.tables)  # type: ignore[attr-defined]
    yield from (line.grid for line in reading.prose)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("rule", "text", "example"), [c for c in _cases("bad") if c.values[2].good])  # type: ignore[attr-defined]
def test_fixes_make_the_good_table(rule: Rule, text: str, example: object) -> None:
    """Where a page promises a fix that may be applied, applying it to the bad table gives the good one, letter by letter."""
    if rule.fix not in {Safety.SAFE, Safety.UNSAFE}:
        pytest.skip("the page promises no edit")
    good = next(iter(_grids(sketch(example.good).reading)))  # type: ignore[attr-defined]
    assert _fixed(text, rule) == list(good.rows.values())


@pytest.mark.parametrize("rule", IN_FRAME, ids=lambda rule: rule.code)
def test_pages_are_complete(rule: Rule) -> None:
    """A marked bad example, a near miss, a check that exists and takes the options, and a reason to care."""
    assert any("[[" in example.bad for example in rule.examples)
    assert any(example.good and not example.bad for example in rule.examples), "a near miss: good without bad"
    assert rule.check in CHECKS
    check = CHECKS[rule.check]
    for function in filter(None, (check.holds, check.search, check.explain)):
        parameters = [p.name for p in inspect.signature(function).parameters.values() if p.kind is p.KEYWORD_ONLY]
        assert set(parameters) == set(rule.options) or any(
            p.kind is p.VAR_KEYWORD for p in inspect.signature(function).parameters.values()
        )
    assert len(rule.why) > 15


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_page_form(rule: Rule) -> None:
    """Names are in kebab case, a folder has one prefix, fields of messages are well formed, Chinese is in full width."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code)
    assert {other.code[:3] for other in RULES.values() if other.family == rule.family} == {rule.code[:3]}
    for text in (rule.message, *rule.reasons.values()):
        assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(text))
    for text in (rule.title, rule.message, rule.why, *rule.reasons.values()):
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]", text), text


@pytest.mark.parametrize("rule", IN_FRAME, ids=lambda rule: rule.code)
def test_fix_is_promised_only_where_there_is_one(rule: Rule) -> None:
    """A page with a fix shows it on at least one bad example; a page without one offers none."""
    offers = [f.fix for e in rule.examples if e.bad for f in findings_in(e.bad, rule)[0] if f.fix]
    assert bool(offers) == (rule.fix is not None)
    assert all(fix.note or fix.edits for fix in offers)
