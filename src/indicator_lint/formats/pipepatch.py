"""Cells of pipe tables, of tabbed lines, and lines of prose rewritten; what surrounds them stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from indicator_lint.formats.encoding import LINE_END, Text
from indicator_lint.formats.pipetext import Cell, Places, Ruling, ruling_of
from indicator_lint.formats.textsplice import Splice
from indicator_lint.model.finding import Edit

BLANK: Final = " "
BLANKS: Final = " \u3000"


@dataclass(slots=True)
class Ruled:
    """The lines of one text. `refused` are edits that fit no cell of it, each with the reason's key."""

    places: Places
    ruling: Ruling
    refused: list[tuple[Edit, str]] = field(default_factory=list)

    def splices(self, edits: Iterable[Edit]) -> Iterator[Splice]:
        """What to write where, line by line."""
        lines: dict[int, dict[int, list[Edit]]] = defaultdict(lambda: defaultdict(list))
        for edit in edits:
            lines[edit.location.row][edit.location.column].append(edit)
        for number, cells in lines.items():
            if 0 < number <= len(self.places.source.starts):
                yield from self._line(number, cells)
            else:
                self.refused += [(edit, "absent") for edits in cells.values() for edit in edits]

    def _line(self, number: int, asked: Mapping[int, list[Edit]]) -> Iterator[Splice]:
        """The splices of a line; a text that would be read as something else is refused, with all the line's others."""
        start, line = self.places.line(number)
        cells = self.ruling.cells(number, line)
        wanted = {column: edits for column, edits in asked.items() if self._fits(cells, column, edits)}
        if not wanted:
            return
        pieces = [
            self._piece(line, cells[column - 1], edits) for column, edits in wanted.items() if column <= len(cells)
        ]
        pieces += self._beyond(line, len(cells), wanted)
        if self._reads(number, _with(line, pieces), cells, wanted):
            yield from (Splice(start + begin, start + end, new, edits) for begin, end, new, edits in pieces)
        elif len(wanted) > 1:
            for column, edits in wanted.items():
                yield from self._line(number, {column: edits})
        else:
            self.refused += [(edit, "breaks_row") for edits in wanted.values() for edit in edits]

    def _fits(self, cells: Sequence[Cell], column: int, edits: Sequence[Edit]) -> bool:
        """Whether the cell says what it did when it was linted, and all edits of it want one thing."""
        reason = "conflict" if len({edit.new for edit in edits}) > 1 else ""
        text = cells[column - 1].text if column <= len(cells) else ""
        if any(edit.old != text for edit in edits):
            reason = "changed"
        self.refused += [(edit, reason) for edit in edits if reason]
        return not reason

    def _piece(self, line: str, cell: Cell, edits: Sequence[Edit]) -> Splice:
        """What to write where in the line; a text that fills a cell stands between blanks where others do."""
        new, (text, offset) = edits[0].new, cell
        if text or not new:
            return Splice(offset, offset + len(text), new, tuple(edits))
        rest = line[offset:]
        end = offset + len(rest) - len(rest.lstrip(BLANKS))
        before, after = (BLANK, "" if end == len(line) else BLANK) if self._airy(line) else ("", "")
        return Splice(offset, end, f"{before}{new}{after}", tuple(edits))

    def _beyond(self, line: str, last: int, wanted: Mapping[int, Sequence[Edit]]) -> Iterator[Splice]:
        """The cells that a short line is to have more."""
        texts = {column: edits[0].new for column, edits in wanted.items() if column > last}
        if texts:
            gap = self.ruling.separator(line) or ""
            gap = f"{BLANK}{gap}{BLANK}" if self._airy(line) else gap
            new = "".join(gap + texts.get(column, "") for column in range(last + 1, max(texts) + 1))
            edits = [edit for column in texts for edit in wanted[column]]
            yield Splice(len(line), len(line), new, tuple(edits))

    def _airy(self, line: str) -> bool:
        """Whether blanks stand beside the strokes of a line."""
        separator = self.ruling.separator(line) or BLANK
        return not separator.isspace() and (f"{BLANK}{separator}" in line or f"{separator}{BLANK}" in line)

    def _reads(self, number: int, line: str, cells: Sequence[Cell], wanted: Mapping[int, Sequence[Edit]]) -> bool:
        """Whether the line would be read as its cells with what is wanted in them, and still be one line."""
        if LINE_END.search(line):
            return False
        meant = [cell.text for cell in cells] + [""] * (max(wanted) - len(cells))
        for column, edits in wanted.items():
            meant[column - 1] = edits[0].new
        return _trimmed([cell.text for cell in self.ruling.cells(number, line)]) == _trimmed(meant)


def ruled(source: Text) -> Ruled:
    """Be ready to rewrite the cells of a text."""
    ruling = ruling_of(LINE_END.split(source.text))
    return Ruled(Places(source, ruling), ruling)


def _with(line: str, pieces: Iterable[Splice]) -> str:
    for start, end, new, _ in sorted(pieces, key=lambda piece: piece.start, reverse=True):
        line = line[:start] + new + line[end:]
    return line


def _trimmed(texts: list[str]) -> list[str]:
    while texts and not texts[-1]:
        texts.pop()
    return texts
