"""The result of a run: what renderers get."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from indicator_lint.model.document import Document
from indicator_lint.model.finding import Finding, Mark
from indicator_lint.model.findings import Findings, marks_of
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
        if isinstance(self.findings, Findings) and all(mark.active for mark in self.findings.marks()):
            return self.findings
        return [finding for finding in self.findings if finding.active]

    @property
    def suppressed(self) -> int:
        """How many findings a suppression excuses."""
        return self._count(lambda mark: mark.suppressed)

    @property
    def unchanged(self) -> int:
        """How many findings, not suppressed, stand in the baseline as they are."""
        return self._count(lambda mark: not mark.suppressed and not mark.active)

    def count(self, severity: Severity) -> int:
        """How many active findings have this severity."""
        return self._count(lambda mark: mark.active and mark.severity is severity)

    def fixable(self, safety: Safety) -> int:
        """How many active findings carry edits of this safety."""
        return self._count(lambda mark: mark.active and mark.safety is safety)

    def _count(self, counts: Callable[[Mark], bool]) -> int:
        return sum(number for mark, number in marks_of(self.findings).items() if counts(mark))

    @property
    def tables(self) -> int:
        """How many tables were read."""
        return sum(len(reading.tables) for reading in self.readings)

    @property
    def records(self) -> int:
        """How many indicators were read."""
        return sum(len(table.rows) for reading in self.readings for table in reading.tables)
