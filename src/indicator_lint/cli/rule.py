"""`indicator-lint rule`: pages of rules, and the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import click

from indicator_lint.cli.options import color_option, colored, lang_option, terminal_width
from indicator_lint.cli.streams import print_out
from indicator_lint.cli.wording import Command, near
from indicator_lint.model.rule import Rule
from indicator_lint.reports import View
from indicator_lint.reports.rulepage import catalogue_markdown, catalogue_text, page_json, page_markdown, page_text
from indicator_lint.rulebook import load_rules

_HELP: Final = """
显示规则的说明：为什么、反例和正例、能否修改；不给参数时列出全部规则。
RULE 是代码（UNI001）、名称（missing-unit）、标题，或一组规则的前缀（UNI）；
给出检查的名称（如 official_class），则列出用到它的规则。
"""
_EXAMPLES: Final = (
    "indicator-lint rule",
    "indicator-lint rule UNI001",
    "indicator-lint rule UNI --output-format md",
)


@click.command("rule", cls=Command, help=_HELP, examples=_EXAMPLES)
@click.argument("wanted", nargs=-1, metavar="[RULE]...")
@click.option(
    "--output-format", "form", type=click.Choice(["text", "json", "md"]), default="text", help="输出格式，默认 text"
)
@lang_option
@color_option
def command(wanted: tuple[str, ...], form: str, lang: str, color: str) -> int:
    """Print pages, or the catalogue of all rules or of those with a prefix."""
    view = View(lang=lang, color=colored(color), width=terminal_width())
    rules = load_rules(lang, proofs=bool(wanted) or form == "json")
    pages, families = _found(wanted, rules)
    if form == "json":
        print_out(page_json([*pages, *families]) if wanted else page_json(rules.values()))
        return 0
    page, catalogue = (page_text, catalogue_text) if form == "text" else (page_markdown, catalogue_markdown)
    listed = families if wanted else list(rules.values())
    print_out("\n".join([*(page(rule, view) for rule in pages), *([catalogue(listed, view)] if listed else [])]))
    return 0


def _found(wanted: Sequence[str], rules: dict[str, Rule]) -> tuple[list[Rule], list[Rule]]:
    """The rules named one by one, and those named by a prefix, family or check. Raises UsageError for an unknown name."""
    pages: list[Rule] = []
    families: list[Rule] = []
    for name in wanted:
        one = [rule for rule in rules.values() if name.casefold() in _names(rule)]
        many = [rule for rule in rules.values() if _groups(rule, name) and rule not in one]
        if not one and not many:
            known = [known for rule in rules.values() for known in (rule.code, rule.name, rule.title, rule.check)]
            message = f"没有规则“{name}”{near(name.upper(), known) if name.isalnum() else near(name, known)}"
            raise click.UsageError(message)
        pages.extend(one)
        families.extend(many)
    return pages, families


def _names(rule: Rule) -> set[str]:
    return {rule.code.casefold(), rule.name, rule.title}


def _groups(rule: Rule, name: str) -> bool:
    return rule.code.startswith(name.upper()) or name in {rule.family, rule.check}
