"""Findings as results of a SARIF log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from indicator_lint.model.finding import Edit, Finding, Fix
from indicator_lint.model.location import Location
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Severity
from indicator_lint.model.suppression import Suppression
from indicator_lint.patterns import pattern
from indicator_lint.reports.display import visible
from indicator_lint.reports.records import Record
from indicator_lint.reports.sheets import missing
from indicator_lint.reports.uris import uri
from indicator_lint.reports.view import View

LEVELS: Final[Mapping[Severity, str]] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

FINGERPRINT: Final = "indicatorRow/v1"
"""What our fingerprints are called among those of other tools."""

_MOST_RELATED: Final = 100
_LINK: Final = pattern(r"\](?=\()")
_QUOTED: Final = pattern(r'[",;|\t\r\n]')
"""What a text may not hold to be written into a text file as it is."""


def finding_result(finding: Finding, view: View, *, lines: bool = False) -> Record:
    """A finding; with `lines` a cell gets a line and a column whatever its file is, and a fingerprint that GitHub tracks."""
    record: Record = {
        "ruleId": finding.code,
        "kind": "fail",
        "level": LEVELS[finding.severity],
        "message": {"text": _plain(finding.message)},
        "locations": [_place(finding, lines=lines)],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": _properties(finding),
    }
    if lines:
        record["partialFingerprints"] = {"primaryLocationLineHash": f"{finding.fingerprint}:1"}
    if finding.related:
        places = {(one.path, one.location.display): one for one in finding.related}  # several rows share a merged cell
        related = list(places.values())[:_MOST_RELATED]
        record["relatedLocations"] = [_located(one.path, one.location, lines=lines) for one in related]
    if finding.fix is not None and (fix := _fix(finding.path, finding.fix, view)):
        record["fixes"] = [fix]
    if finding.suppression is not None and not lines:
        record["suppressions"] = [_suppression(finding.suppression)]
    if finding.baseline is not None and not lines:
        record["baselineState"] = str(finding.baseline)
    return record


def unevaluated_results(report: Report, view: View) -> Iterator[Record]:
    """The rules that could not be asked of a file, or not of all its indicators, and why."""
    for reading in report.readings:
        for coverage in reading.coverage:
            if coverage.skipped:
                yield {
                    "ruleId": coverage.rule,
                    "kind": "notApplicable",
                    "level": "none",
                    "message": {"text": missing(coverage, view)},
                    "locations": [{"physicalLocation": {"artifactLocation": artifact(reading.path)}}],
                    "properties": {"evaluated": coverage.evaluated, "skipped": coverage.skipped},
                }


def artifact(path: str) -> Record:
    """A file, named from the root of what was checked."""
    return {"uri": uri(path), "uriBaseId": "SRCROOT"}


def _plain(message: str) -> str:
    """A message that holds nothing invisible and no link: `[text](1)` would be one."""
    return _LINK.sub("] ", visible(message))


def _place(finding: Finding, *, lines: bool) -> Record:
    """Where a finding stands: in the file, in the sheet, and under which indicator."""
    record = _located(finding.path, finding.location, lines=lines)
    names = [visible(text) for text in finding.indicator or () if text]
    logical = record.setdefault("logicalLocations", [])
    assert isinstance(logical, list)  # noqa: S101  # made a line above, or in _located
    if names:
        logical.append({"name": names[-1], "fullyQualifiedName": "/".join(names), "kind": "indicator"})
    return record if logical else {key: value for key, value in record.items() if key != "logicalLocations"}


def _located(path: str, at: Location, *, lines: bool) -> Record:
    physical: Record = {"artifactLocation": artifact(path)}
    if region := _region(at):
        physical["region"] = region
    elif lines:
        line, column = max(at.row, 1), max(at.column, 1)
        physical["region"] = {"startLine": line, "startColumn": column, "endLine": line, "endColumn": column + 1}
    record: Record = {"physicalLocation": physical}
    if at.ref and at.line is None:
        cell = {"name": visible(at.ref), "fullyQualifiedName": visible(at.display), "kind": "cell"}
        record["logicalLocations"] = [cell]
    return record


def _region(at: Location) -> Record:
    """Lines and columns of a text file, in characters; empty for other files."""
    if at.line is None or at.character is None:
        return {}
    region: Record = {"startLine": at.line, "startColumn": at.character}
    if at.stretch is not None:
        region |= {"endLine": at.stretch.end_line, "endColumn": at.stretch.end_character}
    return region


def _fix(path: str, fix: Fix, view: View) -> Record:
    """What to write into a text file; empty where that cannot be said in lines and columns."""
    if not fix.edits or not all(map(written_as_it_is, fix.edits)):
        return {}
    changes = [{"deletedRegion": _region(edit.location), "insertedContent": {"text": edit.new}} for edit in fix.edits]
    return {
        "description": {"text": view.say(str(fix.safety))},
        "artifactChanges": [{"artifactLocation": artifact(path), "replacements": changes}],
    }


def written_as_it_is(edit: Edit) -> bool:
    """Whether a text file holds the old text letter by letter, and can hold the new one without quotes."""
    at, stretch = edit.location, edit.location.stretch
    if stretch is None or at.character is None or at.line != stretch.end_line:
        return False
    return stretch.end_character - at.character == len(edit.old) and not _QUOTED.search(edit.old + edit.new)


def _properties(finding: Finding) -> Record:
    """What SARIF has no word for."""
    fix = finding.fix
    record: Record = {
        "category": finding.category,
        "row": finding.row,
        "role": finding.role,
        "indicator": list(finding.indicator) if finding.indicator else None,
        "value": finding.value,
    }
    if fix is not None:
        edits = [{"place": one.location.display, "old": one.old, "new": one.new} for one in fix.edits]
        record["suggestions"] = [{"safety": str(fix.safety), "note": fix.note, "edits": edits}]
    return {key: value for key, value in record.items() if value is not None}


def _suppression(suppression: Suppression) -> Record:
    """Who excuses a finding: inside the file or beside it; rejected where it is listed only."""
    record: Record = {
        "kind": "inSource" if suppression.channel.inside else "external",
        "status": "accepted" if suppression.honoured else "rejected",
        "location": {"physicalLocation": {"artifactLocation": artifact(suppression.path)}},
    }
    if suppression.reason:
        record["justification"] = visible(suppression.reason)
    until = suppression.until.isoformat() if suppression.until else ""
    more = {"channel": str(suppression.channel), "until": until, "approver": suppression.approver}
    return {**record, "properties": {key: value for key, value in more.items() if value}}
