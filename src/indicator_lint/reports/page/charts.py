"""Counts as bars, to be drawn as SVG: widths are in hundredths of the longest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from indicator_lint.model.finding import Finding
from indicator_lint.model.rule import Severity
from indicator_lint.reports.page.tongues import Pair
from indicator_lint.reports.sheets import counted_by

MOST: Final = 10
"""Bars of a chart; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar: its severity, where it begins and how wide it is, in hundredths of the chart."""

    severity: str
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """What a bar counts: the value that a filter compares, its name, its sum and its parts."""

    value: str
    name: Pair
    count: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under a heading; `kind` is what a click on one filters by, `more` how many bars are left out."""

    kind: str
    bars: tuple[Bar, ...]
    more: int = 0


def chart(
    kind: str, findings: Iterable[Finding], value: Callable[[Finding], str], name: Callable[[str], Pair]
) -> Chart:
    """The largest groups of findings by what `value` says of them."""
    groups = counted_by(findings, value)
    longest = len(groups[0][1]) if groups else 1
    bars = tuple(Bar(key, name(key), len(found), tuple(parts(found, longest))) for key, found in groups[:MOST])
    return Chart(kind, bars, max(0, len(groups) - MOST))


def parts(findings: Sequence[Finding], longest: int) -> Iterator[Part]:
    """The severities of findings side by side, worst first; all of them together as wide as their share of `longest`."""
    counts = Counter(finding.severity for finding in findings)
    start = 0.0
    for severity in Severity:
        width = round(100 * counts[severity] / longest, 2)
        if width:
            yield Part(str(severity), counts[severity], round(start, 2), width)
        start += width
