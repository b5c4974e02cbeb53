"""JUnit XML (`junit`), the form that every CI shows: a suite for each file, a case for each table and rule, passes included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from indicator_lint import __version__
from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Coverage, Reading, Report
from indicator_lint.model.rule import Severity
from indicator_lint.model.table import Table
from indicator_lint.reports.display import visible
from indicator_lint.reports.places import by_path, data_range, locate
from indicator_lint.reports.suggestions import suggestion
from indicator_lint.reports.telling import place, role_word
from indicator_lint.reports.uris import relative
from indicator_lint.reports.view import View

NEVER: Final = "never"


@dataclass(frozen=True, slots=True)
class Case:
    """What came of one rule in one place: `lacking` are the columns without which it could not be asked."""

    name: str
    place: str
    findings: Sequence[Finding] = ()
    lacking: Sequence[str] = ()


def render_junit(report: Report, view: View) -> str:
    """All files, those too that could not be read."""
    groups = by_path(report.active)
    read = {reading.path for reading in report.readings}
    readings = [*report.readings, *(Reading(path) for path in groups if path not in read)]
    suites = [(reading, list(_cases(reading, groups.get(reading.path, ()), view))) for reading in readings]
    head = f"<testsuites {_attributes('indicator-lint', [case for _, cases in suites for case in cases], view)}>"
    body = [line for reading, cases in suites for line in _suite(reading, cases, view)]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *body, "</testsuites>"]) + "\n"


def _cases(reading: Reading, findings: Sequence[Finding], view: View) -> Iterator[Case]:
    """First what concerns the whole file, then each table with all rules that are asked of tables."""
    places: dict[int | None, dict[str, list[Finding]]] = {}
    for spot, finding in locate(findings, reading):
        places.setdefault(spot.table, {}).setdefault(finding.code, []).append(finding)
    for code, found in places.get(None, {}).items():
        yield Case(_named(code, view), view.say("whole_file"), found)
    asked = {coverage.rule: coverage for coverage in reading.coverage}
    for number, table in enumerate(reading.tables):
        found_here, where = places.get(number, {}), _titled(table, view)
        for code in [*asked, *(code for code in found_here if code not in asked)]:
            lacking = _lacking(asked[code], table, view) if code in asked else ()
            yield Case(_named(code, view), where, found_here.get(code, ()), lacking)


def _lacking(coverage: Coverage, table: Table, view: View) -> Sequence[str]:
    """The columns without which the rule could not be asked of this table; of a rule without a page, of the file."""
    rule = view.rules.get(coverage.rule)
    return coverage.missing if rule is None else rule.lacking(table.columns)


def _named(code: str, view: View) -> str:
    return f"{code} {view.rules[code].title}" if code in view.rules else code


def _titled(table: Table, view: View) -> str:
    """A table by its category and place: several may have one title."""
    where = "!".join(part for part in (table.container, data_range(table)) if part)
    return visible(f"{table.category or view.say('untitled')} {where}")


def _suite(reading: Reading, cases: Sequence[Case], view: View) -> Iterator[str]:
    file = quoteattr(visible(relative(reading.path)))
    yield f"<testsuite {_attributes(visible(reading.path), cases, view)} file={file}>"
    yield f'<properties><property name="version" value={quoteattr(__version__)}/></properties>'
    for case in cases:
        head = (
            f"<testcase name={quoteattr(visible(case.name))} classname={quoteattr(case.place)} file={file}{_line(case)}"
        )
        body = _body(case, view)
        yield f'{head} time="0">{body}</testcase>' if body else f'{head} time="0"/>'
    yield "</testsuite>"


def _attributes(name: str, cases: Sequence[Case], view: View) -> str:
    failures = sum(1 for case in cases if _fails(case, view))
    skipped = sum(1 for case in cases if case.lacking and not case.findings)
    counts = f'tests="{len(cases)}" failures="{failures}" errors="0" skipped="{skipped}" time="0"'
    return f"name={quoteattr(name)} {counts}"


def _fails(case: Case, view: View) -> bool:
    """Whether anything found is as bad as what fails the run."""
    if view.fail_level == NEVER:
        return False
    return any(finding.severity.rank <= Severity(view.fail_level).rank for finding in case.findings)


def _line(case: Case) -> str:
    line = case.findings[0].location.line if case.findings else None
    return f' line="{line}"' if line is not None else ""


def _body(case: Case, view: View) -> str:
    """A failure with all that was found, or what was found and fails nobody, or why the rule was not asked."""
    if case.findings:
        told = escape("\n".join(_told(finding, view) for finding in case.findings))
        if not _fails(case, view):
            return f"<system-out>{told}</system-out>"
        first = quoteattr(visible(case.findings[0].message))
        return f"<failure message={first} type={quoteattr(case.findings[0].code)}>{told}</failure>"
    if case.lacking:
        columns = view.listed([role_word(role, view) for role in case.lacking])
        return f"<skipped message={quoteattr(view.say('missing_columns', roles=columns))}/>"
    return ""


def _told(finding: Finding, view: View) -> str:
    head = f"{view.say(str(finding.severity))} {place(finding.location, view)}"
    line = view.say("told", head=head, message=visible(finding.message))
    advice = suggestion(finding, view)
    return f"{line}{view.say('heading', details=view.say('advice', note=advice))}" if advice else line
