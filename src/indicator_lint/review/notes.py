"""The notes of a sheet with more of them: those that are there stay, ours stand below them or beside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from indicator_lint.formats.references import cell_name
from indicator_lint.model.grid import Position
from indicator_lint.reports.display import width
from indicator_lint.review.marks import Mark
from indicator_lint.review.outline import Child, Outline, outline
from indicator_lint.review.package import HEAD, spliced_part

AUTHOR: Final = "indicator-lint"
VML: Final = {
    b"v": b"urn:schemas-microsoft-com:vml",
    b"o": b"urn:schemas-microsoft-com:office:office",
    b"x": b"urn:schemas-microsoft-com:office:excel",
}
SHAPE_TYPE: Final = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
SHAPE: Final = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:2pt;'
    'width:{wide}pt;height:{high}pt;z-index:{order};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>'
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
SHAPE_NUMBER: Final = re.compile(rb"_x0000_s([0-9]{1,9})")
FIRST_SHAPE: Final = 1025
WIDE: Final = 300
ACROSS: Final = 56
"""Terminal columns that a line of the box holds."""
LINE: Final = 13
TALLEST: Final = 400
ATTRIBUTE: Final = re.compile(rb"""\sref\s*=\s*["']([A-Z]+[0-9]+)["']""")
RULE: Final = "\n————\n"


@dataclass(frozen=True, slots=True)
class Noted:
    """The parts after notes were added."""

    comments: bytes
    drawing: bytes


def noted(comments: bytes | None, drawing: bytes | None, marks: Mapping[Position, Mark], address: str) -> Noted:
    """Add notes to a sheet's comments and to the boxes that show them; either may be absent yet."""
    if comments is None:
        space = address.encode()
        comments = HEAD + b'<comments xmlns="%b"><authors></authors><commentList></commentList></comments>' % space
    kept, taken = _appended(comments, marks)
    new = {at: mark for at, mark in marks.items() if at not in taken}
    return Noted(_listed(kept, new), _drawn(drawing or _empty_drawing(), new))


def _appended(comments: bytes, marks: Mapping[Position, Mark]) -> tuple[bytes, set[Position]]:
    """The comments with ours below those of people, and the cells that have some."""
    drawn = outline(comments, "", ("commentList",))
    by_name = {cell_name(*at): at for at in marks}
    taken: set[Position] = set()
    pieces: list[tuple[int, int, bytes]] = []
    for each in drawn.items["commentList"]:
        ref = ATTRIBUTE.search(drawn.content, each.start, each.end)
        at = by_name.get(ref[1].decode()) if ref else None
        if at is not None and at not in taken:
            taken.add(at)
            pieces += _below(drawn, each, marks[at])
    return spliced_part(comments, pieces), taken


def _below(drawn: Outline, comment: Child, mark: Mark) -> Iterable[tuple[int, int, bytes]]:
    """Our runs behind those of a comment; its text becomes a run where it is none, for runs may not follow a plain one."""
    tag = drawn.prefix
    text = re.compile(rb"<%btext(?:\s[^>]*)?>" % re.escape(tag)).search(drawn.content, comment.start, comment.end)
    end = drawn.content.rfind(b"</%btext>" % tag, comment.start, comment.end)
    if text is None or end < 0:
        return
    inside = drawn.content[text.end() : end]
    if inside and not re.search(rb"<%br[\s>]" % re.escape(tag), inside):
        inside = b"<%br>%b</%br>" % (tag, inside, tag)
    yield text.end(), end, inside + _runs([(RULE, ""), *mark.note], tag)


def _listed(comments: bytes, marks: Mapping[Position, Mark]) -> bytes:
    drawn = outline(comments, "", ("authors",))
    tag, number = drawn.prefix, len(drawn.items["authors"])
    made = [
        b'<%bcomment ref="%b" authorId="%d"><%btext>%b</%btext></%bcomment>'
        % (tag, cell_name(*at).encode(), number, tag, _runs(mark.note, tag), tag, tag)
        for at, mark in sorted(marks.items())
    ]
    if not made:
        return comments
    listed = drawn.with_grandchildren("commentList", b"".join(made))
    author = b"<%bauthor>%b</%bauthor>" % (tag, AUTHOR.encode(), tag)
    return outline(listed, "").with_grandchildren("authors", author)


def _runs(note: Sequence[tuple[str, str]], tag: bytes) -> bytes:
    """The head of each finding in bold, then the rest."""
    made, gap = [], ""
    for head, text in note:
        made.append(_run(gap + head, tag, bold=True))
        made += [_run(f"\n{text}", tag, bold=False)] if text else []
        gap = "\n\n" if text else ""
    return b"".join(made)


def _run(text: str, tag: bytes, *, bold: bool) -> bytes:
    look = (b"<%bb/>" % tag if bold else b"") + b'<%bsz val="9"/>' % tag
    shown = escape(re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)).encode()
    return b'<%br><%brPr>%b</%brPr><%bt xml:space="preserve">%b</%bt></%br>' % (
        tag,
        tag,
        look,
        tag,
        tag,
        shown,
        tag,
        tag,
    )


def _empty_drawing() -> bytes:
    spaces = b"".join(b' xmlns:%b="%b"' % each for each in VML.items())
    return b'<xml%b><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>' % spaces


def _drawn(drawing: bytes, marks: Mapping[Position, Mark]) -> bytes:
    """The boxes; old programs write this part so that no XML reader takes it, hence nothing is read but its end."""
    if not marks:
        return drawing
    numbers = map(int, SHAPE_NUMBER.findall(drawing))
    first = max([*numbers, FIRST_SHAPE - 1]) + 1
    shapes = [
        SHAPE.format(
            number=first + i, order=i + 1, wide=WIDE, high=_height(mark.note), row=row - 1, column=column - 1
        ).encode()
        for i, ((row, column), mark) in enumerate(sorted(marks.items()))
    ]
    types = b"" if b"_x0000_t202" in drawing else SHAPE_TYPE
    made = b"".join(_named(each, drawing) for each in (types, *shapes) if each)
    at = drawing.rindex(b"</xml")
    return drawing[:at] + made + drawing[at:]


def _named(shape: bytes, drawing: bytes) -> bytes:
    """A shape that declares the prefixes that its part does not."""
    missing = b"".join(b' xmlns:%b="%b"' % each for each in VML.items() if b"xmlns:%b=" % each[0] not in drawing)
    cut = shape.index(b" ")
    return shape[:cut] + missing + shape[cut:]


def _height(note: Sequence[tuple[str, str]]) -> int:
    lines = [line for head, text in note for line in (head, *text.split("\n"), "")]
    return min(sum(1 + width(line) // ACROSS for line in lines) * LINE + LINE, TALLEST)
