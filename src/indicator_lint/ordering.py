"""Findings in their order, each with its fingerprint."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from indicator_lint.chinese.normal import normal_form
from indicator_lint.model.finding import Finding
from indicator_lint.model.findings import OfFile, Pieces, Some
from indicator_lint.model.grid import Grid
from indicator_lint.model.location import Location
from indicator_lint.model.report import Reading

REMEMBERED = 1 << 14
"""Texts whose normal form is kept: paths, classes and names come again and again."""


class Order:
    """Where findings come in the order of files, sheets and cells."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        """The files are in this order."""
        self._files = {reading.path: number for number, reading in enumerate(readings)}
        self._grids: dict[tuple[str, str], int] = {}
        self._paragraphs: dict[tuple[str, str, str], tuple[int, int]] = {}
        for reading in readings:
            for number, grid in enumerate(reading.document.grids if reading.document else ()):
                self._grids.update({(reading.path, name): number for name in (grid.name, *grid.more)})
                self._paragraphs.update({(reading.path, *at): (number, row) for row, at in _before(grid)})

    def file(self, path: str) -> int:
        """The number of a file, -1 for one that is none of the run."""
        return self._files.get(path, -1)

    def sheet(self, path: str, container: str) -> int:
        """The number of a sheet in its file, -1 for what is none."""
        return self._grids.get((path, container), -1)

    def at(self, path: str, location: Location) -> tuple[int, int, int]:
        """Sheet, row and column of a place: a paragraph stands in front of its table."""
        inside = self.sheet(path, location.container), location.row
        return (*self._paragraphs.get((path, location.container, location.ref), inside), location.column)

    def of(self, finding: Finding) -> tuple[int, int, int, int, str, str]:
        """What a finding is ordered by: file, sheet, row, column, code and message."""
        at = self.at(finding.path, finding.location)
        return self.file(finding.path), *at, finding.code, finding.message


def in_order(findings: Iterable[Finding], readings: Sequence[Reading]) -> list[Finding]:
    """Findings by file, place and code."""
    return sorted(findings, key=Order(readings).of)


def arranged(made: Iterable[Finding], told: Iterable[OfFile], readings: Sequence[Reading]) -> Sequence[Finding]:
    """All findings of a run in order, each with its fingerprint; those that are told late have both in themselves already.

    No rule finds something both ways at one place, so neither has to know the other's fingerprints.
    """
    order = Order(readings)
    first = fingerprinted(sorted(made, key=order.of))
    late = sorted((one for one in told if len(one)), key=lambda one: order.file(one.path))
    return Pieces(list(_merged(first, late, order)), [first, *late]) if late else first


def _merged(made: Sequence[Finding], told: Sequence[OfFile], order: Order) -> Iterator[Sequence[Finding]]:
    """Pieces of the one between pieces of the others."""
    keys = [order.of(finding) for finding in made]
    taken = 0
    for one in told:
        file, start = order.file(one.path), 0
        before, end = bisect_left(keys, (file,)), bisect_left(keys, (file + 1,))
        yield made[taken:before]
        for number in range(before, end):
            at = _place_in(one, keys[number][1:])
            yield from (Some(one, start, at), made[number : number + 1])
            start = at
        yield Some(one, start, len(one))
        taken = end
    yield made[taken:]


def _place_in(findings: OfFile, key: tuple[int, int, int, str, str]) -> int:
    """Before which of the findings one with this key comes."""

    def key_of(number: int) -> tuple[int, int, int, str, str]:
        at = findings.at(number)
        return (*at, findings[number].message if at == key[:-1] else "")

    return bisect_left(range(len(findings)), key, key=key_of)


def _before(grid: Grid) -> Iterator[tuple[int, tuple[str, str]]]:
    """The paragraphs in front of a document's table: row of the grid, container and reference."""
    row = -1
    while row in grid.rows:
        at = grid.place(row, 1)
        yield row, (at.container, at.ref)
        row -= 1


def fingerprinted(findings: Iterable[Finding]) -> list[Finding]:
    """Findings with fingerprints: what is wrong with which indicator, wherever it stands; equal ones are numbered."""
    seen: Counter[str] = Counter()
    marked = []
    for finding in findings:
        about = (finding.category or "", *(finding.indicator or ()))
        print_ = fingerprint_of(finding.path, finding.code, *about, finding.role, finding.value)
        seen[print_] += 1
        number = seen[print_]
        numbered = print_ if number == 1 else f"{print_}-{number}"
        marked.append(finding if finding.fingerprint == numbered else replace(finding, fingerprint=numbered))
    return marked


def fingerprint_of(*words: str) -> str:
    """The fingerprint of what is wrong: path, code, category, the indicator's names if it is about one, role, what is written."""
    return hashlib.sha256("\x1f".join(map(_normal, words)).encode(errors="surrogatepass")).hexdigest()[:16]


@lru_cache(maxsize=REMEMBERED)
def _normal(text: str) -> str:
    return normal_form(text)
