"""Cells of comma, semicolon and tab separated text rewritten: quoting, line ends and all other bytes stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from indicator_lint.formats.delimited import QUOTE, Field, Places, read_delimited
from indicator_lint.formats.encoding import Text
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.textsplice import Rewrite
from indicator_lint.model.finding import Edit
from indicator_lint.model.grid import Grid
from indicator_lint.model.patch import Refusal

LINE_ENDS: Final = ("\r", "\n")


@dataclass(slots=True)
class Rewriting:
    """The records of one text. `refused` are edits that fit no cell of it."""

    source: Text
    delimiter: str
    grid: Grid
    places: Places
    refused: list[Refusal] = field(default_factory=list)

    def rewrites(self, edits: Iterable[Edit]) -> Iterator[Rewrite]:
        """What to write where, record by record."""
        records: dict[int, list[Edit]] = defaultdict(list)
        for edit in edits:
            if edit.location.row not in self.grid.rows:
                self.refused.append(Refusal(edit, "no_cell"))
            else:
                records[edit.location.row].append(edit)
        for record, fitting in records.items():
            yield from self._record(self.places.fields(record), fitting)

    def _record(self, fields: Sequence[Field], edits: Sequence[Edit]) -> Iterator[Rewrite]:
        """The fields that change, and those that a short record is to have more."""
        beyond = {edit.location.column: edit for edit in edits if edit.location.column > len(fields)}
        for edit in edits:
            if edit.location.column <= len(fields):
                part = fields[edit.location.column - 1]
                yield Rewrite(part.start, part.end, self._written(edit.new, part), (edit,))
        if beyond:
            texts = {column: self._quoted(edit.new, "") for column, edit in beyond.items()}
            missing = range(len(fields) + 1, max(beyond) + 1)
            new = "".join(self.delimiter + texts.get(column, "") for column in missing)
            yield Rewrite(fields[-1].end, fields[-1].end, new, tuple(beyond.values()))

    def _written(self, new: str, part: Field) -> str:
        """A text as the field has it: in quotes where it was, its line breaks as they were."""
        return self._quoted(new, self.source.text[part.start : part.end])

    def _quoted(self, new: str, raw: str) -> str:
        needs = any(each in new for each in (QUOTE, self.delimiter, *LINE_ENDS))
        if not (needs or raw.startswith(QUOTE)):
            return new
        broken = new.replace("\n", "\r\n") if "\r\n" in raw and "\r" not in new else new
        return f"{QUOTE}{broken.replace(QUOTE, QUOTE * 2)}{QUOTE}"


def rewriting(source: Text, delimiter: str, limits: Limits) -> Rewriting:
    """Be ready to rewrite the cells of a text. Raises UnreadableError as reading it does."""
    grid = read_delimited(source, delimiter, limits)
    return Rewriting(source, delimiter, grid, Places(source, delimiter, simple=False))
