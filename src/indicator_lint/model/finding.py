"""What the linter says: findings, and the fixes they offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

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


class Mark(NamedTuple):
    """What is counted of a finding: its severity, the safety of its edits (None without any), whether and why it counts."""

    severity: Severity
    safety: Safety | None
    active: bool = True
    suppressed: bool = False


class Teller(Protocol):
    """Who knows the rest of findings that were only counted so far."""

    def rest(self, number: int) -> Mapping[str, object]:
        """The fields of a finding that take work, by name."""


class _Late:
    """Lets a finding begin as what is known of it at once: whoever asks for more than that has the rest told.

    Of a million findings most are counted, and a thousand read.
    """

    __slots__ = ("_number", "_teller")

    if not TYPE_CHECKING:  # a field is there or will be

        def __getattr__(self, name: str) -> object:
            """A field that is not filled in yet, and with it all the others."""
            if name not in LATE:
                raise AttributeError(name)
            rest = self._teller.rest(self._number)
            for field_name, value in rest.items():
                object.__setattr__(self, field_name, value)
            return rest[name]


@dataclass(frozen=True, slots=True)
class Finding(_Late):
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

    @property
    def mark(self) -> Mark:
        """What is counted of it."""
        safety = self.fix.safety if self.fix is not None and self.fix.edits else None
        return Mark(self.severity, safety, self.active, self.suppressed)


AT_ONCE: Final = ("code", "name", "severity", "path", "role", "suppression", "baseline")
"""The fields that every finding has from the beginning."""

LATE: Final = frozenset(Finding.__slots__) - frozenset(AT_ONCE)

_code, _name, _severity, _path, _role, _suppression, _baseline, _teller, _number = (
    getattr(Finding, name).__set__ for name in (*AT_ONCE, "_teller", "_number")
)


def late(teller: Teller, number: int, said: tuple[str, str, Severity, str, str]) -> Finding:
    """A finding of which code, name, severity, path and role are known; the rest is told, under a number, when it is asked for."""
    finding = object.__new__(Finding)
    code, name, severity, path, role = said
    _code(finding, code)
    _name(finding, name)
    _severity(finding, severity)
    _path(finding, path)
    _role(finding, role)
    _suppression(finding, None)
    _baseline(finding, None)
    _teller(finding, teller)
    _number(finding, number)
    return finding
