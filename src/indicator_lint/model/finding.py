"""What the linter says: findings, and the fixes they offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indicator_lint.model.location import FILE, Location
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.model.suppression import State, Suppression


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell, what it says and what it should say."""

    role: str
    row: int | None
    location: Location
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Fix:
    """The cure of one finding; its edits are applied all or none. Without edits the `note` alone advises.

    `declares` names what else it changes on purpose: `numbers`, `weights`. `advice` is the sentence of the rule that the note
    was made of, with the values of its fields, so that it can be put into another language later.
    """

    safety: Safety
    note: str = ""
    edits: tuple[Edit, ...] = ()
    declares: frozenset[str] = frozenset()
    advice: tuple[str, Mapping[str, object]] | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a finding speaks of."""

    path: str
    location: Location
    category: str | None
    row: int | None
    role: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found at one place.

    `row` is the 1-based number of the indicator within its category, None for findings about a category, table or document.
    `indicator` is the path level 1, level 2, name. `params` fill the fields of the rule's message; `because` names the rule's
    reasons that apply, each with the values of its own fields, so that the message can be put into either language later.
    `about` are the names of all indicators that a finding speaks of which is about several of them.
    `suppression` is the word of excuse that names it; `baseline` how it compares with the baseline, None where there is none.
    """

    code: str
    name: str
    severity: Severity
    path: str
    role: str
    message: str
    location: Location = FILE
    category: str | None = None
    row: int | None = None
    indicator: tuple[str, str, str] | None = None
    value: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    because: tuple[tuple[str, Mapping[str, object]], ...] = ()
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    fingerprint: str = ""
    about: tuple[str, ...] = ()
    suppression: Suppression | None = None
    baseline: State | None = None

    @property
    def suppressed(self) -> bool:
        """Whether a suppression that is honoured names it."""
        return self.suppression is not None and self.suppression.honoured

    @property
    def active(self) -> bool:
        """Whether it counts: neither suppressed nor of old standing."""
        return not self.suppressed and self.baseline not in {State.UNCHANGED, State.ABSENT}
