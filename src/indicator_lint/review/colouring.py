"""Found cells of a sheet on the ground of their severity: one attribute of each cell's element changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from indicator_lint.formats.celltext import TRUE
from indicator_lint.formats.references import cell_name
from indicator_lint.formats.spans import Spans
from indicator_lint.model.grid import Position
from indicator_lint.review.marks import Mark
from indicator_lint.review.outline import NAME
from indicator_lint.review.styling import Styles

OPEN: Final = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
STYLE: Final = re.compile(rb"""\ss\s*=\s*["']([0-9]{1,9})["']""")
FORMATTED: Final = re.compile(rb"""\scustomFormat\s*=\s*["']([^"']*)["']""")


def coloured(spans: Spans, marks: Mapping[Position, Mark], styles: Styles) -> Iterator[tuple[int, int, bytes]]:
    """Bytes to put in the place of others; a cell whose element cannot be told for sure keeps its look."""
    for (row, column), mark in sorted(marks.items()):
        span = spans(row, column)
        if span is not None:
            tag = OPEN.match(spans.content, span.start)
            if tag is not None:
                number = styles.filled(_style(tag[0]), mark.severity)
                yield tag.start(), tag.end(), _with_style(tag[0], number)
            continue
        missing = _missing(spans, row, column)
        if missing is not None:
            at, prefix, style = missing
            number = styles.filled(style, mark.severity)
            yield at, at, b'<%bc r="%b" s="%d"/>' % (prefix, cell_name(row, column).encode(), number)


def _style(tag: bytes) -> int:
    found = STYLE.search(tag)
    return int(found[1]) if found else 0


def _with_style(tag: bytes, number: int) -> bytes:
    new = b' s="%d"' % number
    if STYLE.search(tag):
        return STYLE.sub(new, tag, count=1)
    name = NAME.match(tag)
    cut = name.end() if name else 0
    return tag[:cut] + new + tag[cut:]


def _missing(spans: Spans, row: int, column: int) -> tuple[int, bytes, int] | None:
    """Where a cell without an element belongs among its neighbours, their prefix, and the style of their row."""
    head, cells = spans.row(row)
    tag = OPEN.match(spans.content, head) if cells else None
    firsts = [OPEN.match(spans.content, start) for start, _ in cells.values()]
    if tag is None or any(first is None or b" r=" not in first[0] for first in firsts):
        return None
    after = [start for (_, other), (start, _) in cells.items() if other > column]
    at = min(after) if after else max(end for _, end in cells.values())
    name = NAME.match(tag[0])
    formatted = FORMATTED.search(tag[0])
    style = _style(tag[0]) if formatted and formatted[1].decode() in TRUE else 0
    return at, name[1].removesuffix(b"row") if name else b"", style
