"""The table of checks: the name a page asks for → the check."""

from __future__ import annotations

from typing import Final

from indicator_lint.checks import (
    categories,
    classes,
    descriptions,
    names,
    operators,
    spacing,
    units,
    wording,
)
from indicator_lint.checks.check import Check

CHECKS: Final[dict[str, Check]] = {
    **categories.CHECKS,
    **classes.CHECKS,
    **descriptions.CHECKS,
    **names.CHECKS,
    **operators.CHECKS,
    **spacing.CHECKS,
    **units.CHECKS,
    **wording.CHECKS,
}
