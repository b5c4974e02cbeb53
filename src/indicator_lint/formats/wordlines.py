"""Paragraphs of word processing markup: what of their runs a reader sees."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from indicator_lint.formats.wordsymbols import in_font, symbol
from indicator_lint.formats.wordwalk import Attributes, Ends, Starts, Walk

MARKUP_SPACE: Final = " \t\r\n"
LINES: Final = {ord("\n"): " ", ord("\r"): " "}
"""A line feed inside a text is shown as a blank."""

NEW_PAGE: Final = "\f"
"""A break of page or column, until the paragraph ends: it cuts the paragraph in two."""

CUTS: Final = frozenset({"page", "column"})


@dataclass(slots=True)
class Line:
    """A paragraph while its element is read.

    `start` is the byte where it begins, below 0 where it goes on with another.
    `instructions` says of each field begun whether its result is still to come, `awaited` of how many; `joined` that the
    paragraph's mark was deleted, so that the next one goes on with it. `vanished` and `font` are those of the present run.
    """

    number: int
    start: int
    pieces: list[str] = field(default_factory=list)
    instructions: list[bool] = field(default_factory=list)
    awaited: int = 0
    size: int = 0
    joined: bool = False
    in_run: bool = False
    hidden: bool = False
    vanished: bool = False
    font: str = ""

    @property
    def texts(self) -> list[str]:
        """Its text; several where a page ends within it."""
        text = "".join(self.pieces)
        if NEW_PAGE not in text:
            return [text]
        return [part for part in text.split(NEW_PAGE) if part.strip()] or [text.replace(NEW_PAGE, "")]


class Pen:
    """Writes down the runs of the present line; `hidden` are the styles whose text is not shown."""

    def __init__(self, walk: Walk, hidden: Collection[str]) -> None:
        """Listen to a walk."""
        self.lines: list[Line] = []
        self.hidden_rows = 0
        self._walk, self._hidden = walk, hidden
        self._kept = False
        self._longest = walk.limits.paragraph_characters
        walk.tell(self._starts, self._ends)

    @property
    def _starts(self) -> Starts:
        return {
            "r": self._start_run, "m:r": self._start_run, "t": self._start_text, "m:t": self._start_text,
            "m:den": self._divide, "tab": self._tab, "ptab": self._tab, "br": self._break, "cr": self._break,
            "noBreakHyphen": self._hyphen, "sym": self._symbol, "fldChar": self._field,
            "footnoteReference": self._note, "endnoteReference": self._note,
            "vanish": self._vanish, "rStyle": self._style_run, "pStyle": self._style_line, "rFonts": self._choose_font,
        }  # fmt: skip

    @property
    def _ends(self) -> Ends:
        return {"r": self._end_run, "m:r": self._end_run, "t": self._end_text, "m:t": self._end_text}

    def _start_run(self, _: Attributes) -> None:
        if self.lines:
            line = self.lines[-1]
            line.in_run, line.vanished, line.font = True, line.hidden, ""

    def _end_run(self) -> None:
        if self.lines:
            self.lines[-1].in_run = False

    def _start_text(self, attributes: Attributes) -> None:
        self._walk.text.clear()
        self._kept = self._walk.keeps_blanks(attributes)

    def _end_text(self) -> None:
        if not self.lines:
            return
        text, font = "".join(self._walk.text), self.lines[-1].font
        if not self._kept:
            text = text.strip(MARKUP_SPACE)
        if "\n" in text or "\r" in text:
            text = text.translate(LINES)
        self._write(in_font(text, font) if font else text)

    def _write(self, text: str) -> None:
        """Add to the line what is shown: neither hidden nor the instruction of a field."""
        line = self.lines[-1]
        if line.vanished or line.awaited or self.hidden_rows:
            return
        line.pieces.append(text)
        line.size += len(text)
        if line.size > self._longest:
            self._walk.limits.refuse("paragraph_characters")

    def _mark(self, text: str) -> None:
        """Write what an element stands for; in a run only: tab stops of a paragraph have the same name as tabs."""
        if self.lines and self.lines[-1].in_run:
            self._write(text)

    def _tab(self, _: Attributes) -> None:
        self._mark("\t")

    def _break(self, attributes: Attributes) -> None:
        self._mark(NEW_PAGE if self._walk.value(attributes, "type") in CUTS else "\n")

    def _hyphen(self, _: Attributes) -> None:
        self._mark("-")

    def _divide(self, _: Attributes) -> None:
        """A fraction on one line."""
        if self.lines:
            self._write("/")

    def _symbol(self, attributes: Attributes) -> None:
        code, font = (self._walk.value(attributes, name) or "" for name in ("char", "font"))
        self._mark(symbol(code, font))

    def _field(self, attributes: Attributes) -> None:
        """The instruction of a field lasts until `separate`; a field that is never closed ends with its paragraph."""
        if not self.lines:
            return
        kind, line = self._walk.value(attributes, "fldCharType"), self.lines[-1]
        if kind == "begin":
            line.instructions.append(True)
            line.awaited += 1
        elif kind in ("separate", "end") and line.instructions:
            line.awaited -= line.instructions.pop()
            if kind == "separate":
                line.instructions.append(False)

    def _note(self, attributes: Attributes) -> None:
        """The mark of a footnote is no text; where it is the author's own, the rest of its run is that mark."""
        follows = self._walk.value(attributes, "customMarkFollows")
        if self.lines and follows is not None and self._walk.is_on({"val": follows}):
            self.lines[-1].vanished = True

    def _vanish(self, attributes: Attributes) -> None:
        if self._walk.within == "rPr" and self.lines:
            self.lines[-1].vanished = self._walk.is_on(attributes)

    def _style_run(self, attributes: Attributes) -> None:
        if self._walk.within == "rPr" and self.lines:
            self.lines[-1].vanished |= self._walk.value(attributes) in self._hidden

    def _style_line(self, attributes: Attributes) -> None:
        if self.lines:
            self.lines[-1].hidden = self._walk.value(attributes) in self._hidden

    def _choose_font(self, attributes: Attributes) -> None:
        if self._walk.within == "rPr" and self.lines:
            self.lines[-1].font = self._walk.value(attributes, "ascii") or ""
