"""Text files patched: delimited records, and prose with tables in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from indicator_lint.formats import delimiter_of
from indicator_lint.formats.delimitedpatch import rewriting
from indicator_lint.formats.encoding import LINE_END, Text, decode
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.patching import spliced
from indicator_lint.formats.pipepatch import ruled
from indicator_lint.formats.pipetext import ruling_of
from indicator_lint.formats.textsplice import encoded
from indicator_lint.model.document import Document
from indicator_lint.model.finding import Edit
from indicator_lint.model.patch import Manner, Patch, Refusal
from indicator_lint.patterns import pattern

CONTROL: Final = pattern(r"[\x00-\x08\x0b-\x1f\x7f]")


def patch_text(document: Document, content: bytes, edits: Sequence[Edit], limits: Limits, _manner: Manner) -> Patch:
    """How the bytes of a text change so that its cells say something else; a text has one manner only.

    Raises UnreadableError as reading it does.
    """
    source = decode(content)
    hostile = tuple(Refusal(edit, "control") for edit in edits if set(CONTROL.findall(edit.new)) - set(edit.old))
    unfit = {id(each.edit) for each in hostile}
    wanted = [edit for edit in edits if id(edit) not in unfit and edit.new != edit.old]
    delimiter = delimiter_of(document.path, source)
    made = (
        _lines(content, source, wanted) if delimiter is None else _records(content, source, delimiter, wanted, limits)
    )
    return replace(made, refused=(*hostile, *made.refused))


def _records(content: bytes, source: Text, delimiter: str, edits: Sequence[Edit], limits: Limits) -> Patch:
    writing = rewriting(source, delimiter, limits)
    made = encoded(content, source, list(writing.rewrites(edits)))
    return replace(made, refused=(*writing.refused, *made.refused))


def _lines(content: bytes, source: Text, edits: Sequence[Edit]) -> Patch:
    """A text whose lines would be split by another stroke afterwards stays as it is."""
    writing = ruled(source)
    made = encoded(content, source, list(writing.rewrites(edits)))
    if ruling_of(LINE_END.split(decode(spliced(content, made.splices)).text)) != writing.ruling:
        return Patch(refused=tuple(Refusal(edit, "breaks_row") for edit in edits))
    return replace(made, refused=(*writing.refused, *made.refused))
