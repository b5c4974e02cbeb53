"""Which findings are new after fixes were made, and which of the fixes are to blame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from indicator_lint.fixing.collisions import At, at
from indicator_lint.model.finding import Finding
from indicator_lint.model.rule import Rule

RUN: Final = "LNT"

Spot: TypeAlias = tuple[str, At, str]
"""A rule, a cell and its role: what tells a finding apart whatever the texts are."""


def introduced(
    before: Iterable[Finding], after: Sequence[Finding], made: Iterable[Finding], rules: Mapping[str, Rule]
) -> list[Finding]:
    """The findings that fixes brought about.

    Three kinds are none: one that only moved (a rule that tells a table once, at its first place), one that a fixed finding of
    the same indicator kept silent, because its rule yields to that one's, and one about the run itself (`LNT`).
    """
    old, new = Counter(map(_spot, before)), Counter(map(_spot, after))
    fixed = {_spot(finding) for finding in made}
    moved = Counter(code for code, cell, role in (old - new).elements() if (code, cell, role) not in fixed)
    more = new - old
    told = {(code, cell[0], cell[1]) for code, cell, _ in fixed}
    found = [finding for finding in after if _spot(finding) in more and not _is_harmless(finding, told, rules)]
    counts = Counter(finding.code for finding in found)
    return [finding for finding in found if counts[finding.code] > moved[finding.code]]


def _spot(finding: Finding) -> Spot:
    return finding.code, at(finding.location), finding.role


def _is_harmless(finding: Finding, told: set[tuple[str, str, int]], rules: Mapping[str, Rule]) -> bool:
    place, rule = finding.location, rules.get(finding.code)
    if finding.code.startswith(RUN):
        return True
    return rule is not None and any((code, place.container, place.row) in told for code in rule.yields_to)


def suspects(new: Sequence[Finding], made: Sequence[Finding]) -> tuple[list[int], bool]:
    """The numbers of the fixes nearest to new findings: at the same cells, in the same rows, in the same categories, or all.

    And whether these are near enough to be blamed without asking further.
    """
    cells = {at(finding.location) for finding in new}
    rows = {cell[:2] for cell in cells} | {at(each.location)[:2] for finding in new for each in finding.related}
    titles = {finding.category for finding in new}
    tests: tuple[Callable[[Finding], bool], ...] = (
        lambda finding: any(cell in cells for cell in _cells(finding)),
        lambda finding: any(cell[:2] in rows for cell in _cells(finding)),
        lambda finding: finding.category in titles,
    )
    for near, test in enumerate(tests):
        if chosen := [number for number, finding in enumerate(made) if test(finding)]:
            return chosen, near == 0 or len(chosen) == 1
    return list(range(len(made))), len(made) == 1


def _cells(finding: Finding) -> list[At]:
    return [] if finding.fix is None else [at(edit.location) for edit in finding.fix.edits]


def narrowed(numbers: Sequence[int], innocent: Callable[[Sequence[int]], bool]) -> list[int]:
    """The few of several suspects without whom all is well, by halving; `innocent` tells whether it is without some of them."""
    if len(numbers) == 1:
        return list(numbers)
    half = len(numbers) // 2
    for part in (numbers[:half], numbers[half:]):
        if innocent(part):
            return narrowed(part, innocent)
    return list(numbers)
