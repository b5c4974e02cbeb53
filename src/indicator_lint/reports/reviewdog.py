"""reviewdog's diagnostics: `rdjson` one object, `rdjsonl` one diagnostic a line.

Columns count bytes of UTF-8, ends exclusive. A workbook's cell has no line: its place begins the message. reviewdog keeps only
what stands in changed lines unless told `-filter-mode=nofilter`, and a workbook has none.
"""

from __future__ import annotations

from typing import Final

from indicator_lint.model.finding import Finding
from indicator_lint.model.location import Location
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Severity
from indicator_lint.reports.display import visible
from indicator_lint.reports.records import Record, dumped
from indicator_lint.reports.sarif_results import written_as_it_is
from indicator_lint.reports.suggestions import suggestion
from indicator_lint.reports.telling import place
from indicator_lint.reports.uris import relative
from indicator_lint.reports.view import View

_SEVERITIES: Final = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}
_SOURCE: Final = {"name": "indicator-lint"}


def render_rdjson(report: Report, view: View) -> str:
    """The active findings under their source."""
    lines = ",\n".join(dumped(_diagnostic(finding, view)) for finding in report.active)
    told = f"[\n{lines}\n]" if lines else "[]"
    return f'{{"source": {dumped(_SOURCE)}, "diagnostics": {told}}}\n'


def render_rdjsonl(report: Report, view: View) -> str:
    """The active findings, each with its source."""
    return "".join(f"{dumped({**_diagnostic(finding, view), 'source': _SOURCE})}\n" for finding in report.active)


def _diagnostic(finding: Finding, view: View) -> Record:
    record: Record = {
        "message": _message(finding, view),
        "location": _location(finding.path, finding.location),
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.code},
    }
    edits = finding.fix.edits if finding.fix is not None else ()
    if len(edits) == 1 and written_as_it_is(edits[0]):  # reviewdog takes suggestions one by one; ours go all or none
        record["suggestions"] = [{"range": _range(edits[0].location), "text": edits[0].new}]
    if finding.related:
        record["related_locations"] = [
            {"message": place(one.location, view), "location": _location(one.path, one.location)}
            for one in finding.related
        ]
    return record


def _message(finding: Finding, view: View) -> str:
    told = view.say("told", head=place(finding.location, view), message=visible(finding.message))
    advice = suggestion(finding, view)
    return f"{told}\n{view.say('advice', note=advice)}" if advice else told


def _location(path: str, at: Location) -> Record:
    record: Record = {"path": relative(path)}
    if span := _range(at):
        record["range"] = span
    return record


def _range(at: Location) -> Record:
    """From where to where, in a text file; the whole line where the columns are not known."""
    if at.line is None:
        return {}
    if at.stretch is None:
        return {"start": {"line": at.line}}
    start = {"line": at.line, "column": at.stretch.byte}
    return {"start": start, "end": {"line": at.stretch.end_line, "column": at.stretch.end_byte}}
