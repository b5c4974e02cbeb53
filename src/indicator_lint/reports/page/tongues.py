"""Texts of the page in both languages at once: which one is shown is up to whoever reads it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from indicator_lint.model.finding import Finding
from indicator_lint.reports.translation import translated
from indicator_lint.reports.view import View
from indicator_lint.reports.words import LANGUAGES
from indicator_lint.rulebook import load_rules

CHINESE: Final = "zh"


class Pair(NamedTuple):
    """One text in Chinese and in English; equal where it is a name or a number."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Tongues:
    """The view in Chinese and in English. A page of a rule that the first view changed (by a pack) keeps its severity there."""

    zh: View
    en: View

    def say(self, key: str, /, **fields: object) -> Pair:
        """The words for `key`."""
        return Pair(self.zh.say(key, **fields), self.en.say(key, **fields))

    def both(self, finding: Finding) -> tuple[Finding, Finding]:
        """The finding in Chinese and in English."""
        return translated(finding, self.zh.rules), translated(finding, self.en.rules)


def tongues(view: View) -> Tongues:
    """Both views, without colours; the rules of the language that is not the view's are read anew."""
    plain = replace(view, color=False)
    both = {
        lang: replace(plain, lang=lang, rules=view.rules if lang == view.lang else load_rules(lang))
        for lang in LANGUAGES
    }
    return Tongues(**both)
