"""A finding told in one language can be told in the other, letter by letter as if it had been found there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reports.canonical import canonical_report

from indicator_lint.config import Settings
from indicator_lint.linter import lint
from indicator_lint.model.finding import Finding
from indicator_lint.reports.translation import translated
from indicator_lint.rulebook import load_rules


def told(finding: Finding) -> tuple[str, str]:
    return finding.message, finding.fix.note if finding.fix is not None else ""


def test_findings_are_told_in_the_other_language_as_if_found_there(checkout: Path) -> None:
    """Messages and advice of everything found in the sample and in the rows with one error each, in both directions."""
    paths = [str(checkout / "samples" / "xiangcheng-2024.txt"), str(checkout / "tests" / "gold" / "dirty_rows.csv")]
    chinese, english = (lint(paths, Settings(lang=lang)).findings for lang in ("zh", "en"))
    assert len({finding.code for finding in chinese}) > 30
    pairs = {finding.fingerprint: finding for finding in english}
    for finding in chinese:
        assert told(translated(finding, load_rules("en"))) == told(pairs[finding.fingerprint])
        assert told(translated(pairs[finding.fingerprint], load_rules("zh"))) == told(finding)


def test_what_was_told_with_other_fields_stays_as_it_is() -> None:
    """So does what no page speaks of."""
    finding = replace(canonical_report().findings[5], params={})
    assert translated(finding, load_rules("en")) == finding
    assert translated(replace(finding, code="XYZ001"), load_rules("en")).message == finding.message
