"""What came of the fixes of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indicator_lint.model.finding import Edit, Finding


@dataclass(frozen=True, slots=True)
class Left:
    """A finding whose fix was not made. `reason` is a key of the words of reports (`refused_<reason>`), `params` fill it."""

    finding: Finding
    reason: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """A finding whose fix was made, in which round: the edits of a later round are of texts that the earlier ones left."""

    finding: Finding
    round: int


@dataclass(frozen=True, slots=True)
class Settled:
    """Fixes of a document that go together and bring about no finding.

    `edits` are one a cell, from the text read to the last one; `findings` is what is found once they are made.
    """

    made: tuple[Made, ...] = ()
    left: tuple[Left, ...] = ()
    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...] = ()
