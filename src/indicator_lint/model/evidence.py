"""Why a record fails a check, and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from indicator_lint.model.rule import Safety, Severity

NUMBERS: Final = frozenset({"numbers"})
"""What a change declares that puts another number in the place of a wrong one."""

Params: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """What to write instead: new texts by role (all or none), and the safety where it is not the page's.

    `note` is what to write in a word or two that needs no translation (a unit, a class); `advice` names one of the page's
    sentences of advice, with the values of its fields; `declares` says that numbers or weights change, and are meant to.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    safety: Safety | None = None
    advice: tuple[str, Params] | None = None
    declares: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a record fails: everything of a finding that differs from case to case.

    `params` fill the fields of the page's message (besides `value`, `name`, `category`, `unit`, `operator`, `fixed`, which are
    always there); `because` names the page's reasons that apply, with the values of their fields; `severity` where it is not
    the page's; `related` are (record id, role) pairs; `whole` says that the finding is about the category or the document, not
    about one indicator (its `row` is then null).
    """

    params: Params = field(default_factory=dict)
    because: tuple[tuple[str, Params], ...] = ()
    severity: Severity | None = None
    change: Change | None = None
    related: tuple[tuple[int, str], ...] = ()
    whole: bool = False
