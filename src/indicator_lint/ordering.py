"""Findings in their order, each with its fingerprint."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from indicator_lint.chinese.normal import normal_form
from indicator_lint.model.finding import Finding
from indicator_lint.model.grid import Grid
from indicator_lint.model.report import Reading

REMEMBERED = 1 << 14
"""Texts whose normal form is kept: paths, classes and names come again and again."""


def in_order(findings: Iterable[Finding], readings: Sequence[Reading]) -> list[Finding]:
    """Findings by file, place and code."""
    files = {reading.path: number for number, reading in enumerate(readings)}
    grids: dict[tuple[str, str], int] = {}
    paragraphs: dict[tuple[str, str, str], tuple[int, int]] = {}
    for reading in readings:
        for number, grid in enumerate(reading.document.grids if reading.document else ()):
            grids.update({(reading.path, name): number for name in (grid.name, *grid.more)})
            paragraphs.update({(reading.path, *at): (number, row) for row, at in _before(grid)})

    def place(finding: Finding) -> tuple[int, int, int, int, str, str]:
        at = finding.location
        inside = (grids.get((finding.path, at.container), -1), at.row)
        sheet, row = paragraphs.get((finding.path, at.container, at.ref), inside)
        return files.get(finding.path, -1), sheet, row, at.column, finding.code, finding.message

    return sorted(findings, key=place)


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
