"""Fixes that go together → the file replaced, or a copy written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from indicator_lint.fixing.collisions import At, at
from indicator_lint.fixing.fixer import Fixed
from indicator_lint.fixing.records import Change, keep
from indicator_lint.fixing.revision import revised
from indicator_lint.fixing.verification import UnverifiedError, verified
from indicator_lint.fixing.writing import UnwritableError, failing_softly, replace_file, sync_folder, written
from indicator_lint.formats.patching import spliced
from indicator_lint.formats.rawzip import UneditableError
from indicator_lint.model.cells import Cells
from indicator_lint.model.document import Document
from indicator_lint.model.finding import Finding
from indicator_lint.model.outcome import Outcome, Settled
from indicator_lint.model.patch import Manner

TRACKING: Final = frozenset({"docx"})
"""Formats in which changes can be tracked."""


@dataclass(frozen=True, slots=True)
class Way:
    """How fixes are carried out. `run` is what the undo records of one run have in common; `output` is where a copy goes.

    `dry` only tells what would be done.
    """

    run: str
    manner: Manner
    dry: bool = False
    backup: bool = True
    output: Path | None = None


def finish(fixed: Fixed, way: Way) -> Outcome:
    """Carry the fixes out. What stands in the way is told; the file is then as it was."""
    document, settled = fixed.document, fixed.settled
    if document is None:
        return Outcome(fixed.path, found=fixed.found)
    outcome = Outcome(fixed.path, document.format, document.sha256, settled, found=fixed.found)
    if way.dry or not (settled.edits or way.output):
        return outcome
    try:
        after, now = rewritten(fixed, document)
        moved = replace(settled, findings=relocated(settled.findings, document, now))
        tracked = document.format in TRACKING and not way.manner.direct and bool(settled.edits)
        return _written(
            fixed, after, way, replace(outcome, settled=moved, tracked=tracked, outdated=fixed.patch.outdated)
        )
    except UneditableError:
        return replace(outcome, reason="structure")
    except UnverifiedError as error:
        return replace(outcome, reason="unverified", params={"detail": str(error)})
    except UnwritableError as error:
        return replace(outcome, reason=error.reason, params=error.params)


def _written(fixed: Fixed, after: bytes, way: Way, outcome: Outcome) -> Outcome:
    if way.output is not None:
        place(way.output, after)
        return replace(outcome, written=str(way.output))
    backup = _replaced(fixed, after, way)
    return replace(outcome, written=fixed.path, backup=None if backup is None else backup.name)


def rewritten(fixed: Fixed, document: Document) -> tuple[bytes, Document]:
    """The file with its edits, and what it reads as. Raises UnverifiedError where that is not what was meant."""
    if fixed.patch.refused:
        raise UnverifiedError(fixed.patch.refused[0].reason)
    after = spliced(fixed.content, fixed.patch.splices)
    expected = revised(document, fixed.settled.edits)
    now = verified(
        fixed.path, fixed.content, after, splices=fixed.patch.splices, expected=expected, limits=fixed.limits
    )
    return after, now


def _replaced(fixed: Fixed, after: bytes, way: Way) -> Path | None:
    changes = changes_of(fixed.settled)

    def record(target: Path) -> None:
        keep(target, way.run, fixed.content, after, changes)

    return replace_file(fixed.path, fixed.content, after, record=record, backup=way.backup)


def place(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all. Raises UnwritableError where the system refuses."""
    target = path.resolve()
    with failing_softly(), written(target, content) as beside:
        beside.replace(target)
        sync_folder(target.parent)


def changes_of(settled: Settled) -> list[Change]:
    """What was changed, cell by cell, and by which rules."""
    codes: dict[At, list[str]] = {}
    for choice in settled.made:
        for edit in choice.edits:
            codes.setdefault(at(edit.location), []).append(choice.code)
    return [
        Change(edit.location.display, edit.old, edit.new, tuple(dict.fromkeys(codes.get(at(edit.location), ()))))
        for edit in settled.edits
    ]


def relocated(findings: Sequence[Finding], before: Document, after: Document) -> list[Finding]:
    """Findings of the document before, at the places that their cells have now: in text they move."""
    cells = Cells(before)

    def moved(finding: Finding) -> Finding:
        found = cells.find(finding.location) if finding.location.line is not None else None
        if found is None:
            return finding
        return replace(finding, location=after.grids[found.grid].place(found.row, found.column))

    return [moved(finding) for finding in findings]
