"""Every page of `rules/` keeps its promises. Never edited when a rule is added: the pages are the cases."""

from __future__ import annotations

import inspect
import re
import string
import tomllib
from collections.abc import Callable, Iterator

import pytest
from examples import Sketch, findings_in, sketch

from indicator_lint import structure
from indicator_lint.checks import CHECKS
from indicator_lint.conformance import NOT_FRAME
from indicator_lint.forms import FORM_CHECKS
from indicator_lint.model.grid import Grid
from indicator_lint.model.rule import Example, Rule, Safety, Severity
from indicator_lint.model.table import ROLES
from indicator_lint.prose import DOCUMENT_CHECKS
from indicator_lint.resources import shipped
from indicator_lint.rulebook import WORDS, load_pack, load_rules, select_rules

RULES = load_rules(proofs=True)
READ = {"reader", "run", "audit"}
"""Found on files or across them, not on tables: tests/formats/ and tests/audit/ build the files."""
PROVEN = [rule for rule in RULES.values() if rule.check.partition(":")[0] not in READ]
SUPPLIED = {"catalog"}
"""Parameters that the engine fills in, not the page."""
PLACES = {*ROLES, "table", "document", "file"}
"""Where a finding can stand: in a cell of a role, or at something larger."""
PACKS = sorted(entry.name.removesuffix(".toml") for entry in (shipped("rules") / "packs").iterdir())
IN_FRAME = [rule for rule in RULES.values() if rule.check.partition(":")[0] not in NOT_FRAME]
EXAMPLES = [
    (rule, example, f"{rule.code}-{at}") for rule in PROVEN for at, example in enumerate(rule.examples, start=1)
]


def _cases(wanted: Callable[[Rule, Example], object]) -> list[object]:
    return [pytest.param(rule, example, id=name) for rule, example, name in EXAMPLES if wanted(rule, example)]


@pytest.mark.parametrize(("rule", "example"), _cases(lambda _, example: example.good))
def test_good_examples_are_clean(rule: Rule, example: Example) -> None:
    """What a page calls good is not reported."""
    findings, _ = findings_in(example.good, rule, example.catalog)
    assert [finding.message for finding in findings] == []


@pytest.mark.parametrize(("rule", "example"), _cases(lambda _, example: example.bad))
def test_bad_examples_are_found_where_marked(rule: Rule, example: Example) -> None:
    """What a page marks is found there and nowhere else."""
    findings, drawn = findings_in(example.bad, rule, example.catalog)
    found = {(finding.location.row, finding.location.column) for finding in findings}
    assert found == drawn.marks, f"found at {sorted(found)}, marked at {sorted(drawn.marks)} (line, column)"
    assert drawn.marks, "mark the cells that must be found in a bad example with [[…]]"


@pytest.mark.parametrize(
    ("rule", "example"), _cases(lambda rule, e: e.bad and e.good and rule.fix in {Safety.SAFE, Safety.UNSAFE})
)
def test_fixes_make_the_good_table(rule: Rule, example: Example) -> None:
    """Where a page promises a fix that may be applied, applying it to the bad table gives the good one, to the letter."""
    fixed, good = list(_fixed(example, rule).values()), list(_grid(sketch(example.good)).rows.values())
    assert fixed == good, "good is not what applying the fixes to bad gives"


@pytest.mark.parametrize("rule", PROVEN, ids=lambda rule: rule.code)
def test_pages_are_complete(rule: Rule) -> None:
    """A marked bad example, a near miss, and a reason to care."""
    assert any("[[" in example.bad for example in rule.examples), "add an [[example]] whose bad table has marks [[…]]"
    near = any(example.good and not example.bad for example in rule.examples)
    assert near, "add a near miss: an [[example]] with good and without bad"
    assert len(rule.why) > 15, "say in why what goes wrong in practice"


