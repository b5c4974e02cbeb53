"""Text files patched: delimited records, and prose with tables in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from indicator_lint.formats import DELIMITED_SUFFIXES
from indicator_lint.formats.delimited import sniff_delimiter
from indicator_lint.formats.delimitedpatch import rewriting
from indicator_lint.formats.encoding import LINE_END, Text, decode
from indicator_lint.formats.pipepatch import ruled
from indicator_lint.formats.pipetext import ruling_of
from indicator_lint.formats.textsplice import Spliced, splice
from indicator_lint.model.finding import Edit

CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def patch_text(content: bytes, edits: Sequence[Edit], *, path: str) -> Spliced:
    """The file with these cells rewritten. `path` tells, as in reading, whether it calls itself delimited.

    Raises UnreadableError as reading it does.
    """
    source = decode(content)
    hostile = [edit for edit in edits if set(CONTROL.findall(edit.new)) - set(edit.old)]
    harmless = [edit for edit in edits if edit not in hostile and edit.new != edit.old]
    delimiter = sniff_delimiter(source.text, called_delimited=PurePath(path).suffix.lower() in DELIMITED_SUFFIXES)
    patched = _lines(content, source, harmless) if delimiter is None else _records(content, source, delimiter, harmless)
    return Spliced(patched.content, [*((edit, "control") for edit in hostile), *patched.refused])


def _records(content: bytes, source: Text, delimiter: str, edits: Sequence[Edit]) -> Spliced:
    writing = rewriting(source, delimiter)
    spliced = splice(content, source, list(writing.splices(edits)))
    return Spliced(spliced.content, writing.refused + spliced.refused)


def _lines(content: bytes, source: Text, edits: Sequence[Edit]) -> Spliced:
    """A text whose lines would be split by another stroke afterwards stays as it is."""
    writing = ruled(source)
    spliced = splice(content, source, list(writing.splices(edits)))
    if ruling_of(LINE_END.split(decode(spliced.content).text)) != writing.ruling:
        return Spliced(content, [(edit, "breaks_row") for edit in edits])
    return Spliced(spliced.content, writing.refused + spliced.refused)
