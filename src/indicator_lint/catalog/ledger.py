"""The log being carried on: changes get their numbers, and the version when that is released."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from indicator_lint.catalog.differences import Change, FieldChange
from indicator_lint.model.catalog import Catalog, Indicator, LoggedChange

UNLOGGED = frozenset({"status", "successor"})
"""Fields whose changes are told by the kind of a change."""


def entry(kind: str, code: str, reason: str = "", **told: str) -> LoggedChange:
    """A line of the log that has no number yet."""
    return LoggedChange(0, "", kind, code, reason=reason, **told)


def birth(indicator: Indicator, reason: str) -> LoggedChange:
    """That an indicator was given its code."""
    return entry("added", indicator.code, reason, field="name", new=indicator.name)


def field_entries(code: str, change: Change, reason: str) -> list[LoggedChange]:
    """A line for each field of an indicator that says something else now."""
    return [
        entry(kind_of(one), code, reason, field=one.field, old=one.old, new=one.new)
        for one in change.fields
        if one.field not in UNLOGGED
    ]


def kind_of(change: FieldChange) -> str:
    """How the log calls the change of a field."""
    if change.note == "respelt":
        return "changed"
    return {"name": "renamed", "category": "moved", "level1": "moved", "level2": "moved"}.get(change.field, "changed")


def logged(catalog: Catalog, indicators: Sequence[Indicator], entries: Iterable[LoggedChange], date: str) -> Catalog:
    """The catalog with other indicators, and what led to them at the end of its log."""
    first = 1 + max((change.number for change in catalog.changes), default=0)
    numbered = [replace(one, number=number, date=date) for number, one in enumerate(entries, start=first)]
    return replace(catalog, indicators=list(indicators), changes=[*catalog.changes, *numbered])
