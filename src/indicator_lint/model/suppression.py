"""What may excuse a finding: a suppression written beside the table, or the baseline of what was there before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from indicator_lint.model.location import FILE, Location
from indicator_lint.model.usererror import UserError


class Channel(StrEnum):
    """Where a suppression is written."""

    NOTE = "note"
    COLUMN = "column"
    SHEET = "sheet"
    COMMENT = "comment"
    SIDECAR = "sidecar"

    @property
    def inside(self) -> bool:
        """Whether it stands in the linted file itself (SARIF's `inSource`), not beside it (`external`)."""
        return self is not Channel.SIDECAR


class BaselineError(UserError, ValueError):
    """A baseline, or the older version of files, cannot be had."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """Somebody's word that a finding is to be left alone, and why.

    `path` and `location` say where it is written; `until` is its last day. `honoured` is False where it is listed only: the
    rule is mandatory, or the pack takes no excuses.
    """

    channel: Channel
    reason: str
    path: str
    location: Location = FILE
    until: date | None = None
    approver: str = ""
    honoured: bool = True


class State(StrEnum):
    """How a finding compares with the baseline, in SARIF's words."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    ABSENT = "absent"
