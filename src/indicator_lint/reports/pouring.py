"""Long sheets of a workbook: their rows are written as the XML that they become, everything around them by openpyxl.

An object for each cell of twenty thousand rows would take a quarter of a minute and half a gigabyte. What a cell looks like is
a number in XML; which one, openpyxl says once for each column.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any, Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from indicator_lint.model.finding import Finding
from indicator_lint.reports.sheets import Sheet, Value
from indicator_lint.reports.uris import uri
from indicator_lint.reports.view import View
from indicator_lint.reports.workbook import (
    FILLS,
    FONT,
    LIKE_FORMULA,
    LINKED,
    MOST_LINKS,
    PALE,
    begin_sheet,
    escaped,
    height_of,
    leave_unprinted,
    looks_of,
    place_inside,
    still_bytes,
)

LONGEST: Final = 32_767
"""Characters that a cell can hold."""

REMEMBERED: Final = 1 << 13
TOGETHER: Final = 500
"""Rows written at once."""

_SHEET_DATA_END: Final = b"</sheetData>"
_BEHIND_LINKS: Final = re.compile(rb"<(?:printOptions|pageMargins)\b")
_DIMENSION: Final = re.compile(rb'<dimension ref="[^"]*"')
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Look(NamedTuple):
    """Two numbers of the styles of a book: for a cell, and for one whose text begins as a formula does."""

    plain: int
    quoted: int


class Link(NamedTuple):
    """From a cell to a file (a URI), to a place, or to both."""

    ref: str
    file: str | None
    place: str | None


@dataclass(slots=True)
class Poured:
    """A worksheet that has its header, and the rows that will stand under it.

    `accents` are looks that some values of a column have instead of the column's own, by the column's key; `fonts` and the like
    that all its cells have are told to `restyle`.
    """

    target: Any
    sheet: Sheet
    looks: list[Look] = field(init=False)
    accents: dict[str, Mapping[Value, Look]] = field(default_factory=dict)
    links: Sequence[Link] = ()

    def __post_init__(self) -> None:
        begin_sheet(self.target, self.sheet)
        self.looks = [self.look(column.key) for column in self.sheet.columns]

    def look(self, key: str, **parts: Any) -> Look:
        """How a cell of a column looks with some parts (font, fill, number_format) other than those of the column."""
        whole = {**looks_of(key), **parts}
        return Look(self._style(**whole), self._style(**whole, quotePrefix=True))

    def _style(self, **parts: Any) -> int:
        """The number of a style; the book keeps the cell's own object of it, which must not change any more."""
        cell: Any = WriteOnlyCell(self.target)
        for name, part in parts.items():
            setattr(cell, name, part)
        return int(cell.style_id)

    def restyle(self, key: str, **parts: Any) -> None:
        """Let all cells of a column look so."""
        self.looks[self.sheet.position(key)] = self.look(key, **parts)

    @property
    def part(self) -> str:
        """The name of the worksheet's part, once the book was saved."""
        return str(self.target.path).lstrip("/")

    def filled(self, content: bytes) -> Iterator[bytes]:
        """The part with the rows and links in it, in pieces."""
        head, end, tail = content.partition(_SHEET_DATA_END)
        whole = f'<dimension ref="A1:{get_column_letter(len(self.sheet.columns))}{len(self.sheet.rows) + 1}"'
        yield _DIMENSION.sub(whole.encode(), head, count=1)
        rows = self._rows()
        while some := "".join(islice(rows, TOGETHER)):
            yield some.encode()
        yield end
        behind = _BEHIND_LINKS.search(tail)
        at = behind.start() if behind else len(tail)
        yield from (tail[:at], self._links().encode(), tail[at:])

    def _rows(self) -> Iterator[str]:
        columns = [
            (get_column_letter(number), look, self.accents.get(column.key, {}))
            for number, (column, look) in enumerate(zip(self.sheet.columns, self.looks, strict=True), start=1)
        ]
        for number, values in enumerate(self.sheet.rows, start=2):
            cells = (
                _cell(f"{letter}{number}", accents.get(value, look) if accents else look, value)
                for (letter, look, accents), value in zip(columns, values, strict=True)
            )
            height = height_of(self.sheet, values)
            yield f'<row r="{number}" ht="{height:.16g}" customHeight="1">{"".join(cells)}</row>'

    def _links(self) -> str:
        if not self.links:
            return ""
        numbers = self._files()
        return f"<hyperlinks>{''.join(_link(link, numbers) for link in self.links)}</hyperlinks>"

    def _files(self) -> dict[str, str]:
        """The id of the relation to each file."""
        files = dict.fromkeys(link.file for link in self.links if link.file is not None)
        return {file: f"file{number}" for number, file in enumerate(files, start=1)}

    def relations(self) -> bytes:
        """The part that says where the links to files lead; empty where there are none."""
        files = self._files()
        if not files:
            return b""
        told = (
            f'<Relationship Id="{key}" Type="{_RELATION}/hyperlink" Target={quoteattr(file)} TargetMode="External"/>'
            for file, key in files.items()
        )
        return f'<Relationships xmlns="{_RELATIONS}">{"".join(told)}</Relationships>'.encode()


