"""Excel workbooks (.xlsx, .xlsm, .xltx): every visible and hidden sheet as a grid, texts as shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from indicator_lint.formats.celltext import TRUE, Book, Styles
from indicator_lint.formats.limits import DEFAULT, Limits
from indicator_lint.formats.merging import SheetPlaces, merged
from indicator_lint.formats.numberformat import cell_formats
from indicator_lint.formats.ooxml import Package
from indicator_lint.formats.references import clean, position
from indicator_lint.formats.refusal import refuse_damaged, refuse_unreadable
from indicator_lint.formats.spans import Spans
from indicator_lint.formats.strings import shared_strings, text_of
from indicator_lint.formats.worksheet import SheetReader
from indicator_lint.model.grid import Grid, Position

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

WORKBOOK: Final = "xl/workbook.xml"
UNREAD: Final = frozenset({"veryHidden"})
"""Sheets in this state cannot be shown from the user interface: they hold a program's data, not a submission."""


@dataclass(frozen=True)
class Workbook:
    """The package of a workbook, its main part, and what that part relates to."""

    package: Package
    main: str
    tree: Element
    relations: Mapping[str, tuple[str, str]]

    @property
    def epoch(self) -> int:
        """The year from which its dates are counted."""
        return 1904 if _flag(self.tree, "workbookPr", "date1904") else 1900

    @property
    def strings(self) -> str | None:
        """The part with the strings that cells share."""
        return self._related("sharedStrings")

    @property
    def styles(self) -> str | None:
        """The part with the styles."""
        return self._related("styles")

    def _related(self, kind: str) -> str | None:
        return dict(self.relations.values()).get(kind)


def open_workbook(content: bytes, limits: Limits = DEFAULT) -> Workbook:
    """The parts of a workbook that lead to all others. Raises UnreadableError (FIL001, FIL004) as the guards demand."""
    package = Package(content, limits)
    main = next((target for kind, target in package.relations("").values() if kind == "officeDocument"), WORKBOOK)
    return Workbook(package, main, package.tree(main), package.relations(main))


def read_workbook(content: bytes, limits: Limits = DEFAULT) -> tuple[Grid, ...]:
    """The worksheets in the workbook's order. Raises UnreadableError (FIL001, FIL004) as the guards demand."""
    workbook = open_workbook(content, limits)
    package, epoch = workbook.package, workbook.epoch
    book = Book(
        strings=shared_strings(package, workbook.strings, limits),
        styles=_styles(package, workbook.styles, epoch),
        limits=limits,
        epoch=epoch,
        stale=_flag(workbook.tree, "calcPr", "fullCalcOnLoad"),
    )
    sheets = tuple(_worksheets(workbook.tree, workbook.relations, workbook.main))
    limits.check("sheets", len(sheets))
    grids = tuple(_sheet(package, sheet, part, book) for sheet, part in sheets)
    if not grids:
        refuse_unreadable("no_sheets")
    return grids


def _worksheets(
    workbook: Element, relations: Mapping[str, tuple[str, str]], main: str
) -> Iterator[tuple[Element, str]]:
    """The sheets to read, each with its part; charts and dialogs are no grids."""
    for sheet in workbook.iterfind("sheets/sheet"):
        if sheet.get("state") not in UNREAD:
            kind, part = relations.get(sheet.get("id", ""), ("", ""))
            if not kind:
                refuse_damaged(main)
            if kind == "worksheet":
                yield sheet, part


def _flag(workbook: Element, name: str, flag: str) -> bool:
    """Whether a setting of the workbook is on."""
    setting = workbook.find(name)
    return setting is not None and setting.get(flag) in TRUE


def _styles(package: Package, part: str | None, epoch: int) -> Styles:
    formats = cell_formats(package.tree(part), epoch) if part is not None and part in package else []
    return Styles({str(index): each for index, each in enumerate(formats)})


def _sheet(package: Package, sheet: Element, part: str, book: Book) -> Grid:
    """One worksheet as a grid."""
    content = package.part(part)
    reader = SheetReader(part, book)
    reader.read(content)
    areas, anchors = merged(reader.merges, reader.rows, book.limits)
    right = max(map(len, reader.rows.values()), default=0)
    name = sheet.get("name", "")
    return Grid(
        name=name,
        rows=_in_order(reader.rows),
        place=SheetPlaces(name, areas, anchors, Spans(part, content, reader.numbers)),
        merges=tuple(reader.merges),
        anchors=anchors,
        notes=_notes(package, part),
        exceptional=reader.exceptional,
        hidden=sheet.get("state") == "hidden",
        hidden_rows=frozenset(reader.hidden_rows & reader.rows.keys()),
        hidden_columns=frozenset(
            column for first, last in reader.hidden_columns for column in range(first, min(last, right) + 1)
        ),
    )


def _in_order(rows: dict[int, list[str]]) -> dict[int, list[str]]:
    """The rows by ascending number, as they mostly stand already."""
    return rows if all(first < second for first, second in pairwise(rows)) else dict(sorted(rows.items()))


def _notes(package: Package, part: str) -> dict[Position, str]:
    """The comments of a sheet by their cell; where people answered each other, what all of them said."""
    relations = [(kind, target) for kind, target in package.relations(part).values() if target in package]
    notes = {
        position(comment.get("ref", ""), target): text_of(text)
        for kind, target in relations
        if kind == "comments"
        for comment in package.tree(target).iter("comment")
        for text in comment.iterfind("text")
    }
    threads: dict[Position, list[str]] = {}
    for kind, target in relations:
        if kind == "threadedComment":
            for comment in package.tree(target).iter("threadedComment"):
                at = position(comment.get("ref", ""), target)
                threads.setdefault(at, []).append(clean(comment.findtext("text", "")))
    return notes | {at: "\n".join(said) for at, said in threads.items()}
