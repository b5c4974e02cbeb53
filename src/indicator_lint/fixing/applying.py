"""Choices that people made, carried into the file that they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from indicator_lint.fixing.collisions import At, at, collide, collisions, merged
from indicator_lint.fixing.revision import revised
from indicator_lint.formats.patching import CHANGED
from indicator_lint.model.cells import Cells
from indicator_lint.model.document import Document
from indicator_lint.model.finding import Edit
from indicator_lint.model.outcome import Left, Settled
from indicator_lint.model.patch import Refusal
from indicator_lint.model.plan import Choice
from indicator_lint.patterns import pattern

UNSEEN: Final = pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, of terminals and of the direction of writing, and halves of characters."""
LIVELY: Final = pattern(r"\s*(?:[=＝@＠]|[+＋\-－](?![\d.,%％\s]*$))")
"""What spreadsheets take for a formula where a file does not say what is text."""
UNTYPED: Final = frozenset({"csv", "tsv"})


def harm(kind: str, old: str, new: str) -> str:
    """Why a new text may not stand in a file of that format, as the key of a reason; empty where it may."""
    if set(UNSEEN.findall(new)) - set(UNSEEN.findall(old)):
        return "control"
    return "lively" if kind in UNTYPED and LIVELY.match(new) and not LIVELY.match(old) else ""


def settle_choices(
    document: Document, choices: Sequence[Choice], refuse: Callable[[Sequence[Edit]], Sequence[Refusal]]
) -> Settled:
    """The wanted choices that can be made together, round after round; nobody lints: people have decided.

    A choice of which a cell says what neither the file nor another choice of that cell said when it was linted is left.
    """
    known: dict[At, set[str]] = {}
    for choice in choices:
        for edit in choice.edits:
            known.setdefault(at(edit.location), set()).update((edit.old, edit.new))
    run = _Run(document, refuse, known)
    wanted = run.harmless([choice for choice in choices if choice.wanted])
    for number in sorted({choice.round for choice in wanted}):
        run.make([choice for choice in wanted if choice.round == number])
    edits = tuple(edit for edit in run.edits.values() if edit.old != edit.new)
    return Settled(tuple(run.made), tuple(run.left), edits)


@dataclass(slots=True)
class _Run:
    """A document on its way. `known` are the texts that the choices speak of, by cell."""

    original: Document
    refuse: Callable[[Sequence[Edit]], Sequence[Refusal]]
    known: Mapping[At, set[str]]
    made: list[Choice] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    edits: dict[At, Edit] = field(default_factory=dict)

    def harmless(self, choices: Sequence[Choice]) -> list[Choice]:
        """Those whose texts do what texts do: plans and review copies come from strangers, too."""
        harms = [next(filter(None, (harm(self.original.format, e.old, e.new) for e in c.edits)), "") for c in choices]
        self.left += [Left(choice, reason) for choice, reason in zip(choices, harms, strict=True) if reason]
        return [choice for choice, reason in zip(choices, harms, strict=True) if not reason]

    def make(self, choices: Sequence[Choice]) -> None:
        """The choices of one round."""
        free = self._taken(self._apart(self._current(choices)))
        olds = Cells(self.original)
        for cell, edit in merged(choice.edits for choice in free).items():
            self.edits[cell] = replace(edit, old=olds.text(edit.location) or "")
        self.made += free

    def _current(self, choices: Iterable[Choice]) -> list[Choice]:
        """Those that still fit, as edits of what the cells say now."""
        cells = Cells(revised(self.original, self.edits.values()))
        kept: list[Choice] = []
        for choice in choices:
            edits = [self._rebased(edit, cells.text(edit.location)) for edit in choice.edits]
            fitting = tuple(edit for edit in edits if edit is not None)
            if len(fitting) == len(edits):
                kept.append(replace(choice, edits=fitting))
            else:
                self.left.append(Left(choice, CHANGED))
        return kept

    def _rebased(self, edit: Edit, text: str | None) -> Edit | None:
        """An edit of what a cell says now, where that is what an earlier choice would have left or taken."""
        if text is None or text == edit.old:
            return edit if text is not None else None
        since = replace(edit, new=text)
        if text not in self.known.get(at(edit.location), ()) or collide(edit, since):
            return None
        both = merged([[edit], [since]])[at(edit.location)]
        return replace(edit, old=text, new=both.new)

    def _apart(self, choices: Sequence[Choice]) -> list[Choice]:
        """Those that collide with no other."""
        collided = collisions([choice.edits for choice in choices], [choice.code for choice in choices])
        self.left += [Left(choices[i], "conflict", {"codes": codes}) for i, codes in collided.items()]
        return [choice for i, choice in enumerate(choices) if i not in collided]

    def _taken(self, choices: Sequence[Choice]) -> list[Choice]:
        """Those of which the file takes every edit."""
        olds = Cells(self.original)
        edits = merged(choice.edits for choice in choices)
        since = [replace(edit, old=olds.text(edit.location) or "") for edit in edits.values()]
        refused = {at(refusal.edit.location): refusal for refusal in self.refuse(since)} if since else {}
        kept: list[Choice] = []
        for choice in choices:
            reasons = [refused[cell] for edit in choice.edits if (cell := at(edit.location)) in refused]
            if reasons:
                self.left.append(Left(choice, reasons[0].reason, reasons[0].params))
            else:
                kept.append(choice)
        return kept
