"""A file → which of its fixes go together; nothing is written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from indicator_lint.config import Settings
from indicator_lint.configuration import Configurations
from indicator_lint.discovery import Source
from indicator_lint.fixing.applying import settle_choices
from indicator_lint.fixing.fixpoint import Fixpoint
from indicator_lint.fixing.revision import revised
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.opening import load
from indicator_lint.formats.patching import patch
from indicator_lint.intake import intake_of
from indicator_lint.linter import lint_sources
from indicator_lint.model.document import Document, UnreadableError
from indicator_lint.model.finding import Edit, Finding
from indicator_lint.model.outcome import Settled
from indicator_lint.model.patch import Manner, Patch, Refusal
from indicator_lint.model.plan import PlannedFile
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Safety
from indicator_lint.rulebook import load_rules

NOTHING: Final = Settled()
UNCHANGED: Final = Patch()
UNREACHED: Final = "no_sheet"
SAFETIES: Final = {False: (Safety.SAFE,), True: (Safety.SAFE, Safety.UNSAFE)}
"""Whose fixes are made, by whether unsafe ones are asked for; safe ones come first."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file with its fixes. `content` are its bytes, `document` what was read, None where it could not be.

    `found` is what was found before, `limits` is what reading it may cost.
    """

    path: str
    found: Sequence[Finding]
    limits: Limits
    content: bytes = b""
    document: Document | None = None
    settled: Settled = NOTHING
    patch: Patch = UNCHANGED


def fix_source(
    source: Source,
    settings: Settings,
    *,
    manner: Manner,
    unsafe: bool = False,
    beside: Callable[[Report], Report] | None = None,
) -> Fixed:
    """Which fixes of a file go together. Raises as `lint` does; a file that cannot be read is a finding.

    `beside` tells the findings of a report that are of old standing: these are left alone.
    """
    path, limits = source.path, limits_of(source.path, settings)
    try:
        content = b"" if source.empty or source.closed else source.content or load(path, limits)
    except UnreadableError:
        content = b""

    def lint(source: Source) -> Report:
        report = _alone(lint_sources([source], settings))
        return beside(report) if beside else report

    report = lint(Source(path, content) if content else source)
    document = report.readings[0].document
    if document is None:
        return Fixed(path, report.findings, limits)

    patcher = _Patcher(document, content, limits, manner)
    run = Fixpoint(
        document,
        report,
        lambda changed: lint(Source(path, document=changed)),
        patcher.refused,
        load_rules(settings.lang),
    )
    settled = run.settle(*SAFETIES[unsafe])
    return Fixed(path, report.findings, limits, content, document, settled, patcher.patch(settled.edits))


def _alone(report: Report) -> Report:
    """The report of a file without what only a run over all files can tell: whether none of them has a sheet of some name."""
    kept = [finding for finding in report.findings if (UNREACHED not in (reason for reason, _ in finding.because))]
    return replace(report, findings=kept)


def apply_choices(file: PlannedFile, settings: Settings, *, manner: Manner) -> Fixed:
    """Which choices for a file can be made, and what will be found then. Raises as `lint` does."""
    path, limits = file.path, limits_of(file.path, settings)
    before = _alone(lint_sources([Source(path)], settings))
    document = before.readings[0].document
    if document is None:
        return Fixed(path, before.findings, limits)
    content = load(path, limits)
    if hashlib.sha256(content).hexdigest() != document.sha256:  # changed in this very moment
        return Fixed(path, before.findings, limits)

    patcher = _Patcher(document, content, limits, manner)
    settled = settle_choices(document, file.choices, patcher.refused)
    after = _alone(lint_sources([Source(path, document=revised(document, settled.edits))], settings))
    settled = replace(settled, findings=after.findings)
    return Fixed(path, before.findings, limits, content, document, settled, patcher.patch(settled.edits))


@dataclass(slots=True)
class _Patcher:
    """Makes patches of one file, and remembers the last: what was asked for last is mostly what is wanted in the end."""

    document: Document
    content: bytes
    limits: Limits
    manner: Manner
    _edits: frozenset[Edit] = frozenset()
    _patch: Patch = UNCHANGED

    def patch(self, edits: Sequence[Edit]) -> Patch:
        """The patch of edits of different cells."""
        wanted = frozenset(edits)
        if wanted != self._edits:
            self._edits = wanted
            self._patch = patch(self.document, self.content, edits, self.limits, self.manner)
        return self._patch

    def refused(self, edits: Sequence[Edit]) -> Sequence[Refusal]:
        """The edits that the file does not take."""
        return self.patch(edits).refused


def limits_of(path: str, settings: Settings) -> Limits:
    """What reading a file may cost, as configured for it."""
    return intake_of(settings, Configurations(settings.config).of(path)).limits
