"""A finding in the words of another language: its rule's page there, filled with what it was told with here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from indicator_lint.model.finding import Finding, Fix
from indicator_lint.model.rule import Rule
from indicator_lint.rulebook import fields_of, message_of


def translated(finding: Finding, rules: Mapping[str, Rule]) -> Finding:
    """The finding as those pages say it; as it is where its rule has no page, or was told with other fields than the page has."""
    rule = rules.get(finding.code)
    if rule is None:
        return finding
    fix = _translated_fix(finding.fix, rule) if finding.fix is not None else None
    message = message_of(rule, finding.params, finding.because) if _fits(finding, rule) else finding.message
    return replace(finding, message=message, fix=fix)


def _fits(finding: Finding, rule: Rule) -> bool:
    """Whether the finding brings all that the page's sentences ask for."""
    known = {*finding.params, *(("because",) if finding.because else ())}
    reasons = ((rule.reasons.get(key), values) for key, values in finding.because)
    return set(fields_of(rule.message)) <= known and all(
        reason is not None and set(fields_of(reason)) <= values.keys() for reason, values in reasons
    )


def _translated_fix(fix: Fix, rule: Rule) -> Fix:
    if fix.advice is None:
        return fix
    key, values = fix.advice
    sentence = rule.advice.get(key, "")
    if not sentence or not set(fields_of(sentence)) <= values.keys():
        return fix
    return replace(fix, note=sentence.format_map(values))
