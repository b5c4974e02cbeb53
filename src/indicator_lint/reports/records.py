"""The report for programs: `json` and `jsonl`, schema version 1 (`schemas/report.json`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Final

from indicator_lint import __version__
from indicator_lint.model.document import Remark
from indicator_lint.model.finding import Edit, Finding, Fix, Related
from indicator_lint.model.location import Location
from indicator_lint.model.report import Coverage, Reading, Report
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.model.suppression import Suppression
from indicator_lint.model.table import Table
from indicator_lint.patterns import pattern
from indicator_lint.reports.places import column_name, data_range, header_range, row_name
from indicator_lint.reports.view import View

SCHEMA_VERSION: Final = 1

Record = dict[str, object]

_UNPRINTED: Final = pattern(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What `json` leaves raw although nobody can see it, or a terminal would obey it. C0 controls it escapes itself."""

_PRINTED: Final = ("\ufffc", "\ufffd")
"""Those of them that Python takes for printable."""

_encoded: Final = json.JSONEncoder(ensure_ascii=False).encode


def render_json(report: Report, view: View) -> str:
    """One object; its files and findings one a line, so that two reports can be compared by line."""
    del view
    members = {
        "schema_version": dumped(SCHEMA_VERSION),
        "tool": dumped(tool()),
        "files": _array(file_record(reading) for reading in report.readings),
        "findings": _array(map(finding_record, report.findings)),
        "summary": dumped(_summary(report)),
    }
    return "{\n" + ",\n".join(f'"{key}": {text}' for key, text in members.items()) + "\n}\n"


def render_jsonl(report: Report, view: View) -> str:
    """One finding a line."""
    del view
    return "".join(f"{dumped(finding_record(finding))}\n" for finding in report.findings)


def dumped(value: object) -> str:
    """JSON on one line, Chinese left readable, every unprintable character escaped."""
    text = _encoded(value)
    if text.isprintable() and not any(
        sign in text for sign in _PRINTED
    ):  # nearly all are, and looking so costs a tenth
        return text
    return _UNPRINTED.sub(_escaped, text)


def tool() -> Record:
    """The tool's name and version."""
    return {"name": "indicator-lint", "version": __version__}


def file_record(reading: Reading) -> Record:
    """A file, its tables and what the rules could be asked about."""
    document = reading.document
    return {
        "path": reading.path,
        "format": document.format if document else None,
        "encoding": document.encoding if document else None,
        "remarks": [_remark(remark) for remark in document.remarks] if document else [],
        "unread": [{"ref": line.location.display, "text": line.text} for line in reading.strays],
        "ignored_sheets": list(reading.ignored),
        "tables": [table_record(table, reading.frameworks.get(i)) for i, table in enumerate(reading.tables)],
        "coverage": [_coverage(coverage) for coverage in reading.coverage],
    }


def table_record(table: Table, framework: str | None) -> Record:
    """A table: where it stands, what its columns mean, which rows are no indicators."""
    return {
        "category": table.category,
        "container": table.container,
        "header": header_range(table),
        "range": data_range(table),
        "rows": len(table.rows),
        "framework": framework,
        "columns": {role: column_name(table, column) for role, column in table.columns.items()},
        "skipped": [
            {**place_in(table.container, table.grid.place(s.row, s.column)), "reason": s.reason} for s in table.skipped
        ],
        "unmapped": [
            {"column": column_name(table, column), "label": table.labels.get(column, ""), "known": known}
            for column, known in unmapped(table).items()
        ],
        "confidence": round(table.confidence, 2),
        "doubts": [
            {"kind": doubt.kind, "column": column_name(table, doubt.column) if doubt.column else None}
            for doubt in table.doubts
        ],
        "hidden": {
            "sheet": table.grid.hidden,
            "rows": [row_name(table, row) for row in table.hidden_rows],
            "columns": [column_name(table, column) for column in table.hidden_columns],
        },
        "filled": {role: count for role in table.sources if (count := filled(table, role))},
    }


