"""The result of a run: what renderers get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from indicator_lint.model.document import Document
from indicator_lint.model.finding import Finding
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.model.table import Prose, Table


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many records a rule was asked about in a file, and why the others were passed over (a missing role)."""

    rule: str
    evaluated: int
    skipped: int
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """A file as understood. `document` is None when it could not be read; `ignored` are sheets that were to be left out."""

    path: str
    document: Document | None = None
    tables: Sequence[Table] = ()
    prose: Sequence[Prose] = ()
    frameworks: Mapping[int, str] = field(default_factory=dict)
    coverage: Sequence[Coverage] = ()
    ignored: Sequence[str] = ()
    strays: Sequence[Prose] = ()


@dataclass(slots=True)
class Report:
    """Readings and findings of one run, both in the order of the files.

    `findings` are all of them, excused ones too; what is counted are the active ones. `absent` are findings of the baseline
    that were not found again (state `absent`, places unknown). `asked` are the codes of the rules that were selected.
    """

    readings: Sequence[Reading]
    findings: Sequence[Finding]
    absent: Sequence[Finding] = ()
    asked: frozenset[str] = frozenset()

    @property
    def active(self) -> Sequence[Finding]:
        """The findings that nobody excused: those that count, and that a reader has to do something about."""
        return [finding for finding in self.findings if finding.active]

    @property
    def suppressed(self) -> int:
        """How many findings a suppression excuses."""
        return sum(1 for finding in self.findings if finding.suppressed)

    @property
    def unchanged(self) -> int:
        """How many findings, not suppressed, stand in the baseline as they are."""
        return sum(1 for finding in self.findings if not finding.suppressed and not finding.active)

    def count(self, severity: Severity) -> int:
        """How many active findings have this severity."""
        return Counter(finding.severity for finding in self.active)[severity]

    def fixable(self, safety: Safety) -> int:
        """How many active findings carry edits of this safety."""
        return sum(1 for f in self.active if f.fix is not None and f.fix.edits and f.fix.safety is safety)

    @property
    def tables(self) -> int:
        """How many tables were read."""
        return sum(len(reading.tables) for reading in self.readings)

    @property
    def records(self) -> int:
        """How many indicators were read."""
        return sum(len(table.rows) for reading in self.readings for table in reading.tables)
