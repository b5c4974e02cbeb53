"""Every page of `rules/` keeps its promises. Never edited when a rule is added: the pages are the cases."""

from __future__ import annotations

import inspect
import re
import string
import tomllib
from collections.abc import Callable, Iterator

import pytest
from examples import Sketch, findings_in, sketch

from indicator_lint.checks import CHECKS
from indicator_lint.conformance import NOT_FRAME
from indicator_lint.model.grid import Grid
from indicator_lint.model.rule import Example, Rule, Safety
from indicator_lint.resources import shipped
from indicator_lint.rulebook import load_rules

RULES = load_rules(proofs=True)
READ = {"reader", "run"}
"""Found on files, not on tables: tests/formats/ builds the files."""
PROVEN = [rule for rule in RULES.values() if rule.check.partition(":")[0] not in READ]
IN_FRAME = [rule for rule in RULES.values() if rule.check.partition(":")[0] not in NOT_FRAME]
EXAMPLES = [
    (rule, example, f"{rule.code}-{at}") for rule in PROVEN for at, example in enumerate(rule.examples, start=1)
]


def _cases(wanted: Callable[[Rule, Example], object]) -> list[object]:
    return [pytest.param(rule, example, id=name) for rule, example, name in EXAMPLES if wanted(rule, example)]


@pytest.mark.parametrize(("rule", "example"), _cases(lambda _, example: example.good))
def test_good_examples_are_clean(rule: Rule, example: Example) -> None:
    """What a page calls good is not reported."""
    findings, _ = findings_in(example.good, rule)
    assert [finding.message for finding in findings] == []


@pytest.mark.parametrize(("rule", "example"), _cases(lambda _, example: example.bad))
def test_bad_examples_are_found_where_marked(rule: Rule, example: Example) -> None:
    """What a page marks is found there and nowhere else."""
    findings, drawn = findings_in(example.bad, rule)
    assert {(finding.location.row, finding.location.column) for finding in findings} == drawn.marks
    assert drawn.marks, "a bad example marks at least one cell with [[…]]"


@pytest.mark.parametrize(
    ("rule", "example"), _cases(lambda rule, e: e.bad and e.good and rule.fix in {Safety.SAFE, Safety.UNSAFE})
)
def test_fixes_make_the_good_table(rule: Rule, example: Example) -> None:
    """Where a page promises a fix that may be applied, applying it to the bad table gives the good one, to the letter."""
    assert list(_fixed(example.bad, rule).values()) == list(_grid(sketch(example.good)).rows.values())


@pytest.mark.parametrize("rule", PROVEN, ids=lambda rule: rule.code)
def test_pages_are_complete(rule: Rule) -> None:
    """A marked bad example, a near miss, and a reason to care."""
    assert any("[[" in example.bad for example in rule.examples)
    assert any(example.good and not example.bad for example in rule.examples), "a near miss: good without bad"
    assert len(rule.why) > 15


@pytest.mark.parametrize("rule", IN_FRAME, ids=lambda rule: rule.code)
def test_options_are_the_parameters_of_the_check(rule: Rule) -> None:
    """A page's options and the keyword parameters of its check's functions are the same."""
    check = CHECKS[rule.check]
    for function in filter(None, (check.holds, check.search, check.explain)):
        parameters = inspect.signature(function).parameters.values()
        named = {parameter.name for parameter in parameters if parameter.kind is parameter.KEYWORD_ONLY}
        open_ended = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)
        assert open_ended or named == set(rule.options)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_page_form(rule: Rule) -> None:
    """Names in kebab case, a folder has one prefix, message fields well formed, Chinese in full width."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code)
    assert {other.code[:3] for other in RULES.values() if other.family == rule.family} == {rule.code[:3]}
    for text in (rule.message, *rule.reasons.values()):
        assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(text))
    for text in (rule.title, rule.message, rule.why, *rule.reasons.values()):
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]", text), text


def test_no_code_comes_back_from_retirement() -> None:
    """A code that was given up keeps its meaning for ever."""
    retired = tomllib.loads((shipped("rules") / "retired.toml").read_text(encoding="utf-8"))
    assert not set(retired) & set(RULES)


@pytest.mark.parametrize("rule", PROVEN, ids=lambda rule: rule.code)
def test_fix_is_promised_only_where_there_is_one(rule: Rule) -> None:
    """A page with a fix shows it on at least one bad example; a page without one offers none."""
    found = [finding for e in rule.examples if e.bad for finding in findings_in(e.bad, rule)[0]]
    offers = [finding.fix for finding in found if finding.fix]
    assert bool(offers) == (rule.fix is not None)
    assert all(fix.note or fix.edits for fix in offers)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_english_words_say_the_same(rule: Rule) -> None:
    """The English overlay has the title, message, reason and reasons of every page, with the same fields."""
    english = load_rules("en")[rule.code]
    assert english.title != rule.title
    assert english.why != rule.why
    assert set(english.reasons) == set(rule.reasons)
    assert _fields(english.message) == _fields(rule.message)
    assert {key: _fields(text) for key, text in english.reasons.items()} == {
        key: _fields(text) for key, text in rule.reasons.items()
    }


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _fixed(text: str, rule: Rule) -> dict[int, list[str]]:
    findings, drawn = findings_in(text, rule)
    rows = {number: list(cells) for number, cells in _grid(drawn).rows.items()}
    for finding in findings:
        for edit in finding.fix.edits if finding.fix else ():
            rows[edit.location.row][edit.location.column - 1] = edit.new
    return rows


def _grid(drawn: Sketch) -> Grid:
    return next(_grids(drawn))


def _grids(drawn: Sketch) -> Iterator[Grid]:
    yield from (table.grid for table in drawn.reading.tables)
    yield from (line.grid for line in drawn.reading.prose)
