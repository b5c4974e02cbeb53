"""The rows under a header: indicators, bands, what is skipped and what lies outside."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from indicator_lint.chinese.labels import squeeze
from indicator_lint.layout.columns import Columns
from indicator_lint.layout.headers import speaks_of_path
from indicator_lint.layout.marks import is_level, is_title, marked
from indicator_lint.layout.rows import (
    ALONE,
    BLANK,
    PROSE,
    RECORD,
    has_sign,
    kind_of,
    own_cells,
    says_one_thing,
    states_class,
)
from indicator_lint.layout.titles import keyed
from indicator_lint.model.grid import Grid, Position
from indicator_lint.model.table import Skipped

NEAR: Final = 200
"""Within so many indicators a class is named, or it is not."""

SUSPECTS: Final = frozenset("注备附说填合小总共累本平制编审复经联电负签公盖第续接页-—~*※(（[【")
"""How the names begin that deserve a second look: notes, totals, signatures."""


class Band(NamedTuple):
    """A row that names what follows: a class (`level`) or a category. `before` is the number of records above it."""

    row: int
    column: int
    text: str
    level: bool
    before: int


@dataclass(slots=True)
class Body:
    """The rows under a header, in the order of the grid.

    `outside` are rows that belong to no table: they go to prose, as do the skipped rows that hold words of their own.
    """

    columns: Columns
    records: list[int] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    outside: list[int] = field(default_factory=list)


class BodyReader:
    """Reads the rows under a header, one after the other; most of them pass by a quick look at two cells."""

    def __init__(self, grid: Grid, columns: Columns, headers: Collection[int], used: Collection[Position]) -> None:
        """`headers` are the rows of repeated headers, `used` the cells of titles that belong to another table."""
        self.grid, self.columns, self.headers = grid, columns, headers
        self.used = {row for row, column in used if columns.left <= column <= columns.right}
        self.body = Body(columns)
        self.plain: set[str] = set()
        self.waiting: list[tuple[int, int, str]] = []
        self.foreign: list[int] = []
        self.strict = True
        self.after_note = False
        self.closed = False
        self.named: Band | None = None
        self.key = next((columns.roles[role] for role in ("level1", "category", "level2") if role in columns.roles), 0)

    def read(self, numbers: Sequence[int], start: int, end: int) -> Body:
        """The body made of the rows at indices [start, end)."""
        at = start
        while at < end:
            stop = self._pass_plain(numbers, at, end)
            if stop == at or self.waiting or self.foreign or self.after_note:
                self._take(numbers[at])
                at += 1
            else:
                self.body.records.extend(numbers[at:stop])
                at = stop
        self._settle(None)
        self._drop_foreign()
        return self.body

    def _pass_plain(self, numbers: Sequence[int], start: int, end: int) -> int:
        """The end of the run of rows that are evidently indicators."""
        name, key, rows, plain = self.columns.roles.get("name", 0) - 1, self.key - 1, self.grid.rows, self.plain
        if name < 0 or self.closed or not plain or name <= key:
            return start
        width = name + 1
        headers, used = self.headers, self.used
        for at in range(start, end):
            texts = rows[numbers[at]]
            if len(texts) < width or not texts[name] or texts[name][0] in SUSPECTS:
                return at
            stated = texts[key] if key >= 0 else ""
            if stated not in plain or (not stated and (len(texts) == width or speaks_of_path(texts[name]))):
                return at
            if (headers and numbers[at] in headers) or (used and numbers[at] in used):
                return at
        return end

    def _take(self, row: int) -> None:
        if row in self.used:
            return
        kind = "header" if row in self.headers else kind_of(self.grid, row, self.columns)
        if kind == BLANK:
            return
        if kind == RECORD and self.named is not None and states_class(self.grid, row, self.columns):
            self._reopen(self.named)
        self.named = self._named(row) if kind == "preface" else None
        self.closed = self.closed or kind == "preface"
        if self.closed:
            self._close(row, kind)
        elif kind == RECORD:
            self._take_record(row)
        elif kind == ALONE:
            self._take_alone(row)
        elif kind == PROSE:
            self.body.outside.append(row)
        else:
            self._skip(row, kind)
        if kind == "header":
            self._drop_foreign()
        self.after_note = kind == "note" or (self.after_note and kind == ALONE)

    def _named(self, row: int) -> Band | None:
        """What 项目名称 | X names, should an indicator be the very next row."""
        title = next((title for _, title in keyed(row, own_cells(self.grid, row, self.columns))), None)
        if title is None:
            return None
        return Band(row, title.at[1], title.text, level=False, before=len(self.body.records))

    def _reopen(self, band: Band) -> None:
        """Go on under another category; its row is no longer one of a form."""
        self.closed = False
        self.body.skipped = [skip for skip in self.body.skipped if skip.row != band.row]
        self.body.bands.append(band)

    def _close(self, row: int, kind: str) -> None:
        if kind in {"subtotal", "note", "signature", "preface"}:
            self._skip(row, kind)
        elif row in self.headers:
            self._skip(row, "header")
            self.closed = False
        else:
            self.body.outside.append(row)

    def _take_record(self, row: int) -> None:
        if self._is_foreign(row):
            self.foreign.append(row)
            return
        self._settle(row)
        self.body.records.extend(self.foreign)
        self.foreign.clear()
        self.body.records.append(row)
        self._learn(row)

    def _learn(self, row: int) -> None:
        texts = self.grid.rows[row]
        key = texts[self.key - 1] if 0 < self.key <= len(texts) else ""
        if "level1" not in self.columns.roles or not key or is_level(key):
            self.plain.add(key)
        else:
            self.strict = False

    def _is_foreign(self, row: int) -> bool:
        """Whether a row names no class although all rows above do, and has no operator: another table or form begins."""
        roles = self.columns.roles
        if not self.strict or not self.body.records or not {"level1", "level2"} <= roles.keys():
            return False
        first, second = (self.grid.text(row, roles[role]).strip() for role in ("level1", "level2"))
        if not first or is_level(first) or is_level(second):
            return False
        return not has_sign(own_cells(self.grid, row, self.columns), self.columns)

    def _drop_foreign(self) -> None:
        for row in self.foreign:
            self._skip(row, "foreign")
        self.foreign.clear()

    def _take_alone(self, row: int) -> None:
        ((column, text),) = own_cells(self.grid, row, self.columns)
        if self.after_note and not is_level(text):
            self._skip(row, "note")
        else:
            self.waiting.append((row, column, text.strip()))

    def _settle(self, following: int | None) -> None:
        """Decide what the lonely cells are, now that the next indicator is known (None: there is none)."""
        waiting, self.waiting = self.waiting, []
        titles = [
            row
            for row, column, text in waiting
            if not is_level(text) and self._names_category(row, column, text, following)
        ]
        for row, column, text in waiting:
            if is_level(text):
                self._settle_level(row, column, text, following)
            elif titles and row == titles[-1]:
                name = next((title.text for _, title in keyed(row, [(column, text)])), text)
                self.body.bands.append(Band(row, column, name, level=False, before=len(self.body.records)))
            elif following is None:
                self.body.outside.append(row)
            else:
                self._skip(row, "title")

    def _settle_level(self, row: int, column: int, text: str, following: int | None) -> None:
        """A class alone in its row is a band where the rows below leave the class to it, else an indicator not filled in."""
        at = self.columns.roles.get("level1")
        below = following is not None and (at is None or self._leaves_open(following, at))
        if not below and column in self.columns.roles.values() and not self._fills(row):
            self.body.records.append(row)
            return
        self._skip(row, "band")
        if below:
            self.body.bands.append(Band(row, column, text, level=True, before=len(self.body.records)))

    def _fills(self, row: int) -> bool:
        """Whether a row says one thing in all its cells."""
        within = range(self.columns.left, self.columns.right + 1)
        return says_one_thing([cell for cell in self.grid.cells(row) if cell[0] in within])

    def _leaves_open(self, row: int, column: int) -> bool:
        return not self.grid.text(row, column).strip()

    def _names_category(self, row: int, column: int, text: str, following: int | None) -> bool:
        """Whether a lonely cell is the title of the rows below: directly under the header, or where the classes start again.

        Where a column names the categories, a line of its own (the office, before its projects) is no category.
        """
        key = squeeze(text)
        if following is None or "category" in self.columns.roles or not is_title(text) or marked("document", key):
            return False
        if not self.body.records and not self.body.bands:
            return True
        wide = (row, column + 1) in self.grid.anchors and self.grid.anchor(row, column + 1) == (row, column)
        return (
            wide
            or any(keyed(row, [(column, text)]))
            or self._fills(row)
            or self._starts_again(following)
            or (marked("category", key) and marked("ordinal", key))
        )

    def _starts_again(self, following: int) -> bool:
        """Whether the classes begin anew: the row is of the first class, and the last one above was of another."""
        first_level, second_level = (self.columns.roles.get(role) for role in ("level1", "level2"))
        if first_level is None or not self.body.records:
            return False
        near = self.body.records[-NEAR:]
        start = self.body.bands[-1].before if self.body.bands else 0
        opening = self.body.records[start : start + NEAR]
        first, last = (self._first(rows, first_level) for rows in (opening, near[::-1]))
        if not first or self.grid.text(following, first_level).strip() != first:
            return False
        if last != first or second_level is None:
            return last != first
        first, last = (self._first(rows, second_level) for rows in (opening, near[::-1]))
        return last != first == self.grid.text(following, second_level).strip()

    def _first(self, rows: Sequence[int], column: int) -> str:
        return next((text for row in rows if (text := self.grid.text(row, column).strip())), "")

    def _skip(self, row: int, reason: str) -> None:
        cells = own_cells(self.grid, row, self.columns)
        if cells:
            text = " ".join(text.strip() for _, text in cells)
            self.body.skipped.append(Skipped(row, cells[0][0], reason, text))
