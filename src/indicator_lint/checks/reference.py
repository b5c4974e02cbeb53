"""Submissions against the catalog that was issued: what it does not have, has otherwise, requires, retired or renamed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

import polars as pl

from indicator_lint.checks.check import Change, Check, Evidence, Findings, search
from indicator_lint.checks.grouped import once_a_frame
from indicator_lint.chinese.normal import normal_form
from indicator_lint.identity.issued import Entry, Issued, name_key
from indicator_lint.identity.meaning import same_meaning
from indicator_lint.identity.nearest import titled
from indicator_lint.model.catalog import Indicator
from indicator_lint.model.columns import GROUP, ID, TITLE

READ: Final = ("level1", "level2", "name", "operator", "unit", "description", "target", "code")
LISTED: Final = 5


@search
def in_catalog(frame: pl.DataFrame, _role: str, *, catalog: Issued) -> Findings:
    """Every indicator is one of the catalog."""
    return {
        record: _unknown(catalog, one)
        for one, records in submitted(frame)
        if catalog.entry(one) is None
        for record in records
    }


def _unknown(catalog: Issued, one: Indicator) -> Evidence:
    near = catalog.nearest(one)
    if near is None:
        return Evidence(because=(("unlike", {}),), change=Change(advice=("propose", {})))
    told = _called(near.indicator)
    return Evidence(because=(("near", told),), change=Change(advice=("take", told)))


@search
def as_in_catalog(frame: pl.DataFrame, role: str, *, catalog: Issued) -> Findings:
    """What the catalog says of an indicator is what is submitted; what was left empty is a matter for others."""
    found: dict[int, Evidence] = {}
    for one, records in submitted(frame):
        entry = catalog.entry(one)
        if entry is not None and entry.how != "retired" and _differs(role, one, entry):
            issued = entry.indicator.text(role)
            evidence = Evidence({**_called(entry.indicator), "issued": issued}, change=Change({role: issued}))
            found |= dict.fromkeys(records, evidence)
    return found


def _differs(role: str, one: Indicator, entry: Entry) -> bool:
    mine, issued = one.text(role), entry.indicator.text(role)
    if not mine or not issued or same_meaning(role, mine, issued):
        return False
    if role == "name":
        return entry.how == "code" and name_key(mine) != name_key(issued)
    here = titled(normal_form(one.category)) == titled(normal_form(entry.indicator.category))
    return role != "description" or here or entry.how == "code"


@search
def core_present(frame: pl.DataFrame, _role: str, *, catalog: Issued) -> Findings:
    """A category has every core indicator that the catalog has for it."""
    present: dict[tuple[int, str], set[str]] = defaultdict(set)
    first: dict[tuple[int, str], int] = {}
    for one, records in submitted(frame, GROUP):
        entry = catalog.entry(one)
        for record, group in records.items():
            present[group, one.category].update([entry.indicator.code] if entry else [])
            first[group, one.category] = min(first.get((group, one.category), record), record)
    found = {}
    for (group, title), codes in present.items():
        record = first[group, title]
        missing = [one for one in catalog.core(title) if one.code not in codes]
        if missing:
            names = "、".join(one.name for one in missing[:LISTED])
            reason = "more" if len(missing) > LISTED else "all"
            found[record] = Evidence(because=((reason, {"names": names, "count": len(missing)}),), whole=True)
    return found


@search
def in_force(frame: pl.DataFrame, _role: str, *, catalog: Issued) -> Findings:
    """No indicator was retired from the catalog."""
    found: dict[int, Evidence] = {}
    for one, records in submitted(frame):
        entry = catalog.entry(one)
        if entry is not None and entry.how == "retired":
            found |= dict.fromkeys(records, _retired(catalog, entry.indicator))
    return found


def _retired(catalog: Issued, one: Indicator) -> Evidence:
    params = {"until": one.until, **_called(one)}
    reason = "since" if one.until else "now"
    parts = catalog.parts(one)
    if len(parts) > 1:
        named = "、".join(f"“{part.name}”（{part.code}）" for part in parts)
        return Evidence(params, because=((reason, params),), change=Change(advice=("split", {"names": named})))
    follower = catalog.successor(one)
    if follower is None:
        return Evidence(params, because=((reason, params),), change=Change(advice=("drop", {})))
    return Evidence(params, because=((reason, params),), change=Change(advice=("follow", _called(follower))))


@search
def under_present_name(frame: pl.DataFrame, _role: str, *, catalog: Issued) -> Findings:
    """No indicator is called as the catalog called it before."""
    found: dict[int, Evidence] = {}
    for one, records in submitted(frame):
        entry = catalog.entry(one)
        if entry is not None and entry.how == "former":
            issued = entry.indicator.name
            change = Change({"name": issued})
            found |= dict.fromkeys(records, Evidence({**_called(entry.indicator), "issued": issued}, change=change))
    return found


def _called(one: Indicator) -> dict[str, object]:
    return {"issued_code": one.code, "issued_name": one.name, "issued_category": one.category}


@once_a_frame
def submitted(frame: pl.DataFrame, beside: str = ID) -> list[tuple[Indicator, Mapping[int, int]]]:
    """Every distinct indicator that has a name, with its records, and of each the value of a column beside it."""
    known: dict[tuple[str, ...], dict[int, int]] = defaultdict(dict)
    columns = [pl.col(ID), pl.col(beside).alias("beside"), pl.col(TITLE), *map(pl.col, READ)]
    for record, value, *texts in frame.select(columns).iter_rows():
        known[tuple((text or "").strip() for text in texts)][record] = value
    indicators = (
        (Indicator(category=category, **dict(zip(READ, texts, strict=True))), records)
        for (category, *texts), records in known.items()
    )
    return [(one, records) for one, records in indicators if name_key(one.name)]


CHECKS: Final[dict[str, Check]] = {
    "in_catalog": in_catalog,
    "as_in_catalog": as_in_catalog,
    "core_present": core_present,
    "in_force": in_force,
    "under_present_name": under_present_name,
}
