"""What came of the fixes of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from indicator_lint.model.finding import Edit, Finding
from indicator_lint.model.plan import Choice


@dataclass(frozen=True, slots=True)
class Left:
    """A fix that was not made. `reason` is a key of the words of reports (`refused_<reason>`), `params` fill it."""

    choice: Choice
    reason: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settled:
    """Fixes of a document that go together.

    `made` are in the order of their rounds. `edits` are one a cell, from the text read to the last one; `findings` is what is
    found once they are made, where anybody looked.
    """

    made: Sequence[Choice] = ()
    left: Sequence[Left] = ()
    edits: Sequence[Edit] = ()
    findings: Sequence[Finding] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file. `written` is where the fixed bytes went, `backup` where the old ones did; both None for nowhere.

    `reason` says why the file as a whole was left alone (`refused_<reason>`, filled with `params`), empty where it was not;
    `found` is what was found in it before; `tracked` says that the edits are to be accepted or rejected in the file itself, `outdated`
    that formulas read what was changed.
    """

    path: str
    format: str = ""
    sha256: str = ""
    settled: Settled = field(default_factory=Settled)
    written: str | None = None
    backup: str | None = None
    reason: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    found: Sequence[Finding] = ()
    tracked: bool = False
    outdated: bool = False

    @property
    def findings(self) -> Sequence[Finding]:
        """What is found in the file as it is now, or in the copy that was written."""
        return self.found if self.written is None else self.settled.findings
