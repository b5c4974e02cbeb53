"""A file → the same file fixed: linted, fixes settled, bytes spliced, read back and compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from indicator_lint.config import Settings
from indicator_lint.configuration import Configurations
from indicator_lint.discovery import Source
from indicator_lint.fixing.fixpoint import Fixpoint
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.patching import patch
from indicator_lint.intake import intake_of
from indicator_lint.linter import lint_sources
from indicator_lint.model.document import Document
from indicator_lint.model.finding import Edit
from indicator_lint.model.outcome import Settled
from indicator_lint.model.patch import Refusal
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Safety
from indicator_lint.rulebook import load_rules

NOTHING: Final = Settled()
SAFETIES: Final = {False: (Safety.SAFE,), True: (Safety.SAFE, Safety.UNSAFE)}
"""Whose fixes are made, by whether unsafe ones are asked for; safe ones come first."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file with its fixes. `document` is as read, None where it could not be; `report` is from before.

    `content` are the bytes that it came from.
    """

    path: str
    content: bytes
    report: Report
    document: Document | None = None
    settled: Settled = NOTHING


def fix_content(path: str, content: bytes, settings: Settings, *, unsafe: bool = False) -> Fixed:
    """Which fixes of a file go together, from its bytes; nothing is written. Raises as `lint` does."""
    report = lint_sources([Source(path, content)], settings)
    document = report.readings[0].document
    if document is None:
        return Fixed(path, content, report)
    limits = limits_of(path, settings)

    def lint(changed: Document) -> Report:
        return lint_sources([Source(path, document=changed)], settings)

    def refuse(edits: Sequence[Edit]) -> Sequence[Refusal]:
        return patch(document, content, edits, limits).refused

    run = Fixpoint(document, report, lint, refuse, load_rules(settings.lang))
    return Fixed(path, content, report, document, run.settle(*SAFETIES[unsafe]))


def limits_of(path: str, settings: Settings) -> Limits:
    """What reading a file may cost, as configured for it."""
    return intake_of(settings, Configurations(settings.config).of(path)).limits
