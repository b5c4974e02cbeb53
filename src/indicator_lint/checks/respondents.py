"""Whose satisfaction is asked: as the name says, and as the description does."""

from __future__ import annotations

import re
from typing import Final

from indicator_lint.checks.corpus import Entry
from indicator_lint.checks.tellings import SATISFACTION
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.description_words import any_of, lead_of

CALLED: Final = pattern(f"(?:[\u4e00-\u9fff]{{2,6}}(?=对)|[\u4e00-\u9fff]{{2,8}}(?={'|'.join(SATISFACTION)}))")
"""Who is asked, at the beginning of a name: 患者满意度, 群众对环境满意度."""

SAID: Final = pattern("[\u4e00-\u9fff]{2,6}?(?=对)")
ANYBODY: Final = frozenset("者人员民众户方们位个等各体象")
"""Characters that many groups of people have in common."""


def asked_in_name(entry: Entry) -> str:
    """The people whose satisfaction an indicator is, empty where its name does not say, or means anybody."""
    found = CALLED.match(entry.name) if entry.name.endswith(SATISFACTION) else None
    return _particular(found)


def asked_in_description(entry: Entry) -> str:
    """The people whose opinion a description speaks of, empty where it does not say, or means anybody."""
    return _particular(SAID.match(entry.description, len(lead_of(entry.description))))


def are_others(one: str, other: str) -> bool:
    """Whether two groups of people have no character in common but those that many have."""
    return not (set(one) & set(other)) - ANYBODY


def _particular(found: re.Match[str] | None) -> str:
    return "" if found is None or any_of("anybody").search(found[0]) else found[0]
