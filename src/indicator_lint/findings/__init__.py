"""Verdicts → findings: words, places, fixes, related places and fingerprints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indicator_lint.conformance import Verdict, Verdicts
from indicator_lint.findings.arranging import Arrangement, Settle
from indicator_lint.findings.merging import Merged
from indicator_lint.frame import Frame
from indicator_lint.model.finding import Finding
from indicator_lint.told import Records, Spot, Told, Words


def tell(frame: Frame, verdicts: Iterable[Verdict]) -> list[Finding]:
    """The findings of some verdicts, as they come; a defect of one merged cell is told once, the other records as related."""
    records = _records(frame)
    words, merged = Words(records), Merged(records)
    told = [(number, verdict) for number, verdict in enumerate(verdicts) if merged.tells(number, verdict)]
    return [_finding(verdict, words, merged.others.get(number, ())) for number, verdict in told]


def arrange(frame: Frame, verdicts: Verdicts, settle: Settle) -> list[Told]:
    """The same for each reading of a frame, settled and in order; none is put into words before somebody asks for it."""
    return Arrangement(frame, _records(frame), verdicts, settle).told()


def _records(frame: Frame) -> Records:
    return Records(frame.tables, [reading.path for reading in frame.owners], frame.starts)


def _finding(verdict: Verdict, words: Words, others: Sequence[Spot]) -> Finding:
    rule, spot = verdict.rule, (verdict.record, verdict.role)
    severity = verdict.evidence.severity or rule.severity
    assert severity is not None  # noqa: S101 - rules that are off are not asked
    path = words.records.place(*spot).path
    rest = words.rest(rule, spot, verdict.evidence, others)
    return Finding(rule.code, rule.name, severity, path, verdict.role, **rest)  # type: ignore[arg-type]  # of many types


__all__ = ["Settle", "arrange", "tell"]
