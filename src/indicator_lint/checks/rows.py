"""Cells and rows that are not filled in."""

from __future__ import annotations

from typing import Final

import polars as pl

from indicator_lint.bridge import constraints
from indicator_lint.checks.check import NUMBERS, Change, Check, Evidence, Row, check, search
from indicator_lint.checks.frameworks import OTHER
from indicator_lint.checks.grouped import each_text
from indicator_lint.model.columns import CLASS1, CLASS2, ID, TABLE
from indicator_lint.model.rule import Severity
from indicator_lint.schemas import schema_for
from indicator_lint.vocabulary.levels import official_name, parent_of
from indicator_lint.vocabulary.placeholders import find_lead, find_placeholder

SCHEMA: Final = "indicator-system"
"""Says which cells every table must fill; the other kinds of tables add columns to it."""

KEYS: Final = ("level1", "level2", "name")
VALUES: Final = ("operator", "unit", "description", "target", "actual", "weight", "score", "code")
"""What an indicator says beside its name."""


@search
def filled(frame: pl.DataFrame, role: str, *, share: float) -> dict[int, Evidence]:
    """A cell that the schema requires is filled; rows of other frameworks (预算执行率) may do without levels.

    Where more than `share` of a table's rows lack the same cell, that is told once, at the first of them.
    """
    asked = frame.lazy().filter(pl.col(role).is_not_null())
    required = _required(role)
    if required is None:
        return {}
    empty = asked.with_columns(pl.col(role).str.strip_chars()).filter(~required).collect(engine="in-memory")
    if empty.is_empty():
        return {}
    sizes = dict(asked.group_by(TABLE).len().collect(engine="in-memory").iter_rows())
    found: dict[int, Evidence] = {}
    for table, records, classes in empty.filter(_missed(role)).group_by(TABLE).agg(ID, CLASS2).iter_rows():
        if len(records) > max(1.0, share * sizes[table]):
            related = tuple((record, role) for record in records[1:])
            found[records[0]] = Evidence(because=(("many", {"count": len(records)}),), related=related)
        else:
            lacks = zip(records, classes, strict=True)
            found.update((record, _lack(role, class2 or "")) for record, class2 in lacks)
    return found


def _required(role: str) -> pl.Expr | None:
    """Whether a cell holds what the Table Schema requires there; None where it requires nothing."""
    schema = schema_for(SCHEMA)
    return next((constraints(schema, field).get("required") for field in schema.fields if field.name == role), None)


def _empty(role: str) -> pl.Expr:
    return pl.col(role).fill_null("").str.strip_chars() == ""


def _missed(role: str) -> pl.Expr:
    """An empty cell is missed in a row that is no mere stub; of a row without any of its keys only the name is."""
    stub = pl.all_horizontal(_empty(each) for each in ("name", *VALUES))
    keyless = pl.all_horizontal(_empty(each) for each in KEYS)
    exempt = (pl.col(CLASS1) == OTHER).fill_null(value=False) | (keyless if role != "name" else pl.lit(value=False))
    return ~stub & ~exempt


def _lack(role: str, class2: str) -> Evidence:
    parent = parent_of(class2) if role == "level1" and class2 != "cost" else ""
    return Evidence(because=((role, {}),), change=Change({role: official_name(1, parent)}) if parent else None)


@check
def no_stub(role: str) -> pl.Expr:
    """A class row holds an indicator."""
    classed = ~_empty("level1") | ~_empty("level2")
    return ~(_empty(role) & classed & pl.all_horizontal(_empty(value) for value in VALUES))


@no_stub.explains
def _(row: Row, _role: str) -> Evidence:
    kept = str(row["level2"] or row["level1"] or "").strip()
    return Evidence({"kept": kept}, change=Change(advice=("fill", {})))


@search
def no_placeholder(frame: pl.DataFrame, role: str) -> dict[int, Evidence]:
    """Every cell is filled in for good: no `**`, `XX`, `……`, `待定` left in it."""
    return each_text(frame, role, lambda text: _left(role, text))


def _left(role: str, text: str) -> Evidence | None:
    part = find_placeholder(role, text)
    if not part:
        return _led(role, text)
    return Evidence({"part": part}, (("whole" if part == text.strip() else "part", {"part": part}),))


def _led(role: str, text: str) -> Evidence | None:
    """指标1： left before a name."""
    lead = find_lead(role, text)
    if not lead:
        return None
    change = Change({role: text.strip().removeprefix(lead)}, declares=NUMBERS)
    return Evidence({"part": lead}, (("lead", {"part": lead.strip()}),), Severity.WARNING, change)


CHECKS: Final[dict[str, Check]] = {"filled": filled, "no_placeholder": no_placeholder, "no_stub": no_stub}
