"""What was written, read back: it must be what was there before, but for the edits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from indicator_lint.formats import read
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.ooxml import ZIP_SIGNATURE
from indicator_lint.formats.rawzip import parts_of, raw_entries
from indicator_lint.model.document import Document, UnreadableError
from indicator_lint.model.grid import Grid
from indicator_lint.model.patch import Splice


class UnverifiedError(Exception):
    """What came out is not what was meant: nothing may be replaced by it. The message says what differs."""


def verified(
    path: str, before: bytes, after: bytes, *, splices: Sequence[Splice], expected: Document, limits: Limits
) -> Document:
    """The document that the new bytes hold. Raises UnverifiedError unless they are the old ones but for the splices.

    Every entry of a zip that no splice touches must be the same to the compressed byte, every byte of a touched one outside
    the splices as well; and what is read must be what was expected, cell by cell.
    """
    parts: dict[str, list[Splice]] = {}
    for splice in splices:
        parts.setdefault(splice.span.part, []).append(splice)
    if before.startswith(ZIP_SIGNATURE[0]):
        _same_entries(before, after, parts)
    else:
        _same_bytes(before, after, parts.get("", []))
    try:
        document = read(path, after, limits=limits)
    except UnreadableError as error:
        raise UnverifiedError(str(error)) from error
    _same_cells(expected, document)
    return document


def _same_entries(before: bytes, after: bytes, parts: Mapping[str, Sequence[Splice]]) -> None:
    old, new = raw_entries(before), raw_entries(after)
    if list(old) != list(new):
        _differ("entries")
    for name, raw in old.items():
        if name not in parts and new[name] != raw:
            _differ(name)
    for name, was, now in zip(parts, parts_of(before, parts), parts_of(after, parts), strict=True):
        _same_bytes(was, now, parts[name])


def _same_bytes(before: bytes, after: bytes, splices: Sequence[Splice]) -> None:
    """Walk from splice to splice; what lies between two must be the same."""
    spans = sorted((splice.span.start, splice.span.end, len(splice.new)) for splice in splices)
    shift = 0
    kept: list[tuple[int, int, int]] = []
    for (_, start, _), (end, stop, length) in pairwise([(0, 0, 0), *spans, (len(before), len(before), 0)]):
        kept.append((start, end, shift))
        shift += length - (stop - end)
    if len(after) != len(before) + shift or any(
        before[start:end] != after[start + by : end + by] for start, end, by in kept
    ):
        _differ("bytes")


def _same_cells(expected: Document, found: Document) -> None:
    if expected.format != found.format or len(expected.grids) != len(found.grids):
        _differ("grids")
    for wanted, grid in zip(expected.grids, found.grids, strict=True):
        if _content(wanted) != _content(grid):
            rows = [row for row in wanted.rows.keys() | grid.rows.keys() if wanted.rows.get(row) != grid.rows.get(row)]
            _differ(f"{wanted.name} {min(rows, default=0)}")


def _content(grid: Grid) -> tuple[object, ...]:
    """All that is read of a grid but its places, and what tells a formula or an error from a value."""
    shape = grid.hidden, grid.hidden_rows, grid.hidden_columns, grid.width
    return grid.name, grid.rows, grid.merges, dict(grid.anchors), dict(grid.notes), dict(grid.exceptional), *shape


def _differ(what: str) -> None:
    raise UnverifiedError(what)
