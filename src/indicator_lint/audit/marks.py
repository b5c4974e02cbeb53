"""What the rules across files say of one indicator, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass

from indicator_lint.checks.check import Evidence


@dataclass(frozen=True, slots=True)
class Spot:
    """An indicator at a role: the number of its file in the body, and its own number within that file."""

    file: int
    record: int
    role: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A rule, by its code, rejects an indicator for what stands in other files; `evidence` has no related places, they are here."""

    code: str
    spot: Spot
    evidence: Evidence
    related: tuple[Spot, ...] = ()