def colour_words(poured: Poured, view: View) -> None:
    """Severities on their ground, what is wrong in bold, places as links."""
    words = {view.say(str(severity)): PatternFill("solid", fgColor=colour) for severity, colour in FILLS.items()}
    poured.accents["severity"] = {word: poured.look("severity", fill=ground) for word, ground in words.items()}
    poured.restyle("rule", font=Font(name=FONT, size=10, bold=True))
    poured.restyle("place", font=LINKED)


def links_of(sheet: Sheet, findings: Sequence[Finding], view: View) -> list[Link]:
    """From each place to the cell itself: the file is named from where the report will lie."""
    letter = get_column_letter(sheet.position("place") + 1)
    files = {path: uri(path, view.folder) for path in dict.fromkeys(finding.path for finding in findings)}
    return [
        Link(f"{letter}{row}", files[finding.path], place_inside(finding.location))
        for row, finding in enumerate(findings[:MOST_LINKS], start=2)
    ]


def leave_out_print_column(poured: Poured) -> None:
    """The fingerprint is for programs: small, pale, and not printed."""
    poured.restyle("fingerprint", font=PALE)
    leave_unprinted(poured.target, poured.sheet)


def _cell(ref: str, look: Look, value: Value) -> str:
    """A number, or a text that stays one: see `workbook.write_value`."""
    if isinstance(value, str):
        return f'<c r="{ref}" s="{look[value.startswith(LIKE_FORMULA)]}"{_inline(value)}'
    return f'<c r="{ref}" s="{look.plain}"><v>{value:.16g}</v></c>'


@lru_cache(maxsize=REMEMBERED)
def _inline(text: str) -> str:
    """The rest of a cell with a text: most texts of a sheet stand in it many times."""
    if not text:
        return "/>"
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f' t="inlineStr"><is><t{space}>{escape(escaped(text[:LONGEST]))}</t></is></c>'


def _link(link: Link, files: Mapping[str, str]) -> str:
    file = f' xmlns:r="{_RELATION}" r:id="{files[link.file]}"' if link.file is not None else ""
    place = f" location={quoteattr(link.place)}" if link.place is not None else ""
    return f'<hyperlink ref="{link.ref}"{file}{place}/>'


def poured_bytes(book: Workbook, poured: Iterable[Poured]) -> bytes:
    """The saved workbook, the same bytes for the same rows, with the rows of these sheets in it."""
    made = io.BytesIO()
    content, sheets = still_bytes(book), {one.part: one for one in poured}
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in parts.namelist():
            one = sheets.get(name)
            _write(target, name, one.filled(parts.read(name)) if one else [parts.read(name)])
        for name, one in sheets.items():
            if relations := one.relations():
                folder, _, base = name.rpartition("/")
                _write(target, f"{folder}/_rels/{base}.rels", [relations])
    return made.getvalue()


def _write(target: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> None:
    """A part, with the date that all have."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with target.open(entry, "w") as file:
        for piece in pieces:
            file.write(piece)
