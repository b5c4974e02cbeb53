"""Cells and lines too long to be judged → findings: each is told once and asked nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from indicator_lint.checks.check import Evidence
from indicator_lint.conformance import Verdict
from indicator_lint.findings import tell
from indicator_lint.frame import LONGEST, Frame
from indicator_lint.model.finding import Finding
from indicator_lint.model.rule import Rule

OVERLONG: Final = "FIL008"

CELLS: Final = frozenset({"category", "document"})
"""Roles whose texts belong to no indicator: a long title stands over many of them, and is told at the first."""


def lint_overlong(frame: Frame, rules: Sequence[Rule]) -> list[Finding]:
    """What of a frame was too long to be judged, where that is asked."""
    rule = next((rule for rule in rules if rule.code == OVERLONG), None)
    return [] if rule is None else tell(frame, [_verdict(rule, *overlong) for overlong in frame.overlong])


def _verdict(rule: Rule, record: int, role: str, characters: int) -> Verdict:
    params = {"characters": characters, "allowed": LONGEST}
    return Verdict(rule, record, role, Evidence(params, whole=role in CELLS))