@pytest.mark.parametrize("rule", IN_FRAME, ids=lambda rule: rule.code)
def test_options_are_the_parameters_of_the_check(rule: Rule) -> None:
    """A page's options and the keyword parameters of its check's functions are the same."""
    assert rule.check in CHECKS, f"no check {rule.check}; register it in CHECKS of a module in checks/"
    check = CHECKS[rule.check]
    for function in filter(None, (check.holds, check.search, check.explain)):
        parameters = inspect.signature(function).parameters.values()
        named = {parameter.name for parameter in parameters if parameter.kind is parameter.KEYWORD_ONLY} - SUPPLIED
        open_ended = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)
        assert open_ended or named == set(rule.options), "[options] and the check's keyword parameters differ"


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_page_form(rule: Rule) -> None:
    """Names in kebab case, a folder has one prefix, message fields well formed, Chinese in full width."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name), "name the file in kebab-case"
    assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code), "a code is three letters and three digits"
    prefixes = {other.code[:3] for other in RULES.values() if other.family == rule.family}
    assert prefixes == {rule.code[:3]}, f"the codes of rules/{rule.family}/ begin alike"
    for text in (rule.message, *rule.reasons.values()):
        assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(text))
    for text in (rule.title, rule.message, rule.why, *rule.reasons.values()):
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]", text), text


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_pages_name_what_there_is(rule: Rule) -> None:
    """Roles, codes and checks named on a page exist: a typo would silently switch something off."""
    assert rule.at, "at names the roles where the rule reports"
    assert set(rule.at) <= PLACES, f"no role {sorted(set(rule.at) - PLACES)}"
    assert set(rule.needs) <= set(ROLES), f"no role {sorted(set(rule.needs) - set(ROLES))}"
    unknown = set(rule.yields_to) - (set(RULES) - {rule.code})
    assert unknown == set(), f"yields_to names no other page: {sorted(unknown)}"
    assert _known(rule.check), f"no check {rule.check}; register it in CHECKS of a module in checks/"


@pytest.mark.parametrize("name", PACKS)
def test_packs_name_what_there_is(name: str) -> None:
    """A pack speaks of rules, severities and options that exist."""
    pack = load_pack(name)
    assert set(pack) <= {"description", "select", "ignore", "severity", "options", "suppressions"}
    assert pack.get("suppressions", "honoured") in {"honoured", "listed"}
    assert pack["description"]
    select_rules(RULES, select=pack["select"], ignore=pack.get("ignore", ()))  # raises for an unknown name
    assert set(pack.get("severity", {})) <= set(RULES)
    assert set(pack.get("severity", {}).values()) <= {*Severity, "off"}
    for code, options in pack.get("options", {}).items():
        assert code in RULES, f"no rule {code}"
        assert set(options) <= set(RULES[code].options), f"{code} has no such option"


def test_english_words_are_of_pages() -> None:
    """No section of `rules/en.toml` is left over, and none states what is not translated."""
    overlay = tomllib.loads((shipped("rules") / "en.toml").read_text(encoding="utf-8"))
    assert set(overlay) - set(RULES) == set(), "no page has such a code"
    for code, words in overlay.items():
        assert set(words) <= set(WORDS), f"[{code}] states what is not translated"


def test_no_code_comes_back_from_retirement() -> None:
    """A code that was given up keeps its meaning for ever."""
    retired = tomllib.loads((shipped("rules") / "retired.toml").read_text(encoding="utf-8"))
    assert not set(retired) & set(RULES)


@pytest.mark.parametrize("rule", PROVEN, ids=lambda rule: rule.code)
def test_fix_is_promised_only_where_there_is_one(rule: Rule) -> None:
    """A page with a fix shows it on at least one bad example; a page without one offers none."""
    found = [finding for e in rule.examples if e.bad for finding in findings_in(e.bad, rule, e.catalog)[0]]
    offers = [finding.fix for finding in found if finding.fix]
    assert bool(offers) == (rule.fix is not None), "fix on the page and what its bad examples are offered differ"
    assert all(fix.note or fix.edits for fix in offers)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_english_words_say_the_same(rule: Rule) -> None:
    """The English overlay has the title, message, reason and reasons of every page, with the same fields."""
    english = load_rules("en")[rule.code]
    assert english.title != rule.title, f"write [{rule.code}] in rules/en.toml: title, message, why"
    assert english.why != rule.why, f"write why in [{rule.code}] of rules/en.toml"
    assert _fields(english.message) == _fields(rule.message), f"[{rule.code}] message: other fields than the page's"
    for mine, theirs in ((english.reasons, rule.reasons), (english.advice, rule.advice)):
        fields, wanted = ({key: _fields(text) for key, text in words.items()} for words in (mine, theirs))
        assert fields == wanted, f"[{rule.code}.reasons] or [{rule.code}.advice] of rules/en.toml: not the page's"


def _known(check: str) -> bool:
    """Whether somebody answers to that name."""
    finder, _, name = check.partition(":")
    match finder:
        case "reader" | "run" | "layout" | "audit":
            return not name
        case "frictionless":
            return name in {structure.MISSING, structure.DOUBLED, structure.UNKNOWN}
        case "structure":
            return f'"{check}"' in inspect.getsource(structure)
        case "prose":
            return check in DOCUMENT_CHECKS
        case "form":
            return check in FORM_CHECKS
        case _:
            return check in CHECKS


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _fixed(example: Example, rule: Rule) -> dict[int, list[str]]:
    findings, drawn = findings_in(example.bad, rule, example.catalog)
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
