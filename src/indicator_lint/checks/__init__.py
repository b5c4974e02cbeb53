"""The table of checks: the name a page asks for → the check."""

from __future__ import annotations

from typing import Final

from indicator_lint.checks import (
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
    rows,
    scales,
    spacing,
    spelling,
    units,
    wording,
)
from indicator_lint.checks.check import Check

CHECKS: Final[dict[str, Check]] = {
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
    **rows.CHECKS,
    **scales.CHECKS,
    **spacing.CHECKS,
    **spelling.CHECKS,
    **units.CHECKS,
    **wording.CHECKS,
}
