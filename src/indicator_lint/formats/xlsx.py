"""Excel workbooks (.xlsx, .xlsm, .xltx): every visible and hidden sheet as a grid, texts as shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from indicator_lint.formats.limits import DEFAULT, Limits
from indicator_lint.formats.merging import SheetPlaces, merged
from indicator_lint.formats.numberformat import NumberFormat, cell_formats
from indicator_lint.formats.ooxml import Package, element_end, guarded_parser, in_utf8, local, parse
from indicator_lint.formats.references import clean, position
from indicator_lint.formats.refusal import refuse_damaged, refuse_unreadable
from indicator_lint.formats.worksheet import TRUE, Book, SheetReader
from indicator_lint.model.grid import Grid, Position
from indicator_lint.model.location import Span

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

WORKBOOK: Final = "xl/workbook.xml"
UNREAD: Final = frozenset({"veryHidden"})
"""Sheets in this state cannot be shown from the user interface: they hold a program's data, not a submission."""


def read_workbook(content: bytes, limits: Limits = DEFAULT) -> tuple[Grid, ...]:
    """The worksheets in the workbook's order. Raises UnreadableError (FIL001, FIL004) as the guards demand."""
    package = Package(content, limits)
    main = next((target for kind, target in package.relations("").values() if kind == "officeDocument"), WORKBOOK)
    workbook, relations = package.tree(main), package.relations(main)
    targets = dict(relations.values())
    book = Book(
        strings=_shared_strings(package, targets.get("sharedStrings"), limits),
        formats=_formats(package, targets.get("styles"), workbook),
        limits=limits,
    )
    grids = tuple(_sheet(package, sheet, part, book) for sheet, part in _worksheets(workbook, relations, main))
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


def _formats(package: Package, part: str | None, workbook: Element) -> list[NumberFormat | None]:
    if part is None or part not in package:
        return []
    properties = workbook.find("workbookPr")
    dated = properties.get("date1904") if properties is not None else None
    return cell_formats(package.tree(part), 1904 if dated in TRUE else 1900)


def _shared_strings(package: Package, part: str | None, limits: Limits) -> list[str]:
    """All shared strings by index: runs joined, readings (phonetic runs) left out."""
    if part is None or part not in package:
        return []
    strings: list[str] = []
    pieces: list[str] = []
    state = {"reading": False, "kept": 0, "depth": 0}

    def start(name: str, _: Mapping[str, str]) -> None:
        state["depth"] += 1
        limits.check("depth", state["depth"])
        match local(name):
            case "si":
                pieces.clear()
                state["kept"] = 0
            case "t":
                del pieces[state["kept"] :]
            case "rPh":
                state["reading"] = True

    def end(name: str) -> None:
        state["depth"] -= 1
        match local(name):
            case "t":
                state["kept"] = state["kept"] if state["reading"] else len(pieces)
            case "rPh":
                state["reading"] = False
            case "si":
                strings.append(clean("".join(pieces[: state["kept"]])))
                limits.check("cells", len(strings))
                limits.check("cell_characters", len(strings[-1]))

    parser = guarded_parser(part)
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, pieces.append
    parse(parser, part, package.part(part))
    return strings


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
        place=SheetPlaces(name, areas, anchors, Spans(part, content, reader.offsets)),
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
    """The comments of a sheet by their cell."""
    parts = [target for kind, target in package.relations(part).values() if kind == "comments" and target in package]
    return {
        position(comment.get("ref", ""), each): clean("".join(text.text or "" for text in _texts(comment)))
        for each in parts
        for comment in package.tree(each).iter("comment")
    }


def _texts(comment: Element) -> Iterator[Element]:
    """The texts of a comment, readings left out."""
    for path in ("text/t", "text/r/t"):
        yield from comment.iterfind(path)


@dataclass(frozen=True)
class Spans:
    """The bytes of a sheet's cells, looked up in a cell's row when asked for; `offsets` tells where each row begins."""

    part: str
    content: bytes
    offsets: Mapping[int, int]

    def __call__(self, row: int, column: int) -> Span | None:
        """The bytes of the element of a cell; None where it has none, or where the part is not in UTF-8."""
        start = self.offsets.get(row)
        if start is None or not self._in_utf8:
            return None
        found = _cell_in_row(self.content[start : _row_end(self.content, start)], column)
        return Span(self.part, start + found[0], start + found[1]) if found else None

    @cached_property
    def _in_utf8(self) -> bool:
        return in_utf8(self.content)


def _row_end(content: bytes, start: int) -> int:
    """Behind the element that begins at `start`."""
    tag = content[start + 1 : content.find(b">", start)].split(None, 1)[0].rstrip(b"/")
    close = content.find(b"</" + tag + b">", start)
    return close + len(tag) + 3 if close >= 0 else len(content)


def _cell_in_row(markup: bytes, column: int) -> tuple[int, int] | None:
    """First byte of the cell in a column, and the byte behind it."""
    spans: dict[int, tuple[int, int]] = {}
    at = begun = 0
    parser = expat.ParserCreate()

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal at, begun
        if name.rpartition(":")[2] == "c":
            ref = attributes.get("r")
            at, begun = position(ref, "")[1] if ref else at + 1, parser.CurrentByteIndex

    def end(name: str) -> None:
        if name.rpartition(":")[2] == "c":
            spans[at] = begun, element_end(markup, begun, parser.CurrentByteIndex)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(markup, True)  # noqa: FBT003 - expat takes its arguments by position only
    parser.StartElementHandler = parser.EndElementHandler = None  # else parser and handlers keep each other alive
    return spans.get(column)
