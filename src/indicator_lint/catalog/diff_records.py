"""A difference for programs (JSON), and as a workbook."""

from __future__ import annotations

from typing import Any, Final

from indicator_lint.catalog.diff_text import called, category_lines, certainty, counts
from indicator_lint.catalog.differences import Change, Difference
from indicator_lint.catalog.words import say
from indicator_lint.model.catalog import STATED, Indicator
from indicator_lint.reports.display import visible
from indicator_lint.reports.records import dumped, tool
from indicator_lint.reports.sheets import Column, Sheet, Value
from indicator_lint.reports.view import View

SCHEMA_VERSION: Final = 1
_COLUMNS: Final = (
    ("kind", 14), ("category", 22), ("code", 14), ("before", 34), ("after", 34), ("field", 12), ("old", 34), ("new", 34),
    ("note", 22), ("confidence", 18),
)  # fmt: skip


def render_json(difference: Difference, view: View) -> str:
    """The whole difference; every change with the indicators before and after and its fields."""
    del view
    record = {
        "schema_version": SCHEMA_VERSION,
        "tool": tool(),
        "before": difference.before.label,
        "after": difference.after.label,
        "categories": [{"old": old, "new": new} for old, new in difference.categories],
        "changes": [_change(change) for change in difference.changes],
        "summary": {"changes": len(difference.changes), **counts(difference), "unchanged": difference.unchanged},
    }
    return f"{dumped(record)}\n"


def _change(change: Change) -> dict[str, Any]:
    return {
        "kinds": list(change.kinds),
        "confidence": round(change.confidence, 3),
        "before": [_indicator(one) for one in change.before],
        "after": [_indicator(one) for one in change.after],
        "fields": [
            {"field": one.field, "old": one.old, "new": one.new, "note": one.note or None} for one in change.fields
        ],
    }


def _indicator(one: Indicator) -> dict[str, str | None]:
    texts: dict[str, str | None] = {"code": one.code or None, **{name: one.text(name) for name in STATED}}
    return {**texts, "target": one.target or None, "place": one.place or None}


def render_workbook(difference: Difference, view: View) -> bytes:
    """A line for each field that changed, and the totals."""
    from openpyxl import Workbook  # noqa: PLC0415  # only where a workbook is wanted

    from indicator_lint.reports.workbook import still_bytes, write_sheet  # noqa: PLC0415

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in (_changes(difference, view.lang), _totals(difference, view.lang)):
        write_sheet(book.create_sheet(sheet.name), sheet)
    return still_bytes(book)


def _changes(difference: Difference, lang: str) -> Sheet:
    columns = tuple(Column(key, say(f"diff_{key}", lang), width) for key, width in _COLUMNS)
    rows = tuple(row for change in difference.changes for row in _rows(change, lang))
    return Sheet("changes", say("diff_sheet", lang), columns, rows)


def _rows(change: Change, lang: str) -> list[tuple[Value, ...]]:
    kinds = say("list", lang).join(say(kind, lang) for kind in change.kinds)
    before, after = ("\n".join(map(called, side)) for side in (change.before, change.after))
    code = (change.after or change.before)[0].code
    sure = certainty(change, lang) if change.confidence < 1 else ""
    head: tuple[Value, ...] = (kinds, visible(change.category), visible(code), before, after)
    fields = [
        (say(one.field, lang), visible(one.old), visible(one.new), say(one.note, lang) if one.note else "")
        for one in change.fields
    ]
    return [(*head, *field, sure) for field in fields or [("", "", "", "")]]


def _totals(difference: Difference, lang: str) -> Sheet:
    columns = (Column("kind", say("diff_kind", lang), 34), Column("count", say("totals_count", lang), 10))
    totals: list[tuple[Value, ...]] = [(say(kind, lang), count) for kind, count in counts(difference).items()]
    totals += [(line, 1) for line in category_lines(difference, lang)]
    return Sheet(
        "totals", say("totals_sheet", lang), columns, (*totals, (say("unchanged", lang), difference.unchanged))
    )
