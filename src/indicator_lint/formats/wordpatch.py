"""Edits of a word processing document: runs of its cells and paragraphs, as tracked changes that their owner accepts or rejects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from indicator_lint.formats.flow import BODY
from indicator_lint.formats.hunks import Hunk, hunks
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.ooxml import Package, in_utf8
from indicator_lint.formats.patching import refused
from indicator_lint.formats.rawzip import is_editable
from indicator_lint.formats.unwritten import UnwrittenError, decline
from indicator_lint.formats.word import main_part
from indicator_lint.formats.wordmarkup import markup_of, numbers
from indicator_lint.formats.wordpieces import Line, Part, part_of
from indicator_lint.formats.wordruns import Scribe
from indicator_lint.formats.wordwalk import OFF
from indicator_lint.model.cells import Cells
from indicator_lint.model.document import Document
from indicator_lint.model.finding import Edit
from indicator_lint.model.location import Span
from indicator_lint.model.patch import Manner, Patch, Refusal, Splice
from indicator_lint.patterns import pattern

UNWRITABLE: Final = pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no text of a document holds."""

TRACKING: Final = "trackedChanges"
"""The protection under which tracked changes may be made, and nothing else."""

LOCKS: Final = ("hash", "hashValue")
"""Attributes that hold the password without which a document is to be opened for reading only."""

BREAK: Final = "\n"


def patch_document(document: Document, content: bytes, edits: Sequence[Edit], limits: Limits, manner: Manner) -> Patch:
    """The patch that makes edits in a document. Raises UnreadableError as the reader does."""
    package = Package(content, limits)
    main = main_part(package)
    if reason := _barred(package, main, manner):
        return refused(edits, reason)
    part = package.part(main)
    own = part_of(part) if in_utf8(part) and is_editable(content) else None
    if own is None:
        return refused(edits, "structure")
    return _patched(document, own, package.stored(main), edits, manner)


def _patched(document: Document, part: Part, stored: str, edits: Sequence[Edit], manner: Manner) -> Patch:
    identities, cells = numbers(part.content), Cells(document)
    splices: list[Splice] = []
    refusals: list[Refusal] = []
    for edit, span in _in_order(document, cells, edits):
        try:
            if edit.location.container == BODY and not edit.new.strip():
                decline("paragraphs")  # one without text is none: those behind it would be counted otherwise
            target = _target(part, span, edit)
            markup = markup_of(part.root, part.content[target.lines[0].start :][:99], manner.date, identities)
            made = list(target.rewritten(Scribe(part.content, markup, not manner.direct), edit.new))
            splices += [Splice(Span(stored, start, end), new) for start, end, new in made]
        except UnwrittenError as error:
            refusals.append(Refusal(edit, error.reason))
    return Patch(tuple(splices), tuple(refusals))


def _in_order(document: Document, cells: Cells, edits: Iterable[Edit]) -> list[tuple[Edit, Span | None]]:
    """The edits by the bytes that they concern: changes are numbered from the beginning of the document to its end."""
    found: list[tuple[Edit, Span | None]] = []
    for edit in edits:
        at = cells.find(edit.location)
        found.append((edit, None if at is None else document.grids[at.grid].place(at.row, at.column).span))
    return sorted(found, key=lambda each: each[1].start if each[1] else 0)


def _barred(package: Package, main: str, manner: Manner) -> str:
    """Why nothing in a document may be edited; nothing where it may."""
    if package.is_signed:
        return "signed"
    settings = next((target for kind, target in package.relations(main).values() if kind == "settings"), None)
    if settings is None or settings not in package:
        return ""
    tree = package.tree(settings)
    for lock in tree.iterfind("documentProtection"):
        tracking = lock.get("edit") == TRACKING and not manner.direct
        if lock.get("enforcement", "0") not in OFF and not tracking:
            return "protected"
    closed = any(lock.get(name) for lock in tree.iterfind("writeProtection") for name in LOCKS)
    return "protected" if closed else ""


@dataclass(frozen=True, slots=True)
class _Target:
    """A cell or a paragraph; the text shown begins behind so many empty paragraphs, `lead`."""

    lines: Sequence[Line]
    lead: int
    tail: int

    def rewritten(self, scribe: Scribe, new: str) -> Iterator[tuple[int, int, bytes]]:
        """Bytes to put in the place of others. Raises UnwrittenError where that is not safe."""
        if UNWRITABLE.search(new):
            decline("control")
        old = BREAK.join(line.text for line in self.lines)
        new = old[: self.lead] + new + old[len(old) - self.tail :]
        texts = new.split(BREAK)
        if len(texts) == len(self.lines) and not any(BREAK in line.text for line in self.lines):
            changes = [hunks(line.text, text) for line, text in zip(self.lines, texts, strict=True)]
        else:
            changes = list(self._by_line(hunks(old, new)))
        for line, own in zip(self.lines, changes, strict=True):
            yield from scribe.rewritten(line, own)

    def _by_line(self, changes: Iterable[Hunk]) -> Iterator[list[Hunk]]:
        """Changes of the whole text as those of each paragraph; none may reach from one into another."""
        left, start = list(changes), 0
        for line in self.lines:
            end = start + len(line.text)
            own = [each for each in left if each.start <= end]
            left = left[len(own) :]
            if any(each.end > end for each in own):
                decline("paragraphs")
            yield [Hunk(each.start - start, each.end - start, each.new) for each in own]
            start = end + 1


def _target(part: Part, span: Span | None, edit: Edit) -> _Target:
    """What is edited. Raises UnwrittenError where its paragraphs do not show what the reader saw."""
    lines = part.lines(span.start, span.end) if span is not None else None
    if not lines:
        decline("structure")
    text = BREAK.join(line.text for line in lines)
    body = text if len(lines) == 1 and text == edit.old else text.strip(BREAK)
    if body != edit.old:
        decline("structure")
    lead = text.index(body) if body else 0
    return _Target(lines, lead, len(text) - lead - len(body))
