"""What the rules find in a catalog, as proposals: texts to change, indicators to merge, cells to be filled in by whoever reviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from indicator_lint.catalog.linting import lines_of, lint_catalog
from indicator_lint.chinese.normal import normal_form
from indicator_lint.config import Settings
from indicator_lint.identity.traits import class_of, unit_of
from indicator_lint.model.catalog import STATED, Catalog, Indicator
from indicator_lint.model.finding import Finding
from indicator_lint.model.proposal import ACCEPT, Proposal
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.vocabulary.levels import find_level
from indicator_lint.vocabulary.operators import UNKNOWN, find_sign
from indicator_lint.vocabulary.scales import find_scale
from indicator_lint.vocabulary.units import find_unit

ROUNDS: Final = 4
"""So often what was proposed is linted again: one slip may hide another in the same cell."""

DUPLICATES: Final = frozenset({"NAM001", "NAM002"})
COPIED: Final = "CAT001"


@dataclass(slots=True)
class _Cell:
    """A field of an indicator on its way: what it says, what it should say, and why."""

    old: str
    new: str
    codes: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    safe: bool = True


def propose_from_findings(
    folder: Path, catalog: Catalog, settings: Settings, *, accept_safe: bool = False
) -> list[Proposal]:
    """Proposals from the findings in what is in force; with `accept_safe` those that change no meaning are accepted already.

    The texts of an indicator that is to be merged into another are left alone: if it stays, they are proposed next time.
    """
    cells: dict[tuple[str, str], _Cell] = {}
    rest: list[Finding] = []
    merged: list[Proposal] = []
    current = catalog
    for number in range(ROUNDS):
        findings = lint_catalog(folder, current, settings).active
        places = lines_of(current)
        if number == 0:
            merged, rest = _merged(catalog, findings, places), list(findings)
        edited = _edit(current, findings, places, cells)
        if edited == current:
            break
        current = edited
    leaving = {one.code for one in merged}
    changes = [
        _change(catalog, code, name, cell, accept_safe=accept_safe)
        for (code, name), cell in cells.items()
        if code not in leaving
    ]
    taken = {(code, "") for code in leaving} | {(one.code, one.field) for one in changes}
    return [*merged, *changes, *_open(catalog, rest, lines_of(catalog), taken)]


def _edit(
    catalog: Catalog, findings: Sequence[Finding], places: Mapping[int, str], cells: dict[tuple[str, str], _Cell]
) -> Catalog:
    """Make the edits that are sure or likely, the first of each cell; the others come in the next round."""
    edits: dict[str, dict[str, str]] = {}
    for finding in findings:
        fix = finding.fix
        if fix is None or not fix.edits or fix.safety is Safety.DISPLAY:
            continue
        for edit in fix.edits:
            code = places.get(edit.location.line or 0, "")
            if not code or edit.role not in STATED or edit.role == "category" or edit.role in edits.get(code, {}):
                continue
            cell = cells.setdefault((code, edit.role), _Cell(edit.old, edit.new))
            cell.new, cell.safe = edit.new, cell.safe and fix.safety is Safety.SAFE
            cell.codes += [finding.code] if finding.code not in cell.codes else []
            cell.messages.append(finding.message)
            edits.setdefault(code, {})[edit.role] = edit.new
    indicators = [replace(one, **edits.get(one.code, {})) for one in catalog.indicators]
    return replace(catalog, indicators=indicators) if edits else catalog


def _change(catalog: Catalog, code: str, name: str, cell: _Cell, *, accept_safe: bool) -> Proposal:
    one = catalog.by_code[code]
    kind = "rename" if name == "name" and normal_form(cell.old) != normal_form(cell.new) else "change"
    return Proposal(
        kind,
        "；".join(dict.fromkeys(cell.messages)),
        code,
        field=name,
        old=cell.old,
        new=cell.new,
        category=one.category,
        name=one.name,
        source="、".join(cell.codes),
        decision=ACCEPT if accept_safe and cell.safe else "",
    )


def _merged(catalog: Catalog, findings: Sequence[Finding], places: Mapping[int, str]) -> list[Proposal]:
    """Indicators that are one: doubles of a category, and the rows of a category that repeats another."""
    found: dict[str, Proposal] = {}
    for finding in findings:
        for code, other in _doubles(catalog, finding, places):
            if code not in found and other not in found and code != other:
                one = catalog.by_code[code]
                found[code] = Proposal(
                    "merge", finding.message, code, other, category=one.category, name=one.name, source=finding.code
                )
    return list(found.values())


def _doubles(catalog: Catalog, finding: Finding, places: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """(code, code to merge it into) pairs that a finding speaks of."""
    related = [places.get(one.location.line or 0, "") for one in finding.related]
    code = places.get(finding.location.line or 0, "")
    if finding.code in DUPLICATES and code:
        yield from (
            (code, other) for other in related if other and _alike(catalog.by_code[code], catalog.by_code[other])
        )
    elif finding.code == COPIED and finding.related and finding.category is not None:
        theirs = {_key(one): one.code for one in catalog.active if one.category == finding.related[0].category}
        for one in catalog.active:
            if one.category == finding.category and _key(one) in theirs:
                yield one.code, theirs[_key(one)]


def _alike(one: Indicator, other: Indicator) -> bool:
    return _kind(one) == _kind(other)


def _kind(one: Indicator) -> tuple[str, str]:
    return class_of(one.level1, one.level2), unit_of(one)


def _key(one: Indicator) -> tuple[str, str, str]:
    return (normal_form(one.name), *_kind(one))


def _open(
    catalog: Catalog, findings: Sequence[Finding], places: Mapping[int, str], taken: set[tuple[str, str]]
) -> Iterator[Proposal]:
    """What somebody has to think about: the finding says what is wrong, the new text is to be written."""
    for finding in findings:
        code = places.get(finding.location.line or 0, "")
        if finding.row is None or not code or finding.severity is Severity.INFO or finding.role not in STATED:
            continue
        if (code, finding.role) in taken or (code, "") in taken:
            continue
        taken.add((code, finding.role))
        one, note = catalog.by_code[code], finding.fix.note if finding.fix else ""
        yield Proposal(
            "rename" if finding.role == "name" else "change",
            f"{finding.message}（建议：{note}）" if note else finding.message,
            code,
            field=finding.role,
            old=one.text(finding.role),
            new=note if _is_text_of(finding.role, note) else "",
            category=one.category,
            name=one.name,
            source=finding.code,
        )


def _is_text_of(role: str, note: str) -> bool:
    """Whether advice is what to write (质量指标; 优、良、中、差), not a sentence about it."""
    match role:
        case "level1" | "level2":
            found = find_level(int(role[-1]), note)
            return found is not None and found.exact
        case "unit":
            return find_unit(note) is not None or find_scale(note) is not None
        case "operator":
            return find_sign(note) not in {"", UNKNOWN}
        case _:
            return False
