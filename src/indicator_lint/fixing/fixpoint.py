"""Fixes until nothing is left to fix: round by round, safe ones first, each round judged by linting anew.

A fix is made whole or not at all. Two that want different text for a cell are both left; so is one that brings about a finding,
changes a number or a weight without saying so, or leads back to texts that were there before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from indicator_lint.fixing.blame import introduced, narrowed, suspects
from indicator_lint.fixing.collisions import At, at, collisions, merged
from indicator_lint.fixing.invariants import altered, census
from indicator_lint.fixing.revision import revised
from indicator_lint.model.cells import Cells
from indicator_lint.model.document import Document
from indicator_lint.model.finding import Edit, Finding
from indicator_lint.model.outcome import Left, Settled
from indicator_lint.model.patch import Refusal
from indicator_lint.model.plan import Choice
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Rule, Safety

MOST_ROUNDS: Final = 20
"""Rounds after which fixes are taken never to end; the longest chain known has three."""

Lint: TypeAlias = Callable[[Document], Report]
Refuse: TypeAlias = Callable[[Sequence[Edit]], Sequence[Refusal]]
"""Which edits of the document as read, one a cell, its file would not take."""

Key: TypeAlias = tuple[str, At, str, str]
"""A rule, a cell, its role and its text: the same finding may be left once, and come again about another text."""


@dataclass(slots=True)
class Fixpoint:
    """A document on its way. `report` is of it as it is now, `original` the document as read."""

    original: Document
    report: Report
    lint: Lint
    refuse: Refuse
    rules: Mapping[str, Rule]
    _document: Document = field(init=False)
    _texts: Cells = field(init=False)
    _order: dict[str, int] = field(init=False)
    _made: list[Choice] = field(default_factory=list)
    _left: dict[Key, Left] = field(default_factory=dict)
    _edits: dict[At, Edit] = field(default_factory=dict)
    _seen: set[frozenset[tuple[At, str]]] = field(default_factory=lambda: {frozenset()})
    _round: int = 0

    def __post_init__(self) -> None:
        """Begin with the document as read."""
        self._document, self._texts = self.original, Cells(self.original)
        self._order = {grid.name: number for number, grid in enumerate(self.original.grids)}

    def settle(self, *safeties: Safety) -> Settled:
        """Make the fixes of the first safety until none is left, then those of the first two, and so on."""
        collided: dict[Key, Left] = {}
        for number in range(len(safeties)):
            collided = self._settle(frozenset(safeties[: number + 1]))
        edits = tuple(edit for edit in self._edits.values() if edit.old != edit.new)
        left = (*self._left.values(), *collided.values())
        return Settled(tuple(self._made), left, edits, tuple(self.report.findings))

    def _settle(self, safeties: frozenset[Safety]) -> dict[Key, Left]:
        """Round after round; the fixes that still collide at the end."""
        while True:
            wanted = [finding for finding in self._wanted(safeties) if self._is_permitted(finding)]
            free, collided = parted(wanted, self._round + 1)
            free = self._taken(free)
            if not free:
                return collided
            if self._round == MOST_ROUNDS:
                self._leave(free, "endless")
            else:
                self._advance(free)

    def _wanted(self, safeties: frozenset[Safety]) -> list[Finding]:
        """The findings whose fixes may be made, less those that were left before."""
        found = [f for f in self.report.active if _changes(f) and f.fix is not None and f.fix.safety in safeties]
        found.sort(key=self._turn)
        cells = Cells(self._document)
        wanted = [(finding, lifted(finding, cells)) for finding in found if _key(finding) not in self._left]
        self._leave((finding for finding, whole in wanted if whole is None), "partial")
        return [whole for _, whole in wanted if whole is not None]

    def _turn(self, finding: Finding) -> tuple[int, int, int, Key]:
        """By place, as people read; whoever found it first does not matter."""
        place = finding.location
        return self._order.get(place.container, -1), place.row, place.column, _key(finding)

    def _is_permitted(self, finding: Finding) -> bool:
        """Whether a fix changes only what it says."""
        reason = altered(finding.fix) if finding.fix else ""
        if reason:
            self._leave([finding], reason)
        return not reason

    def _taken(self, findings: Sequence[Finding]) -> list[Finding]:
        """Those of which the file takes every edit."""
        edits = self._since_read(merged(map(_edits, findings)))
        refused = {at(refusal.edit.location): refusal for refusal in self.refuse(list(edits.values()))} if edits else {}
        kept: list[Finding] = []
        for finding in findings:
            reasons = [refused[cell] for edit in _edits(finding) if (cell := at(edit.location)) in refused]
            if reasons:
                self._leave([finding], reasons[0].reason, **reasons[0].params)
            else:
                kept.append(finding)
        return kept

    def _since_read(self, edits: Mapping[At, Edit]) -> dict[At, Edit]:
        """Edits of cells, from the texts as read instead of as they are now."""
        olds = {cell: self._texts.text(edit.location) or "" for cell, edit in edits.items()}
        return {cell: Edit(edit.role, edit.row, edit.location, olds[cell], edit.new) for cell, edit in edits.items()}

    def _advance(self, findings: list[Finding]) -> None:
        """Make fixes; without those that bring about something new."""
        while findings:
            tried = self._tried(findings)
            if tried is None:
                self._leave(findings, "cycle")
                return
            new = self._new(tried.report, findings)
            if not new and census(tried.report) == census(self.report):
                self._commit(findings, tried)
                return
            blamed = set(self._blamed(new, findings))
            codes = "、".join(dict.fromkeys(finding.code for finding in new))
            self._leave((findings[i] for i in blamed), "introduces" if new else "alters_tables", codes=codes)
            findings = [finding for i, finding in enumerate(findings) if i not in blamed]

    def _tried(self, findings: Sequence[Finding]) -> _Tried | None:
        """The document with fixes, and what is found in it; None where it would say again what it said before."""
        edits = merged(map(_edits, findings))
        changed = {**self._edits, **self._since_read(edits)}
        state = frozenset((cell, edit.new) for cell, edit in changed.items() if edit.old != edit.new)
        if state in self._seen:
            return None
        document = revised(self._document, edits.values())
        return _Tried(document, self.lint(document), changed, state)

    def _new(self, report: Report, findings: Sequence[Finding]) -> list[Finding]:
        return introduced(self.report.active, report.active, findings, self.rules)

    def _blamed(self, new: Sequence[Finding], findings: Sequence[Finding]) -> list[int]:
        """The numbers of the fixes that are to blame for what is new, or for tables that are not what they were."""
        numbers, sure = suspects(new, findings)

        def is_well(part: Sequence[int]) -> bool:
            tried = self._tried([finding for i, finding in enumerate(findings) if i not in set(part)])
            return tried is None or (
                not self._new(tried.report, findings) and census(tried.report) == census(self.report)
            )

        return numbers if sure else narrowed(numbers, is_well)

    def _commit(self, findings: Sequence[Finding], tried: _Tried) -> None:
        self._round += 1
        self._made += [choice_of(finding, self._round) for finding in findings]
        self._document, self.report, self._edits = tried.document, tried.report, tried.edits
        self._seen.add(tried.state)

    def _leave(self, findings: Iterable[Finding], reason: str, **params: object) -> None:
        self._left.update(
            (_key(finding), Left(choice_of(finding, self._round + 1), reason, params)) for finding in findings
        )


@dataclass(frozen=True, slots=True)
class _Tried:
    """A document with the fixes of a round: what is found in it, its edits since it was read, and what tells it apart."""

    document: Document
    report: Report
    edits: dict[At, Edit]
    state: frozenset[tuple[At, str]]


def lifted(finding: Finding, cells: Cells) -> Finding | None:
    """A finding whose edits are of whole cells: what a rule reads is at times a part of one (设备购置类 of 一、设备购置类).

    None where a cell does not hold that part, or twice.
    """
    texts = [(edit, cells.text(edit.location) or "") for edit in _edits(finding)]
    if all(edit.old == text for edit, text in texts):
        return finding
    if any(not edit.old or text.count(edit.old) != 1 for edit, text in texts if edit.old != text):
        return None
    edits = tuple(replace(edit, old=text, new=text.replace(edit.old, edit.new)) for edit, text in texts)
    return replace(finding, fix=finding.fix and replace(finding.fix, edits=edits))


def parted(findings: Sequence[Finding], number: int) -> tuple[list[Finding], dict[Key, Left]]:
    """The findings whose fixes collide with no other, and those that do, each with what it collides with."""
    collided = collisions([_edits(finding) for finding in findings], [finding.code for finding in findings])
    left = {
        _key(findings[i]): Left(choice_of(findings[i], number), "conflict", {"codes": codes})
        for i, codes in collided.items()
    }
    return [finding for i, finding in enumerate(findings) if i not in collided], left


def choice_of(finding: Finding, number: int, *, wanted: bool = True) -> Choice:
    """The fix of a finding in a round of that number, as plans and reports tell it."""
    safety = finding.fix.safety if finding.fix else Safety.DISPLAY
    told = finding.message, finding.category, finding.row
    return Choice(finding.code, finding.name, safety, _edits(finding), wanted, *told, number)


def _edits(finding: Finding) -> tuple[Edit, ...]:
    return finding.fix.edits if finding.fix else ()


def _changes(finding: Finding) -> bool:
    """Whether a fix does anything at all."""
    return any(edit.old != edit.new for edit in _edits(finding))


def _key(finding: Finding) -> Key:
    return finding.code, at(finding.location), finding.role, finding.value
