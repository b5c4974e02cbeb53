"""The body of a word processing document: its paragraphs and tables, with what stands inside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from indicator_lint.formats.flow import Block, Paragraph, Table
from indicator_lint.formats.refusal import refuse_damaged
from indicator_lint.formats.wordlines import Line, Pen
from indicator_lint.formats.wordtables import CONTINUE, RESTART, OpenTable, Written
from indicator_lint.formats.wordwalk import Attributes, Walk
from indicator_lint.model.location import Span

BODY, TABLE, ROW, CELL, PARAGRAPH, BOX = "body", "tbl", "tr", "tc", "p", "txbxContent"
FLOWS: Final = (BODY, CELL, BOX)
"""What paragraphs and tables may stand in."""

TRACKED: Final = {"rest": RESTART, "cont": CONTINUE}
"""How a merge is written that is still to be accepted."""


Blocks: TypeAlias = Sequence[Block]


@dataclass(slots=True)
class _Flow:
    """The blocks of the body, a cell or a text box; `floats` are those of text boxes anchored in it.

    `carried` is a paragraph whose mark was deleted.
    """

    blocks: list[Block] = field(default_factory=list)
    floats: list[Block] = field(default_factory=list)
    carried: Line | None = None


class Story:
    """Collects the blocks of a document's body during a walk."""

    def __init__(self, walk: Walk, pen: Pen) -> None:
        """Listen to a walk; `pen` writes down what stands in paragraphs."""
        self._walk, self._pen, self._limits = walk, pen, walk.limits
        self._most = self._limits.blocks
        self._structure = [BODY]
        self._flows = [_Flow()]
        self._tables: list[OpenTable] = []
        self._cells: list[tuple[Written, int]] = []
        self._counted = self._lines = self._numbered = 0
        walk.tell(
            {
                PARAGRAPH: self._start_line, TABLE: self._start_table, ROW: self._start_row, CELL: self._start_cell,
                BOX: self._start_box, "del": self._delete, "moveFrom": self._delete, "hidden": self._hide_row,
                "gridBefore": self._leave_out, "gridSpan": self._span, "vMerge": self._merge_down,
                "hMerge": self._merge_across, "cellMerge": self._merge_tracked, "cellDel": self._delete_cell,
            },
            {
                PARAGRAPH: self._end_line, TABLE: self._end_table, ROW: self._end_row, CELL: self._end_cell,
                BOX: self._end_box,
            },
        )  # fmt: skip

    @property
    def blocks(self) -> Blocks:
        """What was collected."""
        return _settled(self._flows[0])

    def _open(self, name: str, *allowed: str) -> None:
        """Go into an element that may stand in these only. Raises UnreadableError (FIL001) where it stands elsewhere."""
        if self._structure[-1] not in allowed:
            refuse_damaged(self._walk.part)
        self._structure.append(name)

    def _count(self) -> None:
        self._counted += 1
        if self._counted > self._most:
            self._limits.refuse("blocks")

    def _start_line(self, _: Attributes) -> None:
        """A paragraph, which goes on with the one before where that one's mark was deleted."""
        self._open(PARAGRAPH, *FLOWS)
        self._count()
        self._lines += 1
        flow = self._flows[-1]
        before, flow.carried = flow.carried, None
        self._pen.lines.append(
            Line(self._lines, self._walk.at)
            if before is None
            else Line(before.number, -1, before.pieces, size=before.size)
        )

    def _end_line(self) -> None:
        self._structure.pop()
        flow, line = self._flows[-1], self._pen.lines.pop()
        if line.joined:
            flow.carried = line
        else:
            alone = line.start >= 0 and self._structure[-1] != CELL  # in a table, cells are edited
            _write(flow, line, self._walk.span(line.start) if alone else None)
        if flow.floats and self._structure[-1] != CELL:
            flow.blocks += flow.floats
            flow.floats = []

    def _start_table(self, _: Attributes) -> None:
        self._open(TABLE, *FLOWS)
        self._count()
        self._numbered += 1
        _settled(self._flows[-1])
        self._tables.append(OpenTable(Table(self._numbered), self._limits))
        self._limits.check("nesting", len(self._tables))

    def _end_table(self) -> None:
        self._structure.pop()
        table, flow = self._tables.pop(), self._flows[-1]
        flow.blocks.append(table.table)
        (flow.floats if self._structure[-1] == CELL else flow.blocks).extend(table.floats)

    def _start_row(self, _: Attributes) -> None:
        self._open(ROW, TABLE)
        self._tables[-1].start_row()

    def _end_row(self) -> None:
        self._structure.pop()
        table = self._tables[-1]
        self._pen.hidden_rows -= table.hidden
        table.end_row()

    def _start_cell(self, _: Attributes) -> None:
        self._open(CELL, ROW)
        self._count()
        self._flows.append(_Flow())
        self._cells.append((self._tables[-1].start_cell(), self._walk.at))

    def _end_cell(self) -> None:
        """A text box is the content of a cell that has no other; else it hovers over the table."""
        self._structure.pop()
        flow, (cell, start) = self._flows.pop(), self._cells.pop()
        cell.blocks, cell.floats, cell.span = _settled(flow), flow.floats, self._walk.span(start)
        if cell.floats and not any(isinstance(block, Table) or block.text.strip() for block in cell.blocks):
            cell.blocks, cell.floats = list(cell.floats), []
        self._tables[-1].end_cell(cell)

    def _start_box(self, _: Attributes) -> None:
        self._open(BOX, PARAGRAPH)
        self._flows.append(_Flow())

    def _end_box(self) -> None:
        self._structure.pop()
        flow = self._flows.pop()
        self._flows[-1].floats += _settled(flow)

    def _delete(self, _: Attributes) -> None:
        """Text that was deleted or moved away; as a property of a row or of a paragraph's mark, these."""
        within = self._walk.within
        if within == "trPr" and self._structure[-1] == ROW:
            self._tables[-1].gone = True
        elif within == "pPr" and self._structure[-1] == PARAGRAPH:
            self._pen.lines[-1].joined = True
        elif within == "rPr" and self._pen.lines:
            self._pen.lines[-1].vanished = True
        self._walk.skip()

    def _hide_row(self, attributes: Attributes) -> None:
        if self._walk.within == "trPr" and self._structure[-1] == ROW and self._walk.is_on(attributes):
            self._pen.hidden_rows += not self._tables[-1].hidden
            self._tables[-1].hidden = True

    def _leave_out(self, attributes: Attributes) -> None:
        if self._walk.within == "trPr" and self._structure[-1] == ROW:
            self._tables[-1].leave_out(self._walk.number(attributes, 0))

    @property
    def _cell(self) -> Written | None:
        """The cell whose properties are read."""
        return self._cells[-1][0] if self._walk.within == "tcPr" and self._structure[-1] == CELL else None

    def _span(self, attributes: Attributes) -> None:
        if self._cell is not None:
            self._cell.width = max(1, self._walk.number(attributes, 1))

    def _merge_down(self, attributes: Attributes) -> None:
        if self._cell is not None:
            self._cell.down = self._walk.value(attributes) or CONTINUE

    def _merge_across(self, attributes: Attributes) -> None:
        if self._cell is not None:
            self._cell.across = self._walk.value(attributes) or CONTINUE

    def _merge_tracked(self, attributes: Attributes) -> None:
        if self._cell is not None:
            self._cell.down = TRACKED.get(self._walk.value(attributes, "vMerge") or "", self._cell.down)

    def _delete_cell(self, _: Attributes) -> None:
        if self._cell is not None:
            self._cell.gone = True


def _write(flow: _Flow, line: Line, span: Span | None = None) -> None:
    """Lay a paragraph's lines down; it can be edited as a whole where it is one."""
    texts = line.texts
    flow.blocks += [Paragraph(text, line.number, span if len(texts) == 1 else None) for text in texts]


def _settled(flow: _Flow) -> list[Block]:
    """The blocks of a flow, a paragraph without a mark of its own among them where nothing follows it."""
    if flow.carried is not None:
        _write(flow, flow.carried)
        flow.carried = None
    return flow.blocks
