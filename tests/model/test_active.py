"""What counts, and what does not: suppressed findings and findings of old standing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indicator_lint.cli.delivery import failing
from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Severity
from indicator_lint.model.suppression import Channel, State, Suppression

FOUND = Finding("UNI001", "missing-unit", Severity.ERROR, "表.xlsx", "unit", "缺少单位")
EXCUSE = Suppression(Channel.NOTE, "按定额核定", "表.xlsx")


@pytest.mark.parametrize(
    ("finding", "active"),
    [
        (FOUND, True),
        (replace(FOUND, suppression=EXCUSE), False),
        (replace(FOUND, suppression=replace(EXCUSE, honoured=False)), True),
        (replace(FOUND, baseline=State.NEW), True),
        (replace(FOUND, baseline=State.UPDATED), True),
        (replace(FOUND, baseline=State.UNCHANGED), False),
    ],
)
def test_only_what_nobody_excused_counts(finding: Finding, active: bool) -> None:
    """The exit code and every count look at active findings."""
    report = Report([], [finding])
    assert finding.active is active
    assert failing(report, "error") is active
    assert report.count(Severity.ERROR) == int(active)
    assert report.suppressed + report.unchanged == int(not active)