def place_in(container: str, place: Location) -> Record:
    """Where something of a table stands: its container is told where it is not the table's own (a table over several pages)."""
    return {"ref": place.ref} if place.container == container else {"container": place.container, "ref": place.ref}


def unmapped(table: Table) -> dict[int, bool]:
    """Columns that nobody reads, and whether the label is one that is known to carry nothing we read."""
    strange = {doubt.column for doubt in table.doubts if doubt.kind == "unknown"}
    return {column: column in table.labels and column not in strange for column in table.unread}


def filled(table: Table, role: str) -> int:
    """In how many records a level stands in the row of another one, by a merge or because blanks were filled in."""
    pairs = zip(table.sources.get(role, ()), table.rows, strict=False)
    return sum(1 for source, row in pairs if source != row)


def finding_record(finding: Finding) -> Record:
    """A finding with everything known of it."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        "path": finding.path,
        "location": _location(finding.location),
        "category": finding.category,
        "row": finding.row,
        "role": finding.role,
        "indicator": None if finding.indicator is None else list(finding.indicator),
        "value": finding.value,
        "message": finding.message,
        "params": plain(finding.params),
        "fix": None if finding.fix is None else _fix(finding.fix),
        "related": [_related(related) for related in finding.related],
        "fingerprint": finding.fingerprint,
        "suppression": None if finding.suppression is None else _suppression(finding.suppression),
        "baseline": None if finding.baseline is None else str(finding.baseline),
    }


def plain(value: object) -> object:
    """A value as JSON knows it; what it does not know becomes text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return [plain(item) for item in sorted(value, key=str)]
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value)


def _location(place: Location) -> Record:
    return {
        "container": place.container,
        "ref": place.ref,
        "extent": place.extent,
        "display": place.display,
        "line": place.line,
        "column": place.character,
    }


def _remark(remark: Remark) -> Record:
    return {"kind": remark.kind, "location": _location(remark.location), "params": plain(remark.params)}


def _fix(fix: Fix) -> Record:
    return {"safety": str(fix.safety), "note": fix.note, "edits": [_edit(edit) for edit in fix.edits]}


def _edit(edit: Edit) -> Record:
    return {"role": edit.role, "row": edit.row, "ref": edit.location.ref, "old": edit.old, "new": edit.new}


def _related(related: Related) -> Record:
    return {
        "path": related.path,
        "display": related.location.display,
        "category": related.category,
        "row": related.row,
        "role": related.role,
    }


def _suppression(suppression: Suppression) -> Record:
    return {
        "channel": str(suppression.channel),
        "reason": suppression.reason,
        "path": suppression.path,
        "display": suppression.location.display,
        "until": None if suppression.until is None else suppression.until.isoformat(),
        "approver": suppression.approver,
        "honoured": suppression.honoured,
    }


def _coverage(coverage: Coverage) -> Record:
    reason = f"no column {', '.join(coverage.missing)}" if coverage.missing else None
    return {
        "rule": coverage.rule,
        "evaluated": coverage.evaluated,
        "skipped": coverage.skipped,
        "reason": reason,
    }


def _summary(report: Report) -> Record:
    return {
        "files": len(report.readings),
        "tables": report.tables,
        "rows": report.records,
        **{str(severity): report.count(severity) for severity in Severity},
        "fixable_safe": report.fixable(Safety.SAFE),
        "fixable_unsafe": report.fixable(Safety.UNSAFE),
        "suppressed": report.suppressed,
        "unchanged": report.unchanged,
        "absent": len(report.absent),
    }


def _array(records: Iterable[Record]) -> str:
    lines = ",\n".join(map(dumped, records))
    return f"[\n{lines}\n]" if lines else "[]"


def _escaped(match: re.Match[str]) -> str:
    """A character as JSON escapes it: twice beyond the basic plane."""
    return json.dumps(match[0])[1:-1]
