"""Pages that are not as they should be are named, and a pack changes what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from indicator_lint import rulebook
from indicator_lint.model.rule import Rule, Severity
from indicator_lint.rulebook import PageError, RulebookError, load_pack, load_rules, select_rules

PAGE = """
code = "UNI901"
title = "单位写作外文"
severity = "error"
check = "unit_stated"
at = ["unit"]
message = "单位写作“{value}”"
why = "外文单位难以汇总。"
since = "0.1"
"""

Load = Callable[..., dict[str, Rule]]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Load a rule book of the given files."""
    monkeypatch.setattr(rulebook, "shipped", lambda _: tmp_path)

    def loaded(lang: str = "zh", *, proofs: bool = True, **files: str) -> dict[str, Rule]:
        for name, text in files.items():
            path = tmp_path.joinpath(*name.split("__")).with_suffix(".toml")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load_rules.__wrapped__(lang, proofs=proofs)

    return loaded


def test_a_good_page_is_loaded(load: Load) -> None:
    rule = load(unit__foreign=PAGE)["UNI901"]
    assert (rule.name, rule.family, rule.severity, rule.at) == ("foreign", "unit", Severity.ERROR, ("unit",))


def test_two_pages_cannot_share_a_code(load: Load) -> None:
    """Both are named: none of them is silently dropped."""
    with pytest.raises(PageError, match=r"^rules/unit/second\.toml：代码 UNI901 已用于 rules/unit/first\.toml$"):
        load(unit__first=PAGE, unit__second=PAGE)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('since = "0.1"', "", "缺少“since”"),
        ('since = "0.1"', 'since = "0.1"\nyield_to = ["UNI001"]', "没有“yield_to”这一项，是不是要写“yields_to”？"),
        ('since = "0.1"', 'since = "0.1"\n[[example]]\ngod = "…"', "没有“example.god”这一项，是不是要写“good”？"),
        ('since = "0.1"', 'since = "0.1"\n[[reference]]\npage = "3"', "没有“reference.page”这一项"),
        ('since = "0.1"', 'since = "0.1"\nfix = "unsave"', "“fix”只能是 safe、unsafe、display，不能是“unsave”"),
        ('"error"', '"fatal"', "“severity”只能是 error、warning、info、off，不能是“fatal”"),
        ('["unit"]', '"unit"', "“at”应当是用方括号括起的列表"),
        ('["unit"]', '["unit"', "不是有效的 TOML"),
    ],
)
def test_a_page_that_cannot_be_used_is_named(load: Load, old: str, new: str, said: str) -> None:
    with pytest.raises(PageError) as raised:
        load(unit__foreign=PAGE.replace(old, new))
    assert str(raised.value).startswith(f"rules/unit/foreign.toml：{said}")


def test_a_broken_overlay_is_named(load: Load) -> None:
    with pytest.raises(PageError, match=r"^rules/en\.toml：不是有效的 TOML"):
        load("en", unit__foreign=PAGE, en="[UNI901")


def test_only_proofs_are_left_out() -> None:
    """A run that does not ask for examples knows everything else: they stand last on every page."""
    whole = load_rules(proofs=True)
    bare = {code: replace(rule, examples=(), references=()) for code, rule in load_rules().items()}
    assert bare == {code: replace(rule, examples=(), references=()) for code, rule in whole.items()}


def test_an_unknown_pack_is_told_with_those_there_are() -> None:
    with pytest.raises(RulebookError, match="没有名为“strickt”的规则包，可用的有：audit、default、strict"):
        load_pack("strickt")


def test_the_default_pack_asks_what_pages_say() -> None:
    rules = load_rules()
    assert select_rules(rules) == [rule for rule in rules.values() if rule.severity is not None]


def test_the_strict_pack_asks_for_the_counting_method() -> None:
    """DSC007 is off by default, and info before a table is issued; nothing else changes."""
    rules = load_rules()
    strict = {rule.code: rule for rule in select_rules(rules, pack="strict")}
    assert rules["DSC007"].severity is None
    assert strict.pop("DSC007").severity is Severity.INFO
    assert list(strict.values()) == select_rules(rules)


def test_the_audit_pack_leaves_style_alone() -> None:
    """It asks about content only: just what it lists is dropped."""
    rules = load_rules()
    asked, usual = ({rule.code for rule in select_rules(rules, pack=pack)} for pack in ("audit", "default"))
    assert usual - asked == set(load_pack("audit")["ignore"])
    assert asked < usual
    assert {"CAT003", "TXT003"} <= usual - asked


def test_a_rule_named_wins_over_its_pack() -> None:
    """What a pack leaves out can be asked for again, and what is off is asked at the mildest."""
    rules = load_rules()
    again = {rule.code: rule.severity for rule in select_rules(rules, pack="audit", extend_select=["CAT003", "DSC007"])}
    assert (again["CAT003"], again["DSC007"]) == (Severity.INFO, Severity.INFO)
