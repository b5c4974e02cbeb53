"""What only a form as a whole tells: sums of weights, thresholds side by side, dates against the year of the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from indicator_lint.findings import tell
from indicator_lint.forms.found import Asked, placed
from indicator_lint.forms.periods import date_in_period
from indicator_lint.forms.thresholds import thresholds_in_order
from indicator_lint.forms.totals import class_sums, total_sums
from indicator_lint.forms.weighing import scores_within_weights, weighed, weights_stated
from indicator_lint.frame import Frame
from indicator_lint.model.finding import Finding
from indicator_lint.model.rule import Rule

OF_FRAMES: Final[Mapping[str, Asked]] = {
    "form:date_in_period": date_in_period,
    "form:thresholds_in_order": thresholds_in_order,
}
OF_WEIGHTS: Final[Mapping[str, Asked]] = {
    "form:class_sums": class_sums,
    "form:scores_within_weights": scores_within_weights,
    "form:total_sums": total_sums,
    "form:weights_stated": weights_stated,
}
FORM_CHECKS: Final[Mapping[str, Asked]] = {**OF_FRAMES, **OF_WEIGHTS}
"""The name a page asks for → the check: of the frame, or of the tables that have weights."""


def lint_forms(frame: Frame, rules: Sequence[Rule]) -> list[Finding]:
    """What the rules about whole forms find."""
    asked = [rule for rule in rules if rule.check in FORM_CHECKS]
    weights = list(weighed(frame)) if any(rule.check in OF_WEIGHTS for rule in asked) else []
    return [
        placed(finding, found)
        for rule in asked
        for found in FORM_CHECKS[rule.check](weights if rule.check in OF_WEIGHTS else frame, **rule.options)
        for finding in tell(frame, [found.verdict(rule)])
    ]


__all__ = ["FORM_CHECKS", "lint_forms"]
