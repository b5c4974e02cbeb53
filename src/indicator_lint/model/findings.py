"""Many findings in their order, of which most are counted and few are looked at."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from typing import Any

from indicator_lint.model.finding import Finding, Mark


class Findings(Sequence[Finding]):
    """Findings that can be counted without being looked at; equal to any sequence of the same findings."""

    __hash__ = None  # type: ignore[assignment]  # as lists have none

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(one == its for one, its in zip(self, other, strict=True))

    @abstractmethod
    def marks(self) -> Counter[Mark]:
        """How many of them are marked alike."""


class OfFile(Findings):
    """The findings of a file, in order."""

    path: str

    @abstractmethod
    def at(self, number: int) -> tuple[int, int, int, str]:
        """What one of them is ordered by before its message: sheet, row, column and code."""


class Some(Sequence[Finding]):
    """Those of a sequence from one number to another."""

    def __init__(self, findings: Sequence[Finding], start: int, end: int) -> None:
        """Keep the sequence as it is."""
        self._findings, self._range = findings, range(start, end)

    def __len__(self) -> int:
        return len(self._range)

    def __iter__(self) -> Iterator[Finding]:
        return map(self._findings.__getitem__, self._range)

    def __getitem__(self, number: Any) -> Any:
        chosen = self._range[number]
        return [self._findings[one] for one in chosen] if isinstance(chosen, range) else self._findings[chosen]


class Pieces(Findings):
    """Sequences of findings, one after the other; they are made of these `wholes`."""

    def __init__(self, pieces: Sequence[Sequence[Finding]], wholes: Sequence[Sequence[Finding]]) -> None:
        """Keep the sequences as they are."""
        self._pieces, self._wholes = pieces, wholes
        self._ends = list(accumulate(map(len, pieces)))

    def marks(self) -> Counter[Mark]:
        """How many of them are marked alike."""
        return sum(map(marks_of, self._wholes), Counter())

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[Finding]:
        return chain.from_iterable(self._pieces)

    def __getitem__(self, number: Any) -> Any:
        chosen = range(len(self))[number]
        if isinstance(chosen, range):
            return [self[one] for one in chosen]
        piece = bisect_right(self._ends, chosen)
        return self._pieces[piece][chosen - self._ends[piece]]  # counted from its end, which is this one


def marks_of(findings: Sequence[Finding]) -> Counter[Mark]:
    """How many findings are marked alike."""
    return findings.marks() if isinstance(findings, Findings) else Counter(finding.mark for finding in findings)
