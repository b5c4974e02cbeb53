"""Grades of submissions, made of four parts: 指向明确, 细化量化, 合理可行, 相互匹配, which every performance target must be.

Each part is the share of indicators that nothing speaks against, in percent. An indicator with an error is lost, one with a warning
half lost, whatever else is found at it; infos cost nothing. What is found of a whole category counts as all its indicators where
the list `parts` says so, else as one. The grade is the mean of the parts by the bands of official evaluations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from indicator_lint.model.rule import Severity
from indicator_lint.vocabulary import load_rows

PARTS: Final = ("direction", "detail", "feasible", "match")
COST: Final[Mapping[str, float]] = {Severity.ERROR: 1.0, Severity.WARNING: 0.5, Severity.INFO: 0.0}
BANDS: Final = ((90.0, "excellent"), (80.0, "good"), (60.0, "fair"), (0.0, "poor"))
"""The least score of each grade: 优, 良, 中, 差."""

UNGRADED: Final = "ungraded"
"""Nothing could be read."""


@dataclass(slots=True)
class Losses:
    """What is lost of a file's indicators in each part."""

    sizes: Mapping[str | None, int]
    """How many indicators each category has."""
    worst: dict[tuple[str, str | None, int | None], float] = field(default_factory=dict)
    whole: dict[tuple[str, str | None], float] = field(default_factory=dict)

    def count(self, code: str, severity: str, category: str | None, row: int | None) -> None:
        """Take a finding into account."""
        part, extent = part_of(code)
        cost = COST[severity]
        if not part or not cost:
            return
        if row is None and extent == "category" and category in self.sizes:
            self.whole[part, category] = max(cost, self.whole.get((part, category), 0.0))
        else:
            key = (part, category, row)
            self.worst[key] = max(cost, self.worst.get(key, 0.0))

    def total(self, part: str) -> float:
        """Indicators lost, never more than there are."""
        lost = {
            category: cost * size for category, size in self.sizes.items() if (cost := self.whole.get((part, category)))
        }
        rest = sum(cost for (of, category, _), cost in self.worst.items() if of == part and category not in lost)
        return min(sum(lost.values()) + rest, float(sum(self.sizes.values())))


@dataclass(frozen=True, slots=True)
class Grade:
    """The parts' scores, 0 to 100, and what they make together."""

    parts: Mapping[str, float]
    score: float
    band: str


def grade_of(losses: Iterable[Mapping[str, float]], rows: int) -> Grade:
    """The grade of a submission from the losses of its files, by part."""
    if not rows:
        return Grade({}, 0.0, UNGRADED)
    totals = list(losses)
    parts = {part: round(100 * (1 - sum(one[part] for one in totals) / rows), 1) for part in PARTS}
    score = round(sum(parts.values()) / len(parts), 1)
    return Grade(parts, score, next(band for least, band in BANDS if score >= least))


@cache
def part_of(code: str) -> tuple[str, str]:
    """The part that a rule bears on, and how far a finding of no single row reaches; empty for rules about files and the run."""
    known = {row["code"]: (row["part"], row["extent"]) for row in load_rows("parts")}
    return known.get(code) or known.get(code[:3], ("", ""))
