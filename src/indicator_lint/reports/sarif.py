"""SARIF 2.1.0: `sarif` as the standard has it, `sarif:github` as GitHub's code scanning takes it.

The standard forbids lines in files that are no text, so that a cell of a workbook is a logical place there; GitHub shows only
what has lines, so that its dialect gives the sheet's row and column instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from indicator_lint import __version__
from indicator_lint.model.document import Document
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Rule, Severity
from indicator_lint.model.suppression import State
from indicator_lint.reports.choice import worst
from indicator_lint.reports.display import joined
from indicator_lint.reports.records import Record, dumped
from indicator_lint.reports.sarif_results import LEVELS, artifact, finding_result, unevaluated_results
from indicator_lint.reports.view import View
from indicator_lint.reports.words import family_title

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"

MOST_RESULTS: Final = 5_000
"""GitHub keeps so many results of a run, and refuses a run of more than 25,000."""

LONGEST: Final = 1_024
"""Characters that GitHub takes of a description."""

_LANGUAGES: Final = {"zh": "zh-CN", "en": "en"}
_TEXTS: Final = frozenset({"csv", "tsv", "text"})
_MEDIA: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "html": "text/html",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "text": "text/plain",
}


def render_sarif(report: Report, view: View) -> str:
    """A log of one run: every rule that was asked, every finding, and what could not be evaluated."""
    found = [finding_result(finding, view) for finding in (*report.findings, *report.absent)]
    results = _all_or_none([*found, *unevaluated_results(report, view)])
    run: Record = {"invocations": [{"executionSuccessful": True}]}
    if any(_is_text(reading.document) for reading in report.readings):
        run["columnKind"] = "unicodeCodePoints"
    return _log(report, view, run, results)


def render_github_sarif(report: Report, view: View) -> str:
    """The active findings, each with a line and a column; of more than GitHub keeps the worst, and a word about the others."""
    kept = worst(report.active, MOST_RESULTS)
    invocation: Record = {"executionSuccessful": True}
    if left := len(report.active) - len(kept):
        told = {"level": "warning", "message": {"text": view.say("left_off", count=left)}}
        invocation["toolExecutionNotifications"] = [told]
    run: Record = {
        "automationDetails": {"id": "indicator-lint/"},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
    }
    return _log(report, view, run, [finding_result(finding, view, lines=True) for finding in kept])


def _log(report: Report, view: View, run: Record, results: Sequence[Record]) -> str:
    """The log as JSON, a result a line; a rule is named by its number too."""
    rules = _rules(report, view)
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    lines = ",\n".join(dumped({"ruleId": one["ruleId"], "ruleIndex": numbers[one["ruleId"]], **one}) for one in results)
    files = {reading.path: reading.document for reading in report.readings}
    members = {
        "tool": {"driver": {"name": "indicator-lint", "semanticVersion": __version__, "rules": rules}},
        "language": _LANGUAGES[view.lang],
        **run,
        "artifacts": [_artifact(path, document) for path, document in files.items()],
    }
    told = ",\n".join(f"{dumped(key)}: {dumped(value)}" for key, value in members.items())
    results_text = f"[\n{lines}\n]" if lines else "[]"
    return f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{\n{told},\n"results": {results_text}\n}}]}}\n'


def _all_or_none(results: list[Record]) -> list[Record]:
    """The standard wants a suppression list and a baseline state in all results or in none."""
    if any("suppressions" in one for one in results):
        results = [{"suppressions": [], **one} for one in results]
    if any("baselineState" in one for one in results):
        states = {"fail": State.NEW, "notApplicable": State.UNCHANGED}
        results = [{"baselineState": str(states[str(one["kind"])]), **one} for one in results]
    return results


def _is_text(document: Document | None) -> bool:
    return document is not None and document.format in _TEXTS


def _artifact(path: str, document: Document | None) -> Record:
    """A file that was read: where it is, what it is, the sum of its bytes."""
    record: Record = {"location": artifact(path)}
    if document is None:
        return record
    if document.format in _MEDIA:
        record["mimeType"] = _MEDIA[document.format]
    if document.encoding:
        record["encoding"] = document.encoding
    if document.sha256:
        record["hashes"] = {"sha-256": document.sha256}
    return record


def _rules(report: Report, view: View) -> list[Record]:
    """The rules that were asked, so that none of their findings means something, and those that found something."""
    names = {finding.code: finding.name for finding in (*report.findings, *report.absent)}
    names |= {one.rule: one.rule for reading in report.readings for one in reading.coverage if one.rule not in names}
    codes = sorted({*names, *view.asked})
    return [
        _rule(view.rules[code], view) if code in view.rules else {"id": code, "name": names[code]} for code in codes
    ]


def _rule(rule: Rule, view: View) -> Record:
    why = joined(rule.why)
    level = LEVELS[rule.severity or Severity.INFO]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.title[:LONGEST]},
        "fullDescription": {"text": why[:LONGEST]},
        "help": {"text": f"{rule.title}\n\n{why}", "markdown": f"**{rule.code} {rule.title}**\n\n{why}"},
        "defaultConfiguration": {"level": level, "enabled": rule.severity is not None},
        "properties": {
            "tags": [rule.family, family_title(rule.family, view.lang)],
            "problem.severity": "recommendation" if level == "note" else level,
        },
    }
