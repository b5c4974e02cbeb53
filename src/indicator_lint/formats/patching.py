"""Edits → bytes: which bytes of a file change so that its cells say something else, and nothing but these.

A patcher only tells what to put where; `spliced` does it, alike for plain files and for zips, of which every entry that is not
touched keeps its compressed bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Final, TypeAlias

from indicator_lint.formats.compound import SIGNATURE
from indicator_lint.formats.limits import DEFAULT, Limits
from indicator_lint.formats.rawzip import respliced
from indicator_lint.model.cells import Cells
from indicator_lint.model.document import Document, UnreadableError
from indicator_lint.model.finding import Edit
from indicator_lint.model.patch import Manner, Patch, Refusal, Splice

Patcher: TypeAlias = Callable[[Document, bytes, Sequence[Edit], Limits, Manner], Patch]
"""Document as read from the content, the content, edits of different cells, limits, manner → patch; a pure function.

It refuses an edit, and goes on, where changing the cell would harm something; a reason that holds for the whole file refuses
every edit. The texts of edits are those shown, and each cell does show what its edit takes for old.
"""

TRACKED: Final = Manner()
CHANGED: Final = "changed"
"""Why an edit is not made where the cell does not show any more what it takes for old."""

BROKEN: Final = "structure"
"""Why nothing is edited in a file that is damaged somewhere else."""

UNPATCHABLE: Final = "report_only"
"""Why nothing is edited in a format that has no patcher."""


def _named(module: str, function: str) -> Patcher:
    """A patcher that is loaded when a document asks for it."""

    def patcher(document: Document, content: bytes, edits: Sequence[Edit], limits: Limits, manner: Manner) -> Patch:
        found: Patcher = getattr(import_module(f"indicator_lint.formats.{module}"), function)
        return found(document, content, edits, limits, manner)

    return patcher


_TEXT: Final = _named("textpatch", "patch_text")

PATCHERS: Final[dict[str, Patcher]] = {
    "xlsx": _named("xlsxpatch", "patch_workbook"),
    "docx": _named("wordpatch", "patch_document"),
    "ods": _named("openpatch", "patch_sheets"),
    "csv": _TEXT,
    "tsv": _TEXT,
    "text": _TEXT,
}
"""How each format of a document is edited; one that has no line here is only reported on."""


def patch(
    document: Document, content: bytes, edits: Sequence[Edit], limits: Limits = DEFAULT, manner: Manner = TRACKED
) -> Patch:
    """How to make edits, at most one a cell, in the file that the document was read from."""
    patcher = PATCHERS.get(document.format)
    if patcher is None:
        return refused(edits, UNPATCHABLE, format=document.format)
    if content.startswith(SIGNATURE):  # what was read lies encrypted in it
        return refused(edits, "encrypted")
    cells = Cells(document)
    changed = [edit for edit in edits if cells.text(edit.location) != edit.old]
    kept = [edit for edit in edits if cells.text(edit.location) == edit.old] if changed else edits
    try:
        made = patcher(document, content, kept, limits, manner)
    except UnreadableError:  # a part is broken that reading does not need
        made = refused(kept, BROKEN)
    return replace(made, refused=(*refused(changed, CHANGED).refused, *made.refused))


def refused(edits: Iterable[Edit], reason: str, **params: object) -> Patch:
    """A patch that makes none of these edits, for one reason."""
    return Patch(refused=tuple(Refusal(edit, reason, params) for edit in edits))


def spliced(content: bytes, splices: Sequence[Splice]) -> bytes:
    """The file with bytes of its parts replaced. Raises UneditableError for a zip that is not edited."""
    parts: dict[str, list[Splice]] = {}
    for splice in splices:
        parts.setdefault(splice.span.part, []).append(splice)
    if not parts:
        return content
    if "" in parts:
        return _with(splices, content)
    return respliced(content, {part: partial(_with, own) for part, own in parts.items()})


def _with(splices: Iterable[Splice], content: bytes) -> bytes:
    """Bytes with others in some places. Raises ValueError where two of these overlap."""
    pieces: list[bytes] = []
    at = 0
    for splice in sorted(splices, key=lambda each: (each.span.start, each.span.end)):
        if splice.span.start < at:
            message = f"overlapping splices at {splice.span}"
            raise ValueError(message)
        pieces += [content[at : splice.span.start], splice.new]
        at = splice.span.end
    return b"".join([*pieces, content[at:]])
