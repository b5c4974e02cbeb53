"""What the user says of a sheet (`model.hints`) put in place of what would be guessed; what fits nothing is told."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Final

from indicator_lint.chinese.labels import label_key
from indicator_lint.layout.blocks import covered, labels, read_block
from indicator_lint.layout.bodies import Body
from indicator_lint.layout.columns import LAST, PATH, Columns, Sample, read_columns
from indicator_lint.layout.headers import meaning
from indicator_lint.layout.levels import Habit
from indicator_lint.layout.outline import SAMPLE, Header, Section, find_headers, read_outline, rows_below
from indicator_lint.layout.roles import LONELY, SHARED, UNKNOWN_LABEL, confidence_of, vote
from indicator_lint.layout.titles import Title
from indicator_lint.model.grid import Grid, Rectangle
from indicator_lint.model.hints import CategoryHint, ColumnHint, Hints, Misfit, column_number
from indicator_lint.model.location import Location
from indicator_lint.model.table import Doubt, Skipped

FILLED: Final = Habit(merged=1)
STATED: Final = Habit(repeated=1)
"""Columns of levels whose blanks are filled from above, and those where a blank is an omission."""


def turned(grid: Grid) -> Grid:
    """The grid with rows and columns exchanged; its places are those of the file."""
    rows: dict[int, list[str]] = {}
    for row in sorted(number for number in grid.rows if number > 0):
        for column, text in grid.cells(row):
            texts = rows.setdefault(column, [])
            texts.extend([""] * (row - len(texts)))
            texts[row - 1] = text
    return Grid(
        grid.name,
        rows,
        lambda row, column: grid.place(column, row),
        tuple(Rectangle(one.left, one.top, one.right, one.bottom) for one in grid.merges),
        {at[::-1]: anchor[::-1] for at, anchor in grid.anchors.items()},
        {at[::-1]: note for at, note in grid.notes.items()},
        {at[::-1]: kind for at, kind in grid.exceptional.items()},
        grid.hidden,
        grid.hidden_columns,
        grid.hidden_rows,
        transposed=True,
    )


@dataclass(slots=True)
class Guided:
    """A grid read by hints: `misfits` are those that fit nothing, `found` says whether any header was there to judge them by."""

    grid: Grid
    numbers: Sequence[int]
    hints: Hints
    misfits: list[Misfit] = field(default_factory=list)
    found: bool = False

    def sections(self) -> list[Section]:
        """The sections of the grid, by what was said and what can still be guessed."""
        first, last = self.hints.first_row, self.hints.last_row
        begin = 0 if first is None else bisect_left(self.numbers, first)
        stop = len(self.numbers) if last is None else bisect_right(self.numbers, last)
        if begin >= stop:
            self._tell(
                "first-row" if first is not None else "last-row", first if first is not None else last, "no_rows"
            )
            return []
        headers = [self._told(header) for header in self._headers(begin, stop)]
        self.found = bool(headers)
        kept = [(first, end, columns) for first, end, each in headers if (columns := list(filter(_names_path, each)))]
        if headers and headers[0][:2] not in [header[:2] for header in kept]:
            self._tell_pathless()
        sections = read_outline(self.grid, self.numbers, kept, stop)
        for section in sections:
            section.start = max(section.start, begin)
            section.headers |= self._repeated(section)
        return sections

    @property
    def begin(self) -> Location:
        """Where the grid begins."""
        return self.grid.place(1, 1)

    def title(self, section: Section, at: int, guess: Title | None) -> Title | None:
        """The category of table `at` of a section: what was said, else the guess."""
        said = self.hints.category
        if said is None or said.kind == "column":
            return guess
        if said.kind == "title":
            return section.leads[at].best
        if said.kind == "sheet":
            return Title(self.grid.name.strip(), (0, 0)) if self.grid.name.strip() else None
        cell = self._at(said)
        text = self.grid.text(*cell).strip()
        if not text:
            self._tell("category", "", "no_cell", place=self.grid.place(*cell).ref)
        return Title(text, self.grid.anchor(*cell)) if text else guess

    def body(self, body: Body) -> Body:
        """The body as one category, where the category was said to stand outside it."""
        if self.hints.category is None or self.hints.category.kind not in {"cell", "sheet"}:
            return body
        titles = [Skipped(band.row, band.column, "title", band.text) for band in body.bands if not band.level]
        roles = {role: column for role, column in body.columns.roles.items() if role != "category"}
        return replace(
            body,
            columns=body.columns._replace(roles=roles),
            bands=[band for band in body.bands if band.level],
            skipped=[*body.skipped, *titles],
        )

    def habits(self, guess: Mapping[str, Habit]) -> Mapping[str, Habit]:
        """How the level columns are written."""
        if self.hints.fill_down is None:
            return guess
        return dict.fromkeys(guess, FILLED if self.hints.fill_down else STATED)

    def _at(self, said: CategoryHint) -> tuple[int, int]:
        return said.cell[::-1] if self.grid.transposed else said.cell

    def _headers(self, begin: int, stop: int) -> Iterator[Header]:
        rows = self.hints.header_rows
        if rows is None:
            part = self.numbers[begin:stop]
            found = list(find_headers(self.grid, part)) or list(self._by_labels(part))
            yield from ((first + begin, end + begin, columns) for first, end, columns in found)
        elif not rows:
            yield from self._headless(begin, stop)
        else:
            yield from self._said(rows, stop)

    def _said(self, rows: Sequence[int], stop: int) -> Iterator[Header]:
        """The header in the rows that were named, then those that are guessed below it."""
        lost = [row for row in rows if row not in self.grid.rows]
        if lost:
            self._tell("header-rows", "、".join(map(str, lost)), "no_rows")
        kept = [row for row in rows if row in self.grid.rows]
        if not kept:
            return
        first, end = bisect_left(self.numbers, kept[0]), bisect_right(self.numbers, kept[-1])
        yield self._header(first, end)
        below = find_headers(self.grid, self.numbers[end:stop])
        yield from ((one + end, last + end, columns) for one, last, columns in below)

    def _header(self, first: int, end: int) -> Header:
        below = rows_below(self.grid, self.numbers, end)
        block = read_block(self.grid, self.numbers[first:end], below, covered(self.grid))
        return first, end, read_columns(block, self._sample(below)) if block.stacks else [_bare()]

    def _headless(self, begin: int, stop: int) -> Iterator[Header]:
        """No header: all rows from the first on are read by the columns that were named."""
        at = max(begin, bisect_left(self.numbers, 1))
        if at < stop:
            yield at, at, [_bare()]

    def _by_labels(self, numbers: Sequence[int]) -> Iterator[Header]:
        """Rows that hold all labels that were named, where no row is known for a header by itself."""
        wanted = {label_key(str(hint)) for hint in self.hints.columns.values() if column_number(hint) is None}
        for at, row in enumerate(numbers if wanted else ()):
            if wanted <= {label_key(label.text) for label in labels(self.grid, row)}:
                block = read_block(self.grid, [row], (), covered(self.grid))
                yield at, at + 1, read_columns(block, self._sample(numbers[at + 1 : at + 1 + SAMPLE]))

    def _told(self, header: Header) -> Header:
        """A header with the columns that were named in place of those guessed."""
        first, end, columns = header
        given = self._given(columns)
        if not given:
            return header
        sample = self._sample(self.numbers[end : end + SAMPLE])
        return first, end, [_with(one, _within(one, given), sample) for one in columns]

    def _given(self, columns: Sequence[Columns]) -> dict[str, int]:
        """The columns named, as numbers; those that are not there are told."""
        said: dict[str, ColumnHint] = {}
        if self.hints.category is not None and self.hints.category.kind == "column":
            said["category"] = self.hints.category.column
        said |= self.hints.columns
        given = {role: self._column(hint, columns) for role, hint in said.items()}
        for role, column in given.items():
            if column is None:
                reason = "no_label" if column_number(said[role]) is None else "no_column"
                self._tell(f"columns.{role}" if role in self.hints.columns else "category.column", said[role], reason)
        return {role: column for role, column in given.items() if column is not None}

    def _column(self, hint: ColumnHint, columns: Sequence[Columns]) -> int | None:
        number = column_number(hint)
        if number is not None:
            width = max((len(texts) for texts in self.grid.rows.values()), default=0)
            return number if number <= width else None
        key = label_key(str(hint))
        shown = ((at, label) for one in columns for at, label in one.labels.items())
        return next((at for at, label in shown if label_key(label.text) == key), None)

    def _sample(self, rows: Sequence[int]) -> Sample:
        return Sample([self.grid.rows[row] for row in rows])

    def _repeated(self, section: Section) -> set[int]:
        """The rows of a section that repeat one of its header's rows word for word: it goes on over a page break."""
        if not self.hints.header_rows:
            return set()
        shown = [self.grid.rows[row] for row in range(section.top, section.bottom + 1) if row in self.grid.rows]
        below = self.numbers[section.start : section.end]
        return {row for row in below if self.grid.rows[row] in shown}

    def _tell_pathless(self) -> None:
        """What was said leaves a header without any level or name."""
        rows = self.hints.header_rows
        if rows is None:
            self._tell("columns", "、".join(self.hints.columns), "no_path")
        else:
            self._tell("header-rows", "、".join(map(str, rows or (0,))), "no_path")

    def _tell(self, key: str, value: object, reason: str, *, place: str = "") -> None:
        misfit = Misfit(key, place or str(value), reason, self.hints.source, self.begin)
        if misfit not in self.misfits:
            self.misfits.append(misfit)


