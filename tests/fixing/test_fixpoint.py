"""Fixes of every rule on the examples of every page: they end, they do no harm, and nobody's turn matters."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Final

import pytest
from examples import sketch
from test_examples_in_files import WRITERS

from indicator_lint import Settings
from indicator_lint.discovery import Source
from indicator_lint.fixing import fixer
from indicator_lint.fixing.finishing import rewritten
from indicator_lint.fixing.fixer import Fixed, fix_source
from indicator_lint.linter import lint_sources
from indicator_lint.model.finding import Finding
from indicator_lint.model.patch import Manner
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Rule, Safety
from indicator_lint.rulebook import load_rules

RULES: Final = load_rules(proofs=True)
MANNER: Final = Manner()
FIXABLE: Final = (Safety.SAFE, Safety.UNSAFE)
SETTINGS: Final = Settings(select=tuple(code for code in RULES if not code.startswith(("FIL", "LNT"))))
MOST: Final = 1
PAGES: Final = [rule for rule in RULES.values() if rule.fix in FIXABLE]


def drawn(example: str) -> bytes:
    """An example as a CSV file."""
    reading = sketch(example).reading
    grids = [*(table.grid for table in reading.tables), *(line.grid for line in reading.prose)]
    return WRITERS["csv"](grids[0].rows)


def examples(rule: Rule) -> Iterator[bytes]:
    """The bad examples of a page."""
    return (drawn(example.bad) for example in rule.examples if example.bad)


@cache
def fixed(content: bytes, *, unsafe: bool = True) -> Fixed:
    return fix_source(Source("例.csv", content), SETTINGS, unsafe=unsafe, manner=MANNER)


def after(found: Fixed) -> bytes:
    """The file once it is fixed."""
    assert found.document is not None
    return rewritten(found, found.document)[0]


def counts(findings: Sequence[Finding]) -> Counter[str]:
    return Counter(finding.code for finding in findings if finding.active)


@pytest.mark.parametrize("rule", PAGES, ids=lambda rule: rule.code)
def test_all_rules_together_mend_every_bad_example(rule: Rule) -> None:
    """Its own finding goes or is left with a reason, no other comes, and a second run finds nothing to do.

    Of a page with many examples the first is enough here; all of them stand in one file below.
    """
    for content in islice(examples(rule), MOST):
        found = fixed(content)
        settled = found.settled
        left = {each.choice.code for each in settled.left}
        remaining = [f for f in settled.findings if f.fix and f.fix.edits and f.fix.safety in FIXABLE]
        assert {finding.code for finding in remaining} <= left
        yielding = {code for code, page in RULES.items() if page.yields_to}
        assert counts(settled.findings) - counts(found.found) <= Counter(dict.fromkeys(yielding, 99))
        if settled.edits:
            report = lint_sources([Source("例.csv", after(found))], SETTINGS)
            assert counts(report.findings) == counts(settled.findings)


@pytest.mark.parametrize("seed", range(1))
def test_the_order_of_rules_does_not_matter(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Findings in any order give the same cells the same texts."""
    content = b"\r\n\r\n".join(content for rule in PAGES for content in examples(rule))
    expected = fixed(content).settled
    chance = random.Random(seed)  # noqa: S311 - nothing secret

    def shuffled(sources: Sequence[Source], settings: Settings) -> Report:
        report = lint_sources(sources, settings)
        return replace(report, findings=chance.sample(list(report.findings), len(report.findings)))

    monkeypatch.setattr(fixer, "lint_sources", shuffled)
    found = fix_source(Source("例.csv", content), SETTINGS, unsafe=True, manner=MANNER).settled
    assert set(found.edits) == set(expected.edits)
    assert len(expected.edits) > len(PAGES)
    assert {(each.choice.code, each.reason) for each in found.left} == {
        (each.choice.code, each.reason) for each in expected.left
    }
