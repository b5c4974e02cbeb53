"""A web page, or several in turn, as blocks: its paragraphs and tables in the order in which a browser shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from indicator_lint.formats.flow import Block, Paragraph, Table
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.markup import Scanner
from indicator_lint.formats.pagetext import BREAK, field_text, is_gone, is_unseen, preformatted, shown, words
from indicator_lint.formats.tabling import TALLEST, WIDEST, Box, Group, Row, lay_out, span
from indicator_lint.model.document import Remark
from indicator_lint.model.location import Location

LINES: Final = frozenset(
    {
        "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section",
        "article", "header", "footer", "main", "nav", "aside", "form", "fieldset", "legend", "center", "address", "pre",
        "hr", "figure", "figcaption", "details", "summary", "body", "html", "menu", "dir", "listing", "optgroup",
    }
)  # fmt: skip
"""Elements that stand on lines of their own."""

VOID: Final = frozenset(
    {"area", "base", "br", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
ALWAYS_SHOWN: Final = frozenset({"html", "body"})
"""Pages that a script uncovers once they are loaded."""

NEVER_SHOWN: Final = frozenset({"xml", "comment", "rt", "rp"})
"""Data for programs, notes at cells, the readings above characters."""

ENDED_BY: Final[dict[str, frozenset[str]]] = {
    "rt": frozenset({"ruby"}), "rp": frozenset({"ruby"}), "li": frozenset({"ul", "ol", "menu"}),
}  # fmt: skip
"""Elements whose end tag may be missing, and what ends with them."""

PRE: Final = frozenset({"pre", "listing"})
TOLD: Final = LINES | NEVER_SHOWN | PRE | {"br", "input", "frameset"}
"""Elements that mean something without attributes."""

FIELDS: Final = frozenset({"select", "textarea", "xmp"})
ROOM: Final = 8
"""How much longer a paragraph may be in the source, white space and all, than it is when shown."""


@dataclass(slots=True)
class Flow:
    """Where text lands: the page, a cell or a caption. `unseen` is the element, and how often it is open, that hides it."""

    blocks: list[Block]
    pieces: list[str] = field(default_factory=list)
    unseen: str = ""
    depth: int = 0
    pre: int = 0


@dataclass(slots=True)
class Open:
    """A table whose end has not come yet; `outer` is the flow that it stands in."""

    number: int
    outer: Flow
    hidden: bool
    groups: list[Group] = field(default_factory=list)
    group: Group | None = None
    row: Row | None = None
    box: Box | None = None
    inner: Flow | None = None
    columns: int = 0
    grouped: int | None = None
    """How many columns stood before the column group that has named none of its own yet."""
    hidden_columns: set[int] = field(default_factory=set)

    @property
    def hides(self) -> bool:
        """Whether what stands at this place is not shown."""
        parts = (self.group, self.row, self.box)
        return self.hidden or any(part is not None and part.gone for part in parts)


class Walk:
    """Collects `blocks` and `remarks` while pages pass by; numbers run on from page to page."""

    def __init__(self, limits: Limits) -> None:
        """Be ready for the first page."""
        self.blocks: list[Block] = []
        self.remarks: list[Remark] = []
        self.framed = False
        self._limits = limits
        self._page = Flow(self.blocks)
        self._open: list[Open] = []
        self._paragraphs = self._tables = self._blocks = 0
        self._starts: dict[str, Callable[[Mapping[str, str]], None]] = {
            "table": self._start_table,
            "caption": self._start_caption,
            "col": self._start_column,
            "colgroup": self._start_columns,
            "tr": self._start_row,
            "td": self._start_cell,
            "th": self._start_cell,
            "tbody": self._start_group,
            "thead": self._start_group,
            "tfoot": lambda attributes: self._start_group(attributes, foot=True),
        }
        self._ends: dict[str, Callable[[], None]] = {
            "table": self._end_table,
            "caption": self._end_cell,
            "tr": self._end_row,
            "td": self._end_cell,
            "th": self._end_cell,
            "tbody": self._end_group,
            "thead": self._end_group,
            "tfoot": self._end_group,
        }

    def read(self, page: str, *, xml: bool = False, title: str = "") -> None:
        """Walk over a page that people know by a title. Raises UnreadableError (FIL004) beyond the limits."""
        self._limits.check("tags", page.count("&"))
        if title:
            self._say(self._page, title)
        for kind, value, attributes, offset in Scanner(page, self._limits, xml=xml):
            if kind == "text":
                self._text(value)
            elif kind == "start":
                self._start(value, attributes)
            elif kind == "end":
                self._end(value)
            elif kind == "raw":
                self._field(value, attributes)
            else:
                self.remarks.append(Remark("markup_cut", params={"line": page.count("\n", 0, offset) + 1}))
        while self._open:
            self._end_table()
        self._flush(self._page)
        self._page = Flow(self.blocks)

    @property
    def _flow(self) -> Flow:
        """Where text lands now; text that stands between the cells of a table is shown before it."""
        for table in reversed(self._open):
            if table.inner is not None:
                return table.inner
        return self._page

    def _text(self, text: str) -> None:
        flow = self._flow
        if not (flow.unseen or (text.isspace() and not flow.pieces)):
            flow.pieces.append(preformatted(text) if flow.pre else words(text))

    def _field(self, name: str, attributes: Mapping[str, str]) -> None:
        flow = self._flow
        if name in FIELDS and not flow.unseen:
            flow.pieces.append(field_text(name, attributes))

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in self._starts:
            self._starts[name](attributes)
            return
        flow = self._flow
        if not (attributes or flow.unseen or name in TOLD):
            return
        if name in LINES:
            self._flush(flow)
            if flow.unseen == "p":
                flow.unseen = ""
        if flow.unseen:
            flow.depth += name == flow.unseen
        elif name == "br":
            flow.pieces.append(BREAK)
        elif name == "input":
            flow.pieces.append("" if is_unseen(attributes) else field_text(name, attributes))
        elif (attributes or name in NEVER_SHOWN) and _hides(name, attributes):
            flow.unseen, flow.depth = name, 1
        flow.pre += name in PRE
        self.framed |= name == "frameset"

    def _end(self, name: str) -> None:
        if name in self._ends:
            self._ends[name]()
            return
        flow = self._flow
        if name == flow.unseen:
            flow.depth -= 1
        if flow.unseen and (not flow.depth or name in ENDED_BY.get(flow.unseen, ())):
            flow.unseen = ""
        if name in LINES:
            self._flush(flow)
        elif name == "br" and not flow.unseen:
            flow.pieces.append(BREAK)
        flow.pre = max(0, flow.pre - (name in PRE))

    def _flush(self, flow: Flow) -> None:
        """End the paragraph in the making."""
        if flow.pieces:
            source = "".join(flow.pieces)
            flow.pieces.clear()
            if len(source) > self._limits.field_characters * ROOM:
                self._limits.refuse("field_characters")
            text = shown(source)
            if text:
                self._say(flow, text)

    def _say(self, flow: Flow, text: str) -> None:
        """A paragraph; outside tables its lines are blocks of their own, as titles often share one paragraph."""
        self._limits.check("field_characters", len(text))
        self._paragraphs += 1
        self._count()
        if flow is self._page and "\n" in text:
            flow.blocks += [Paragraph(line, self._paragraphs) for line in text.split("\n")]
        else:
            flow.blocks.append(Paragraph(text, self._paragraphs))

    def _start_table(self, attributes: Mapping[str, str]) -> None:
        if self._open and self._open[-1].inner is None:
            self._end_table()
        self._flush(self._flow)
        self._tables += 1
        self._count()
        hidden = is_unseen(attributes) or bool(self._flow.unseen) or any(table.hides for table in self._open)
        self._open.append(Open(self._tables, self._flow, hidden))
        self._limits.check("nesting", len(self._open))

    def _end_table(self) -> None:
        if not self._open:
            return
        self._end_group()
        table = self._open.pop()
        self._flush(table.outer)
        if not table.groups:
            return
        plan = lay_out(table.groups, frozenset(table.hidden_columns), self._limits)
        if plan.dropped:
            place = Location(f"表{table.number}", "", "", 0, 0)
            self.remarks.append(Remark("hidden_cells", place, {"count": plan.dropped}))
        table.outer.blocks.append(
            Table(table.number, list(plan.boxes), table.hidden, plan.hidden_rows, plan.hidden_columns)
        )

    def _start_caption(self, attributes: Mapping[str, str]) -> None:
        """A caption is a paragraph before its table, or behind it where it stands there."""
        if self._open:
            self._end_group()
            table = self._open[-1]
            table.inner = Flow(table.outer.blocks, unseen="caption" if is_unseen(attributes) else "", depth=1)

    def _start_columns(self, attributes: Mapping[str, str]) -> None:
        """A column group: as many columns as it says, unless it names them one by one."""
        if self._open:
            table = self._open[-1]
            table.grouped, before = None, table.columns
            self._start_column(attributes)
            table.grouped = before

    def _start_column(self, attributes: Mapping[str, str]) -> None:
        if not self._open:
            return
        table = self._open[-1]
        if table.grouped is not None:
            table.columns, table.grouped = table.grouped, None
        first = table.columns + 1
        table.columns = min(table.columns + span(attributes.get("span", ""), WIDEST), self._limits.columns)
        if is_unseen(attributes):
            table.hidden_columns.update(range(first, table.columns + 1))

    def _start_group(self, attributes: Mapping[str, str], *, foot: bool = False) -> None:
        if self._open:
            self._end_group()
            table = self._open[-1]
            table.group = Group(foot=foot, gone=is_unseen(attributes))
            table.groups.append(table.group)

    def _end_group(self) -> None:
        if self._open:
            self._end_row()
            self._open[-1].group = None

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        """A row; one outside of any table begins a table whose own tag was forgotten."""
        if not self._open:
            self._start_table({})
        self._end_row()
        table = self._open[-1]
        if table.group is None:
            self._start_group({})
        self._count()
        table.row = Row(gone=is_unseen(attributes))
        if table.group is not None:
            table.group.rows.append(table.row)

    def _end_row(self) -> None:
        if self._open:
            self._end_cell()
            self._open[-1].row = None

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        if not self._open:
            return
        self._end_cell()
        table = self._open[-1]
        if table.row is None:
            self._start_row({})
        self._count()
        table.box = box = _box(attributes)
        table.inner = Flow(box.blocks, unseen="" if box.gone or not is_unseen(attributes) else "td", depth=1)
        if table.row is not None:
            table.row.boxes.append(box)

    def _count(self) -> None:
        """Rows and paragraphs count as much as cells: they cost as much."""
        self._blocks += 1
        if self._blocks > self._limits.blocks:
            self._limits.refuse("blocks")

    def _end_cell(self) -> None:
        if self._open:
            table = self._open[-1]
            if table.inner is not None:
                self._flush(table.inner)
            table.inner = table.box = None


def _box(attributes: Mapping[str, str]) -> Box:
    """A cell as its tag describes it.

    Excel lets a long text run over into empty cells, and writes that as a span which it asks itself to ignore.
    """
    if not attributes:
        return Box(0, 0)
    height = span(attributes.get("rowspan", ""), TALLEST, least=0)
    reach = span(attributes.get("colspan", ""), WIDEST)
    width = 1 if reach > 1 and "mso-ignore:colspan" in attributes.get("style", "").replace(" ", "") else reach
    return Box(0, 0, height, width, reach=reach, gone=is_gone(attributes))


def _hides(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element keeps its content from being shown; a deletion does that can tell when it was made."""
    if name in VOID or name in ALWAYS_SHOWN:
        return False
    return name in NEVER_SHOWN or is_unseen(attributes) or (name == "del" and "datetime" in attributes)
