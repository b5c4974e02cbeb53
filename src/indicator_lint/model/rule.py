"""A rule as its page states it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

CATEGORY: Final = "category"


class Severity(StrEnum):
    """How bad a finding is, worst first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for an error, 1 for a warning, 2 for an info."""
        return list(Severity).index(self)


class Safety(StrEnum):
    """Whether a fix may run unasked, on request, or never."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


@dataclass(frozen=True, slots=True)
class Example:
    """Tables that a rule must find something in (`bad`, at the cells marked `[[…]]`) or must leave alone (`good`).

    `catalog` is the one that they are held against: a table, too, whose columns are those of a catalog.
    """

    good: str = ""
    bad: str = ""
    note: str = ""
    catalog: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """The clause a rule rests on, as read in the document itself."""

    document: str
    clause: str
    since: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One page of `rules/`.

    `at` names the roles the check runs on, one pandera column each; `needs` the further roles a table must have for the rule
    to be asked; `yields_to` the codes whose finding on the same indicator makes this one a mere consequence, to be left out.
    `reasons` are sentences that the check chooses among, filled into `{because}` of the message; `advice` are those it
    chooses among for what to do; `joiner` stands between several reasons. `severity` is None when off.
    """

    code: str
    name: str
    family: str
    title: str
    severity: Severity | None
    check: str
    at: tuple[str, ...]
    message: str
    why: str
    since: str
    needs: tuple[str, ...] = ()
    fix: Safety | None = None
    options: Mapping[str, object] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    advice: Mapping[str, str] = field(default_factory=dict)
    joiner: str = "；"
    yields_to: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    references: tuple[Reference, ...] = ()

    def lacking(self, roles: Container[str]) -> list[str]:
        """The roles without which it cannot be asked of a table that has these columns; none where it can.

        Every table has a category, if only an untitled one.
        """
        missing = [role for role in self.needs if role not in roles and role != CATEGORY]
        asked = any(role in roles or role == CATEGORY for role in self.at)
        return missing if asked else [*missing, *self.at]
