"""Cells of comma, semicolon and tab separated text rewritten: quoting, line ends and all other bytes stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from indicator_lint.formats.delimited import QUOTE, Field, Places, read_delimited
from indicator_lint.formats.encoding import Text
from indicator_lint.formats.textsplice import Splice
from indicator_lint.model.finding import Edit
from indicator_lint.model.grid import Grid

LINE_ENDS: Final = ("\r", "\n")


@dataclass(slots=True)
class Rewriting:
    """The records of one text. `refused` are edits that fit no cell of it, each with the reason's key."""

    source: Text
    delimiter: str
    grid: Grid
    places: Places
    refused: list[tuple[Edit, str]] = field(default_factory=list)

    def splices(self, edits: Iterable[Edit]) -> Iterator[Splice]:
        """What to write where, record by record."""
        records: dict[int, dict[int, list[Edit]]] = defaultdict(lambda: defaultdict(list))
        for edit in edits:
            records[edit.location.row][edit.location.column].append(edit)
        for record, cells in records.items():
            yield from self._record(record, cells)

    def _record(self, record: int, cells: Mapping[int, Sequence[Edit]]) -> Iterator[Splice]:
        if record not in self.grid.rows:
            self.refused += [(edit, "absent") for edits in cells.values() for edit in edits]
            return
        fields = self.places.fields(record)
        beyond: dict[int, str] = {}
        kept: list[Edit] = []
        for column, edits in cells.items():
            if not self._fits(record, column, edits):
                continue
            if column <= len(fields):
                part = fields[column - 1]
                yield Splice(part.start, part.end, self._written(edits[0].new, part), tuple(edits))
            else:
                beyond[column] = self._quoted(edits[0].new, "")
                kept += edits
        if beyond:
            missing = range(len(fields) + 1, max(beyond) + 1)
            new = "".join(self.delimiter + beyond.get(column, "") for column in missing)
            yield Splice(fields[-1].end, fields[-1].end, new, tuple(kept))

    def _fits(self, record: int, column: int, edits: Sequence[Edit]) -> bool:
        """Whether the cell says what it did when it was linted, and all edits of it want one thing."""
        reason = "conflict" if len({edit.new for edit in edits}) > 1 else ""
        if any(edit.old != self.grid.text(record, column) for edit in edits):
            reason = "changed"
        self.refused += [(edit, reason) for edit in edits if reason]
        return not reason

    def _written(self, new: str, part: Field) -> str:
        """A text as the field has it: in quotes where it was, its line breaks as they were."""
        return self._quoted(new, self.source.text[part.start : part.end])

    def _quoted(self, new: str, raw: str) -> str:
        needs = any(each in new for each in (QUOTE, self.delimiter, *LINE_ENDS))
        if not (needs or raw.startswith(QUOTE)):
            return new
        broken = new.replace("\n", "\r\n") if "\r\n" in raw and "\r" not in new else new
        return f"{QUOTE}{broken.replace(QUOTE, QUOTE * 2)}{QUOTE}"


def rewriting(source: Text, delimiter: str) -> Rewriting:
    """Be ready to rewrite the cells of a text. Raises UnreadableError as reading it does."""
    grid = read_delimited(source, delimiter)
    return Rewriting(source, delimiter, grid, Places(source, delimiter, simple=False))
