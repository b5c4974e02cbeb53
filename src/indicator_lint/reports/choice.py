"""Which findings are told where there is no room for all."""

from __future__ import annotations

from collections.abc import Sequence

from indicator_lint.model.finding import Finding


def worst(findings: Sequence[Finding], most: int) -> list[Finding]:
    """At most so many of the findings, errors before warnings before infos, in the order they stand in."""
    ranked = sorted(range(len(findings)), key=lambda number: findings[number].severity.rank)
    return [findings[number] for number in sorted(ranked[:most])]
