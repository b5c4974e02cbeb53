"""What the log says of a catalog, replayed on its last version: whatever differs from that was changed by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from indicator_lint.catalog.differences import Change, FieldChange
from indicator_lint.catalog.ledger import birth, entry, field_entries
from indicator_lint.catalog.tellings import note_on
from indicator_lint.model.catalog import ACTIVE, FIELDS, RETIRED, Catalog, Indicator, LoggedChange

BY_HAND: Final = "直接修改文件"
STAMPED: Final = frozenset({"code", "since", "until", "status", "successor"})
"""Fields that the log does not tell of as such: kinds of changes do."""

ENDING: Final = frozenset({"retired", "merged", "split"})


def unlogged(last: Catalog, catalog: Catalog) -> list[LoggedChange]:
    """The lines that the log lacks: what differs from the last version and everything logged since."""
    expected = {**last.by_code}
    born = {change.code for change in catalog.changes if change.kind == "added"}
    for change in catalog.changes:
        if not change.version and change.code in expected:
            expected[change.code] = _after(expected[change.code], change)
    ends = {change.code for change in catalog.changes if change.kind in ENDING and not change.version}
    entries: list[LoggedChange] = []
    for one in catalog.indicators:
        old = expected.get(one.code)
        if old is not None:
            entries += [*_differing(old, one), *_turned(old, one)]
        elif one.code not in born:
            entries.append(birth(one, BY_HAND))
        if old is None and not one.active and one.code not in ends:
            entries.append(entry("retired", one.code, BY_HAND, other=one.successor))
    return entries


def _after(one: Indicator, change: LoggedChange) -> Indicator:
    """An indicator after what a line of the log tells."""
    status = {**dict.fromkeys(ENDING, RETIRED), "restored": ACTIVE}.get(change.kind, one.status)
    stated = change.kind != "added" and change.field in FIELDS
    texts: Mapping[str, Any] = {change.field: change.new} if stated else {}
    return replace(one, status=status, **texts)


def _differing(old: Indicator, one: Indicator) -> list[LoggedChange]:
    fields = tuple(
        FieldChange(name, old.text(name), one.text(name), note_on(name, old.text(name), one.text(name)))
        for name in FIELDS
        if name not in STAMPED and old.text(name) != one.text(name)
    )
    return field_entries(one.code, Change(("changed",), (old,), (one,), fields), BY_HAND)


def _turned(old: Indicator, one: Indicator) -> Iterator[LoggedChange]:
    """That an indicator was retired, or came back."""
    if old.active and not one.active:
        yield entry("retired", one.code, BY_HAND, other=one.successor)
    if one.active and not old.active:
        yield entry("restored", one.code, BY_HAND)
