"""A finding as the page tells it: what, where, what to write instead, which other places it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from indicator_lint.model.finding import Edit, Finding, Fix
from indicator_lint.reports.display import visible
from indicator_lint.reports.page.tongues import Pair, Tongues
from indicator_lint.reports.sheets import standing
from indicator_lint.reports.telling import differing, place, related_words, role_word

_CONTEXT: Final = 12
"""Characters shown before and after what differs in a long text."""

_BLANK: Final = "␣"


@dataclass(frozen=True, slots=True)
class Cure:
    """One cell to change: its name where it is not the found one, and both texts cut into what they share and what differs."""

    where: Pair
    before: str
    old: str
    new: str
    after: str

    @property
    def blank(self) -> bool:
        """Whether only spaces go."""
        return not self.old.strip(_BLANK)

    @property
    def swap(self) -> bool:
        """Whether one whole text takes the place of another."""
        return bool(self.old and self.new and not self.before and not self.after)


@dataclass(frozen=True, slots=True)
class Card:
    """A finding; `number` is its place in the report, from 1."""

    number: int
    code: str
    severity: str
    place: Pair
    role: Pair
    message: Pair
    cures: tuple[Cure, ...]
    note: Pair
    safety: str
    related: tuple[Pair, ...]
    state: Pair


def card(number: int, finding: Finding, both: Tongues) -> Card:
    """The card of a finding."""
    zh, en = both.both(finding)
    fix = finding.fix
    offers = fix is not None and bool(fix.edits or fix.note)
    return Card(
        number=number,
        code=finding.code,
        severity=str(finding.severity),
        place=Pair(place(finding.location, both.zh), place(finding.location, both.en)),
        role=Pair(role_word(finding.role, both.zh), role_word(finding.role, both.en)),
        message=Pair(visible(zh.message), visible(en.message)),
        cures=tuple(_cure(finding, edit, both) for edit in fix.edits) if fix is not None else (),
        note=Pair(_note(zh.fix), _note(en.fix)),
        safety=str(fix.safety) if fix is not None and offers else "",
        related=tuple(Pair(*pair) for pair in zip(related_words(zh, both.zh), related_words(en, both.en), strict=True)),
        state=Pair(standing(finding, both.zh), standing(finding, both.en)),
    )


def _note(fix: Fix | None) -> str:
    return visible(fix.note) if fix is not None else ""


def _cure(finding: Finding, edit: Edit, both: Tongues) -> Cure:
    here = edit.location.display == finding.location.display
    where = Pair("", "") if here else Pair(_named(edit, both, "zh"), _named(edit, both, "en"))
    start, end = differing(edit.old, edit.new)
    before, after = edit.old[:start], edit.old[len(edit.old) - end :]
    if len(before) > _CONTEXT:
        before = f"…{before[-_CONTEXT:]}"
    if len(after) > _CONTEXT:
        after = f"{after[:_CONTEXT]}…"
    old, new = edit.old[start : len(edit.old) - end], edit.new[start : len(edit.new) - end]
    return Cure(where, visible(before), _seen(old), visible(new), visible(after))


def _seen(old: str) -> str:
    """What is to go; spaces that nobody would see are drawn."""
    return visible(old) if old.strip() else _BLANK * len(old)


def _named(edit: Edit, both: Tongues, lang: str) -> str:
    view = both.zh if lang == "zh" else both.en
    return role_word(edit.role, view) + view.say("heading", details=place(edit.location, view))
