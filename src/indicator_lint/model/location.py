"""Where a piece of text stands in a file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """The bytes of a part (an entry of a zip; empty for a plain file) that a fix may replace: [start, end)."""

    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a text in a text file ends, and between which bytes of its lines it stands, these lines written in UTF-8.

    Lines, characters and bytes are 1-based, both ends exclusive. Quotes of a delimited file belong to it.
    """

    end_line: int
    end_character: int
    byte: int
    end_byte: int


@dataclass(frozen=True, slots=True)
class Location:
    """One place in one file.

    `container` is the sheet's name, `表N` for the N-th table of a document, empty for text. `ref` is `E23` in sheets (the
    anchor of a merge, whose whole range is `extent`), `r3c2` in documents, `LINE:COLUMN` (1-based, in characters) in text.
    `row` and `column` are 1-based positions in the grid; `line`, `character` and `stretch` are set for text formats only.
    """

    container: str
    ref: str
    extent: str
    row: int
    column: int
    line: int | None = None
    character: int | None = None
    span: Span | None = None
    stretch: Stretch | None = None

    @property
    def display(self) -> str:
        """The place as people read it: `Sheet1!E23`, or `12:7` in a text file."""
        return f"{self.container}!{self.ref}" if self.container else self.ref


FILE = Location(container="", ref="", extent="", row=0, column=0)
"""The place of a finding about the whole file."""
