"""Cells of pipe tables, of tabbed lines, and lines of prose rewritten; what surrounds them stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from indicator_lint.formats.encoding import LINE_END, Text
from indicator_lint.formats.pipetext import Cell, Places, Ruling, ruling_of
from indicator_lint.formats.textsplice import Rewrite, meant
from indicator_lint.model.finding import Edit
from indicator_lint.model.patch import Refusal

BLANK: Final = " "
BLANKS: Final = " \u3000"


@dataclass(slots=True)
class Ruled:
    """The lines of one text. `refused` are edits that fit no cell of it."""

    places: Places
    ruling: Ruling
    refused: list[Refusal] = field(default_factory=list)

    def rewrites(self, edits: Iterable[Edit]) -> Iterator[Rewrite]:
        """What to write where, line by line."""
        lines: dict[int, list[Edit]] = defaultdict(list)
        for edit in edits:
            if 0 < edit.location.row <= len(self.places.source.starts):
                lines[edit.location.row].append(edit)
            else:
                self.refused.append(Refusal(edit, "no_cell"))
        for number, asked in lines.items():
            start, line = self.places.line(number)
            cells = self.ruling.cells(number, line)
            for begin, end, new, made in self._line(number, line, cells, asked):
                yield Rewrite(start + begin, start + end, new, made)

    def _line(self, number: int, line: str, cells: Sequence[Cell], edits: Sequence[Edit]) -> list[Rewrite]:
        """The rewrites of a line, counted in it; a text that would make it read as something else is refused."""
        made = [
            _piece(line, cells[edit.location.column - 1], edit, airy=self._airy(line)) for edit in _inner(cells, edits)
        ]
        made += self._beyond(line, len(cells), edits)
        if self._reads(number, meant(line, sorted(made, key=lambda each: each.start)), cells, edits):
            return made
        if len(edits) > 1:
            return [each for edit in edits for each in self._line(number, line, cells, [edit])]
        self.refused += [Refusal(edit, "breaks_row") for edit in edits]
        return []

    def _reads(self, number: int, line: str, cells: Sequence[Cell], edits: Sequence[Edit]) -> bool:
        """Whether the line would be read as its cells with what is wanted in them, and still be one line."""
        if LINE_END.search(line):
            return False
        last = max((edit.location.column for edit in edits), default=0)
        texts = [cell.text for cell in cells] + [""] * (last - len(cells))
        for edit in edits:
            texts[edit.location.column - 1] = edit.new
        return _trimmed([cell.text for cell in self.ruling.cells(number, line)]) == _trimmed(texts)

    def _beyond(self, line: str, last: int, edits: Sequence[Edit]) -> Iterator[Rewrite]:
        """The cells that a short line is to have more."""
        texts = {edit.location.column: edit.new for edit in edits if edit.location.column > last}
        if texts:
            gap = self.ruling.separator(line) or ""
            gap = f"{BLANK}{gap}{BLANK}" if self._airy(line) else gap
            new = "".join(gap + texts.get(column, "") for column in range(last + 1, max(texts) + 1))
            made = tuple(edit for edit in edits if edit.location.column > last)
            yield Rewrite(len(line), len(line), new, made)

    def _airy(self, line: str) -> bool:
        """Whether blanks stand beside the strokes of a line."""
        separator = self.ruling.separator(line) or BLANK
        return not separator.isspace() and (f"{BLANK}{separator}" in line or f"{separator}{BLANK}" in line)


def ruled(source: Text) -> Ruled:
    """Be ready to rewrite the cells of a text."""
    ruling = ruling_of(LINE_END.split(source.text))
    return Ruled(Places(source, ruling), ruling)


def _inner(cells: Sequence[Cell], edits: Iterable[Edit]) -> list[Edit]:
    """The edits of cells that are there."""
    return [edit for edit in edits if edit.location.column <= len(cells)]


def _piece(line: str, cell: Cell, edit: Edit, *, airy: bool) -> Rewrite:
    """What to write where in the line; a text that fills a cell stands between blanks where others do."""
    text, offset = cell
    if text or not edit.new:
        return Rewrite(offset, offset + len(text), edit.new, (edit,))
    rest = line[offset:]
    end = offset + len(rest) - len(rest.lstrip(BLANKS))
    before, after = (BLANK, "" if end == len(line) else BLANK) if airy else ("", "")
    return Rewrite(offset, end, f"{before}{edit.new}{after}", (edit,))


def _trimmed(texts: list[str]) -> list[str]:
    while texts and not texts[-1]:
        texts.pop()
    return texts