def unfit(guides: Sequence[Guided]) -> Iterator[Misfit]:
    """The hints that fit nothing, of all grids of a document.

    A sheet without any header cannot show whether columns fit: that is told of a sheet that was named, and where no sheet
    of the document has one.
    """
    any_found = any(guide.found for guide in guides)
    for guide in guides:
        yield from guide.misfits
        hinted = guide.hints.columns or (guide.hints.category and guide.hints.category.kind == "column")
        if hinted and not guide.found and not guide.misfits and (guide.hints.named or not any_found):
            keys = "、".join(guide.hints.columns) or "category"
            yield Misfit("columns", keys, "no_header", guide.hints.source, guide.begin)


def _names_path(columns: Columns) -> bool:
    """Whether a table has a level or a name of its own."""
    return any(columns.roles.get(role, 0) >= columns.left for role in PATH)


def _bare() -> Columns:
    """The columns of a table of whose header nothing is known."""
    return Columns({}, {}, 1, LAST, 1.0)


def _within(columns: Columns, given: Mapping[str, int]) -> dict[str, int]:
    """The columns named that belong to one of several tables side by side; shared ones may stand left of it."""
    return {role: at for role, at in given.items() if at <= columns.right and (at >= columns.left or role in SHARED)}


def _with(columns: Columns, given: Mapping[str, int], sample: Sample) -> Columns:
    """The columns with these roles in place of those guessed; what is said is not in doubt."""
    said = set(given.values())
    roles = {role: at for role, at in columns.roles.items() if role not in given and at not in said} | dict(given)
    taken = set(roles.values())
    unknown = (at for at, label in columns.labels.items() if meaning(label.text) is None)
    free = [at for at in (unknown if columns.labels else range(1, sample.width + 1)) if at not in taken]
    voted, new = vote(roles, free, sample)
    doubts = tuple(dict.fromkeys([*_left(columns.doubts, taken - said, voted), *new]))
    return columns._replace(roles=voted, doubts=doubts, confidence=confidence_of(doubts))


def _left(doubts: Sequence[Doubt], guessed: AbstractSet[int], roles: Mapping[str, int]) -> Iterator[Doubt]:
    """The doubts about columns that are still guessed, or still unknown."""
    taken = set(roles.values())
    for doubt in doubts:
        if doubt.kind == LONELY:
            yield from [doubt] if sum(role in roles for role in PATH) == 1 else ()
        elif doubt.column in guessed or (doubt.kind == UNKNOWN_LABEL and doubt.column not in taken):
            yield doubt
