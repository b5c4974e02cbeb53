"""The table of checks: the name a page asks for → the check."""

from __future__ import annotations

from typing import Final

from indicator_lint.checks import (
    agreement,
    categories,
    classes,
    completeness,
    descriptions,
    dimensions,
    duplicates,
    filing,
    intrusions,
    mislabelled,
    names,
    operators,
    percentages,
    ranges,
    recognition,
    reference,
    rows,
    scales,
    spacing,
    spelling,
    subjects,
    targets,
    units,
    wording,
)
from indicator_lint.checks.check import Check

CHECKS: Final[dict[str, Check]] = {
    **agreement.CHECKS,
    **categories.CHECKS,
    **classes.CHECKS,
    **completeness.CHECKS,
    **descriptions.CHECKS,
    **dimensions.CHECKS,
    **duplicates.CHECKS,
    **filing.CHECKS,
    **intrusions.CHECKS,
    **mislabelled.CHECKS,
    **names.CHECKS,
    **operators.CHECKS,
    **percentages.CHECKS,
    **ranges.CHECKS,
    **recognition.CHECKS,
    **reference.CHECKS,
    **rows.CHECKS,
    **scales.CHECKS,
    **spacing.CHECKS,
    **spelling.CHECKS,
    **subjects.CHECKS,
    **targets.CHECKS,
    **units.CHECKS,
    **wording.CHECKS,
}
